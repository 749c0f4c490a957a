//! The wasm exports: one async function an endpoint, values in, promises out; no decisions.
//!
//! Each takes what `CdkeyClient` takes: the options of a client, the arguments of the call; and, second, what lets go of the
//! call if this instance dies ([`Keeper`]), which may be left undefined. All is checked before it returns: what is changed
//! afterwards changes nothing. A promise is rejected with an `Error` that has all fields of `CdkeyError`; nothing is thrown.

#[cfg(feature = "moves")]
mod direct;
#[cfg(not(feature = "moves"))]
mod handed;
mod many;
mod transfer;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::arguments::{self, Options};
use crate::card::{self, Language};
use crate::checked::Checked;
use crate::config::{self, CallOptions, Config};
use crate::endpoint::{
    BalanceLogsQuery, DestroyIds, DetailInput, Endpoint, ListQuery, Paging, Request,
};
use crate::error::{Failure, Invalid, InvalidCode};
use crate::event::{Event, EventKind};
use crate::js;
pub use crate::lent::Keeper;
use crate::lent::Lent;
use crate::pager::{Pager, Step};
use crate::transport::{self, Answer, Failed};
use crate::value::as_number;
use crate::wire::CardColumns;
use crate::{records, rejection, task};
#[cfg(not(feature = "moves"))]
pub use handed::pause;
pub use many::check_many;
pub use transfer::{settle, transfer};

/// `/cdkey/list`: `{ cards, total, page, limit, hasMore }`.
#[wasm_bindgen]
pub fn list(
    config: &JsValue,
    keeper: Option<Keeper>,
    query: &JsValue,
    options: &JsValue,
) -> Promise {
    call(Endpoint::List, config, keeper, options, &|config| {
        let query = ListQuery::check(&arguments::read(query))?;
        let request = query.request(config.user_name_field());
        let made = move |lent: &Lent, answer: &Answer| {
            let cards = records::cards(lent.keeper.as_ref(), &answer.payload);
            page("cards", &cards, query.paging(), answer)
        };
        Ok((request, Box::new(made)))
    })
}

/// `/cdkey/detail`: one card.
#[wasm_bindgen]
pub fn detail(
    config: &JsValue,
    keeper: Option<Keeper>,
    input: &JsValue,
    options: &JsValue,
) -> Promise {
    call(Endpoint::Detail, config, keeper, options, &|_| {
        let input = DetailInput::check(&arguments::read(input))?;
        Ok((input.request(), Box::new(one_card)))
    })
}

/// `/cdkey/destroy`: `{ message }`.
#[wasm_bindgen]
pub fn destroy(
    config: &JsValue,
    keeper: Option<Keeper>,
    ids: &JsValue,
    options: &JsValue,
) -> Promise {
    call(Endpoint::Destroy, config, keeper, options, &|_| {
        let ids = DestroyIds::check(&arguments::read(ids))?;
        Ok((ids.request(), Box::new(message)))
    })
}

/// `/cdkey/balance_logs`: `{ logs, total, page, limit, hasMore }`.
#[wasm_bindgen(js_name = balanceLogs)]
pub fn balance_logs(
    config: &JsValue,
    keeper: Option<Keeper>,
    query: &JsValue,
    options: &JsValue,
) -> Promise {
    call(Endpoint::BalanceLogs, config, keeper, options, &|_| {
        let query = BalanceLogsQuery::check(&arguments::read(query))?;
        let request = query.request();
        let made = move |_: &Lent, answer: &Answer| {
            page(
                "logs",
                &records::logs(&answer.payload),
                query.paging(),
                answer,
            )
        };
        Ok((request, Box::new(made)))
    })
}

/// A walk through all pages of a list.
#[wasm_bindgen]
pub struct Pages {
    client: Rc<Client>,
    query: ListQuery,
    pager: Rc<RefCell<Pager>>,
}

/// Begins a walk through all pages of a query; nothing is sent yet.
///
/// # Errors
/// What is refused, as an `Error` that is thrown.
#[wasm_bindgen(js_name = listAll)]
pub fn list_all(config: &JsValue, query: &JsValue, options: &JsValue) -> Result<Pages, JsValue> {
    let mut options = Options::read(options);
    let size = options.value.take_field("pageSize");
    let client = Client::new(Endpoint::List, config, options, None)?;
    let size = config::page_size(&size).map_err(|invalid| client.refused(invalid))?;
    let query = ListQuery::check_unpaged(&arguments::read(query));
    let query = query.map_err(|invalid| client.refused(invalid))?;
    Ok(Pages {
        client: Rc::new(client),
        query,
        pager: Rc::new(RefCell::new(Pager::new(size))),
    })
}

#[wasm_bindgen]
impl Pages {
    /// Reads the next page: its cards that did not come yet; undefined after the last.
    #[allow(
        clippy::should_implement_trait,
        reason = "it is JavaScript's next, and gives a promise"
    )]
    pub fn next(&self, keeper: Option<Keeper>) -> Promise {
        let client = self.client.with(keeper);
        let pager = Rc::clone(&self.pager);
        let step = pager.borrow().step();
        match step {
            Step::Ask { page, limit } => {
                let spelling = self.client.config.user_name_field();
                let request = self.query.page_request(page, limit, spelling);
                let made = move |lent: &Lent, answer: &Answer| fresh(lent, &pager, answer);
                client.promise(request, Box::new(made))
            }
            Step::Done => Promise::resolve(&JsValue::UNDEFINED),
            Step::Stuck(why) => Promise::reject(&client.rejected(Failure::stuck(why).into())),
        }
    }
}

/// Checks the options of a client. Gives them as plain options again, frozen, with every default: good for any number of calls,
/// of which those with the object that was made last need not check it again.
///
/// # Errors
/// What is refused, as an `Error` that is thrown; with `elsewhere` where it would be good in a page.
#[wasm_bindgen(js_name = checkConfig)]
pub fn check_config(options: &JsValue) -> Result<JsValue, JsValue> {
    Checked::freeze(options).map_err(|invalid| {
        let elsewhere = invalid.code == InvalidCode::Place;
        let error = rejection::error_of(&Failure::invalid(None, invalid), &JsValue::UNDEFINED);
        js::set(&error, "elsewhere", &elsewhere.into());
        error
    })
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

/// What a call is made with: all of it checked, and what the caller lends to it.
struct Client {
    endpoint: Endpoint,
    config: Rc<Config>,
    options: CallOptions,
    lent: Lent,
}

/// What makes of an answer what the caller is given. Boxed, so that there is one future for all calls.
type Made = Box<dyn FnOnce(&Lent, &Answer) -> JsValue>;

/// What a call sends, and what is made of its answer.
type Prepared = Result<(Request, Made), Invalid>;

/// Makes a call, if `check` has nothing against its arguments.
fn call(
    endpoint: Endpoint,
    config: &JsValue,
    keeper: Option<Keeper>,
    options: &JsValue,
    check: &dyn Fn(&Config) -> Prepared,
) -> Promise {
    let client = match Client::new(endpoint, config, Options::read(options), keeper) {
        Ok(client) => client,
        Err(error) => return Promise::reject(&error),
    };
    match check(&client.config) {
        Ok((request, made)) => client.promise(request, made),
        Err(invalid) => Promise::reject(&client.refused(invalid)),
    }
}

impl Client {
    /// Checks the client's options and the call's.
    fn new(
        endpoint: Endpoint,
        config: &JsValue,
        options: Options,
        keeper: Option<Keeper>,
    ) -> Result<Self, JsValue> {
        let Checked { config, lent } = Checked::of(config).map_err(|invalid| {
            rejection::error_of(&Failure::invalid(None, invalid), &JsValue::UNDEFINED)
        })?;
        let options = options.with_signal();
        let mut client = Self {
            endpoint,
            options: CallOptions::of(&config),
            config,
            lent: Lent {
                signal: options.lent("signal"),
                keeper,
                ..lent
            },
        };
        let checked = client
            .lent
            .can_fetch()
            .and_then(|()| CallOptions::check(&options.value, &client.config));
        client.options = checked.map_err(|invalid| client.refused(invalid))?;
        Ok(client)
    }

    /// The same for one more call.
    fn with(&self, keeper: Option<Keeper>) -> Self {
        Self {
            endpoint: self.endpoint,
            config: Rc::clone(&self.config),
            options: self.options,
            lent: self.lent.with(keeper),
        }
    }

    /// Sends a request; `made` makes of the answer what the caller is given.
    fn promise(self, request: Request, made: Made) -> Promise {
        task::promise(async move {
            match transport::call(&self.lent, &self.config, self.options, &request).await {
                Ok(answer) => Ok(made(&self.lent, &answer)),
                Err(failed) => Err(self.rejected(failed)),
            }
        })
    }

    /// What is refused before anything is sent: a call's end, too.
    fn refused(&self, invalid: Invalid) -> JsValue {
        let invalid = invalid.masked(&self.config.redactor(&[]));
        self.rejected(Failure::invalid(Some(self.endpoint), invalid).into())
    }

    /// A call's end: told to the listener, and then the error that it is rejected with.
    fn rejected(&self, failed: Failed) -> JsValue {
        let Failed { failure, cause } = failed;
        self.lent
            .tell(|| Event::of_failure(EventKind::Error, self.endpoint, &failure));
        rejection::error_of(&failure, &cause)
    }
}

/// A page of cards or of records, which are called `name`, by the names of the public contract.
fn page(name: &str, came: &Array, paging: Paging, answer: &Answer) -> JsValue {
    let total = answer.payload.total();
    let has_more = paging.has_more(i64::from(came.length()), total);
    js::object([
        (name, came.into()),
        ("total", as_number(total).into()),
        ("page", as_number(paging.page).into()),
        ("limit", as_number(paging.limit).into()),
        ("hasMore", has_more.into()),
    ])
}

fn one_card(lent: &Lent, answer: &Answer) -> JsValue {
    records::cards(lent.keeper.as_ref(), &answer.payload).get(0)
}

/// What a move gives.
fn message(_: &Lent, answer: &Answer) -> JsValue {
    let message = answer.message.as_deref();
    js::object([("message", message.map_or(JsValue::NULL, JsValue::from))])
}

/// The cards of a walk's page that did not come before.
fn fresh(lent: &Lent, pager: &RefCell<Pager>, answer: &Answer) -> JsValue {
    let columns = answer.payload.columns();
    let ids: Vec<&str> = columns.into_iter().flat_map(CardColumns::ids).collect();
    let fresh = pager.borrow_mut().accept(&ids, answer.payload.total());
    let cards = records::cards(lent.keeper.as_ref(), &answer.payload);
    if fresh.len() == ids.len() {
        return cards.into();
    }
    let picked: Array = fresh.into_iter().map(|at| cards.get(at)).collect();
    picked.into()
}
