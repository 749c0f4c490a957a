//! A value as a caller gave it, before any check: the one shape in which JavaScript's values reach the rules.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// What a caller may put where an argument belongs. Nothing in it has been trusted yet.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Not there; the same as leaving it out.
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number, `NaN` and the infinities too.
    Number(f64),
    /// Well-formed text of a bearable length.
    Text(String),
    /// Text that was too long to be worth copying.
    LongText,
    /// Text with an unpaired surrogate, which no encoder can send as it is.
    BrokenText,
    /// A plain object: its own enumerable string keys in order, each read once.
    Fields(Vec<(String, Value)>),
    /// An array, holes as [`Value::Undefined`].
    List(Vec<Value>),
    /// A function.
    Function,
    /// Anything else, by what a person would call it: `a bigint`, `a Date or another class's object`.
    Odd(&'static str),
    /// Reading it threw: a getter, or a proxy.
    Unreadable,
}

/// The greatest integer that a JavaScript number holds exactly, 2^53 - 1.
pub const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<i64> for Value {
    /// As text: a number of JavaScript's does not hold every one.
    fn from(number: i64) -> Self {
        Self::Text(number.to_string())
    }
}

impl Value {
    /// What a runtime's `AbortSignal` is called.
    pub const SIGNAL: &'static str = "an AbortSignal";

    /// A plain object of these fields, for the checks of a request: `Value::object([("type", "1".into())])`.
    pub fn object<const N: usize>(fields: [(&str, Value); N]) -> Self {
        Self::Fields(fields.map(|(name, value)| (name.to_owned(), value)).into())
    }

    /// A plain object of texts.
    pub fn texts(fields: &[(String, String)]) -> Self {
        let fields = fields.iter();
        Self::Fields(
            fields
                .map(|(name, text)| (name.clone(), text.as_str().into()))
                .collect(),
        )
    }

    /// A plain object of those fields that are there, to be given to JavaScript. All that is told of events and errors takes this one
    /// shape: a derived serialiser for each was 1.1 KB more of a page's download.
    pub fn report<const N: usize>(fields: [(&str, Option<Value>); N]) -> Self {
        let there = fields.into_iter();
        Self::Fields(
            there
                .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                .collect(),
        )
    }

    /// A count, as JavaScript's number.
    pub fn whole(number: u64) -> Self {
        Self::Number(as_number(i64::try_from(number).unwrap_or(MAX_SAFE_INTEGER)))
    }

    /// A number that is a safe integer, as one.
    pub fn as_safe_integer(&self) -> Option<i64> {
        match self {
            Self::Number(number) => safe_integer(*number),
            _ => None,
        }
    }

    /// Takes a field out of an object; [`Value::Undefined`] where there is none.
    pub fn take_field(&mut self, name: &str) -> Self {
        let Self::Fields(fields) = self else {
            return Self::Undefined;
        };
        let at = fields.iter().position(|(key, _)| key == name);
        at.map_or(Self::Undefined, |at| fields.swap_remove(at).1)
    }

    /// A field of an object, where it is a text.
    pub fn text_field(&self, name: &str) -> Option<&str> {
        let Self::Fields(fields) = self else {
            return None;
        };
        fields.iter().find_map(|(key, value)| match value {
            Self::Text(text) if key == name && !text.is_empty() => Some(text.as_str()),
            _ => None,
        })
    }

    /// What a person would call it in an error message. Never its content: that may be a secret.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::LongText => "a text that is far too long",
            Self::BrokenText => "a text with half of a surrogate pair",
            Self::Fields(_) => "an object",
            Self::List(_) => "an array",
            Self::Function => "a function",
            Self::Odd(noun) => noun,
            Self::Unreadable => "something that threw when it was read",
        }
    }
}

impl Serialize for Value {
    /// What JSON has no word for is nothing.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Fields(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
            _ => serializer.serialize_unit(),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    /// Of JSON text that a host has, with every member of an object, a repeated one too.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    /// Beyond the safe integers it becomes a number beyond them, so it is still refused.
    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(as_number(number)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(as_number(
            i64::try_from(number).unwrap_or(i64::MAX),
        )))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(member) = members.next_entry()? {
            fields.push(member);
        }
        Ok(Value::Fields(fields))
    }
}

/// A safe integer as JavaScript's number.
#[expect(
    clippy::cast_precision_loss,
    reason = "every one of them is a safe integer"
)]
pub fn as_number(integer: i64) -> f64 {
    integer as f64
}

/// `number` as an integer, where it is one and exact.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the bounds and the fraction are checked first, so the cast is exact"
)]
pub fn safe_integer(number: f64) -> Option<i64> {
    let bound = MAX_SAFE_INTEGER as f64;
    (number.fract() == 0.0 && (-bound..=bound).contains(&number)).then_some(number as i64)
}
