//! The decoder and the reference on answers that proptest makes, and makes smaller where they differ.

use crate::reference::{Verdict, compare};
use espai_cdkey::wire::Expect;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn expect() -> impl Strategy<Value = Expect> {
    select(vec![
        Expect::Page,
        Expect::Card,
        Expect::Logs,
        Expect::Nothing,
    ])
}

/// A string in JSON, of any characters, each as it stands or escaped.
fn string() -> impl Strategy<Value = String> {
    vec((any::<char>(), 0..4_u8), 0..12).prop_map(|characters| {
        let mut out = String::from("\"");
        for (character, form) in characters {
            let mut units = [0; 2];
            match (form, character) {
                (0, '"' | '\\') => out.extend(['\\', character]),
                (1, _) | (_, '"' | '\\' | '\0'..='\u{1f}') => {
                    character
                        .encode_utf16(&mut units)
                        .iter()
                        .for_each(|unit| out.push_str(&format!("\\u{unit:04X}")));
                }
                _ => out.push(character),
            }
        }
        out + "\""
    })
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        (-100_i64..100_000).prop_map(|number| number.to_string()),
        (-3_i64..=3).prop_map(|near| ((1_i64 << 53) + near).to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        "-?[0-9]{1,20}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{0,3})?",
    ]
}

/// Any value, as deep as it comes.
fn value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        string(),
        number(),
        number().prop_map(|number| format!("\"{number}\"")),
        select(vec!["null", "true", "false"]).prop_map(str::to_owned),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            vec((string(), inner), 0..4).prop_map(object),
        ]
    })
}

fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<String> = members
        .into_iter()
        .map(|(name, value)| format!("{name}:{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// An object whose members mostly have these names, mostly with these values.
fn near(
    names: &'static [&'static str],
    usual: impl Strategy<Value = String> + Clone,
) -> impl Strategy<Value = String> {
    let name =
        prop_oneof![9 => select(names).prop_map(|name| format!("\"{name}\"")), 1 => string()];
    let extra = vec((name, prop_oneof![3 => usual.clone(), 1 => value()]), 0..3);
    let all = names
        .iter()
        .map(|name| (Just(format!("\"{name}\"")), usual.clone()))
        .collect::<Vec<_>>();
    (all, extra)
        .prop_map(|(all, extra)| all.into_iter().chain(extra).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(object)
}

fn card() -> impl Strategy<Value = String> {
    let names = &[
        "id",
        "code",
        "type",
        "api_limit",
        "user_id",
        "user_phone",
        "user_name",
        "create_time",
        "update_time",
    ];
    near(names, usual())
}

fn log() -> impl Strategy<Value = String> {
    let names = &[
        "id",
        "cdkey_id",
        "api_limit",
        "type",
        "user_id",
        "user_phone",
        "user_name",
        "user_email",
        "create_time",
    ];
    near(names, usual())
}

/// What nearly every field takes.
fn usual() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        8 => (0..9_999_999_999_999_i64).prop_map(|number| number.to_string()),
        4 => (0..9_999_i64).prop_map(|number| format!("\"{number}\"")),
        1 => value(),
    ]
}

fn answer() -> impl Strategy<Value = String> {
    let data = prop_oneof![
        8 => vec(card(), 0..4).prop_map(|cards| format!("[{}]", cards.join(","))),
        4 => card(),
        8 => vec(log(), 0..4).prop_map(|logs| format!("[{}]", logs.join(","))),
        1 => value(),
    ];
    (
        data,
        value(),
        value(),
        select(vec!["true", "false"]),
        "-?[0-9]{1,3}",
        any::<[bool; 2]>(),
    )
        .prop_map(
            |(data, message, code, success, total, [message_there, code_there])| {
                let mut members = vec![
                    ("\"data\"".to_owned(), data),
                    ("\"success\"".to_owned(), success.to_owned()),
                    ("\"totalNumber\"".to_owned(), total),
                ];
                members.extend(message_there.then(|| ("\"message\"".to_owned(), message)));
                members.extend(code_there.then(|| ("\"code\"".to_owned(), code)));
                object(members)
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn same_verdict_on_answers_near_the_contract(text in answer(), expect in expect()) {
        prop_assert_ne!(compare(text.as_bytes(), expect), Verdict::NoEnvelope("success".into()));
    }

    #[test]
    fn same_verdict_with_a_byte_changed(text in answer(), expect in expect(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut body = text.into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        compare(&body, expect);
    }

    #[test]
    fn same_verdict_on_any_value(text in value(), expect in expect()) {
        compare(text.as_bytes(), expect);
        compare(format!("{{\"success\":true,\"data\":{text},\"totalNumber\":1}}").as_bytes(), expect);
    }

    #[test]
    fn same_verdict_on_any_bytes(body in vec(any::<u8>(), 0..200), expect in expect()) {
        compare(&body, expect);
        let inside = [b"{\"success\":true,\"x\":\"".as_slice(), &body, b"\"}"].concat();
        compare(&inside, expect);
    }
}
