//! The typed client of Rust, in Node and in browsers, over a `fetch` of the test's own.
#![cfg(target_arch = "wasm32")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::cell::RefCell;
use std::rc::Rc;

use espai_cdkey::cards::Cards;
use espai_cdkey::client::{Client, Overrides};
use espai_cdkey::config::ClientOptions;
use espai_cdkey::endpoint::{
    BalanceLogsQuery, CardRef, DestroyIds, DetailInput, ListQuery, Transfer, TransferInput,
};
use espai_cdkey::error::{ErrorCode, Failure, Outcome};
use espai_cdkey::event::{Event, EventKind};
use espai_cdkey::verify::Verdict;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Puts a `fetch` in the runtime's place; `answer` is the body of `async (url, init) => …`. Gives what it is called with.
fn fetch_that(answer: &str) -> Array {
    let source = format!(
        "const calls = []; globalThis.fetch = async (url, init) => {{ calls.push([url, init]); {answer} }}; return calls;"
    );
    let calls = Function::new_no_args(&source).call0(&JsValue::NULL);
    calls.unwrap().unchecked_into()
}

fn client() -> Client {
    Client::new(ClientOptions {
        api_key: Some(KEY.to_owned()),
        base_url: Some("http://localhost:2/pre/".to_owned()),
        timeout_ms: Some(50),
        max_retries: Some(1),
        dangerously_allow_browser: true,
        ..ClientOptions::default()
    })
    .unwrap()
}

fn sent(calls: &Array, at: u32, path: &str) -> String {
    let init = Array::from(&calls.get(at)).get(1);
    let value = path.split('.').fold(init, |value, key| {
        Reflect::get(&value, &key.into()).unwrap()
    });
    value.as_string().unwrap()
}

fn transfer() -> TransferInput {
    let source = CardRef {
        phone: "17516888888",
        code: "3AoPbLSQ",
    };
    let target = CardRef {
        phone: "15916888888",
        code: "wNaa1GDw",
    };
    TransferInput::new(Transfer {
        source,
        target,
        limit: 10,
    })
    .unwrap()
}

#[wasm_bindgen_test]
async fn the_calls() {
    let calls = fetch_that(
        r#"
        const card = { id: 'i', code: 'c', type: '1', api_limit: 7, user_phone: 15916888888 };
        if (url.endsWith('/list')) return Response.json({ success: true, totalNumber: 3, data: [card, card] });
        if (url.endsWith('/detail')) return Response.json({ success: true, data: card });
        if (url.endsWith('/balance_logs')) return Response.json({ success: true, totalNumber: 9, data: [{ id: 'l', cdkey_id: 'i', type: 2 }] });
        return Response.json({ success: true, message: 'ok' });
        "#,
    );
    let client = client();
    let query = ListQuery::builder().card_type("1").limit(2).build();
    let page = client.list(&query.unwrap()).await.unwrap();
    assert_eq!(
        (page.cards.len(), page.total, page.page, page.limit),
        (2, 3, 1, 2)
    );
    assert!(page.has_more);
    let named = CardRef {
        phone: "1",
        code: "c",
    };
    let card = client
        .detail(&DetailInput::new(named).unwrap())
        .await
        .unwrap();
    assert_eq!(card.api_limit, Some(7));
    assert_eq!(card.user_phone.as_deref(), Some("15916888888"));
    assert_eq!(
        client.transfer(&transfer()).await.unwrap().as_deref(),
        Some("ok")
    );
    let ids = DestroyIds::new(&["i"]).unwrap();
    assert_eq!(client.destroy(&ids).await.unwrap().as_deref(), Some("ok"));
    let query = BalanceLogsQuery::of_card("i").unwrap();
    let page = client.balance_logs(&query).await.unwrap();
    assert_eq!(
        (page.logs.len(), page.total, page.page, page.limit),
        (1, 9, 1, 9999)
    );
    assert!(page.has_more);
    assert_eq!(page.logs.first().unwrap().card_id.as_deref(), Some("i"));
    assert_eq!(page.logs.first().unwrap().log_type.as_deref(), Some("2"));

    assert_eq!(calls.length(), 5);
    assert_eq!(sent(&calls, 4, "body"), r#"[{"id":"i"}]"#);
    assert_eq!(sent(&calls, 0, "body"), r#"{"type":"1","limit":"2"}"#);
    assert_eq!(sent(&calls, 0, "headers.authorization"), KEY);
    assert_eq!(sent(&calls, 2, "redirect"), "manual");
    let address = Array::from(&calls.get(3)).get(0).as_string();
    assert_eq!(
        address.as_deref(),
        Some("http://localhost:2/pre/cdkey/destroy")
    );
}

#[wasm_bindgen_test]
async fn a_move_without_an_answer_is_unknown_and_sent_once() {
    let calls = fetch_that("throw new TypeError('network');");
    let failure = client().transfer(&transfer()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.outcome),
        (ErrorCode::Network, Outcome::Unknown)
    );
    assert_eq!(calls.length(), 1);
}

#[wasm_bindgen_test]
async fn a_read_is_tried_again_and_its_time_runs_out() {
    let calls = fetch_that(
        "return new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)));",
    );
    let failure = client().list(&ListQuery::all()).await.unwrap_err();
    assert_eq!((failure.code, failure.attempts), (ErrorCode::Timeout, 2));
    assert_eq!(calls.length(), 2);
}

/// A list of cards `0` to `total - 1`, cut as asked for; page 2 begins with the last card of page 1, as if one had been put in before.
const PAGES: &str = r#"
    const { page, limit } = JSON.parse(init.body);
    const all = Array.from({ length: 7 }, (_, id) => ({ id: String(id), code: 'c', type: '1', api_limit: 1 }));
    const from = (page - 1) * limit - (calls.length === 2 ? 1 : 0);
    return Response.json({ success: true, totalNumber: 7, data: all.slice(from, from + Number(limit)) });
"#;

async fn ids(client: &Client, page_size: Option<u32>) -> Result<Vec<String>, Failure> {
    let query = ListQuery::builder().card_type("1").build()?;
    let mut cards = client.list_all(query, page_size)?;
    let mut ids = Vec::new();
    while let Some(card) = cards.next().await? {
        ids.push(card.id);
    }
    // And it stays at its end.
    assert!(cards.next().await?.is_none());
    Ok(ids)
}

#[wasm_bindgen_test]
async fn every_card_is_given_once_however_pages_shift() {
    let calls = fetch_that(PAGES);
    let all: Vec<String> = (0..7).map(|id| id.to_string()).collect();
    let given = ids(&client(), Some(3)).await.unwrap();
    // The one that had slipped to the page before comes last.
    assert_eq!(given, ["0", "1", "2", "3", "4", "6", "5"]);
    assert_eq!(
        sent(&calls, 1, "body"),
        r#"{"type":"1","page":"2","limit":"3"}"#
    );
    assert!(
        calls.length() > 3,
        "a round that does not add up is gone through again"
    );
    let calls = fetch_that(PAGES);
    assert_eq!(ids(&client(), None).await, Ok(all));
    assert_eq!(
        sent(&calls, 0, "body"),
        r#"{"type":"1","page":"1","limit":"500"}"#
    );
}

#[wasm_bindgen_test]
async fn a_walk_goes_on_with_the_page_that_failed_and_refuses_a_page_of_its_own() {
    let source =
        format!("if (calls.length === 2) return new Response('', {{ status: 404 }}); {PAGES}");
    let calls = fetch_that(&source.replace("calls.length === 2 ? 1", "calls.length === 9 ? 1"));
    let mut cards = client().list_all(ListQuery::all(), Some(4)).unwrap();
    for _ in 0..4 {
        assert!(cards.next().await.unwrap().is_some());
    }
    let failure = cards.next().await.unwrap_err();
    assert_eq!(
        (failure.code, failure.http_status),
        (ErrorCode::HttpStatus, Some(404))
    );
    let card = cards.next().await.unwrap();
    assert_eq!(card.unwrap().id, "4");
    assert_eq!(sent(&calls, 1, "body"), sent(&calls, 2, "body"));

    let paged = ListQuery::builder().page(1).build().unwrap();
    assert_eq!(client().list_all(paged, None).unwrap_err().path, "page");
    let none = client().list_all(ListQuery::all(), Some(0));
    assert_eq!(none.unwrap_err().path, "pageSize");
}

#[wasm_bindgen_test]
async fn pages_that_do_not_add_up_are_told() {
    fetch_that(
        "return Response.json({ success: true, totalNumber: 9, data: [{ id: 'i', code: 'c', type: '1', api_limit: 1 }] });",
    );
    let failure = ids(&client(), Some(1)).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::PaginationStuck);
}

const HANGS: &str = "return new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)));";

#[wasm_bindgen_test]
async fn a_call_has_options_of_its_own() {
    let calls = fetch_that(HANGS);
    let client = client();
    let none = Overrides {
        max_retries: Some(0),
        ..Overrides::default()
    };
    let once = client.with(none).unwrap();
    let failure = once.list(&ListQuery::all()).await.unwrap_err();
    assert_eq!((failure.code, failure.attempts), (ErrorCode::Timeout, 1));
    assert!(failure.message.contains("50 ms"), "{failure}");
    // What is said later is added to it.
    let short = Overrides {
        timeout_ms: Some(7),
        ..Overrides::default()
    };
    let short = once.with(short).unwrap();
    let failure = short.list(&ListQuery::all()).await.unwrap_err();
    assert_eq!(failure.attempts, 1);
    assert!(failure.message.contains("7 ms"), "{failure}");
    assert_eq!(calls.length(), 2);
    let refused = Overrides {
        timeout_ms: Some(0),
        ..Overrides::default()
    };
    assert_eq!(client.with(refused).unwrap_err().path, "timeoutMs");
}

#[wasm_bindgen_test]
async fn a_signal_ends_a_call_which_says_whether_it_can_have_happened() {
    let calls = fetch_that(&format!("setTimeout(() => globalThis.stop(), 5); {HANGS}"));
    let controller = web_sys::AbortController::new().unwrap();
    let aborting = controller.clone();
    let stop = Closure::<dyn FnMut()>::new(move || aborting.abort());
    Reflect::set(&js_sys::global(), &"stop".into(), stop.as_ref()).unwrap();
    let signal = Overrides {
        signal: Some(controller.signal()),
        ..Overrides::default()
    };
    let aborted = client().with(signal).unwrap();
    let failure = aborted.transfer(&transfer()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.outcome),
        (ErrorCode::Aborted, Outcome::Unknown)
    );
    // It has fired: what comes after it is not sent.
    let failure = aborted.transfer(&transfer()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.outcome),
        (ErrorCode::Aborted, Outcome::NotSent)
    );
    assert_eq!(calls.length(), 1);
}

#[wasm_bindgen_test]
async fn a_listener_is_told_of_each_call_by_its_number_and_of_nothing_secret() {
    fetch_that(
        "if (calls.length === 2) return Response.json({ success: false, code: 400, message: '15916888888' }); \
         return new Response('', { status: calls.length === 1 ? 503 : 404 });",
    );
    let told: Rc<RefCell<Vec<Event>>> = Rc::default();
    let events = Rc::clone(&told);
    let client = client().on_event(move |event| events.borrow_mut().push(event.clone()));
    client.list(&ListQuery::all()).await.unwrap_err();
    client.clone().transfer(&transfer()).await.unwrap_err();
    let told = told.borrow();
    let kinds: Vec<(EventKind, f64)> = told
        .iter()
        .map(|event| (event.kind, event.call_id))
        .collect();
    assert_eq!(
        kinds,
        [
            (EventKind::Request, 1.0),
            (EventKind::Response, 1.0),
            (EventKind::Retry, 1.0),
            (EventKind::Request, 1.0),
            (EventKind::Response, 1.0),
            (EventKind::Error, 1.0),
            (EventKind::Request, 2.0),
            (EventKind::Response, 2.0),
            (EventKind::Error, 2.0),
        ]
    );
    let shown = format!("{told:?}");
    assert!(!shown.contains("888888") && !shown.contains(KEY), "{shown}");
    assert!(told.first().unwrap().duration_ms.is_none());
    assert!(told.get(1).unwrap().duration_ms.is_some());
    assert_eq!(told.get(8).unwrap().code, Some(ErrorCode::HttpStatus));
}

/// A service with two cards, of which a transfer moves as much as `moves`; its answer is lost, always.
fn lossy(moves: i64, kind: &str) -> Array {
    fetch_that(&format!(
        "const input = JSON.parse(init.body); \
         const held = (calls.held ??= {{ '3AoPbLSQ': 100, wNaa1GDw: 5 }}); \
         if (url.endsWith('/transfer')) {{ held['3AoPbLSQ'] -= {moves}; held.wNaa1GDw += {moves}; throw new TypeError('lost'); }} \
         return Response.json({{ success: true, data: {{ id: 'id of ' + input.code, code: input.code, type: '{kind}', \
           api_limit: held[input.code], user_phone: Number(input.phone) }} }});"
    ))
}

fn transfers(calls: &Array) -> usize {
    let urls = (0..calls.length()).map(|at| Array::from(&calls.get(at)).get(0).as_string());
    urls.filter(|url| url.as_deref().unwrap().ends_with("/transfer"))
        .count()
}

#[wasm_bindgen_test]
async fn the_cards_confirm_a_transfer_whose_answer_was_lost() {
    let calls = lossy(10, "1");
    let told: Rc<RefCell<Vec<f64>>> = Rc::default();
    let numbers = Rc::clone(&told);
    let client = client().on_event(move |event| numbers.borrow_mut().push(event.call_id));
    let confirmed = client.transfer_verified(&transfer()).await.unwrap();
    assert!(!confirmed.by_response && confirmed.message.is_none());
    assert_eq!(confirmed.before.source.api_limit, Some(100));
    assert_eq!(confirmed.after.unwrap().target.api_limit, Some(15));
    assert_eq!(transfers(&calls), 1);
    let told = told.borrow();
    assert!(
        told.len() >= 9 && told.iter().all(|number| *number == 1.0),
        "{told:?}"
    );
}

#[wasm_bindgen_test]
async fn what_the_cards_do_not_show_is_unknown_and_can_be_settled_later() {
    let calls = lossy(0, "1");
    let client = client();
    let unconfirmed = client.transfer_verified(&transfer()).await.unwrap_err();
    assert_eq!(
        (unconfirmed.failure.code, unconfirmed.failure.outcome),
        (ErrorCode::Network, Outcome::Unknown)
    );
    assert_eq!(unconfirmed.to_string(), unconfirmed.failure.to_string());
    let evidence = unconfirmed.evidence.unwrap();
    assert_eq!(evidence.verdict, Verdict::NotObserved);
    assert_eq!(transfers(&calls), 1);
    // It happened after all.
    let held = Reflect::get(&calls, &"held".into()).unwrap();
    for (code, quota) in [("3AoPbLSQ", 90), ("wNaa1GDw", 15)] {
        Reflect::set(&held, &code.into(), &quota.into()).unwrap();
    }
    let settled = client.settle(&transfer(), evidence.before.clone()).await;
    assert_eq!(settled.unwrap().verdict, Verdict::LikelyApplied);
    assert_eq!(transfers(&calls), 1);
    // Cards of another transfer.
    let turned = Cards {
        source: evidence.before.target,
        target: evidence.before.source,
    };
    let refused = client.settle(&transfer(), turned).await.unwrap_err();
    assert_eq!(refused.path.as_deref(), Some("before.source.code"));
}

#[wasm_bindgen_test]
async fn what_the_rules_refuse_by_the_cards_is_not_sent() {
    let calls = lossy(10, "0");
    let unconfirmed = client().transfer_verified(&transfer()).await.unwrap_err();
    assert_eq!(
        (unconfirmed.failure.code, unconfirmed.failure.outcome),
        (ErrorCode::RefusedByRule, Outcome::NotSent)
    );
    assert!(unconfirmed.evidence.is_none());
    assert_eq!(transfers(&calls), 0);
}

#[wasm_bindgen_test]
async fn a_refusal_says_why() {
    fetch_that("return Response.json({ success: false, code: 400, message: '额度不足' });");
    let failure = client().transfer(&transfer()).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.outcome),
        (ErrorCode::ApiRejected, Outcome::Rejected)
    );
    assert!(failure.to_string().contains("额度不足"));
}

#[wasm_bindgen_test]
fn options_are_checked_at_once_and_show_no_key() {
    let options = ClientOptions {
        api_key: Some("short".to_owned()),
        ..ClientOptions::default()
    };
    assert!(!format!("{options:?}").contains("short"));
    let failure = Client::new(options).unwrap_err();
    assert_eq!(failure.code, ErrorCode::InvalidConfig);
    assert_eq!(failure.path.as_deref(), Some("apiKey"));
}
