//! The exports about one transfer: `transfer`, verified or not, and `settle`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[cfg(feature = "moves")]
use super::direct::{settled, verified};
#[cfg(not(feature = "moves"))]
use super::handed::{settled, verified};
use super::{Client, message};
use crate::arguments::{self, Options};
use crate::config;
use crate::endpoint::{Endpoint, TransferInput};
use crate::lent::Keeper;

/// `/cdkey/transfer`: `{ message }`. With `verify` in its options both cards are read before and after it, and it gives
/// `{ message, confirmedBy, before, after }`.
#[wasm_bindgen]
pub fn transfer(
    config: &JsValue,
    keeper: Option<Keeper>,
    input: &JsValue,
    options: &JsValue,
) -> Promise {
    let mut options = Options::read(options);
    let verify = options.value.take_field("verify");
    let client = match Client::new(Endpoint::Transfer, config, options, keeper) {
        Ok(client) => client,
        Err(error) => return Promise::reject(&error),
    };
    let checked = config::verify(&verify)
        .and_then(|verify| Ok((verify, TransferInput::check(&arguments::read(input))?)));
    match checked {
        Ok((true, input)) => verified(client, input),
        Ok((false, input)) => client.promise(input.request(), Box::new(message)),
        Err(invalid) => Promise::reject(&client.refused(invalid)),
    }
}

/// What the cards say of a transfer that ended unknown: `{ verdict, before, after }`. It reads both, and changes nothing.
#[wasm_bindgen]
pub fn settle(
    config: &JsValue,
    keeper: Option<Keeper>,
    input: &JsValue,
    before: &JsValue,
    options: &JsValue,
) -> Promise {
    let client = match Client::new(Endpoint::Detail, config, Options::read(options), keeper) {
        Ok(client) => client,
        Err(error) => return Promise::reject(&error),
    };
    match TransferInput::check(&arguments::read(input)) {
        Ok(input) => settled(client, input, before),
        Err(invalid) => Promise::reject(&client.refused(invalid)),
    }
}
