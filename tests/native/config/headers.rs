use espai_cdkey::value::Value;

use espai_cdkey::config::{Config, Environment};

use super::{KEY, check, check_in, refused, with};
use crate::given::{object, text};

#[test]
fn headers_are_more_headers_and_never_ours() {
    let config = with(
        "headers",
        object(&[("X-Trace", text("abc")), ("y", Value::Undefined)]),
    )
    .unwrap();
    assert_eq!(config.headers, [("x-trace".to_owned(), "abc".to_owned())]);
    for (name, value) in [
        ("Authorization", text("x")),
        ("content-type", text("x")),
        ("HOST", text("x")),
        ("a b", text("x")),
        ("", text("x")),
        ("a:", text("x")),
        ("x", text("a\r\nb: c")),
        ("x", text(" a")),
        ("x", text("龙")),
        ("x", Value::Number(1.0)),
        ("x", Value::Null),
    ] {
        refused("headers", object(&[(name, value)]));
    }
    refused("headers", object(&[("x-a", text("1")), ("X-A", text("2"))]));
    refused("headers", Value::List(vec![]));
    refused("headers", Value::Odd("an object of a class"));
}

#[test]
fn what_a_fetch_refuses_or_sets_is_refused_with_its_path() {
    for name in [
        "authorization",
        "connection",
        "Content-Length",
        "content-type",
        "Expect",
        "host",
        "http2-settings",
        "keep-alive",
        "Keep-Alive",
        "proxy-authorization",
        "Proxy-Connection",
        "sec-fetch-mode",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "__proto__",
    ] {
        let path = with("headers", object(&[("x-a", text("1")), (name, text("5"))])).unwrap_err();
        assert_eq!(path, format!("headers.{name}"));
    }
    for name in [
        "te-x",
        "trailers",
        "proxy",
        "sec",
        "x-keep-alive",
        "user-agent",
    ] {
        assert!(
            with("headers", object(&[(name, text("5"))])).is_ok(),
            "{name}"
        );
    }
}

#[test]
fn what_a_page_leaves_out_is_refused_there_alone() {
    for name in [
        "accept-charset",
        "Accept-Encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "access-control-request-private-network",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "origin",
        "referer",
        "set-cookie",
        "via",
    ] {
        let options = [
            ("apiKey", text(KEY)),
            ("dangerouslyAllowBrowser", Value::Bool(true)),
            ("headers", object(&[(name, text("5"))])),
        ];
        let path = check_in(&options, true).unwrap_err();
        assert_eq!(path, format!("headers.{name}"));
        assert!(check_in(&options, false).is_ok(), "{name}");
    }
}

/// A client of a backend that holds the key.
fn of_backend(more: &[(&str, Value)]) -> Result<Config, String> {
    let fields = [
        ("apiKey", Value::Null),
        ("baseUrl", text("https://backend.example")),
    ];
    check(&[fields.as_slice(), more].concat())
}

#[test]
fn a_backends_own_log_in_is_taken_where_there_is_no_key() {
    let log_in = || object(&[("Authorization", text("Bearer token-of-mine"))]);
    let config = of_backend(&[("headers", log_in())]).unwrap();
    let taken = (
        "authorization".to_owned(),
        "Bearer token-of-mine".to_owned(),
    );
    assert_eq!(config.headers, [taken]);
    assert_eq!(
        with("headers", log_in()).unwrap_err(),
        "headers.Authorization"
    );
    for name in ["proxy-authorization", "content-type", "host"] {
        let path = of_backend(&[("headers", object(&[(name, text("x"))]))]).unwrap_err();
        assert_eq!(path, format!("headers.{name}"));
    }
    let redactor = config.redactor(&[]);
    assert_eq!(
        redactor.text("no Bearer token-of-mine, and token-of-mine neither"),
        "no ***, and *** neither"
    );
    assert!(!redactor.has_key(), "it is no key");
}

#[test]
fn an_idempotency_key_of_ones_own_is_taken_only_where_none_is_made() {
    let own = ("headers", object(&[("idempotency-key", text("mine"))]));
    let path = of_backend(std::slice::from_ref(&own)).unwrap_err();
    assert_eq!(path, "headers.idempotency-key");
    let off = ("idempotencyHeader", Value::Bool(false));
    let config = of_backend(&[own.clone(), off]).unwrap();
    assert!(!config.sends_idempotency_key() && config.headers.len() == 1);
    assert!(of_backend(&[]).unwrap().sends_idempotency_key());
    let with_key = with(own.0, own.1).unwrap();
    assert!(!with_key.sends_idempotency_key(), "the platform knows none");
    assert_eq!(
        of_backend(&[("idempotencyHeader", Value::Number(1.0))]).unwrap_err(),
        "idempotencyHeader"
    );
}

#[test]
fn what_a_function_gives_is_checked_by_the_rules_of_the_option() {
    let config = of_backend(&[("headers", Value::Function)]).unwrap();
    assert!(config.headers.is_empty());
    let page = Environment { is_page: true };
    let check = |given: Value| {
        config
            .check_headers(&given, &page)
            .map_err(|invalid| invalid.path)
    };
    let given = object(&[("Authorization", text("t")), ("x", Value::Undefined)]);
    assert_eq!(
        check(given),
        Ok(vec![("authorization".to_owned(), "t".to_owned())])
    );
    for (given, path) in [
        (Value::Undefined, "headers"),
        (Value::List(vec![]), "headers"),
        (object(&[("cookie", text("x"))]), "headers.cookie"),
        (
            object(&[("idempotency-key", text("x"))]),
            "headers.idempotency-key",
        ),
        (object(&[("x", text("a\nb"))]), "headers.x"),
    ] {
        assert_eq!(check(given), Err(path.to_owned()));
    }
}
