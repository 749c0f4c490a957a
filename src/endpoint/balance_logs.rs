//! `/cdkey/balance_logs`: usage records (额度卡使用记录) of one card or of all, a page at a time.

use super::{Endpoint, Paging, Request};
use crate::error::{Invalid, InvalidCode};
use crate::field::{Count, Field, Text};
use crate::fields::{Fields, Names};
use crate::value::Value;
use crate::wire::request::write_object;

const ID: Names = &["id"];
const PAGE: Names = &["page"];
const LIMIT: Names = &["limit"];

const KNOWN: &[Names] = &[ID, PAGE, LIMIT];

/// Which usage records: of which card, and which page.
#[derive(Debug, Clone, PartialEq)]
pub struct BalanceLogsQuery {
    id: Option<Text>,
    page: Option<Count>,
    limit: Option<Count>,
}

impl BalanceLogsQuery {
    /// The records of every card, in pages of the service's own size.
    pub const fn all() -> Self {
        Self {
            id: None,
            page: None,
            limit: None,
        }
    }

    /// The records of the card with this id, likewise.
    ///
    /// # Errors
    /// As [`BalanceLogsQuery::check`].
    pub fn of_card(id: &str) -> Result<Self, Invalid> {
        Self::check(&Value::object([("id", id.into())]))
    }

    /// The same records, this page of them.
    #[must_use]
    pub fn at(self, page: Count, limit: Count) -> Self {
        Self {
            page: Some(page),
            limit: Some(limit),
            ..self
        }
    }

    /// Checks what the caller gave; nothing at all asks for the records of every card. An array of one object is taken, too: so
    /// does the platform's own example write it.
    ///
    /// # Errors
    /// The first field that is refused. An empty or null id is: a slip must not ask for every card's.
    pub fn check(value: &Value) -> Result<Self, Invalid> {
        let nothing = Value::Fields(Vec::new());
        let (value, what, prefix) = match value {
            Value::Undefined => (&nothing, "query", ""),
            Value::List(items) => match items.as_slice() {
                [one] => (one, "query[0]", "query[0]."),
                _ => (value, "query", ""),
            },
            _ => (value, "query", ""),
        };
        let fields = Fields::open(value, what, prefix, KNOWN, InvalidCode::Argument)?;
        Ok(Self {
            id: fields.optional(ID)?,
            page: fields.optional(PAGE)?,
            limit: fields.optional(LIMIT)?,
        })
    }

    /// The page as asked for.
    pub fn paging(&self) -> Paging {
        Paging::of(self.page, self.limit)
    }

    /// What was checked, by this package's own names.
    pub fn to_value(&self) -> Value {
        Value::report([
            ("id", self.id.as_ref().map(|id| id.as_str().into())),
            ("page", self.page.map(Count::to_value)),
            ("limit", self.limit.map(Count::to_value)),
        ])
    }

    /// What is sent: an array of one object, with only what was given.
    pub fn request(&self) -> Request {
        let page = self.page.as_ref().map(Field::to_wire);
        let limit = self.limit.as_ref().map(Field::to_wire);
        let fields: Vec<(&str, &str)> = [
            ("id", self.id.as_ref().map(Text::as_str)),
            ("page", page.as_deref()),
            ("limit", limit.as_deref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
        Request {
            endpoint: Endpoint::BalanceLogs,
            body: format!("[{}]", write_object(&fields)),
            phones: Vec::new(),
        }
    }
}
