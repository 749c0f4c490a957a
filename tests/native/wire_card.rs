//! The fields of a card: what each takes, what it becomes, and where the first wrong one is told to be.

use espai_cdkey::card::{Card, CardType};
use espai_cdkey::wire::{Expect, Malformed, decode};

/// The fields of a card that is as it should be.
const FIELDS: [(&str, &str); 9] = [
    ("id", "\"a\""),
    ("create_time", "1"),
    ("update_time", "2"),
    ("code", "\"b\""),
    ("user_id", "\"u\""),
    ("api_limit", "3"),
    ("type", "\"1\""),
    ("user_phone", "4"),
    ("user_name", "\"n\""),
];

fn expected() -> Card {
    Card {
        id: "a".into(),
        code: "b".into(),
        card_type: CardType::new("1"),
        api_limit: Some(3),
        user_id: Some("u".into()),
        user_phone: Some("4".into()),
        user_name: Some("n".into()),
        create_time: Some(1),
        update_time: Some(2),
    }
}

fn object<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let members: Vec<String> = fields
        .into_iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn card(object: &str) -> Result<Card, Malformed> {
    let answer = format!(r#"{{"success":true,"data":{object}}}"#);
    let reply = decode(answer.as_bytes(), Expect::Card)?;
    reply.payload.map(|payload| payload.cards().next().unwrap())
}

/// The card with one field of another value.
fn with(field: &str, value: &str) -> Result<Card, Malformed> {
    card(&object(FIELDS.map(|(name, usual)| {
        (name, if name == field { value } else { usual })
    })))
}

/// The card without a field.
fn without(field: &str) -> Result<Card, Malformed> {
    card(&object(
        FIELDS.into_iter().filter(|(name, _)| *name != field),
    ))
}

fn path(result: Result<Card, Malformed>) -> String {
    result.unwrap_err().path
}

#[test]
fn the_usual_card() {
    assert_eq!(card(&object(FIELDS)), Ok(expected()));
    let mut other_order = FIELDS;
    other_order.reverse();
    assert_eq!(card(&object(other_order)), Ok(expected()));
}

#[test]
fn cards_of_different_orders_are_read_alike() {
    let mut cards = Vec::new();
    let mut fields = FIELDS;
    for turn in 0..FIELDS.len() {
        fields.rotate_left(turn);
        cards.push(object(fields));
        fields.swap(0, turn);
        cards.push(object(fields.into_iter().chain([("more", "[1]")])));
    }
    let answer = format!(
        r#"{{"success":true,"totalNumber":9,"data":[{}]}}"#,
        cards.join(",")
    );
    let payload = decode(answer.as_bytes(), Expect::Page)
        .unwrap()
        .payload
        .unwrap();
    assert_eq!(
        payload.cards().collect::<Vec<_>>(),
        vec![expected(); cards.len()]
    );
}

#[test]
fn names_are_compared_with_their_escapes_undone() {
    let text = object(FIELDS)
        .replace("\"id\"", "\"\\u0069\\u0064\"")
        .replace("user_name", "user\\u005fname");
    assert_eq!(card(&text), Ok(expected()));
}

#[test]
fn names_that_only_resemble_are_unknown() {
    for name in [
        "Id",
        "id ",
        " id",
        "id\\u0000",
        "i",
        "",
        "create_times",
        "create_tim",
        "user_phone_number_of_the_owner",
    ] {
        let text = object(
            FIELDS
                .into_iter()
                .chain([(name, "{\"x\":[]}"), (name, "0")]),
        );
        assert_eq!(card(&text), Ok(expected()), "{name}");
        let text =
            object(FIELDS.map(|(usual, value)| (if usual == "id" { name } else { usual }, value)));
        assert_eq!(path(card(&text)), "data.id", "{name}");
    }
}

#[test]
fn a_known_name_twice_in_a_card_is_refused() {
    for (name, value) in FIELDS {
        let refusal = card(&object(FIELDS.into_iter().chain([(name, value)]))).unwrap_err();
        assert_eq!(
            (refusal.path, refusal.reason),
            (format!("data.{name}"), "is there twice")
        );
    }
    let escaped = object(FIELDS.into_iter().chain([("\\u0069d", "\"a\"")]));
    assert_eq!(path(card(&escaped)), "data.id");
}

#[test]
fn three_fields_must_be_there() {
    for name in ["id", "code", "type"] {
        assert_eq!(
            without(name).unwrap_err(),
            Malformed {
                path: format!("data.{name}"),
                reason: "is missing"
            }
        );
        assert_eq!(path(with(name, "null")), format!("data.{name}"));
    }
    assert_eq!(path(card("{}")), "data.id");
    for name in [
        "api_limit",
        "user_id",
        "user_phone",
        "user_name",
        "create_time",
        "update_time",
    ] {
        let missing = without(name).unwrap();
        assert_eq!(with(name, "null"), Ok(missing.clone()));
        assert_ne!(missing, expected());
    }
}

#[test]
fn texts_take_text_or_the_digits_of_a_safe_integer() {
    let id = |value: &str| with("id", value).map(|card| card.id);
    assert_eq!(id("\" a \"").unwrap(), " a ");
    assert_eq!(id("7").unwrap(), "7");
    assert_eq!(id("-7").unwrap(), "-7");
    assert_eq!(id("-0").unwrap(), "0");
    assert_eq!(id("9007199254740991").unwrap(), "9007199254740991");
    let phone = |value: &str| with("user_phone", value).map(|card| card.user_phone.unwrap());
    assert_eq!(phone("15916888888").unwrap(), "15916888888");
    assert_eq!(phone("\"015916888888\"").unwrap(), "015916888888");
    assert_eq!(phone("\"\"").unwrap(), "");
    for field in ["id", "code", "type", "user_id", "user_phone", "user_name"] {
        for bad in [
            "1.0",
            "1e3",
            "0.5",
            "9007199254740992",
            "-9007199254740992",
            "true",
            "{}",
            "[]",
        ] {
            assert_eq!(path(with(field, bad)), format!("data.{field}"), "{bad}");
        }
    }
    for field in ["id", "code", "type"] {
        assert_eq!(path(with(field, "\"\"")), format!("data.{field}"));
    }
    assert_eq!(
        with("user_id", "\"\"").unwrap().user_id.as_deref(),
        Some("")
    );
    assert_eq!(
        with("user_name", "\"\"").unwrap().user_name.as_deref(),
        Some("")
    );
}

#[test]
fn numbers_take_safe_integers_or_their_plain_digits() {
    let limit = |value: &str| with("api_limit", value).map(|card| card.api_limit.unwrap());
    for (text, value) in [
        ("0", 0),
        ("-0", 0),
        ("\"-0\"", 0),
        ("-3", -3),
        ("\"12\"", 12),
        ("\"-12\"", -12),
        ("1234567", 1_234_567),
        ("12345678", 12_345_678),
        ("123456789", 123_456_789),
        ("\"\\u0031\"", 1),
        ("123456789012345", 123_456_789_012_345),
        ("9007199254740991", 9_007_199_254_740_991),
        ("-9007199254740991", -9_007_199_254_740_991),
        ("\"9007199254740991\"", 9_007_199_254_740_991),
        ("4294967296", 4_294_967_296),
        ("-4294967297", -4_294_967_297),
    ] {
        assert_eq!(limit(text), Ok(value), "{text}");
    }
    for field in ["api_limit", "create_time", "update_time"] {
        for bad in [
            "1.0",
            "-1.5",
            "1e3",
            "1E3",
            "1e-3",
            "0e0",
            "9007199254740992",
            "-9007199254740992",
            "12345678901234567",
            "99999999999999999999999",
            "18446744073709551617",
            "\"1.0\"",
            "\"1e3\"",
            "\"010\"",
            "\"00\"",
            "\" 1\"",
            "\"1 \"",
            "\"+1\"",
            "\"-\"",
            "\"\"",
            "\"9007199254740992\"",
            "\"0x10\"",
            "\"１\"",
            "true",
            "{}",
            "[1]",
        ] {
            assert_eq!(path(with(field, bad)), format!("data.{field}"), "{bad}");
        }
    }
}

#[test]
fn a_fraction_and_an_exponent_are_fine_where_nobody_reads_them() {
    let text = object(
        FIELDS
            .into_iter()
            .chain([("more", "[-1.5e+300,1E5,0.0,-0,1e999]")]),
    );
    assert_eq!(card(&text), Ok(expected()));
}

#[test]
fn a_card_without_a_number_hides_no_other() {
    let good = object(FIELDS);
    let unlimited = object(
        FIELDS.map(|(name, value)| (name, if name == "api_limit" { "null" } else { value })),
    );
    let silent = object(FIELDS.into_iter().filter(|(name, _)| *name != "api_limit"));
    let below = good.replace("\"api_limit\":3", "\"api_limit\":-1");
    let huge = good.replace("\"api_limit\":3", "\"api_limit\":9007199254740991");
    let cards = [&good, &unlimited, &silent, &below, &huge, &good]
        .map(String::as_str)
        .join(",");
    let answer = format!(r#"{{"success":true,"totalNumber":6,"data":[{cards}]}}"#);
    let payload = decode(answer.as_bytes(), Expect::Page)
        .unwrap()
        .payload
        .unwrap();
    let limits: Vec<Option<i64>> = payload.cards().map(|card| card.api_limit).collect();
    assert_eq!(
        limits,
        [
            Some(3),
            None,
            None,
            Some(-1),
            Some(9_007_199_254_740_991),
            Some(3)
        ]
    );
}

#[test]
fn one_bad_card_refuses_them_all() {
    let good = object(FIELDS);
    let bad =
        object(FIELDS.map(|(name, value)| (name, if name == "api_limit" { "1.5" } else { value })));
    let cards = [&good, &good, &bad, &good].map(String::as_str).join(",");
    let answer = format!(r#"{{"success":true,"totalNumber":4,"data":[{cards}]}}"#);
    let payload = decode(answer.as_bytes(), Expect::Page).unwrap().payload;
    assert_eq!(payload.unwrap_err().path, "data[2].api_limit");
}
