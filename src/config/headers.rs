//! The caller's own headers.

use super::options::refuse;
use crate::error::Invalid;
use crate::fields::Fields;
use crate::redact;
use crate::value::Value;

/// Checks the option `headers`; the names come out in lower case.
pub(super) fn check(fields: &Fields<'_>) -> Result<Vec<(String, String)>, Invalid> {
    let given = match fields.raw("headers") {
        None => return Ok(Vec::new()),
        Some(Value::Fields(given)) => given,
        Some(other) => {
            let reason = format!(
                "must be a plain object of names and texts, not {}",
                other.noun()
            );
            return Err(refuse("headers", &reason));
        }
    };
    let mut headers: Vec<(String, String)> = Vec::new();
    for (key, value) in given {
        if *value == Value::Undefined {
            continue;
        }
        let path = format!("headers.{}", redact::untrusted_key(key));
        let name = key.to_ascii_lowercase();
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(token) {
            return Err(refuse(&path, "is no name that a header can have"));
        }
        if [
            "authorization",
            "content-type",
            "host",
            "content-length",
            "transfer-encoding",
        ]
        .contains(&name.as_str())
        {
            return Err(refuse(
                &path,
                "is set by this package or by the runtime, and cannot be given",
            ));
        }
        if headers.iter().any(|(other, _)| *other == name) {
            return Err(refuse(&path, "stands there twice"));
        }
        let text = match value {
            Value::Text(text)
                if text
                    .bytes()
                    .all(|byte| (0x20..=0x7e).contains(&byte) || byte == b'\t')
                    && text.trim_ascii() == text =>
            {
                text.clone()
            }
            _ => {
                return Err(refuse(
                    &path,
                    "must be a text of printable ASCII characters",
                ));
            }
        };
        headers.push((name, text));
    }
    Ok(headers)
}
