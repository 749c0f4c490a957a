//! What a host's `authorize` may give, and how far it narrows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::redact::Redactor;
use espai_cdkey_server::grant::Grant;
use espai_cdkey_server::input::Input;
use espai_cdkey_server::refusal::Refusal;

fn transfer(limit: i64) -> Input {
    let body = format!(
        r#"{{"phone":"1","code":"a","target_phone":"2","target_code":"b","limit":{limit}}}"#
    );
    Input::read(Endpoint::Transfer, body.as_bytes()).unwrap()
}

fn list() -> Input {
    Input::read(Endpoint::List, b"{}").unwrap()
}

#[test]
fn false_is_nobody_and_all_else_is_a_mistake() {
    assert_eq!(Grant::read("false"), Err(Refusal::NotSignedIn));
    for json in [
        "true",
        "null",
        "0",
        "\"ann\"",
        "[]",
        "{}",
        "{",
        "",
        r#"{"actor":null}"#,
        r#"{"actor":""}"#,
        r#"{"actor":5}"#,
        r#"{"actor":["ann"]}"#,
        r#"{"user":"ann"}"#,
        // A limit that is misspelled must not let everything through.
        r#"{"actor":"ann","maxtransfer":5}"#,
        r#"{"actor":"ann","allow":"list"}"#,
        r#"{"actor":"ann","allow":["balance_logs"]}"#,
        r#"{"actor":"ann","allow":null}"#,
        r#"{"actor":"ann","maxTransfer":null}"#,
        r#"{"actor":"ann","maxTransfer":"5"}"#,
        r#"{"actor":"ann","maxTransfer":1.5}"#,
        r#"{"actor":"ann","maxTransfer":-1}"#,
        r#"{"actor":"ann","maxTransfer":9007199254740993}"#,
    ] {
        assert!(
            matches!(Grant::read(json), Err(Refusal::BadGrant(_))),
            "{json}"
        );
    }
}

#[test]
fn it_narrows() {
    let anything = Grant::read(r#"{"actor":"ann"}"#).unwrap();
    assert_eq!(anything.permits(&transfer(9_000_000)), Ok(()));
    let reader = Grant::read(r#"{"actor":"ann","allow":["list"]}"#).unwrap();
    assert_eq!(reader.permits(&list()), Ok(()));
    assert_eq!(
        reader.permits(&transfer(1)),
        Err(Refusal::NotAllowed(Endpoint::Transfer))
    );
    let nothing = Grant::read(r#"{"actor":"ann","allow":[]}"#).unwrap();
    assert!(nothing.permits(&list()).is_err());
    let clerk = Grant::read(r#"{"actor":"ann","maxTransfer":10}"#).unwrap();
    assert_eq!(clerk.permits(&transfer(10)), Ok(()));
    assert_eq!(clerk.permits(&transfer(11)), Err(Refusal::OverLimit(10)));
    assert_eq!(clerk.permits(&list()), Ok(()));
    let none = Grant::read(r#"{"actor":"ann","maxTransfer":0}"#).unwrap();
    assert_eq!(none.permits(&transfer(1)), Err(Refusal::OverLimit(0)));
}

#[test]
fn an_audit_line_shows_neither_phone_nor_key() {
    let key = "0123456789abcdef0123456789abcdef";
    let secrets = Redactor::new(Some(key), &[]);
    let json = format!(r#"{{"actor":"15916888888 {key}"}}"#);
    let shown = Grant::read(&json).unwrap().shown_actor(&secrets);
    assert_eq!(shown, "159****8888 ***");
}
