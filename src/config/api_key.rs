//! The secret key.

use super::options::refuse;
use crate::error::Invalid;
use crate::fields::Fields;
use crate::value::Value;

/// Checks the option `apiKey`.
pub(super) fn check(fields: &Fields<'_>) -> Result<Option<String>, Invalid> {
    match fields.raw("apiKey") {
        None => Err(refuse(
            "apiKey",
            "is missing: give the 32-character open_api_key of your ESP-AI account, or null with a baseUrl of your own backend",
        )),
        Some(Value::Null) => Ok(None),
        // A space at an end would be cut off a header, and another key be sent.
        Some(Value::Text(key))
            if key.len() == 32
                && key.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
                && key.trim_ascii() == key =>
        {
            Ok(Some(key.clone()))
        }
        Some(Value::Text(_)) => Err(refuse(
            "apiKey",
            "must be exactly 32 printable ASCII characters, with nothing before or after them",
        )),
        Some(other) => Err(refuse(
            "apiKey",
            &format!(
                "must be a text of 32 characters or null, not {}",
                other.noun()
            ),
        )),
    }
}
