use espai_cdkey::call::{Call, Chance, Ending, Next, Sent};
use espai_cdkey::config;
use espai_cdkey::config::{CallOptions, Config};
use espai_cdkey::endpoint::{Endpoint, Request};
use espai_cdkey::error::{ErrorCode, Failure, Outcome};
use espai_cdkey::event::{Event, EventKind};
use espai_cdkey::network::Cause;

const KEY: &str = "0123456789abcdef0123456789abcdef";
const CHANCE: Chance = Chance {
    now_ms: 0.0,
    random: 1.0,
};

fn call(endpoint: Endpoint) -> Call {
    call_with(Some(KEY), endpoint)
}

fn call_with(key: Option<&str>, endpoint: Endpoint) -> Call {
    let config = Config {
        api_key: key.map(str::to_owned),
        base_url: String::new(),
        timeout_ms: 5,
        max_retries: 2,
        max_response_bytes: 100,
        ..Config::default()
    };
    let options = CallOptions {
        timeout_ms: 5,
        max_retries: 2,
    };
    let request = Request {
        endpoint,
        body: String::new(),
        phones: vec!["15916888888".to_owned()],
    };
    let mut call = Call::new(&config, options, &request);
    call.begin();
    call
}

fn failed(next: Next) -> Failure {
    match next {
        Next::Failed(failure) => *failure,
        other => panic!("{other:?}"),
    }
}

fn again(next: Next) -> (u64, Failure) {
    match next {
        Next::Again { delay_ms, failure } => (delay_ms, *failure),
        other => panic!("{other:?}"),
    }
}

fn refused() -> Ending {
    Ending::Network(Cause {
        code: Some("ECONNREFUSED".to_owned()),
        ..Cause::default()
    })
}

#[test]
fn a_read_is_tried_again_until_its_retries_are_used_up() {
    for endpoint in [Endpoint::List, Endpoint::Detail, Endpoint::BalanceLogs] {
        let mut call = call(endpoint);
        let (first, _) = again(call.answered(503, None, b"", CHANCE));
        call.begin();
        let (second, _) = again(call.ended(&Ending::TimedOut(Sent::Perhaps), CHANCE));
        call.begin();
        let last = failed(call.answered(500, None, b"", CHANCE));
        assert_eq!((first, second), (250, 500));
        assert_eq!(
            (last.code, last.attempts, last.http_status),
            (ErrorCode::HttpStatus, 3, Some(500))
        );
        assert!(last.retryable);
    }
}

#[test]
fn a_move_of_unknown_outcome_is_never_sent_again() {
    for endpoint in [Endpoint::Transfer, Endpoint::Destroy] {
        let endings = [
            call(endpoint).ended(&Ending::TimedOut(Sent::Perhaps), CHANCE),
            call(endpoint).ended(&Ending::Network(Cause::default()), CHANCE),
            call(endpoint).ended(&Ending::TooLarge { status: 200 }, CHANCE),
            call(endpoint).ended(&Ending::NoAnswer("x"), CHANCE),
            call(endpoint).answered(503, Some("1"), b"", CHANCE),
            call(endpoint).answered(200, None, b"<html>", CHANCE),
            call(endpoint).answered(200, None, br#"{"success":false,"code":500}"#, CHANCE),
            call(endpoint).answered(429, None, br#"{"success":true}"#, CHANCE),
            call(endpoint).answered(503, None, br#"{"success":false,"code":429}"#, CHANCE),
        ];
        for next in endings {
            let failure = failed(next);
            assert_eq!(
                (failure.outcome, failure.retryable),
                (Outcome::Unknown, false),
                "{failure:?}"
            );
        }
    }
}

#[test]
fn a_move_is_sent_again_where_nothing_was_sent_or_the_rate_was_refused() {
    let (_, failure) = again(call(Endpoint::Transfer).ended(&refused(), CHANCE));
    assert_eq!(
        (failure.outcome, failure.code),
        (Outcome::NotSent, ErrorCode::Network)
    );
    let (_, failure) = again(call(Endpoint::Destroy).answered(429, None, b"", CHANCE));
    assert_eq!(
        (failure.outcome, failure.code),
        (Outcome::Rejected, ErrorCode::RateLimited)
    );
    let body = br#"{"success":false,"code":429,"message":"slow"}"#;
    again(call(Endpoint::Transfer).answered(200, None, body, CHANCE));
    let failure = failed(call(Endpoint::Transfer).answered(
        200,
        None,
        br#"{"success":false,"code":400}"#,
        CHANCE,
    ));
    assert_eq!(
        (failure.outcome, failure.retryable),
        (Outcome::Rejected, false)
    );
}

#[test]
fn retry_after_is_waited_for_up_to_a_minute() {
    let (delay, _) = again(call(Endpoint::List).answered(429, Some("60"), b"", CHANCE));
    assert_eq!(delay, 60_000);
    let failure = failed(call(Endpoint::List).answered(429, Some("61"), b"", CHANCE));
    assert_eq!(
        (failure.retry_after_ms, failure.retryable, failure.attempts),
        (Some(61_000), true, 1)
    );
}

#[test]
fn a_retry_after_that_cannot_be_read_is_waited_for_all_the_same() {
    let (delay, failure) = again(call(Endpoint::List).answered(429, Some("soon"), b"", CHANCE));
    assert_eq!((delay, failure.retry_after_ms), (8_000, None));
}

#[test]
fn an_abort_is_not_sent_before_and_unknown_under_way() {
    let failure = failed(call(Endpoint::List).ended(&Ending::Aborted(Sent::Perhaps), CHANCE));
    assert_eq!(
        (failure.code, failure.outcome),
        (ErrorCode::Aborted, Outcome::Unknown)
    );
    let mut waiting = call(Endpoint::Transfer);
    again(waiting.ended(&refused(), CHANCE));
    assert_eq!(waiting.aborted_between().outcome, Outcome::NotSent);
    let mut limited = call(Endpoint::Transfer);
    again(limited.answered(429, None, b"", CHANCE));
    assert_eq!(limited.aborted_between().outcome, Outcome::Rejected);
}

#[test]
fn out_of_time_before_anything_was_sent_is_tried_again_also_where_it_moves() {
    for endpoint in [Endpoint::Detail, Endpoint::Transfer, Endpoint::Destroy] {
        let mut call = call(endpoint);
        let (delay, first) = again(call.ended(&Ending::TimedOut(Sent::Nothing), CHANCE));
        assert_eq!(delay, 250);
        assert_eq!(
            (first.code, first.outcome, first.retryable),
            (ErrorCode::Timeout, Outcome::NotSent, true)
        );
        assert!(
            first.message.contains("nothing was sent within 5 ms")
                && !first.message.contains("unknown"),
            "{}",
            first.message
        );
        assert_eq!(call.aborted_between().outcome, Outcome::NotSent);
        call.begin();
        again(call.ended(&Ending::TimedOut(Sent::Nothing), CHANCE));
        call.begin();
        let last = failed(call.ended(&Ending::TimedOut(Sent::Nothing), CHANCE));
        assert_eq!((last.outcome, last.attempts), (Outcome::NotSent, 3));
    }
}

#[test]
fn an_abort_before_anything_was_sent_ends_the_call_and_says_so() {
    for endpoint in [Endpoint::Detail, Endpoint::Transfer, Endpoint::Destroy] {
        let failure = failed(call(endpoint).ended(&Ending::Aborted(Sent::Nothing), CHANCE));
        assert_eq!(
            (failure.code, failure.outcome, failure.retryable),
            (ErrorCode::Aborted, Outcome::NotSent, false)
        );
        assert!(
            failure.message.contains("before anything was sent"),
            "{}",
            failure.message
        );
    }
}

#[test]
fn a_known_success_stays_one_whatever_is_said() {
    for body in [
        r#"{"success":true}"#,
        r#"{"success":true,"message":5,"code":500,"data":[{"id":1}]}"#,
    ] {
        match call(Endpoint::Transfer).answered(200, None, body.as_bytes(), CHANCE) {
            Next::Done { message, .. } => assert_eq!(message, None),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_the_service_says_is_told_without_secrets() {
    let body = format!(r#"{{"success":false,"message":"key {KEY} phone 15916888888","code":400}}"#);
    let failure = failed(call(Endpoint::Transfer).answered(200, None, body.as_bytes(), CHANCE));
    assert_eq!(
        failure.api_message.as_deref(),
        Some("key *** phone 159****8888")
    );
    assert_eq!(
        (failure.api_code, failure.http_status),
        (Some(400), Some(200))
    );
    let shown = format!("{failure:?}");
    assert!(
        !shown.contains(KEY) && !shown.contains("15916888888"),
        "{shown}"
    );
}

#[test]
fn the_place_of_a_bad_answer_is_told() {
    let body = br#"{"success":true,"totalNumber":1,"data":[{"id":"a","code":"b","type":"1","api_limit":1.5}]}"#;
    let failure = failed(call(Endpoint::List).answered(200, None, body, CHANCE));
    assert_eq!(
        (failure.code, failure.path.as_deref()),
        (ErrorCode::BadResponse, Some("data[0].api_limit"))
    );
    // The same bytes as usage records: what is no safe integer in a card is none in a record.
    let failure = failed(call(Endpoint::BalanceLogs).answered(200, None, body, CHANCE));
    assert_eq!(
        (failure.code, failure.path.as_deref()),
        (ErrorCode::BadResponse, Some("data[0].api_limit"))
    );
    let failure = failed(call(Endpoint::Transfer).answered(200, None, b"<html>", CHANCE));
    assert_eq!(
        (failure.path.as_deref(), failure.outcome),
        (Some("body"), Outcome::Unknown)
    );
}

/// What a message says of where the right key is, and of what it is mistaken for.
const KEY_IS: &str = "apiKey is the open_api_key of the platform's console (个人中心 → 开发者选项), not a device's api_key, \
                      which has 32 characters, too";

/// The message, and what the service said, of an answer to a call with this key.
fn denied(key: Option<&str>, status: u16, body: &str) -> (ErrorCode, String) {
    let mut call = call_with(key, Endpoint::Detail);
    let failure = failed(call.answered(status, None, body.as_bytes(), CHANCE));
    (failure.code, failure.message)
}

#[test]
fn an_http_401_is_about_the_key() {
    for (body, said) in [
        ("", ""),
        ("<html>", ""),
        (r#"{"success":false,"message":"密钥错误"}"#, " (密钥错误)"),
        (
            r#"{"success":false,"message":"密钥错误","code":401}"#,
            " (密钥错误)",
        ),
        (r#"{"success":false,"code":401}"#, ""),
    ] {
        assert_eq!(
            denied(Some(KEY), 401, body),
            (
                ErrorCode::Unauthenticated,
                format!("detail: the key is not accepted; {KEY_IS}{said} [unauthenticated]")
            )
        );
    }
}

#[test]
fn an_envelopes_401_begins_with_the_services_words_and_names_both_readings() {
    for (body, said) in [
        (
            r#"{"success":false,"message":"缺失参数：id","code":401}"#,
            "缺失参数：id",
        ),
        (r#"{"success":false,"code":401}"#, "no reason given"),
        (
            r#"{"success":false,"message":"","code":401}"#,
            "no reason given",
        ),
    ] {
        assert_eq!(
            denied(Some(KEY), 200, body),
            (
                ErrorCode::Unauthenticated,
                format!(
                    "detail: {said} (401: the key is not accepted, or a parameter is missing); {KEY_IS} [unauthenticated]"
                )
            )
        );
    }
}

#[test]
fn without_a_key_a_refusal_is_about_the_backends_log_in() {
    for (status, body, code, says) in [
        (
            401,
            "",
            ErrorCode::Unauthenticated,
            "the backend does not accept your log-in; sign in again",
        ),
        (
            401,
            r#"{"success":false,"message":"sign in","code":401}"#,
            ErrorCode::Unauthenticated,
            "the backend does not accept your log-in; sign in again (sign in)",
        ),
        (
            200,
            r#"{"success":false,"message":"缺失参数：id","code":401}"#,
            ErrorCode::Unauthenticated,
            "缺失参数：id (401: the backend does not accept your log-in, the platform does not accept the backend's key, or a \
             parameter is missing)",
        ),
        (
            403,
            "",
            ErrorCode::Forbidden,
            "the backend does not let your log-in do this",
        ),
        (
            200,
            r#"{"success":false,"message":"只读","code":403}"#,
            ErrorCode::Forbidden,
            "the backend does not let your log-in do this (只读)",
        ),
    ] {
        let message = format!("detail: {says} [{}]", code.as_str());
        assert_eq!(denied(None, status, body), (code, message));
    }
}

#[test]
fn a_move_that_was_denied_in_doubt_says_so() {
    let body = br#"{"success":false,"message":"m","code":401}"#;
    let failure = failed(call(Endpoint::Transfer).answered(500, None, body, CHANCE));
    assert_eq!(failure.outcome, Outcome::Unknown);
    let doubt = "; it is unknown whether it happened, so look at the cards before you repeat it [unauthenticated]";
    assert!(failure.message.starts_with("transfer: m (401: ") && failure.message.ends_with(doubt));
}

#[test]
fn every_message_ends_with_its_code() {
    let failures = [
        failed(call(Endpoint::Transfer).ended(&Ending::TimedOut(Sent::Perhaps), CHANCE)),
        failed(call(Endpoint::Transfer).answered(302, None, b"", CHANCE)),
        failed(call(Endpoint::Detail).answered(
            200,
            None,
            br#"{"success":false,"code":401}"#,
            CHANCE,
        )),
    ];
    for failure in failures {
        assert!(
            failure
                .message
                .ends_with(&format!("[{}]", failure.code.as_str())),
            "{}",
            failure.message
        );
    }
}

/// What is said of an answer to a detail with a key, without its code.
fn said(status: u16, body: &str) -> String {
    let answer = call(Endpoint::Detail).answered(status, None, body.as_bytes(), CHANCE);
    let failure = match answer {
        Next::Failed(failure) | Next::Again { failure, .. } => failure,
        done @ Next::Done { .. } => panic!("{done:?}"),
    };
    // Shown, a failure is its message.
    assert_eq!(failure.to_string(), failure.message);
    let code = format!(" [{}]", failure.code.as_str());
    let words = failure.message.strip_prefix("detail: ");
    words.unwrap().strip_suffix(&code).unwrap().to_owned()
}

#[test]
fn a_message_says_what_is_wrong_with_the_answer() {
    let redirect =
        "a redirect, which is never followed as it would carry the key away; check baseUrl";
    for status in [0, 300, 302, 399] {
        assert_eq!(said(status, ""), redirect, "{status}");
    }
    for status in [299, 400, 503] {
        let words = said(status, "<html>");
        assert!(!words.contains("redirect"), "{status}: {words}");
    }
    assert_eq!(said(404, ""), "HTTP 404 without the service's envelope");
    assert_eq!(said(429, ""), "too many requests; wait before the next");
    assert_eq!(
        said(200, r#"{"success":false,"code":429,"message":"慢一点"}"#),
        "too many requests; wait before the next (慢一点)"
    );
    assert_eq!(
        said(200, r#"{"success":false,"code":400,"message":"不行"}"#),
        "refused by the service: 不行"
    );
    assert_eq!(said(403, ""), "the key may not do this");
    let cut = said(200, r#"{"success":true,"data":{"id":"#);
    assert_eq!(
        cut,
        "an answer outside the contract: data the answer ends in the middle of a value"
    );
}

#[test]
fn what_was_refused_on_the_way_tells_how_often_it_was_tried() {
    let mut call = call(Endpoint::Transfer);
    call.begin();
    let failure = failed(call.ended(&Ending::Refused(config::headers_failed(), None), CHANCE));
    assert_eq!(
        (failure.code, failure.path.as_deref(), failure.outcome),
        (ErrorCode::InvalidConfig, Some("headers"), Outcome::NotSent)
    );
    assert_eq!(failure.attempts, 2);
}

#[test]
fn an_abort_between_two_attempts_says_where_it_came() {
    let mut tried = call(Endpoint::List);
    again(tried.answered(503, None, b"", CHANCE));
    let failure = tried.aborted_between();
    assert!(failure.message.contains("before it was tried again"));
    let config = Config::default();
    let request = Request {
        endpoint: Endpoint::List,
        body: String::new(),
        phones: Vec::new(),
    };
    let ahead = Call::new(&config, CallOptions::of(&config), &request);
    let failure = ahead.aborted_between();
    assert!(failure.message.contains("before anything was sent"));
    assert_eq!(failure.outcome, Outcome::NotSent);
}

#[test]
fn the_headers_of_an_attempt_are_secrets_of_its_call() {
    let mut call = call(Endpoint::List);
    assert_eq!(call.redactor().text(KEY), "***");
    let token = "a-token-of-one-attempt";
    assert_eq!(call.redactor().text(token), token);
    call.learn_headers(&[("authorization".to_owned(), format!("Bearer {token}"))]);
    let body = format!(r#"{{"success":false,"code":400,"message":"{token}?"}}"#);
    let failure = failed(call.answered(200, None, body.as_bytes(), CHANCE));
    assert_eq!(failure.api_message.as_deref(), Some("***?"));
}

#[test]
fn an_event_of_a_failure_tells_what_the_failure_does() {
    for (outcome, name) in [
        (Outcome::NotSent, "not_sent"),
        (Outcome::Rejected, "rejected"),
        (Outcome::Unknown, "unknown"),
    ] {
        assert_eq!(outcome.as_str(), name);
    }
    let failure = failed(call(Endpoint::Transfer).answered(404, None, b"", CHANCE));
    let event = Event::of_failure(EventKind::Error, Endpoint::Transfer, &failure);
    let expected = Event {
        attempt: 1,
        http_status: Some(404),
        outcome: Some(failure.outcome),
        code: Some(ErrorCode::HttpStatus),
        ..Event::new(EventKind::Error, Endpoint::Transfer, 1)
    };
    assert_eq!(event, expected);
    assert_eq!(Failure::stuck("x").path.as_deref(), Some("totalNumber"));
}
