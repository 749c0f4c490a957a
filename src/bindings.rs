//! The wasm exports: values in, values out; no decisions.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::card::{self, Language};
use crate::client::{Event, EventKind};
use crate::config::{self, CallOptions, Config, Environment};
use crate::endpoint::{DestroyIds, DetailInput, Endpoint, ListQuery, Request, TransferInput};
use crate::error::{ErrorCode, Failure, Invalid, Outcome};
use crate::host::{self, Host, Kept, set};
use crate::pager::{Pager, Step};
use crate::transport::{self, Answer, Failed};
use crate::value::Value;
use crate::wire::Payload;

/// Checks a client's options. Gives `{ config, fetch, onEvent }`; `config` goes into every call as it is.
#[wasm_bindgen(js_name = checkConfig)]
pub fn check_config(options: &JsValue) -> Result<JsValue, JsValue> {
    let mut kept = Kept::default();
    let given = host::read_keeping(options, 2, &mut kept);
    let window = host::global("window");
    let environment = Environment {
        is_page: window.is_object() && host::global("document").is_object(),
    };
    let config = config::check(&given, &environment, &host::parse_url)
        .map_err(|invalid| thrown(Failed::from(Failure::invalid(None, invalid))))?;
    let checked = Object::new();
    set(&checked, "config", &transport::to_js(&config));
    set(&checked, "fetch", &kept.take("fetch"));
    set(&checked, "onEvent", &kept.take("onEvent"));
    Ok(checked.into())
}

/// `/cdkey/list`
#[wasm_bindgen]
pub async fn list(
    host: Host,
    config: JsValue,
    query: JsValue,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let call = Prepared::new(&host, Endpoint::List, &config, &options, |config| {
        let query = ListQuery::check(&host::read(&query, 1))?;
        let request = query.request(config.user_name_field());
        Ok((query, request))
    })?;
    let answer = call.send(&host).await?;
    Ok(page(&host, &call.input, &answer))
}

/// `/cdkey/detail`
#[wasm_bindgen]
pub async fn detail(
    host: Host,
    config: JsValue,
    input: JsValue,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let call = Prepared::new(&host, Endpoint::Detail, &config, &options, |_| {
        let request = DetailInput::check(&host::read(&input, 1))?.request();
        Ok(((), request))
    })?;
    let answer = call.send(&host).await?;
    Ok(transport::cards(&host, &answer.payload).get(0))
}

/// `/cdkey/transfer`
#[wasm_bindgen]
pub async fn transfer(
    host: Host,
    config: JsValue,
    input: JsValue,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let call = Prepared::new(&host, Endpoint::Transfer, &config, &options, |_| {
        let request = TransferInput::check(&host::read(&input, 1))?.request();
        Ok(((), request))
    })?;
    Ok(message(&call.send(&host).await?))
}

/// `/cdkey/destroy`
#[wasm_bindgen]
pub async fn destroy(
    host: Host,
    config: JsValue,
    ids: JsValue,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let call = Prepared::new(&host, Endpoint::Destroy, &config, &options, |_| {
        let request = DestroyIds::check(&host::read(&ids, 2))?.request();
        Ok(((), request))
    })?;
    Ok(message(&call.send(&host).await?))
}

/// A walk through all pages of a list.
#[wasm_bindgen]
pub struct Pages(Rc<Walk>);

struct Walk {
    query: ListQuery,
    config: Config,
    options: CallOptions,
    signal: JsValue,
    pager: RefCell<Pager>,
}

#[wasm_bindgen]
impl Pages {
    /// Checks the query and the options of a walk.
    pub fn open(
        host: &Host,
        config: &JsValue,
        query: &JsValue,
        options: &JsValue,
    ) -> Result<Pages, JsValue> {
        let refuse = |invalid| refused(host, Endpoint::List, invalid);
        let config = read_config(config)?;
        let mut kept = Kept::default();
        let mut given = host::read_keeping(options, 1, &mut kept);
        let signal = kept.take("signal");
        if !host.can_fetch() {
            return Err(refuse(config::no_fetch()));
        }
        let size = match &mut given {
            Value::Fields(fields) => {
                let at = fields.iter().position(|(name, _)| name == "pageSize");
                at.map_or(Value::Undefined, |at| fields.swap_remove(at).1)
            }
            _ => Value::Undefined,
        };
        let options =
            CallOptions::check(&given, host.is_signal(&signal), &config).map_err(refuse)?;
        let size = config::page_size(&size).map_err(refuse)?;
        let query = ListQuery::check_unpaged(&host::read(query, 1)).map_err(refuse)?;
        Ok(Self(Rc::new(Walk {
            query,
            config,
            options,
            signal,
            pager: RefCell::new(Pager::new(size)),
        })))
    }

    /// Reads the next page: `{ cards, fresh }`, where `fresh` are the positions of cards not given yet; undefined after
    /// the last.
    #[allow(clippy::should_implement_trait, reason = "it is JavaScript's next, and gives a promise")]
    pub fn next(&self, host: Host) -> Promise {
        let walk = Rc::clone(&self.0);
        future_to_promise(async move {
            let step = walk.pager.borrow().step();
            let (page, limit) = match step {
                Step::Ask { page, limit } => (page, limit),
                Step::Done => return Ok(JsValue::UNDEFINED),
                Step::Stuck(why) => return Err(stuck(&host, why)),
            };
            let request = walk.query.page_request(page, limit, walk.config.user_name_field());
            let answer = transport::call(&host, &walk.config, walk.options, &walk.signal, &request)
                .await
                .map_err(|failed| rejected(&host, Endpoint::List, failed))?;
            let ids: Vec<String> = answer.payload.cards().map(|card| card.id).collect();
            let fresh = walk.pager.borrow_mut().accept(&ids, total(&answer.payload));
            let page = Object::new();
            set(&page, "cards", &transport::cards(&host, &answer.payload));
            set(&page, "fresh", &js_sys::Uint32Array::from(fresh.as_slice()));
            Ok(page.into())
        })
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
    let language = if english { Language::English } else { Language::Chinese };
    card::label(code, language).to_owned()
}

/// A checked call, ready to be sent.
struct Prepared<I> {
    input: I,
    request: Request,
    config: Config,
    options: CallOptions,
    signal: JsValue,
}

impl<I> Prepared<I> {
    fn new(
        host: &Host,
        endpoint: Endpoint,
        config: &JsValue,
        options: &JsValue,
        check: impl FnOnce(&Config) -> Result<(I, Request), Invalid>,
    ) -> Result<Self, JsValue> {
        let config = read_config(config)?;
        let mut kept = Kept::default();
        let given = host::read_keeping(options, 1, &mut kept);
        let signal = kept.take("signal");
        let options = CallOptions::check(&given, host.is_signal(&signal), &config)
            .map_err(|invalid| refused(host, endpoint, invalid))?;
        if !host.can_fetch() {
            return Err(refused(host, endpoint, config::no_fetch()));
        }
        let (input, request) = check(&config).map_err(|invalid| refused(host, endpoint, invalid))?;
        Ok(Self { input, request, config, options, signal })
    }

    async fn send(&self, host: &Host) -> Result<Answer, JsValue> {
        transport::call(host, &self.config, self.options, &self.signal, &self.request)
            .await
            .map_err(|failed| rejected(host, self.request.endpoint, failed))
    }
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self { failure, cause: JsValue::UNDEFINED }
    }
}

/// The configuration that [`check_config`] gave: our own, so nothing in it is checked again.
fn read_config(config: &JsValue) -> Result<Config, JsValue> {
    serde_wasm_bindgen::from_value(config.clone()).map_err(|_| {
        thrown(Failed::from(Failure::new(
            ErrorCode::Internal,
            None,
            Outcome::NotSent,
            "the client's configuration was lost; please report this",
        )))
    })
}

fn refused(host: &Host, endpoint: Endpoint, invalid: Invalid) -> JsValue {
    rejected(host, endpoint, Failure::invalid(Some(endpoint), invalid).into())
}

/// A call's end: told to `onEvent`, then thrown.
fn rejected(host: &Host, endpoint: Endpoint, failed: Failed) -> JsValue {
    transport::tell(host, &Event::of_failure(EventKind::Error, endpoint, &failed.failure));
    thrown(failed)
}

fn stuck(host: &Host, why: &str) -> JsValue {
    let failure = Failure {
        path: Some("totalNumber".to_owned()),
        ..Failure::new(ErrorCode::PaginationStuck, Some(Endpoint::List), Outcome::Unknown, why)
    };
    rejected(host, Endpoint::List, failure.into())
}

/// What JavaScript makes an error of (`pkg-template/errors.js`).
fn thrown(failed: Failed) -> JsValue {
    let report = transport::to_js(&failed.failure);
    set(&report, "cause", &failed.cause);
    report
}

fn page(host: &Host, query: &ListQuery, answer: &Answer) -> JsValue {
    let total = total(&answer.payload);
    let cards = transport::cards(host, &answer.payload);
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
    let message = answer.message.as_deref().map_or(JsValue::NULL, JsValue::from_str);
    set(&result, "message", &message);
    result.into()
}

/// How many cards there are in all.
fn total(payload: &Payload) -> i64 {
    match payload {
        Payload::Page { total, .. } => *total,
        Payload::Card(_) | Payload::Nothing => 0,
    }
}

/// A safe integer as JavaScript's number.
#[expect(clippy::cast_precision_loss, reason = "every one of them is a safe integer")]
fn number(integer: i64) -> JsValue {
    JsValue::from_f64(integer as f64)
}
