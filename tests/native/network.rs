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
        ("DEPTH_ZERO_SELF_SIGNED_CERT", None),
        ("ERR_TLS_CERT_ALTNAME_INVALID", None),
        ("CERT_HAS_EXPIRED", None),
        ("ESPAI_NOT_SENT", None),
    ] {
        let cause = coded(code, syscall);
        assert!(cause.never_connected(), "{code}");
        assert!(behind(cause).never_connected(), "{code}");
    }
}

#[test]
fn whatever_fails_while_a_connection_is_made_was_not_sent() {
    for code in [
        "EMFILE",
        "ENFILE",
        "ENOBUFS",
        "ENOMEM",
        "EADDRNOTAVAIL",
        "EADDRINUSE",
        "EACCES",
        "EPERM",
        "EHOSTDOWN",
        "EHOSTUNREACH",
        "ENETDOWN",
        "ENETUNREACH",
        "ETIMEDOUT",
        "ECONNRESET",
        "EAFNOSUPPORT",
        "EINVAL",
        "ENOENT",
    ] {
        for syscall in ["connect", "bind", "getaddrinfo", "queryA", "queryAaaa"] {
            let cause = behind(coded(code, Some(syscall)));
            assert!(cause.never_connected(), "{syscall} {code}");
        }
        for syscall in [Some("read"), Some("write"), Some("shutdown"), None] {
            let cause = behind(coded(code, syscall));
            assert!(!cause.never_connected(), "{syscall:?} {code}");
        }
    }
}

/// Node's own words for it, in every version from 20 on.
fn disconnected() -> Cause {
    Cause {
        message: "Client network socket disconnected before secure TLS connection was established"
            .to_owned(),
        ..coded("ECONNRESET", None)
    }
}

#[test]
fn a_handshake_that_was_broken_off_was_not_sent() {
    assert!(disconnected().never_connected());
    assert!(behind(disconnected()).never_connected());
    let other = Cause {
        message: "socket hang up".to_owned(),
        ..disconnected()
    };
    assert!(!other.never_connected());
    let of_another = Cause {
        code: Some("EPIPE".to_owned()),
        ..disconnected()
    };
    assert!(!of_another.never_connected());
}

#[test]
fn a_proxy_that_made_no_tunnel_passed_nothing_on() {
    let refused = |message: &str| Cause {
        name: "AbortError".to_owned(),
        message: message.to_owned(),
        ..coded("UND_ERR_ABORTED", None)
    };
    let words = "Proxy response (407) !== 200 when HTTP Tunneling";
    // As Node's fetch gives it: an error of no code between.
    let between = Cause {
        name: "Error".to_owned(),
        message: "Request was cancelled.".to_owned(),
        cause: Some(Box::new(refused(words))),
        ..Cause::default()
    };
    assert!(behind(between).never_connected());
    assert!(!refused("Request aborted").never_connected());
    assert!(!refused("Proxy response (407)").never_connected());
    let of_another = Cause {
        code: None,
        ..refused(words)
    };
    assert!(!of_another.never_connected());
}

#[test]
fn a_refused_hello_was_not_sent() {
    for code in [
        "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
        "ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY",
        "ERR_SSL_TLSV1_ALERT_INAPPROPRIATE_FALLBACK",
        "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
        "ERR_SSL_TLSV1_UNRECOGNIZED_NAME",
        "ERR_SSL_TLSV1_UNSUPPORTED_EXTENSION",
        "ERR_SSL_TLSV13_ALERT_MISSING_EXTENSION",
    ] {
        assert!(coded(code, None).never_connected(), "{code}");
        assert!(behind(coded(code, None)).never_connected(), "{code}");
    }
}

#[test]
fn what_may_also_end_a_session_is_believed_of_nodes_own_fetch_alone() {
    for code in [
        "ERR_SSL_WRONG_VERSION_NUMBER",
        "ERR_SSL_PACKET_LENGTH_TOO_LONG",
        "ERR_SSL_UNSUPPORTED_PROTOCOL",
        "ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
        "ERR_SSL_DH_KEY_TOO_SMALL",
        "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
        "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
    ] {
        let cause = coded(code, None);
        assert!(behind(cause.clone()).never_connected(), "{code}");
        // Of node:https, say, below a fetch that somebody made: there it ends sessions that carried a request, too.
        assert!(!cause.never_connected(), "{code}");
        let wrapped = |name: &str, message: &str| Cause {
            name: name.to_owned(),
            message: message.to_owned(),
            ..behind(cause.clone())
        };
        assert!(!wrapped("TypeError", "failed").never_connected(), "{code}");
        assert!(!wrapped("Error", "fetch failed").never_connected());
    }
}

#[test]
fn everything_else_is_unknown() {
    for (code, syscall) in [
        ("ECONNRESET", Some("read")),
        ("EPIPE", Some("write")),
        ("EPROTO", Some("write")),
        ("ETIMEDOUT", Some("read")),
        ("ETIMEDOUT", None),
        ("EHOSTUNREACH", Some("read")),
        ("ECONNREFUSED", Some("read")),
        ("UND_ERR_SOCKET", None),
        ("UND_ERR_HEADERS_TIMEOUT", None),
        // TLS 1.3 says these after the first bytes of a request.
        ("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", None),
        ("ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", None),
        ("ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE", None),
        ("ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", None),
        ("ERR_SSL_TLSV1_ALERT_ACCESS_DENIED", None),
        // And these at any time.
        ("ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", None),
        ("ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC", None),
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
    // And all that is none.
    let plain = behind(Cause {
        message: "connect ECONNREFUSED".to_owned(),
        errors: vec![coded("ECONNREFUSED", Some("connect"))],
        ..coded("ECONNREFUSED", Some("connect"))
    });
    assert_eq!(plain.masked(&Redactor::new(Some(&key), &[])), plain);
}

#[test]
fn the_deepest_words_are_told() {
    let inner = Cause {
        message: "connect ECONNREFUSED 127.0.0.1:9".to_owned(),
        ..Cause::default()
    };
    assert_eq!(behind(inner).words(), "connect ECONNREFUSED 127.0.0.1:9");
    assert_eq!(behind(coded("ECONNRESET", None)).words(), "ECONNRESET");
    assert_eq!(behind(Cause::default()).words(), "fetch failed");
}
