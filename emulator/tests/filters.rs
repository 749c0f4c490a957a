//! The filters and the pages of a list.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_emulator::emulator::Emulator;
use serde_json::{Value, json};
use support::{post, refusal};

fn emulator() -> Emulator {
    let card = |id: &str, kind: &str, quota: i64, phone: Value, name: Value| json!({ "id": id, "code": format!("code-{id}"), "type": kind, "api_limit": quota, "user_phone": phone, "user_name": name });
    support::emulator(json!({ "cards": [
        card("a", "1", 10, json!(15916888888_i64), json!("琳琅")),
        card("b", "2", 20, json!(15916888888_i64), json!("琳琅")),
        card("c", "2", 30, json!("007"), json!("星河")),
        card("d", "0", -5, Value::Null, Value::Null),
        card("e", "6", 20, json!("9007199254740993"), json!("100")),
    ] }))
}

/// The ids that a query lists, and `totalNumber`.
fn list(query: Value) -> (Vec<String>, i64) {
    let answer = post(&mut emulator(), "list", &query);
    let page: Value = serde_json::from_str(&answer.body).expect("a page is JSON");
    assert_eq!(page["success"], json!(true), "{query}: {}", answer.body);
    let cards = page["data"].as_array().expect("an array");
    let ids = cards
        .iter()
        .filter_map(|card| card["id"].as_str().map(str::to_owned));
    (
        ids.collect(),
        page["totalNumber"].as_i64().expect("a number"),
    )
}

#[test]
fn each_filter_and_all_together() {
    for (query, ids) in [
        (json!({}), &["a", "b", "c", "d", "e"] as &[&str]),
        (json!({ "id": "b" }), &["b"]),
        (json!({ "type": "2" }), &["b", "c"]),
        (json!({ "type": 2 }), &["b", "c"]),
        (json!({ "type": "9" }), &[]),
        (json!({ "code": "code-c" }), &["c"]),
        (json!({ "code": "CODE-C" }), &[]),
        (json!({ "user_name": "琳琅" }), &["a", "b"]),
        (json!({ "username": "琳琅" }), &["a", "b"]),
        (
            json!({ "user_name": "琳琅", "username": "琳琅" }),
            &["a", "b"],
        ),
        (json!({ "user_name": "琳" }), &[]),
        (json!({ "user_name": 100 }), &["e"]),
        (json!({ "user_phone": "15916888888" }), &["a", "b"]),
        (json!({ "user_phone": 15916888888_i64 }), &["a", "b"]),
        (json!({ "user_phone": "007" }), &["c"]),
        (json!({ "user_phone": "7" }), &[]),
        (json!({ "user_phone": "9007199254740993" }), &["e"]),
        (json!({ "api_limit": "20" }), &["b", "c", "e"]),
        (json!({ "api_limit": 20 }), &["b", "c", "e"]),
        (json!({ "api_limit": "-5" }), &["a", "b", "c", "d", "e"]),
        (json!({ "type": "2", "user_name": "琳琅" }), &["b"]),
        (json!({ "type": "1", "user_name": "星河" }), &[]),
        // Left out, null and empty filter nothing; neither does what is no filter.
        (
            json!({ "type": null, "code": "", "colour": "red" }),
            &["a", "b", "c", "d", "e"],
        ),
    ] {
        let (found, total) = list(query.clone());
        assert_eq!(found, ids, "{query}");
        assert_eq!(usize::try_from(total), Ok(ids.len()), "{query}");
    }
}

#[test]
fn exact_quota() {
    let cards = json!([
        { "id": "a", "code": "a", "type": "1", "api_limit": 20 },
        { "id": "b", "code": "b", "type": "1", "api_limit": 21 }
    ]);
    let mut emulator = support::emulator(json!({ "cards": cards, "apiLimitFilter": "exact" }));
    let answer = post(&mut emulator, "list", &json!({ "api_limit": "20" }));
    assert!(answer.body.contains("\"id\":\"a\"") && answer.body.contains("\"totalNumber\":1"));
}

#[test]
fn no_limit_is_at_least_any_number_and_exactly_none() {
    let cards = json!([{ "id": "a", "code": "a", "type": "5", "api_limit": null }]);
    for (reading, total) in [("atLeast", 1), ("exact", 0)] {
        let mut emulator = support::emulator(json!({ "cards": cards, "apiLimitFilter": reading }));
        let answer = post(
            &mut emulator,
            "list",
            &json!({ "api_limit": "9007199254740991" }),
        );
        assert!(
            answer.body.contains(&format!("\"totalNumber\":{total}")),
            "{reading}"
        );
    }
}

#[test]
fn pages() {
    for (query, ids) in [
        (json!({ "limit": "2" }), &["a", "b"] as &[&str]),
        (json!({ "page": "2", "limit": "2" }), &["c", "d"]),
        (json!({ "page": 3, "limit": 2 }), &["e"]),
        (json!({ "page": "4", "limit": "2" }), &[]),
        (json!({ "page": "2" }), &[]),
        (
            json!({ "page": "9007199254740991", "limit": "9007199254740991" }),
            &[],
        ),
    ] {
        assert_eq!(
            list(query.clone()),
            (ids.iter().map(|id| (*id).to_owned()).collect(), 5),
            "{query}"
        );
    }
}

#[test]
fn a_page_has_at_most_9999_cards_unless_asked() {
    let cards: Vec<Value> = (0..10_001)
        .map(|n| json!({ "id": n.to_string(), "code": n.to_string(), "type": "1", "api_limit": n }))
        .collect();
    let mut emulator = support::emulator(json!({ "cards": cards }));
    for (query, count) in [
        (json!({}), 9999),
        (json!({ "limit": "20000" }), 10_001),
        (json!({ "page": "2" }), 2),
    ] {
        let page: Value =
            serde_json::from_str(&post(&mut emulator, "list", &query).body).expect("JSON");
        assert_eq!(
            page["data"].as_array().map(Vec::len),
            Some(count),
            "{query}"
        );
        assert_eq!(page["totalNumber"], json!(10_001));
    }
}

#[test]
fn wrong_parameters() {
    for (query, words) in [
        (json!({ "page": "0" }), "参数page最小为1"),
        (json!({ "page": "one" }), "参数page必须是整数"),
        (json!({ "limit": -1 }), "参数limit最小为1"),
        (json!({ "limit": 1.5 }), "参数limit必须是字符串"),
        (json!({ "api_limit": "many" }), "参数api_limit必须是整数"),
        (json!({ "id": { "$ne": "a" } }), "参数id必须是字符串"),
        (json!({ "code": true }), "参数code必须是字符串"),
        (
            json!({ "user_name": "琳琅", "username": "星河" }),
            "参数user_name与username不一致",
        ),
    ] {
        let refused = refusal(&post(&mut emulator(), "list", &query));
        assert_eq!(refused, (400, words.to_owned()), "{query}");
    }
}
