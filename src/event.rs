//! What is told to `onEvent`: what happens in a call, without a key, a phone or a card.

use serde::Serialize;

use crate::endpoint::Endpoint;
use crate::error::{ErrorCode, Failure, Outcome};

/// Something that happened in a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// In which of the calls: one number a call, a page of a walk being one.
    pub call_id: f64,
    /// What was called.
    pub endpoint: Endpoint,
    /// In which attempt, from 1; 0 where it came to none.
    pub attempt: u32,
    /// Since the attempt began, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<f64>,
    /// The answer's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// What it means for a move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<ErrorCode>,
    /// How long it waits before the next attempt, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
}

/// The kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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
