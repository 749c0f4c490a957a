//! A call's way over the network, for the npm package and for the typed client of Rust alike: as many attempts as the rules
//! of `call.rs` say, each ended exactly once.

mod answer;
mod attempt;
mod headers;
mod once;
mod watch;

use js_sys::{Date, Math};
use wasm_bindgen::prelude::*;

use crate::call::{Call, Chance, Ending, Next};
#[cfg(any(feature = "moves", feature = "web"))]
use crate::card::Card;
use crate::config::{CallOptions, Config};
#[cfg(any(feature = "moves", feature = "web"))]
use crate::endpoint::Endpoint;
use crate::endpoint::Request;
use crate::error::Failure;
use crate::event::{Event, EventKind};
use crate::lent::Lent;
use crate::thrown;
use crate::wire::Payload;
use attempt::Sending;
use watch::{Early, Watch};

/// What a call came to.
pub(crate) struct Answer {
    pub(crate) message: Option<String>,
    pub(crate) payload: Payload,
}

#[cfg(any(feature = "moves", feature = "web"))]
impl Answer {
    /// The card of a `detail`. The decoder gives its answer with one, or none; a card is never made up.
    pub(crate) fn card(&self) -> Result<Card, Failure> {
        let mut cards = self.payload.cards();
        cards
            .next()
            .ok_or_else(|| Failure::defect(Endpoint::Detail))
    }
}

/// A failure, and the error behind it: the caller's own reason for an abort, or one rebuilt with nothing secret.
pub(crate) struct Failed {
    pub(crate) failure: Failure,
    #[cfg_attr(
        not(feature = "bindings"),
        expect(dead_code, reason = "for JavaScript")
    )]
    pub(crate) cause: JsValue,
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            cause: JsValue::UNDEFINED,
        }
    }
}

/// Makes the call.
pub(crate) async fn call(
    lent: &Lent,
    config: &Config,
    options: CallOptions,
    request: &Request,
) -> Result<Answer, Failed> {
    let mut call = Call::new(config, options, request);
    let endpoint = request.endpoint;
    let sending = Sending::new(config, options, request);
    loop {
        if lent.is_aborted() {
            return Err(aborted(lent, &call));
        }
        let attempt = call.begin();
        lent.tell(|| Event::new(EventKind::Request, endpoint, attempt));
        // The clock is asked for those who listen only.
        let began = lent.listens().then(|| lent.clock());
        let since = || began.map(|began| lent.clock() - began);
        let received = attempt::make(lent, &sending, &mut call).await;
        let chance = Chance {
            now_ms: Date::now(),
            random: random(),
        };
        let (next, cause) = match received {
            Ok(received) => {
                lent.tell(|| Event {
                    duration_ms: since(),
                    http_status: Some(received.status),
                    ..Event::new(EventKind::Response, endpoint, attempt)
                });
                let retry_after = received.retry_after.as_deref();
                let next = call.answered(received.status, retry_after, &received.body, chance);
                (next, JsValue::UNDEFINED)
            }
            Err(ending) => {
                let cause = match &ending {
                    Ending::Aborted(_) => lent.reason(),
                    Ending::Network(cause) | Ending::Refused(_, Some(cause)) => {
                        thrown::rebuilt(&cause.masked(call.redactor()))
                    }
                    _ => JsValue::UNDEFINED,
                };
                (call.ended(&ending, chance), cause)
            }
        };
        match next {
            Next::Done { message, payload } => return Ok(Answer { message, payload }),
            Next::Failed(failure) => {
                return Err(Failed {
                    failure: *failure,
                    cause,
                });
            }
            Next::Again { delay_ms, failure } => {
                lent.tell(|| Event {
                    delay_ms: Some(delay_ms),
                    duration_ms: since(),
                    ..Event::of_failure(EventKind::Retry, endpoint, &failure)
                });
                // At most a minute, which every number holds.
                let pause = u32::try_from(delay_ms).unwrap_or(u32::MAX);
                if Watch::pause(lent, pause).await == Early::Aborted {
                    return Err(aborted(lent, &call));
                }
            }
        }
    }
}

/// Waits for so long, or until the caller aborts.
#[cfg(feature = "bindings")]
pub(crate) async fn pause(lent: &Lent, ms: u32) {
    Watch::pause(lent, ms).await;
}

/// A number from 0 to 1.
pub(crate) fn random() -> f64 {
    Math::random()
}

fn aborted(lent: &Lent, call: &Call) -> Failed {
    Failed {
        failure: call.aborted_between(),
        cause: lent.reason(),
    }
}
