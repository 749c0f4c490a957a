//! One attempt: a request is handed to `fetch`, and its answer is read to the end. Whatever `fetch` does (never settles, takes
//! no notice of its signal, throws, gives something that only looks like an answer), it ends exactly once.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit, RequestRedirect};

use super::answer::{self, Received};
use super::headers;
use super::once::{self, OwnConnection};
use super::watch::{Early, Watch};
use crate::call::{Call, Ending, Sent};
use crate::config::{CallOptions, Config};
use crate::endpoint::Request;
use crate::lent::Lent;
use crate::{js, thrown};

#[wasm_bindgen]
extern "C" {
    /// The runtime's own, looked up at each call, and called without a `this`, as pages want it.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;
}

/// What one attempt sends, and what it may take.
pub(super) struct Sending<'a> {
    url: String,
    request: &'a Request,
    config: &'a Config,
    timeout_ms: u32,
    /// The same for each attempt.
    idempotency_key: Option<String>,
}

impl<'a> Sending<'a> {
    pub(super) fn new(config: &'a Config, options: CallOptions, request: &'a Request) -> Self {
        let carries_key = config.sends_idempotency_key() && request.endpoint.is_move();
        Self {
            url: format!("{}{}", config.base_url, request.endpoint.path()),
            request,
            config,
            timeout_ms: options.timeout_ms,
            idempotency_key: carries_key.then(once::idempotency_key).flatten(),
        }
    }

    /// Fresh each time: an injected `fetch` may keep or change it.
    fn init(&self, own: &Headers, controller: Option<&AbortController>) -> RequestInit {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_headers(&self.headers(own));
        init.set_body(&self.request.body.as_str().into());
        // Following one would carry the key away.
        init.set_redirect(RequestRedirect::Manual);
        init.set_signal(controller.map(AbortController::signal).as_ref());
        init
    }

    /// The headers, in order: the caller's own first.
    fn headers(&self, own: &Headers) -> JsValue {
        let headers = Object::new().into();
        for (name, value) in own {
            js::set(&headers, name, &value.into());
        }
        for (name, value) in [
            ("content-type", Some("application/json")),
            ("authorization", self.config.api_key.as_deref()),
            ("idempotency-key", self.idempotency_key.as_deref()),
        ] {
            if let Some(value) = value {
                js::set(&headers, name, &value.into());
            }
        }
        headers
    }

    /// What the runtime's own `fetch` has to be given beside, so that it sends no move twice.
    fn connection(&self, lent: &Lent) -> Option<OwnConnection> {
        let own = lent.fetch.is_none() && self.request.endpoint.is_move();
        own.then(OwnConnection::new).flatten()
    }
}

type Headers = Vec<(String, String)>;

/// Calls the caller's `fetch`, or the runtime's.
fn send(lent: &Lent, url: &str, init: &JsValue) -> Result<JsValue, JsValue> {
    match &lent.fetch {
        Some(fetch) => js::call(fetch, &JsValue::UNDEFINED, &Array::of2(&url.into(), init)),
        None => global_fetch(url, init),
    }
}

/// Makes one attempt of `call`. Dropped before its end, it gives its connection up.
pub(super) async fn make(
    lent: &Lent,
    sending: &Sending<'_>,
    call: &mut Call,
) -> Result<Received, Ending> {
    let controller = AbortController::new().ok();
    let mut connection = Connection(controller.clone());
    let no_controller = JsValue::UNDEFINED;
    let held = controller.as_ref().map_or(&no_controller, AsRef::as_ref);
    let mut watch = pin!(Watch::attempt(lent, sending.timeout_ms, held));
    // Else the request would leave although the caller had aborted.
    if watch.came() == Some(Early::Aborted) {
        return Err(Ending::Aborted(Sent::Nothing));
    }
    let left = Cell::new(false);
    let mut exchange = pin!(exchange(lent, sending, call, controller.as_ref(), &left));
    let early = match first(exchange.as_mut(), watch.as_mut()).await {
        First::Exchange(received) => {
            if received.is_ok() {
                connection.keep();
            }
            return received;
        }
        First::Watch(early) => early,
    };
    let (name, message) = match early {
        Early::TimedOut => ("TimeoutError", "The attempt ran out of time"),
        Early::Aborted => ("AbortError", "The caller aborted"),
    };
    connection.give_up(name, message);
    // Where `fetch` was not called yet, it never will be.
    let sent = if left.get() {
        last_words(exchange).await
    } else {
        Sent::Nothing
    };
    Err(match early {
        Early::TimedOut => Ending::TimedOut(sent),
        Early::Aborted => Ending::Aborted(sent),
    })
}

/// What ends an attempt.
enum First {
    Exchange(Result<Received, Ending>),
    Watch(Early),
}

/// The answer, or what ended the attempt before it was there whole. What came at the same time is no loss: the answer counts.
async fn first(
    mut exchange: Pin<&mut impl Future<Output = Result<Received, Ending>>>,
    mut watch: Pin<&mut Watch>,
) -> First {
    poll_fn(|context| {
        if let Poll::Ready(received) = exchange.as_mut().poll(context) {
            return Poll::Ready(First::Exchange(received));
        }
        watch.as_mut().poll(context).map(First::Watch)
    })
    .await
}

/// How many turns of the microtask queue a `fetch` has to say that it sent nothing. A fetch of `espai-cdkey/node` needs two, and each
/// function around it one or two more.
const TURNS: u8 = 16;

/// What `fetch` says at once to it that it was given up: one of `espai-cdkey/node` knows whether it had begun to write. No timer waits for
/// it, and of one that says nothing, or anything else, it stays open whether the request left.
async fn last_words(
    mut exchange: Pin<&mut impl Future<Output = Result<Received, Ending>>>,
) -> Sent {
    for _ in 0..TURNS {
        js::next_turn().await;
        let said = poll_fn(|context| Poll::Ready(exchange.as_mut().poll(context))).await;
        match said {
            Poll::Ready(Err(Ending::Network(cause))) if cause.never_connected() => {
                return Sent::Nothing;
            }
            Poll::Ready(_) => return Sent::Perhaps,
            Poll::Pending => {}
        }
    }
    Sent::Perhaps
}

/// What a foreign function gave, once it is there, or what it threw or its promise was rejected with.
async fn settled(given: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    js::settled(&given?).await
}

async fn exchange(
    lent: &Lent,
    sending: &Sending<'_>,
    call: &mut Call,
    controller: Option<&AbortController>,
    left: &Cell<bool>,
) -> Result<Received, Ending> {
    let checked;
    let own = match &lent.headers {
        None => &sending.config.headers,
        Some(function) => {
            let given = settled(js::call(function, &JsValue::UNDEFINED, &Array::new())).await;
            checked = headers::checked(given, sending.config)?;
            call.learn_headers(&checked);
            // The function may have done it.
            if lent.is_aborted() {
                return Err(Ending::Aborted(Sent::Nothing));
            }
            &checked
        }
    };
    let init = sending.init(own, controller);
    // Until the answer was read.
    let connection = sending.connection(lent);
    if let Some(connection) = &connection {
        js::set(&init, "client", connection.client());
    }
    left.set(true);
    let answer = settled(send(lent, &sending.url, &init))
        .await
        .map_err(|thrown| Ending::Network(thrown::read(&thrown)))?;
    answer::receive(answer, sending.config.max_response_bytes).await
}

/// Gives a request up, unless its answer came whole.
struct Connection(Option<AbortController>);

impl Connection {
    fn keep(&mut self) {
        self.0 = None;
    }

    fn give_up(&mut self, name: &str, message: &str) {
        if let Some(controller) = self.0.take() {
            controller.abort_with_reason(&thrown::reason(name, message));
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.give_up("AbortError", "The answer is not read on");
    }
}
