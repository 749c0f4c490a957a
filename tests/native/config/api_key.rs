use espai_cdkey::config::{self, ClientOptions, Environment};
use espai_cdkey::error::Invalid;
use espai_cdkey::value::Value;

use super::{KEY, check, check_in, parse_url};
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

fn refusal(fields: &[(&str, Value)]) -> Invalid {
    config::check(&object(fields), &Environment::default(), &parse_url).unwrap_err()
}

#[test]
fn a_placeholder_leaves_its_refusal_readable() {
    // Each of them stands in the words of the refusal, or is an option's name.
    for placeholder in ["x", "a", " ", "apiKey", "printable", "characters"] {
        let options = ClientOptions {
            api_key: Some(placeholder.to_owned()),
            ..ClientOptions::default()
        };
        let typed = options.check(&Environment::default(), &parse_url);
        for refused in [
            refusal(&[("apiKey", text(placeholder))]),
            typed.unwrap_err(),
        ] {
            assert_eq!(refused.path, "apiKey");
            assert_eq!(
                refused.to_string(),
                "apiKey must be exactly 32 printable ASCII characters, with nothing before or after them"
            );
        }
    }
    let name = "allowInsecureHttp";
    let refused = refusal(&[("apiKey", text(name)), (name, Value::Null)]);
    assert_eq!(
        refused.to_string(),
        "allowInsecureHttp must be true or false"
    );
    assert_eq!(refused.path, name);
}

#[test]
fn a_key_in_the_callers_own_words_is_masked() {
    let secret = "sk-secret-of-30-chars-and-less";
    let refused = refusal(&[("apiKey", text(secret)), (secret, Value::Null)]);
    assert_eq!(refused.path, "***");
    assert!(refused.to_string().starts_with("*** is no field"));
    assert!(!format!("{refused:?} {refused}").contains(secret));
    let header = object(&[(&format!("{secret} "), text("x"))]);
    let refused = refusal(&[("apiKey", text(secret)), ("headers", header)]);
    assert!(!format!("{refused:?} {refused}").contains(secret));
}
