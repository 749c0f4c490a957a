//! Decoded cards as JavaScript's objects.

use js_sys::Array;
use serde::Serialize;

use crate::card::Card;
use crate::js;
use crate::lent::Keeper;
use crate::wire::{CardColumns, Payload};

/// The cards of an answer, in its order, as plain objects: by the caller's builder, which reads them out of this memory at
/// once (`pkg-template/client/cards.js`), or one by one.
pub(crate) fn built(keeper: Option<&Keeper>, payload: &Payload) -> Array {
    let Some(columns) = payload.columns() else {
        return Array::new();
    };
    match keeper {
        Some(keeper) => at_once(keeper, columns),
        None => columns
            .cards()
            .map(|card| js::to_js(&Plain(card)))
            .collect(),
    }
}

fn at_once(keeper: &Keeper, columns: &CardColumns) -> Array {
    let (rows, texts, arena) = (columns.rows(), columns.texts(), columns.arena());
    keeper.cards(
        &wasm_bindgen::memory(),
        rows.as_ptr().addr(),
        rows.len(),
        texts.as_ptr().addr(),
        texts.len(),
        arena.as_ptr().addr(),
    )
}

/// A card by the names of the public contract, in its order.
struct Plain(Card);

impl Serialize for Plain {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let Self(card) = self;
        let mut object = serializer.serialize_struct("Card", 9)?;
        object.serialize_field("id", &card.id)?;
        object.serialize_field("code", &card.code)?;
        object.serialize_field("type", card.card_type.as_str())?;
        object.serialize_field("apiLimit", &card.api_limit)?;
        object.serialize_field("userId", &card.user_id)?;
        object.serialize_field("userPhone", &card.user_phone)?;
        object.serialize_field("userName", &card.user_name)?;
        object.serialize_field("createTime", &card.create_time)?;
        object.serialize_field("updateTime", &card.update_time)?;
        object.end()
    }
}
