//! The options of one call.

use super::Config;
use super::defaults::PAGE_SIZE;
use super::options::whole;
use crate::error::{Invalid, InvalidCode};
use crate::field::{Count, Field};
use crate::fields::{Fields, Names};
use crate::reason::Reason;
use crate::value::Value;

const OPTIONS: &[Names] = &[&["signal"], &["timeoutMs"], &["maxRetries"]];

/// The options of one call: what it overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallOptions {
    /// As [`Config::timeout_ms`].
    pub timeout_ms: u32,
    /// As [`Config::max_retries`].
    pub max_retries: u32,
}

impl CallOptions {
    /// What the client has, where a call overrides nothing.
    pub const fn of(config: &Config) -> Self {
        Self {
            timeout_ms: config.timeout_ms,
            max_retries: config.max_retries,
        }
    }

    /// Checks the last argument of a call. Whether its `signal` is one is the runtime's to say.
    ///
    /// # Errors
    /// The first option that is refused.
    pub fn check(options: &Value, config: &Config) -> Result<Self, Invalid> {
        let defaults = Self::of(config);
        if *options == Value::Undefined {
            return Ok(defaults);
        }
        let fields = Fields::open(options, "options", "", OPTIONS, InvalidCode::Argument)?;
        // `fetch` takes a null signal for none, and so does this.
        match fields.raw("signal") {
            None | Some(Value::Null | Value::Odd(Value::SIGNAL)) => {}
            Some(_) => return Err(fields.invalid("signal", Reason::NotASignal)),
        }
        Ok(Self {
            timeout_ms: whole(&fields, "timeoutMs", 1, defaults.timeout_ms)?,
            max_retries: whole(&fields, "maxRetries", 0, defaults.max_retries)?,
        })
    }
}

/// Checks whether a transfer is to be verified; it is not where nothing is said.
///
/// # Errors
/// It is neither true nor false.
pub fn verify(value: &Value) -> Result<bool, Invalid> {
    match value {
        Value::Undefined => Ok(false),
        Value::Bool(verify) => Ok(*verify),
        _ => Err(Invalid::new(
            InvalidCode::Argument,
            "verify",
            Reason::NotABoolean,
        )),
    }
}

/// Checks the page size of a walk through a list; 500 where none is given.
///
/// # Errors
/// It is no whole number from 1.
pub fn page_size(value: &Value) -> Result<Count, Invalid> {
    match value {
        Value::Undefined => Ok(Count::at_least_one(PAGE_SIZE)),
        given => Count::parse(given)
            .map_err(|reason| Invalid::new(InvalidCode::Argument, "pageSize", reason)),
    }
}
