//! A verified transfer: which card is read next, when it is sent, and what the cards say of one whose answer was lost. Without IO,
//! as `call.rs`: whoever makes the calls says what each came to, and does what is next.
//!
//! The service has no key that makes a repeated transfer harmless, so what the cards hold is all the evidence there is. It promises
//! no more than was seen: somebody else may use the same cards at the same time.

use crate::card::{Card, CardType};
use crate::cards::Cards;
use crate::coded::coded;
use crate::endpoint::{DetailInput, Endpoint, TransferInput};
use crate::error::{ErrorCode, Failure, Invalid, InvalidCode, Outcome};
use crate::reason::Reason;
use crate::retry;

/// How often the cards are looked at, where neither has moved: a slow service may still be at it.
const LOOKS: u32 = 3;

/// The shortest pause between two looks, in milliseconds; a backoff comes on top.
const PAUSE_MS: u64 = 250;

coded! {
    /// What the cards say of a transfer whose answer was lost.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    Verdict {
        /// Exactly the amount is gone from the one and has come to the other.
        LikelyApplied => "likely_applied",
        /// Neither moved, also after looking again.
        NotObserved => "not_observed",
        /// Anything else: somebody else may have used the cards.
        Conflict => "conflict",
        /// There is nothing to compare: a card could not be read, or holds no number that counts down.
        Unreadable => "unreadable",
    }
}

/// How a call failed, as far as these rules look at it. Whoever makes the calls has more of it, the error behind it say, and is given
/// all of it back at the end.
pub trait Fault: From<Failure> {
    /// Whether a move can have happened.
    fn outcome(&self) -> Outcome;
    /// Whether the caller's signal ended it.
    fn is_abort(&self) -> bool;
    /// What a transfer fails with before which a card could not be read for this: nothing was sent, and it says which card.
    #[must_use]
    fn unread(self, which: &str) -> Self;
}

impl Fault for Failure {
    fn outcome(&self) -> Outcome {
        self.outcome
    }

    fn is_abort(&self) -> bool {
        self.code == ErrorCode::Aborted
    }

    fn unread(self, which: &str) -> Self {
        Self {
            message: unread_words(&self.message, which),
            endpoint: Some(Endpoint::Transfer),
            outcome: Outcome::NotSent,
            attempts: 0,
            ..self
        }
    }
}

/// The words of [`Fault::unread`], of those that the read failed with.
pub fn unread_words(message: &str, which: &str) -> String {
    let words = message.strip_prefix("detail: ").unwrap_or(message);
    format!("transfer: nothing was sent, as the {which} card could not be read: {words}")
}

/// The caller has something to do before a transfer is sent, and could not.
pub fn withheld() -> Failure {
    let says = "aborted before it was sent: what had to be done before it has failed";
    let (code, outcome) = (ErrorCode::Aborted, Outcome::NotSent);
    Failure::new(code, Some(Endpoint::Transfer), outcome, says)
}

/// A verdict, and what it was made by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What the cards say.
    pub verdict: Verdict,
    /// As they were before.
    pub before: Cards,
    /// As they are now; none where one could not be read.
    pub after: Option<Cards>,
}

/// A transfer that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// The service's words; none where it sent none, or where its answer was lost.
    pub message: Option<String>,
    /// Whether the service said so itself; else the cards do.
    pub by_response: bool,
    /// The cards before.
    pub before: Cards,
    /// The cards after; none where one could not be read.
    pub after: Option<Cards>,
}

/// How it ends.
#[derive(Debug)]
pub enum End<F = Failure> {
    /// It happened.
    Confirmed(Confirmed),
    /// It did not, or nobody knows: then there is evidence.
    Failed(F, Option<Evidence>),
    /// What [`Verify::settle`] asked for.
    Settled(Evidence),
}

/// What to do next.
#[derive(Debug)]
pub enum Step<F = Failure> {
    /// Read this card, and say what came by [`Verify::read`].
    Read(DetailInput),
    /// Send the transfer, and say what came by [`Verify::sent`].
    Send,
    /// Wait for so many milliseconds, or until the caller aborts, and go on with [`Verify::look`].
    Pause(u32),
    /// Nothing more.
    End(Box<End<F>>),
}

/// What is known of the transfer itself.
#[derive(Debug)]
enum Transfer<F> {
    /// It is not sent yet.
    Ahead,
    /// The service said that it happened, in these words.
    Done(Option<String>),
    /// Its outcome is unknown.
    Lost(F),
    /// Another call's, of which only the cards are asked.
    Past,
}

/// One verified transfer, or one look at a past one's cards.
#[derive(Debug)]
pub struct Verify<F = Failure> {
    input: TransferInput,
    transfer: Transfer<F>,
    before: Option<Cards>,
    /// The first half of the pair that is being read.
    source: Option<Card>,
    looks: u32,
}

impl<F: Fault> Verify<F> {
    /// A transfer with the reads around it. It begins with [`Verify::look`].
    pub fn transfer(input: TransferInput) -> Self {
        Self {
            input,
            transfer: Transfer::Ahead,
            before: None,
            source: None,
            looks: 0,
        }
    }

    /// What the cards say of a transfer that ended unknown: `before` is as they were read before it. It begins with
    /// [`Verify::look`].
    ///
    /// # Errors
    /// A card in `before` is not the transfer's.
    pub fn settle(input: TransferInput, before: Cards) -> Result<Self, Invalid> {
        for (card, asked, path) in [
            (&before.source, input.source(), "before.source.code"),
            (&before.target, input.target(), "before.target.code"),
        ] {
            if asked.is_of(card).is_err() {
                return Err(Invalid::new(
                    InvalidCode::Argument,
                    path,
                    Reason::NotThatCard,
                ));
            }
        }
        Ok(Self {
            before: Some(before),
            transfer: Transfer::Past,
            ..Self::transfer(input)
        })
    }

    /// What is sent.
    pub fn input(&self) -> &TransferInput {
        &self.input
    }

    /// Both cards as they were read before it, once they were.
    pub fn before(&self) -> Option<&Cards> {
        self.before.as_ref()
    }

    /// Begins to look at both cards.
    pub fn look(&mut self) -> Step<F> {
        self.looks = self.looks.saturating_add(1);
        Step::Read(self.input.source())
    }

    /// What the read of a card came to. `random` is from 0 to 1.
    pub fn read(&mut self, came: Result<Card, F>, random: f64) -> Step<F> {
        let came = match came {
            Ok(card) => match self.strange(&card) {
                None => Ok(card),
                Some(field) => Err(not_asked_for(field).into()),
            },
            Err(fault) => Err(fault),
        };
        match (came, self.source.take()) {
            (Ok(source), None) => {
                self.source = Some(source);
                Step::Read(self.input.target())
            }
            (Ok(target), Some(source)) => self.looked(Cards { source, target }, random),
            (Err(fault), None) => self.unread(fault, "source"),
            (Err(fault), Some(_)) => self.unread(fault, "target"),
        }
    }

    /// What the transfer itself came to.
    pub fn sent(&mut self, came: Result<Option<String>, F>) -> Step<F> {
        self.looks = 0;
        match came {
            Ok(message) => self.transfer = Transfer::Done(message),
            Err(fault) if fault.outcome() != Outcome::Unknown => return failed(fault, None),
            Err(fault) => {
                let aborted = fault.is_abort();
                self.transfer = Transfer::Lost(fault);
                // The caller does not want to wait for more.
                if aborted {
                    return self.end(Verdict::Unreadable, None);
                }
            }
        }
        self.look()
    }

    /// The field that shows a card to be another one than was asked for.
    fn strange(&self, card: &Card) -> Option<&'static str> {
        let (asked, before, other) = match &self.source {
            None => (
                self.input.source(),
                self.before.as_ref().map(|cards| &cards.source),
                None,
            ),
            Some(source) => (
                self.input.target(),
                self.before.as_ref().map(|cards| &cards.target),
                Some(source),
            ),
        };
        if let Err(field) = asked.is_of(card) {
            return Some(field);
        }
        let same = before.is_none_or(|before| before.id == card.id)
            && other.is_none_or(|other| other.id != card.id);
        (!same).then_some("id")
    }

    fn unread(&mut self, fault: F, which: &str) -> Step<F> {
        match (&self.before, &self.transfer) {
            (None, _) => failed(fault.unread(which), None),
            // Who settles has no other error to be told of it.
            (_, Transfer::Past) if fault.is_abort() => failed(fault, None),
            _ => self.end(Verdict::Unreadable, None),
        }
    }

    fn looked(&mut self, cards: Cards, random: f64) -> Step<F> {
        let Some(before) = &self.before else {
            if let Some(invalid) = against_the_rules(&cards, self.input.limit()) {
                return failed(
                    Failure::invalid(Some(Endpoint::Transfer), invalid).into(),
                    None,
                );
            }
            self.before = Some(cards);
            return Step::Send;
        };
        let verdict = verdict(before, &cards, self.input.limit());
        let done = matches!(self.transfer, Transfer::Done(_));
        if verdict == Verdict::NotObserved && !done && self.looks < LOOKS {
            let pause = PAUSE_MS.saturating_add(retry::backoff_ms(self.looks, random));
            return Step::Pause(u32::try_from(pause).unwrap_or(u32::MAX));
        }
        self.end(verdict, Some(cards))
    }

    /// Ends it, once `before` is there.
    fn end(&mut self, verdict: Verdict, after: Option<Cards>) -> Step<F> {
        let Some(before) = self.before.take() else {
            return failed(Failure::defect(Endpoint::Transfer).into(), None);
        };
        let transfer = std::mem::replace(&mut self.transfer, Transfer::Past);
        let evidence = |after| Evidence {
            verdict,
            before: before.clone(),
            after,
        };
        let (message, by_response) = match transfer {
            Transfer::Done(message) => (message, true),
            Transfer::Lost(_) if verdict == Verdict::LikelyApplied => (None, false),
            Transfer::Lost(fault) => return failed(fault, Some(evidence(after))),
            Transfer::Ahead | Transfer::Past => {
                return Step::End(Box::new(End::Settled(evidence(after))));
            }
        };
        Step::End(Box::new(End::Confirmed(Confirmed {
            message,
            by_response,
            before,
            after,
        })))
    }
}

fn failed<F>(fault: F, evidence: Option<Evidence>) -> Step<F> {
    Step::End(Box::new(End::Failed(fault, evidence)))
}

/// What the service would refuse, as its page says. A quota below 0 is not refused here: what it means is not documented.
fn against_the_rules(cards: &Cards, limit: i64) -> Option<Invalid> {
    let trial = |card: &Card| card.card_type.as_str() == CardType::TRIAL;
    let more = |held: i64| held >= 0 && limit > held;
    let (path, reason) = if trial(&cards.source) {
        ("code", Reason::TrialCard)
    } else if trial(&cards.target) {
        ("targetCode", Reason::TrialCard)
    } else if cards.source.api_limit.is_some_and(more) {
        ("limit", Reason::MoreThanHeld)
    } else {
        return None;
    };
    Some(Invalid::new(InvalidCode::Rule, path, reason))
}

fn verdict(before: &Cards, after: &Cards, limit: i64) -> Verdict {
    let held = |cards: &Cards| cards.source.api_limit.zip(cards.target.api_limit);
    let Some(((source, target), (source_now, target_now))) = held(before).zip(held(after)) else {
        return Verdict::Unreadable;
    };
    // What the service does with a source below 0 is not documented.
    if source < 0 {
        return Verdict::Unreadable;
    }
    // Safe integers, so that no difference overflows.
    match (source - source_now, target_now - target) {
        (0, 0) => Verdict::NotObserved,
        (gone, come) if gone == limit && come == limit => Verdict::LikelyApplied,
        _ => Verdict::Conflict,
    }
}

fn not_asked_for(field: &str) -> Failure {
    let says = format!(
        "an answer outside the contract: data.{field} is another card's than the one that was asked for"
    );
    Failure {
        path: Some(format!("data.{field}")),
        ..Failure::new(
            ErrorCode::BadResponse,
            Some(Endpoint::Detail),
            Outcome::Unknown,
            &says,
        )
    }
}
