//! Reads JSON text from the host into the values that the rules check.

use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;

/// Options or an injection, as JSON text.
///
/// # Errors
/// It is no JSON: the host's mistake, since a host has the JSON written for it.
pub(crate) fn read(json: &str, what: &str, code: InvalidCode) -> Result<Value, Invalid> {
    serde_json::from_str(json).map(convert).map_err(|_| {
        Invalid::new(
            code,
            what,
            Reason::NotAccepted("must be data that JSON can hold"),
        )
    })
}

fn convert(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(truth) => Value::Bool(truth),
        // JSON text beyond the safe integers rounds to a number beyond them, so it is still refused.
        serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(convert).collect()),
        serde_json::Value::Object(members) => Value::Fields(
            members
                .into_iter()
                .map(|(key, value)| (key, convert(value)))
                .collect(),
        ),
    }
}
