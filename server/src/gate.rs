//! What may pass by its head, before a byte of its body is read.

use espai_cdkey::card::Language;
use espai_cdkey::endpoint::Endpoint;
use serde::Deserialize;

use crate::options::Options;
use crate::origin::Asker;
use crate::refusal::Refusal;

/// The head of a request, as far as it is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Head {
    /// In capitals.
    pub method: String,
    /// Without a query.
    pub path: String,
    /// The origin of the address that was asked.
    pub own: String,
    /// The header.
    pub origin: Option<String>,
    /// The header `sec-fetch-site`.
    pub site: Option<String>,
    /// The header `content-type`.
    pub content_type: Option<String>,
    /// The header `content-encoding`.
    pub content_encoding: Option<String>,
    /// The header `content-length`.
    pub content_length: Option<String>,
    /// The header `accept-language`.
    pub accept_language: Option<String>,
    /// The header `access-control-request-method`.
    pub wants_method: Option<String>,
    /// The header `access-control-request-headers`.
    pub wants_headers: Option<String>,
}

/// What becomes of a request by its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// Its body is read, for this endpoint.
    Read(Endpoint),
    /// A browser asks before it sends; it is told by headers alone.
    Preflight,
    /// It goes no further. With the endpoint, where there is one.
    Refused(Option<Endpoint>, Refusal),
}

/// What pages send: the client's own headers.
const HEADERS: &str = "authorization, content-type, idempotency-key";
/// How long a browser may remember a preflight, in s.
const MAX_AGE: &str = "600";

impl Head {
    /// The language of who asks: Chinese where it stands first.
    pub fn language(&self) -> Language {
        let first = self.accept_language.as_deref().unwrap_or_default().trim();
        let chinese = first
            .get(..2)
            .is_some_and(|tag| tag.eq_ignore_ascii_case("zh"));
        if chinese {
            Language::Chinese
        } else {
            Language::English
        }
    }

    fn asker(&self) -> Asker<'_> {
        Asker {
            origin: self.origin.as_deref(),
            site: self.site.as_deref(),
            own: &self.own,
        }
    }

    /// Whether it may pass.
    pub fn passage(&self, options: &Options) -> Passage {
        let below = self.path.strip_prefix(&options.base_path);
        let Some(endpoint) = below.and_then(Endpoint::of_path) else {
            return Passage::Refused(None, Refusal::Path);
        };
        let refused = |refusal| Passage::Refused(Some(endpoint), refusal);
        if !self.asker().may_ask(&options.origins) {
            return refused(Refusal::Origin);
        }
        if self.method == "OPTIONS"
            && self.wants_method.is_some()
            && self.asker().is_named(&options.origins)
        {
            return Passage::Preflight;
        }
        if self.method != "POST" {
            return refused(Refusal::Method);
        }
        if !options.allow.contains(&endpoint) {
            return refused(Refusal::NotServed(endpoint));
        }
        if !self.says_json() {
            return refused(Refusal::ContentType);
        }
        if self.says_more_than(options.max_body_bytes) {
            return refused(Refusal::TooLarge(options.max_body_bytes));
        }
        Passage::Read(endpoint)
    }

    /// A form, and what a page can send without being asked about it first, is said to be something else.
    fn says_json(&self) -> bool {
        let mut pieces = self
            .content_type
            .as_deref()
            .unwrap_or_default()
            .split(';')
            .map(str::trim);
        let json = pieces
            .next()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
        let utf8 = pieces.all(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            !name.trim().eq_ignore_ascii_case("charset")
                || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        });
        let packed = self
            .content_encoding
            .as_deref()
            .is_some_and(|coding| !coding.trim().eq_ignore_ascii_case("identity"));
        json && utf8 && !packed
    }

    fn says_more_than(&self, most: u32) -> bool {
        // What is no number is for who reads the body, which counts for itself.
        let length = self.content_length.as_deref().map(str::trim);
        let digits = length.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        digits.is_some_and(|digits| {
            !digits.is_empty()
                && digits
                    .parse::<u64>()
                    .map_or(true, |length| length > u64::from(most))
        })
    }

    /// The headers of every answer to it.
    pub fn headers(&self, options: &Options, passage: &Passage) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("cache-control", "no-store".to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
        ];
        if !options.origins.is_empty() {
            headers.push(("vary", "origin".to_owned()));
        }
        if let Some(origin) = &self.origin
            && self.asker().is_named(&options.origins)
        {
            // No credentials: a page of another origin shows who it is by a header of its own.
            headers.push(("access-control-allow-origin", origin.clone()));
            headers.push(("access-control-expose-headers", "retry-after".to_owned()));
        }
        match passage {
            Passage::Preflight => {
                headers.push(("access-control-allow-methods", "POST".to_owned()));
                headers.push(("access-control-allow-headers", self.allowed_headers()));
                headers.push(("access-control-max-age", MAX_AGE.to_owned()));
            }
            Passage::Refused(_, Refusal::Method) => headers.push(("allow", "POST".to_owned())),
            Passage::Refused(..) | Passage::Read(_) => {}
        }
        headers
    }

    /// The client's own, and what the page asks for besides: whoever named its origin trusts it with any.
    fn allowed_headers(&self) -> String {
        let asked = self.wants_headers.as_deref().unwrap_or_default().split(',');
        let mut all = HEADERS.to_owned();
        for name in asked.map(str::trim) {
            let token = !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
            if token
                && !HEADERS
                    .split(", ")
                    .any(|own| own.eq_ignore_ascii_case(name))
            {
                all.push_str(", ");
                all.push_str(name);
            }
        }
        all
    }
}
