//! The wasm exports: values in, values out; no decisions.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::card::{self, Language};
use crate::client::{Event, EventKind};
use crate::config::{self, CallOptions, Config, Environment};
use crate::endpoint::{DestroyIds, DetailInput, Endpoint, ListQuery, Request, TransferInput};
use crate::error::{ErrorCode, Failure, Invalid, InvalidCode, Outcome};
use crate::host::{Host, Settings};
use crate::js::{self, Kept, set};
use crate::pager::{Pager, Step};
use crate::redact::Redactor;
use crate::transport::{self, Answer, Failed, Runtime};
use crate::value::Value;
use crate::wire::{CardColumns, Payload};

/// Checks a client's options. Gives `{ config, fetch, onEvent }`; `config` goes into every call as it is.
#[wasm_bindgen(js_name = checkConfig)]
pub fn check_config(options: &JsValue) -> Result<JsValue, JsValue> {
    let mut kept = Kept::default();
    let given = js::read_keeping(options, 2, &mut kept);
    let window = js::global("window");
    let environment = Environment {
        is_page: window.is_object() && js::global("document").is_object(),
    };
    let config = config::check(&given, &environment, &js::parse_url).map_err(|invalid| {
        // A key that is refused, or that stands beside what is refused, is a secret all the same.
        let redactor = Redactor::new(given.text_field("apiKey"), &[]);
        let elsewhere = invalid.code == InvalidCode::Place;
        let report = thrown(Failure::invalid(None, invalid.masked(&redactor)).into());
        set(&report, "elsewhere", &elsewhere.into());
        report
    })?;
    let checked = Object::new();
    set(&checked, "config", &transport::to_js(&config));
    set(&checked, "fetch", &kept.take("fetch"));
    set(&checked, "onEvent", &kept.take("onEvent"));
    Ok(checked.into())
}

/// `/cdkey/list`
#[wasm_bindgen]
pub fn list(host: Host, settings: &Settings, query: &JsValue, options: &JsValue) -> Promise {
    let call = Call::prepare(&host, Endpoint::List, settings, options, |config| {
        let query = ListQuery::check(&js::read(query, 1))?;
        let request = query.request(config.user_name_field());
        Ok((request, Shape::Page(query)))
    });
    start(host, call)
}

/// `/cdkey/detail`
#[wasm_bindgen]
pub fn detail(host: Host, settings: &Settings, input: &JsValue, options: &JsValue) -> Promise {
    let call = Call::prepare(&host, Endpoint::Detail, settings, options, |_| {
        let request = DetailInput::check(&js::read(input, 1))?.request();
        Ok((request, Shape::Card))
    });
    start(host, call)
}

/// `/cdkey/transfer`
#[wasm_bindgen]
pub fn transfer(host: Host, settings: &Settings, input: &JsValue, options: &JsValue) -> Promise {
    let call = Call::prepare(&host, Endpoint::Transfer, settings, options, |_| {
        let request = TransferInput::check(&js::read(input, 1))?.request();
        Ok((request, Shape::Message))
    });
    start(host, call)
}

/// `/cdkey/destroy`
#[wasm_bindgen]
pub fn destroy(host: Host, settings: &Settings, ids: &JsValue, options: &JsValue) -> Promise {
    let call = Call::prepare(&host, Endpoint::Destroy, settings, options, |_| {
        let request = DestroyIds::check(&js::read(ids, 2))?.request();
        Ok((request, Shape::Message))
    });
    start(host, call)
}

/// A walk through all pages of a list.
#[wasm_bindgen]
pub struct Pages {
    query: ListQuery,
    config: Rc<Config>,
    options: CallOptions,
    signal: JsValue,
    pager: Rc<RefCell<Pager>>,
}

#[wasm_bindgen]
impl Pages {
    /// Checks the query and the options of a walk.
    pub fn open(
        host: &Host,
        settings: &Settings,
        query: &JsValue,
        options: &JsValue,
    ) -> Result<Pages, JsValue> {
        let config = settings.read();
        let redactor = Redactor::new(config.api_key.as_deref(), &[]);
        let refuse = |invalid| refused(host, Endpoint::List, &redactor, invalid);
        let mut kept = Kept::default();
        let mut given = js::read_keeping(options, 1, &mut kept);
        let signal = kept.take("signal");
        let size = given.take_field("pageSize");
        let options = check_options(host, &given, &signal, &config).map_err(refuse)?;
        let size = config::page_size(&size).map_err(refuse)?;
        let query = ListQuery::check_unpaged(&js::read(query, 1)).map_err(refuse)?;
        Ok(Self {
            query,
            config: Rc::new(config),
            options,
            signal,
            pager: Rc::new(RefCell::new(Pager::new(size))),
        })
    }

    /// Reads the next page: `{ cards, fresh }`, where `fresh` are the positions of cards not given yet; undefined after
    /// the last.
    #[allow(
        clippy::should_implement_trait,
        reason = "it is JavaScript's next, and gives a promise"
    )]
    pub fn next(&self, host: Host) -> Promise {
        let (page, limit) = match self.pager.borrow().step() {
            Step::Ask { page, limit } => (page, limit),
            Step::Done => return Promise::resolve(&JsValue::UNDEFINED),
            Step::Stuck(why) => return Promise::reject(&stuck(&host, why)),
        };
        let call = Call {
            request: self
                .query
                .page_request(page, limit, self.config.user_name_field()),
            shape: Shape::Walk(Rc::clone(&self.pager)),
            config: Rc::clone(&self.config),
            options: self.options,
            signal: self.signal.clone(),
        };
        start(host, Ok(call))
    }
}

/// Whether a card type's code is a paid card's.
#[wasm_bindgen(js_name = isPaid)]
pub fn is_paid(code: &str) -> bool {
    card::is_paid(code)
}

/// What a person calls a card type, in Chinese or in English.
#[wasm_bindgen(js_name = cardTypeLabel)]
pub fn card_type_label(code: &str, english: bool) -> String {
    let language = if english {
        Language::English
    } else {
        Language::Chinese
    };
    card::label(code, language).to_owned()
}

/// A checked call, ready to be sent.
struct Call {
    request: Request,
    shape: Shape,
    config: Rc<Config>,
    options: CallOptions,
    signal: JsValue,
}

/// What JavaScript is given of a success.
enum Shape {
    /// A page of what was asked for.
    Page(ListQuery),
    /// One card.
    Card,
    /// The service's words.
    Message,
    /// A page of a walk.
    Walk(Rc<RefCell<Pager>>),
}

impl Call {
    /// Checks all that the caller gave, at once: what is changed afterwards changes nothing.
    fn prepare(
        host: &Host,
        endpoint: Endpoint,
        settings: &Settings,
        options: &JsValue,
        check: impl FnOnce(&Config) -> Result<(Request, Shape), Invalid>,
    ) -> Result<Self, JsValue> {
        let config = settings.read();
        let mut kept = Kept::default();
        let given = js::read_keeping(options, 1, &mut kept);
        let signal = kept.take("signal");
        let checked = check_options(host, &given, &signal, &config)
            .and_then(|options| Ok((options, check(&config)?)));
        let (options, (request, shape)) = checked.map_err(|invalid| {
            let redactor = Redactor::new(config.api_key.as_deref(), &[]);
            refused(host, endpoint, &redactor, invalid)
        })?;
        Ok(Self {
            request,
            shape,
            config: Rc::new(config),
            options,
            signal,
        })
    }
}

fn check_options(
    host: &Host,
    given: &Value,
    signal: &JsValue,
    config: &Config,
) -> Result<CallOptions, Invalid> {
    if !host.can_fetch() {
        return Err(config::no_fetch());
    }
    CallOptions::check(given, host.is_signal(signal), config)
}

/// Sends a call. One future for all of them: each more would be its own copy of the whole way.
fn start(host: Host, call: Result<Call, JsValue>) -> Promise {
    let call = match call {
        Ok(call) => call,
        Err(error) => return Promise::reject(&error),
    };
    future_to_promise(async move {
        let sent = transport::call(
            &host,
            &call.config,
            call.options,
            &call.signal,
            &call.request,
        );
        match sent.await {
            Ok(answer) => Ok(call.shape.of(&host, &answer)),
            Err(failed) => Err(rejected(&host, call.request.endpoint, failed)),
        }
    })
}

impl Shape {
    fn of(&self, host: &Host, answer: &Answer) -> JsValue {
        match self {
            Self::Page(query) => page(host, query, answer),
            Self::Card => cards(host, &answer.payload).get(0),
            Self::Message => message(answer),
            Self::Walk(pager) => {
                let columns = answer.payload.columns();
                let ids: Vec<&str> = columns.into_iter().flat_map(CardColumns::ids).collect();
                let fresh = pager.borrow_mut().accept(&ids, answer.payload.total());
                let page = Object::new();
                set(&page, "cards", &cards(host, &answer.payload));
                set(&page, "fresh", &js_sys::Uint32Array::from(fresh.as_slice()));
                page.into()
            }
        }
    }
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            cause: JsValue::UNDEFINED,
        }
    }
}

fn refused(host: &Host, endpoint: Endpoint, redactor: &Redactor, invalid: Invalid) -> JsValue {
    rejected(
        host,
        endpoint,
        Failure::invalid(Some(endpoint), invalid.masked(redactor)).into(),
    )
}

/// A call's end: told to `onEvent`, then thrown.
fn rejected(host: &Host, endpoint: Endpoint, failed: Failed) -> JsValue {
    host.tell(&Event::of_failure(
        EventKind::Error,
        endpoint,
        &failed.failure,
    ));
    thrown(failed)
}

fn stuck(host: &Host, why: &str) -> JsValue {
    let failure = Failure {
        path: Some("totalNumber".to_owned()),
        ..Failure::new(
            ErrorCode::PaginationStuck,
            Some(Endpoint::List),
            Outcome::Unknown,
            why,
        )
    };
    rejected(host, Endpoint::List, failure.into())
}

/// What JavaScript makes an error of (`pkg-template/errors.js`).
fn thrown(failed: Failed) -> JsValue {
    let report = transport::to_js(&failed.failure);
    set(&report, "cause", &failed.cause);
    report
}

/// Builds the cards of a decoded answer.
fn cards(host: &Host, payload: &Payload) -> Array {
    payload.columns().map_or_else(Array::new, |columns| {
        host.cards(columns.rows(), columns.texts(), columns.arena())
    })
}

fn page(host: &Host, query: &ListQuery, answer: &Answer) -> JsValue {
    let total = answer.payload.total();
    let cards = cards(host, &answer.payload);
    let more = query.has_more(i64::from(cards.length()), total);
    let page = Object::new();
    set(&page, "cards", &cards);
    set(&page, "total", &number(total));
    set(&page, "page", &number(query.page()));
    set(&page, "limit", &number(query.limit()));
    set(&page, "hasMore", &more.into());
    page.into()
}

fn message(answer: &Answer) -> JsValue {
    let result = Object::new();
    let message = answer
        .message
        .as_deref()
        .map_or(JsValue::NULL, JsValue::from_str);
    set(&result, "message", &message);
    result.into()
}

/// A safe integer as JavaScript's number.
#[expect(
    clippy::cast_precision_loss,
    reason = "every one of them is a safe integer"
)]
fn number(integer: i64) -> JsValue {
    JsValue::from_f64(integer as f64)
}
