//! Injected faults: which request each befalls, the plan it makes, and what is refused.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_emulator::emulator::Emulator;
use espai_cdkey_emulator::plan::{Apply, Ending, Plan};
use serde_json::{Value, json};
use support::emulator;

fn plan_of(injection: &Value) -> Plan {
    let mut emulator = emulator(json!({}));
    emulator
        .inject(&injection.to_string())
        .expect("the injection is right");
    emulator.plan("POST", "/cdkey/transfer")
}

/// The statuses that the next requests to an endpoint get, where a `status` fault befalls them; else 0.
fn course(emulator: &mut Emulator, names: &[&str]) -> Vec<u16> {
    let status = |name: &&str| match emulator.plan("POST", &format!("/cdkey/{name}")).ending {
        Ending::Instead { answer } => answer.status,
        _ => 0,
    };
    names.iter().map(status).collect()
}

#[test]
fn without_faults() {
    let mut emulator = emulator(json!({ "latencyMs": 20 }));
    let plan = emulator.plan("POST", "/cdkey/list");
    assert_eq!(
        (plan.apply, plan.wait_ms, plan.ending),
        (Apply::AfterWait, 20, Ending::Answer)
    );
}

#[test]
fn times_skip_and_endpoint() {
    let mut emulator = emulator(json!({}));
    for injection in [
        json!({ "fault": "status", "status": 500, "endpoint": "list", "times": 2, "skip": 1 }),
        json!({ "fault": "status", "status": 503 , "endpoint": "detail" }),
        json!({ "fault": "status", "status": 429, "skip": 4 }),
    ] {
        emulator.inject(&injection.to_string()).expect("right");
    }
    let asked = ["list", "list", "detail", "list", "list", "list", "transfer"];
    assert_eq!(course(&mut emulator, &asked), [0, 500, 503, 500, 429, 0, 0]);
}

#[test]
fn faults_come_in_the_order_of_their_injection() {
    let mut emulator = emulator(json!({}));
    for status in [500, 502, 503] {
        emulator
            .inject(&json!({ "fault": "status", "status": status }).to_string())
            .expect("right");
    }
    assert_eq!(course(&mut emulator, &["list"; 4]), [500, 502, 503, 0]);
}

#[test]
fn only_a_request_to_an_endpoint_uses_up_a_fault() {
    let mut emulator = emulator(json!({}));
    emulator
        .inject(&json!({ "fault": "drop" }).to_string())
        .expect("right");
    assert_eq!(emulator.plan("GET", "/cdkey/list").ending, Ending::Answer);
    assert_eq!(emulator.plan("POST", "/elsewhere").ending, Ending::Answer);
    assert_eq!(emulator.plan("POST", "/cdkey/list").ending, Ending::Drop);
}

#[test]
fn when_the_change_is_made() {
    for (fault, default) in [
        ("latency", Apply::AfterWait),
        ("hang", Apply::Never),
        ("drop", Apply::Never),
        ("truncate", Apply::First),
        ("garbage", Apply::First),
        ("html", Apply::Never),
        ("status", Apply::Never),
        ("envelope", Apply::Never),
        ("redirect", Apply::Never),
        ("slow-body", Apply::First),
        ("huge-body", Apply::First),
    ] {
        assert_eq!(
            plan_of(&json!({ "fault": fault })).apply,
            default,
            "{fault}"
        );
        assert_eq!(
            plan_of(&json!({ "fault": fault, "when": "after" })).apply,
            Apply::First,
            "{fault}"
        );
        let before = match fault {
            "latency" => Apply::AfterWait,
            "slow-body" => Apply::Last,
            _ => Apply::Never,
        };
        assert_eq!(
            plan_of(&json!({ "fault": fault, "when": "before" })).apply,
            before,
            "{fault}"
        );
    }
}

#[test]
fn waits() {
    assert_eq!(plan_of(&json!({ "fault": "latency" })).wait_ms, 1000);
    assert_eq!(plan_of(&json!({ "fault": "latency", "ms": 5 })).wait_ms, 5);
    assert_eq!(plan_of(&json!({ "fault": "drop", "ms": 5 })).wait_ms, 5);
    let slow = plan_of(&json!({ "fault": "slow-body", "ms": 5 }));
    assert_eq!((slow.wait_ms, slow.ending), (0, Ending::Slow { ms: 5 }));
    assert_eq!(
        plan_of(&json!({ "fault": "slow-body" })).ending,
        Ending::Slow { ms: 2000 }
    );
    let mut late = emulator(json!({ "latencyMs": 20 }));
    late.inject(&json!({ "fault": "latency", "ms": 5 }).to_string())
        .expect("right");
    assert_eq!(late.plan("POST", "/cdkey/list").wait_ms, 25);
}

/// Status, one header and body of the answer that a fault sends.
fn answer_of(injection: &Value, header: &str) -> (u16, Option<String>, String) {
    let Ending::Instead { answer } = plan_of(injection).ending else {
        panic!("{injection} sends another answer");
    };
    let found = answer.headers.iter().find(|(name, _)| name == header);
    (
        answer.status,
        found.map(|(_, value)| value.clone()),
        answer.body,
    )
}

#[test]
fn answers_of_faults() {
    let json_type = Some("application/json; charset=utf-8".to_owned());
    assert_eq!(
        answer_of(&json!({ "fault": "envelope" }), "content-type"),
        (
            200,
            json_type.clone(),
            r#"{"success":false,"message":"系统错误:模拟器注入的故障","code":500}"#.to_owned()
        )
    );
    assert_eq!(
        answer_of(
            &json!({ "fault": "envelope", "code": "E1", "message": "忙", "status": 500 }),
            "content-type"
        ),
        (
            500,
            json_type.clone(),
            r#"{"success":false,"message":"忙","code":"E1"}"#.to_owned()
        )
    );
    assert_eq!(
        answer_of(
            &json!({ "fault": "envelope", "code": null, "message": null }),
            "content-type"
        )
        .2,
        r#"{"success":false}"#
    );
    assert_eq!(
        answer_of(
            &json!({ "fault": "envelope", "code": 1.5, "message": "" }),
            "content-type"
        )
        .2,
        r#"{"success":false,"message":"","code":1.5}"#
    );
    assert_eq!(
        answer_of(
            &json!({ "fault": "status", "status": 429, "retryAfter": 3 }),
            "retry-after"
        ),
        (429, Some("3".to_owned()), String::new())
    );
    assert_eq!(
        answer_of(
            &json!({ "fault": "status", "status": 401, "code": 401 }),
            "content-type"
        ),
        (
            401,
            json_type,
            r#"{"success":false,"message":"系统错误:模拟器注入的故障","code":401}"#.to_owned()
        )
    );
    assert_eq!(
        answer_of(&json!({ "fault": "status" }), "retry-after"),
        (500, None, String::new())
    );
    let date = "Wed, 21 Oct 2026 07:28:00 GMT";
    assert_eq!(
        answer_of(
            &json!({ "fault": "html", "retryAfter": date }),
            "retry-after"
        )
        .1
        .as_deref(),
        Some(date)
    );
    let (status, kind, body) = answer_of(&json!({ "fault": "html" }), "content-type");
    assert_eq!((status, kind.as_deref()), (502, Some("text/html")));
    assert!(body.starts_with("<html>"));
    assert_eq!(
        answer_of(&json!({ "fault": "redirect" }), "location"),
        (302, Some("/moved".to_owned()), String::new())
    );
    assert_eq!(
        answer_of(
            &json!({ "fault": "redirect", "status": 307, "location": "https://elsewhere.example/" }),
            "location"
        ),
        (
            307,
            Some("https://elsewhere.example/".to_owned()),
            String::new()
        )
    );
}

#[test]
fn bodies_of_faults() {
    assert_eq!(
        plan_of(&json!({ "fault": "truncate" })).ending,
        Ending::Truncate { bytes: None }
    );
    assert_eq!(
        plan_of(&json!({ "fault": "truncate", "bytes": 0 })).ending,
        Ending::Truncate { bytes: Some(0) }
    );
    let Ending::Garbage { status, bytes } = plan_of(&json!({ "fault": "garbage" })).ending else {
        panic!("garbage is garbage");
    };
    assert_eq!(status, 200);
    assert!(std::str::from_utf8(bytes).is_err());
    assert!(serde_json::from_slice::<Value>(bytes).is_err());
    let Ending::Huge {
        head,
        fill,
        tail,
        bytes,
    } = plan_of(&json!({ "fault": "huge-body" })).ending
    else {
        panic!("huge is huge");
    };
    assert!(bytes > 32 * 1024 * 1024);
    let most = plan_of(&json!({ "fault": "huge-body", "bytes": 1_099_511_627_776_u64 })).ending;
    assert!(
        matches!(
            most,
            Ending::Huge {
                bytes: 1_099_511_627_776,
                ..
            }
        ),
        "{most:?}"
    );
    assert!(serde_json::from_str::<Value>(&format!("{head}{}{tail}", fill.repeat(3))).is_ok());
}

#[test]
fn plans_as_a_host_reads_them() {
    let plan = serde_json::to_value(plan_of(
        &json!({ "fault": "slow-body", "ms": 9, "when": "before" }),
    ))
    .expect("JSON");
    assert_eq!(
        plan,
        json!({ "apply": "last", "waitMs": 0, "ending": { "kind": "slow", "ms": 9 } })
    );
    let plan = serde_json::to_value(plan_of(&json!({ "fault": "redirect" }))).expect("JSON");
    let headers = json!([["content-type", "text/plain"], ["location", "/moved"]]);
    let ending =
        json!({ "kind": "instead", "answer": { "status": 302, "headers": headers, "body": "" } });
    assert_eq!(
        plan,
        json!({ "apply": "never", "waitMs": 0, "ending": ending })
    );
}

#[test]
fn wrong_injections_by_their_path() {
    for (injection, path) in [
        (json!({}), "fault"),
        (json!({ "fault": "explode" }), "fault"),
        (json!({ "fault": 5 }), "fault"),
        (json!({ "fault": "drop", "times": 0 }), "times"),
        (json!({ "fault": "drop", "times": 1.5 }), "times"),
        (json!({ "fault": "drop", "skip": -1 }), "skip"),
        (json!({ "fault": "drop", "endpoint": "cards" }), "endpoint"),
        (json!({ "fault": "drop", "when": "during" }), "when"),
        (json!({ "fault": "drop", "status": 500 }), "status"),
        (json!({ "fault": "hang", "ms": 5 }), "ms"),
        (json!({ "fault": "latency", "ms": -1 }), "ms"),
        (json!({ "fault": "latency", "ms": 2147483648_i64 }), "ms"),
        (json!({ "fault": "status", "status": 199 }), "status"),
        (json!({ "fault": "status", "status": 600 }), "status"),
        (
            json!({ "fault": "status", "status": 204, "code": 1 }),
            "status",
        ),
        (json!({ "fault": "html", "status": 304 }), "status"),
        (json!({ "fault": "redirect", "status": 200 }), "status"),
        (
            json!({ "fault": "redirect", "location": "/a b" }),
            "location",
        ),
        (
            json!({ "fault": "redirect", "location": "/a\r\nset-cookie: x" }),
            "location",
        ),
        (
            json!({ "fault": "status", "retryAfter": "1\r\nx: y" }),
            "retryAfter",
        ),
        (
            json!({ "fault": "status", "retryAfter": 1.5 }),
            "retryAfter",
        ),
        (json!({ "fault": "status", "code": [] }), "code"),
        (json!({ "fault": "status", "message": {} }), "message"),
        (json!({ "fault": "huge-body", "bytes": 1 }), "bytes"),
        (
            json!({ "fault": "huge-body", "bytes": 1_099_511_627_777_u64 }),
            "bytes",
        ),
        (json!({ "fault": "truncate", "bytes": -1 }), "bytes"),
        (json!({ "fault": "drop", "colour": "red" }), "colour"),
        (json!("drop"), "options"),
    ] {
        let mut emulator = emulator(json!({}));
        let invalid = emulator
            .inject(&injection.to_string())
            .expect_err("the injection is wrong");
        assert_eq!(invalid.path, path, "{injection}");
        assert_eq!(
            emulator.plan("POST", "/cdkey/list").ending,
            Ending::Answer,
            "nothing of it stays"
        );
    }
}
