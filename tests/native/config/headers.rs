use espai_cdkey::value::Value;

use super::{refused, with};
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
