//! The platform's own examples, byte for byte (`docs/platform.md`, points 9 and 10 say with which cards).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

mod support;

use serde_json::json;
use support::{cards, emulator, paid_pair, post, refusal};

const LIST_ANSWER: &str = r#"{"message":"请求成功","data":[{"id":"772868ead56c48d68fd1924aa5ec3aac","create_time":1743506056109,"update_time":null,"code":"wNaa1GDw","user_id":"87215a4192654cea8781a1a596d23cae","api_limit":500,"type":"0","user_phone":15916888888,"user_name":"琳琅"}],"totalNumber":1,"success":true}"#;
const DETAIL_ANSWER: &str = r#"{"success":true,"message":"请求成功","data":{"id":"772868ead56c48d68fd1924aa5ec3aac","create_time":1743506056109,"update_time":null,"code":"wNaa1GDw","user_id":"87215a4192654cea8781a1a596d23cae","api_limit":500,"type":"0","user_phone":15916888888,"user_name":"琳琅"}}"#;

#[test]
fn list() {
    let body = json!({
        "id": "772868ead56c48d68fd1924aa5ec3aac", "type": "0", "code": "wNaa1GDw", "user_name": "琳琅",
        "user_phone": "15916888888", "api_limit": "423", "page": "1", "limit": "10"
    });
    let answer = post(&mut emulator(json!({})), "list", &body);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, LIST_ANSWER);
    assert_eq!(
        answer.headers,
        [(
            "content-type".to_owned(),
            "application/json; charset=utf-8".to_owned()
        )]
    );
}

#[test]
fn list_with_exact_matching_finds_nothing() {
    let body = json!({ "code": "wNaa1GDw", "api_limit": "423" });
    let mut exact = emulator(json!({ "apiLimitFilter": "exact" }));
    assert_eq!(
        post(&mut exact, "list", &body).body,
        r#"{"message":"请求成功","data":[],"totalNumber":0,"success":true}"#
    );
    let body = json!({ "code": "wNaa1GDw", "api_limit": "500" });
    assert_eq!(post(&mut exact, "list", &body).body, LIST_ANSWER);
}

#[test]
fn detail() {
    let body = json!({ "code": "wNaa1GDw", "phone": "15916888888" });
    assert_eq!(
        post(&mut emulator(json!({})), "detail", &body).body,
        DETAIL_ANSWER
    );
}

#[test]
fn transfer_between_paid_cards() {
    let body = json!({
        "code": "wNaa1GDw", "phone": "15916888888", "target_code": "3AoPbLSQ", "target_phone": "17516888888", "limit": "10"
    });
    let mut emulator = emulator(json!({ "cards": paid_pair() }));
    assert_eq!(
        post(&mut emulator, "transfer", &body).body,
        r#"{"success":true,"message":"请求成功"}"#
    );
    let cards = cards(&emulator);
    assert_eq!(
        (&cards[0]["apiLimit"], &cards[1]["apiLimit"]),
        (&json!(490), &json!(17))
    );
    assert_eq!(cards[0]["updateTime"], json!(support::NOW));
    assert_eq!(cards[1]["updateTime"], json!(support::NOW));
}

#[test]
fn transfer_of_the_default_trial_card_is_refused() {
    let body = json!({
        "code": "wNaa1GDw", "phone": "15916888888", "target_code": "3AoPbLSQ", "target_phone": "17516888888", "limit": "10"
    });
    let mut emulator = emulator(json!({}));
    let before = emulator.cards();
    let (code, message) = refusal(&post(&mut emulator, "transfer", &body));
    assert_eq!(
        (code, message.as_str()),
        (400, "当前额度卡不是付费卡, 不能转让额度")
    );
    assert_eq!(emulator.cards(), before);
}

#[test]
fn destroy() {
    let body = json!([{ "id": "196bd2a26e4d459f9dc7d12053a05c15" }]);
    let mut emulator = emulator(json!({}));
    assert_eq!(
        post(&mut emulator, "destroy", &body).body,
        r#"{"success":true,"message":"删除成功"}"#
    );
    assert_eq!(refusal(&post(&mut emulator, "destroy", &body)).0, 404);
}
