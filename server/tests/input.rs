//! Bodies: what is read, what is refused, and that no bytes do anything else.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

use espai_cdkey::endpoint::{CardRef, Endpoint, Transfer, TransferInput};
use espai_cdkey_server::input::Input;
use espai_cdkey_server::refusal::Refusal;
use proptest::prelude::*;

const TRANSFER: &str =
    r#"{"phone":"1","code":"a","target_phone":"2","target_code":"b","limit":"10"}"#;

fn read(endpoint: Endpoint, body: &str) -> Result<Input, Refusal> {
    Input::read(endpoint, body.as_bytes())
}

fn value(endpoint: Endpoint, body: &str) -> String {
    serde_json::to_string(&read(endpoint, body).unwrap().to_value()).unwrap()
}

#[test]
fn the_checked_input_has_our_names_and_numbers() {
    for (endpoint, body, expected) in [
        (Endpoint::List, "{}", "{}"),
        (
            Endpoint::List,
            r#"{"username":"x","user_phone":159,"api_limit":"-5","type":1,"page":"2","limit":3,"id":"i","code":"c"}"#,
            r#"{"id":"i","type":"1","code":"c","userName":"x","userPhone":"159","apiLimit":-5.0,"page":2.0,"limit":3.0}"#,
        ),
        (
            Endpoint::Detail,
            r#"{"phone":"0159","code":"a"}"#,
            r#"{"phone":"0159","code":"a"}"#,
        ),
        (
            Endpoint::Transfer,
            TRANSFER,
            r#"{"phone":"1","code":"a","targetPhone":"2","targetCode":"b","limit":10.0}"#,
        ),
        (
            Endpoint::Destroy,
            r#"[{"id":"a"},{"id":"b"}]"#,
            r#"["a","b"]"#,
        ),
        (
            Endpoint::BalanceLogs,
            r#"[{"id":"a","page":1}]"#,
            r#"{"id":"a","page":1.0}"#,
        ),
        (Endpoint::BalanceLogs, "[{}]", "{}"),
    ] {
        assert_eq!(value(endpoint, body), expected);
    }
}

#[test]
fn the_same_input_is_the_same_request_however_it_is_spelled() {
    let one = read(Endpoint::Transfer, TRANSFER).unwrap();
    let other = read(
        Endpoint::Transfer,
        " {\"limit\": 10, \"targetCode\":\"\\u0062\",\"code\":\"a\",\n\"targetPhone\":2,\"phone\":1}",
    )
    .unwrap();
    assert_eq!(one.request(), other.request());
    assert_eq!(one.amount(), Some(10));
    assert_eq!(
        one,
        Input::Transfer(
            TransferInput::new(Transfer {
                source: CardRef {
                    phone: "1",
                    code: "a"
                },
                target: CardRef {
                    phone: "2",
                    code: "b"
                },
                limit: 10,
            })
            .unwrap()
        )
    );
}

#[test]
fn nothing_does_not_become_a_query_for_everything() {
    for endpoint in Endpoint::ALL {
        for body in ["", " ", "\n\t \r"] {
            assert_eq!(read(endpoint, body), Err(Refusal::NoBody));
        }
        for body in ["null", "true", "\"\"", "5"] {
            assert!(
                matches!(read(endpoint, body), Err(Refusal::Input(_))),
                "{body}"
            );
        }
    }
}

#[test]
fn what_is_no_json_is_said_to_be_none() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for body in [
        "{",
        "{}{}",
        "{'type':1}",
        "{\"type\":1,}",
        "\u{feff}{}",
        "{\"a\":\"\\ud800\"}",
        "NaN",
        "{\"a\":01}",
        "type=1",
        deep.as_str(),
    ] {
        assert_eq!(read(Endpoint::List, body), Err(Refusal::NotJson), "{body}");
    }
    assert_eq!(
        Input::read(Endpoint::List, b"{\"code\":\"\xff\"}"),
        Err(Refusal::NotJson)
    );
}

#[test]
fn a_key_stands_once() {
    for (endpoint, body) in [
        (Endpoint::List, r#"{"type":"1","type":"2"}"#),
        (Endpoint::List, r#"{"type":"1","type":"1"}"#),
        (Endpoint::List, r#"{"type":"1","ty\u0070e":"1"}"#),
        (Endpoint::Destroy, r#"[{"id":"a"},{"id":"b","id":"c"}]"#),
        // Also where what it is in is refused anyway: it is said first.
        (Endpoint::List, r#"{"x":[{"a":{"b":1,"b":1}}]}"#),
    ] {
        assert_eq!(read(endpoint, body), Err(Refusal::KeyTwice), "{body}");
    }
}

#[test]
fn an_unknown_key_is_refused_by_its_name() {
    for key in ["__proto__", "constructor", "toString", "kind"] {
        let body = format!(r#"{{"{key}":"1"}}"#);
        match read(Endpoint::List, &body) {
            Err(Refusal::Input(invalid)) => assert_eq!(invalid.path, key),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn two_names_of_one_field_must_agree() {
    let with = |more: &str| format!("{},{more}}}", TRANSFER.trim_end_matches('}'));
    assert!(read(Endpoint::Transfer, &with(r#""targetCode":"b""#)).is_ok());
    assert!(read(Endpoint::Transfer, &with(r#""targetCode":"c""#)).is_err());
}

fn endpoint() -> impl Strategy<Value = Endpoint> {
    proptest::sample::select(Endpoint::ALL.to_vec())
}

/// JSON that is nearly what an endpoint takes.
fn nearly() -> impl Strategy<Value = String> {
    let key = proptest::sample::select(vec![
        "id",
        "type",
        "code",
        "phone",
        "target_phone",
        "targetCode",
        "limit",
        "page",
        "__proto__",
        "user_name",
        "x",
    ]);
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        "[a-z0-9]{0,9}".prop_map(|text| format!("\"{text}\"")),
        ".{0,300}".prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    let object = move || {
        proptest::collection::vec((key.clone(), leaf.clone()), 0..6).prop_map(|members| {
            let members: Vec<String> = members
                .into_iter()
                .map(|(key, value)| format!("\"{key}\":{value}"))
                .collect();
            format!("{{{}}}", members.join(","))
        })
    };
    prop_oneof![
        object(),
        proptest::collection::vec(object(), 0..4).prop_map(|all| format!("[{}]", all.join(","))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Any bytes are read or refused, and nothing else.
    #[test]
    fn no_bytes_do_anything_else(endpoint in endpoint(), body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Input::read(endpoint, &body);
    }

    /// What is read says on the wire what it says to `authorize`, so that nobody permits one thing and sends another; and it is
    /// read again as the same.
    #[test]
    fn what_is_permitted_is_what_is_sent(endpoint in endpoint(), body in nearly()) {
        if let Ok(input) = read(endpoint, &body) {
            let sent = input.request().body;
            prop_assert_eq!(&read(endpoint, &sent).unwrap(), &input);
            // The call takes it as `authorize` saw it.
            let shown = serde_json::to_string(&input.to_value()).unwrap();
            let shown = if endpoint == Endpoint::BalanceLogs { format!("[{shown}]") } else { shown };
            prop_assert_eq!(&read(endpoint, &shown).unwrap(), &input);
            // Any key that stands once more is refused.
            if let Some(rest) = sent.strip_prefix("{\"") {
                let (key, _) = rest.split_once('"').unwrap();
                let again = format!("{{\"{key}\":1,{}", sent.strip_prefix('{').unwrap());
                prop_assert_eq!(read(endpoint, &again), Err(Refusal::KeyTwice));
            }
        }
    }
}
