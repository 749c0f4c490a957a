//! One call of an operation: told what it found and what came of each step, it says what is next.
//!
//! | found | next |
//! |---|---|
//! | nothing | it is written down as `prepared` |
//! | the key with another input | refused |
//! | `done`, `failed`, `unknown` | given again, or its error; nothing is sent |
//! | `prepared` | claimed with its cards, read, written as `sent`, sent, and its end written |
//! | `prepared` or `sent`, under way in a process that lives | waited for |
//! | `sent`, of a dead process | taken over and settled by the cards; nothing is sent |
//!
//! What is written is written under the revision that was read: who comes too late finds that, and looks again. So of two that believe
//! they hold an operation, one sends and the other does not.

use espai_cdkey::error::{ErrorCode, Outcome};
use espai_cdkey::verify::Verdict;

use crate::evidence;
use crate::status::{Holder, Status};

/// An operation as a look found it; it was put there by the look where there was none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Found {
    /// How far it is.
    pub status: Status,
    /// Who has it under way, besides this call.
    pub holder: Holder,
    /// Whether it has this call's input.
    pub same: bool,
}

/// What came of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Written {
    /// It is written, and flushed.
    Done,
    /// Somebody else has written since it was read.
    Stale,
    /// Another operation holds a card.
    Busy,
    /// The ledger failed: it may be written or not.
    Failed,
}

/// What came of the client's call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Came {
    /// It happened.
    Done,
    /// It never left.
    NotSent,
    /// The service said no.
    Rejected,
    /// Nobody knows.
    Unknown,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Look for the operation, put it there where there is none, and say what was found by [`Call::found`].
    Look,
    /// Take it with its cards, and say what came of that by [`Call::claimed`].
    Claim,
    /// Wait a little, and say whether the time is up by [`Call::waited`].
    Wait,
    /// Read the cards, write `sent` (and tell [`Call::recorded`]), send, and say what came by [`Call::ended`].
    Send,
    /// Take it over from the dead, and say what came of that by [`Call::adopted`].
    Adopt,
    /// Read the cards, and say what they say by [`Call::settled`].
    Settle,
    /// Write this status, give its cards free, and say what came of that by [`Call::written`].
    Write(Status),
    /// Nothing more.
    End(End),
}

/// How a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// The operation as it was found: given where it is done, else its error.
    Found,
    /// What the client's own call came to, with the operation as it was written.
    Own,
    /// An error of the ledger's.
    Refused(Refusal),
}

/// An error of the ledger's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// Which.
    pub code: Code,
    /// Whether the operation may have happened.
    pub may_have_happened: bool,
    /// What could not be written: to be written as soon as the ledger can be reached.
    pub unwritten: Option<Status>,
}

/// The codes of the ledger's errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The key is another input's.
    KeyConflict,
    /// Another operation holds a card, or this one is under way elsewhere, for longer than the caller waits.
    CardBusy,
    /// The ledger cannot be read or written.
    Unavailable,
}

impl Refusal {
    const fn before(code: Code) -> Self {
        Self {
            code,
            may_have_happened: false,
            unwritten: None,
        }
    }

    /// As errors have it.
    pub fn code(&self) -> ErrorCode {
        match self.code {
            Code::KeyConflict => ErrorCode::KeyConflict,
            Code::CardBusy => ErrorCode::CardBusy,
            Code::Unavailable => ErrorCode::LedgerUnavailable,
        }
    }

    /// As errors have it.
    pub fn outcome(&self) -> Outcome {
        if self.may_have_happened {
            Outcome::Unknown
        } else {
            Outcome::NotSent
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum State {
    Looking,
    Claiming,
    /// The status that was found.
    Waiting(Status),
    /// Reading the cards; nothing is written yet.
    Reading,
    /// It is written as `sent`.
    Sending,
    /// `sent` could not be written, so it is not sent.
    Withheld(Written),
    Adopting,
    Settling,
    /// Its cards are being given free, to wait for one that another operation holds.
    Yielding,
    /// What the client's call came to is being written.
    Ending(Came),
    /// Somebody else has written in the meantime: it is looked at what.
    Merging(Came),
    /// What the cards say is being written.
    Concluding,
    Over,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Call {
    state: State,
}

impl Default for Call {
    fn default() -> Self {
        Self::new()
    }
}

impl Call {
    /// It begins with [`Step::Look`].
    pub const fn new() -> Self {
        Self {
            state: State::Looking,
        }
    }

    /// What a look found.
    pub fn found(&mut self, found: Found) -> Step {
        match self.state {
            State::Looking => self.first(found),
            State::Merging(came) => self.merge(came, found),
            _ => self.defect(),
        }
    }

    fn first(&mut self, found: Found) -> Step {
        if !found.same {
            return self.refuse(Refusal::before(Code::KeyConflict));
        }
        match (found.status, found.holder) {
            (Status::Done | Status::Failed | Status::Unknown, _) => self.end(End::Found),
            (Status::Prepared | Status::Sent, Holder::Living) => self.wait(found.status),
            (Status::Prepared, _) => self.go(State::Claiming, Step::Claim),
            (Status::Sent, _) => self.go(State::Adopting, Step::Adopt),
        }
    }

    /// What the client's call came to is more certain than what somebody made of the cards meanwhile, and less than a person's word.
    fn merge(&mut self, came: Came, found: Found) -> Step {
        match (came, found.status) {
            (Came::Done, Status::Sent | Status::Unknown) => {
                self.go(State::Ending(came), Step::Write(Status::Done))
            }
            (Came::Rejected, Status::Sent | Status::Unknown) => {
                self.go(State::Ending(came), Step::Write(Status::Failed))
            }
            (Came::Unknown, Status::Sent) => {
                self.go(State::Ending(came), Step::Write(Status::Unknown))
            }
            (Came::NotSent, Status::Sent | Status::Unknown) => {
                self.go(State::Ending(came), Step::Write(Status::Prepared))
            }
            (Came::Unknown, Status::Done) => self.end(End::Found),
            _ => self.end(End::Own),
        }
    }

    /// What came of claiming.
    pub fn claimed(&mut self, written: Written) -> Step {
        if self.state != State::Claiming {
            return self.defect();
        }
        match written {
            Written::Done => self.go(State::Reading, Step::Send),
            Written::Stale => self.go(State::Looking, Step::Look),
            Written::Busy => self.wait(Status::Prepared),
            // It may hold its cards now, and must not keep them.
            Written::Failed => self.unavailable(false, Some(Status::Prepared)),
        }
    }

    /// Whether the time is up that the caller waits for.
    pub fn waited(&mut self, time_is_up: bool) -> Step {
        let State::Waiting(status) = self.state else {
            return self.defect();
        };
        if time_is_up {
            return self.refuse(Refusal {
                may_have_happened: status == Status::Sent,
                ..Refusal::before(Code::CardBusy)
            });
        }
        self.go(State::Looking, Step::Look)
    }

    /// What came of writing `sent`. Whether it may be sent.
    pub fn recorded(&mut self, written: Written) -> bool {
        let may = self.state == State::Reading && written == Written::Done;
        self.state = if may {
            State::Sending
        } else {
            State::Withheld(written)
        };
        may
    }

    /// What came of the client's call.
    pub fn ended(&mut self, came: Came) -> Step {
        match (self.state, came) {
            // Somebody has taken it over, believing this process dead: nothing was sent here.
            (State::Withheld(Written::Stale), Came::NotSent) => self.go(State::Looking, Step::Look),
            // Which card it is was only known once it was read. Who holds one and waits for another might wait for ever.
            (State::Withheld(Written::Busy), Came::NotSent) => {
                self.go(State::Yielding, Step::Write(Status::Prepared))
            }
            (State::Withheld(_), Came::NotSent) => self.unavailable(false, Some(Status::Prepared)),
            (State::Reading | State::Sending | State::Withheld(_), _) => {
                let status = match came {
                    Came::Done => Status::Done,
                    Came::NotSent => Status::Prepared,
                    Came::Rejected => Status::Failed,
                    Came::Unknown => Status::Unknown,
                };
                self.go(State::Ending(came), Step::Write(status))
            }
            _ => self.defect(),
        }
    }

    /// What came of taking over.
    pub fn adopted(&mut self, written: Written) -> Step {
        if self.state != State::Adopting {
            return self.defect();
        }
        match written {
            Written::Done => self.go(State::Settling, Step::Settle),
            Written::Stale | Written::Busy => self.go(State::Looking, Step::Look),
            Written::Failed => self.unavailable(true, None),
        }
    }

    /// What the cards say.
    pub fn settled(&mut self, verdict: Verdict) -> Step {
        if self.state != State::Settling {
            return self.defect();
        }
        self.go(State::Concluding, Step::Write(evidence::status(verdict)))
    }

    /// What came of writing the end.
    pub fn written(&mut self, written: Written) -> Step {
        match (self.state, written) {
            (State::Ending(_), Written::Done) => self.end(End::Own),
            (State::Ending(came), Written::Stale | Written::Busy) => {
                self.go(State::Merging(came), Step::Look)
            }
            (State::Ending(came), Written::Failed) => {
                let status = match came {
                    Came::Done => Status::Done,
                    Came::NotSent => Status::Prepared,
                    Came::Rejected => Status::Failed,
                    Came::Unknown => Status::Unknown,
                };
                self.unavailable(came != Came::NotSent, Some(status))
            }
            (State::Yielding, Written::Done) => self.wait(Status::Prepared),
            (State::Yielding, Written::Stale | Written::Busy) => {
                self.go(State::Looking, Step::Look)
            }
            (State::Yielding, Written::Failed) => self.unavailable(false, Some(Status::Prepared)),
            (State::Concluding, Written::Done | Written::Stale | Written::Busy) => {
                self.go(State::Looking, Step::Look)
            }
            (State::Concluding, Written::Failed) => self.unavailable(true, None),
            _ => self.defect(),
        }
    }

    /// The ledger could not be read.
    pub fn unreadable(&mut self) -> Step {
        let (happened, unwritten) = match self.state {
            State::Merging(came) => (
                came != Came::NotSent,
                match came {
                    Came::Done => Some(Status::Done),
                    Came::Rejected => Some(Status::Failed),
                    Came::NotSent | Came::Unknown => None,
                },
            ),
            State::Waiting(Status::Sent) => (true, None),
            _ => (false, None),
        };
        self.unavailable(happened, unwritten)
    }

    fn wait(&mut self, status: Status) -> Step {
        self.go(State::Waiting(status), Step::Wait)
    }

    fn go(&mut self, state: State, step: Step) -> Step {
        self.state = state;
        step
    }

    fn end(&mut self, end: End) -> Step {
        self.go(State::Over, Step::End(end))
    }

    fn refuse(&mut self, refusal: Refusal) -> Step {
        self.end(End::Refused(refusal))
    }

    fn unavailable(&mut self, may_have_happened: bool, unwritten: Option<Status>) -> Step {
        self.refuse(Refusal {
            code: Code::Unavailable,
            may_have_happened,
            unwritten,
        })
    }

    /// A host that tells what was not asked for. Whatever it has done, nothing more is done here, and the operation stays as it is.
    fn defect(&mut self) -> Step {
        self.unavailable(true, None)
    }
}
