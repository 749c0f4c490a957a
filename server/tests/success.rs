//! What a call gave is written so that the client's decoder reads the same again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

use espai_cdkey::card::Card;
use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::redact::Redactor;
use espai_cdkey::wire::{Payload, decode};
use espai_cdkey_server::success::answer;
use proptest::prelude::*;
use serde_json::{Value, json};

const KEY: &str = "sk-\"esp\\ai$& 0123456789abcdefgh~";

fn written(endpoint: Endpoint, result: &Value) -> String {
    answer(
        endpoint,
        &result.to_string(),
        &Redactor::new(Some(KEY), &[]),
    )
    .unwrap()
    .body
}

fn card(id: &str) -> Value {
    json!({
        "id": id, "code": "c", "type": "1", "apiLimit": 5, "userId": null, "userPhone": "15916888888", "userName": "琳琅",
        "createTime": 1, "updateTime": null,
    })
}

#[test]
fn cards_are_written_as_the_page_shows_them() {
    assert_eq!(
        written(Endpoint::Detail, &card("a")),
        r#"{"success":true,"message":"请求成功","data":{"id":"a","create_time":1,"update_time":null,"code":"c","user_id":null,"api_limit":5,"type":"1","user_phone":15916888888,"user_name":"琳琅"}}"#
    );
    let page = json!({"cards": [card("a")], "total": 7, "page": 1, "limit": 1, "hasMore": true});
    let body = written(Endpoint::List, &page);
    assert!(body.starts_with(r#"{"message":"请求成功","data":[{"id":"a""#));
    assert!(body.ends_with(r#"],"totalNumber":7,"success":true}"#));
}

#[test]
fn a_message_that_is_not_there_is_left_out() {
    assert_eq!(
        written(Endpoint::Transfer, &json!({"message": null})),
        r#"{"success":true}"#
    );
    assert_eq!(
        written(Endpoint::Destroy, &json!({"message": "好"})),
        r#"{"success":true,"message":"好"}"#
    );
}

#[test]
fn the_key_is_masked_wherever_it_stands() {
    let mut all = card(KEY);
    for field in ["code", "type", "userId", "userPhone", "userName"] {
        all[field] = json!(format!("a{KEY}b"));
    }
    let log = json!({
        "id": KEY, "cardId": KEY, "apiLimit": 1, "type": KEY, "userId": KEY, "userPhone": KEY, "userName": KEY, "userEmail": KEY,
        "createTime": 1,
    });
    for (endpoint, result) in [
        (Endpoint::Detail, all.clone()),
        (Endpoint::List, json!({"cards": [all], "total": 1})),
        (Endpoint::BalanceLogs, json!({"logs": [log], "total": 1})),
        (Endpoint::Transfer, json!({"message": KEY})),
    ] {
        let body = written(endpoint, &result);
        let escaped = KEY.replace('\\', "\\\\").replace('"', "\\\"");
        assert!(!body.contains(KEY) && !body.contains(&escaped), "{body}");
        assert!(body.contains("***"), "{body}");
        assert!(
            decode(body.as_bytes(), endpoint.expects())
                .unwrap()
                .payload
                .is_ok(),
            "{body}"
        );
    }
}

#[test]
fn what_is_no_result_is_no_answer() {
    for endpoint in Endpoint::ALL {
        for result in [
            "",
            "null",
            "5",
            "[5]",
            r#"{"cards":[{"id":1}],"total":1,"message":1}"#,
        ] {
            assert_eq!(
                answer(endpoint, result, &Redactor::default()),
                None,
                "{result}"
            );
        }
    }
}

fn any_text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof![".{0,40}", "[0-9]{0,20}"])
}

fn any_number() -> impl Strategy<Value = Option<i64>> {
    proptest::option::of(-9_007_199_254_740_991_i64..=9_007_199_254_740_991)
}

proptest! {
    /// Any card that a client can give comes out of the page's client as it was.
    #[test]
    fn a_card_comes_through_whole(
        (id, code, kind) in (".{1,20}", ".{1,20}", ".{1,5}"),
        api_limit in any_number(), create_time in any_number(), update_time in any_number(),
        user_id in any_text(), user_phone in any_text(), user_name in any_text(),
    ) {
        let given = json!({
            "id": id, "code": code, "type": kind, "apiLimit": api_limit, "userId": user_id, "userPhone": user_phone,
            "userName": user_name, "createTime": create_time, "updateTime": update_time,
        });
        let body = answer(Endpoint::Detail, &given.to_string(), &Redactor::default()).unwrap().body;
        let Payload::Card(columns) = decode(body.as_bytes(), Endpoint::Detail.expects()).unwrap().payload.unwrap() else {
            return Err(TestCaseError::fail("no card"));
        };
        let read: Card = columns.cards().next().unwrap();
        prop_assert_eq!(read.id, id);
        prop_assert_eq!(read.code, code);
        prop_assert_eq!(read.card_type.as_str(), kind);
        prop_assert_eq!(read.api_limit, api_limit);
        prop_assert_eq!(read.user_id, user_id);
        prop_assert_eq!(read.user_phone, user_phone);
        prop_assert_eq!(read.user_name, user_name);
        prop_assert_eq!((read.create_time, read.update_time), (create_time, update_time));
    }
}
