use espai_cdkey::value::{MAX_SAFE_INTEGER, Value, as_number, safe_integer};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::value::{BytesDeserializer, Error};

use crate::given::{object, text};

#[test]
fn a_safe_integer_is_exact_or_none() {
    for (number, integer) in [
        (0.0, Some(0)),
        (-0.0, Some(0)),
        (-7.0, Some(-7)),
        (9_007_199_254_740_991.0, Some(MAX_SAFE_INTEGER)),
        (9_007_199_254_740_992.0, None),
        (1.5, None),
        (f64::NAN, None),
        (f64::NEG_INFINITY, None),
    ] {
        assert_eq!(safe_integer(number), integer, "{number}");
        assert_eq!(Value::Number(number).as_safe_integer(), integer, "{number}");
    }
    assert_eq!(text("1").as_safe_integer(), None);
}

#[test]
fn a_field_is_taken_out_once() {
    let mut options = object(&[("pageSize", 5.into()), ("timeoutMs", 6.into())]);
    assert_eq!(options.take_field("pageSize"), 5.into());
    assert_eq!(options.take_field("pageSize"), Value::Undefined);
    assert_eq!(options, object(&[("timeoutMs", 6.into())]));
    assert_eq!(Value::Null.take_field("pageSize"), Value::Undefined);
}

#[test]
fn a_secret_is_found_where_it_is_a_text() {
    let key = |value: Value| object(&[("apiKey", value)]);
    assert_eq!(key(text("k")).text_field("apiKey"), Some("k"));
    assert_eq!(key(text("")).text_field("apiKey"), None);
    assert_eq!(key(Value::Null).text_field("apiKey"), None);
    assert_eq!(text("k").text_field("apiKey"), None);
}

#[test]
fn what_json_has_no_word_for_is_null() {
    let odd = [
        Value::Undefined,
        Value::Null,
        Value::Function,
        Value::LongText,
        Value::Odd("a bigint"),
    ];
    let all = object(&[
        ("flag", true.into()),
        ("number", Value::Number(1.5)),
        ("odd", Value::List(odd.to_vec())),
    ]);
    assert_eq!(
        serde_json::to_string(&all).unwrap(),
        r#"{"flag":true,"number":1.5,"odd":[null,null,null,null,null]}"#
    );
}

#[test]
fn what_is_no_json_is_refused_in_words() {
    let bytes = BytesDeserializer::<Error>::new(b"x");
    let refused = Value::deserialize(bytes).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "invalid type: byte array, expected any value"
    );
}

proptest! {
    #[test]
    fn safe_integers_go_there_and_back(integer in -MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER) {
        prop_assert_eq!(safe_integer(as_number(integer)), Some(integer));
    }
}
