//! Carries out what `verify.rs` says, over the transport: a verified transfer is one future.

use wasm_bindgen::JsValue;

use crate::cards::Cards;
use crate::config::{CallOptions, Config};
use crate::js;
use crate::lent::Lent;
use crate::transport::{self, Failed};
use crate::verify::{End, Step, Verify};

/// Reads and sends until it ends. Beside the end, the error behind its failure.
///
/// What `prepare` gives for the cards as they were read is waited for before the transfer is sent: who writes down what is about to
/// happen does it then. Where it rejects, nothing is sent.
pub(crate) async fn run(
    lent: &Lent,
    config: &Config,
    options: CallOptions,
    mut verify: Verify,
    prepare: &dyn Fn(&Cards) -> JsValue,
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
                verify.read(came.and_then(|answer| answer.card()), transport::random())
            }
            Step::Send => {
                sent = true;
                let prepared = verify.before().map_or(JsValue::UNDEFINED, prepare);
                if let Err(reason) = js::settled(&prepared).await {
                    cause = reason;
                    step = verify.withheld();
                    continue;
                }
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
