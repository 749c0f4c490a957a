//! The only place that meets `fetch`, and reads its answer (gloo-net).
//!
//! `fetch` is called through the exchange rather than by gloo-net's `send`, which cannot call an injected one, builds a
//! `Request` that other libraries' fetches refuse, and panics on a rejection that is no `Error`.

use gloo_net::http::Response;
use js_sys::{Date, Math, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use crate::client::{Call, Chance, Ending, Event, EventKind, Next};
use crate::config::{CallOptions, Config};
use crate::endpoint::Request;
use crate::error::Failure;
use crate::js::{cause_of, set};
use crate::wire::Payload;

/// What lends a call its clock and its attempts.
pub(crate) trait Runtime {
    /// One attempt.
    type Attempt: Attempt;

    /// Begins an attempt: its deadline, its signal.
    fn attempt(&self, timeout_ms: u32, signal: &JsValue) -> Self::Attempt;

    /// Waits between attempts; gives whether the caller's signal came first.
    fn wait(&self, ms: u32, signal: &JsValue) -> Promise;

    /// Tells whoever listens.
    fn tell(&self, event: &Event);

    /// Whether the caller has aborted.
    fn is_aborted(&self, signal: &JsValue) -> bool;

    /// The caller's reason for an abort.
    fn reason(&self, signal: &JsValue) -> JsValue;

    /// A clock that does not go back, in milliseconds.
    fn clock(&self) -> f64;
}

/// One attempt's deadline and signal.
pub(crate) trait Attempt {
    /// Calls `fetch`. Gives a genuine `Response` of this realm, or rejects.
    fn send(&self, url: &str, headers: &Object, body: &str) -> Promise;

    /// `promise`, or a rejection once the attempt is over.
    fn race(&self, promise: &Promise) -> Promise;

    /// How the attempt ended so far: 0 not, 1 out of time, 2 by the caller's signal, 3 `fetch` gave no answer.
    fn over(&self) -> u8;

    /// Lets go of the timer and the caller's signal; gives up the connection unless the answer was read `whole`.
    fn close(&self, whole: bool);
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

/// An answer that was read whole.
struct Received {
    status: u16,
    retry_after: Option<String>,
    body: Vec<u8>,
}

/// Makes the call: as many attempts as its rules say.
pub(crate) async fn call<R: Runtime>(
    host: &R,
    config: &Config,
    options: CallOptions,
    signal: &JsValue,
    request: &Request,
) -> Result<Answer, Failed> {
    let mut call = Call::new(config, options, request);
    let endpoint = request.endpoint;
    let url = format!("{}{}", config.base_url, endpoint.path());
    if host.is_aborted(signal) {
        return Err(aborted(host, signal, call.aborted_between()));
    }
    loop {
        let attempt = call.begin();
        host.tell(&Event::new(EventKind::Request, endpoint, attempt));
        let exchange = host.attempt(options.timeout_ms, signal);
        let began = host.clock();
        let received = receive(&exchange, config, &url, &request.body).await;
        exchange.close(received.is_ok());
        let chance = Chance {
            now_ms: Date::now(),
            random: Math::random(),
        };
        let (next, cause) = match received {
            Ok(received) => {
                host.tell(&Event {
                    duration_ms: Some(host.clock() - began),
                    http_status: Some(received.status),
                    ..Event::new(EventKind::Response, endpoint, attempt)
                });
                let retry_after = received.retry_after.as_deref();
                let next = call.answered(received.status, retry_after, &received.body, chance);
                (next, JsValue::UNDEFINED)
            }
            Err(ending) => {
                let cause = match &ending {
                    Ending::Aborted => host.reason(signal),
                    Ending::Network(cause) => to_js(&cause.masked(call.redactor())),
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
                host.tell(&Event {
                    delay_ms: Some(delay_ms),
                    duration_ms: Some(host.clock() - began),
                    ..Event::of_failure(EventKind::Retry, endpoint, &failure)
                });
                if wait(host, delay_ms, signal).await {
                    return Err(aborted(host, signal, call.aborted_between()));
                }
            }
        }
    }
}

/// One attempt: sends, and reads the answer to its end.
async fn receive<A: Attempt>(
    exchange: &A,
    config: &Config,
    url: &str,
    body: &str,
) -> Result<Received, Ending> {
    let raw = JsFuture::from(exchange.send(url, &headers(config), body))
        .await
        .map_err(|thrown| ending(exchange, &thrown))?;
    // The exchange gives a genuine `Response` of this realm, so the cast is sound and no getter of it can throw.
    let response = Response::from(raw.unchecked_into::<web_sys::Response>());
    let headers = response.headers();
    // Only a hint, as nothing is believed of it: where it is right, the body is not copied while it grows.
    let length = headers
        .get("content-length")
        .and_then(|length| length.parse::<u32>().ok());
    let room = length.unwrap_or(0).min(config.max_response_bytes);
    Ok(Received {
        status: response.status(),
        retry_after: headers.get("retry-after"),
        body: read_body(exchange, &response, room, config.max_response_bytes).await?,
    })
}

/// Reads the body piece by piece, so that one that is too long is left as soon as it is.
async fn read_body<A: Attempt>(
    exchange: &A,
    response: &Response,
    room: u32,
    most: u32,
) -> Result<Vec<u8>, Ending> {
    let mut body = Vec::new();
    let Some(stream) = response.body() else {
        return Ok(body);
    };
    // Where there is no such room, it is asked for again with the bytes that are there.
    let _ = body.try_reserve_exact(room as usize);
    let reader = ReadableStreamDefaultReader::new(&stream)
        .map_err(|_| Ending::NoAnswer("the answer's body was taken by someone else"))?;
    loop {
        let piece = JsFuture::from(exchange.race(&reader.read()))
            .await
            .map_err(|thrown| ending(exchange, &thrown))?;
        let property =
            |name: &str| Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if property("done").is_truthy() {
            return Ok(body);
        }
        let bytes = bytes_of(&property("value")).ok_or(Ending::NoAnswer(
            "the answer's body does not consist of bytes",
        ))?;
        let before = body.len();
        let after = before.saturating_add(usize::try_from(bytes.length()).unwrap_or(usize::MAX));
        if u32::try_from(after).map_or(true, |length| length > most) {
            return Err(Ending::TooLarge {
                status: response.status(),
            });
        }
        body.resize(after, 0);
        if let Some(room) = body.get_mut(before..) {
            bytes.copy_to(room);
        }
    }
}

/// A piece of a body, also where it was made in another realm.
fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Some(bytes.clone());
    }
    let number = |name: &str| Reflect::get(value, &name.into()).ok()?.as_f64();
    if !js_sys::ArrayBuffer::is_view(value) || number("BYTES_PER_ELEMENT") != Some(1.0) {
        return None;
    }
    Some(Uint8Array::new(value))
}

/// Why an attempt failed: by the exchange where it ended it, else by what was thrown.
fn ending<A: Attempt>(exchange: &A, thrown: &JsValue) -> Ending {
    match exchange.over() {
        1 => Ending::TimedOut,
        2 => Ending::Aborted,
        3 => Ending::NoAnswer("fetch gave no Response"),
        _ => Ending::Network(cause_of(thrown)),
    }
}

/// A plain object each time: an injected `fetch` may keep or change it.
fn headers(config: &Config) -> Object {
    let headers = Object::new();
    for (name, value) in &config.headers {
        set(&headers, name, &value.into());
    }
    set(&headers, "content-type", &"application/json".into());
    if let Some(key) = &config.api_key {
        set(&headers, "authorization", &key.into());
    }
    headers
}

async fn wait<R: Runtime>(host: &R, ms: u64, signal: &JsValue) -> bool {
    // At most a minute, which every number holds.
    let waited = host.wait(u32::try_from(ms).unwrap_or(u32::MAX), signal);
    JsFuture::from(waited)
        .await
        .is_ok_and(|aborted| aborted.is_truthy())
}

fn aborted<R: Runtime>(host: &R, signal: &JsValue, failure: Failure) -> Failed {
    Failed {
        failure,
        cause: host.reason(signal),
    }
}

/// A plain object of something of our own.
pub(crate) fn to_js<T: serde::Serialize>(value: &T) -> JsValue {
    // It fails only for maps with odd keys and the like, of which there are none here.
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::NULL)
}
