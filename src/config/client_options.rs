//! The options of a client in Rust.

use super::{Config, Environment, UrlParts, check};
use crate::endpoint::UserNameField;
use crate::error::Invalid;
use crate::value::Value;

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
    /// More headers; never `content-type` or `host`, and `authorization` only where there is no `api_key`: a backend's own log-in.
    pub headers: Vec<(String, String)>,
    /// Whether transfers and destroys carry `idempotency-key`, one UUID a call, where there is no `api_key`. Default true.
    pub idempotency_header: Option<bool>,
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
            ("headers", Value::texts(&self.headers)),
            (
                "idempotencyHeader",
                self.idempotency_header
                    .map_or(Value::Undefined, Value::from),
            ),
            ("allowInsecureHttp", self.allow_insecure_http.into()),
            (
                "dangerouslyAllowBrowser",
                self.dangerously_allow_browser.into(),
            ),
        ]);
        check(&given, environment, parse_url)
    }
}
