use espai_cdkey::config::{self, Environment, UrlParts};
use espai_cdkey::error::InvalidCode;
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;

use super::{KEY, check, parse_url, refused, with};
use crate::given::{object, text};

#[test]
fn a_base_url_is_https_or_this_machine() {
    for good in [
        "https://api.espai2.fun",
        "http://localhost:8787",
        "http://127.0.0.1:2",
        "http://127.9.9.9",
        "http://[::1]:8",
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
fn a_port_that_fetch_blocks_is_refused_and_named() {
    for (address, port) in [
        ("http://127.0.0.1:6666", "6666"),
        ("http://127.0.0.1:6666/pre", "6666"),
        ("http://[::1]:1/", "1"),
        ("https://shop.example:10080/api/", "10080"),
        ("https://shop.example:0", "0"),
        ("https://SHOP.example:4190", "4190"),
    ] {
        let options = object(&[("apiKey", text(KEY)), ("baseUrl", text(address))]);
        let refused = config::check(&options, &Environment::default(), &parse_url).unwrap_err();
        assert_eq!(refused.path, "baseUrl", "{address}");
        assert!(
            refused.to_string().contains(&format!("port {port},")),
            "{refused}"
        );
    }
    for address in [
        "https://shop.example:8787",
        "https://shop.example:66",
        "https://shop.example:16666",
        "https://shop.example/:6666",
        "https://6666.example",
        "https://shop.example:443",
        "http://localhost:80",
    ] {
        assert!(with("baseUrl", text(address)).is_ok(), "{address}");
    }
}

#[test]
fn ports_of_the_standard_are_blocked_and_no_others() {
    use espai_cdkey::config::is_blocked;
    for port in [0, 1, 7, 25, 79, 87, 110, 587, 1723, 6000, 6665, 6697, 10080] {
        assert!(is_blocked(port), "{port}");
    }
    for port in [
        2, 80, 88, 443, 3000, 5173, 6664, 6670, 8080, 8787, 10081, 65535,
    ] {
        assert!(!is_blocked(port), "{port}");
    }
    assert_eq!((0..=u16::MAX).filter(|port| is_blocked(*port)).count(), 83);
}

#[test]
fn an_address_of_a_page_is_told_last_where_there_is_none() {
    let nowhere = |_: &str| None;
    let refusal = |address: &str, key: &str| {
        let options = object(&[("apiKey", text(key)), ("baseUrl", text(address))]);
        let refused = config::check(&options, &Environment::default(), &nowhere).unwrap_err();
        (refused.path, refused.code)
    };
    let of = |path: &str, code| (path.to_owned(), code);
    // In a page it would be good, so all else is told first.
    assert_eq!(refusal("/api", KEY), of("baseUrl", InvalidCode::Place));
    assert_eq!(refusal("/api", "short"), of("apiKey", InvalidCode::Config));
    for address in ["//host/api", "api", "https:"] {
        for key in [KEY, "short"] {
            let expected = of("baseUrl", InvalidCode::Config);
            assert_eq!(refusal(address, key), expected, "{address}");
        }
    }
}

#[test]
fn a_user_or_a_password_that_only_the_runtime_finds_is_refused_too() {
    for (username, password) in [("u", ""), ("", "p"), ("u", "p")] {
        let parts = |address: &str| {
            Some(UrlParts {
                username: username.to_owned(),
                password: password.to_owned(),
                ..parse_url(address)?
            })
        };
        let options = object(&[
            ("apiKey", text(KEY)),
            ("baseUrl", text("https://h.example")),
        ]);
        let refused = config::check(&options, &Environment::default(), &parts).unwrap_err();
        assert_eq!(
            (refused.path.as_str(), refused.reason),
            ("baseUrl", Reason::UserInAddress)
        );
    }
}
