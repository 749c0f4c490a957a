//! What the service refuses, and that a refusal changes nothing.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_emulator::request::Request;
use serde_json::{Value, json};
use support::{KEY, NOW, emulator, paid_pair, post, refusal, request};

/// A transfer of the paid pair with some members changed (`null` takes one out).
fn transfer(changes: Value) -> Value {
    let mut body = json!({
        "code": "wNaa1GDw", "phone": "15916888888", "target_code": "3AoPbLSQ", "target_phone": "17516888888", "limit": "10"
    });
    for (key, value) in changes.as_object().expect("an object") {
        body[key] = value.clone();
    }
    body
}

#[test]
fn authentication() {
    let mut emulator = emulator(json!({}));
    let bearer = format!("Bearer {KEY}");
    for (given, words) in [
        (None, "缺少authorization请求头"),
        (Some(""), "缺少authorization请求头"),
        (Some("0123456789abcdef0123456789abcdeX"), "open_api_key无效"),
        (
            Some(bearer.as_str()),
            "authorization必须就是open_api_key本身, 前面不能有Bearer",
        ),
    ] {
        let asked = Request {
            authorization: given,
            ..request("/cdkey/list", "{}")
        };
        assert_eq!(
            refusal(&emulator.answer(&asked, NOW)),
            (401, words.to_owned())
        );
    }
}

#[test]
fn paths_and_methods_have_a_status_of_their_own() {
    let mut emulator = emulator(json!({}));
    for path in [
        "/",
        "/cdkey",
        "/cdkey/lists",
        "/cdkey/list/",
        "/api/cdkey/list",
        "",
    ] {
        let answer = emulator.answer(&request(path, "{}"), NOW);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(
            answer.body,
            r#"{"success":false,"message":"接口不存在","code":404}"#
        );
    }
    for method in ["GET", "PUT", "OPTIONS", "post"] {
        let asked = Request {
            method,
            ..request("/cdkey/list", "{}")
        };
        let answer = emulator.answer(&asked, NOW);
        assert_eq!(answer.status, 405, "{method}");
        assert!(
            answer
                .headers
                .contains(&("allow".to_owned(), "POST".to_owned()))
        );
        assert_eq!(
            answer.body,
            r#"{"success":false,"message":"请求方式必须是POST","code":405}"#
        );
    }
}

#[test]
fn a_body_that_is_too_large() {
    let mut emulator = emulator(json!({}));
    let body = " ".repeat(8 * 1024 * 1024 - 2) + "{}";
    assert_eq!(
        emulator.answer(&request("/cdkey/list", &body), NOW).status,
        200
    );
    let answer = emulator.answer(&request("/cdkey/list", &(body + " ")), NOW);
    assert_eq!(answer.status, 413);
    assert_eq!(
        answer.body,
        r#"{"success":false,"message":"请求体过大","code":413}"#
    );
}

#[test]
fn bodies_that_are_no_request() {
    let deep = "[".repeat(100_000);
    let cases: [(&str, &[u8]); 7] = [
        ("list", b"{"),
        ("list", b"\xff\xfe"),
        ("list", b"[]"),
        ("detail", b"\"text\""),
        ("transfer", b"null"),
        ("destroy", b"[1]"),
        ("destroy", deep.as_bytes()),
    ];
    for (name, body) in cases {
        let path = format!("/cdkey/{name}");
        let asked = Request {
            body,
            ..request(&path, "")
        };
        assert_eq!(
            refusal(&emulator(json!({})).answer(&asked, NOW)).0,
            400,
            "{name}"
        );
    }
}

#[test]
fn details_that_find_nothing() {
    let mut emulator = emulator(json!({}));
    for (body, code) in [
        (json!({ "code": "wNaa1GDw", "phone": "17516888888" }), 404),
        (json!({ "code": "wnaa1gdw", "phone": "15916888888" }), 404),
        (json!({ "code": "wNaa1GDw", "phone": "015916888888" }), 404),
        (json!({ "code": "wNaa1GDw" }), 400),
        (json!({ "phone": "15916888888" }), 400),
        (json!({ "code": "", "phone": "15916888888" }), 400),
        (json!({ "code": ["wNaa1GDw"], "phone": "15916888888" }), 400),
        (json!({ "code": "wNaa1GDw", "phone": 15916888888.5 }), 400),
    ] {
        let (given, message) = refusal(&post(&mut emulator, "detail", &body));
        assert_eq!(given, code, "{body}");
        assert!(
            !message.contains("15916888888"),
            "a refusal shows no phone: {message}"
        );
    }
}

#[test]
fn numbers_are_as_good_as_their_digits() {
    let mut emulator = emulator(json!({ "cards": paid_pair() }));
    let answer = post(
        &mut emulator,
        "detail",
        &json!({ "code": "wNaa1GDw", "phone": 15916888888_i64 }),
    );
    assert!(answer.body.starts_with("{\"success\":true"));
    let answer = post(
        &mut emulator,
        "transfer",
        &transfer(json!({ "limit": 10, "phone": 15916888888_i64 })),
    );
    assert!(answer.body.starts_with("{\"success\":true"));
}

#[test]
fn transfers_that_are_refused_move_nothing() {
    for (changes, code, words) in [
        (json!({ "phone": null }), 400, "缺少参数phone"),
        (json!({ "code": null }), 400, "缺少参数code"),
        (json!({ "target_phone": null }), 400, "缺少参数target_phone"),
        (json!({ "target_code": null }), 400, "缺少参数target_code"),
        (json!({ "limit": null }), 400, "缺少参数limit"),
        (json!({ "limit": "0" }), 400, "转让额度最小为1"),
        (json!({ "limit": -1 }), 400, "转让额度最小为1"),
        (json!({ "limit": "1.5" }), 400, "参数limit必须是整数"),
        (json!({ "limit": 1.5 }), 400, "参数limit必须是字符串"),
        (json!({ "limit": "1e2" }), 400, "参数limit必须是整数"),
        (json!({ "limit": "+5" }), 400, "参数limit必须是整数"),
        (
            json!({ "limit": "9007199254740992" }),
            400,
            "参数limit必须是整数",
        ),
        (
            json!({ "limit": "99999999999999999999" }),
            400,
            "参数limit必须是整数",
        ),
        (json!({ "limit": "501" }), 400, "额度不足: 剩余500, 需要501"),
        (
            json!({ "code": "nothing" }),
            404,
            "当前额度卡不存在: phone与code不匹配",
        ),
        (
            json!({ "target_phone": "15916888888" }),
            404,
            "目标额度卡不存在: target_phone与target_code不匹配",
        ),
        (
            json!({ "target_phone": "15916888888", "target_code": "wNaa1GDw" }),
            400,
            "不能转让给同一张额度卡",
        ),
    ] {
        let mut emulator = emulator(json!({ "cards": paid_pair() }));
        let before = emulator.cards();
        let refused = refusal(&post(&mut emulator, "transfer", &transfer(changes.clone())));
        assert_eq!(refused, (code, words.to_owned()), "{changes}");
        assert_eq!(emulator.cards(), before);
        assert_eq!(emulator.changes(), 0);
    }
}

#[test]
fn transfers_need_two_paid_cards() {
    for (source, target, words) in [
        ("0", "1", Some("当前额度卡不是付费卡, 不能转让额度")),
        ("1", "0", Some("目标额度卡不是付费卡, 不能接收额度")),
        ("6", "1", Some("当前额度卡不是付费卡, 不能转让额度")),
        ("1", "青龙", Some("目标额度卡不是付费卡, 不能接收额度")),
        ("1", "5", None),
        ("3", "4", None),
    ] {
        let mut cards = paid_pair();
        cards[0]["type"] = source.into();
        cards[1]["type"] = target.into();
        let mut emulator = emulator(json!({ "cards": cards }));
        let answer = post(&mut emulator, "transfer", &transfer(json!({})));
        match words {
            Some(words) => assert_eq!(refusal(&answer), (400, words.to_owned())),
            None => assert_eq!(answer.body, r#"{"success":true,"message":"请求成功"}"#),
        }
    }
}

#[test]
fn transfers_stop_at_what_json_holds_exactly() {
    let mut cards = paid_pair();
    cards[1]["apiLimit"] = json!(9_007_199_254_740_985_i64);
    let mut emulator = emulator(json!({ "cards": cards }));
    let (code, words) = refusal(&post(&mut emulator, "transfer", &transfer(json!({}))));
    assert_eq!((code, words.as_str()), (400, "目标额度卡的额度超出上限"));
    assert_eq!(emulator.changes(), 0);
    let answer = post(
        &mut emulator,
        "transfer",
        &transfer(json!({ "limit": "6" })),
    );
    assert!(answer.body.starts_with("{\"success\":true"));
}

#[test]
fn a_card_below_zero_gives_nothing() {
    let mut cards = paid_pair();
    cards[0]["api_limit"] = json!(-3);
    let mut emulator = emulator(json!({ "cards": cards }));
    let (_, words) = refusal(&post(
        &mut emulator,
        "transfer",
        &transfer(json!({ "limit": "1" })),
    ));
    assert_eq!(words, "额度不足: 剩余-3, 需要1");
}

#[test]
fn unlimited_cards_give_and_take_any_amount_and_stay_so() {
    for (source, target, moved) in [
        (
            Value::Null,
            json!(7),
            json!([null, 9_007_199_254_740_991_i64]),
        ),
        (
            json!(9_007_199_254_740_984_i64),
            Value::Null,
            json!([0, null]),
        ),
        (Value::Null, Value::Null, json!([null, null])),
    ] {
        let mut cards = paid_pair();
        cards[0]["api_limit"] = source;
        cards[1]["apiLimit"] = target;
        let mut emulator = emulator(json!({ "cards": cards }));
        let body = transfer(json!({ "limit": "9007199254740984" }));
        let answer = post(&mut emulator, "transfer", &body);
        assert_eq!(answer.body, r#"{"success":true,"message":"请求成功"}"#);
        let after = support::cards(&emulator);
        assert_eq!(json!([after[0]["apiLimit"], after[1]["apiLimit"]]), moved);
        assert_eq!(
            (&after[0]["updateTime"], &after[1]["updateTime"]),
            (&json!(NOW), &json!(NOW))
        );
    }
}

#[test]
fn an_unlimited_card_is_sent_as_null_and_never_destroyed() {
    let mut cards = paid_pair();
    cards[0]["api_limit"] = Value::Null;
    let mut emulator = emulator(json!({ "cards": cards }));
    let detail = json!({ "code": "wNaa1GDw", "phone": "15916888888" });
    let answer = post(&mut emulator, "detail", &detail).body;
    assert!(
        answer.contains(r#""api_limit":null,"type":"1""#),
        "{answer}"
    );
    let destroy = json!([{ "id": "772868ead56c48d68fd1924aa5ec3aac" }]);
    let (code, words) = refusal(&post(&mut emulator, "destroy", &destroy));
    assert_eq!(
        (code, words.as_str()),
        (
            400,
            "额度卡余额不为0, 不能销毁: 772868ead56c48d68fd1924aa5ec3aac 剩余不限次数"
        )
    );
}

#[test]
fn destroys_are_all_or_nothing() {
    let paid =
        |id: &str, quota: i64| json!({ "id": id, "code": id, "type": "1", "api_limit": quota });
    let cards = json!([
        paid("a", 0), paid("b", 0), paid("c", 1), paid("d", -1),
        { "id": "trial", "code": "t", "type": "0", "api_limit": 0 },
        { "id": "odd", "code": "o", "type": "7", "api_limit": 0 }
    ]);
    for (body, code) in [
        (json!([{ "id": "a" }, { "id": "c" }]), 400),
        (json!([{ "id": "a" }, { "id": "d" }]), 400),
        (json!([{ "id": "a" }, { "id": "trial" }]), 400),
        (json!([{ "id": "a" }, { "id": "odd" }]), 400),
        (json!([{ "id": "a" }, { "id": "nowhere" }]), 404),
        (json!([{ "id": "a" }, { "id": "a" }]), 400),
        (json!([{ "id": "a" }, {}]), 400),
        (json!([]), 400),
        (json!({}), 400),
        (json!("a"), 400),
        (json!(["a"]), 400),
    ] {
        let mut emulator = emulator(json!({ "cards": cards }));
        let before = emulator.cards();
        assert_eq!(
            refusal(&post(&mut emulator, "destroy", &body)).0,
            code,
            "{body}"
        );
        assert_eq!(emulator.cards(), before, "{body}");
    }
    let mut emulator = emulator(json!({ "cards": cards }));
    let answer = post(
        &mut emulator,
        "destroy",
        &json!([{ "id": "b" }, { "id": "a" }]),
    );
    assert_eq!(answer.body, r#"{"success":true,"message":"删除成功"}"#);
    let left: Vec<Value> = support::cards(&emulator)
        .as_array()
        .expect("an array")
        .clone();
    let ids: Vec<&str> = left.iter().filter_map(|card| card["id"].as_str()).collect();
    assert_eq!(ids, ["c", "d", "trial", "odd"]);
}

#[test]
fn one_object_with_an_id_is_a_destroy_too() {
    let body = json!({ "id": "196bd2a26e4d459f9dc7d12053a05c15" });
    let answer = post(&mut emulator(json!({})), "destroy", &body);
    assert_eq!(answer.body, r#"{"success":true,"message":"删除成功"}"#);
}

#[test]
fn a_preview_says_the_same_and_changes_nothing() {
    let mut emulator = emulator(json!({ "cards": paid_pair() }));
    let before = emulator.cards();
    let body = transfer(json!({})).to_string();
    let asked = request("/cdkey/transfer", &body);
    let preview = emulator.preview(&asked);
    assert_eq!(emulator.cards(), before);
    assert_eq!(emulator.changes(), 0);
    assert_eq!(emulator.answer(&asked, NOW), preview);
    assert_eq!(emulator.changes(), 1);
    assert_ne!(emulator.cards(), before);
}
