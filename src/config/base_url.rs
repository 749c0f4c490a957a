//! The address that endpoints' paths follow.

use super::defaults::DEFAULT_BASE_URL;
use super::options::refuse;
use crate::error::{Invalid, InvalidCode};
use crate::fields::Fields;
use crate::reason::Reason;
use crate::value::Value;

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

impl UrlParts {
    /// The port, where it is not the protocol's own. The parser has written the address out by then, so that it stands in one
    /// place only; there must be no user.
    fn port(&self) -> Option<u16> {
        let authority = self
            .href
            .strip_prefix(&self.protocol)?
            .strip_prefix("//")?
            .split('/')
            .next()?;
        let port = authority.strip_prefix(&self.hostname)?.strip_prefix(':')?;
        port.parse().ok()
    }
}

/// Whether a `fetch` sends nothing to this port: so that a page cannot be made to speak to a mail server, say, and Node's own
/// does as pages do. Nothing can listen on 0.
pub fn is_blocked(port: u16) -> bool {
    BLOCKED_PORTS.binary_search(&port).is_ok()
}

/// The Fetch standard's list (<https://fetch.spec.whatwg.org/#port-blocking>), in order.
const BLOCKED_PORTS: [u16; 83] = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
];

/// A checked address.
#[derive(Debug, Default)]
pub(super) struct BaseUrl {
    /// What endpoints' paths follow, without a slash at its end.
    pub(super) prefix: String,
    hostname: String,
}

impl BaseUrl {
    /// Checks the option `baseUrl`.
    pub(super) fn check(
        fields: &Fields<'_>,
        allow_insecure: bool,
        parse_url: &dyn Fn(&str) -> Option<UrlParts>,
    ) -> Result<Self, Invalid> {
        let bad = |reason| Err(refuse("baseUrl", reason));
        let raw = match fields.raw("baseUrl") {
            None => DEFAULT_BASE_URL,
            Some(Value::Text(raw)) => raw,
            Some(other) => return bad(Reason::AddressNotText(other.noun())),
        };
        if raw.is_empty()
            || raw
                .chars()
                .any(|part| part.is_control() || part.is_whitespace())
        {
            return bad(Reason::SpacesInAddress);
        }
        if raw.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
            return bad(Reason::QueryInAddress);
        }
        let Some(parts) = parse_url(raw) else {
            // From the root of a page's address: in a page it would have been taken.
            let of_page = raw.starts_with('/') && !raw.starts_with("//");
            let code = if of_page {
                InvalidCode::Place
            } else {
                InvalidCode::Config
            };
            return Err(Invalid::new(code, "baseUrl", Reason::NotWholeAddress));
        };
        // An empty user (`https://@host`) leaves nothing in the parts.
        let user = !parts.username.is_empty() || !parts.password.is_empty();
        if user || has_user(raw) {
            return bad(Reason::UserInAddress);
        }
        match parts.protocol.as_str() {
            "https:" => {}
            "http:" if allow_insecure || is_loopback(&parts.hostname) => {}
            "http:" => return bad(Reason::InsecureAddress),
            _ => return bad(Reason::NotHttps),
        }
        if let Some(port) = parts.port().filter(|port| is_blocked(*port)) {
            return bad(Reason::BlockedPort(port));
        }
        Ok(Self {
            prefix: parts.href.trim_end_matches('/').to_owned(),
            hostname: parts.hostname,
        })
    }

    /// Whether it is one of the platform's own hosts (`docs/platform.md`, "The endpoints").
    pub(super) fn is_platform(&self) -> bool {
        let name = self.hostname.strip_suffix('.').unwrap_or(&self.hostname);
        ["espai.fun", "espai2.fun"].iter().any(|own| {
            name.strip_suffix(own)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }
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
    name == "localhost"
        || name.ends_with(".localhost")
        || name == "[::1]"
        // Of four numbers, whatever it was written as: so the parser writes every host that ends in a number. (Parsing it
        // once more by the library's address type is 0.4 KB of a page's download.)
        || (name.starts_with("127.")
            && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}
