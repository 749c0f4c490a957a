use espai_cdkey::value::Value;

use super::{KEY, check, refused, with};
use crate::given::text;

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
