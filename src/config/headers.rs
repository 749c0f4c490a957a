//! The caller's own headers.

use super::Config;
use super::options::{Environment, refuse};
use crate::error::Invalid;
use crate::fields::Fields;
use crate::reason::Reason;
use crate::redact;
use crate::value::Value;

/// What this package sets, or the runtime, or what belongs to one connection alone. Some `fetch` each refuse these only once
/// a request is under way, when a move's outcome would be unknown; others put their own in their place.
const TAKEN: [&str; 11] = [
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// How names begin that are taken likewise: those for a proxy, and a browser's own.
const TAKEN_BEGINNINGS: [&str; 2] = ["proxy-", "sec-"];

/// What a page's `fetch` leaves out without a word, besides those above (Fetch, "forbidden request-header"). Elsewhere they
/// are sent, and a cookie may be a backend's log-in.
const LEFT_OUT_IN_A_PAGE: [&str; 13] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "origin",
    "referer",
    "set-cookie",
    "via",
];

/// Checks the option `headers`; the names come out in lower case. Of a function nothing can be said before it is called.
pub(super) fn check(
    fields: &Fields<'_>,
    environment: &Environment,
    config: &Config,
) -> Result<Vec<(String, String)>, Invalid> {
    match fields.raw("headers") {
        None | Some(Value::Function) => Ok(Vec::new()),
        Some(given) => read(given, environment, config),
    }
}

/// Checks headers, of the option or as its function gave them.
pub(super) fn read(
    given: &Value,
    environment: &Environment,
    config: &Config,
) -> Result<Vec<(String, String)>, Invalid> {
    let Value::Fields(given) = given else {
        return Err(refuse("headers", Reason::NotHeaders(given.noun())));
    };
    let mut headers: Vec<(String, String)> = Vec::new();
    for (key, value) in given {
        if *value == Value::Undefined {
            continue;
        }
        let path = format!("headers.{}", redact::untrusted_key(key));
        let name = key.to_ascii_lowercase();
        let name = name.as_str();
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        // A `fetch` is given them as a plain object, which cannot hold a `__proto__`.
        if name.is_empty() || !name.bytes().all(token) || name == "__proto__" {
            return Err(refuse(&path, Reason::NotAHeaderName));
        }
        let begins = |beginning: &&str| name.starts_with(beginning);
        // The key is sent under this name. Where a backend holds it, it is what the backend's own log-in is sent under.
        let ours = name == "authorization" && config.api_key.is_some();
        if ours || TAKEN.contains(&name) || TAKEN_BEGINNINGS.iter().any(begins) {
            return Err(refuse(&path, Reason::ReservedHeader));
        }
        // One of the caller's own in its place, the same for every call, would make a second transfer the first.
        if name == "idempotency-key" && config.sends_idempotency_key() {
            return Err(refuse(&path, Reason::OurIdempotencyKey));
        }
        if environment.is_page && LEFT_OUT_IN_A_PAGE.contains(&name) {
            return Err(refuse(
                // A name of this list is no secret, so it is not cut.
                &format!("headers.{key}"),
                Reason::BrowsersHeader,
            ));
        }
        if headers.iter().any(|(other, _)| *other == name) {
            return Err(refuse(&path, Reason::RepeatedHeader));
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
            _ => return Err(refuse(&path, Reason::NotAHeaderValue)),
        };
        headers.push((name.to_owned(), text));
    }
    Ok(headers)
}
