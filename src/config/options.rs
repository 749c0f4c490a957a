//! The options of a client, as a caller gives them, and the one function that checks them.

use super::base_url::{BaseUrl, UrlParts};
use super::defaults::{MAX_RESPONSE_BYTES, MAX_RETRIES, TIMEOUT_MS};
use super::{Config, api_key, headers};
use crate::endpoint::UserNameField;
use crate::error::{Invalid, InvalidCode};
use crate::fields::{Fields, Names};
use crate::reason::Reason;
use crate::redact::Redactor;
use crate::value::Value;

/// The longest time and the most bytes an option can name: what `setTimeout` and a wasm memory take.
const MAX_I32: i64 = 2_147_483_647;

/// In the order in which errors name them.
const OPTIONS: &[Names] = &[
    &["apiKey"],
    &["baseUrl"],
    &["timeoutMs"],
    &["maxRetries"],
    &["maxResponseBytes"],
    &["userNameField"],
    &["fetch"],
    &["headers"],
    &["onEvent"],
    &["allowInsecureHttp"],
    &["dangerouslyAllowBrowser"],
];

/// Checks the options of a client. `parse_url` is the runtime's URL parser; it takes a relative address from the
/// page's own, where there is a page.
///
/// # Errors
/// The first option that is refused, with nothing secret in it; one of [`InvalidCode::Place`] only where all others are
/// good.
pub fn check(
    options: &Value,
    environment: &Environment,
    parse_url: &dyn Fn(&str) -> Option<UrlParts>,
) -> Result<Config, Invalid> {
    read(options, environment, parse_url).map_err(|invalid| {
        // An option's name is no secret, even where a placeholder for the key says the same.
        if OPTIONS
            .iter()
            .any(|names| names.contains(&invalid.path.as_str()))
        {
            return invalid;
        }
        // A key that is refused, or that stands beside what is refused, is a secret all the same.
        invalid.masked(&Redactor::new(options.text_field("apiKey"), &[]))
    })
}

fn read(
    options: &Value,
    environment: &Environment,
    parse_url: &dyn Fn(&str) -> Option<UrlParts>,
) -> Result<Config, Invalid> {
    let fields = Fields::open(options, "options", "", OPTIONS, InvalidCode::Config)?;
    let allow_insecure_http = flag(&fields, "allowInsecureHttp")?;
    let dangerously_allow_browser = flag(&fields, "dangerouslyAllowBrowser")?;
    let (base, elsewhere) = match BaseUrl::check(&fields, allow_insecure_http, parse_url) {
        Err(invalid) if invalid.code == InvalidCode::Place => (BaseUrl::default(), Some(invalid)),
        base => (base?, None),
    };
    let api_key = api_key::check(&fields)?;
    if api_key.is_none() && (fields.raw("baseUrl").is_none() || base.is_platform()) {
        return Err(refuse("apiKey", Reason::KeyNeeded));
    }
    if api_key.is_some() && environment.is_page && !dangerously_allow_browser {
        return Err(refuse("apiKey", Reason::KeyInAPage));
    }
    for name in ["fetch", "onEvent"] {
        match fields.raw(name) {
            None | Some(Value::Function) => {}
            Some(_) => return Err(refuse(name, Reason::NotAFunction)),
        }
    }
    let config = Config {
        api_key,
        base_url: base.prefix,
        timeout_ms: whole(&fields, "timeoutMs", 1, TIMEOUT_MS)?,
        max_retries: whole(&fields, "maxRetries", 0, MAX_RETRIES)?,
        max_response_bytes: whole(&fields, "maxResponseBytes", 1, MAX_RESPONSE_BYTES)?,
        username: username(&fields)?,
        headers: headers::check(&fields, environment)?,
        allow_insecure_http,
        dangerously_allow_browser,
    };
    // Last, so that what is wrong everywhere is told first.
    elsewhere.map_or(Ok(config), Err)
}

pub(super) fn flag(fields: &Fields<'_>, name: &'static str) -> Result<bool, Invalid> {
    match fields.raw(name) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(fields.invalid(name, Reason::NotABoolean)),
    }
}

/// A whole number from `least` (0 or 1); `default` where it is left out.
pub(super) fn whole(
    fields: &Fields<'_>,
    name: &'static str,
    least: i64,
    default: u32,
) -> Result<u32, Invalid> {
    let Some(value) = fields.raw(name) else {
        return Ok(default);
    };
    value
        .as_safe_integer()
        .filter(|number| (least..=MAX_I32).contains(number))
        .and_then(|number| u32::try_from(number).ok())
        .ok_or_else(|| {
            let reason = if least == 0 {
                Reason::NotFromZero
            } else {
                Reason::NotFromOne
            };
            fields.invalid(name, reason)
        })
}

fn username(fields: &Fields<'_>) -> Result<bool, Invalid> {
    match fields.raw("userNameField") {
        None => Ok(false),
        Some(Value::Text(name)) if name == UserNameField::UserName.as_str() => Ok(false),
        Some(Value::Text(name)) if name == UserNameField::Username.as_str() => Ok(true),
        Some(_) => Err(refuse(
            "userNameField",
            Reason::NotOneOf("'user_name' or 'username'"),
        )),
    }
}

/// What the runtime says of itself.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// A global `window` with a `document`.
    pub is_page: bool,
}

/// The refusal of a call where there is nothing to make it with.
pub fn no_fetch() -> Invalid {
    refuse("fetch", Reason::NoFetch)
}

/// The refusal of an option.
pub(super) fn refuse(path: &str, reason: Reason) -> Invalid {
    Invalid::new(InvalidCode::Config, path, reason)
}
