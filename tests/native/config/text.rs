use espai_cdkey::config::Config;
use espai_cdkey::value::Value;

use super::{KEY, check};
use crate::given::{object, text};

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
            ("allowInsecureHttp", Value::Bool(true)),
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
