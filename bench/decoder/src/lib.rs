//! Bytes of an answer to checked cards, by the client's own decoder and through the same boundary as in the package:
//! one copy of the bytes into wasm, one call back with the addresses of the three columns, from which
//! `pkg-template/client/cards.js` builds the objects.

use espai_cdkey::wire::{Expect, Payload, Reply, decode};
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What builds the objects; in the package it is `Keeper` of `pkg-template/client/keeper.js`.
    pub type Builder;

    #[wasm_bindgen(method)]
    fn cards(
        this: &Builder,
        memory: &JsValue,
        rows: usize,
        row_words: usize,
        texts: usize,
        text_words: usize,
        arena: usize,
    ) -> Array;
}

/// The cards of an answer of `/cdkey/list`. It throws where that is outside the contract.
#[wasm_bindgen(js_name = decodePage)]
pub fn decode_page(builder: &Builder, body: &[u8]) -> Array {
    match decode(body, Expect::Page) {
        Ok(Reply {
            success: true,
            payload: Ok(Payload::Page { cards, .. }),
            ..
        }) => {
            let (rows, texts, arena) = (cards.rows(), cards.texts(), cards.arena());
            builder.cards(
                &wasm_bindgen::memory(),
                rows.as_ptr().addr(),
                rows.len(),
                texts.as_ptr().addr(),
                texts.len(),
                arena.as_ptr().addr(),
            )
        }
        _ => wasm_bindgen::throw_str("refused"),
    }
}
