//! Who asks: a page of this site, of another that was named, or nobody's page.

/// What a browser says of who asks. None of it can be set by a page's code.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asker<'a> {
    /// The header `origin`.
    pub origin: Option<&'a str>,
    /// The header `sec-fetch-site`.
    pub site: Option<&'a str>,
    /// The origin of the address that was asked.
    pub own: &'a str,
}

impl Asker<'_> {
    /// Whether one of `origins` asks, which are others than this.
    pub fn is_named(&self, origins: &[String]) -> bool {
        self.origin
            .is_some_and(|origin| origins.iter().any(|named| named == origin))
    }

    /// Whether it may ask. A program that is no browser says nothing of itself, and may.
    pub fn may_ask(&self, origins: &[String]) -> bool {
        if self.is_named(origins) {
            return true;
        }
        // `none` is a person's own doing, an address typed in.
        let own_site = self
            .site
            .is_none_or(|site| matches!(site, "same-origin" | "none"));
        own_site && self.origin.is_none_or(|origin| origin == self.own)
    }
}

/// Whether it is an origin as browsers write it: nothing after the host and its port, no default port, no capitals.
pub fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else {
        return false;
    };
    let scheme_is_plain = scheme.bytes().enumerate().all(|(at, byte)| {
        byte.is_ascii_lowercase()
            || (at > 0 && (byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')))
    });
    let (host, port) = match authority.rsplit_once(':') {
        // An IPv6 address has colons of its own.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let default = match scheme {
        "https" => Some("443"),
        "http" => Some("80"),
        _ => None,
    };
    let good_port = port.is_none_or(|port| {
        Some(port) != default && !port.starts_with('0') && port.parse::<u16>().is_ok()
    });
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let good_host = match bare {
        Some(address) => {
            !address.is_empty()
                && address
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b':' | b'.'))
        }
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_'))
        }
    };
    !scheme.is_empty() && scheme_is_plain && good_port && good_host
}
