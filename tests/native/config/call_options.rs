use espai_cdkey::config::{self, CallOptions};
use espai_cdkey::value::Value;

use super::{KEY, check};
use crate::given::{object, text};

#[test]
fn a_call_overrides_what_the_client_says() {
    let config = check(&[("apiKey", text(KEY))]).unwrap();
    let options =
        |value: &Value| CallOptions::check(value, &config).map_err(|invalid| invalid.path);
    assert_eq!(
        options(&Value::Undefined).unwrap(),
        CallOptions {
            timeout_ms: 30_000,
            max_retries: 2
        }
    );
    let given = object(&[
        ("timeoutMs", Value::Number(5.0)),
        ("maxRetries", Value::Number(0.0)),
        ("signal", Value::Odd(Value::SIGNAL)),
    ]);
    assert_eq!(
        options(&given).unwrap(),
        CallOptions {
            timeout_ms: 5,
            max_retries: 0
        }
    );
    for odd in [
        Value::Number(1.0),
        Value::Odd("an object of a class"),
        Value::Function,
        object(&[]),
    ] {
        assert_eq!(options(&object(&[("signal", odd)])).unwrap_err(), "signal");
    }
    assert!(options(&object(&[("signal", Value::Null)])).is_ok());
    assert_eq!(options(&Value::Null).unwrap_err(), "options");
    assert_eq!(
        options(&object(&[("verify", Value::Bool(true))])).unwrap_err(),
        "verify"
    );
    assert_eq!(
        options(&object(&[("timeoutMs", Value::Number(0.0))])).unwrap_err(),
        "timeoutMs"
    );
}

#[test]
fn a_page_size_is_a_count() {
    assert_eq!(config::page_size(&Value::Undefined).unwrap().get(), 500);
    assert_eq!(config::page_size(&Value::Number(1.0)).unwrap().get(), 1);
    assert_eq!(
        config::page_size(&Value::Number(0.0)).unwrap_err().path,
        "pageSize"
    );
}

#[test]
fn a_transfer_is_verified_where_it_is_asked_for() {
    assert_eq!(config::verify(&Value::Undefined), Ok(false));
    assert_eq!(config::verify(&Value::Bool(false)), Ok(false));
    assert_eq!(config::verify(&Value::Bool(true)), Ok(true));
    for odd in [Value::Null, text("true"), Value::Number(1.0)] {
        assert_eq!(config::verify(&odd).unwrap_err().path, "verify");
    }
}
