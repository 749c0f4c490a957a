//! What a handler can be made with.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey_server::options::{MAX_BODY_BYTES, Options};
use espai_cdkey_server::origin::is_origin;

#[test]
fn nothing_is_opted_into_by_itself() {
    assert_eq!(
        Options::read("{}").unwrap(),
        Options {
            base_path: String::new(),
            origins: Vec::new(),
            allow: vec![Endpoint::List, Endpoint::Detail],
            max_body_bytes: MAX_BODY_BYTES,
        }
    );
    assert_eq!(Options::read(r#"{"allow":[]}"#).unwrap().allow, []);
}

#[test]
fn what_is_refused_is_named() {
    for (json, path) in [
        ("[]", "options"),
        ("null", "options"),
        ("{", "options"),
        (r#"{"basepath":""}"#, "basepath"),
        (r#"{"basePath":"/"}"#, "basePath"),
        (r#"{"basePath":"api"}"#, "basePath"),
        (r#"{"basePath":"/api/"}"#, "basePath"),
        (r#"{"basePath":"//api"}"#, "basePath"),
        (r#"{"basePath":"/a//b"}"#, "basePath"),
        (r#"{"basePath":"/./a"}"#, "basePath"),
        (r#"{"basePath":"/%2E%2e/a"}"#, "basePath"),
        (r#"{"basePath":"/a b"}"#, "basePath"),
        (r#"{"basePath":"/a?b"}"#, "basePath"),
        (r#"{"basePath":"/卡"}"#, "basePath"),
        (r#"{"basePath":null}"#, "basePath"),
        (r#"{"origins":"https://a.example"}"#, "origins"),
        (r#"{"origins":["https://a.example","*"]}"#, "origins[1]"),
        (r#"{"allow":"list"}"#, "allow"),
        (r#"{"allow":["list","everything"]}"#, "allow"),
        (r#"{"allow":[1]}"#, "allow"),
        (r#"{"maxBodyBytes":0}"#, "maxBodyBytes"),
        (r#"{"maxBodyBytes":1.5}"#, "maxBodyBytes"),
        (r#"{"maxBodyBytes":"9"}"#, "maxBodyBytes"),
        (r#"{"maxBodyBytes":16777217}"#, "maxBodyBytes"),
    ] {
        assert_eq!(Options::read(json).unwrap_err().path, path, "{json}");
    }
    for path in ["", "/api", "/a/b-c_d.e~f", "/a%20b", "/..a"] {
        let json = format!(r#"{{"basePath":"{path}"}}"#);
        assert_eq!(Options::read(&json).unwrap().base_path, path);
    }
}

#[test]
fn an_origin_is_as_browsers_write_it() {
    for good in [
        "https://panel.example",
        "http://localhost:5173",
        "http://127.0.0.1:3000",
        "http://[::1]",
        "http://[::1]:8080",
        "https://xn--fiq228c.example",
        "chrome-extension://abcdefgh",
        "capacitor://localhost",
    ] {
        assert!(is_origin(good), "{good}");
    }
    for bad in [
        "",
        "null",
        "*",
        "panel.example",
        "https://",
        "https://*.example",
        "https://Panel.example",
        "HTTPS://panel.example",
        "https://panel.example/",
        "https://panel.example/a",
        "https://panel.example?",
        "https://panel.example#",
        "https://user@panel.example",
        "https://panel.example:443",
        "http://panel.example:80",
        "https://panel.example:",
        "https://panel.example:0",
        "https://panel.example:080",
        "https://panel.example:65536",
        "https://panel.example:x",
        "https://卡.example",
        "https://[]",
        "http://[::1",
        "://panel.example",
        "1://panel.example",
    ] {
        assert!(!is_origin(bad), "{bad}");
    }
}
