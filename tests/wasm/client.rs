//! The typed client of Rust, in Node and in browsers, over a `fetch` of the test's own.
#![cfg(target_arch = "wasm32")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use espai_cdkey::client::Client;
use espai_cdkey::config::ClientOptions;
use espai_cdkey::endpoint::{BalanceLogsQuery, DestroyIds, DetailInput, ListQuery, TransferInput};
use espai_cdkey::error::{ErrorCode, Outcome};
use espai_cdkey::value::Value;
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
    TransferInput::new(("17516888888", "3AoPbLSQ"), ("15916888888", "wNaa1GDw"), 10).unwrap()
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
    let query = ListQuery::check(&Value::object([("type", "1".into()), ("limit", 2.into())]));
    let page = client.list(&query.unwrap()).await.unwrap();
    assert_eq!(
        (page.cards.len(), page.total, page.page, page.limit),
        (2, 3, 1, 2)
    );
    assert!(page.has_more);
    let card = client
        .detail(&DetailInput::new("1", "c").unwrap())
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
