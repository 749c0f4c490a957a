//! `/cdkey/detail`: one card, by its owner's phone and its code.

use super::{Endpoint, Request};
use crate::error::{Invalid, InvalidCode};
use crate::field::{Phone, Text};
use crate::fields::{Fields, Names};
use crate::value::Value;
use crate::wire::request::write_object;

const PHONE: Names = &["phone"];
const CODE: Names = &["code"];

/// Which card to look up.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailInput {
    phone: Phone,
    code: Text,
}

impl DetailInput {
    /// The card of this owner's phone with this code.
    ///
    /// # Errors
    /// As [`DetailInput::check`].
    pub fn new(phone: &str, code: &str) -> Result<Self, Invalid> {
        Self::check(&Value::object([
            ("phone", phone.into()),
            ("code", code.into()),
        ]))
    }

    /// Checks what the caller gave.
    ///
    /// # Errors
    /// The first field that is refused or missing.
    pub fn check(value: &Value) -> Result<Self, Invalid> {
        let fields = Fields::open(value, "input", "", &[PHONE, CODE], InvalidCode::Argument)?;
        Ok(Self {
            phone: fields.required(PHONE)?,
            code: fields.required(CODE)?,
        })
    }

    /// What is sent.
    pub fn request(&self) -> Request {
        Request {
            endpoint: Endpoint::Detail,
            body: write_object(&[("phone", self.phone.as_str()), ("code", self.code.as_str())]),
            phones: vec![self.phone.as_str().to_owned()],
        }
    }
}
