//! The headers of one attempt: what the caller's function gives, where the option is one.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::call::Ending;
use crate::config::{self, Config};
use crate::{arguments, js, surroundings, thrown};

/// Asks the caller's function for them. Nothing of an attempt is sent before it has settled, and nothing at all where it throws.
pub(super) async fn given(
    function: &Function,
    config: &Config,
) -> Result<Vec<(String, String)>, Ending> {
    let failed =
        |thrown: JsValue| Ending::Refused(config::headers_failed(), Some(thrown::read(&thrown)));
    let given = js::call(function, &JsValue::UNDEFINED, []).map_err(failed)?;
    let given = js::settled(&given).await.map_err(failed)?;
    config
        .check_headers(&arguments::read(&given), &surroundings::environment())
        .map_err(|refused| Ending::Refused(refused, None))
}
