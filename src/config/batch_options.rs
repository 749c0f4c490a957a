//! The options of a bulk, beside those of the calls that it makes.

use super::call_options::verify;
use super::options::{flag, whole};
use crate::error::{Invalid, InvalidCode};
use crate::fields::{Fields, Names};
use crate::reason::Reason;
use crate::value::Value;

/// How many items run at once where nothing is said.
const CONCURRENCY: u32 = 4;

const OPTIONS: &[Names] = &[&["concurrency"], &["stopOnError"], &["onProgress"]];

/// How a bulk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchOptions {
    /// How many items run at once at most, from 1.
    pub concurrency: usize,
    /// Whether nothing more begins after one that did not end well.
    pub stop_on_error: bool,
}

/// The refusal of inputs that cannot be gone through one by one. A text can, and is meant by nobody.
pub fn not_iterable() -> Invalid {
    Invalid::new(InvalidCode::Argument, "inputs", Reason::NotIterable)
}

impl BatchOptions {
    /// Takes them out of the options that the caller gave: what is left are its calls'. `verifies` is whether these can be verified.
    ///
    /// # Errors
    /// The first one that is refused.
    pub fn take(options: &mut Value, verifies: bool) -> Result<Self, Invalid> {
        if verifies {
            verify(&options.take_field("verify"))?;
        }
        let taken = OPTIONS.iter().flat_map(|names| names.iter());
        let taken = Value::Fields(
            taken
                .map(|name| ((*name).to_owned(), options.take_field(name)))
                .collect(),
        );
        let fields = Fields::open(&taken, "options", "", OPTIONS, InvalidCode::Argument)?;
        match fields.raw("onProgress") {
            None | Some(Value::Function) => {}
            Some(_) => return Err(fields.invalid("onProgress", Reason::NotAFunction)),
        }
        let concurrency = whole(&fields, "concurrency", 1, CONCURRENCY)?;
        Ok(Self {
            concurrency: usize::try_from(concurrency).unwrap_or(usize::MAX),
            stop_on_error: flag(&fields, "stopOnError")?,
        })
    }
}
