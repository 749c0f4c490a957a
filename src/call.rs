//! One call from start to end: its attempts, what each ending means, and whether it is sent again. Without IO: whoever
//! holds a socket tells it what happened, and does what it says.

use crate::config::{CallOptions, Config};
use crate::endpoint::{Endpoint, Request};
use crate::error::{ErrorCode, Failure, Invalid, Outcome};
use crate::network::Cause;
use crate::outcome::{self, Verdict};
use crate::redact::Redactor;
use crate::retry::{self, RetryAfter};
use crate::wire::{ApiCode, Malformed, Payload, Reply, decode};

/// How an attempt can end without an answer that was read whole.
#[derive(Debug)]
pub enum Ending {
    /// `fetch` or the body failed.
    Network(Cause),
    /// The attempt's time ran out.
    TimedOut(Sent),
    /// The caller's signal.
    Aborted(Sent),
    /// The body is longer than `maxResponseBytes`.
    TooLarge {
        /// The status that came before it.
        status: u16,
    },
    /// What `fetch` gave is no answer: no `Response`, or one whose body cannot be read.
    NoAnswer(&'static str),
    /// Its headers are refused, or the caller's function for them threw this: nothing was sent.
    Refused(Invalid, Option<Cause>),
}

/// Whether anything of an attempt's request has left, where the attempt was given up from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// For certain nothing: `fetch` was not called yet, or said so itself.
    Nothing,
    /// It may be on its way.
    Perhaps,
}

impl Sent {
    fn outcome(self) -> Outcome {
        match self {
            Self::Nothing => Outcome::NotSent,
            Self::Perhaps => Outcome::Unknown,
        }
    }
}

/// What the runtime's clock and die say at the moment.
#[derive(Debug, Clone, Copy)]
pub struct Chance {
    /// Milliseconds since the epoch.
    pub now_ms: f64,
    /// From 0 to 1.
    pub random: f64,
}

/// What to do after an attempt.
#[derive(Debug)]
pub enum Next {
    /// The answer.
    Done {
        /// The service's words, where it sent any.
        message: Option<String>,
        /// What was asked for.
        payload: Payload,
    },
    /// Send it again after this long.
    Again {
        /// In milliseconds.
        delay_ms: u64,
        /// What this attempt came to.
        failure: Box<Failure>,
    },
    /// The call's end.
    Failed(Box<Failure>),
}

/// One call under way.
#[derive(Debug)]
pub struct Call {
    endpoint: Endpoint,
    max_retries: u32,
    timeout_ms: u32,
    attempts: u32,
    /// What the last attempt came to; where there was none, nothing was sent.
    last: Outcome,
    redactor: Redactor,
}

impl Call {
    /// A call of `request`, not begun.
    pub fn new(config: &Config, options: CallOptions, request: &Request) -> Self {
        let phones: Vec<&str> = request.phones.iter().map(String::as_str).collect();
        Self {
            endpoint: request.endpoint,
            max_retries: options.max_retries,
            timeout_ms: options.timeout_ms,
            attempts: 0,
            last: Outcome::NotSent,
            redactor: config.redactor(&phones),
        }
    }

    /// Begins an attempt and gives its number, from 1.
    pub fn begin(&mut self) -> u32 {
        self.attempts = self.attempts.saturating_add(1);
        self.attempts
    }

    /// The masking of this call's secrets.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// The headers of an attempt, which the caller gave for it alone: secrets from now on.
    pub fn learn_headers(&mut self, headers: &[(String, String)]) {
        self.redactor.learn_headers(headers);
    }

    /// The attempt brought an answer that was read whole.
    pub fn answered(
        &mut self,
        status: u16,
        retry_after: Option<&str>,
        body: &[u8],
        chance: Chance,
    ) -> Next {
        let reply = decode(body, self.endpoint.expects());
        let Some(verdict) = outcome::of_answer(status, &reply) else {
            return match reply {
                Ok(Reply {
                    message,
                    payload: Ok(payload),
                    ..
                }) => Next::Done { message, payload },
                // A success is a reply with a payload: the table above says so.
                _ => Next::Failed(Box::new(self.failure(
                    ErrorCode::Internal,
                    Outcome::Unknown,
                    "an answer was judged a success and holds none; please report this",
                ))),
            };
        };
        let mut failure = self.describe(status, verdict, &reply);
        // A page is not told a redirect's status: 0 stands for none.
        failure.http_status = Some(status).filter(|status| *status != 0);
        let asked = RetryAfter::read(retry_after, chance.now_ms);
        failure.retry_after_ms = asked.ms();
        self.decide(failure, verdict.again, asked, chance)
    }

    /// The attempt ended without an answer that was read whole.
    pub fn ended(&mut self, ending: &Ending, chance: Chance) -> Next {
        let (failure, again) = match ending {
            Ending::Network(cause) => {
                let never = cause.never_connected();
                let outcome = if never {
                    Outcome::NotSent
                } else {
                    Outcome::Unknown
                };
                let words = self.redactor.text(cause.words());
                let advice = if never {
                    "no connection, so nothing was sent; check baseUrl and the network"
                } else if self.endpoint.is_move() {
                    "no answer, so it is unknown whether it happened; look at the cards before you repeat it"
                } else {
                    "no answer; check the network and try again"
                };
                let says = if words.is_empty() {
                    advice.to_owned()
                } else {
                    format!("{advice} ({words})")
                };
                (self.failure(ErrorCode::Network, outcome, &says), true)
            }
            Ending::TimedOut(sent) => {
                let ms = self.timeout_ms;
                let says = match sent {
                    Sent::Nothing => format!(
                        "nothing was sent within {ms} ms; raise timeoutMs or the connections, or try again"
                    ),
                    Sent::Perhaps => format!(
                        "no whole answer within {ms} ms{}",
                        self.doubt("; raise timeoutMs or try again"),
                    ),
                };
                (
                    self.failure(ErrorCode::Timeout, sent.outcome(), &says),
                    true,
                )
            }
            Ending::Aborted(sent) => {
                let says = match sent {
                    Sent::Nothing => {
                        "aborted by the caller's signal before anything was sent".to_owned()
                    }
                    Sent::Perhaps => {
                        format!("aborted by the caller's signal under way{}", self.doubt(""))
                    }
                };
                let failure = self.failure(ErrorCode::Aborted, sent.outcome(), &says);
                // Harmless to send again or not: the caller does not want it.
                self.last = failure.outcome;
                return Next::Failed(Box::new(failure));
            }
            Ending::TooLarge { status } => {
                let says = format!(
                    "the answer is longer than maxResponseBytes{}",
                    self.doubt("; ask for smaller pages or raise it"),
                );
                let mut failure =
                    self.failure(ErrorCode::ResponseTooLarge, Outcome::Unknown, &says);
                failure.http_status = Some(*status);
                failure.path = Some("body".to_owned());
                (failure, outcome::status_again(*status))
            }
            Ending::NoAnswer(what) => {
                let says = format!("{what}{}", self.doubt("; check the injected fetch"));
                let mut failure = self.failure(ErrorCode::BadResponse, Outcome::Unknown, &says);
                failure.path = Some("response".to_owned());
                (failure, false)
            }
            Ending::Refused(invalid, _) => {
                let invalid = invalid.clone().masked(&self.redactor);
                let refused = Failure::invalid(Some(self.endpoint), invalid);
                // Not tried again: what it asks for a token may be, and knows better how often and when.
                self.last = refused.outcome;
                return Next::Failed(Box::new(Failure {
                    attempts: self.attempts,
                    ..refused
                }));
            }
        };
        self.decide(failure, again, RetryAfter::Nothing, chance)
    }

    /// The caller's signal came between attempts, or before the first.
    pub fn aborted_between(&self) -> Failure {
        let says = if self.attempts == 0 {
            "aborted by the caller's signal before anything was sent"
        } else {
            "aborted by the caller's signal before it was tried again"
        };
        self.failure(ErrorCode::Aborted, self.last, says)
    }

    fn decide(
        &mut self,
        mut failure: Failure,
        read_again: bool,
        asked: RetryAfter,
        chance: Chance,
    ) -> Next {
        // A move goes out again only where it is certain that it did not happen.
        let harmless = match failure.outcome {
            Outcome::NotSent => true,
            Outcome::Rejected => failure.code == ErrorCode::RateLimited,
            Outcome::Unknown => false,
        };
        failure.retryable = if self.endpoint.is_move() {
            harmless
        } else {
            read_again
        };
        self.last = failure.outcome;
        let delay = Some(retry::delay_ms(asked, self.attempts, chance.random))
            .filter(|_| failure.retryable && self.attempts <= self.max_retries);
        let failure = Box::new(failure);
        match delay.flatten() {
            Some(delay_ms) => Next::Again { delay_ms, failure },
            None => Next::Failed(failure),
        }
    }

    fn describe(
        &self,
        status: u16,
        verdict: Verdict,
        reply: &Result<Reply<Payload>, Malformed>,
    ) -> Failure {
        // Where the right key is, and what it is confused with (`docs/platform.md`, point 15).
        const RIGHT_KEY: &str = "apiKey is the open_api_key of the platform's console (个人中心 → 开发者选项), not a \
                                 device's api_key, which has 32 characters, too";
        let malformed = match reply {
            Err(malformed) => Some(malformed),
            Ok(reply) => reply.payload.as_ref().err().filter(|_| reply.success),
        };
        let envelope = reply.as_ref().ok().filter(|reply| !reply.success);
        let api_message = envelope
            .and_then(|reply| reply.message.as_deref())
            .map(|message| self.redactor.text(message));
        let api_code = envelope.and_then(|reply| match reply.code {
            ApiCode::Number(code) => Some(code),
            ApiCode::None | ApiCode::NotANumber => None,
        });
        let words = api_message.as_deref().filter(|words| !words.is_empty());
        let said = words.unwrap_or("no reason given");
        let has_key = self.redactor.has_key();
        // Of what the status says, too, the service's words are the explanation.
        let denied =
            |what: &str| words.map_or(what.to_owned(), |words| format!("{what} ({words})"));
        let what = match verdict.code {
            // The envelope's alone: `docs/platform.md`, point 13.
            ErrorCode::Unauthenticated if status != 401 && has_key => format!(
                "{said} (401: the key is not accepted, or a parameter is missing); {RIGHT_KEY}"
            ),
            ErrorCode::Unauthenticated if status != 401 => format!(
                "{said} (401: the backend does not accept your log-in, the platform does not accept the backend's key, or a \
                 parameter is missing)"
            ),
            ErrorCode::Unauthenticated if has_key => {
                denied(&format!("the key is not accepted; {RIGHT_KEY}"))
            }
            ErrorCode::Unauthenticated => {
                denied("the backend does not accept your log-in; sign in again")
            }
            ErrorCode::Forbidden if has_key => denied("the key may not do this"),
            ErrorCode::Forbidden => denied("the backend does not let your log-in do this"),
            ErrorCode::RateLimited => denied("too many requests; wait before the next"),
            ErrorCode::BadResponse => {
                let (path, reason) = malformed.map_or(("body", "is unreadable"), |malformed| {
                    (malformed.path.as_str(), malformed.reason)
                });
                format!("an answer outside the contract: {path} {reason}")
            }
            // 0: a page is not told more of a redirect.
            ErrorCode::HttpStatus if status == 0 || (300..=399).contains(&status) => {
                "a redirect, which is never followed as it would carry the key away; check baseUrl"
                    .to_owned()
            }
            ErrorCode::HttpStatus => format!("HTTP {status} without the service's envelope"),
            _ => format!("refused by the service: {said}"),
        };
        let doubt = if verdict.outcome == Outcome::Unknown {
            self.doubt("")
        } else {
            ""
        };
        let mut failure = self.failure(verdict.code, verdict.outcome, &format!("{what}{doubt}"));
        if verdict.code == ErrorCode::BadResponse {
            failure.path = malformed.map(|malformed| malformed.path.clone());
        }
        failure.api_code = api_code;
        failure.api_message = api_message;
        failure
    }

    /// What to say of an unknown outcome: of a move, that it is one; of a read, `otherwise`.
    fn doubt(&self, otherwise: &'static str) -> &'static str {
        if self.endpoint.is_move() {
            "; it is unknown whether it happened, so look at the cards before you repeat it"
        } else {
            otherwise
        }
    }

    fn failure(&self, code: ErrorCode, outcome: Outcome, says: &str) -> Failure {
        Failure {
            attempts: self.attempts,
            ..Failure::new(code, Some(self.endpoint), outcome, says)
        }
    }
}
