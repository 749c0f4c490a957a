use espai_cdkey::redact::{Redactor, phone, untrusted_key};

const KEY: &str = "sk-0123456789abcdef\"\\0123456789ab";

#[test]
fn a_phone_shows_its_ends_only() {
    assert_eq!(phone("15916888888"), "159****8888");
    assert_eq!(phone("1591688"), "15****88");
    assert_eq!(phone("123456"), "****");
}

#[test]
fn the_key_is_masked_as_it_is_and_as_json_has_it() {
    let redactor = Redactor::new(Some(KEY), &[]);
    let quoted = KEY.replace('\\', "\\\\").replace('"', "\\\"");
    assert_eq!(
        redactor.text(&format!("a {KEY} b {quoted} c")),
        "a *** b *** c"
    );
}

#[test]
fn in_data_only_secrets_are_masked() {
    let mut redactor = Redactor::new(Some(KEY), &["15916888888"]);
    redactor.learn_headers(&[("x".to_owned(), "Bearer a-long-token".to_owned())]);
    assert_eq!(
        redactor.without_secrets(&format!("15916888888 {KEY} a-long-token")),
        "15916888888 *** ***"
    );
    // What is found is what is masked, so that an answer of many cards need be looked through once.
    let quoted = KEY.replace('\\', "\\\\").replace('"', "\\\"");
    for text in [KEY, &quoted, "a-long-token", "15916888888", "a", ""] {
        let json = format!("{{\"name\":\"{text}\"}}");
        let masked = redactor.without_secrets(&json) != json;
        assert_eq!(redactor.finds_in_json(&json), masked, "{json}");
    }
    assert!(!Redactor::default().finds_in_json(KEY));
}

#[test]
fn any_phone_in_the_services_words_is_masked() {
    let redactor = Redactor::new(None, &["123"]);
    assert_eq!(
        redactor.text("手机号15916888888不存在"),
        "手机号159****8888不存在"
    );
    assert_eq!(redactor.text("+8615916888888"), "+861****8888");
    assert_eq!(redactor.text("phone 123 and 1234"), "phone **** and 1234");
    assert_eq!(redactor.text("额度 500, code 401"), "额度 500, code 401");
    let id = "772868ead56c48d68fd1924aa5ec3aac";
    assert_eq!(redactor.text(id), id);
}

#[test]
fn a_known_phone_is_masked_with_spaces_and_dashes_too() {
    let redactor = Redactor::new(None, &["15916888888"]);
    assert_eq!(
        redactor.text("159 1688 8888, 159-1688-8888"),
        "159****8888, 159****8888"
    );
}

#[test]
fn endless_text_is_cut() {
    let shown = Redactor::default().text(&"长".repeat(5000));
    assert_eq!(shown.chars().count(), 1001);
    assert!(shown.ends_with('…'));
}

#[test]
fn a_callers_key_may_be_a_secret() {
    assert_eq!(untrusted_key("cod"), "cod");
    assert_eq!(untrusted_key("0123456789abcdef0123456789abcdef"), "012…");
    assert_eq!(untrusted_key("x-0123456789abcdef0123456789abcdef"), "x-0…");
    assert_eq!(untrusted_key("a\nb"), "a\u{fffd}b");
}

#[test]
fn a_short_text_is_no_secret_and_is_not_looked_for() {
    let says = "apiKey must be exactly 32 characters";
    for placeholder in ["", "x", " ", "apiKey", "exactly"] {
        assert_eq!(Redactor::new(Some(placeholder), &[]).text(says), says);
    }
    assert_eq!(
        Redactor::new(Some("12345678"), &[]).text("is 12345678."),
        "is ***."
    );
}

#[test]
fn what_masks_secrets_prints_none() {
    let shown = format!("{:?}", Redactor::new(Some(KEY), &["15916888888"]));
    assert_eq!(shown, "Redactor { .. }");
}
