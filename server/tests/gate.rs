//! What may pass by its head, and the headers of what comes back.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

use espai_cdkey::card::Language;
use espai_cdkey::endpoint::Endpoint;
use espai_cdkey_server::gate::{Head, Passage};
use espai_cdkey_server::options::Options;
use espai_cdkey_server::refusal::Refusal;

fn options(json: &str) -> Options {
    Options::read(json).unwrap()
}

fn all() -> Options {
    options(
        r#"{"basePath":"/api","origins":["https://panel.example"],"allow":["list","detail","transfer","destroy","balanceLogs"]}"#,
    )
}

fn head() -> Head {
    Head {
        method: "POST".to_owned(),
        path: "/api/cdkey/transfer".to_owned(),
        own: "https://own.example".to_owned(),
        content_type: Some("application/json".to_owned()),
        ..Head::default()
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The refusal of a head like [`head`], or none where it may pass.
fn refusal(change: impl FnOnce(&mut Head)) -> Option<Refusal> {
    let mut head = head();
    change(&mut head);
    match head.passage(&all()) {
        Passage::Read(_) => None,
        Passage::Preflight => panic!("a preflight"),
        Passage::Refused(_, refusal) => Some(refusal),
    }
}

#[test]
fn each_endpoint_has_one_path() {
    for endpoint in Endpoint::ALL {
        let head = Head {
            path: format!("/api{}", endpoint.path()),
            ..head()
        };
        assert_eq!(head.passage(&all()), Passage::Read(endpoint));
    }
    for path in [
        "",
        "/",
        "/api",
        "/api/cdkey",
        "/api/cdkey/",
        "/api/cdkey/transfer/",
        "/api/cdkey/Transfer",
        "/api//cdkey/transfer",
        "/apicdkey/transfer",
        "/cdkey/transfer",
        "/api/cdkey/balanceLogs",
        "/x/api/cdkey/transfer",
        "/api/cdkey/transfer%20",
    ] {
        assert_eq!(
            refusal(|head| path.clone_into(&mut head.path)),
            Some(Refusal::Path),
            "{path}"
        );
    }
}

#[test]
fn only_a_post_passes() {
    for method in [
        "GET", "HEAD", "PUT", "DELETE", "PATCH", "post", "OPTIONS", "",
    ] {
        assert_eq!(
            refusal(|head| method.clone_into(&mut head.method)),
            Some(Refusal::Method),
            "{method}"
        );
    }
}

#[test]
fn only_what_is_opted_into_is_served() {
    let defaults = options("{}");
    for endpoint in Endpoint::ALL {
        let head = Head {
            path: endpoint.path().to_owned(),
            ..head()
        };
        let served = matches!(endpoint, Endpoint::List | Endpoint::Detail);
        let expected = if served {
            Passage::Read(endpoint)
        } else {
            Passage::Refused(Some(endpoint), Refusal::NotServed(endpoint))
        };
        assert_eq!(head.passage(&defaults), expected);
    }
}

#[test]
fn another_origin_is_refused_by_either_header() {
    let from = |origin: Option<&str>, site: Option<&str>| {
        refusal(|head| {
            head.origin = origin.map(str::to_owned);
            head.site = site.map(str::to_owned);
        })
    };
    for (origin, site) in [
        (None, None),
        (None, Some("none")),
        (None, Some("same-origin")),
        (Some("https://own.example"), None),
        (Some("https://own.example"), Some("same-origin")),
        // Named in `origins`: whatever the browser calls it.
        (Some("https://panel.example"), Some("cross-site")),
        (Some("https://panel.example"), None),
    ] {
        assert_eq!(from(origin, site), None, "{origin:?} {site:?}");
    }
    for (origin, site) in [
        (Some("https://other.example"), None),
        (Some("https://other.example"), Some("same-origin")),
        (Some("http://own.example"), None),
        (Some("https://own.example:8443"), None),
        (Some("https://own.example."), None),
        (Some("https://sub.own.example"), None),
        (Some("https://OWN.example"), None),
        (Some("null"), None),
        (Some(""), None),
        (Some("https://own.example, https://other.example"), None),
        (Some("https://own.example"), Some("cross-site")),
        (Some("https://own.example"), Some("same-site")),
        (None, Some("cross-site")),
        (None, Some("same-site")),
        (None, Some("what comes next")),
    ] {
        assert_eq!(
            from(origin, site),
            Some(Refusal::Origin),
            "{origin:?} {site:?}"
        );
    }
}

#[test]
fn only_json_in_utf_8_passes() {
    let of = |kind: Option<&str>| refusal(|head| head.content_type = kind.map(str::to_owned));
    for good in [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json; x=y",
    ] {
        assert_eq!(of(Some(good)), None, "{good}");
    }
    for bad in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=a",
        "application/json; charset=gbk",
        "application/json; charset",
        "application/json+x",
        "application/jsonp",
        "text/plain; application/json",
        "text/plain, application/json",
        "application/json, text/plain",
    ] {
        assert_eq!(of(Some(bad)), Some(Refusal::ContentType), "{bad}");
    }
    assert_eq!(of(None), Some(Refusal::ContentType));
    assert_eq!(
        refusal(|head| head.content_encoding = some("gzip")),
        Some(Refusal::ContentType)
    );
    assert_eq!(
        refusal(|head| head.content_encoding = some("identity")),
        None
    );
}

#[test]
fn what_says_that_it_is_too_long_is_not_read() {
    let of = |length: &str| refusal(|head| head.content_length = some(length));
    assert_eq!(of("65536"), None);
    for long in ["65537", "99999999999999999999999999"] {
        assert_eq!(of(long), Some(Refusal::TooLarge(65_536)), "{long}");
    }
    // What is no number is counted by who reads.
    for odd in ["", "-1", "1e9", "x"] {
        assert_eq!(of(odd), None, "{odd}");
    }
}

#[test]
fn a_preflight_is_for_named_origins_alone() {
    let preflight = |origin: &str| Head {
        method: "OPTIONS".to_owned(),
        origin: some(origin),
        content_type: None,
        wants_method: some("POST"),
        wants_headers: some("x-csrf, Content-Type,, b@d, x-a\r\nb"),
        ..head()
    };
    let asked = preflight("https://panel.example");
    let passage = asked.passage(&all());
    assert_eq!(passage, Passage::Preflight);
    let headers = asked.headers(&all(), &passage);
    let of = |name: &str| {
        headers
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(
        of("access-control-allow-origin"),
        Some("https://panel.example")
    );
    assert_eq!(of("access-control-allow-methods"), Some("POST"));
    assert_eq!(
        of("access-control-allow-headers"),
        Some("authorization, content-type, idempotency-key, x-csrf")
    );
    assert_eq!(of("access-control-allow-credentials"), None);
    let other = preflight("https://other.example");
    assert_eq!(
        other.passage(&all()),
        Passage::Refused(Some(Endpoint::Transfer), Refusal::Origin)
    );
    assert_eq!(
        preflight("https://own.example").passage(&all()),
        Passage::Refused(Some(Endpoint::Transfer), Refusal::Method)
    );
}

#[test]
fn every_answer_is_kept_by_nobody() {
    for (origin, named) in [(None, false), (some("https://panel.example"), true)] {
        let head = Head { origin, ..head() };
        let headers = head.headers(&all(), &head.passage(&all()));
        assert!(headers.contains(&("cache-control", "no-store".to_owned())));
        assert!(headers.contains(&("x-content-type-options", "nosniff".to_owned())));
        assert!(headers.contains(&("vary", "origin".to_owned())));
        let allows = headers
            .iter()
            .any(|(name, _)| *name == "access-control-allow-origin");
        assert_eq!(allows, named);
    }
}

#[test]
fn chinese_where_it_stands_first() {
    for (given, language) in [
        (None, Language::English),
        (some("zh-CN,zh;q=0.9,en;q=0.8"), Language::Chinese),
        (some(" ZH"), Language::Chinese),
        (some("en,zh"), Language::English),
        (some("中"), Language::English),
    ] {
        let head = Head {
            accept_language: given,
            ..head()
        };
        assert_eq!(head.language(), language);
    }
}
