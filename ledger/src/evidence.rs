//! What cards say of a move whose answer was lost. Of a transfer the client says it (`espai_cdkey::verify`); here is the same for a
//! destroy, and what a verdict makes of an operation.

use espai_cdkey::verify::Verdict;

use crate::status::Status;

/// How often a card is looked at that is still there: a slow service may still be at it.
const LOOKS: u32 = 3;
/// The pause between two looks, in milliseconds, times the look.
const PAUSE_MS: u32 = 400;

/// A card as one look found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It is there, and holds this; none where the service named no number.
    There(Option<i64>),
    /// The service has no such card.
    Gone,
    /// It could not be read.
    Unreadable,
}

/// What to do after a look at the card of a destroy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Once more after so many milliseconds.
    Again(u32),
    /// That is what it says.
    Says(Verdict),
}

/// What a look says of a destroy whose answer was lost. `look` counts from 1.
pub fn of_destroy(before: Seen, now: Seen, look: u32) -> Look {
    match (before, now) {
        (Seen::There(_), Seen::Gone) => Look::Says(Verdict::LikelyApplied),
        // What was not seen before proves nothing by not being there.
        (Seen::Gone | Seen::Unreadable, _) | (_, Seen::Unreadable) => {
            Look::Says(Verdict::Unreadable)
        }
        (Seen::There(held), Seen::There(holds)) if held != holds => Look::Says(Verdict::Conflict),
        (Seen::There(_), Seen::There(_)) if look < LOOKS => {
            Look::Again(PAUSE_MS.saturating_mul(look))
        }
        (Seen::There(_), Seen::There(_)) => Look::Says(Verdict::NotObserved),
    }
}

/// The status that a verdict leads to. The words promise no more than was seen.
pub fn status(verdict: Verdict) -> Status {
    match verdict {
        Verdict::LikelyApplied => Status::Done,
        Verdict::NotObserved | Verdict::Conflict | Verdict::Unreadable => Status::Unknown,
    }
}

/// The verdict of this code.
pub fn verdict(code: &str) -> Verdict {
    [
        Verdict::LikelyApplied,
        Verdict::NotObserved,
        Verdict::Conflict,
    ]
    .into_iter()
    .find(|verdict| verdict.as_str() == code)
    .unwrap_or(Verdict::Unreadable)
}
