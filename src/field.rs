//! Checked values: what a request may hold. Each is parsed once, from what the caller gave, and trusted from then on.

use crate::value::{MAX_SAFE_INTEGER, Value};

/// Why a value is refused, in words that follow the field's name: `must …`.
pub type Reason = &'static str;

/// The longest text that is sent, in characters.
pub const MAX_TEXT: usize = 256;

/// A phone number: 1 to 20 digits, leading zeros kept. The page's 11 digits are an example, not a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

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
                _ => return Err("must be 1 to 20 digits, or a whole number from 0 to 2^53 - 1"),
            },
            _ => text(value)?.to_owned(),
        };
        if digits.len() <= 20 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err("must be 1 to 20 digits, with nothing else between or around them")
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
                _ => Err("must be a type's code such as '1', or a whole number from 0"),
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
            _ => Err("must be at least 1"),
        }
    }

    fn to_wire(&self) -> String {
        self.0.to_string()
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
        Value::Text(text) if text.is_empty() => Err("must not be empty"),
        Value::Text(text) if text.chars().any(char::is_control) => {
            Err("must not contain control characters")
        }
        Value::Text(text) if text.len() <= MAX_TEXT || text.chars().count() <= MAX_TEXT => Ok(text),
        Value::Text(_) | Value::LongText => Err("must be at most 256 characters"),
        Value::BrokenText => Err("must be well-formed Unicode; it has half of a surrogate pair"),
        Value::Null => Err("must not be null; leave the field out instead"),
        Value::Undefined => Err("is missing"),
        Value::Unreadable => Err("could not be read: its getter threw"),
        _ => Err("must be a text"),
    }
}

/// A whole number, or its plain decimal text: `"10"`, not `"1e1"`, `"010"`, `" 10"` or `"10.0"`.
fn integer(value: &Value) -> Result<i64, Reason> {
    match value {
        Value::Number(_) => value
            .as_safe_integer()
            .ok_or("must be a whole number that JavaScript holds exactly (at most 2^53 - 1)"),
        Value::Text(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let plain = !digits.is_empty()
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && (!digits.starts_with('0') || text == "0");
            if !plain {
                return Err("must be a whole number in plain digits, such as \"10\"");
            }
            text.parse()
                .ok()
                .filter(|number: &i64| number.abs() <= MAX_SAFE_INTEGER)
                .ok_or("must be a whole number of at most 2^53 - 1")
        }
        Value::Odd("a bigint") => Err("must be a number or a text, not a bigint"),
        Value::Bool(_) | Value::List(_) | Value::Fields(_) | Value::Function | Value::Odd(_) => {
            Err("must be a whole number, or its digits as a text")
        }
        _ => text(value).and(Err("must be a whole number in plain digits")),
    }
}
