//! What a client is made with: every option checked once, at once.

use crate::endpoint::UserNameField;
use crate::error::{Invalid, InvalidCode};
use crate::field::{Count, Field};
use crate::fields::{Fields, Names};
use crate::redact::Redactor;
use crate::value::Value;

/// The platform's own address (page, 请求URL).
pub const DEFAULT_BASE_URL: &str = "https://api.espai.fun";

/// The longest time and the most bytes an option can name: what `setTimeout` and a wasm memory take.
const MAX_I32: i64 = 2_147_483_647;

const OPTIONS: [Names; 11] = [
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

/// A checked configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The secret key; none where a backend of the caller's own holds it.
    pub api_key: Option<String>,
    /// The address that endpoints' paths follow, without a slash at its end.
    pub base_url: String,
    /// How long one attempt may take, its body included, in milliseconds.
    pub timeout_ms: u32,
    /// How often a call is tried again at most.
    pub max_retries: u32,
    /// The longest answer that is read, in bytes.
    pub max_response_bytes: u32,
    /// Whether the filter by user name is spelled `username` on the wire.
    pub username: bool,
    /// More headers, their names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Config {
    /// TEMPORARY
    pub fn to_options(&self) -> Value {
        Value::object([
            (
                "apiKey",
                self.api_key.as_deref().map_or(Value::Null, Value::from),
            ),
            ("baseUrl", self.base_url.as_str().into()),
            ("timeoutMs", Value::Number(self.timeout_ms.into())),
            ("maxRetries", Value::Number(self.max_retries.into())),
            (
                "maxResponseBytes",
                Value::Number(self.max_response_bytes.into()),
            ),
            ("userNameField", self.user_name_field().as_str().into()),
            (
                "headers",
                Value::Fields(
                    self.headers
                        .iter()
                        .map(|(n, v)| (n.clone(), v.as_str().into()))
                        .collect(),
                ),
            ),
            ("allowInsecureHttp", true.into()),
            ("dangerouslyAllowBrowser", true.into()),
        ])
    }

    /// The spelling of the filter by user name.
    pub fn user_name_field(&self) -> UserNameField {
        if self.username {
            UserNameField::Username
        } else {
            UserNameField::UserName
        }
    }
}

/// The options of a client in Rust. What is none takes the same default as in JavaScript.
#[derive(Clone, Default)]
pub struct ClientOptions {
    /// 32 printable ASCII characters; none only with a `base_url` of a backend of your own, which holds it.
    pub api_key: Option<String>,
    /// `https`, or `http` to a loopback host; in a page also relative to its address.
    pub base_url: Option<String>,
    /// Per attempt, its body included, in milliseconds, from 1. Default 30,000.
    pub timeout_ms: Option<u32>,
    /// Default 2: for reads, and where nothing was sent.
    pub max_retries: Option<u32>,
    /// The longest answer that is read, in bytes. Default 32 MiB.
    pub max_response_bytes: Option<u32>,
    /// The spelling of the filter by user name.
    pub user_name_field: UserNameField,
    /// More headers; never `authorization`, `content-type` or `host`.
    pub headers: Vec<(String, String)>,
    /// Permits `http` to other hosts: the key travels in the clear then.
    pub allow_insecure_http: bool,
    /// Permits a key in a page, where everyone can read it.
    pub dangerously_allow_browser: bool,
}

impl std::fmt::Debug for ClientOptions {
    /// Without the key.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ClientOptions")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl ClientOptions {
    /// Checks them by the rules of [`check`].
    ///
    /// # Errors
    /// The first option that is refused, with nothing secret in it.
    pub fn check(
        &self,
        environment: &Environment,
        parse_url: &dyn Fn(&str) -> Option<UrlParts>,
    ) -> Result<Config, Invalid> {
        let text = |value: &Option<String>| value.as_deref().map_or(Value::Undefined, Value::from);
        let whole = |value: Option<u32>| {
            value.map_or(Value::Undefined, |number| Value::Number(f64::from(number)))
        };
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().into()));
        let given = Value::object([
            (
                "apiKey",
                self.api_key.as_deref().map_or(Value::Null, Value::from),
            ),
            ("baseUrl", text(&self.base_url)),
            ("timeoutMs", whole(self.timeout_ms)),
            ("maxRetries", whole(self.max_retries)),
            ("maxResponseBytes", whole(self.max_response_bytes)),
            ("userNameField", self.user_name_field.as_str().into()),
            ("headers", Value::Fields(headers.collect())),
            ("allowInsecureHttp", self.allow_insecure_http.into()),
            (
                "dangerouslyAllowBrowser",
                self.dangerously_allow_browser.into(),
            ),
        ]);
        let redactor = Redactor::new(self.api_key.as_deref(), &[]);
        check(&given, environment, parse_url).map_err(|invalid| invalid.masked(&redactor))
    }
}

/// What the runtime says of itself.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// A global `window` with a `document`.
    pub is_page: bool,
}

/// An address as the runtime's own URL parser (WHATWG) took it apart. Not parsed here: two parsers that differ are a
/// way to send a key to the wrong host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UrlParts {
    /// The whole address.
    pub href: String,
    /// Such as `https:`.
    pub protocol: String,
    /// Without a port, in lower case; IPv6 in brackets.
    pub hostname: String,
    /// The user before an `@`.
    pub username: String,
    /// The password before an `@`.
    pub password: String,
}

/// Checks the options of a client. `parse_url` is the runtime's URL parser; it takes a relative address from the
/// page's own, where there is a page.
///
/// # Errors
/// The first option that is refused; one of [`InvalidCode::Place`] only where all others are good.
pub fn check(
    options: &Value,
    environment: &Environment,
    parse_url: &dyn Fn(&str) -> Option<UrlParts>,
) -> Result<Config, Invalid> {
    let fields = Fields::open(options, "options", "", &OPTIONS, InvalidCode::Config)?;
    let allow_insecure = flag(&fields, "allowInsecureHttp")?;
    let allow_browser = flag(&fields, "dangerouslyAllowBrowser")?;
    let (base, elsewhere) = match base_url(&fields, allow_insecure, parse_url) {
        Err(invalid) if invalid.code == InvalidCode::Place => (Base::default(), Some(invalid)),
        base => (base?, None),
    };
    let api_key = api_key(&fields)?;
    if api_key.is_none() && (fields.raw("baseUrl").is_none() || is_platform(&base.hostname)) {
        return Err(refuse(
            "apiKey",
            "may be null only with a baseUrl of your own backend, which holds the key; the platform itself needs it",
        ));
    }
    if api_key.is_some() && environment.is_page && !allow_browser {
        return Err(refuse(
            "apiKey",
            "must not be in a web page, where everyone can read it: let a backend hold it and use \
             { apiKey: null, baseUrl }; for a test key, set dangerouslyAllowBrowser",
        ));
    }
    for name in ["fetch", "onEvent"] {
        match fields.raw(name) {
            None | Some(Value::Function) => {}
            Some(_) => return Err(refuse(name, "must be a function")),
        }
    }
    let config = Config {
        api_key,
        base_url: base.prefix,
        timeout_ms: whole(&fields, "timeoutMs", 1, 30_000)?,
        max_retries: whole(&fields, "maxRetries", 0, 2)?,
        max_response_bytes: whole(&fields, "maxResponseBytes", 1, 32 * 1024 * 1024)?,
        username: username(&fields)?,
        headers: headers(&fields)?,
    };
    // Last, so that what is wrong everywhere is told first.
    elsewhere.map_or(Ok(config), Err)
}

/// The options of one call: what it overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallOptions {
    /// As [`Config::timeout_ms`].
    pub timeout_ms: u32,
    /// As [`Config::max_retries`].
    pub max_retries: u32,
}

impl CallOptions {
    /// What the client has, where a call overrides nothing.
    pub const fn of(config: &Config) -> Self {
        Self {
            timeout_ms: config.timeout_ms,
            max_retries: config.max_retries,
        }
    }

    /// Checks the last argument of a call. Whether its `signal` is one is the runtime's to say.
    ///
    /// # Errors
    /// The first option that is refused.
    pub fn check(options: &Value, config: &Config) -> Result<Self, Invalid> {
        let defaults = Self::of(config);
        if *options == Value::Undefined {
            return Ok(defaults);
        }
        let known: [Names; 3] = [&["signal"], &["timeoutMs"], &["maxRetries"]];
        let fields = Fields::open(options, "options", "", &known, InvalidCode::Argument)?;
        // `fetch` takes a null signal for none, and so does this.
        match fields.raw("signal") {
            None | Some(Value::Null | Value::Odd(Value::SIGNAL)) => {}
            Some(_) => return Err(fields.invalid("signal", "must be an AbortSignal")),
        }
        Ok(Self {
            timeout_ms: whole(&fields, "timeoutMs", 1, defaults.timeout_ms)?,
            max_retries: whole(&fields, "maxRetries", 0, defaults.max_retries)?,
        })
    }
}

/// Checks the page size of a walk through a list; 500 where none is given.
///
/// # Errors
/// It is no whole number from 1.
pub fn page_size(value: &Value) -> Result<Count, Invalid> {
    match value {
        Value::Undefined => Ok(Count::at_least_one(500)),
        given => Count::parse(given)
            .map_err(|reason| Invalid::new(InvalidCode::Argument, "pageSize", reason)),
    }
}

/// The refusal of a call where there is nothing to make it with.
pub fn no_fetch() -> Invalid {
    refuse(
        "fetch",
        "is missing: this runtime has none of its own, so give one",
    )
}

fn refuse(path: &str, reason: &str) -> Invalid {
    Invalid::new(InvalidCode::Config, path, reason)
}

fn api_key(fields: &Fields<'_>) -> Result<Option<String>, Invalid> {
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

#[derive(Default)]
struct Base {
    prefix: String,
    hostname: String,
}

fn base_url(
    fields: &Fields<'_>,
    allow_insecure: bool,
    parse_url: &dyn Fn(&str) -> Option<UrlParts>,
) -> Result<Base, Invalid> {
    let bad = |reason| Err(refuse("baseUrl", reason));
    let raw = match fields.raw("baseUrl") {
        None => DEFAULT_BASE_URL,
        Some(Value::Text(raw)) => raw,
        Some(other) => return bad(&format!("must be a text, not {}", other.noun())),
    };
    if raw.is_empty()
        || raw
            .chars()
            .any(|part| part.is_control() || part.is_whitespace())
    {
        return bad("must be an address without spaces or control characters");
    }
    if raw.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
        return bad("must have no query and no fragment");
    }
    let Some(parts) = parse_url(raw) else {
        // From the root of a page's address: in a page it would have been taken.
        let of_page = raw.starts_with('/') && !raw.starts_with("//");
        let code = if of_page {
            InvalidCode::Place
        } else {
            InvalidCode::Config
        };
        let reason = "must be a whole address such as https://api.espai.fun (a relative one only works in a page)";
        return Err(Invalid::new(code, "baseUrl", reason));
    };
    // An empty user (`https://@host`) leaves nothing in the parts.
    let user = !parts.username.is_empty() || !parts.password.is_empty();
    if user || has_user(raw) {
        return bad("must have no user and no password");
    }
    match parts.protocol.as_str() {
        "https:" => {}
        "http:" if allow_insecure || is_loopback(&parts.hostname) => {}
        "http:" => {
            return bad(
                "must be https, or http to a loopback host: the key would travel in the clear; \
                 allowInsecureHttp permits it all the same",
            );
        }
        _ => return bad("must be an https address"),
    }
    Ok(Base {
        prefix: parts.href.trim_end_matches('/').to_owned(),
        hostname: parts.hostname,
    })
}

/// Whether there is an `@` between `//` and the next slash; browsers take a backslash for one.
fn has_user(address: &str) -> bool {
    let mut pieces = address
        .as_bytes()
        .split(|byte| matches!(byte, b'/' | b'\\'))
        .skip(1);
    pieces.next() == Some(b"") && pieces.next().is_some_and(|host| host.contains(&b'@'))
}

fn is_loopback(hostname: &str) -> bool {
    let name = hostname.strip_suffix('.').unwrap_or(hostname);
    let v4 = name.split('.').collect::<Vec<_>>();
    let numbers = v4.len() == 4 && v4.iter().all(|part| part.parse::<u8>().is_ok());
    name == "localhost"
        || name.ends_with(".localhost")
        || name == "[::1]"
        || (numbers && v4.first() == Some(&"127"))
}

/// The platform's hosts (`upstream.md`, "The four endpoints").
fn is_platform(hostname: &str) -> bool {
    let name = hostname.strip_suffix('.').unwrap_or(hostname);
    ["espai.fun", "espai2.fun"].iter().any(|own| {
        name.strip_suffix(own)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

fn flag(fields: &Fields<'_>, name: &'static str) -> Result<bool, Invalid> {
    match fields.raw(name) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(fields.invalid(name, "must be true or false")),
    }
}

fn whole(
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
                "must be a whole number from 0 to 2^31 - 1"
            } else {
                "must be a whole number from 1 to 2^31 - 1"
            };
            fields.invalid(name, reason)
        })
}

fn username(fields: &Fields<'_>) -> Result<bool, Invalid> {
    match fields.raw("userNameField") {
        None => Ok(false),
        Some(Value::Text(name)) if name == UserNameField::UserName.as_str() => Ok(false),
        Some(Value::Text(name)) if name == UserNameField::Username.as_str() => Ok(true),
        Some(_) => Err(refuse("userNameField", "must be 'user_name' or 'username'")),
    }
}

fn headers(fields: &Fields<'_>) -> Result<Vec<(String, String)>, Invalid> {
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
        let path = format!("headers.{}", crate::redact::untrusted_key(key));
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
