//! The options of a client and of a call, by noun.

mod api_key;
mod base_url;
mod call_options;
mod headers;
mod options;

use espai_cdkey::config::{self, Config, Environment, UrlParts};
use espai_cdkey::value::Value;

use crate::given::{object, text};

pub(super) const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Stands in for the runtime's URL parser in the few forms that these tests use.
pub(super) fn parse_url(address: &str) -> Option<UrlParts> {
    let absolute = if address.starts_with('/') {
        format!("https://page.example{address}")
    } else {
        address.to_owned()
    };
    let (protocol, rest) = absolute.split_once("//")?;
    let (authority, path) = rest
        .split_once('/')
        .map_or((rest, String::new()), |(host, path)| {
            (host, path.to_owned())
        });
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let hostname = if host.starts_with('[') {
        host.split_inclusive(']').next()?
    } else {
        host.split(':').next()?
    };
    Some(UrlParts {
        href: format!("{protocol}//{}/{path}", authority.to_lowercase()),
        protocol: protocol.to_owned(),
        hostname: hostname.to_lowercase(),
        username: user.to_owned(),
        password: String::new(),
    })
}

pub(super) fn check(fields: &[(&str, Value)]) -> Result<Config, String> {
    check_in(fields, false)
}

pub(super) fn check_in(fields: &[(&str, Value)], is_page: bool) -> Result<Config, String> {
    config::check(&object(fields), &Environment { is_page }, &parse_url)
        .map_err(|invalid| invalid.path)
}

pub(super) fn with(name: &'static str, value: Value) -> Result<Config, String> {
    check(&[("apiKey", text(KEY)), (name, value)])
}

pub(super) fn refused(name: &'static str, value: Value) {
    let path = with(name, value.clone()).expect_err(&format!("{name}: {value:?}"));
    assert_eq!(path.split('.').next(), Some(name), "{value:?}");
}
