//! `/cdkey/balance_logs`: what transfers leave behind, of one card or of all, and its pages.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_emulator::emulator::Emulator;
use espai_cdkey_emulator::plan::Ending;
use serde_json::{Value, json};
use support::{NOW, emulator, paid_pair, post, refusal, request};

/// Moves so much from the first card of the pair to the second, at a time of its own.
fn transfer(emulator: &mut Emulator, limit: i64, now: i64) -> bool {
    let body = json!({
        "code": "wNaa1GDw", "phone": "15916888888", "target_code": "3AoPbLSQ", "target_phone": "17516888888", "limit": limit
    });
    let answer = emulator.answer(&request("/cdkey/transfer", &body.to_string()), now);
    answer.body.contains("\"success\":true")
}

/// The cards and amounts of a page, with `totalNumber`.
fn logs(emulator: &mut Emulator, body: &Value) -> (Vec<(String, i64)>, i64) {
    let answer = post(emulator, "balance_logs", body);
    let page: Value = serde_json::from_str(&answer.body).expect("a page is JSON");
    assert_eq!(page["success"], json!(true), "{body}: {}", answer.body);
    let rows = page["data"].as_array().expect("an array").iter();
    let row = |row: &Value| {
        let card = row["cdkey_id"].as_str().expect("an id").to_owned();
        (card, row["api_limit"].as_i64().expect("a number"))
    };
    (
        rows.map(row).collect(),
        page["totalNumber"].as_i64().expect("a number"),
    )
}

const SOURCE: &str = "772868ead56c48d68fd1924aa5ec3aac";
const TARGET: &str = "b";

fn after_three() -> Emulator {
    let mut emulator = emulator(json!({ "cards": paid_pair() }));
    for (limit, now) in [(1, NOW), (2, NOW + 1), (3, NOW + 2)] {
        assert!(transfer(&mut emulator, limit, now));
    }
    emulator
}

#[test]
fn a_row_as_the_platform_writes_it() {
    let mut emulator = emulator(json!({ "cards": paid_pair() }));
    assert_eq!(
        post(&mut emulator, "balance_logs", &json!([{}])).body,
        r#"{"message":"请求成功","data":[],"totalNumber":0,"success":true}"#
    );
    assert!(transfer(&mut emulator, 10, NOW));
    let answer = post(
        &mut emulator,
        "balance_logs",
        &json!([{ "page": "1", "limit": "10" }]),
    );
    assert_eq!(answer.status, 200);
    let page: Value = serde_json::from_str(&answer.body).expect("JSON");
    let ids: Vec<&str> = page["data"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["id"].as_str())
        .collect();
    assert!(
        ids.iter().all(|id| id.len() == 32) && ids[0] != ids[1],
        "{ids:?}"
    );
    assert_eq!(
        answer.body,
        format!(
            concat!(
                r#"{{"message":"请求成功","data":[{{"id":"{}","create_time":1800000000000,"type":"2","user_id":"87215a4192654cea8781a1a596d23cae","cdkey_id":"772868ead56c48d68fd1924aa5ec3aac","api_limit":10,"user_name":"琳琅","user_email":"","user_phone":"15916888888"}},"#,
                r#"{{"id":"{}","create_time":1800000000000,"type":"2","user_id":null,"cdkey_id":"b","api_limit":10,"user_name":null,"user_email":"","user_phone":"17516888888"}}],"totalNumber":2,"success":true}}"#
            ),
            ids[0], ids[1]
        )
    );
    // The same record has the same id, however often and in whatever page it is read.
    assert_eq!(
        post(&mut emulator, "balance_logs", &json!([{}])).body,
        answer.body
    );
    assert!(transfer(&mut emulator, 10, NOW));
    let later = post(
        &mut emulator,
        "balance_logs",
        &json!([{ "page": 2, "limit": 2 }]),
    )
    .body;
    assert!(later.contains(ids[0]) && later.contains(ids[1]));
}

#[test]
fn newest_first_and_in_pages() {
    let mut emulator = after_three();
    let rows = |rows: &[(&str, i64)]| {
        rows.iter()
            .map(|(card, limit)| ((*card).to_owned(), *limit))
            .collect::<Vec<_>>()
    };
    let all = rows(&[
        (SOURCE, 3),
        (TARGET, 3),
        (SOURCE, 2),
        (TARGET, 2),
        (SOURCE, 1),
        (TARGET, 1),
    ]);
    for (body, expected, total) in [
        (json!([{}]), all.clone(), 6),
        (
            json!([{ "id": null, "page": "", "colour": "red" }]),
            all.clone(),
            6,
        ),
        (json!([{ "limit": "4" }]), all[..4].to_vec(), 6),
        (json!([{ "page": "2", "limit": "4" }]), all[4..].to_vec(), 6),
        (json!([{ "page": 3, "limit": 4 }]), vec![], 6),
        (
            json!([{ "page": "9007199254740991", "limit": "9007199254740991" }]),
            vec![],
            6,
        ),
        (
            json!([{ "id": SOURCE }]),
            rows(&[(SOURCE, 3), (SOURCE, 2), (SOURCE, 1)]),
            3,
        ),
        (
            json!([{ "id": TARGET, "page": "2", "limit": "2" }]),
            rows(&[(TARGET, 1)]),
            3,
        ),
        (json!([{ "id": "nowhere" }]), vec![], 0),
    ] {
        assert_eq!(logs(&mut emulator, &body), (expected, total), "{body}");
    }
}

#[test]
fn only_what_was_done_is_recorded() {
    let mut emulator = after_three();
    assert!(!transfer(&mut emulator, 1000, NOW), "more than it holds");
    let body = json!({ "code": "wNaa1GDw", "phone": "15916888888", "target_code": "3AoPbLSQ", "target_phone": "17516888888", "limit": 1 });
    emulator.preview(&request("/cdkey/transfer", &body.to_string()));
    assert_eq!(logs(&mut emulator, &json!([{}])).1, 6);
    // A destroy leaves no record, and takes none along.
    assert!(transfer(&mut emulator, 494, NOW));
    assert!(
        post(&mut emulator, "destroy", &json!([{ "id": SOURCE }]))
            .body
            .contains("删除成功")
    );
    assert_eq!(logs(&mut emulator, &json!([{ "id": SOURCE }])).1, 4);
    assert_eq!(logs(&mut emulator, &json!([{}])).1, 8);
    emulator.reset();
    assert_eq!(logs(&mut emulator, &json!([{}])), (vec![], 0));
}

#[test]
fn unlimited_cards_have_records_like_any() {
    let mut cards = paid_pair();
    cards[0]["api_limit"] = Value::Null;
    let mut emulator = emulator(json!({ "cards": cards }));
    assert!(transfer(&mut emulator, 5, NOW));
    assert_eq!(
        logs(&mut emulator, &json!([{}])).0,
        [(SOURCE.to_owned(), 5), (TARGET.to_owned(), 5)]
    );
}

#[test]
fn bodies_that_are_no_request() {
    for (body, words) in [
        (json!({}), "请求参数必须是JSON数组"),
        (json!("all"), "请求参数必须是JSON数组"),
        (json!([]), "请求参数必须是只有一个对象的JSON数组"),
        (json!([{}, {}]), "请求参数必须是只有一个对象的JSON数组"),
        (json!([[]]), "请求参数必须是JSON对象"),
        (json!([{ "page": "0" }]), "参数page最小为1"),
        (json!([{ "limit": 1.5 }]), "参数limit必须是字符串"),
        (json!([{ "id": ["a"] }]), "参数id必须是字符串"),
    ] {
        let refused = refusal(&post(&mut after_three(), "balance_logs", &body));
        assert_eq!(refused, (400, words.to_owned()), "{body}");
    }
    // An empty body is an empty object, as for the others, and so no array.
    let refused = refusal(&after_three().answer(&request("/cdkey/balance_logs", ""), NOW));
    assert_eq!(refused.0, 400);
}

#[test]
fn it_has_faults_of_its_own() {
    let mut emulator = after_three();
    emulator
        .inject(&json!({ "fault": "drop", "endpoint": "balanceLogs" }).to_string())
        .expect("right");
    assert_eq!(emulator.plan("POST", "/cdkey/list").ending, Ending::Answer);
    assert_eq!(
        emulator.plan("POST", "/cdkey/balance_logs").ending,
        Ending::Drop
    );
    let wrong =
        emulator.inject(&json!({ "fault": "drop", "endpoint": "balance_logs" }).to_string());
    assert_eq!(wrong.expect_err("a path is no name").path, "endpoint");
}
