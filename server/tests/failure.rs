//! What an error becomes: the page's client, which reads the answer by the client's own table, comes to the same outcome.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::outcome::of_answer;
use espai_cdkey::redact::Redactor;
use espai_cdkey::wire::decode;
use espai_cdkey_server::failure::Failed;

const CODES: [&str; 18] = [
    "invalid_argument",
    "invalid_config",
    "refused_by_rule",
    "unauthenticated",
    "forbidden",
    "rate_limited",
    "api_rejected",
    "http_status",
    "network",
    "timeout",
    "aborted",
    "bad_response",
    "response_too_large",
    "pagination_stuck",
    "key_conflict",
    "card_busy",
    "ledger_unavailable",
    "internal",
];

/// What a client makes of the answer, as errors carry it.
fn heard(status: u16, body: &str, endpoint: Endpoint) -> &'static str {
    let reply = decode(body.as_bytes(), endpoint.expects());
    of_answer(status, &reply).map_or("done", |verdict| verdict.outcome.as_str())
}

#[test]
fn an_outcome_stays_what_it_is_on_the_other_side() {
    let secrets = Redactor::default();
    let envelopes = [
        "",
        r#","apiCode":400,"apiMessage":"no""#,
        r#","apiCode":500"#,
        r#","apiCode":401,"apiMessage":"no""#,
        r#","apiMessage":"no""#,
    ];
    for endpoint in Endpoint::ALL {
        for code in CODES {
            for outcome in ["not_sent", "rejected", "unknown"] {
                for envelope in envelopes {
                    let json = format!(
                        r#"{{"code":"{code}","outcome":"{outcome}","message":"words [{code}]"{envelope}}}"#
                    );
                    let answer = Failed::read(&json).answer(endpoint, &secrets);
                    let says = || format!("{json} to {}: {answer:?}", endpoint.name());
                    let status = answer.status;
                    assert!(
                        ![401, 403, 407, 408, 421, 425].contains(&status)
                            && (400..=599).contains(&status),
                        "{}",
                        says()
                    );
                    assert_eq!(answer.outcome.as_deref(), Some(outcome), "{}", says());
                    assert_eq!(answer.code.as_deref(), Some(code), "{}", says());
                    let heard = heard(status, &answer.body, endpoint);
                    match outcome {
                        "unknown" => {
                            assert_eq!(heard, "unknown", "{}", says());
                            assert!(matches!(status, 502 | 504), "{}", says());
                            assert!(answer.keeps, "{}", says());
                        }
                        // The service never gives a rejection a code of 500 and more; were it so, unknown would be the safe word.
                        "rejected" if !envelope.contains("500") => {
                            assert_eq!(heard, "rejected", "{}", says());
                        }
                        "not_sent" if endpoint.is_move() => {
                            assert_eq!(heard, "rejected", "{}", says());
                            assert!(!answer.keeps, "{}", says());
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_no_error_of_ours_is_unknown() {
    let secrets = Redactor::default();
    for json in [
        "",
        "null",
        "5",
        "{}",
        r#"{"code":5}"#,
        r#"{"outcome":"perhaps"}"#,
    ] {
        let answer = Failed::read(json).answer(Endpoint::Transfer, &secrets);
        assert_eq!((answer.status, answer.body.as_str()), (502, ""), "{json}");
    }
}

#[test]
fn the_service_keeps_its_words_without_secrets() {
    let key = "0123456789abcdef0123456789abcdef";
    let secrets = Redactor::new(Some(key), &[]);
    let json = format!(
        r#"{{"code":"api_rejected","outcome":"rejected","apiCode":400,"apiMessage":"{key} 15916888888 不行"}}"#
    );
    let answer = Failed::read(&json).answer(Endpoint::Transfer, &secrets);
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.body,
        r#"{"success":false,"message":"*** 159****8888 不行","code":400}"#
    );
}

#[test]
fn who_comes_too_often_is_told_when_to_come_again() {
    let json = r#"{"code":"rate_limited","outcome":"rejected","retryAfterMs":1200}"#;
    let answer = Failed::read(json).answer(Endpoint::Transfer, &Redactor::default());
    assert_eq!(
        (answer.status, answer.retry_after, answer.keeps),
        (429, Some(2), false)
    );
}

#[test]
fn a_key_of_another_move_is_the_asker_s_mistake_and_a_ledger_that_fails_is_not() {
    let secrets = Redactor::default();
    let status = |code: &str, outcome: &str| {
        let json = format!(r#"{{"code":"{code}","outcome":"{outcome}","message":"words"}}"#);
        let answer = Failed::read(&json).answer(Endpoint::Transfer, &secrets);
        (answer.status, answer.keeps)
    };
    assert_eq!(status("key_conflict", "not_sent"), (400, false));
    assert_eq!(status("ledger_unavailable", "not_sent"), (424, false));
    assert_eq!(status("card_busy", "not_sent"), (424, false));
    assert_eq!(status("ledger_unavailable", "unknown"), (502, true));
}
