use espai_cdkey::network::Cause;
use espai_cdkey::redact::Redactor;

fn coded(code: &str, syscall: Option<&str>) -> Cause {
    Cause {
        code: Some(code.to_owned()),
        syscall: syscall.map(str::to_owned),
        ..Cause::default()
    }
}

fn behind(cause: Cause) -> Cause {
    Cause {
        name: "TypeError".to_owned(),
        message: "fetch failed".to_owned(),
        cause: Some(Box::new(cause)),
        ..Cause::default()
    }
}

#[test]
fn what_node_says_for_certain_was_not_sent() {
    for (code, syscall) in [
        ("ECONNREFUSED", Some("connect")),
        ("ECONNREFUSED", None),
        ("ENOTFOUND", Some("getaddrinfo")),
        ("EAI_AGAIN", Some("getaddrinfo")),
        ("UND_ERR_CLOSED", None),
        ("UND_ERR_CONNECT_TIMEOUT", None),
        ("EHOSTUNREACH", Some("connect")),
        ("ENETUNREACH", Some("connect")),
        ("ETIMEDOUT", Some("connect")),
        ("DEPTH_ZERO_SELF_SIGNED_CERT", None),
        ("ERR_TLS_CERT_ALTNAME_INVALID", None),
        ("CERT_HAS_EXPIRED", None),
    ] {
        assert!(behind(coded(code, syscall)).never_connected(), "{code}");
    }
}

#[test]
fn everything_else_is_unknown() {
    for (code, syscall) in [
        ("ECONNRESET", Some("read")),
        ("EPIPE", Some("write")),
        ("ETIMEDOUT", Some("read")),
        ("ETIMEDOUT", None),
        ("EHOSTUNREACH", Some("read")),
        ("ECONNREFUSED", Some("read")),
        ("UND_ERR_SOCKET", None),
        ("UND_ERR_HEADERS_TIMEOUT", None),
        ("ERR_SSL_WRONG_VERSION_NUMBER", None),
    ] {
        assert!(
            !behind(coded(code, syscall)).never_connected(),
            "{code} {syscall:?}"
        );
    }
    assert!(!Cause::default().never_connected());
}

#[test]
fn of_several_addresses_every_one_must_have_been_refused() {
    let refused = coded("ECONNREFUSED", Some("connect"));
    let reset = coded("ECONNRESET", Some("read"));
    let all = Cause {
        errors: vec![refused.clone(), refused.clone()],
        code: Some("ECONNREFUSED".to_owned()),
        ..Cause::default()
    };
    let some = Cause {
        errors: vec![refused, reset],
        code: Some("ECONNREFUSED".to_owned()),
        ..Cause::default()
    };
    assert!(behind(all).never_connected());
    assert!(!behind(some).never_connected());
}

#[test]
fn the_masked_copy_holds_nothing_secret() {
    let key = "k".repeat(32);
    let cause = behind(Cause {
        message: format!("{key} 15916888888"),
        errors: vec![coded(&key, None)],
        ..Cause::default()
    });
    let shown = format!("{:?}", cause.masked(&Redactor::new(Some(&key), &[])));
    assert!(
        !shown.contains(&key) && !shown.contains("15916888888"),
        "{shown}"
    );
}

#[test]
fn the_deepest_words_are_told() {
    let inner = Cause {
        message: "connect ECONNREFUSED 127.0.0.1:9".to_owned(),
        ..Cause::default()
    };
    assert_eq!(behind(inner).words(), "connect ECONNREFUSED 127.0.0.1:9");
    assert_eq!(behind(coded("ECONNRESET", None)).words(), "ECONNRESET");
}
