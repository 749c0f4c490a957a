//! A failure of `fetch`: what it says, and whether it says for certain that nothing was sent.

use crate::redact::Redactor;

/// An error as a runtime threw it, read once and without trust.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cause {
    /// The error's name.
    pub name: String,
    /// Its message.
    pub message: String,
    /// Its code, such as `ECONNREFUSED`.
    pub code: Option<String>,
    /// The system call that failed, where Node names it.
    pub syscall: Option<String>,
    /// One error for each address that was tried.
    pub errors: Vec<Cause>,
    /// The error behind it.
    pub cause: Option<Box<Cause>>,
}

/// Codes that say by themselves that nothing of a request can have left: there was no connection; or a `fetch` of ours gave it up
/// before it began to write.
const NEVER_CONNECTED: [&str; 8] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EAI_NODATA",
    "EAI_NONAME",
    "ESPAI_NOT_SENT",
    "UND_ERR_CLOSED",
    "UND_ERR_CONNECT_TIMEOUT",
];

/// What is done before there is a connection: whatever fails in it (no route, no descriptor left, no permission), nothing was sent.
const CONNECTING: [&str; 5] = ["bind", "connect", "getaddrinfo", "queryA", "queryAaaa"];

/// Node's own words for a connection that was closed within the TLS handshake. Their code, `ECONNRESET`, says less.
const DISCONNECTED: &str =
    "Client network socket disconnected before secure TLS connection was established";

/// undici's own words, and so those of Node's `fetch`, for a proxy that refused to make a tunnel; the status stands between.
const NO_TUNNEL: (&str, &str) = ("Proxy response (", ") !== 200 when HTTP Tunneling");

/// Alerts that answer a client's first words, and are sent at no other time. That a client's certificate is refused is not among
/// them: TLS 1.3 says that after the first bytes of a request.
const HELLO_REFUSED: [&str; 7] = [
    "ERR_SSL_TLSV1_ALERT_INAPPROPRIATE_FALLBACK",
    "ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY",
    "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
    "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
    "ERR_SSL_TLSV1_UNRECOGNIZED_NAME",
    "ERR_SSL_TLSV1_UNSUPPORTED_EXTENSION",
    "ERR_SSL_TLSV13_ALERT_MISSING_EXTENSION",
];

/// What OpenSSL says of a handshake, but of a session that carried a request, too: of one that plain text gets into (a proxy that
/// gives up its tunnel with a page of its own), or that is negotiated anew. Node's `fetch` passes it on of handshakes only, as seen on
/// Node 20, 22 and 24 (of a session it says `UND_ERR_SOCKET`); `node:https` passes on both.
const HANDSHAKE_OF_FETCH: [&str; 8] = [
    "ERR_SSL_DH_KEY_TOO_SMALL",
    "ERR_SSL_PACKET_LENGTH_TOO_LONG",
    // One alert, by its name in OpenSSL 3.0 and since.
    "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
    "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
    "ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
    "ERR_SSL_UNSUPPORTED_PROTOCOL",
    "ERR_SSL_WRONG_CIPHER_RETURNED",
    "ERR_SSL_WRONG_VERSION_NUMBER",
];

/// Refused certificates: the handshake fails before a request is written (Node's TLS documentation, "X509 certificate error codes").
const CERTIFICATE: [&str; 25] = [
    "CERT_CHAIN_TOO_LONG",
    "CERT_HAS_EXPIRED",
    "CERT_NOT_YET_VALID",
    "CERT_REJECTED",
    "CERT_REVOKED",
    "CERT_SIGNATURE_FAILURE",
    "CERT_UNTRUSTED",
    "CRL_HAS_EXPIRED",
    "CRL_NOT_YET_VALID",
    "CRL_SIGNATURE_FAILURE",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "ERROR_IN_CERT_NOT_AFTER_FIELD",
    "ERROR_IN_CERT_NOT_BEFORE_FIELD",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "HOSTNAME_MISMATCH",
    "INVALID_CA",
    "INVALID_PURPOSE",
    "PATH_LENGTH_EXCEEDED",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
    "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
    "UNABLE_TO_GET_CRL",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

impl Cause {
    /// Whether the runtime says for certain that nothing was sent; of several addresses, for every one.
    pub fn never_connected(&self) -> bool {
        if !self.errors.is_empty() {
            return self.errors.iter().all(Self::never_connected);
        }
        if self.says_never() {
            return true;
        }
        self.cause.as_ref().is_some_and(|cause| {
            cause.never_connected() || (self.is_of_fetch() && cause.is_one_of(&HANDSHAKE_OF_FETCH))
        })
    }

    fn says_never(&self) -> bool {
        match self.syscall.as_deref() {
            Some(syscall) => self.code.is_some() && CONNECTING.contains(&syscall),
            None => {
                self.is_one_of(&NEVER_CONNECTED)
                    || self.is_one_of(&CERTIFICATE)
                    || self.is_one_of(&HELLO_REFUSED)
                    || (self.is_one_of(&["ECONNRESET"]) && self.message == DISCONNECTED)
                    || (self.is_one_of(&["UND_ERR_ABORTED"]) && self.is_of_no_tunnel())
            }
        }
    }

    fn is_of_no_tunnel(&self) -> bool {
        let (before, after) = NO_TUNNEL;
        self.message.starts_with(before) && self.message.ends_with(after)
    }

    fn is_one_of(&self, codes: &[&str]) -> bool {
        self.code
            .as_deref()
            .is_some_and(|code| codes.contains(&code))
    }

    /// The error that Node's own `fetch` puts around what went wrong.
    fn is_of_fetch(&self) -> bool {
        self.name == "TypeError" && self.message == "fetch failed"
    }

    /// The same with nothing secret in it.
    pub fn masked(&self, redactor: &Redactor) -> Self {
        Self {
            name: redactor.text(&self.name),
            message: redactor.text(&self.message),
            code: self.code.as_deref().map(|code| redactor.text(code)),
            syscall: self.syscall.as_deref().map(|call| redactor.text(call)),
            errors: self
                .errors
                .iter()
                .map(|error| error.masked(redactor))
                .collect(),
            cause: self
                .cause
                .as_ref()
                .map(|cause| Box::new(cause.masked(redactor))),
        }
    }

    /// The deepest words there are: `connect ECONNREFUSED 127.0.0.1:9` says more than `fetch failed`.
    pub fn words(&self) -> &str {
        let deeper = self.cause.as_deref().or_else(|| self.errors.first());
        match deeper.map(Self::words) {
            Some(words) if !words.is_empty() => words,
            _ if self.message.is_empty() => self.code.as_deref().unwrap_or(""),
            _ => &self.message,
        }
    }
}
