//! The wasm exports: values in, values out; no decisions.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::card::{self, Language};
use crate::client::{Event, EventKind};
use crate::config::{self, CallOptions, Config, Environment};
use crate::endpoint::{DestroyIds, DetailInput, Endpoint, ListQuery, Request, TransferInput};
use crate::error::{ErrorCode, Failure, Invalid, InvalidCode, Outcome};
use crate::host::{Host, Surroundings};
use crate::pager::{Pager, Step};
use crate::redact::Redactor;
use crate::transport::{self, Answer, Failed, Runtime};
use crate::value::{Value, as_number};
use crate::wire::{CardColumns, Payload};

/// Given back by what begins something, which an instance that has died cannot give.
const BEGUN: u32 = 1;

/// Checks a client's options, which `pkg-template/given.js` wrote. Gives the text that goes into every call as it is.
#[wasm_bindgen(js_name = checkConfig)]
pub fn check_config(options: &str, surroundings: &Surroundings) -> Result<String, JsValue> {
    let given = Value::read(options);
    let environment = Environment {
        is_page: surroundings.is_page(),
    };
    let parse_url = |address: &str| surroundings.parse_url(address);
    let config = config::check(&given, &environment, &parse_url).map_err(|invalid| {
        // A key that is refused, or that stands beside what is refused, is a secret all the same.
        let redactor = Redactor::new(given.text_field("apiKey"), &[]);
        let elsewhere = invalid.code == InvalidCode::Place;
        let report = thrown(Failure::invalid(None, invalid.masked(&redactor)).into());
        set(&report, "elsewhere", &elsewhere.into());
        report
    })?;
    Ok(config.to_text())
}

/// Begins a call of the endpoint with this number. `given` holds its two arguments; what comes of them is the host's to
/// tell. All is checked before this returns: what is changed afterwards changes nothing.
#[wasm_bindgen]
pub fn call(host: Host, endpoint: u8, settings: &str, given: &str) -> u32 {
    let endpoint = match endpoint {
        0 => Endpoint::List,
        1 => Endpoint::Detail,
        2 => Endpoint::Transfer,
        _ => Endpoint::Destroy,
    };
    match Call::prepare(&host, endpoint, settings, given) {
        Ok(call) => start(host, call),
        Err(error) => host.failed(&error),
    }
    BEGUN
}

/// A walk through all pages of a list.
#[wasm_bindgen]
pub struct Pages {
    query: ListQuery,
    config: Rc<Config>,
    options: CallOptions,
    pager: Rc<RefCell<Pager>>,
}

#[wasm_bindgen]
impl Pages {
    /// Checks the query and the options of a walk.
    pub fn open(host: &Host, settings: &str, given: &str) -> Result<Pages, JsValue> {
        let config = settings_of(settings)?;
        let redactor = Redactor::new(config.api_key.as_deref(), &[]);
        let refuse = |invalid| refused(host, Endpoint::List, &redactor, invalid);
        let [query, mut options] = Value::read_two(given);
        let size = options.take_field("pageSize");
        let options = check_options(host, &options, &config).map_err(refuse)?;
        let size = config::page_size(&size).map_err(refuse)?;
        let query = ListQuery::check_unpaged(&query).map_err(refuse)?;
        Ok(Self {
            query,
            config: Rc::new(config),
            options,
            pager: Rc::new(RefCell::new(Pager::new(size))),
        })
    }

    /// Begins to read the next page: `{ cards, fresh }`, where `fresh` are the positions of cards not given yet; undefined
    /// after the last.
    #[allow(
        clippy::should_implement_trait,
        reason = "it is JavaScript's next, and tells the host"
    )]
    pub fn next(&self, host: Host) -> u32 {
        let step = self.pager.borrow().step();
        match step {
            Step::Ask { page, limit } => {
                let spelling = self.config.user_name_field();
                let call = Call {
                    request: self.query.page_request(page, limit, spelling),
                    shape: Shape::Walk(Rc::clone(&self.pager)),
                    config: Rc::clone(&self.config),
                    options: self.options,
                };
                start(host, call);
            }
            Step::Done => host.done(&JsValue::UNDEFINED),
            Step::Stuck(why) => host.failed(&stuck(&host, why)),
        }
        BEGUN
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
    fn prepare(
        host: &Host,
        endpoint: Endpoint,
        settings: &str,
        given: &str,
    ) -> Result<Self, JsValue> {
        let config = settings_of(settings)?;
        let [input, options] = Value::read_two(given);
        let checked = check_options(host, &options, &config)
            .and_then(|options| Ok((options, check(endpoint, &input, &config)?)));
        let (options, (request, shape)) = checked.map_err(|invalid| {
            let redactor = Redactor::new(config.api_key.as_deref(), &[]);
            refused(host, endpoint, &redactor, invalid)
        })?;
        Ok(Self {
            request,
            shape,
            config: Rc::new(config),
            options,
        })
    }
}

fn check(endpoint: Endpoint, input: &Value, config: &Config) -> Result<(Request, Shape), Invalid> {
    Ok(match endpoint {
        Endpoint::List => {
            let query = ListQuery::check(input)?;
            (query.request(config.user_name_field()), Shape::Page(query))
        }
        Endpoint::Detail => (DetailInput::check(input)?.request(), Shape::Card),
        Endpoint::Transfer => (TransferInput::check(input)?.request(), Shape::Message),
        Endpoint::Destroy => (DestroyIds::check(input)?.request(), Shape::Message),
    })
}

fn check_options(host: &Host, given: &Value, config: &Config) -> Result<CallOptions, Invalid> {
    if !host.can_fetch() {
        return Err(config::no_fetch());
    }
    CallOptions::check(given, config)
}

/// Sends a call. One future for all of them: each more would be its own copy of the whole way.
fn start(host: Host, call: Call) {
    spawn_local(async move {
        let sent = transport::call(&host, &call.config, call.options, &call.request).await;
        match sent {
            Ok(answer) => host.done(&call.shape.of(&host, &answer)),
            Err(failed) => host.failed(&rejected(&host, call.request.endpoint, failed)),
        }
    });
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
    if host.listens() {
        host.tell(&Event::of_failure(
            EventKind::Error,
            endpoint,
            &failed.failure,
        ));
    }
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
    let report = transport::to_js(&failed.failure.report());
    set(&report, "cause", &failed.cause);
    report
}

/// Builds the cards of a decoded answer.
fn cards(host: &Host, payload: &Payload) -> Array {
    payload.columns().map_or_else(Array::new, |columns| {
        let (rows, texts, arena) = (columns.rows(), columns.texts(), columns.arena());
        host.cards(
            &wasm_bindgen::memory(),
            rows.as_ptr().addr(),
            rows.len(),
            texts.as_ptr().addr(),
            texts.len(),
            arena.as_ptr().addr(),
        )
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

fn number(integer: i64) -> JsValue {
    JsValue::from_f64(as_number(integer))
}

/// The configuration that [`check_config`] gave. Wasm keeps none, so that a new instance can take over at any time.
fn settings_of(text: &str) -> Result<Config, JsValue> {
    Config::of_text(text).ok_or_else(|| {
        let says =
            "its configuration was lost, a defect of espai-cdkey; please report what led here";
        thrown(Failure::new(ErrorCode::Internal, None, Outcome::NotSent, says).into())
    })
}

/// Sets a property of an object of our own.
fn set(object: &JsValue, name: &str, value: &JsValue) {
    // It cannot fail on a fresh plain object.
    let _ = Reflect::set(object, &name.into(), value);
}
