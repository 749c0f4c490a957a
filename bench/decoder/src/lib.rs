//! Bytes of an answer to checked cards, by the client's own decoder and through the same boundary as in the package:
//! one copy of the bytes into wasm, one call back with the three slices of columns, from which `pkg-template/cards.js`
//! builds the objects.

use espai_cdkey::wire::{Expect, decode};
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What builds the objects; in the package it is `Host` of `pkg-template/host.js`.
    pub type Builder;

    #[wasm_bindgen(method)]
    fn cards(this: &Builder, rows: &[u32], texts: &[u32], arena: &[u8]) -> Array;
}

/// The cards of an answer of `/cdkey/list`.
///
/// # Errors
///
/// The answer is outside the contract.
#[wasm_bindgen(js_name = decodePage)]
pub fn decode_page(builder: &Builder, body: &[u8]) -> Result<Array, JsValue> {
    let refused = |place: &str| JsValue::from_str(&format!("refused at {place}"));
    let reply = decode(body, Expect::Page).map_err(|malformed| refused(&malformed.path))?;
    let payload = reply.payload.map_err(|malformed| refused(&malformed.path))?;
    if !reply.success {
        return Err(refused("success"));
    }
    payload
        .columns()
        .map(|columns| builder.cards(columns.rows(), columns.texts(), columns.arena()))
        .ok_or_else(|| refused("data"))
}
