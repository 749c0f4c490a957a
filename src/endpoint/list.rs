//! `/cdkey/list`: cards by filter, a page at a time.

use super::{Endpoint, Paging, Request};
use crate::error::{Invalid, InvalidCode};
use crate::field::{Count, Field, Phone, Quota, Text, TypeCode};
use crate::fields::{Fields, Names};
use crate::reason::Reason;
use crate::value::{Value, as_number};
use crate::wire::request::write_object;

const ID: Names = &["id"];
const TYPE: Names = &["type"];
const CODE: Names = &["code"];
/// The table says `username`, the example, the code and the answer `user_name` (`docs/platform.md`, point 1).
const USER_NAME: Names = &["user_name", "userName", "username"];
const USER_PHONE: Names = &["user_phone", "userPhone"];
const API_LIMIT: Names = &["api_limit", "apiLimit"];
const PAGE: Names = &["page"];
const LIMIT: Names = &["limit"];

const KNOWN: &[Names] = &[
    ID, TYPE, CODE, USER_NAME, USER_PHONE, API_LIMIT, PAGE, LIMIT,
];

/// How the filter by user name is spelled on the wire (`docs/platform.md`, point 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UserNameField {
    /// `user_name`, as the page's example and code sample have it.
    #[default]
    UserName,
    /// `username`, as the page's table has it.
    Username,
}

impl UserNameField {
    /// The spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UserName => "user_name",
            Self::Username => "username",
        }
    }
}

/// A checked query of the list: filters that must all hold, and which page.
#[derive(Debug, Clone, PartialEq)]
pub struct ListQuery {
    id: Option<Text>,
    card_type: Option<TypeCode>,
    code: Option<Text>,
    user_name: Option<Text>,
    user_phone: Option<Phone>,
    api_limit: Option<Quota>,
    page: Option<Count>,
    limit: Option<Count>,
}

impl ListQuery {
    /// Every card, in pages of the service's own size.
    pub fn all() -> Self {
        Self {
            id: None,
            card_type: None,
            code: None,
            user_name: None,
            user_phone: None,
            api_limit: None,
            page: None,
            limit: None,
        }
    }

    /// Checks what the caller gave; nothing at all asks for every card.
    ///
    /// # Errors
    /// The first field that is refused. An empty or null filter is: a slip must not list everything.
    pub fn check(value: &Value) -> Result<Self, Invalid> {
        let nothing = Value::Fields(Vec::new());
        let value = if *value == Value::Undefined {
            &nothing
        } else {
            value
        };
        let fields = Fields::open(value, "query", "", KNOWN, InvalidCode::Argument)?;
        Ok(Self {
            id: fields.optional(ID)?,
            card_type: fields.optional(TYPE)?,
            code: fields.optional(CODE)?,
            user_name: fields.optional(USER_NAME)?,
            user_phone: fields.optional(USER_PHONE)?,
            api_limit: fields.optional(API_LIMIT)?,
            page: fields.optional(PAGE)?,
            limit: fields.optional(LIMIT)?,
        })
    }

    /// The page as asked for.
    pub fn paging(&self) -> Paging {
        Paging::of(self.page, self.limit)
    }

    /// As [`ListQuery::check`], for a walk through all pages, which turns them itself.
    ///
    /// # Errors
    /// As [`ListQuery::check`]; a `page` or a `limit`.
    pub fn check_unpaged(value: &Value) -> Result<Self, Invalid> {
        let query = Self::check(value)?;
        let paged = [("page", query.page), ("limit", query.limit)];
        match paged.iter().find(|(_, given)| given.is_some()) {
            None => Ok(query),
            Some((name, _)) => Err(Invalid::new(
                InvalidCode::Argument,
                name,
                Reason::NotWithListAll,
            )),
        }
    }

    /// What is sent for one page of a walk.
    pub fn page_request(&self, page: Count, limit: Count, spelling: UserNameField) -> Request {
        Self {
            page: Some(page),
            limit: Some(limit),
            ..self.clone()
        }
        .request(spelling)
    }

    /// What was checked, by this package's own names; only what was given.
    pub fn to_value(&self) -> Value {
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().into());
        let wire = |wire: String| wire.as_str().into();
        Value::report([
            ("id", text(&self.id)),
            (
                "type",
                self.card_type.as_ref().map(Field::to_wire).map(wire),
            ),
            ("code", text(&self.code)),
            ("userName", text(&self.user_name)),
            (
                "userPhone",
                self.user_phone.as_ref().map(Field::to_wire).map(wire),
            ),
            (
                "apiLimit",
                self.api_limit
                    .map(|quota| Value::Number(as_number(quota.get()))),
            ),
            ("page", self.page.map(Count::to_value)),
            ("limit", self.limit.map(Count::to_value)),
        ])
    }

    /// What is sent: only what was given, in the order of the page's example.
    pub fn request(&self, spelling: UserNameField) -> Request {
        let fields: Vec<(&str, String)> = [
            ("id", self.id.as_ref().map(Field::to_wire)),
            ("type", self.card_type.as_ref().map(Field::to_wire)),
            ("code", self.code.as_ref().map(Field::to_wire)),
            (
                spelling.as_str(),
                self.user_name.as_ref().map(Field::to_wire),
            ),
            ("user_phone", self.user_phone.as_ref().map(Field::to_wire)),
            ("api_limit", self.api_limit.as_ref().map(Field::to_wire)),
            ("page", self.page.as_ref().map(Field::to_wire)),
            ("limit", self.limit.as_ref().map(Field::to_wire)),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| (name, value)))
        .collect();
        let borrowed: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        Request {
            endpoint: Endpoint::List,
            body: write_object(&borrowed),
            phones: self
                .user_phone
                .iter()
                .map(|phone| phone.as_str().to_owned())
                .collect(),
        }
    }
}
