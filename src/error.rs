//! Every way to fail, with its code. What an error says lives here; the classes that JavaScript throws only carry it.

use crate::coded::coded;
use crate::endpoint::Endpoint;
use crate::reason::Reason;
use crate::redact::Redactor;
use crate::value::{Value, as_number};

/// Whether a transfer or a destroy can have happened. Reads carry it by the same rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It never left here.
    NotSent,
    /// The service says that it did not do it.
    Rejected,
    /// It may have happened, or not.
    Unknown,
}

impl Outcome {
    /// As errors carry it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}

coded! {
    /// What went wrong: one of these, and the class it is thrown as.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    ErrorCode {
        /// An argument of a call is refused.
        InvalidArgument => "invalid_argument",
        /// An option of the client is refused.
        InvalidConfig => "invalid_config",
        /// What the platform's rules refuse, by the cards as they were read before.
        RefusedByRule => "refused_by_rule",
        /// The key of an operation that has another input.
        KeyConflict => "key_conflict",
        /// Another operation holds a card.
        CardBusy => "card_busy",
        /// A ledger that cannot be read or written.
        LedgerUnavailable => "ledger_unavailable",
        /// 401: the key is not accepted, or a backend's log-in.
        Unauthenticated => "unauthenticated",
        /// 403: the key may not do this.
        Forbidden => "forbidden",
        /// 429: too many requests.
        RateLimited => "rate_limited",
        /// The service answered `success: false`.
        ApiRejected => "api_rejected",
        /// A status outside 2xx with no envelope.
        HttpStatus => "http_status",
        /// No answer came.
        Network => "network",
        /// The time ran out.
        Timeout => "timeout",
        /// The caller's signal.
        Aborted => "aborted",
        /// An answer outside the contract.
        BadResponse => "bad_response",
        /// More bytes than `maxResponseBytes`.
        ResponseTooLarge => "response_too_large",
        /// The service's pages do not add up.
        PaginationStuck => "pagination_stuck",
        /// A defect of this package.
        Internal => "internal",
    }
}

impl ErrorCode {
    /// The name of the class that JavaScript throws.
    pub fn class(self) -> &'static str {
        match self {
            Self::InvalidArgument | Self::InvalidConfig | Self::RefusedByRule => "ValidationError",
            Self::KeyConflict | Self::CardBusy | Self::LedgerUnavailable => "LedgerError",
            Self::Unauthenticated | Self::Forbidden => "AuthenticationError",
            Self::RateLimited => "RateLimitError",
            Self::ApiRejected => "ApiError",
            Self::HttpStatus => "HttpError",
            Self::Network => "NetworkError",
            Self::Timeout => "TimeoutError",
            Self::Aborted => "AbortError",
            Self::BadResponse | Self::ResponseTooLarge | Self::PaginationStuck => "DecodeError",
            Self::Internal => "InternalError",
        }
    }
}

/// Which of the two things a caller gives was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidCode {
    /// An argument of a call.
    Argument,
    /// An option of the client.
    Config,
    /// An option that is good in a page, where there is none: code for a page that is rendered on a server first.
    Place,
    /// An argument of a call, by the platform's rules and the cards as they are.
    Rule,
}

impl InvalidCode {
    /// What the error is called that it is thrown as.
    pub const fn error(self) -> ErrorCode {
        match self {
            Self::Argument => ErrorCode::InvalidArgument,
            Self::Config | Self::Place => ErrorCode::InvalidConfig,
            Self::Rule => ErrorCode::RefusedByRule,
        }
    }
}

/// An argument or an option that is refused before anything is sent. Shown, it names the place and what must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Argument or option.
    pub code: InvalidCode,
    /// The place, in the caller's spelling: `target_phone`, `ids[1].id`, `apiKey`.
    pub path: String,
    /// What is wrong with what stands there.
    pub reason: Reason,
}

impl Invalid {
    /// A refusal of the value at `path`.
    pub fn new(code: InvalidCode, path: &str, reason: Reason) -> Self {
        Self {
            code,
            path: path.to_owned(),
            reason,
        }
    }

    /// The same with nothing secret in it: a path repeats the caller's own keys. The reason is ours, and a placeholder for a
    /// key may stand in its words by chance.
    #[must_use]
    pub fn masked(self, redactor: &Redactor) -> Self {
        Self {
            path: redactor.text(&self.path),
            ..self
        }
    }
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.path, self.reason)
    }
}

impl std::error::Error for Invalid {}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Self::invalid(None, invalid)
    }
}

/// A call that failed, with all that an error of ours shows. Every text in it is masked already.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What happened and what to do next; ends with the code.
    pub message: String,
    /// What went wrong.
    pub code: ErrorCode,
    /// Which call; none for a configuration.
    pub endpoint: Option<Endpoint>,
    /// Whether a move can have happened.
    pub outcome: Outcome,
    /// Whether sending the same again may help and cannot harm.
    pub retryable: bool,
    /// How many times it was sent, or tried to be.
    pub attempts: u32,
    /// The place of what was refused, in the arguments or in the answer.
    pub path: Option<String>,
    /// What is wrong there, of an argument or an option: always there with [`ErrorCode::InvalidArgument`] and
    /// [`ErrorCode::InvalidConfig`], since only [`Failure::invalid`] makes these.
    pub reason: Option<Reason>,
    /// The answer's HTTP status, where one came.
    pub http_status: Option<u16>,
    /// The envelope's `code`, where it is a number.
    pub api_code: Option<i64>,
    /// The service's words, masked.
    pub api_message: Option<String>,
    /// How long the service asked to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
}

impl Failure {
    /// What an error of JavaScript's has besides its name and its message.
    pub fn report(&self) -> Value {
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        let endpoint = self.endpoint.map(Endpoint::name);
        Value::report([
            ("code", Some(self.code.as_str().into())),
            ("endpoint", Some(endpoint.map_or(Value::Null, Value::from))),
            ("outcome", Some(self.outcome.as_str().into())),
            ("retryable", Some(self.retryable.into())),
            ("attempts", Some(Value::Number(self.attempts.into()))),
            ("path", text(&self.path)),
            (
                "reason",
                self.reason.as_ref().map(|reason| reason.as_str().into()),
            ),
            (
                "httpStatus",
                self.http_status.map(|status| Value::Number(status.into())),
            ),
            (
                "apiCode",
                self.api_code.map(|code| Value::Number(as_number(code))),
            ),
            ("apiMessage", text(&self.api_message)),
            ("retryAfterMs", self.retry_after_ms.map(Value::whole)),
        ])
    }

    /// A failure with nothing but what happened.
    pub(crate) fn new(
        code: ErrorCode,
        endpoint: Option<Endpoint>,
        outcome: Outcome,
        says: &str,
    ) -> Self {
        let place = endpoint.map_or("", Endpoint::name);
        let colon = if place.is_empty() { "" } else { ": " };
        Self {
            message: format!("{place}{colon}{says} [{}]", code.as_str()),
            code,
            endpoint,
            outcome,
            retryable: false,
            attempts: 0,
            path: None,
            reason: None,
            http_status: None,
            api_code: None,
            api_message: None,
            retry_after_ms: None,
        }
    }

    /// A failure of the ledger of operations, in words of its own.
    pub fn ledger(
        code: ErrorCode,
        endpoint: Option<Endpoint>,
        outcome: Outcome,
        says: &str,
    ) -> Self {
        Self::new(code, endpoint, outcome, says)
    }

    /// The failure of a walk through pages that do not add up.
    pub fn stuck(why: &str) -> Self {
        let code = ErrorCode::PaginationStuck;
        Self {
            path: Some("totalNumber".to_owned()),
            ..Self::new(code, Some(Endpoint::List), Outcome::Unknown, why)
        }
    }

    /// The failure of something that this crate should have known to be impossible.
    pub fn defect(endpoint: Endpoint) -> Self {
        Self::new(
            ErrorCode::Internal,
            Some(endpoint),
            Outcome::Unknown,
            "a defect of espai-cdkey; please report what led here",
        )
    }

    /// The failure that a refused argument or option is thrown as.
    pub fn invalid(endpoint: Option<Endpoint>, invalid: Invalid) -> Self {
        let says = invalid.to_string();
        Self {
            path: Some(invalid.path),
            reason: Some(invalid.reason),
            ..Self::new(invalid.code.error(), endpoint, Outcome::NotSent, &says)
        }
    }
}
