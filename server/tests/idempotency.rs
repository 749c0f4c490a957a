//! Which moves are one and the same, and what is remembered.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::error::Outcome;
use espai_cdkey_server::answer::Answer;
use espai_cdkey_server::idempotency::{Entry, Named, Recall};
use espai_cdkey_server::input::Input;
use espai_cdkey_server::refusal::Refusal;

fn input(endpoint: Endpoint, body: &str) -> Input {
    Input::read(endpoint, body.as_bytes()).unwrap()
}

fn transfer(limit: u32) -> Input {
    input(
        Endpoint::Transfer,
        &format!(
            r#"{{"phone":"15916888888","code":"a","target_phone":"2","target_code":"b","limit":{limit}}}"#
        ),
    )
}

fn named(actor: &str, key: &str, input: &Input) -> Named {
    Named::new(actor, key, input).unwrap()
}

#[test]
fn it_is_named_by_who_and_which_key_and_compared_by_what() {
    let one = named("ann", "k", &transfer(1));
    assert_eq!(one, named("ann", "k", &transfer(1)));
    assert_eq!(one.id, named("ann", "k", &transfer(2)).id);
    assert_ne!(one.fingerprint, named("ann", "k", &transfer(2)).fingerprint);
    assert_ne!(one.id, named("bob", "k", &transfer(1)).id);
    assert_ne!(one.id, named("ann", "l", &transfer(1)).id);
    // Not to be taken for one another by where one text ends.
    assert_ne!(
        named("ann", "1:k", &transfer(1)).id,
        named("ann1:", "k", &transfer(1)).id
    );
    let destroy = input(Endpoint::Destroy, r#"[{"id":"a"}]"#);
    assert_ne!(one.fingerprint, named("ann", "k", &destroy).fingerprint);
}

#[test]
fn a_key_is_visible_ascii() {
    for bad in ["", " ", "a b", "\u{7f}", "钥", "a\tb", &"a".repeat(256)] {
        assert_eq!(
            Named::new("ann", bad, &transfer(1)),
            Err(Refusal::BadKey),
            "{bad:?}"
        );
    }
    for good in [
        "a",
        "2f1c8b1e-8f7e-4c0f-9a43-9f5d8b1d6a11",
        "~!",
        &"a".repeat(255),
    ] {
        assert!(Named::new("ann", good, &transfer(1)).is_ok());
    }
}

#[test]
fn what_is_remembered_has_no_phone_and_no_name_in_it() {
    let named = named("ann", "the-key", &transfer(1));
    for text in [
        &named.id,
        &named.fingerprint,
        &Entry::begun(&named.fingerprint),
    ] {
        for secret in ["15916888888", "ann", "the-key"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn what_an_entry_means() {
    let done = Answer::done(r#"{"success":true}"#.to_owned());
    let lost = Answer::lost(502, "network", Outcome::Unknown);
    let not_sent = Answer::lost(424, "network", Outcome::NotSent);
    assert_eq!(Entry::recall(&Entry::begun("f"), "f"), Ok(Recall::Wait));
    assert_eq!(Entry::recall(&Entry::begun("f"), "g"), Ok(Recall::Conflict));
    for answer in [done, lost] {
        let text = Entry::ended("f", &answer);
        assert_eq!(Entry::recall(&text, "f"), Ok(Recall::Ended(answer)));
        assert_eq!(Entry::recall(&text, "g"), Ok(Recall::Conflict));
    }
    assert_eq!(
        Entry::recall(&Entry::ended("f", &not_sent), "f"),
        Ok(Recall::Again)
    );
    for odd in [
        "",
        "null",
        "{}",
        "[object Object]",
        r#"{"fingerprint":"f","answer":{}}"#,
    ] {
        assert_eq!(Entry::recall(odd, "f"), Err(Refusal::NoStore), "{odd}");
    }
}
