//! What JavaScript lends to one call: the objects that only the host has (`pkg-template/host.js`).

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::client::{Ending, Event};
use crate::config::UrlParts;
use crate::network::Cause;
use crate::transport::{self, Received, Runtime, Sending};
use crate::value::{Value, safe_integer};
use crate::wait::Wait;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript side of one call.
    #[allow(unreachable_pub, reason = "the exports name it")]
    pub type Host;

    /// Calls `fetch` and reads what it answers. Resumes `wait` with how many bytes came, or below 0 with how it ended else.
    /// `request` is lines: the address, the body, and each header's name and value.
    #[wasm_bindgen(method, js_name = attempt)]
    fn send(this: &Host, wait: u32, request: &str, timeout_ms: u32, most_bytes: u32);

    /// The answer's status; 0 where a page may not know it.
    #[wasm_bindgen(method)]
    fn status(this: &Host) -> u16;

    /// The answer's `retry-after`.
    #[wasm_bindgen(method, js_name = retryAfter)]
    fn retry_after(this: &Host) -> Option<String>;

    /// Copies the bytes that came.
    #[wasm_bindgen(method)]
    fn fill(this: &Host, body: &mut [u8]);

    /// What `fetch` or the body threw, as `pkg-template/given.js` writes it.
    #[wasm_bindgen(method)]
    fn thrown(this: &Host) -> String;

    /// Waits between attempts; resumes `wait` with 1 where the caller's signal came first, with 0 else.
    #[wasm_bindgen(method)]
    fn pause(this: &Host, wait: u32, ms: u32);

    #[wasm_bindgen(method, js_name = event)]
    fn report(this: &Host, event: JsValue);

    #[wasm_bindgen(method, js_name = listens)]
    fn has_listener(this: &Host) -> bool;

    /// Whether there is a `fetch`: an injected one, or the runtime's.
    #[wasm_bindgen(method, js_name = canFetch)]
    pub(crate) fn can_fetch(this: &Host) -> bool;

    #[wasm_bindgen(method, js_name = isAborted)]
    fn aborted(this: &Host) -> bool;

    #[wasm_bindgen(method, js_name = reason)]
    fn abort_reason(this: &Host) -> JsValue;

    #[wasm_bindgen(method, js_name = clock)]
    fn now(this: &Host) -> f64;

    /// Builds plain `Card` objects out of decoded columns, which are only lent for the call: where they are in `memory`,
    /// and how many words the first two of them have. Views of them would take longer to make than a card.
    #[wasm_bindgen(method)]
    pub(crate) fn cards(
        this: &Host,
        memory: &JsValue,
        rows: usize,
        row_words: usize,
        texts: usize,
        text_words: usize,
        arena: usize,
    ) -> Array;

    /// Ends the call with what was asked for.
    #[wasm_bindgen(method)]
    pub(crate) fn done(this: &Host, value: &JsValue);

    /// Ends the call with what an error is made of (`pkg-template/errors.js`).
    #[wasm_bindgen(method)]
    pub(crate) fn failed(this: &Host, report: &JsValue);

    /// Where a client is made.
    #[allow(unreachable_pub, reason = "the exports name it")]
    pub type Surroundings;

    /// Whether this is a page, where everyone can read a key.
    #[wasm_bindgen(method, js_name = isPage)]
    pub(crate) fn is_page(this: &Surroundings) -> bool;

    /// An address taken apart by the runtime's own parser, a relative one from the page's, as lines: all of it, its
    /// protocol, host, user and password. None where it is no address.
    #[wasm_bindgen(method, js_name = parseUrl)]
    fn url_lines(this: &Surroundings, address: &str) -> Option<String>;
}

impl Surroundings {
    /// Takes an address apart.
    pub(crate) fn parse_url(&self, address: &str) -> Option<UrlParts> {
        let lines = self.url_lines(address)?;
        let mut lines = lines.split('\n').map(str::to_owned);
        Some(UrlParts {
            href: lines.next()?,
            protocol: lines.next()?,
            hostname: lines.next()?,
            username: lines.next()?,
            password: lines.next()?,
        })
    }
}

impl Runtime for Host {
    async fn attempt(&self, sending: &Sending<'_>) -> Result<Received, Ending> {
        let mut request = format!("{}\n{}", sending.url, sending.body);
        for (name, value) in sending.headers() {
            for part in ["\n", name, "\n", value] {
                request.push_str(part);
            }
        }
        let most = sending.config.max_response_bytes;
        let wait = Wait::new();
        self.send(wait.number(), &request, sending.timeout_ms, most);
        match safe_integer(wait.await) {
            Some(-1) => Err(Ending::TimedOut),
            Some(-2) => Err(Ending::Aborted),
            Some(-3) => Err(Ending::NoAnswer("fetch gave no Response")),
            Some(-5) => Err(Ending::TooLarge {
                status: self.status(),
            }),
            Some(-6) => Err(Ending::NoAnswer(
                "the answer's body was taken by someone else",
            )),
            Some(-7) => Err(Ending::NoAnswer(
                "the answer's body does not consist of bytes",
            )),
            length => match length.and_then(|length| usize::try_from(length).ok()) {
                Some(length) => {
                    let mut body = vec![0; length];
                    self.fill(&mut body);
                    Ok(Received {
                        status: self.status(),
                        retry_after: self.retry_after(),
                        body,
                    })
                }
                None => Err(Ending::Network(Cause::of(&Value::read(&self.thrown())))),
            },
        }
    }

    async fn wait(&self, ms: u32) -> bool {
        let wait = Wait::new();
        Self::pause(self, wait.number(), ms);
        wait.await > 0.0
    }

    fn listens(&self) -> bool {
        self.has_listener()
    }

    fn tell(&self, event: &Event) {
        self.report(transport::to_js(&event.report()));
    }

    fn is_aborted(&self) -> bool {
        self.aborted()
    }

    fn reason(&self) -> JsValue {
        self.abort_reason()
    }

    fn clock(&self) -> f64 {
        self.now()
    }
}
