//! How one request is to be treated: what Rust decides and a host performs, on a socket or in-process alike.

use serde::Serialize;

use crate::answer::Answer;

/// When the request reaches the rules, so that its change is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Apply {
    /// Never: the fault comes before the change.
    Never,
    /// At once, before any wait: the fault comes after the change, whether the caller stays for it or not.
    First,
    /// When the wait is over, if the caller is still there.
    AfterWait,
    /// When the whole answer has gone out, if the caller stayed for it.
    Last,
}

/// What the caller gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ending {
    /// What the rules answer.
    Answer,
    /// The start of what the rules answer; then the connection is cut.
    Truncate {
        /// How many bytes of the body go out; half of them where not said.
        bytes: Option<i64>,
    },
    /// What the rules answer, in pieces.
    Slow {
        /// How long the body takes, in ms.
        ms: i64,
    },
    /// Another answer than the rules'.
    Instead {
        /// The answer.
        answer: Answer,
    },
    /// Bytes that are neither UTF-8 nor JSON.
    Garbage {
        /// The HTTP status they come with.
        status: u16,
        /// They themselves.
        bytes: &'static [u8],
    },
    /// A body that is valid JSON and larger than anyone should take.
    Huge {
        /// Its start.
        head: &'static str,
        /// What stands in the middle, again and again.
        fill: &'static str,
        /// Its end.
        tail: &'static str,
        /// How many bytes it has in all.
        bytes: i64,
    },
    /// Nothing, until the caller leaves.
    Hang,
    /// The connection is reset.
    Drop,
}

/// One request's course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// When the change is made.
    pub apply: Apply,
    /// How long nothing happens, in ms.
    pub wait_ms: i64,
    /// What comes after the wait.
    pub ending: Ending,
}
