//! What JavaScript lends to one call: the objects that only the host has.

use js_sys::{Array, Object, Promise};
use wasm_bindgen::prelude::*;

use crate::client::Event;
use crate::config::Config;
use crate::transport::{self, Attempt, Runtime};

#[wasm_bindgen]
extern "C" {
    /// The JavaScript side of one call (`pkg-template/host.js`).
    #[allow(unreachable_pub, reason = "the exports name it")]
    pub type Host;

    /// Begins an attempt: its deadline, its signal.
    #[wasm_bindgen(method)]
    pub(crate) fn exchange(this: &Host, timeout_ms: u32, signal: &JsValue) -> Exchange;

    /// Waits between attempts; gives whether the caller's signal came first.
    #[wasm_bindgen(method)]
    pub(crate) fn wait(this: &Host, ms: f64, signal: &JsValue) -> Promise;

    /// Tells `onEvent`; whatever that throws is kept from here.
    #[wasm_bindgen(method)]
    pub(crate) fn event(this: &Host, event: JsValue);

    /// Whether there is an `onEvent` at all.
    #[wasm_bindgen(method)]
    pub(crate) fn listens(this: &Host) -> bool;

    /// Whether there is a `fetch`: an injected one, or the runtime's.
    #[wasm_bindgen(method, js_name = canFetch)]
    pub(crate) fn can_fetch(this: &Host) -> bool;

    /// Whether `signal` is an `AbortSignal`, or none.
    #[wasm_bindgen(method, js_name = isSignal)]
    pub(crate) fn is_signal(this: &Host, signal: &JsValue) -> bool;

    /// Whether the caller has aborted.
    #[wasm_bindgen(method, js_name = isAborted)]
    pub(crate) fn is_aborted(this: &Host, signal: &JsValue) -> bool;

    /// The caller's reason for an abort.
    #[wasm_bindgen(method)]
    pub(crate) fn reason(this: &Host, signal: &JsValue) -> JsValue;

    /// A monotonic clock, in milliseconds.
    #[wasm_bindgen(method)]
    pub(crate) fn clock(this: &Host) -> f64;

    /// Builds plain `Card` objects out of decoded columns, which are only lent for the call.
    #[wasm_bindgen(method)]
    pub(crate) fn cards(this: &Host, rows: &[u32], texts: &[u32], arena: &[u8]) -> Array;

    /// One attempt's deadline and signal, and the `fetch` that was injected (`pkg-template/exchange.js`).
    pub(crate) type Exchange;

    /// Calls `fetch`. Gives a `Response` of this realm, whatever `fetch` gave, or rejects.
    #[wasm_bindgen(method)]
    pub(crate) fn send(this: &Exchange, url: &str, headers: &Object, body: &str) -> Promise;

    /// `promise`, or a rejection once the attempt is over.
    #[wasm_bindgen(method)]
    pub(crate) fn race(this: &Exchange, promise: &Promise) -> Promise;

    /// How the attempt ended so far: 0 not, 1 out of time, 2 by the caller's signal, 3 `fetch` gave no answer.
    #[wasm_bindgen(method)]
    pub(crate) fn over(this: &Exchange) -> u8;

    /// Lets go of the timer and the caller's signal; gives up the connection unless the answer was read `whole`.
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &Exchange, whole: bool);

    /// A checked [`Config`] in JavaScript's keeping: our own, so nothing in it is checked again.
    #[allow(unreachable_pub, reason = "the exports name it")]
    pub type Settings;

    #[wasm_bindgen(method, getter, js_name = apiKey)]
    fn api_key(this: &Settings) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = baseUrl)]
    fn base_url(this: &Settings) -> String;

    #[wasm_bindgen(method, getter, js_name = timeoutMs)]
    fn timeout_ms(this: &Settings) -> u32;

    #[wasm_bindgen(method, getter, js_name = maxRetries)]
    fn max_retries(this: &Settings) -> u32;

    #[wasm_bindgen(method, getter, js_name = maxResponseBytes)]
    fn max_response_bytes(this: &Settings) -> u32;

    #[wasm_bindgen(method, getter)]
    fn username(this: &Settings) -> bool;

    #[wasm_bindgen(method, getter)]
    fn headers(this: &Settings) -> Array;
}

impl Settings {
    /// The configuration, for one call. Wasm keeps none, so that a new instance can take over at any time.
    pub(crate) fn read(&self) -> Config {
        let headers = self.headers();
        Config {
            api_key: self.api_key(),
            base_url: self.base_url(),
            timeout_ms: self.timeout_ms(),
            max_retries: self.max_retries(),
            max_response_bytes: self.max_response_bytes(),
            username: self.username(),
            headers: (0..headers.length())
                .filter_map(|at| {
                    let pair: Array = headers.get(at).unchecked_into();
                    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
                })
                .collect(),
        }
    }
}

impl Runtime for Host {
    type Attempt = Exchange;

    fn attempt(&self, timeout_ms: u32, signal: &JsValue) -> Exchange {
        self.exchange(timeout_ms, signal)
    }

    fn wait(&self, ms: u32, signal: &JsValue) -> Promise {
        Self::wait(self, f64::from(ms), signal)
    }

    fn tell(&self, event: &Event) {
        if self.listens() {
            self.event(transport::to_js(event));
        }
    }

    fn is_aborted(&self, signal: &JsValue) -> bool {
        Self::is_aborted(self, signal)
    }

    fn reason(&self, signal: &JsValue) -> JsValue {
        Self::reason(self, signal)
    }

    fn clock(&self) -> f64 {
        Self::clock(self)
    }
}

impl Attempt for Exchange {
    fn send(&self, url: &str, headers: &Object, body: &str) -> Promise {
        Self::send(self, url, headers, body)
    }

    fn race(&self, promise: &Promise) -> Promise {
        Self::race(self, promise)
    }

    fn over(&self) -> u8 {
        Self::over(self)
    }

    fn close(&self, whole: bool) {
        Self::close(self, whole);
    }
}
