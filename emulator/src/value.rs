//! Reads JSON text from the host into the values that the rules check.

use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;

/// Options or an injection, as JSON text.
///
/// # Errors
/// It is no JSON: the host's mistake, since a host has the JSON written for it.
pub(crate) fn read(json: &str, what: &str, code: InvalidCode) -> Result<Value, Invalid> {
    serde_json::from_str(json).map_err(|_| {
        Invalid::new(
            code,
            what,
            Reason::NotAccepted("must be data that JSON can hold"),
        )
    })
}
