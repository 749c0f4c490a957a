//! What an error of a call becomes on the page's side: its client must come to the same outcome.

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::error::{ErrorCode, Outcome};
use espai_cdkey::redact::Redactor;
use serde::Deserialize;

use crate::answer::Answer;

/// An error of the client's, as its `toJSON` gives it; what is not used is not read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Failed {
    code: String,
    outcome: String,
    message: String,
    api_code: Option<i64>,
    api_message: Option<String>,
    retry_after_ms: Option<u64>,
}

/// A status that says: nothing was done, as what stands behind this backend could not or would not. Of 500 or more a page's client
/// would have to think that it may have happened.
const BEHIND: u16 = 424;

impl Failed {
    /// An error that is none of the client's: nobody knows what happened.
    pub fn odd() -> Self {
        Self {
            code: ErrorCode::Internal.as_str().to_owned(),
            outcome: Outcome::Unknown.as_str().to_owned(),
            ..Self::default()
        }
    }

    /// Reads it from JSON text.
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_else(|_| Self::odd())
    }

    /// The answer to a call of `endpoint` that ended so.
    ///
    /// | outcome | status | envelope |
    /// |---|---|---|
    /// | `rejected`, in the service's envelope | 422, or 429 | the service's |
    /// | `rejected` without one | 424, or 429 | ours |
    /// | `not_sent`, of a move | 424, or 422 where the input was refused, 400 where its key is another's | ours |
    /// | `unknown`, in the service's envelope | 502 | the service's words, a code of 500 or more |
    /// | `unknown`, out of time | 504 | ours |
    /// | any other | 502 | none |
    pub fn answer(&self, endpoint: Endpoint, secrets: &Redactor) -> Answer {
        let words = self.api_message.as_deref().map(|words| secrets.text(words));
        let own = secrets.text(&self.message);
        let enveloped =
            words.is_some() || self.api_code.is_some() || self.is(ErrorCode::ApiRejected);
        let failed = |status, words: Option<&str>, code, outcome| {
            Answer::failed(status, words, code, (&self.code, outcome))
        };
        match self.outcome() {
            Outcome::Rejected if self.is(ErrorCode::RateLimited) => Answer {
                retry_after: self.retry_after_ms.map(|ms| ms.div_ceil(1000)),
                // A client that waits and comes again with the same key is served.
                keeps: false,
                ..failed(
                    429,
                    words.as_deref(),
                    self.api_code.or(Some(429)),
                    Outcome::Rejected,
                )
            },
            Outcome::Rejected if enveloped => {
                failed(422, words.as_deref(), self.api_code, Outcome::Rejected)
            }
            Outcome::Rejected => failed(
                BEHIND,
                Some(&own),
                Some(i64::from(BEHIND)),
                Outcome::Rejected,
            ),
            Outcome::NotSent
                if self.is(ErrorCode::InvalidArgument) || self.is(ErrorCode::RefusedByRule) =>
            {
                failed(422, Some(&own), Some(422), Outcome::NotSent)
            }
            // As where this backend remembers the key itself.
            Outcome::NotSent if self.is(ErrorCode::KeyConflict) => {
                failed(400, Some(&own), Some(400), Outcome::NotSent)
            }
            Outcome::NotSent if endpoint.is_move() => failed(
                BEHIND,
                Some(&own),
                Some(i64::from(BEHIND)),
                Outcome::NotSent,
            ),
            outcome if self.is(ErrorCode::Timeout) => failed(504, Some(&own), Some(504), outcome),
            outcome if enveloped => {
                let code = self.api_code.filter(|code| *code >= 500).unwrap_or(502);
                failed(502, words.as_deref(), Some(code), outcome)
            }
            outcome => Answer::lost(502, &self.code, outcome),
        }
    }

    fn is(&self, code: ErrorCode) -> bool {
        self.code == code.as_str()
    }

    /// What says nothing that is known here may have happened.
    fn outcome(&self) -> Outcome {
        [Outcome::NotSent, Outcome::Rejected]
            .into_iter()
            .find(|outcome| outcome.as_str() == self.outcome)
            .unwrap_or(Outcome::Unknown)
    }
}
