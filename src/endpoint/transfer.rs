//! `/cdkey/transfer`: moves quota from one paid card to another.

use super::{CardRef, DetailInput, Endpoint, Request};
use crate::error::{Invalid, InvalidCode};
use crate::field::{Count, Field, Phone, Text};
use crate::fields::{Fields, Names};
use crate::reason::Reason;
use crate::value::Value;
use crate::wire::request::write_object;

const PHONE: Names = &["phone"];
const CODE: Names = &["code"];
const TARGET_PHONE: Names = &["target_phone", "targetPhone"];
const TARGET_CODE: Names = &["target_code", "targetCode"];
const LIMIT: Names = &["limit"];

const KNOWN: &[Names] = &[PHONE, CODE, TARGET_PHONE, TARGET_CODE, LIMIT];

/// A transfer as a person asks for it; nothing is checked yet.
///
/// ```
/// use espai_cdkey::endpoint::{CardRef, Transfer, TransferInput};
///
/// let transfer = TransferInput::new(Transfer {
///     source: CardRef { phone: "17516888888", code: "3AoPbLSQ" },
///     target: CardRef { phone: "15916888888", code: "wNaa1GDw" },
///     limit: 10,
/// })?;
/// assert_eq!(transfer.limit(), 10);
/// # Ok::<(), espai_cdkey::error::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Transfer<'a> {
    /// The card that the quota comes from.
    pub source: CardRef<'a>,
    /// The card that it goes to.
    pub target: CardRef<'a>,
    /// How many calls are moved, at least 1.
    pub limit: i64,
}

/// A checked transfer: from one card, to another, at least 1.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferInput {
    phone: Phone,
    code: Text,
    target_phone: Phone,
    target_code: Text,
    limit: Count,
}

impl TransferInput {
    /// This transfer.
    ///
    /// # Errors
    /// As [`TransferInput::check`], where the target's are called `target_phone` and `target_code`.
    pub fn new(transfer: Transfer<'_>) -> Result<Self, Invalid> {
        let Transfer {
            source,
            target,
            limit,
        } = transfer;
        Self::check(&Value::object([
            ("phone", source.phone.into()),
            ("code", source.code.into()),
            ("target_phone", target.phone.into()),
            ("target_code", target.code.into()),
            ("limit", limit.into()),
        ]))
    }

    /// Checks what the caller gave.
    ///
    /// # Errors
    /// The first field that is refused or missing; a transfer from a card to itself.
    pub fn check(value: &Value) -> Result<Self, Invalid> {
        let fields = Fields::open(value, "input", "", KNOWN, InvalidCode::Argument)?;
        let input = Self {
            phone: fields.required(PHONE)?,
            code: fields.required(CODE)?,
            target_phone: fields.required(TARGET_PHONE)?,
            target_code: fields.required(TARGET_CODE)?,
            limit: fields.required(LIMIT)?,
        };
        if input.phone == input.target_phone && input.code == input.target_code {
            let path = fields.spelling_of(TARGET_CODE).to_owned();
            return Err(fields.invalid(&path, Reason::SameCard));
        }
        Ok(input)
    }

    /// The card that the quota comes from.
    pub fn source(&self) -> DetailInput {
        DetailInput::of(self.phone.clone(), self.code.clone())
    }

    /// The card that it goes to.
    pub fn target(&self) -> DetailInput {
        DetailInput::of(self.target_phone.clone(), self.target_code.clone())
    }

    /// How many calls are moved, at least 1.
    pub fn limit(&self) -> i64 {
        self.limit.get()
    }

    /// What was checked, by this package's own names.
    pub fn to_value(&self) -> Value {
        Value::report([
            ("phone", Some(self.phone.as_str().into())),
            ("code", Some(self.code.as_str().into())),
            ("targetPhone", Some(self.target_phone.as_str().into())),
            ("targetCode", Some(self.target_code.as_str().into())),
            ("limit", Some(self.limit.to_value())),
        ])
    }

    /// What is sent.
    pub fn request(&self) -> Request {
        Request {
            endpoint: Endpoint::Transfer,
            body: write_object(&[
                ("phone", self.phone.as_str()),
                ("code", self.code.as_str()),
                ("target_phone", self.target_phone.as_str()),
                ("target_code", self.target_code.as_str()),
                ("limit", &self.limit.to_wire()),
            ]),
            phones: vec![
                self.phone.as_str().to_owned(),
                self.target_phone.as_str().to_owned(),
            ],
        }
    }
}
