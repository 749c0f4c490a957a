//! The bodies of the requests, read back by serde_json.

use espai_cdkey::wire::request::{write_ids, write_object};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn the_pages_own_bodies() {
    let body = write_object(&[("code", "wNaa1GDw"), ("phone", "15916888888")]);
    assert_eq!(body, r#"{"code":"wNaa1GDw","phone":"15916888888"}"#);
    assert_eq!(
        write_ids(&["196bd2a26e4d459f9dc7d12053a05c15"]),
        r#"[{"id":"196bd2a26e4d459f9dc7d12053a05c15"}]"#
    );
}

#[test]
fn empty_bodies() {
    assert_eq!(write_object(&[]), "{}");
    assert_eq!(write_ids::<&str>(&[]), "[]");
}

#[test]
fn what_must_be_escaped_is() {
    let body = write_object(&[("a\"b", "\\ \" / \u{0} \u{1f} \n \u{7f} \u{2028} 琳琅 😀")]);
    assert!(!body.bytes().any(|byte| byte < 0x20));
    let read: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        read,
        json!({ "a\"b": "\\ \" / \u{0} \u{1f} \n \u{7f} \u{2028} 琳琅 😀" })
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back(name in any::<String>(), value in any::<String>(), ids in prop::collection::vec(any::<String>(), 0..5)) {
        let read: Value = serde_json::from_str(&write_object(&[(&name, &value)])).unwrap();
        prop_assert_eq!(read, json!({ name: value }));
        let read: Value = serde_json::from_str(&write_ids(&ids)).unwrap();
        prop_assert_eq!(read, Value::from(ids.into_iter().map(|id| json!({ "id": id })).collect::<Vec<_>>()));
    }
}
