//! What a client is made with: every option checked once, at once.

mod api_key;
mod base_url;
mod batch_options;
mod call_options;
mod client_options;
mod defaults;
mod headers;
mod options;

pub use base_url::{UrlParts, is_blocked};
pub use batch_options::{BatchOptions, not_iterable};
pub use call_options::{CallOptions, page_size, verify};
pub use client_options::ClientOptions;
pub use defaults::DEFAULT_BASE_URL;
pub use options::{Environment, check, headers_failed, no_fetch};

use crate::endpoint::UserNameField;
use crate::error::Invalid;
use crate::redact::Redactor;
use crate::value::Value;

/// A checked configuration.
#[derive(Clone, Default, PartialEq, Eq)]
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
    /// More headers, their names in lower case; none where a function gives them for each attempt.
    pub headers: Vec<(String, String)>,
    /// Whether transfers and destroys may carry `idempotency-key`: see [`Config::sends_idempotency_key`].
    pub idempotency_header: bool,
    /// Whether `http` to other hosts than this machine was permitted.
    pub allow_insecure_http: bool,
    /// Whether a key in a page was permitted.
    pub dangerously_allow_browser: bool,
}

impl std::fmt::Debug for Config {
    /// Without the key, and without headers, which may hold another.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Config")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// The spelling of the filter by user name.
    pub fn user_name_field(&self) -> UserNameField {
        if self.username {
            UserNameField::Username
        } else {
            UserNameField::UserName
        }
    }

    /// Whether transfers and destroys carry `idempotency-key`. The platform knows no such header (`docs/platform.md`, point 7); a
    /// backend of the caller's own tells by it what a browser or a proxy has sent again.
    pub fn sends_idempotency_key(&self) -> bool {
        self.api_key.is_none() && self.idempotency_header
    }

    /// Masks the secrets of a call that names these phones: the key, and the headers.
    pub fn redactor(&self, phones: &[&str]) -> Redactor {
        let mut redactor = Redactor::new(self.api_key.as_deref(), phones);
        redactor.learn_headers(&self.headers);
        redactor
    }

    /// Checks what a function gave for one attempt's headers, by the rules of the option.
    ///
    /// # Errors
    /// The first of them that is refused, as the option would be.
    pub fn check_headers(
        &self,
        given: &Value,
        environment: &Environment,
    ) -> Result<Vec<(String, String)>, Invalid> {
        headers::read(given, environment, self)
    }

    /// The configuration as options of a client, under their own names. Checked again, they come to the same
    /// configuration: so whoever keeps one can hand it over as a plain object, and none is believed unchecked.
    ///
    /// What is no part of a configuration, such as `fetch`, is the caller's to put beside it.
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
            ("headers", Value::texts(&self.headers)),
            ("idempotencyHeader", self.idempotency_header.into()),
            ("allowInsecureHttp", self.allow_insecure_http.into()),
            (
                "dangerouslyAllowBrowser",
                self.dangerously_allow_browser.into(),
            ),
        ])
    }
}
