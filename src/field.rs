//! Checked values: what a request may hold. Each is parsed once, from what the caller gave, and trusted from then on.

use crate::reason::Reason;
use crate::redact;
use crate::value::{MAX_SAFE_INTEGER, Value, as_number};

/// The longest text that is sent, in characters.
pub const MAX_TEXT: usize = 256;

/// A phone number: 1 to 20 digits, leading zeros kept. The page's 11 digits are an example, not a rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl std::fmt::Debug for Phone {
    /// Masked: a request that is logged must not show it.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_tuple("Phone")
            .field(&redact::phone(&self.0))
            .finish()
    }
}

/// Text that goes out as it is: a redeem code, an id, a nickname. 1 to 256 characters, no control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

/// A card type's code: text, or a whole number from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeCode(String);

/// A whole number that is exact in JavaScript, below 0 too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota(i64);

/// A whole number from 1: an amount to transfer (page, transfer, `limit`: 最小额度1), a page, a page's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(i64);

/// A value that a request can hold.
pub trait Field: Sized + PartialEq {
    /// Checks what the caller gave.
    ///
    /// # Errors
    /// Why it is refused.
    fn parse(value: &Value) -> Result<Self, Reason>;

    /// What goes over the wire: always a text (page, every table of request parameters).
    fn to_wire(&self) -> String;
}

impl Field for Phone {
    fn parse(value: &Value) -> Result<Self, Reason> {
        let digits = match value {
            Value::Number(_) => match value.as_safe_integer() {
                Some(number) if number >= 0 => number.to_string(),
                _ => return Err(Reason::NotAPhone),
            },
            _ => text(value)?.to_owned(),
        };
        if digits.len() <= 20 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(Reason::NotDigits)
        }
    }

    fn to_wire(&self) -> String {
        self.0.clone()
    }
}

impl Field for Text {
    fn parse(value: &Value) -> Result<Self, Reason> {
        text(value).map(|text| Self(text.to_owned()))
    }

    fn to_wire(&self) -> String {
        self.0.clone()
    }
}

impl Field for TypeCode {
    fn parse(value: &Value) -> Result<Self, Reason> {
        match value {
            Value::Number(_) => match value.as_safe_integer() {
                Some(number) if number >= 0 => Ok(Self(number.to_string())),
                _ => Err(Reason::NotATypeCode),
            },
            _ => text(value).map(|text| Self(text.to_owned())),
        }
    }

    fn to_wire(&self) -> String {
        self.0.clone()
    }
}

impl Field for Quota {
    fn parse(value: &Value) -> Result<Self, Reason> {
        integer(value).map(Self)
    }

    fn to_wire(&self) -> String {
        self.0.to_string()
    }
}

impl Field for Count {
    fn parse(value: &Value) -> Result<Self, Reason> {
        match integer(value)? {
            number if number >= 1 => Ok(Self(number)),
            _ => Err(Reason::BelowOne),
        }
    }

    fn to_wire(&self) -> String {
        self.0.to_string()
    }
}

impl Quota {
    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl Count {
    /// 1
    pub const ONE: Self = Self(1);

    /// `number`, or 1 where it is less.
    pub fn at_least_one(number: i64) -> Self {
        Self(number.max(1))
    }

    /// The next number.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number, from 1 to 2^53 - 1.
    pub fn get(self) -> i64 {
        self.0
    }

    /// The number, as JavaScript's.
    pub fn to_value(self) -> Value {
        Value::Number(as_number(self.0))
    }
}

impl Phone {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn text(value: &Value) -> Result<&str, Reason> {
    match value {
        Value::Text(text) if text.is_empty() => Err(Reason::Empty),
        Value::Text(text) if text.chars().any(char::is_control) => Err(Reason::ControlCharacters),
        Value::Text(text) if text.len() <= MAX_TEXT || text.chars().count() <= MAX_TEXT => Ok(text),
        Value::Text(_) => Err(Reason::TooLong),
        other => Err(no_text(other)),
    }
}

/// Why something that is no readable text is refused where a text belongs.
fn no_text(value: &Value) -> Reason {
    match value {
        Value::LongText => Reason::TooLong,
        Value::BrokenText => Reason::BrokenUnicode,
        Value::Null => Reason::Null,
        Value::Undefined => Reason::Missing,
        Value::Unreadable => Reason::Unreadable,
        _ => Reason::NotText,
    }
}

/// A whole number, or its plain decimal text: `"10"`, not `"1e1"`, `"010"`, `" 10"` or `"10.0"`.
fn integer(value: &Value) -> Result<i64, Reason> {
    match value {
        Value::Number(_) => value.as_safe_integer().ok_or(Reason::NotWholeNumber),
        Value::Text(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let plain = !digits.is_empty()
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && (!digits.starts_with('0') || text == "0");
            if !plain {
                return Err(Reason::NotPlainDigits);
            }
            text.parse()
                .ok()
                .filter(|number: &i64| number.abs() <= MAX_SAFE_INTEGER)
                .ok_or(Reason::OutOfRange)
        }
        Value::Odd("a bigint") => Err(Reason::Bigint),
        Value::Bool(_) | Value::List(_) | Value::Fields(_) | Value::Function | Value::Odd(_) => {
            Err(Reason::NotANumber)
        }
        other => Err(no_text(other)),
    }
}
