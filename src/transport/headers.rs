//! The headers of one attempt: what the caller's function gives, where the option is one.

use wasm_bindgen::prelude::*;

use crate::call::Ending;
use crate::config::{self, Config};
use crate::{arguments, surroundings, thrown};

/// Checks what the function gave, or threw, as the option would be. Nothing is sent where it is refused.
pub(super) fn checked(
    given: Result<JsValue, JsValue>,
    config: &Config,
) -> Result<Vec<(String, String)>, Ending> {
    match given {
        Ok(given) => config
            .check_headers(&arguments::read(&given), &surroundings::environment())
            .map_err(|refused| Ending::Refused(refused, None)),
        Err(thrown) => Err(Ending::Refused(
            config::headers_failed(),
            Some(thrown::read(&thrown)),
        )),
    }
}
