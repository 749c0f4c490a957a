//! Both cards of a transfer, as JavaScript's objects.

use wasm_bindgen::JsValue;

use crate::card::Card;
use crate::cards::Cards;
use crate::js;
use crate::value::{Value, as_number};

/// How the phones of cards are shown: in data that was asked for as they are, in an error that is printed masked.
pub(crate) type Shown = fn(&str) -> String;

/// Both cards of a transfer.
pub(crate) fn to_js(both: &Cards, phone: Shown) -> JsValue {
    js::object([
        ("source", card(&both.source, phone)),
        ("target", card(&both.target, phone)),
    ])
}

fn card(card: &Card, phone: Shown) -> JsValue {
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
    let number =
        |number: Option<i64>| number.map_or(Value::Null, |number| Value::Number(as_number(number)));
    js::to_js(&Value::object([
        ("id", card.id.as_str().into()),
        ("code", card.code.as_str().into()),
        ("type", card.card_type.as_str().into()),
        ("apiLimit", number(card.api_limit)),
        ("userId", text(&card.user_id)),
        ("userPhone", text(&card.user_phone.as_deref().map(phone))),
        ("userName", text(&card.user_name)),
        ("createTime", number(card.create_time)),
        ("updateTime", number(card.update_time)),
    ]))
}
