//! What a host is told of a change, and a reset: the first cards are back, and no fault waits.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_emulator::plan::Ending;
use serde_json::json;
use support::{KEY, emulator, paid_pair, post, refusal};

#[test]
fn cards_and_faults() {
    let mut cards = paid_pair();
    cards
        .as_array_mut()
        .expect("an array")
        .push(json!({ "id": "empty", "code": "e", "type": "3", "apiLimit": 0, "userPhone": "1", "updateTime": 5 }));
    let mut emulator = emulator(json!({ "cards": cards }));
    let first = emulator.cards();
    let transfer = json!({
        "code": "wNaa1GDw", "phone": "15916888888", "target_code": "3AoPbLSQ", "target_phone": "17516888888", "limit": "10"
    });
    let lost = json!([{ "id": "empty" }]);
    for _ in 0..2 {
        assert!(
            post(&mut emulator, "transfer", &transfer)
                .body
                .contains("\"success\":true")
        );
        assert!(
            post(&mut emulator, "destroy", &lost)
                .body
                .contains("\"success\":true")
        );
        assert_eq!(refusal(&post(&mut emulator, "destroy", &lost)).0, 404);
        emulator
            .inject(&json!({ "fault": "drop", "times": 9 }).to_string())
            .expect("right");
        emulator.reset();
        assert_eq!(emulator.cards(), first);
        assert_eq!(emulator.plan("POST", "/cdkey/list").ending, Ending::Answer);
        assert!(
            post(
                &mut emulator,
                "detail",
                &json!({ "phone": "1", "code": "e" })
            )
            .body
            .contains("\"empty\"")
        );
    }
    assert_eq!(emulator.api_key(), KEY);
}

#[test]
fn what_a_host_is_told_of_a_change() {
    let mut emulator = emulator(json!({}));
    assert_eq!(emulator.last_change(), "null");
    let gone = json!([{ "id": "196bd2a26e4d459f9dc7d12053a05c15" }]);
    post(&mut emulator, "destroy", &gone);
    let told: serde_json::Value = serde_json::from_str(&emulator.last_change()).expect("JSON");
    assert_eq!(told["type"], "destroy");
    assert_eq!(told["cards"][0]["id"], "196bd2a26e4d459f9dc7d12053a05c15");
    assert_eq!(told["cards"].as_array().map(Vec::len), Some(1));
    // A refusal and a reset are no change of a request.
    post(&mut emulator, "destroy", &gone);
    assert_eq!(emulator.changes(), 1);
    emulator.reset();
    assert_eq!(
        (emulator.changes(), emulator.last_change().as_str()),
        (1, "null")
    );
}
