//! Why the service says no: an envelope with a code and a message.
//!
//! The platform's page only shows `{"success": false, "message": "系统错误:xxx", "code": 500}`. The codes and the words
//! here are ours. They are never 500: a 500 leaves open whether a move happened (`docs/platform.md`, point 6), and where a
//! rule refuses, nothing did.

/// A refusal. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The envelope's `code`: 400, 401, 404; 405 for a method, 413 for a body that is too large.
    pub code: u16,
    /// The envelope's `message`, in Chinese as the platform's own. Never holds a phone number or a key.
    pub message: String,
}

impl Refusal {
    /// 400: the request is wrong, or a rule of the page forbids it.
    pub fn forbidden_by_rule(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// 401: the key is missing or another.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self::new(401, message)
    }

    /// 404: there is no such card.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message)
    }

    fn new(code: u16, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}
