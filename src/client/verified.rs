//! Verified transfers over the transport: the calls of one, of which the listener is told as of one call.

use std::fmt;

use super::{Client, ended};
use crate::card::Card;
use crate::cards::Cards;
use crate::endpoint::{DetailInput, Endpoint, TransferInput};
use crate::error::{Failure, Invalid};
use crate::lent::Lent;
use crate::transport;
use crate::verified::{self, Calls};
use crate::verify::{Confirmed, End, Evidence, Verify};

/// How a verified transfer failed: see [`Client::transfer_verified`].
#[derive(Debug, Clone, PartialEq)]
pub struct Unconfirmed {
    /// What went wrong. Its outcome is unknown only where there is evidence.
    pub failure: Failure,
    /// What the cards said, where nobody knows whether it happened.
    pub evidence: Option<Box<Evidence>>,
}

impl fmt::Display for Unconfirmed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(formatter)
    }
}

impl std::error::Error for Unconfirmed {}

impl From<Failure> for Unconfirmed {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            evidence: None,
        }
    }
}

impl From<Invalid> for Unconfirmed {
    fn from(invalid: Invalid) -> Self {
        Failure::from(invalid).into()
    }
}

pub(super) async fn transfer(
    client: &Client,
    input: TransferInput,
) -> Result<Confirmed, Unconfirmed> {
    let direct = Direct::of(client);
    match direct.run(Verify::transfer(input)).await? {
        End::Confirmed(confirmed) => Ok(confirmed),
        End::Failed(failure, evidence) => Err(Unconfirmed {
            failure: ended(&direct.lent, Endpoint::Transfer, failure),
            evidence: evidence.map(Box::new),
        }),
        End::Settled(_) => Err(direct.defect().into()),
    }
}

pub(super) async fn settle(
    client: &Client,
    input: TransferInput,
    before: Cards,
) -> Result<Evidence, Failure> {
    let direct = Direct::of(client);
    let verify = Verify::settle(input, before).map_err(|invalid| {
        let failure = Failure::invalid(Some(Endpoint::Detail), invalid);
        ended(&direct.lent, Endpoint::Detail, failure)
    })?;
    match direct.run(verify).await? {
        End::Settled(evidence) => Ok(evidence),
        End::Failed(failure, _) => Err(ended(&direct.lent, Endpoint::Detail, failure)),
        End::Confirmed(_) => Err(direct.defect()),
    }
}

struct Direct<'a> {
    client: &'a Client,
    /// One for all: they have one number.
    lent: Lent,
}

impl<'a> Direct<'a> {
    fn of(client: &'a Client) -> Self {
        let lent = client.lend();
        Self { client, lent }
    }

    async fn run(&self, verify: Verify) -> Result<End, Failure> {
        if let Err(invalid) = self.lent.can_fetch() {
            let failure = Failure::invalid(Some(Endpoint::Transfer), invalid);
            return Err(ended(&self.lent, Endpoint::Transfer, failure));
        }
        Ok(verified::run(self, verify).await)
    }

    /// The rules end a transfer as one, and a settling as one.
    fn defect(&self) -> Failure {
        let failure = Failure::defect(Endpoint::Transfer);
        ended(&self.lent, Endpoint::Transfer, failure)
    }
}

impl Calls for Direct<'_> {
    type Fault = Failure;

    async fn read(&self, card: &DetailInput) -> Result<Card, Failure> {
        let Client {
            config, options, ..
        } = self.client;
        let answer = transport::call(&self.lent, config, *options, &card.request()).await;
        answer.map_err(|failed| failed.failure)?.card()
    }

    async fn prepare(&self, _: &Cards) -> Result<(), Failure> {
        Ok(())
    }

    async fn send(&self, transfer: &TransferInput) -> Result<Option<String>, Failure> {
        let Client {
            config, options, ..
        } = self.client;
        let answer = transport::call(&self.lent, config, *options, &transfer.request()).await;
        Ok(answer.map_err(|failed| failed.failure)?.message)
    }

    async fn pause(&self, ms: u32) {
        transport::pause(&self.lent, ms).await;
    }

    fn random(&self) -> f64 {
        transport::random()
    }
}
