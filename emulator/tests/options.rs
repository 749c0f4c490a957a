//! What an emulator is made from: its cards, its key, its seed; and what is refused.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_emulator::emulator::Emulator;
use std::collections::HashSet;

use serde_json::{Value, json};
use support::{cards, paid_pair, post};

fn refused(options: &Value) -> (String, String) {
    let invalid =
        Emulator::new(&options.to_string(), support::KEY).expect_err("the options are wrong");
    let message = invalid.to_string();
    (invalid.path, message)
}

fn made(options: &Value) -> Emulator {
    Emulator::new(&options.to_string(), "fresh fresh fresh fresh fresh!!!")
        .expect("the options are right")
}

#[test]
fn cards_as_the_service_writes_them_and_as_ours() {
    let emulator = made(&json!({ "cards": paid_pair() }));
    assert_eq!(
        emulator.cards(),
        concat!(
            r#"[{"id":"772868ead56c48d68fd1924aa5ec3aac","code":"wNaa1GDw","type":"1","apiLimit":500,"userId":"87215a4192654cea8781a1a596d23cae","userPhone":"15916888888","userName":"琳琅","createTime":1743506056109,"updateTime":null},"#,
            r#"{"id":"b","code":"3AoPbLSQ","type":"2","apiLimit":7,"userId":null,"userPhone":"17516888888","userName":null,"createTime":null,"updateTime":null}]"#
        )
    );
}

#[test]
fn what_it_holds_makes_the_same_again() {
    let first = made(&json!({ "seed": 5 }));
    let second = made(&json!({ "cards": cards(&first) }));
    assert_eq!(first.cards(), second.cards());
}

#[test]
fn odd_cards_that_a_service_may_have() {
    let name = format!("\u{1f004}\n\"{}", "长".repeat(10_000));
    let emulator = made(&json!({ "cards": [
        { "id": 12, "code": 34, "type": 1, "api_limit": "-9007199254740991", "user_name": name, "user_phone": "+86 159" }
    ] }));
    let card = &cards(&emulator)[0];
    assert_eq!(card["id"], json!("12"));
    assert_eq!(card["code"], json!("34"));
    assert_eq!(card["apiLimit"], json!(-9_007_199_254_740_991_i64));
    assert_eq!(card["userName"], json!(name));
    assert_eq!(card["userPhone"], json!("+86 159"));
}

#[test]
fn a_quota_may_be_null_but_not_left_out() {
    let card = |limit: Value| json!({ "id": "i", "code": "c", "type": "5", "api_limit": limit });
    let emulator = made(&json!({ "cards": [card(Value::Null)] }));
    assert_eq!(cards(&emulator)[0]["apiLimit"], Value::Null);
    assert_eq!(
        made(&json!({ "cards": cards(&emulator) })).cards(),
        emulator.cards()
    );
    assert_eq!(
        refused(&json!({ "cards": [card(json!(""))] })).0,
        "cards[0].api_limit"
    );
}

#[test]
fn phones_are_numbers_where_a_number_says_the_same() {
    let card = |phone: Value| json!({ "id": phone.to_string(), "code": "c", "type": "1", "api_limit": 1, "user_phone": phone });
    let mut emulator = support::emulator(json!({ "cards": [
        card(json!("15916888888")), card(json!("0")), card(json!("007")), card(json!("9007199254740991")),
        card(json!("9007199254740992")), card(json!("+1")), card(json!("")), card(Value::Null)
    ] }));
    let page: Value =
        serde_json::from_str(&post(&mut emulator, "list", &json!({})).body).expect("JSON");
    let phones: Vec<&Value> = page["data"]
        .as_array()
        .expect("cards")
        .iter()
        .map(|card| &card["user_phone"])
        .collect();
    let expected = json!([
        15916888888_i64,
        0,
        "007",
        9007199254740991_i64,
        "9007199254740992",
        "+1",
        "",
        null
    ]);
    assert_eq!(json!(phones), expected);
}

#[test]
fn wrong_cards_by_their_path() {
    for (card, path) in [
        (
            json!({ "code": "c", "type": "1", "api_limit": 1 }),
            "cards[1].id",
        ),
        (
            json!({ "id": "", "code": "c", "type": "1", "api_limit": 1 }),
            "cards[1].id",
        ),
        (
            json!({ "id": "i", "code": null, "type": "1", "api_limit": 1 }),
            "cards[1].code",
        ),
        (
            json!({ "id": "i", "code": "c", "type": true, "api_limit": 1 }),
            "cards[1].type",
        ),
        (
            json!({ "id": "i", "code": "c", "type": "1" }),
            "cards[1].apiLimit",
        ),
        (
            json!({ "id": "i", "code": "c", "type": "1", "api_limit": 1.5 }),
            "cards[1].api_limit",
        ),
        (
            json!({ "id": "i", "code": "c", "type": "1", "apiLimit": "1e3" }),
            "cards[1].apiLimit",
        ),
        (
            json!({ "id": "i", "code": "c", "type": "1", "api_limit": 9007199254740992_i64 }),
            "cards[1].api_limit",
        ),
        (
            json!({ "id": "i", "code": "c", "type": "1", "api_limit": 1, "user_phone": 1.5 }),
            "cards[1].user_phone",
        ),
        (
            json!({ "id": "i", "code": "c", "type": "1", "api_limit": 1, "userName": [] }),
            "cards[1].userName",
        ),
        (
            json!({ "id": "i", "code": "c", "type": "1", "api_limit": 1, "create_time": "now" }),
            "cards[1].create_time",
        ),
        (
            json!({ "apiLimit": 2, "api_limit": 1, "code": "c", "id": "i", "type": "1" }),
            "cards[1].api_limit",
        ),
        (
            json!({ "id": "i", "code": "c", "type": "1", "api_limit": 1, "colour": "red" }),
            "cards[1].colour",
        ),
        (
            json!({ "id": "first", "code": "c", "type": "1", "api_limit": 1 }),
            "cards[1].id",
        ),
        (
            json!({ "id": "i", "code": "first", "type": "1", "api_limit": 1, "userPhone": 1 }),
            "cards[1].code",
        ),
        (json!("card"), "cards[1]"),
        (json!(null), "cards[1]"),
    ] {
        let first = json!({ "id": "first", "code": "first", "type": "1", "api_limit": 1, "user_phone": "1" });
        let (given, message) = refused(&json!({ "cards": [first, card] }));
        assert_eq!(given, path, "{card}");
        assert!(message.starts_with(path), "{message}");
    }
}

#[test]
fn wrong_options_by_their_name() {
    for (options, path) in [
        (json!({ "cards": {} }), "cards"),
        (json!({ "cards": null }), "cards"),
        (json!({ "apiKey": "short" }), "apiKey"),
        (
            json!({ "apiKey": " 123456789abcdef0123456789abcdef" }),
            "apiKey",
        ),
        (json!({ "apiKey": null }), "apiKey"),
        (json!({ "apiKey": "密".repeat(32) }), "apiKey"),
        (json!({ "seed": -1 }), "seed"),
        (json!({ "seed": 1.5 }), "seed"),
        (json!({ "seed": "x" }), "seed"),
        (json!({ "latencyMs": -1 }), "latencyMs"),
        (json!({ "latencyMs": 2147483648_i64 }), "latencyMs"),
        (json!({ "apiLimitFilter": "least" }), "apiLimitFilter"),
        (json!({ "apikey": "x" }), "apikey"),
        (json!([]), "options"),
        (json!(null), "options"),
    ] {
        let (given, message) = refused(&options);
        assert_eq!(given, path, "{options}");
        assert!(message.starts_with(path), "{message}");
    }
}

#[test]
fn a_seed_settles_ids_codes_and_the_key() {
    let (one, again, other) = (
        made(&json!({ "seed": 1 })),
        made(&json!({ "seed": 1 })),
        made(&json!({ "seed": 2 })),
    );
    assert_eq!(one.cards(), again.cards());
    assert_eq!(one.api_key(), again.api_key());
    assert_ne!(one.cards(), other.cards());
    assert_ne!(one.api_key(), other.api_key());
    assert_eq!(one.api_key().len(), 32);
    assert!(one.api_key().bytes().all(|byte| byte.is_ascii_hexdigit()));
    for (index, id) in [
        (0, "772868ead56c48d68fd1924aa5ec3aac"),
        (2, "196bd2a26e4d459f9dc7d12053a05c15"),
    ] {
        assert_eq!(cards(&one)[index]["id"], json!(id));
    }
}

#[test]
fn keys_by_rank() {
    assert_eq!(
        made(&json!({})).api_key(),
        "fresh fresh fresh fresh fresh!!!"
    );
    let key = "k".repeat(32);
    assert_eq!(made(&json!({ "seed": 1, "apiKey": key })).api_key(), key);
}

#[test]
fn the_default_cards() {
    let emulator = made(&json!({}));
    let all = cards(&emulator);
    let all = all.as_array().expect("an array");
    // Without a seed the set is that of seed 0, so that two people see the same.
    assert_eq!(emulator.cards(), made(&json!({ "seed": 0 })).cards());
    for kind in ["0", "1", "2", "3", "4", "5"] {
        assert!(
            all.iter().any(|card| card["type"] == kind),
            "a card of type {kind}"
        );
    }
    for card in all {
        let text = |key: &str| card[key].as_str().expect("a text").to_owned();
        assert_eq!(
            (text("id").len(), text("userId").len(), text("code").len()),
            (32, 32, 8),
            "{card}"
        );
        assert_eq!(text("userPhone").len(), 11);
        assert_eq!(card["updateTime"], Value::Null);
    }
    let owners: HashSet<_> = all.iter().map(|card| card["userName"].as_str()).collect();
    let users: HashSet<_> = all
        .iter()
        .map(|card| {
            (
                card["userName"].as_str(),
                card["userPhone"].as_str(),
                card["userId"].as_str(),
            )
        })
        .collect();
    let ids: HashSet<_> = all.iter().map(|card| card["userId"].as_str()).collect();
    assert_eq!(
        (owners.len(), users.len(), ids.len()),
        (3, 3, 3),
        "each owner is one user"
    );
}
