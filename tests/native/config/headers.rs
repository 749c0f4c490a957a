use espai_cdkey::value::Value;

use super::{KEY, check_in, refused, with};
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
