//! What is told to `onEvent`: what happens in a call, without a key, a phone or a card.

use crate::endpoint::Endpoint;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::value::Value;

/// Something that happened in a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// In which of the calls: one number a call, a page of a walk being one.
    pub call_id: f64,
    /// What was called.
    pub endpoint: Endpoint,
    /// In which attempt, from 1; 0 where it came to none.
    pub attempt: u32,
    /// Since the attempt began, in milliseconds.
    pub duration_ms: Option<f64>,
    /// The answer's status.
    pub http_status: Option<u16>,
    /// What it means for a move.
    pub outcome: Option<Outcome>,
    /// What went wrong.
    pub code: Option<ErrorCode>,
    /// How long it waits before the next attempt, in milliseconds.
    pub delay_ms: Option<u64>,
}

/// The kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// An attempt begins.
    Request,
    /// An answer was read.
    Response,
    /// An attempt failed and is made again.
    Retry,
    /// The call failed.
    Error,
}

impl Event {
    /// An event with nothing but its place.
    pub fn new(kind: EventKind, endpoint: Endpoint, attempt: u32) -> Self {
        Self {
            kind,
            call_id: 0.0,
            endpoint,
            attempt,
            duration_ms: None,
            http_status: None,
            outcome: None,
            code: None,
            delay_ms: None,
        }
    }

    /// The event as JavaScript's listeners are told it.
    pub fn report(&self) -> Value {
        let kind = match self.kind {
            EventKind::Request => "request",
            EventKind::Response => "response",
            EventKind::Retry => "retry",
            EventKind::Error => "error",
        };
        let text = |text: &str| Some(Value::from(text));
        Value::report([
            ("type", text(kind)),
            ("callId", Some(Value::Number(self.call_id))),
            ("endpoint", text(self.endpoint.name())),
            ("attempt", Some(Value::Number(self.attempt.into()))),
            ("durationMs", self.duration_ms.map(Value::Number)),
            (
                "httpStatus",
                self.http_status.map(|status| Value::Number(status.into())),
            ),
            (
                "outcome",
                self.outcome.and_then(|outcome| text(outcome.as_str())),
            ),
            ("code", self.code.and_then(|code| text(code.as_str()))),
            ("delayMs", self.delay_ms.map(Value::whole)),
        ])
    }

    /// The event of a failed attempt or call.
    pub fn of_failure(kind: EventKind, endpoint: Endpoint, failure: &Failure) -> Self {
        Self {
            http_status: failure.http_status,
            outcome: Some(failure.outcome),
            code: Some(failure.code),
            ..Self::new(kind, endpoint, failure.attempts)
        }
    }
}
