//! Where a client is made: whether that is a page, and how addresses are taken apart there.

use web_sys::Url;

use crate::config::{Environment, UrlParts};
use crate::js;

/// What the runtime says of itself.
pub(crate) fn environment() -> Environment {
    Environment {
        is_page: js::global("window").is_object() && js::global("document").is_object(),
    }
}

/// Takes an address apart with the runtime's own parser; a relative one from the page's.
pub(crate) fn parse_url(address: &str) -> Option<UrlParts> {
    let url = Url::new(address).or_else(|refused| {
        let location = js::global("location");
        let page = js_sys::Reflect::get(&location, &"href".into())
            .ok()
            .and_then(|href| href.as_string());
        page.map_or(Err(refused), |page| Url::new_with_base(address, &page))
    });
    let url = url.ok()?;
    Some(UrlParts {
        href: url.href(),
        protocol: url.protocol(),
        hostname: url.hostname(),
        username: url.username(),
        password: url.password(),
    })
}
