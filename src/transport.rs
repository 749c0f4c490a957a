//! A call's attempts, over whatever runtime lends it a `fetch`.

use js_sys::{Date, Math};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::client::{Call, Chance, Ending, Event, EventKind, Next};
use crate::config::{CallOptions, Config};
use crate::endpoint::Request;
use crate::error::Failure;
use crate::value::Value;
use crate::wire::Payload;

/// What lends a call its clock and its attempts.
pub(crate) trait Runtime {
    /// Makes one attempt: sends, and reads the answer to its end, within the time and the size that are allowed.
    async fn attempt(&self, sending: &Sending<'_>) -> Result<Received, Ending>;

    /// Waits between attempts, in milliseconds; gives whether the caller's signal came first.
    async fn wait(&self, ms: u32) -> bool;

    /// Whether somebody listens to what happens.
    fn listens(&self) -> bool;

    /// Tells whoever listens.
    fn tell(&self, event: &Event);

    /// Whether the caller has aborted.
    fn is_aborted(&self) -> bool;

    /// The caller's reason for an abort.
    fn reason(&self) -> JsValue;

    /// A clock that does not go back, in milliseconds.
    fn clock(&self) -> f64;
}

/// What one attempt sends, and what it may take.
pub(crate) struct Sending<'a> {
    pub(crate) url: &'a str,
    pub(crate) body: &'a str,
    pub(crate) config: &'a Config,
    pub(crate) timeout_ms: u32,
}

impl Sending<'_> {
    /// The headers, in order: the caller's own first.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let given = self.config.headers.iter();
        let key = self.config.api_key.as_deref();
        given
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain([("content-type", "application/json")])
            .chain(key.map(|key| ("authorization", key)))
    }
}

/// An answer that was read whole.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// What a call came to.
pub(crate) struct Answer {
    pub(crate) message: Option<String>,
    pub(crate) payload: Payload,
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

/// Makes the call: as many attempts as its rules say.
pub(crate) async fn call<R: Runtime>(
    host: &R,
    config: &Config,
    options: CallOptions,
    request: &Request,
) -> Result<Answer, Failed> {
    let mut call = Call::new(config, options, request);
    let endpoint = request.endpoint;
    let url = format!("{}{}", config.base_url, endpoint.path());
    let sending = Sending {
        url: &url,
        body: &request.body,
        config,
        timeout_ms: options.timeout_ms,
    };
    let listens = host.listens();
    if host.is_aborted() {
        return Err(aborted(host, call.aborted_between()));
    }
    loop {
        let attempt = call.begin();
        if listens {
            host.tell(&Event::new(EventKind::Request, endpoint, attempt));
        }
        let began = if listens { host.clock() } else { 0.0 };
        let received = host.attempt(&sending).await;
        let chance = Chance {
            now_ms: Date::now(),
            random: Math::random(),
        };
        let (next, cause) = match received {
            Ok(received) => {
                if listens {
                    host.tell(&Event {
                        duration_ms: Some(host.clock() - began),
                        http_status: Some(received.status),
                        ..Event::new(EventKind::Response, endpoint, attempt)
                    });
                }
                let retry_after = received.retry_after.as_deref();
                let next = call.answered(received.status, retry_after, &received.body, chance);
                (next, JsValue::UNDEFINED)
            }
            Err(ending) => {
                let cause = match &ending {
                    Ending::Aborted => host.reason(),
                    Ending::Network(cause) => to_js(&cause.masked(call.redactor()).report()),
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
                if listens {
                    host.tell(&Event {
                        delay_ms: Some(delay_ms),
                        duration_ms: Some(host.clock() - began),
                        ..Event::of_failure(EventKind::Retry, endpoint, &failure)
                    });
                }
                // At most a minute, which every number holds.
                if host.wait(u32::try_from(delay_ms).unwrap_or(u32::MAX)).await {
                    return Err(aborted(host, call.aborted_between()));
                }
            }
        }
    }
}

fn aborted<R: Runtime>(host: &R, failure: Failure) -> Failed {
    Failed {
        failure,
        cause: host.reason(),
    }
}

/// A plain object of something of our own.
pub(crate) fn to_js(value: &Value) -> JsValue {
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    // It fails only for maps with odd keys and the like, of which there are none here.
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}
