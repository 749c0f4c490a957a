use espai_cdkey::value::Value;

use super::{KEY, check, check_in};
use crate::given::{object, text};

#[test]
fn a_key_is_32_printable_ascii_characters() {
    for bad in [
        "",
        "short",
        &"k".repeat(33),
        &format!(" {}", "k".repeat(31)),
        &format!("{}\n", "k".repeat(31)),
        &"é".repeat(16),
    ] {
        assert_eq!(
            check(&[("apiKey", text(bad))]).unwrap_err(),
            "apiKey",
            "{bad:?}"
        );
    }
    for bad in [
        Value::Undefined,
        Value::Number(1.0),
        Value::Bool(true),
        Value::LongText,
        object(&[]),
    ] {
        assert_eq!(
            check(&[("apiKey", bad.clone())]).unwrap_err(),
            "apiKey",
            "{bad:?}"
        );
    }
    assert_eq!(check(&[]).unwrap_err(), "apiKey");
    assert!(check(&[("apiKey", text("!\"#$%&'()*+,-./0123456789:;<=>?@"))]).is_ok());
}

#[test]
fn no_key_goes_only_with_a_backend_of_ones_own() {
    assert_eq!(check(&[("apiKey", Value::Null)]).unwrap_err(), "apiKey");
    for platform in [
        "https://api.espai.fun",
        "https://api.espai2.fun/x",
        "https://espai.fun",
        "https://API.ESPAI.FUN.",
        "https://api.espai.fun:443",
    ] {
        assert_eq!(
            check(&[("apiKey", Value::Null), ("baseUrl", text(platform))]).unwrap_err(),
            "apiKey",
            "{platform}"
        );
    }
    for own in ["https://shop.example", "https://notespai.fun", "/api"] {
        assert!(
            check(&[("apiKey", Value::Null), ("baseUrl", text(own))]).is_ok(),
            "{own}"
        );
    }
}

#[test]
fn a_key_in_a_page_is_refused_unless_it_is_said_twice() {
    assert_eq!(
        check_in(&[("apiKey", text(KEY))], true).unwrap_err(),
        "apiKey"
    );
    assert!(
        check_in(
            &[
                ("apiKey", text(KEY)),
                ("dangerouslyAllowBrowser", Value::Bool(true))
            ],
            true
        )
        .is_ok()
    );
    assert!(check_in(&[("apiKey", Value::Null), ("baseUrl", text("/api"))], true).is_ok());
}
