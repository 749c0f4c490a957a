//! What becomes of operations that nobody works at any more.

use espai_cdkey::verify::Verdict;

use crate::evidence;
use crate::status::{Holder, Status};

/// What is done with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Task {
    /// Nothing: it is over, or somebody who lives has it under way.
    Leave,
    /// It never left: its cards are given free, and its key may be called again.
    Release,
    /// Its cards are read, and say what they say.
    Settle,
}

/// What is done with an operation. `untouched`: no other operation of this ledger that may have moved something has used one of its
/// cards since. Else what they hold proves nothing of it.
pub fn task(status: Status, holder: Holder, untouched: bool) -> Task {
    match (status, holder) {
        (_, Holder::Living) | (Status::Done | Status::Failed, _) => Task::Leave,
        (Status::Prepared, Holder::Dead) => Task::Release,
        (Status::Prepared, Holder::Nobody) => Task::Leave,
        (Status::Sent, _) => Task::Settle,
        (Status::Unknown, _) if untouched => Task::Settle,
        // Its settler has died; it holds no cards that others wait for.
        (Status::Unknown, Holder::Dead) => Task::Release,
        (Status::Unknown, Holder::Nobody) => Task::Leave,
    }
}

/// Whether the cards of an operation may be given free for another one. One that is `sent` keeps them until it is settled.
pub fn may_free(status: Status, holder: Holder) -> bool {
    status != Status::Sent && holder.is_gone()
}

/// Whether a person's word may end it.
pub fn may_resolve(status: Status) -> bool {
    status == Status::Unknown
}

/// What a settled operation is then.
pub fn settled(verdict: Verdict) -> Status {
    evidence::status(verdict)
}

/// Whether another operation that was sent later may have moved something. One that never left has not, nor one that the service refused;
/// a person's word that it failed is no such answer.
pub fn may_have_moved(status: Status, by_a_person: bool) -> bool {
    match status {
        Status::Prepared => false,
        Status::Failed => by_a_person,
        Status::Sent | Status::Done | Status::Unknown => true,
    }
}
