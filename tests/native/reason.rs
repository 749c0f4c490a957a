use std::collections::BTreeSet;

use espai_cdkey::config::{self, CallOptions, Config, Environment};
use espai_cdkey::endpoint::{
    CardRef, DestroyIds, DetailInput, Endpoint, ListQuery, Transfer, TransferInput,
};
use espai_cdkey::error::{ErrorCode, Failure, Invalid, InvalidCode};
use espai_cdkey::reason::{OF_JAVASCRIPT, Reason};
use espai_cdkey::value::Value;

use crate::config::{KEY, parse_url};
use crate::given::{object, text};

fn list(name: &str, value: Value) -> Invalid {
    ListQuery::check(&object(&[(name, value)])).unwrap_err()
}

fn transfer(name: &str, value: Value) -> Invalid {
    let fields = [
        ("phone", text("1")),
        ("code", text("a")),
        ("targetPhone", text("2")),
        ("target_code", text("b")),
        ("limit", text("1")),
        (name, value),
    ];
    TransferInput::check(&object(&fields)).unwrap_err()
}

fn to_itself() -> Invalid {
    let card = CardRef {
        phone: "1",
        code: "a",
    };
    TransferInput::new(Transfer {
        source: card,
        target: card,
        limit: 1,
    })
    .unwrap_err()
}

fn destroy(ids: Vec<Value>) -> Invalid {
    DestroyIds::check(&Value::List(ids)).unwrap_err()
}

fn options(fields: &[(&str, Value)], is_page: bool) -> Invalid {
    config::check(&object(fields), &Environment { is_page }, &parse_url).unwrap_err()
}

fn option(name: &str, value: Value) -> Invalid {
    options(&[("apiKey", text(KEY)), (name, value)], false)
}

fn header(name: &str, value: Value) -> Invalid {
    option("headers", object(&[(name, value)]))
}

/// A refusal for each reason, its code, and all that it says: users and the documents know these words.
fn refusals() -> Vec<(Invalid, &'static str, &'static str)> {
    vec![
        (
            transfer("limit", Value::Null),
            "null",
            "limit must not be null; leave the field out instead",
        ),
        (
            DetailInput::check(&object(&[("code", text("a"))])).unwrap_err(),
            "missing",
            "phone is missing",
        ),
        (
            destroy(vec![Value::Undefined]),
            "missing",
            "ids[0] is missing",
        ),
        (list("code", text("")), "empty", "code must not be empty"),
        (
            list("code", Value::Number(1.0)),
            "not_text",
            "code must be a text",
        ),
        (
            list("code", text("a\n")),
            "control_characters",
            "code must not contain control characters",
        ),
        (
            list("user_name", text(&"龙".repeat(257))),
            "too_long",
            "user_name must be at most 256 characters",
        ),
        (
            list("id", Value::LongText),
            "too_long",
            "id must be at most 256 characters",
        ),
        (
            list("userName", Value::BrokenText),
            "broken_unicode",
            "userName must be well-formed Unicode; it has half of a surrogate pair",
        ),
        (
            list("code", Value::Unreadable),
            "unreadable",
            "code could not be read: its getter threw",
        ),
        (
            list("user_phone", text("+86 159")),
            "not_digits",
            "user_phone must be 1 to 20 digits, with nothing else between or around them",
        ),
        (
            list("userPhone", Value::Number(1.5)),
            "not_a_phone",
            "userPhone must be 1 to 20 digits, or a whole number from 0 to 2^53 - 1",
        ),
        (
            list("type", Value::Number(-1.0)),
            "not_a_type_code",
            "type must be a type's code such as '1', or a whole number from 0",
        ),
        (
            transfer("limit", Value::Bool(true)),
            "not_a_number",
            "limit must be a whole number, or its digits as a text",
        ),
        (
            list("page", Value::Odd("a bigint")),
            "bigint",
            "page must be a number or a text, not a bigint",
        ),
        (
            list("api_limit", Value::Number(0.5)),
            "not_whole_number",
            "api_limit must be a whole number that JavaScript holds exactly (at most 2^53 - 1)",
        ),
        (
            transfer("limit", text("1,000")),
            "not_plain_digits",
            "limit must be a whole number in plain digits, such as \"10\"",
        ),
        (
            list("limit", text("9007199254740992")),
            "out_of_range",
            "limit must be a whole number of at most 2^53 - 1",
        ),
        (
            transfer("limit", text("0")),
            "below_one",
            "limit must be at least 1",
        ),
        (
            ListQuery::check(&Value::Null).unwrap_err(),
            "not_plain_object",
            "query must be a plain object, not null",
        ),
        (
            list("user_nam", text("x")),
            "unknown_field",
            "user_nam is no field here; there are: id, type, code, userName, userPhone, apiLimit, page, limit",
        ),
        (
            transfer("targetCode", text("c")),
            "two_values",
            "targetCode stands here under two names with two values",
        ),
        (
            to_itself(),
            "same_card",
            "target_code is the card that the quota comes from",
        ),
        (destroy(vec![]), "no_ids", "ids must hold at least one id"),
        (
            destroy(vec![Value::Number(5.0)]),
            "not_an_id",
            "ids[0] must be an id as a text, or an { id }",
        ),
        (
            destroy(vec![text("a"), text("a")]),
            "repeated_id",
            "ids[1] stands in this destroy already",
        ),
        (
            ListQuery::check_unpaged(&object(&[("page", text("1"))])).unwrap_err(),
            "not_with_list_all",
            "page does not go with listAll, which goes through all pages; pageSize sets their size",
        ),
        (
            CallOptions::check(
                &object(&[("signal", Value::Bool(true))]),
                &Config::default(),
            )
            .unwrap_err(),
            "not_a_signal",
            "signal must be an AbortSignal",
        ),
        (
            options(&[], false),
            "no_key",
            "apiKey is missing: give the 32-character open_api_key of your ESP-AI account, or null with a baseUrl of your own backend",
        ),
        (
            options(&[("apiKey", text("short"))], false),
            "malformed_key",
            "apiKey must be exactly 32 printable ASCII characters, with nothing before or after them",
        ),
        (
            options(&[("apiKey", Value::Number(1.0))], false),
            "key_not_text",
            "apiKey must be a text of 32 characters or null, not a number",
        ),
        (
            options(&[("apiKey", Value::Null)], false),
            "key_needed",
            "apiKey may be null only with a baseUrl of your own backend, which holds the key; the platform itself needs it",
        ),
        (
            options(&[("apiKey", text(KEY))], true),
            "key_in_a_page",
            "apiKey must not be in a web page, where everyone can read it: let a backend hold it and use { apiKey: null, baseUrl }; for a test key, set dangerouslyAllowBrowser",
        ),
        (
            option("fetch", Value::Null),
            "not_a_function",
            "fetch must be a function",
        ),
        (
            option("allowInsecureHttp", Value::Number(1.0)),
            "not_a_boolean",
            "allowInsecureHttp must be true or false",
        ),
        (
            option("maxRetries", Value::Number(-1.0)),
            "not_from_zero",
            "maxRetries must be a whole number from 0 to 2^31 - 1",
        ),
        (
            option("timeoutMs", Value::Number(0.0)),
            "not_from_one",
            "timeoutMs must be a whole number from 1 to 2^31 - 1",
        ),
        (
            option("userNameField", text("name")),
            "not_one_of",
            "userNameField must be 'user_name' or 'username'",
        ),
        (
            config::no_fetch(),
            "no_fetch",
            "fetch is missing: this runtime has none of its own, so give one",
        ),
        (
            option("baseUrl", Value::Null),
            "address_not_text",
            "baseUrl must be a text, not null",
        ),
        (
            option("baseUrl", text("https://a b")),
            "spaces_in_address",
            "baseUrl must be an address without spaces or control characters",
        ),
        (
            option("baseUrl", text("https://a.example?b")),
            "query_in_address",
            "baseUrl must have no query and no fragment",
        ),
        (
            option("baseUrl", text("https://me@a.example")),
            "user_in_address",
            "baseUrl must have no user and no password",
        ),
        (
            option("baseUrl", text("api.espai.fun")),
            "not_whole_address",
            "baseUrl must be a whole address such as https://api.espai.fun (a relative one only works in a page)",
        ),
        (
            option("baseUrl", text("ftp://a.example")),
            "not_https",
            "baseUrl must be an https address",
        ),
        (
            option("baseUrl", text("http://a.example")),
            "insecure_address",
            "baseUrl must be https, or http to a loopback host: the key would travel in the clear; allowInsecureHttp permits it all the same",
        ),
        (
            option("baseUrl", text("https://a.example:25")),
            "blocked_port",
            "baseUrl has port 25, which fetch blocks, so that nothing can be sent there; use another",
        ),
        (
            option("headers", Value::List(vec![])),
            "not_headers",
            "headers must be a plain object of names and texts, not an array",
        ),
        (
            header("a b", text("x")),
            "not_a_header_name",
            "headers.a b is no name that a header can have",
        ),
        (
            header("x", text("a\n")),
            "not_a_header_value",
            "headers.x must be a text of printable ASCII characters",
        ),
        (
            header("host", text("x")),
            "reserved_header",
            "headers.host is set by this package or by the runtime, and cannot be given",
        ),
        (
            options(
                &[
                    ("apiKey", Value::Null),
                    ("baseUrl", text("/api")),
                    ("headers", object(&[("cookie", text("x"))])),
                ],
                true,
            ),
            "browsers_header",
            "headers.cookie is set by the browser alone: a page's fetch would leave it out",
        ),
        (
            option("headers", object(&[("x", text("1")), ("X", text("2"))])),
            "repeated_header",
            "headers.X stands there twice",
        ),
        (
            options(
                &[
                    ("apiKey", Value::Null),
                    ("baseUrl", text("https://a.example")),
                    ("headers", object(&[("Idempotency-Key", text("x"))])),
                ],
                false,
            ),
            "our_idempotency_key",
            "headers.Idempotency-Key is made for each call; idempotencyHeader: false leaves it to you",
        ),
        (
            config::headers_failed(),
            "headers_failed",
            "headers threw; nothing was sent",
        ),
        (
            Invalid::new(InvalidCode::Rule, "code", Reason::TrialCard),
            "trial_card",
            "code names a free trial card, which takes part in no transfer",
        ),
        (
            Invalid::new(InvalidCode::Rule, "limit", Reason::MoreThanHeld),
            "more_than_held",
            "limit is more than the source card holds",
        ),
        (
            Invalid::new(
                InvalidCode::Argument,
                "before.source.code",
                Reason::NotThatCard,
            ),
            "not_that_card",
            "before.source.code is not the card that the transfer names",
        ),
        (
            config::not_iterable(),
            "not_iterable",
            "inputs must be an array, or something else that is iterable; not a text",
        ),
        (
            Invalid::new(
                InvalidCode::Config,
                "seed",
                Reason::NotAccepted("must grow"),
            ),
            "not_accepted",
            "seed must grow",
        ),
    ]
}

#[test]
fn every_refusal_has_its_reason_and_its_words() {
    for (invalid, code, says) in refusals() {
        assert_eq!(
            (invalid.reason.as_str(), invalid.to_string().as_str()),
            (code, says)
        );
    }
    let told: BTreeSet<_> = refusals().iter().map(|(_, code, _)| *code).collect();
    assert_eq!(told, Reason::CODES.iter().copied().collect());
    assert_eq!(told.len(), Reason::CODES.len(), "a code stands there twice");
}

#[test]
fn a_failure_reports_the_reason_by_its_code() {
    for (invalid, code, says) in refusals() {
        let path = invalid.path.clone();
        let failure = Failure::invalid(Some(Endpoint::List), invalid);
        assert_eq!(
            failure.message,
            format!("list: {says} [{}]", failure.code.as_str())
        );
        let report = serde_json::to_value(failure.report()).unwrap();
        assert_eq!(
            (&report["reason"], &report["path"]),
            (&code.into(), &path.into())
        );
    }
    let stuck = serde_json::to_value(Failure::stuck("why").report()).unwrap();
    assert_eq!(stuck.get("reason"), None);
}

/// The quoted words of a union of TypeScript's.
fn union(name: &str) -> BTreeSet<String> {
    let types = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/pkg-template/client/index.d.ts"
    );
    let types = std::fs::read_to_string(types).unwrap();
    let (_, after) = types.split_once(&format!("export type {name} =")).unwrap();
    let (members, _) = after.split_once(';').unwrap();
    members
        .split('\'')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_types_name_every_code() {
    let of = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(union("ErrorCode"), of(ErrorCode::CODES));
    let reasons = [Reason::CODES, OF_JAVASCRIPT].concat();
    assert_eq!(union("RefusalReason"), of(&reasons));
}
