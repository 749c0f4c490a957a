use espai_cdkey::config::{self, CallOptions, Config, Environment, UrlParts};
use espai_cdkey::value::Value;

use crate::given::{object, text};

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Stands in for the runtime's URL parser in the few forms that these tests use.
fn parse_url(address: &str) -> Option<UrlParts> {
    let absolute = if address.starts_with('/') {
        format!("https://page.example{address}")
    } else {
        address.to_owned()
    };
    let (protocol, rest) = absolute.split_once("//")?;
    let (authority, path) = rest
        .split_once('/')
        .map_or((rest, String::new()), |(host, path)| {
            (host, path.to_owned())
        });
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let hostname = if host.starts_with('[') {
        host.split_inclusive(']').next()?
    } else {
        host.split(':').next()?
    };
    Some(UrlParts {
        href: format!("{protocol}//{authority}/{path}"),
        protocol: protocol.to_owned(),
        hostname: hostname.to_lowercase(),
        username: user.to_owned(),
        password: String::new(),
    })
}

fn check(fields: &[(&str, Value)]) -> Result<Config, String> {
    check_in(fields, false)
}

fn check_in(fields: &[(&str, Value)], is_page: bool) -> Result<Config, String> {
    config::check(&object(fields), &Environment { is_page }, &parse_url)
        .map_err(|invalid| invalid.path)
}

fn with(name: &'static str, value: Value) -> Result<Config, String> {
    check(&[("apiKey", text(KEY)), (name, value)])
}

fn refused(name: &'static str, value: Value) {
    let path = with(name, value.clone()).expect_err(&format!("{name}: {value:?}"));
    assert_eq!(path.split('.').next(), Some(name), "{value:?}");
}

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

#[test]
fn a_base_url_is_https_or_this_machine() {
    for good in [
        "https://api.espai2.fun",
        "http://localhost:8787",
        "http://127.0.0.1:1",
        "http://127.9.9.9",
        "http://[::1]:5",
        "http://a.localhost",
        "https://h.example/prefix/",
    ] {
        assert!(with("baseUrl", text(good)).is_ok(), "{good}");
    }
    assert_eq!(
        with("baseUrl", text("https://h.example/prefix/"))
            .unwrap()
            .base_url,
        "https://h.example/prefix"
    );
    for bad in [
        "",
        "ftp://h.example",
        "http://h.example",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://128.0.0.1",
        "https://h.example?x=1",
        "https://h.example/?",
        "https://h.example#x",
        "https://user@h.example",
        "https://@h.example",
        " https://h.example",
        "https://h.example\n",
        "https://h. example",
        "not an address",
    ] {
        refused("baseUrl", text(bad));
    }
    for bad in [Value::Null, Value::Number(1.0), Value::LongText] {
        refused("baseUrl", bad);
    }
    let insecure = [
        ("apiKey", text(KEY)),
        ("baseUrl", text("http://h.example")),
        ("allowInsecureHttp", Value::Bool(true)),
    ];
    assert!(check(&insecure).is_ok());
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
fn headers_are_more_headers_and_never_ours() {
    let config = with(
        "headers",
        object(&[("X-Trace", text("abc")), ("y", Value::Undefined)]),
    )
    .unwrap();
    assert_eq!(config.headers, [("x-trace".to_owned(), "abc".to_owned())]);
    for (name, value) in [
        ("Authorization", text("x")),
        ("content-type", text("x")),
        ("HOST", text("x")),
        ("a b", text("x")),
        ("", text("x")),
        ("a:", text("x")),
        ("x", text("a\r\nb: c")),
        ("x", text(" a")),
        ("x", text("龙")),
        ("x", Value::Number(1.0)),
        ("x", Value::Null),
    ] {
        refused("headers", object(&[(name, value)]));
    }
    refused("headers", object(&[("x-a", text("1")), ("X-A", text("2"))]));
    refused("headers", Value::List(vec![]));
    refused("headers", Value::Odd("an object of a class"));
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
fn a_configuration_comes_back_out_of_its_text() {
    for config in [
        check(&[("apiKey", text(KEY))]).unwrap(),
        check(&[
            ("apiKey", Value::Null),
            ("baseUrl", text("https://backend.example/api")),
            ("timeoutMs", Value::Number(1.0)),
            ("maxRetries", Value::Number(0.0)),
            ("maxResponseBytes", Value::Number(7.0)),
            ("userNameField", text("username")),
            (
                "headers",
                object(&[("x-a", text("1 \t2")), ("x-empty", text(""))]),
            ),
        ])
        .unwrap(),
    ] {
        assert_eq!(Config::of_text(&config.to_text()), Some(config));
    }
    for lost in [
        "",
        "key\nhttps://h\n1\n2",
        "key\nhttps://h\nx\n2\n3\nuser_name",
    ] {
        assert_eq!(Config::of_text(lost), None, "{lost:?}");
    }
}
