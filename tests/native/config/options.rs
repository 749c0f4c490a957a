use espai_cdkey::config::{self, Environment};
use espai_cdkey::value::Value;

use super::{KEY, check, parse_url, refused, with};
use crate::given::{object, text};

#[test]
fn a_key_alone_is_enough() {
    let config = check(&[("apiKey", text(KEY))]).unwrap();
    assert_eq!(config.base_url, "https://api.espai.fun");
    assert_eq!(
        (
            config.timeout_ms,
            config.max_retries,
            config.max_response_bytes
        ),
        (30_000, 2, 33_554_432)
    );
    assert!(!config.username && config.headers.is_empty());
}

#[test]
fn numbers_have_bounds() {
    for name in ["timeoutMs", "maxResponseBytes"] {
        assert!(with(name, Value::Number(1.0)).is_ok());
        refused(name, Value::Number(0.0));
    }
    assert!(with("maxRetries", Value::Number(0.0)).is_ok());
    for name in ["timeoutMs", "maxRetries", "maxResponseBytes"] {
        for bad in [
            Value::Number(-1.0),
            Value::Number(1.5),
            Value::Number(f64::NAN),
            Value::Number(f64::INFINITY),
            Value::Number(2_147_483_648.0),
            text("5"),
            Value::Null,
            Value::Bool(true),
        ] {
            refused(name, bad);
        }
    }
}

#[test]
fn flags_functions_and_names_are_of_their_kind() {
    for name in ["allowInsecureHttp", "dangerouslyAllowBrowser"] {
        refused(name, Value::Number(1.0));
        refused(name, text("true"));
    }
    for name in ["fetch", "onEvent"] {
        assert!(with(name, Value::Function).is_ok());
        refused(name, Value::Null);
        refused(name, object(&[]));
    }
    assert!(with("userNameField", text("username")).unwrap().username);
    assert!(!with("userNameField", text("user_name")).unwrap().username);
    refused("userNameField", text("userName"));
}

#[test]
fn an_unknown_option_is_refused() {
    assert_eq!(
        check(&[("apiKey", text(KEY)), ("apikey", text(KEY))]).unwrap_err(),
        "apikey"
    );
    assert_eq!(
        config::check(&Value::Undefined, &Environment::default(), &parse_url)
            .unwrap_err()
            .path,
        "options"
    );
}
