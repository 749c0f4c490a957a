//! `/cdkey/destroy`: destroys empty paid cards, by id.

use super::{Endpoint, Request};
use crate::cards::{CARD, ID};
use crate::error::{Invalid, InvalidCode};
use crate::field::{Field, Text};
use crate::fields::Fields;
use crate::reason::Reason;
use crate::value::Value;
use crate::wire::Seen;
use crate::wire::request::write_ids;

/// The ids of one destroy: at least one, none twice.
#[derive(Debug, Clone, PartialEq)]
pub struct DestroyIds(Vec<Text>);

impl DestroyIds {
    /// These cards.
    ///
    /// # Errors
    /// As [`DestroyIds::check`].
    pub fn new(ids: &[&str]) -> Result<Self, Invalid> {
        Self::check(&Value::List(ids.iter().map(|id| (*id).into()).collect()))
    }

    /// Checks what the caller gave: an id, an `{ id }`, or an array of either (the page's example is one).
    ///
    /// # Errors
    /// The first id that is refused, missing or repeated; no id at all.
    pub fn check(value: &Value) -> Result<Self, Invalid> {
        let ids = match value {
            Value::List(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| check_id(item, &place(index)))
                .collect::<Result<Vec<_>, _>>()?,
            one => vec![check_id(one, "ids")?],
        };
        if ids.is_empty() {
            return Err(refuse("ids", Reason::NoIds));
        }
        let mut seen = Seen::default();
        match ids
            .iter()
            .position(|id| seen.note(id.as_str(), 0).is_some())
        {
            None => Ok(Self(ids)),
            Some(again) => Err(refuse(&place(again), Reason::RepeatedId)),
        }
    }

    /// What was checked: the ids.
    pub fn to_value(&self) -> Value {
        Value::List(self.0.iter().map(|id| id.as_str().into()).collect())
    }

    /// What is sent: always an array, as the page's example and its code do (its table says `id`).
    pub fn request(&self) -> Request {
        let ids: Vec<&str> = self.0.iter().map(Text::as_str).collect();
        Request {
            endpoint: Endpoint::Destroy,
            body: write_ids(&ids),
            phones: Vec::new(),
        }
    }
}

fn check_id(value: &Value, path: &str) -> Result<Text, Invalid> {
    match value {
        Value::Fields(_) => {
            // A whole card names itself, too: what else it has is not looked at.
            let prefix = format!("{path}.");
            Fields::open(value, path, &prefix, CARD, InvalidCode::Argument)?.required(ID)
        }
        _ => Text::parse(value).map_err(|reason| match value {
            Value::Text(_)
            | Value::LongText
            | Value::BrokenText
            | Value::Null
            | Value::Undefined => refuse(path, reason),
            _ => refuse(path, Reason::NotAnId),
        }),
    }
}

fn place(index: usize) -> String {
    format!("ids[{index}]")
}

fn refuse(path: &str, reason: Reason) -> Invalid {
    Invalid::new(InvalidCode::Argument, path, reason)
}
