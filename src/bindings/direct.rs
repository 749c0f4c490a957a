//! A verified transfer over the transport of this wasm: where all is in one.

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::Client;
use crate::card::Card;
use crate::cards::Cards;
use crate::endpoint::{DetailInput, TransferInput};
use crate::error::{Failure, Outcome};
use crate::lent::Lent;
use crate::transport::{self, Failed};
use crate::verified::{self, Calls};
use crate::verify::{self, Fault, Verify};
use crate::{arguments, js, pair, task, told};

/// Makes its calls, and gives what it comes to.
pub(super) fn verified(client: Client, input: TransferInput) -> Promise {
    run(client, Verify::transfer(input))
}

/// What the cards say of one that ended unknown, by those that the caller gave.
pub(super) fn settled(client: Client, input: TransferInput, before: &JsValue) -> Promise {
    let checked = Cards::check(&arguments::read(before));
    match checked.and_then(|before| Verify::settle(input, before)) {
        Ok(verify) => run(client, verify),
        Err(invalid) => Promise::reject(&client.refused(invalid)),
    }
}

fn run(client: Client, verify: Verify<Failed>) -> Promise {
    task::promise(async move {
        let aside = client.lent.aside();
        let calls = Direct {
            client: &client,
            aside,
        };
        let end = verified::run(&calls, verify).await;
        told::settled(end, |failed| client.rejected(failed))
    })
}

struct Direct<'a> {
    client: &'a Client,
    /// For the reads.
    aside: Lent,
}

impl Calls for Direct<'_> {
    type Fault = Failed;

    async fn read(&self, card: &DetailInput) -> Result<Card, Failed> {
        let Client {
            config, options, ..
        } = self.client;
        let answer = transport::call(&self.aside, config, *options, &card.request()).await?;
        Ok(answer.card()?)
    }

    async fn prepare(&self, before: &Cards) -> Result<(), Failed> {
        let Some(keeper) = &self.client.lent.keeper else {
            return Ok(());
        };
        let prepared = keeper.before_send(&pair::to_js(before, str::to_owned));
        match js::settled(&prepared).await {
            Ok(_) => Ok(()),
            Err(cause) => Err(Failed {
                failure: verify::withheld(),
                cause,
            }),
        }
    }

    async fn send(&self, transfer: &TransferInput) -> Result<Option<String>, Failed> {
        let Client {
            lent,
            config,
            options,
            ..
        } = self.client;
        let answer = transport::call(lent, config, *options, &transfer.request()).await?;
        Ok(answer.message)
    }

    async fn pause(&self, ms: u32) {
        transport::pause(&self.aside, ms).await;
    }

    fn random(&self) -> f64 {
        transport::random()
    }
}

impl Fault for Failed {
    fn outcome(&self) -> Outcome {
        self.failure.outcome
    }

    fn is_abort(&self) -> bool {
        self.failure.is_abort()
    }

    fn unread(self, which: &str) -> Self {
        Self {
            failure: Failure::unread(self.failure, which),
            ..self
        }
    }
}
