//! An operation as it may be shown: in an error that is printed, in a table. Phones are masked wherever they stand.

use espai_cdkey::redact;
use serde_json::Value;

/// The names under which phones stand.
const PHONES: [&str; 3] = ["phone", "targetPhone", "userPhone"];

/// The same with phones masked.
pub fn masked(mut operation: Value) -> Value {
    mask(&mut operation);
    operation
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if PHONES.contains(&name.as_str()) => {
                        *text = redact::phone(text);
                    }
                    other => mask(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}
