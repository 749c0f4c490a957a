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
pub use options::{Environment, check, no_fetch};

use crate::endpoint::UserNameField;
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
    /// More headers, their names in lower case.
    pub headers: Vec<(String, String)>,
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

    /// The configuration as options of a client, under their own names. Checked again, they come to the same
    /// configuration: so whoever keeps one can hand it over as a plain object, and none is believed unchecked.
    ///
    /// What is no part of a configuration, such as `fetch`, is the caller's to put beside it.
    pub fn to_options(&self) -> Value {
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().into()));
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
            ("headers", Value::Fields(headers.collect())),
            ("allowInsecureHttp", self.allow_insecure_http.into()),
            (
                "dangerouslyAllowBrowser",
                self.dangerously_allow_browser.into(),
            ),
        ])
    }
}
