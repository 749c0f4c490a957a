//! Carries out what `verify.rs` says: a verified transfer is one future, over whoever makes its calls.

use crate::card::Card;
use crate::cards::Cards;
use crate::endpoint::{DetailInput, TransferInput};
use crate::verify::{End, Fault, Step, Verify};

/// Who makes the calls of a verified transfer: the transport, or JavaScript by another wasm's.
pub(crate) trait Calls {
    /// How one of them fails.
    type Fault: Fault;

    /// Reads a card: an attempt aside, and none of the transfer's own.
    async fn read(&self, card: &DetailInput) -> Result<Card, Self::Fault>;

    /// Waits for what the caller does with the cards as they were read before it is sent. Where that fails, nothing is sent.
    async fn prepare(&self, before: &Cards) -> Result<(), Self::Fault>;

    /// Sends the transfer; gives the service's words.
    async fn send(&self, transfer: &TransferInput) -> Result<Option<String>, Self::Fault>;

    /// Waits for so many milliseconds, or until the caller aborts.
    async fn pause(&self, ms: u32);

    /// A number from 0 to 1.
    fn random(&self) -> f64;
}

/// Reads and sends until it ends.
pub(crate) async fn run<C: Calls>(calls: &C, mut verify: Verify<C::Fault>) -> End<C::Fault> {
    let mut step = verify.look();
    loop {
        step = match step {
            Step::Read(card) => {
                let came = calls.read(&card).await;
                verify.read(came, calls.random())
            }
            Step::Send => {
                if let Some(before) = verify.before()
                    && let Err(fault) = calls.prepare(before).await
                {
                    return End::Failed(fault, None);
                }
                let came = calls.send(verify.input()).await;
                verify.sent(came)
            }
            Step::Pause(ms) => {
                calls.pause(ms).await;
                verify.look()
            }
            Step::End(end) => return *end,
        };
    }
}
