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

    /// A query filter by filter: `ListQuery::builder().card_type("5").limit(20).build()?`.
    pub fn builder() -> ListQueryBuilder {
        ListQueryBuilder(Vec::new())
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
        Self::check(value)?.unpaged()
    }

    /// The same query, where it names no page.
    ///
    /// # Errors
    /// A `page` or a `limit`: a walk through all pages turns them itself.
    pub fn unpaged(self) -> Result<Self, Invalid> {
        let paged = [("page", self.page), ("limit", self.limit)];
        match paged.iter().find(|(_, given)| given.is_some()) {
            None => Ok(self),
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

/// A query that is being put together. Nothing is checked before [`ListQueryBuilder::build`], and then by the one function that
/// checks every query.
///
/// ```
/// use espai_cdkey::endpoint::ListQuery;
///
/// let query = ListQuery::builder().card_type("5").user_phone("15916888888").limit(20).build()?;
/// assert_eq!(query.paging().limit, 20);
///
/// // An empty filter would list everything: it is refused, and the error names it.
/// let refused = ListQuery::builder().code("").build().unwrap_err();
/// assert_eq!(refused.path, "code");
/// # Ok::<(), espai_cdkey::error::Invalid>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct ListQueryBuilder(Vec<(String, Value)>);

impl std::fmt::Debug for ListQueryBuilder {
    /// Without what it looks for: a phone, say.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ListQueryBuilder")
            .finish_non_exhaustive()
    }
}

impl ListQueryBuilder {
    /// The card with this id.
    pub fn id(self, id: &str) -> Self {
        self.with("id", id.into())
    }

    /// Cards of this type (`"5"`), which errors call `type`.
    pub fn card_type(self, code: &str) -> Self {
        self.with("type", code.into())
    }

    /// Cards with this redeem code.
    pub fn code(self, code: &str) -> Self {
        self.with("code", code.into())
    }

    /// Cards of an owner of this name. How the filter is spelled on the wire is an option of the client.
    pub fn user_name(self, name: &str) -> Self {
        self.with("user_name", name.into())
    }

    /// Cards of the owner with this phone.
    pub fn user_phone(self, phone: &str) -> Self {
        self.with("user_phone", phone.into())
    }

    /// Cards that hold exactly so many calls.
    pub fn api_limit(self, calls: i64) -> Self {
        self.with("api_limit", calls.into())
    }

    /// Which page, from 1.
    pub fn page(self, page: i64) -> Self {
        self.with("page", page.into())
    }

    /// How many cards a page holds, from 1.
    pub fn limit(self, limit: i64) -> Self {
        self.with("limit", limit.into())
    }

    /// What is given twice counts as it was given last.
    fn with(mut self, name: &str, value: Value) -> Self {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value));
        self
    }

    /// Checks it.
    ///
    /// # Errors
    /// The first field that is refused, by the platform's name of it. An empty filter is: a slip must not list everything.
    pub fn build(self) -> Result<ListQuery, Invalid> {
        ListQuery::check(&Value::Fields(self.0))
    }
}
