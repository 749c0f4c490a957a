//! Cards and answers written as the service writes them: for who stands in the service's place, as the emulator and a backend do.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::card::Card;
use crate::value::MAX_SAFE_INTEGER;

/// The page's words for every success but a destroy.
pub const SUCCEEDED: &str = "请求成功";

/// The answer of a list, with rows of any kind and any kind of count. Its fields stand in the order of the page's example, which
/// differs from the others.
#[derive(Debug, Serialize)]
pub struct Page<R, N> {
    message: &'static str,
    data: Vec<R>,
    #[serde(rename = "totalNumber")]
    total: N,
    success: bool,
}

impl<R: Serialize, N: Serialize> Page<R, N> {
    /// Rows, and how many match in all.
    pub const fn of(data: Vec<R>, total: N) -> Self {
        Self {
            message: SUCCEEDED,
            data,
            total,
            success: true,
        }
    }
}

/// The answer of a look-up.
#[derive(Debug, Serialize)]
pub struct One<'a> {
    success: bool,
    message: &'static str,
    data: OnTheWire<'a>,
}

impl<'a> One<'a> {
    /// A card that was found.
    pub const fn of(card: &'a Card) -> Self {
        Self {
            success: true,
            message: SUCCEEDED,
            data: OnTheWire(card),
        }
    }
}

/// Writes a card as the platform's page shows one: the same fields in the same order, the phone as a number.
#[derive(Debug)]
pub struct OnTheWire<'a>(pub &'a Card);

impl Serialize for OnTheWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let card = self.0;
        let mut fields = serializer.serialize_struct("Card", 9)?;
        fields.serialize_field("id", &card.id)?;
        fields.serialize_field("create_time", &card.create_time)?;
        fields.serialize_field("update_time", &card.update_time)?;
        fields.serialize_field("code", &card.code)?;
        fields.serialize_field("user_id", &card.user_id)?;
        fields.serialize_field("api_limit", &card.api_limit)?;
        fields.serialize_field("type", card.card_type.as_str())?;
        match card
            .user_phone
            .as_deref()
            .map(|phone| (phone, as_number(phone)))
        {
            Some((_, Some(number))) => fields.serialize_field("user_phone", &number)?,
            Some((text, None)) => fields.serialize_field("user_phone", text)?,
            None => fields.serialize_field("user_phone", &None::<i64>)?,
        }
        fields.serialize_field("user_name", &card.user_name)?;
        fields.end()
    }
}

/// The number that says the same as the text: none for a leading zero, which a number cannot keep, for anything but
/// digits, and past what JavaScript holds exactly.
fn as_number(phone: &str) -> Option<i64> {
    let plain = phone.bytes().all(|byte| byte.is_ascii_digit())
        && (!phone.starts_with('0') || phone == "0");
    phone
        .parse()
        .ok()
        .filter(|number| plain && *number <= MAX_SAFE_INTEGER)
}
