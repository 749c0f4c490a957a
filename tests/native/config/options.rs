use espai_cdkey::config::{self, ClientOptions, Environment};
use espai_cdkey::endpoint::UserNameField;
use espai_cdkey::value::Value;
use proptest::option;
use proptest::prelude::*;

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
    for name in [
        "allowInsecureHttp",
        "dangerouslyAllowBrowser",
        "idempotencyHeader",
    ] {
        refused(name, Value::Number(1.0));
        refused(name, text("true"));
    }
    assert!(with("headers", Value::Function).is_ok());
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

#[test]
fn a_configuration_is_options_under_their_own_names() {
    let config = with("headers", object(&[("X-A", text("1"))])).unwrap();
    assert_eq!(
        config.to_options(),
        object(&[
            ("apiKey", text(KEY)),
            ("baseUrl", text("https://api.espai.fun")),
            ("timeoutMs", Value::Number(30_000.0)),
            ("maxRetries", Value::Number(2.0)),
            ("maxResponseBytes", Value::Number(33_554_432.0)),
            ("userNameField", text("user_name")),
            ("headers", object(&[("x-a", text("1"))])),
            ("idempotencyHeader", Value::Bool(true)),
            ("allowInsecureHttp", Value::Bool(false)),
            ("dangerouslyAllowBrowser", Value::Bool(false)),
        ])
    );
}

#[test]
fn nothing_secret_is_printed() {
    let config = with("headers", object(&[("x-token", text("sesame"))])).unwrap();
    let options = ClientOptions {
        api_key: config.api_key.clone(),
        headers: config.headers.clone(),
        ..ClientOptions::default()
    };
    for shown in [format!("{config:?}"), format!("{options:?}")] {
        assert!(!shown.contains(KEY) && !shown.contains("sesame"), "{shown}");
    }
}

/// Addresses that a check takes, at least where `allowInsecureHttp` is set and in a page.
fn addresses() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![Just("https://"), Just("http://")];
    let host = prop_oneof![
        Just("shop.example"),
        Just("LOCALHOST"),
        Just("127.0.0.1"),
        Just("[::1]")
    ];
    let path = "(/[a-z@:]{0,3}){0,3}/{0,3}";
    let whole =
        (scheme, host, option::of(8000..9000u16), path).prop_map(|(scheme, host, port, path)| {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            format!("{scheme}{host}{port}{path}")
        });
    prop_oneof![3 => whole, 1 => "/[a-z]{0,4}/{0,2}"]
}

prop_compose! {
    fn client_options()(
        api_key in option::of("[!-~]{32}"),
        base_url in option::of(addresses()),
        timeout_ms in option::of(1..=2_147_483_647u32),
        max_retries in option::of(0..=2_147_483_647u32),
        max_response_bytes in option::of(1..=2_147_483_647u32),
        username in any::<bool>(),
        idempotency_header in option::of(any::<bool>()),
        headers in prop::collection::hash_map("[Xx]-[0-9A-Z_~]{1,6}", "[!-~]([ -~\t]{0,6}[!-~])?|", 0..4),
        allow_insecure_http in any::<bool>(),
        dangerously_allow_browser in any::<bool>(),
    ) -> ClientOptions {
        ClientOptions {
            api_key,
            base_url,
            timeout_ms,
            max_retries,
            max_response_bytes,
            user_name_field: if username { UserNameField::Username } else { UserNameField::UserName },
            headers: headers.into_iter().collect(),
            idempotency_header,
            allow_insecure_http,
            dangerously_allow_browser,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    /// A checked configuration goes to every call as plain options, and is checked there again.
    #[test]
    fn what_was_checked_checks_to_the_same(options in client_options(), is_page in any::<bool>()) {
        let environment = Environment { is_page };
        if let Ok(config) = options.check(&environment, &parse_url) {
            let again = config::check(&config.to_options(), &environment, &parse_url);
            prop_assert_eq!(again, Ok(config));
        }
    }
}
