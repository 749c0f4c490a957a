use espai_cdkey::field::{Count, Field, Phone, Quota, Text, TypeCode};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;

use crate::given::text;

fn wire<F: Field>(value: Value) -> Result<String, Reason> {
    F::parse(&value).map(|field| field.to_wire())
}

#[test]
fn a_phone_is_1_to_20_digits_and_keeps_its_zeros() {
    for digits in ["1", "15916888888", "0015916888888", "12345678901234567890"] {
        assert_eq!(wire::<Phone>(text(digits)).as_deref(), Ok(digits));
    }
    assert_eq!(
        wire::<Phone>(Value::Number(15_916_888_888.0)).as_deref(),
        Ok("15916888888")
    );
    for bad in [
        "",
        "123456789012345678901",
        "+8615916888888",
        "159-1688",
        " 1",
        "1\n",
        "１２",
        "1e3",
    ] {
        assert!(wire::<Phone>(text(bad)).is_err(), "{bad:?}");
    }
    for bad in [-1.0, 1.5, f64::NAN, f64::INFINITY, 9_007_199_254_740_992.0] {
        let refused = wire::<Phone>(Value::Number(bad));
        assert_eq!(refused, Err(Reason::NotAPhone), "{bad}");
    }
}

#[test]
fn a_number_is_plain_decimal_or_it_is_refused() {
    for good in ["0", "1", "-5", "9007199254740991", "-9007199254740991"] {
        assert_eq!(wire::<Quota>(text(good)).as_deref(), Ok(good));
    }
    for bad in [
        "",
        "1e3",
        "010",
        " 1",
        "1 ",
        "+1",
        "-0",
        "1.0",
        "0x1",
        "1_000",
        "9007199254740992",
        "-",
        "--1",
        "１",
        "99999999999999999999999",
    ] {
        assert!(wire::<Quota>(text(bad)).is_err(), "{bad:?}");
    }
    for bad in [0.5, f64::NAN, f64::NEG_INFINITY, 9_007_199_254_740_992.0] {
        assert!(wire::<Quota>(Value::Number(bad)).is_err(), "{bad}");
    }
    for bad in [
        Value::Null,
        Value::Bool(true),
        Value::List(vec![]),
        Value::Odd("a bigint"),
        Value::Unreadable,
    ] {
        assert!(wire::<Quota>(bad.clone()).is_err(), "{bad:?}");
    }
}

#[test]
fn a_count_starts_at_1() {
    assert_eq!(wire::<Count>(Value::Number(1.0)).as_deref(), Ok("1"));
    assert_eq!(wire::<Count>(text("10")).as_deref(), Ok("10"));
    for bad in [
        Value::Number(0.0),
        Value::Number(-0.0),
        Value::Number(-3.0),
        text("0"),
        text("-1"),
    ] {
        assert_eq!(wire::<Count>(bad), Err(Reason::BelowOne));
    }
}

#[test]
fn a_text_is_1_to_256_well_formed_characters_without_controls() {
    assert_eq!(wire::<Text>(text("琳琅")).as_deref(), Ok("琳琅"));
    assert!(wire::<Text>(text(&"龙".repeat(256))).is_ok());
    assert!(wire::<Text>(text(&"😀".repeat(256))).is_ok());
    for bad in [
        text(""),
        text(&"龙".repeat(257)),
        text("a\u{0}b"),
        text("a\nb"),
        text("a\u{7f}"),
        text("a\u{85}"),
        Value::LongText,
        Value::BrokenText,
        Value::Number(12_345_678.0),
        Value::Null,
        Value::Undefined,
        Value::Function,
    ] {
        assert!(wire::<Text>(bad.clone()).is_err(), "{bad:?}");
    }
}

#[test]
fn a_type_is_a_text_or_a_whole_number() {
    assert_eq!(wire::<TypeCode>(Value::Number(1.0)).as_deref(), Ok("1"));
    assert_eq!(wire::<TypeCode>(text("next")).as_deref(), Ok("next"));
    assert!(wire::<TypeCode>(Value::Number(-1.0)).is_err());
    assert!(wire::<TypeCode>(Value::Number(1.5)).is_err());
}
