//! What some calls are made with, in the place of the client's own options.

use web_sys::AbortSignal;

use crate::config::{CallOptions, Config};
use crate::error::Invalid;
use crate::value::Value;

/// Options of some calls: see [`Client::with`](super::Client::with). What is left out stays as it was.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// Per attempt, its body included, in milliseconds, from 1.
    pub timeout_ms: Option<u32>,
    /// For reads, and where nothing was sent.
    pub max_retries: Option<u32>,
    /// Ends the calls when it fires, with [`ErrorCode::Aborted`](crate::error::ErrorCode::Aborted); their outcome says whether a
    /// transfer can have happened.
    pub signal: Option<AbortSignal>,
}

impl Overrides {
    /// Checks them by the rules of every call's options.
    pub(super) fn check(&self, config: &Config, now: CallOptions) -> Result<CallOptions, Invalid> {
        let whole = |number: u32| Value::Number(number.into());
        let options = Value::object([
            (
                "timeoutMs",
                whole(self.timeout_ms.unwrap_or(now.timeout_ms)),
            ),
            (
                "maxRetries",
                whole(self.max_retries.unwrap_or(now.max_retries)),
            ),
        ]);
        CallOptions::check(&options, config)
    }
}
