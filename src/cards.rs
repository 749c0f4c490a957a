//! Cards that a caller gives back, and the two cards of a transfer.

use crate::card::{Card, CardType};
use crate::error::{Invalid, InvalidCode};
use crate::field::{Field, Quota, Text, TypeCode};
use crate::fields::{Fields, Names, spelling};
use crate::reason::Reason;
use crate::value::Value;

pub(crate) const ID: Names = &["id"];
const CODE: Names = &["code"];
const TYPE: Names = &["type"];
const API_LIMIT: Names = &["api_limit", "apiLimit"];
const USER_ID: Names = &["user_id", "userId"];
const USER_PHONE: Names = &["user_phone", "userPhone"];
const USER_NAME: Names = &["user_name", "userName"];
const CREATE_TIME: Names = &["create_time", "createTime"];
const UPDATE_TIME: Names = &["update_time", "updateTime"];

/// All fields of a card.
pub(crate) const CARD: &[Names] = &[
    ID,
    CODE,
    TYPE,
    API_LIMIT,
    USER_ID,
    USER_PHONE,
    USER_NAME,
    CREATE_TIME,
    UPDATE_TIME,
];

/// Both cards of a transfer, read one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cards {
    /// The one that the quota comes from.
    pub source: Card,
    /// The one that it goes to.
    pub target: Card,
}

impl Cards {
    /// Checks what the caller gave: `{ source, target }`, each a whole card.
    ///
    /// # Errors
    /// The first field that is refused or missing.
    pub fn check(value: &Value) -> Result<Self, Invalid> {
        const KNOWN: &[Names] = &[&["source"], &["target"]];
        let fields = Fields::open(value, "before", "before.", KNOWN, InvalidCode::Argument)?;
        let card = |name: &str| {
            let given = fields.raw(name);
            let given = given.ok_or_else(|| fields.invalid(name, Reason::Missing))?;
            read(given, &format!("before.{name}"))
        };
        Ok(Self {
            source: card("source")?,
            target: card("target")?,
        })
    }
}

fn read(value: &Value, path: &str) -> Result<Card, Invalid> {
    let prefix = format!("{path}.");
    let fields = Fields::open(value, path, &prefix, CARD, InvalidCode::Argument)?;
    // Null is what a card has where the service sends nothing.
    let there = |names: Names| {
        let given = names.iter().find_map(|name| fields.raw(name));
        given.filter(|value| **value != Value::Null)
    };
    let text = |names| match there(names) {
        None => Ok(None),
        // Whatever the service wrote, an empty text too.
        Some(Value::Text(text)) => Ok(Some(text.clone())),
        Some(_) => Err(fields.invalid(spelling(names), Reason::NotText)),
    };
    let number = |names| {
        let number = there(names).map(Quota::parse).transpose();
        let number = number.map_err(|reason| fields.invalid(spelling(names), reason))?;
        Ok(number.map(Quota::get))
    };
    // What a balance is compared with must have been read.
    if API_LIMIT.iter().all(|name| fields.raw(name).is_none()) {
        return Err(fields.invalid(spelling(API_LIMIT), Reason::Missing));
    }
    Ok(Card {
        id: fields.required::<Text>(ID)?.to_wire(),
        code: fields.required::<Text>(CODE)?.to_wire(),
        card_type: CardType::new(fields.required::<TypeCode>(TYPE)?.to_wire()),
        api_limit: number(API_LIMIT)?,
        user_id: text(USER_ID)?,
        user_phone: text(USER_PHONE)?,
        user_name: text(USER_NAME)?,
        create_time: number(CREATE_TIME)?,
        update_time: number(UPDATE_TIME)?,
    })
}
