//! Carries out what `verify.rs` says, over the transport: a verified transfer is one future.

use wasm_bindgen::JsValue;

use crate::config::{CallOptions, Config};
use crate::endpoint::Endpoint;
use crate::error::Failure;
use crate::lent::Lent;
use crate::transport::{self, Answer, Failed};
use crate::verify::{End, Step, Verify};

/// Reads and sends until it ends. Beside the end, the error behind its failure.
pub(crate) async fn run(
    lent: &Lent,
    config: &Config,
    options: CallOptions,
    mut verify: Verify,
) -> (End, JsValue) {
    let aside = lent.aside();
    let mut cause = JsValue::UNDEFINED;
    // The transfer's own cause is told, not that of a read after it.
    let mut sent = false;
    let mut step = verify.look();
    loop {
        step = match step {
            Step::Read(card) => {
                let came = transport::call(&aside, config, options, &card.request()).await;
                let came = came.map_err(|failed| {
                    let Failed {
                        failure,
                        cause: why,
                    } = failed;
                    if !sent {
                        cause = why;
                    }
                    failure
                });
                verify.read(came.and_then(|answer| one(&answer)), transport::random())
            }
            Step::Send => {
                sent = true;
                let request = verify.input().request();
                let came = transport::call(lent, config, options, &request).await;
                verify.sent(came.map(|answer| answer.message).map_err(|failed| {
                    cause = failed.cause;
                    failed.failure
                }))
            }
            Step::Pause(ms) => {
                transport::pause(&aside, ms).await;
                verify.look()
            }
            Step::End(end) => return (*end, cause),
        };
    }
}

/// The decoder gives an answer of `detail` with its card, or none; a card is never made up.
fn one(answer: &Answer) -> Result<crate::card::Card, Failure> {
    let mut cards = answer.payload.cards();
    cards
        .next()
        .ok_or_else(|| Failure::defect(Endpoint::Detail))
}
