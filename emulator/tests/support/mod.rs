//! What the tests share: an emulator, and one request to it.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use espai_cdkey_emulator::answer::Answer;
use espai_cdkey_emulator::emulator::Emulator;
use espai_cdkey_emulator::request::Request;
use serde_json::{Value, json};

pub const KEY: &str = "0123456789abcdef0123456789abcdef";
pub const NOW: i64 = 1_800_000_000_000;

/// The page's two cards of its transfer example, both paid.
pub fn paid_pair() -> Value {
    json!([
        { "id": "772868ead56c48d68fd1924aa5ec3aac", "create_time": 1743506056109_i64, "update_time": null,
          "code": "wNaa1GDw", "user_id": "87215a4192654cea8781a1a596d23cae", "api_limit": 500, "type": "1",
          "user_phone": 15916888888_i64, "user_name": "琳琅" },
        { "id": "b", "code": "3AoPbLSQ", "type": "2", "apiLimit": 7, "userPhone": "17516888888" }
    ])
}

pub fn emulator(mut options: Value) -> Emulator {
    options["apiKey"] = KEY.into();
    Emulator::new(&options.to_string(), "").expect("the options are right")
}

pub fn request<'a>(path: &'a str, body: &'a str) -> Request<'a> {
    Request {
        method: "POST",
        path,
        authorization: Some(KEY),
        body: body.as_bytes(),
    }
}

pub fn post(emulator: &mut Emulator, name: &str, body: &Value) -> Answer {
    emulator.answer(&request(&format!("/cdkey/{name}"), &body.to_string()), NOW)
}

pub fn cards(emulator: &Emulator) -> Value {
    serde_json::from_str(&emulator.cards()).expect("cards are JSON")
}

/// What a refusal says, having checked that it is one: HTTP 200, an envelope of the page's three fields in its order.
pub fn refusal(answer: &Answer) -> (i64, String) {
    assert_eq!(answer.status, 200);
    let envelope: Value = serde_json::from_str(&answer.body).expect("an envelope is JSON");
    assert!(
        answer.body.starts_with("{\"success\":false,\"message\":\""),
        "{}",
        answer.body
    );
    let code = envelope["code"].as_i64().expect("a code");
    assert!(
        answer.body.ends_with(&format!(",\"code\":{code}}}")),
        "{}",
        answer.body
    );
    (
        code,
        envelope["message"].as_str().expect("a message").to_owned(),
    )
}
