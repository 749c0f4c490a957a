//! A card written as the service writes it: for who stands in the service's place, as the emulator and a backend do.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::card::Card;
use crate::value::MAX_SAFE_INTEGER;

/// Writes a card as the platform's page shows one: the same fields in the same order, the phone as a number.
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
