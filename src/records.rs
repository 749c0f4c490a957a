//! Decoded cards and usage records as JavaScript's objects.

use js_sys::{Array, Object};
use wasm_bindgen::JsValue;

use crate::js;
use crate::lent::Keeper;
use crate::value::as_number;
use crate::wire::{CardColumns, Payload, Record};

/// The cards of an answer, in its order, as plain objects: by the caller's builder, which reads them out of this memory at
/// once (`pkg-template/client/cards.js`), or one by one.
pub(crate) fn cards(keeper: Option<&Keeper>, payload: &Payload) -> Array {
    match (keeper, payload.columns()) {
        (Some(keeper), Some(columns)) => at_once(keeper, columns),
        _ => one_by_one(payload, &CARD),
    }
}

/// The usage records of an answer, likewise. Always one by one: nobody waits for thousands of them.
pub(crate) fn logs(payload: &Payload) -> Array {
    one_by_one(payload, &LOG)
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

/// Where a row holds a field: see the layout at [`CardColumns`] and [`LogColumns`](crate::wire::LogColumns).
enum Word {
    Text(usize),
    Number(usize),
}

/// The fields by the names of the public contract, in its order.
type Fields = [(&'static str, Word); 9];

const CARD: Fields = [
    ("id", Word::Text(0)),
    ("code", Word::Text(1)),
    ("type", Word::Text(2)),
    ("apiLimit", Word::Number(6)),
    ("userId", Word::Text(3)),
    ("userPhone", Word::Text(4)),
    ("userName", Word::Text(5)),
    ("createTime", Word::Number(8)),
    ("updateTime", Word::Number(10)),
];

const LOG: Fields = [
    ("id", Word::Text(0)),
    ("cardId", Word::Text(1)),
    ("apiLimit", Word::Number(7)),
    ("type", Word::Text(2)),
    ("userId", Word::Text(3)),
    ("userPhone", Word::Text(4)),
    ("userName", Word::Text(5)),
    ("userEmail", Word::Text(6)),
    ("createTime", Word::Number(9)),
];

fn one_by_one(payload: &Payload, fields: &Fields) -> Array {
    let built = Array::new();
    payload.each(&mut |record| {
        built.push(&plain(&record, fields));
    });
    built
}

fn plain(record: &Record<'_>, fields: &Fields) -> JsValue {
    let object = Object::new().into();
    for (name, word) in fields {
        let value = match *word {
            Word::Text(word) => record.text(word).map(JsValue::from_str),
            Word::Number(word) => record
                .number(word)
                .map(|number| JsValue::from_f64(as_number(number))),
        };
        js::set(&object, name, &value.unwrap_or(JsValue::NULL));
    }
    object
}
