//! The same input in another spelling is the same input.

#![allow(clippy::unwrap_used, reason = "a test that breaks has failed")]

use espai_cdkey::value::Value;
use espai_cdkey_ledger::input::{Kind, check};

fn transfer(fields: [(&str, Value); 6]) -> Value {
    Value::object(fields)
}

fn usual() -> Value {
    transfer([
        ("key", "order-1".into()),
        ("phone", "17516888888".into()),
        ("code", "AAAAAAA1".into()),
        ("targetPhone", "15916888888".into()),
        ("targetCode", "AAAAAAA2".into()),
        ("limit", Value::Number(10.0)),
    ])
}

#[test]
fn another_spelling_is_the_same_input() {
    let one = check(Kind::Transfer, usual()).unwrap();
    let other = transfer([
        ("limit", "10".into()),
        ("target_code", "AAAAAAA2".into()),
        ("target_phone", Value::Number(15_916_888_888.0)),
        ("code", "AAAAAAA1".into()),
        ("phone", Value::Number(17_516_888_888.0)),
        ("key", "order-1".into()),
    ]);
    let other = check(Kind::Transfer, other).unwrap();
    assert_eq!(one, other);
    let written = serde_json::to_string(&one.input).unwrap();
    assert_eq!(
        written,
        r#"{"phone":"17516888888","code":"AAAAAAA1","targetPhone":"15916888888","targetCode":"AAAAAAA2","limit":10}"#
    );
    assert_eq!(one.cards, ["code:AAAAAAA1", "code:AAAAAAA2"]);
}

#[test]
fn any_other_value_is_another_input() {
    let one = check(Kind::Transfer, usual()).unwrap().fingerprint;
    for (name, value) in [
        ("phone", "017516888888"),
        ("code", "AAAAAAA3"),
        ("targetPhone", "15916888889"),
        ("targetCode", "aAAAAAA2"),
        ("limit", "11"),
    ] {
        let mut other = usual();
        other.take_field(name);
        if let Value::Fields(fields) = &mut other {
            fields.push((name.to_owned(), value.into()));
        }
        assert_ne!(
            check(Kind::Transfer, other).unwrap().fingerprint,
            one,
            "{name}"
        );
    }
}

#[test]
fn a_destroy_is_of_one_card() {
    let given = || Value::object([("key", "k".into()), ("id", "abc".into())]);
    let one = check(Kind::Destroy, given()).unwrap();
    assert_eq!(one.cards, ["id:abc"]);
    assert_ne!(
        one.fingerprint,
        check(Kind::Transfer, usual()).unwrap().fingerprint
    );
}

#[test]
fn what_is_wrong_is_named() {
    let refused = |kind, given| {
        let invalid = check(kind, given).unwrap_err();
        (invalid.path, invalid.reason.as_str())
    };
    let mut without = usual();
    without.take_field("key");
    assert_eq!(refused(Kind::Transfer, without), ("key".into(), "missing"));
    let mut number = usual();
    number.take_field("key");
    if let Value::Fields(fields) = &mut number {
        fields.push(("key".to_owned(), Value::Number(4711.0)));
    }
    assert_eq!(refused(Kind::Transfer, number), ("key".into(), "not_text"));
    let list = Value::List(vec![]);
    assert_eq!(
        refused(Kind::Transfer, list),
        ("input".into(), "not_plain_object")
    );
    let ids = Value::object([("key", "k".into()), ("id", Value::List(vec!["a".into()]))]);
    assert_eq!(refused(Kind::Destroy, ids).0, "id");
    let none = Value::object([("key", "k".into())]);
    assert_eq!(refused(Kind::Destroy, none), ("id".into(), "missing"));
    let more = Value::object([("key", "k".into()), ("id", "a".into()), ("ids", "b".into())]);
    assert_eq!(
        refused(Kind::Destroy, more),
        ("ids".into(), "unknown_field")
    );
    let same = Value::object([
        ("key", "k".into()),
        ("phone", "1".into()),
        ("code", "a".into()),
        ("target_phone", "1".into()),
        ("target_code", "a".into()),
        ("limit", "1".into()),
    ]);
    assert_eq!(
        refused(Kind::Transfer, same),
        ("target_code".into(), "same_card")
    );
}
