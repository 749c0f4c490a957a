//! `/cdkey/detail`: one card, by its owner's phone and its code.

use super::{Endpoint, Request};
use crate::card::Card;
use crate::error::{Invalid, InvalidCode};
use crate::field::{Phone, Text};
use crate::fields::{Fields, Names};
use crate::redact;
use crate::value::Value;
use crate::wire::request::write_object;

const PHONE: Names = &["phone"];
const CODE: Names = &["code"];

/// A card as a person names it, by its owner's phone and its code. Two texts are soon in each other's place, so each has its name here;
/// nothing is checked yet.
#[derive(Clone, Copy)]
pub struct CardRef<'a> {
    /// Its owner's phone, 1 to 20 digits.
    pub phone: &'a str,
    /// Its redeem code.
    pub code: &'a str,
}

impl<'a> CardRef<'a> {
    /// How a card that was read is named; nothing where it has no owner's phone.
    pub fn of(card: &'a Card) -> Option<Self> {
        Some(Self {
            phone: card.user_phone.as_deref()?,
            code: &card.code,
        })
    }
}

impl std::fmt::Debug for CardRef<'_> {
    /// The phone masked.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("CardRef")
            .field("phone", &redact::phone(self.phone))
            .field("code", &self.code)
            .finish()
    }
}

/// Which card to look up.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailInput {
    phone: Phone,
    code: Text,
}

impl DetailInput {
    /// This card.
    ///
    /// # Errors
    /// As [`DetailInput::check`].
    pub fn new(card: CardRef<'_>) -> Result<Self, Invalid> {
        Self::check(&Value::object([
            ("phone", card.phone.into()),
            ("code", card.code.into()),
        ]))
    }

    /// Checks what the caller gave.
    ///
    /// # Errors
    /// The first field that is refused or missing.
    pub fn check(value: &Value) -> Result<Self, Invalid> {
        let fields = Fields::open(value, "input", "", &[PHONE, CODE], InvalidCode::Argument)?;
        Ok(Self {
            phone: fields.required(PHONE)?,
            code: fields.required(CODE)?,
        })
    }

    /// One end of a transfer, checked already.
    pub(super) fn of(phone: Phone, code: Text) -> Self {
        Self { phone, code }
    }

    /// The owner's phone, as it is sent.
    pub fn phone(&self) -> &str {
        self.phone.as_str()
    }

    /// The card's code.
    pub fn code(&self) -> &str {
        self.code.as_str()
    }

    /// Whether a card is the one that was asked for. A phone that the service shows in another way (masked, say) does not tell.
    ///
    /// # Errors
    /// The name of a field on the wire that is another card's.
    pub fn is_of(&self, card: &Card) -> Result<(), &'static str> {
        let digits =
            |phone: &&str| !phone.is_empty() && phone.bytes().all(|byte| byte.is_ascii_digit());
        // The service sends a number, which has no leading zeros.
        let bare = |phone: &str| phone.trim_start_matches('0').to_owned();
        let phone = card.user_phone.as_deref().filter(digits);
        if card.code != self.code.as_str() {
            Err("code")
        } else if phone.is_some_and(|phone| bare(phone) != bare(self.phone.as_str())) {
            Err("user_phone")
        } else {
            Ok(())
        }
    }

    /// What was checked, by this package's own names.
    pub fn to_value(&self) -> Value {
        Value::report([
            ("phone", Some(self.phone.as_str().into())),
            ("code", Some(self.code.as_str().into())),
        ])
    }

    /// What is sent.
    pub fn request(&self) -> Request {
        Request {
            endpoint: Endpoint::Detail,
            body: write_object(&[("phone", self.phone.as_str()), ("code", self.code.as_str())]),
            phones: vec![self.phone.as_str().to_owned()],
        }
    }
}
