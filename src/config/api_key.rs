//! The secret key.

use super::options::refuse;
use crate::error::Invalid;
use crate::fields::Fields;
use crate::reason::Reason;
use crate::value::Value;

/// Checks the option `apiKey`.
pub(super) fn check(fields: &Fields<'_>) -> Result<Option<String>, Invalid> {
    match fields.raw("apiKey") {
        None => Err(refuse("apiKey", Reason::NoKey)),
        Some(Value::Null) => Ok(None),
        // A space at an end would be cut off a header, and another key be sent.
        Some(Value::Text(key))
            if key.len() == 32
                && key.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
                && key.trim_ascii() == key =>
        {
            Ok(Some(key.clone()))
        }
        Some(Value::Text(_)) => Err(refuse("apiKey", Reason::MalformedKey)),
        Some(other) => Err(refuse("apiKey", Reason::KeyNotText(other.noun()))),
    }
}
