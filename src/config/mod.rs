//! What a client is made with: every option checked once, at once.

mod api_key;
mod base_url;
mod call_options;
mod client_options;
mod defaults;
mod headers;
mod options;
mod text;

pub use base_url::UrlParts;
pub use call_options::{CallOptions, page_size};
pub use client_options::ClientOptions;
pub use defaults::DEFAULT_BASE_URL;
pub use options::{Environment, check, no_fetch};

use crate::endpoint::UserNameField;

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
    /// The spelling of the filter by user name.
    pub fn user_name_field(&self) -> UserNameField {
        if self.username {
            UserNameField::Username
        } else {
            UserNameField::UserName
        }
    }
}
