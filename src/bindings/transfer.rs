//! The exports about one transfer: `transfer`, verified or not, and `settle`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::{Client, message};
use crate::arguments::{self, Options};
use crate::cards::Cards;
use crate::config;
use crate::endpoint::{Endpoint, TransferInput};
use crate::lent::Keeper;
use crate::transport::Failed;
use crate::verify::{End, Evidence, Verify};
use crate::{js, records, redact, task, verified};

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
        Ok((true, input)) => verified(client, Verify::transfer(input)),
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
    let checked = TransferInput::check(&arguments::read(input))
        .and_then(|input| Verify::settle(input, Cards::check(&arguments::read(before))?));
    match checked {
        Ok(verify) => verified(client, verify),
        Err(invalid) => Promise::reject(&client.refused(invalid)),
    }
}

fn verified(client: Client, verify: Verify) -> Promise {
    task::promise(async move {
        let (lent, config, options) = (&client.lent, &client.config, client.options);
        let prepare = |before: &Cards| {
            let keeper = lent.keeper.as_ref();
            keeper.map_or(JsValue::UNDEFINED, |keeper| {
                keeper.before_send(&pair(before, str::to_owned))
            })
        };
        let (end, cause) = verified::run(lent, config, options, verify, &prepare).await;
        match end {
            End::Confirmed(confirmed) => {
                let by = if confirmed.by_response {
                    "response"
                } else {
                    "reconciliation"
                };
                Ok(js::object([
                    (
                        "message",
                        confirmed.message.map_or(JsValue::NULL, JsValue::from),
                    ),
                    ("confirmedBy", by.into()),
                    ("before", pair(&confirmed.before, str::to_owned)),
                    ("after", after(confirmed.after.as_ref(), str::to_owned)),
                ]))
            }
            End::Settled(evidence) => Ok(told(&evidence, str::to_owned)),
            End::Failed(failure, evidence) => {
                let error = client.rejected(Failed { failure, cause });
                if let Some(evidence) = evidence {
                    js::set(&error, "evidence", &told(&evidence, str::to_owned));
                    js::set(&error, "shown", &told(&evidence, redact::phone));
                }
                Err(error)
            }
        }
    })
}

/// How the phones of cards are shown: in data that was asked for as they are, in an error that is printed masked.
type Shown = fn(&str) -> String;

fn told(evidence: &Evidence, phone: Shown) -> JsValue {
    js::object([
        ("verdict", evidence.verdict.as_str().into()),
        ("before", pair(&evidence.before, phone)),
        ("after", after(evidence.after.as_ref(), phone)),
    ])
}

fn after(cards: Option<&Cards>, phone: Shown) -> JsValue {
    cards.map_or(JsValue::NULL, |cards| pair(cards, phone))
}

fn pair(cards: &Cards, phone: Shown) -> JsValue {
    js::object([
        ("source", records::card(&cards.source, phone)),
        ("target", records::card(&cards.target, phone)),
    ])
}
