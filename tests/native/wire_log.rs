//! The fields of a usage record: what each takes, what it becomes, and where the first wrong one is told to be.

use espai_cdkey::balance_log::BalanceLog;
use espai_cdkey::wire::{Expect, Malformed, Payload, decode};

/// The fields of a record that is as it should be, in the order of the platform's documents.
const FIELDS: [(&str, &str); 9] = [
    ("id", "\"a\""),
    ("create_time", "1"),
    ("type", "\"2\""),
    ("user_id", "\"u\""),
    ("cdkey_id", "\"c\""),
    ("api_limit", "-3"),
    ("user_name", "\"琳琅\""),
    ("user_email", "\"\""),
    ("user_phone", "\"4\""),
];

const NUMBERS: [&str; 2] = ["create_time", "api_limit"];

fn expected() -> BalanceLog {
    BalanceLog {
        id: "a".into(),
        card_id: Some("c".into()),
        api_limit: Some(-3),
        log_type: Some("2".into()),
        user_id: Some("u".into()),
        user_phone: Some("4".into()),
        user_name: Some("琳琅".into()),
        user_email: Some(String::new()),
        create_time: Some(1),
    }
}

fn only(id: &str) -> BalanceLog {
    BalanceLog {
        id: id.into(),
        card_id: None,
        api_limit: None,
        log_type: None,
        user_id: None,
        user_phone: None,
        user_name: None,
        user_email: None,
        create_time: None,
    }
}

fn object<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let members: Vec<String> = fields
        .into_iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn page(logs: &[String]) -> String {
    let data = logs.join(",");
    format!(r#"{{"success":true,"message":"","totalNumber":"7","data":[{data}]}}"#)
}

fn read(answer: &str) -> Result<Vec<BalanceLog>, Malformed> {
    match decode(answer.as_bytes(), Expect::Logs)?.payload? {
        Payload::Logs { total: 7, logs } => Ok(logs.logs().collect()),
        other => panic!("{other:?}"),
    }
}

/// A record with one field of another value, as the second of a page.
fn with(field: &str, value: &str) -> Result<BalanceLog, Malformed> {
    let fields = FIELDS.map(|(name, usual)| (name, if name == field { value } else { usual }));
    read(&page(&[object(FIELDS), object(fields)])).map(|logs| logs[1].clone())
}

fn path(result: Result<BalanceLog, Malformed>) -> String {
    result.unwrap_err().path
}

#[test]
fn a_record_as_the_platform_writes_it() {
    let row = r#"{ "id": "1d5a8cf6ab134e9a8b1eaf0ff10ab731", "create_time": 1745373345123, "type": "2", "user_id": "87215a4192654cea8781a1a596d23cae", "cdkey_id": "772868ead56c48d68fd1924aa5ec3aac", "api_limit": 1, "user_name": "琳琅", "user_email": "", "user_phone": "15916888888" }"#;
    let log = read(&page(&[row.to_owned()])).unwrap().remove(0);
    assert_eq!(
        log,
        BalanceLog {
            id: "1d5a8cf6ab134e9a8b1eaf0ff10ab731".into(),
            card_id: Some("772868ead56c48d68fd1924aa5ec3aac".into()),
            api_limit: Some(1),
            log_type: Some("2".into()),
            user_id: Some("87215a4192654cea8781a1a596d23cae".into()),
            user_phone: Some("15916888888".into()),
            user_name: Some("琳琅".into()),
            user_email: Some(String::new()),
            create_time: Some(1_745_373_345_123),
        }
    );
}

#[test]
fn any_order_and_unknown_fields() {
    assert_eq!(read(&page(&[])), Ok(vec![]));
    let mut logs = Vec::new();
    let mut fields = FIELDS;
    for turn in 0..FIELDS.len() {
        fields.rotate_left(turn);
        logs.push(object(fields));
        fields.swap(0, turn);
        logs.push(object(fields.into_iter().chain([
            ("code", "[1]"),
            ("update_time", "{}"),
            ("code", "1.5"),
        ])));
    }
    assert_eq!(read(&page(&logs)), Ok(vec![expected(); logs.len()]));
}

#[test]
fn only_the_id_must_be_there() {
    assert_eq!(read(&page(&["{\"id\":7}".into()])), Ok(vec![only("7")]));
    for (name, _) in FIELDS.iter().skip(1) {
        assert!(with(name, "null").unwrap() != expected(), "{name}");
        let without = FIELDS.into_iter().filter(|(other, _)| other != name);
        assert_eq!(
            read(&page(&[object(without)])).map(|logs| logs[0].clone()),
            with(name, "null")
        );
    }
    let nulls = FIELDS.map(|(name, id)| (name, if name == "id" { id } else { "null" }));
    assert_eq!(read(&page(&[object(nulls)])), Ok(vec![only("a")]));
    assert_eq!(
        read(&page(&["{\"type\":\"2\"}".into()])),
        Err(Malformed {
            path: "data[0].id".into(),
            reason: "is missing"
        })
    );
    for wrong in ["null", "\"\""] {
        assert_eq!(path(with("id", wrong)), "data[1].id");
    }
}

#[test]
fn numbers_and_texts_as_in_cards() {
    assert_eq!(with("api_limit", "\"-12\"").unwrap().api_limit, Some(-12));
    assert_eq!(with("create_time", "\"5\"").unwrap().create_time, Some(5));
    let phone = with("user_phone", "15916888888").unwrap().user_phone;
    assert_eq!(phone.as_deref(), Some("15916888888"));
    assert_eq!(with("type", "2").unwrap().log_type.as_deref(), Some("2"));
    for (name, _) in FIELDS {
        let wrong: &[&str] = if NUMBERS.contains(&name) {
            &[
                "1.0",
                "1e3",
                "\"010\"",
                "\"\"",
                "9007199254740992",
                "true",
                "[]",
            ]
        } else {
            &["1.0", "1e3", "9007199254740992", "false", "{}"]
        };
        for value in wrong {
            assert_eq!(
                path(with(name, value)),
                format!("data[1].{name}"),
                "{value}"
            );
        }
    }
}

#[test]
fn a_known_name_twice_is_refused() {
    for (name, value) in FIELDS {
        let twice = object(FIELDS.into_iter().chain([(name, value)]));
        assert_eq!(
            read(&page(&[twice])),
            Err(Malformed {
                path: format!("data[0].{name}"),
                reason: "is there twice"
            })
        );
    }
}

#[test]
fn the_page_around_them_is_that_of_a_list() {
    for data in ["null", "{}", "\"x\"", "1"] {
        let answer = format!(r#"{{"success":true,"totalNumber":7,"data":{data}}}"#);
        assert_eq!(read(&answer).unwrap_err().path, "data", "{data}");
    }
    let place = |answer: &str| read(answer).unwrap_err().path;
    assert_eq!(place(r#"{"success":true,"data":[]}"#), "totalNumber");
    assert_eq!(place(r#"{"success":true,"totalNumber":7}"#), "data");
    assert_eq!(
        place(r#"{"success":true,"totalNumber":-1,"data":[]}"#),
        "totalNumber"
    );
    assert_eq!(
        place(r#"{"success":true,"totalNumber":7,"data":[[]]}"#),
        "data[0]"
    );
}

#[test]
fn many_of_them_keep_their_own_texts() {
    // Many enough for texts that come again to be looked for, and names that lie apart from what is ASCII.
    let logs: Vec<BalanceLog> = (0..500)
        .map(|number| BalanceLog {
            id: format!("id-{number}"),
            card_id: Some(format!("card-{}", number % 7)),
            api_limit: Some(number - 250),
            log_type: Some((number % 3).to_string()),
            user_id: (number % 5 > 0).then(|| format!("user-{}", number % 5)),
            user_phone: Some(format!("1591688{number:04}")),
            user_name: Some(["琳琅", "Ann", "😀", ""][usize::try_from(number).unwrap() % 4].into()),
            user_email: (number % 2 > 0).then(|| format!("é{}@example.com", number % 11)),
            create_time: Some(1_745_373_345_123 + number),
        })
        .collect();
    let written: Vec<String> = logs
        .iter()
        .map(|log| {
            let row = serde_json::json!({
                "id": log.id, "create_time": log.create_time, "type": log.log_type, "user_id": log.user_id,
                "cdkey_id": log.card_id, "api_limit": log.api_limit, "user_name": log.user_name,
                "user_email": log.user_email, "user_phone": log.user_phone,
            });
            row.to_string()
        })
        .collect();
    assert_eq!(read(&page(&written)), Ok(logs));
}

#[test]
fn what_is_printed_tells_only_how_many() {
    let body = page(&[object(FIELDS), object(FIELDS)]);
    let printed = format!("{:?}", decode(body.as_bytes(), Expect::Logs).unwrap());
    assert!(
        printed.contains('2') && !printed.contains("琳琅"),
        "{printed}"
    );
}
