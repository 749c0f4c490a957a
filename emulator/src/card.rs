//! A card: as it is held, as it is written (the platform's way and ours), and as it is read from what a user gives.

use espai_cdkey::card::CardType;
use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::field::{Field, Quota};
use espai_cdkey::fields::{Fields, Names};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

pub use espai_cdkey::card::Card;

/// Writes a card as this package's `Card`, keys in its order.
pub struct AsCard<'a>(pub &'a Card);

impl Serialize for AsCard<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let card = self.0;
        let mut fields = serializer.serialize_struct("Card", 9)?;
        fields.serialize_field("id", &card.id)?;
        fields.serialize_field("code", &card.code)?;
        fields.serialize_field("type", card.card_type.as_str())?;
        fields.serialize_field("apiLimit", &card.api_limit)?;
        fields.serialize_field("userId", &card.user_id)?;
        fields.serialize_field("userPhone", &card.user_phone)?;
        fields.serialize_field("userName", &card.user_name)?;
        fields.serialize_field("createTime", &card.create_time)?;
        fields.serialize_field("updateTime", &card.update_time)?;
        fields.end()
    }
}

/// A card's quota, told to a person.
pub(crate) fn quota(api_limit: Option<i64>) -> String {
    api_limit.map_or_else(|| "不限次数".to_owned(), |quota| quota.to_string())
}

const ID: Names = &["id"];
const CODE: Names = &["code"];
const TYPE: Names = &["type"];
const API_LIMIT: Names = &["api_limit", "apiLimit"];
const USER_ID: Names = &["user_id", "userId"];
const USER_PHONE: Names = &["user_phone", "userPhone"];
const USER_NAME: Names = &["user_name", "userName", "username"];
const CREATE_TIME: Names = &["create_time", "createTime"];
const UPDATE_TIME: Names = &["update_time", "updateTime"];

const KNOWN: &[Names] = &[
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

/// Reads one card, as the service writes it or as our `Card`.
///
/// What the client's decoder takes for a card is one here too, so that any list can be fed back, but for two slips in a
/// hand-written file: a field that no card has, and a quota left out, which would give away any amount (`null` says so).
///
/// # Errors
/// The field that is refused, below `path` (`cards[3]`).
pub fn read(value: &Value, path: &str) -> Result<Card, Invalid> {
    let prefix = format!("{path}.");
    let fields = Fields::open(value, path, &prefix, KNOWN, InvalidCode::Config)?;
    Ok(Card {
        id: fields.required::<Word>(ID)?.0,
        code: fields.required::<Word>(CODE)?.0,
        card_type: CardType::new(fields.required::<Word>(TYPE)?.0),
        api_limit: fields.required::<Nullable<Quota>>(API_LIMIT)?.0.map(number),
        user_id: optional_text(&fields, USER_ID)?,
        user_phone: optional_text(&fields, USER_PHONE)?,
        user_name: optional_text(&fields, USER_NAME)?,
        create_time: optional_time(&fields, CREATE_TIME)?,
        update_time: optional_time(&fields, UPDATE_TIME)?,
    })
}

fn optional_text(fields: &Fields<'_>, names: Names) -> Result<Option<String>, Invalid> {
    let read = fields.optional::<Nullable<AnyText>>(names)?;
    Ok(read.and_then(|text| text.0).map(|text| text.0))
}

fn optional_time(fields: &Fields<'_>, names: Names) -> Result<Option<i64>, Invalid> {
    let read = fields.optional::<Nullable<Quota>>(names)?;
    Ok(read.and_then(|time| time.0).map(number))
}

/// The number in a [`Quota`]: it was checked to be a safe integer, and its text is the one way out.
pub(crate) fn number(quota: Quota) -> i64 {
    quota.to_wire().parse().unwrap_or_default()
}

/// Text of any length and content, or the digits of a whole number.
#[derive(PartialEq)]
pub(crate) struct AnyText(pub(crate) String);

impl Field for AnyText {
    fn parse(value: &Value) -> Result<Self, Reason> {
        match (value, value.as_safe_integer()) {
            (Value::Text(text), _) => Ok(Self(text.clone())),
            (_, Some(number)) => Ok(Self(number.to_string())),
            _ => Err(Reason::NotAccepted("must be a text, or a whole number")),
        }
    }

    fn to_wire(&self) -> String {
        self.0.clone()
    }
}

/// As [`AnyText`], but not empty.
#[derive(PartialEq)]
struct Word(String);

impl Field for Word {
    fn parse(value: &Value) -> Result<Self, Reason> {
        match AnyText::parse(value)? {
            AnyText(text) if text.is_empty() => Err(Reason::Empty),
            AnyText(text) => Ok(Self(text)),
        }
    }

    fn to_wire(&self) -> String {
        self.0.clone()
    }
}

/// A field that may be `null`.
#[derive(PartialEq)]
pub(crate) struct Nullable<F>(pub(crate) Option<F>);

impl<F: Field> Field for Nullable<F> {
    fn parse(value: &Value) -> Result<Self, Reason> {
        match value {
            Value::Null => Ok(Self(None)),
            _ => F::parse(value).map(|field| Self(Some(field))),
        }
    }

    fn to_wire(&self) -> String {
        self.0
            .as_ref()
            .map_or_else(|| "null".to_owned(), Field::to_wire)
    }
}
