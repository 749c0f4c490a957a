//! A verified transfer whose rules are in another wasm (`moves.rs`), which is loaded when one is asked for: it is checked here, and
//! handed over to JavaScript, which makes its calls by the exports of this one.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::Client;
use crate::endpoint::TransferInput;
use crate::error::Failure;
use crate::lent::{Keeper, Lent, Signal};
use crate::value::as_number;
use crate::{js, task, transport};

/// Gives what its keeper gives for it. Its end is told by who makes it.
pub(super) fn verified(client: Client, input: TransferInput) -> Promise {
    hand_over(&client, &input, &JsValue::UNDEFINED)
}

/// Likewise what the cards say of one that ended unknown. Those that the caller gave are a copy already, and are checked by who has
/// the rules for them.
pub(super) fn settled(client: Client, input: TransferInput, before: &JsValue) -> Promise {
    hand_over(&client, &input, &js::object([("before", before.clone())]))
}

/// `past` is undefined where it is to be sent.
fn hand_over(client: &Client, input: &TransferInput, past: &JsValue) -> Promise {
    let Some(keeper) = &client.lent.keeper else {
        return Promise::reject(&client.rejected(Failure::defect(client.endpoint).into()));
    };
    let (source, target) = (input.source(), input.target());
    let transfer = js::object([
        ("phone", source.phone().into()),
        ("code", source.code().into()),
        ("targetPhone", target.phone().into()),
        ("targetCode", target.code().into()),
        ("limit", as_number(input.limit()).into()),
    ]);
    let signal = client.lent.signal.as_ref();
    let options = js::object([
        ("timeoutMs", client.options.timeout_ms.into()),
        ("maxRetries", client.options.max_retries.into()),
        (
            "signal",
            signal.map_or(JsValue::UNDEFINED, |signal| signal.into()),
        ),
    ]);
    Promise::resolve(&keeper.verified(&transfer, past, &options))
}

/// Waits for so many milliseconds, or until the caller aborts: between two looks at the cards.
#[wasm_bindgen]
pub fn pause(keeper: Option<Keeper>, signal: Option<Signal>, ms: u32) -> Promise {
    task::promise(async move {
        let lent = Lent {
            keeper,
            signal,
            ..Lent::default()
        };
        transport::pause(&lent, ms).await;
        Ok(JsValue::UNDEFINED)
    })
}
