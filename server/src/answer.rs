//! What goes back to the page: a status and an envelope of the platform's; and what an audit line says of it.

use espai_cdkey::error::Outcome;
use serde::{Deserialize, Serialize};

/// A whole answer. Headers that every answer has are the gate's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Never one that a browser acts on by itself: 408 and 421 are sent again, 407 and redirects kept from the page.
    pub status: u16,
    /// JSON, or nothing: that which is known to nobody has no envelope.
    pub body: String,
    /// In seconds, for the header of that name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// What went wrong, for an audit line; none of a success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether it can have happened, for an audit line; none of a success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Whether the same request that comes again gets this answer. False where it is certain that nothing happened and that to
    /// send it again may help: then it is made anew.
    pub keeps: bool,
}

#[derive(Serialize)]
struct Failed<'a> {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<i64>,
}

impl Answer {
    /// A success: any JSON of the platform's.
    pub fn done(body: String) -> Self {
        Self {
            status: 200,
            body,
            retry_after: None,
            code: None,
            outcome: None,
            keeps: true,
        }
    }

    /// A failure in the platform's envelope.
    pub fn failed(
        status: u16,
        message: Option<&str>,
        api_code: Option<i64>,
        (code, outcome): (&str, Outcome),
    ) -> Self {
        let envelope = Failed {
            success: false,
            message,
            code: api_code,
        };
        Self {
            // Of two texts and a number: it cannot fail.
            body: serde_json::to_string(&envelope).unwrap_or_default(),
            ..Self::lost(status, code, outcome)
        }
    }

    /// A failure without an envelope: whoever asked learns that it is not known what happened.
    pub fn lost(status: u16, code: &str, outcome: Outcome) -> Self {
        Self {
            status,
            body: String::new(),
            retry_after: None,
            code: Some(code.to_owned()),
            outcome: Some(outcome.as_str().to_owned()),
            keeps: outcome != Outcome::NotSent,
        }
    }
}
