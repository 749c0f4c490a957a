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

/// Codes that say by themselves that there was no connection: no request can have left.
const NEVER_CONNECTED: [&str; 7] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EAI_NODATA",
    "EAI_NONAME",
    "UND_ERR_CLOSED",
    "UND_ERR_CONNECT_TIMEOUT",
];

/// Codes that say so only of a `connect`: the same codes end connections that carried a request.
const NEVER_IF_CONNECT: [&str; 6] = [
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ETIMEDOUT",
    "EADDRNOTAVAIL",
    "EHOSTDOWN",
    "ENETDOWN",
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
    /// Whether the runtime says for certain that there was no connection; of several addresses, for every one.
    pub fn never_connected(&self) -> bool {
        if !self.errors.is_empty() {
            return self.errors.iter().all(Self::never_connected);
        }
        match (&self.code, &self.cause) {
            (Some(code), _) if self.says_never(code) => true,
            (_, Some(cause)) => cause.never_connected(),
            _ => false,
        }
    }

    fn says_never(&self, code: &str) -> bool {
        let syscall = self.syscall.as_deref();
        if NEVER_CONNECTED.contains(&code) {
            // A connection that was there can be refused no more, but another system call may borrow the code.
            return matches!(
                syscall,
                None | Some("connect" | "getaddrinfo" | "queryA" | "queryAaaa")
            );
        }
        CERTIFICATE.contains(&code)
            || (NEVER_IF_CONNECT.contains(&code) && syscall == Some("connect"))
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
