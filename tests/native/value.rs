use espai_cdkey::value::Value;
use proptest::prelude::*;

use crate::given::{object, text};

#[test]
fn what_a_caller_gave_is_read_out_of_its_text() {
    for (written, value) in [
        ("null", Value::Null),
        ("true", Value::Bool(true)),
        ("false", Value::Bool(false)),
        ("0", Value::Number(0.0)),
        ("-9007199254740991", Value::Number(-9_007_199_254_740_991.0)),
        (r#""琳\u0000\"琅""#, text("琳\0\"琅")),
        (r#""\ud83d\ude00""#, text("😀")),
        (r#""a\ud800""#, Value::BrokenText),
        ("{}", object(&[])),
        ("[0]", Value::List(vec![])),
        ("[1]", Value::Undefined),
        ("[2]", Value::LongText),
        ("[3]", Value::Unreadable),
        ("[4]", Value::Function),
        ("[5]", Value::Odd("a bigint")),
        ("[6]", Value::Odd("a symbol")),
        ("[7]", Value::Odd("an array")),
        ("[8]", Value::Odd("an object")),
        ("[9]", Value::Odd("an object of a class")),
        ("[11]", Value::Odd(Value::SIGNAL)),
        (
            r#"{"a":[0,"b",[1]],"":{"c":null},"\udc00":1}"#,
            object(&[
                ("a", Value::List(vec![text("b"), Value::Undefined])),
                ("", object(&[("c", Value::Null)])),
                ("\u{fffd}", Value::Number(1.0)),
            ]),
        ),
    ] {
        assert_eq!(Value::read(written), value, "{written}");
    }
    assert!(matches!(Value::read("[10]"), Value::Number(number) if number.is_nan()));
}

#[test]
fn what_is_no_such_text_is_unreadable() {
    for odd in [
        "",
        " ",
        "[",
        "[]",
        "[12]",
        "[-1]",
        "[\"a\"]",
        "{",
        "{1}",
        "{\"a\"}",
        "{\"a\":}",
        "nul",
        "tru",
        "1.5",
        "1e3",
        "\"a",
        "9007199254740993",
        "x",
    ] {
        assert_eq!(Value::read(odd), Value::Unreadable, "{odd}");
    }
    assert_eq!(
        Value::read_two("[0,1]"),
        [Value::Unreadable, Value::Unreadable]
    );
    assert_eq!(
        Value::read_two("[0,null,[1]]"),
        [Value::Null, Value::Undefined]
    );
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(written in r#"[\[\]{}",:0-9a\\ued -]{0,40}"#) {
        let _ = Value::read(&written);
    }

    #[test]
    fn texts_come_as_they_are(given in any::<String>()) {
        let written = serde_json::to_string(&given).unwrap();
        prop_assert_eq!(Value::read(&written), Value::Text(given));
    }
}
