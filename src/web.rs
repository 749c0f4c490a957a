//! The typed client for Rust on wasm (Yew, Leptos, a Worker in Rust): the same rules, the same outcomes, no JavaScript.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::Response;
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use crate::body;
use crate::card::Card;
use crate::client::{Ending, Event};
use crate::config::{CallOptions, ClientOptions, Config, Environment};
use crate::endpoint::{DestroyIds, DetailInput, ListQuery, Request, TransferInput};
use crate::error::Failure;
use crate::js;
use crate::transport::{self, Answer, Received, Runtime, Sending};

#[wasm_bindgen]
extern "C" {
    /// The runtime's own, in pages and in workers alike.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &JsValue) -> Result<Promise, JsValue>;
}

/// A client of the platform, or of a backend that speaks as it does.
///
/// ```no_run
/// # #[cfg(all(target_arch = "wasm32", feature = "web"))]
/// # async fn example() -> Result<(), espai_cdkey::error::Failure> {
/// use espai_cdkey::config::ClientOptions;
/// use espai_cdkey::endpoint::{DetailInput, TransferInput};
/// use espai_cdkey::web::Client;
///
/// // A page must not hold the key: a backend of your own does.
/// let client = Client::new(ClientOptions {
///     base_url: Some("/api".to_owned()),
///     ..ClientOptions::default()
/// })?;
/// let card = client.detail(&DetailInput::new("17516888888", "3AoPbLSQ")?).await?;
/// let transfer = TransferInput::new(("17516888888", "3AoPbLSQ"), ("15916888888", "wNaa1GDw"), 10)?;
/// client.transfer(&transfer).await?;
/// # Ok(())
/// # }
/// ```
///
/// Dropping a call's future gives its connection up. Of a transfer or a destroy nobody knows then whether it happened.
#[derive(Debug, Clone)]
pub struct Client {
    config: Rc<Config>,
}

/// A page of cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPage {
    /// The cards that came, in the service's order.
    pub cards: Vec<Card>,
    /// How many there are in all.
    pub total: i64,
    /// Which page was asked for, from 1.
    pub page: i64,
    /// The page size that was asked for. The service may cut pages shorter (`upstream.md`, point 4).
    pub limit: i64,
    /// Whether there are cards after this page.
    pub has_more: bool,
}

impl Client {
    /// Checks the options, at once.
    ///
    /// # Errors
    /// The first option that is refused, as a [`Failure`] that was not sent.
    pub fn new(options: ClientOptions) -> Result<Self, Failure> {
        let environment = Environment {
            is_page: js::global("window").is_object() && js::global("document").is_object(),
        };
        let config = options.check(&environment, &js::parse_url)?;
        Ok(Self {
            config: Rc::new(config),
        })
    }

    /// `/cdkey/list`: the cards of a query, a page at a time.
    ///
    /// # Errors
    /// What [`Failure::code`] says; its `outcome` means nothing for a read.
    pub async fn list(&self, query: &ListQuery) -> Result<CardPage, Failure> {
        let request = query.request(self.config.user_name_field());
        let payload = self.call(&request).await?.payload;
        let total = payload.total();
        let cards: Vec<Card> = payload.cards().collect();
        let came = i64::try_from(cards.len()).unwrap_or(i64::MAX);
        Ok(CardPage {
            total,
            page: query.page(),
            limit: query.limit(),
            has_more: query.has_more(came, total),
            cards,
        })
    }

    /// `/cdkey/detail`: one card.
    ///
    /// # Errors
    /// As [`Client::list`]; that there is no such card is the service's refusal.
    pub async fn detail(&self, input: &DetailInput) -> Result<Card, Failure> {
        let request = input.request();
        let answer = self.call(&request).await?;
        // The decoder gives an answer of `detail` with its card, or none; a card is never made up.
        answer
            .payload
            .cards()
            .next()
            .ok_or_else(|| Failure::defect(request.endpoint))
    }

    /// `/cdkey/transfer`: moves quota. Gives the service's words, where it sent any.
    ///
    /// # Errors
    /// Look at [`Failure::outcome`]: where it is unknown, the quota may have moved. Nothing is sent twice by itself.
    pub async fn transfer(&self, input: &TransferInput) -> Result<Option<String>, Failure> {
        Ok(self.call(&input.request()).await?.message)
    }

    /// `/cdkey/destroy`: destroys empty paid cards, in one request. Gives the service's words, where it sent any.
    ///
    /// # Errors
    /// As [`Client::transfer`].
    pub async fn destroy(&self, ids: &DestroyIds) -> Result<Option<String>, Failure> {
        Ok(self.call(&ids.request()).await?.message)
    }

    async fn call(&self, request: &Request) -> Result<Answer, Failure> {
        let options = CallOptions::of(&self.config);
        transport::call(&Window, &self.config, options, request)
            .await
            .map_err(|failed| failed.failure)
    }
}

/// The runtime as it is, without a caller's signal: in Rust a call is given up by dropping it.
struct Window;

impl Runtime for Window {
    async fn attempt(&self, sending: &Sending<'_>) -> Result<Received, Ending> {
        let mut fetching = Fetching::new(sending.timeout_ms);
        let failed = |thrown: &JsValue| fetching.ending(thrown);
        let answer = JsFuture::from(fetching.send(sending))
            .await
            .map_err(|thrown| failed(&thrown))?;
        let response = answer
            .dyn_into::<web_sys::Response>()
            .map_err(|_| Ending::NoAnswer("fetch gave no Response"))?;
        let most = sending.config.max_response_bytes;
        let received = body::receive(&Response::from(response), most, &failed).await?;
        fetching.whole = true;
        Ok(received)
    }

    async fn wait(&self, ms: u32) -> bool {
        TimeoutFuture::new(ms).await;
        false
    }

    fn listens(&self) -> bool {
        false
    }

    fn tell(&self, _event: &Event) {}

    fn is_aborted(&self) -> bool {
        false
    }

    fn reason(&self) -> JsValue {
        JsValue::UNDEFINED
    }

    fn clock(&self) -> f64 {
        js_sys::Date::now()
    }
}

/// One attempt over the runtime's own `fetch`, which rejects by itself once its signal is aborted. Dropped before the answer
/// was read whole, it gives the connection up.
struct Fetching {
    controller: Option<AbortController>,
    timed_out: Rc<Cell<bool>>,
    /// Dropped, it does not go off.
    _timer: Timeout,
    whole: bool,
}

impl Fetching {
    fn new(timeout_ms: u32) -> Self {
        let controller = AbortController::new().ok();
        let timed_out = Rc::new(Cell::new(false));
        let (late, aborts) = (Rc::clone(&timed_out), controller.clone());
        let timer = Timeout::new(timeout_ms, move || {
            late.set(true);
            if let Some(controller) = aborts {
                controller.abort();
            }
        });
        Self {
            controller,
            timed_out,
            _timer: timer,
            whole: false,
        }
    }

    fn send(&self, sending: &Sending<'_>) -> Promise {
        let headers = Object::new();
        for (name, value) in sending.headers() {
            js::set(&headers, name, &value.into());
        }
        let init = Object::new();
        js::set(&init, "method", &"POST".into());
        js::set(&init, "headers", &headers);
        js::set(&init, "body", &sending.body.into());
        js::set(&init, "redirect", &"manual".into());
        let signal = self.controller.as_ref().map(AbortController::signal);
        js::set(
            &init,
            "signal",
            &signal.map_or(JsValue::UNDEFINED, AbortSignal::into),
        );
        if !has_fetch() {
            return Promise::reject(&JsValue::from_str("this runtime has no fetch"));
        }
        global_fetch(sending.url, &init).unwrap_or_else(|thrown| Promise::reject(&thrown))
    }

    /// Why it failed: out of time, or by what was thrown.
    fn ending(&self, thrown: &JsValue) -> Ending {
        if self.timed_out.get() {
            Ending::TimedOut
        } else {
            Ending::Network(js::cause_of(thrown))
        }
    }
}

impl Drop for Fetching {
    fn drop(&mut self) {
        if let Some(controller) = self.controller.as_ref().filter(|_| !self.whole) {
            controller.abort();
        }
    }
}

fn has_fetch() -> bool {
    Reflect::get(&js_sys::global(), &"fetch".into()).is_ok_and(|fetch| fetch.is_function())
}
