//! What is checked of a bulk before anything else is done for it.

use wasm_bindgen::prelude::*;

use super::Client;
use crate::arguments::Options;
use crate::config::{self, BatchOptions};
use crate::endpoint::Endpoint;
use crate::js;

/// Checks the options of a bulk of `transfer` or of `destroy`, as `call` says, and gives its own: `{ concurrency, stopOnError }`.
/// `iterable` is whether its input can be gone through.
///
/// # Errors
/// What is refused, as an `Error` that is thrown.
#[wasm_bindgen(js_name = checkMany)]
pub fn check_many(
    config: &JsValue,
    call: &str,
    options: &JsValue,
    iterable: bool,
) -> Result<JsValue, JsValue> {
    let endpoint = Endpoint::of_call(call).unwrap_or(Endpoint::Destroy);
    let mut options = Options::read(options);
    let own = BatchOptions::take(&mut options.value, endpoint == Endpoint::Transfer);
    let client = Client::new(endpoint, config, options, None)?;
    let own = own.map_err(|invalid| client.refused(invalid))?;
    if !iterable {
        return Err(client.refused(config::not_iterable()));
    }
    Ok(js::object([
        ("concurrency", own.concurrency.into()),
        ("stopOnError", own.stop_on_error.into()),
    ]))
}
