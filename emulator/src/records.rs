//! What the transfers leave behind: the usage records (额度卡使用记录) of their cards.
//!
//! The platform does not say which of a transfer's two cards gets a record, what `type` counts, or what sign an amount
//! has (`docs/platform.md`, point 12). Here both cards get one, of type `2` as in the platform's example, with the amount as
//! it was asked for. This is a decision of ours.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::card::Card;
use crate::random::Random;
use crate::shelf::{Change, Place};

/// All records, in the order they were made.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Only what a record does not share with its card, which no endpoint ever renames: a transfer adds 24 bytes.
    transfers: Vec<Transfer>,
}

#[derive(Debug, Clone, Copy)]
struct Transfer {
    source: Place,
    target: Place,
    amount: i64,
    made: i64,
}

/// One record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// How many were made before it.
    number: usize,
    /// Whose it is.
    pub card: Place,
    /// How much was moved.
    pub amount: i64,
    /// When, in ms since the epoch.
    pub made: i64,
}

impl Records {
    /// Writes down a change that was made; only transfers leave records.
    pub fn add(&mut self, change: &Change, now: i64) {
        if let Some((source, target, amount)) = change.transfer() {
            self.transfers.push(Transfer {
                source,
                target,
                amount,
                made: now,
            });
        }
    }

    /// All records, the newest first; of one transfer the source's, then the target's.
    pub fn newest_first(&self) -> impl Iterator<Item = Record> {
        let transfers = self.transfers.iter().enumerate().rev();
        transfers.flat_map(|(index, transfer)| {
            let before = index.saturating_mul(2);
            [
                (before, transfer.source),
                (before.saturating_add(1), transfer.target),
            ]
            .map(|(number, card)| Record {
                number,
                card,
                amount: transfer.amount,
                made: transfer.made,
            })
        })
    }
}

impl Record {
    /// Names the record: the same for the same record of every emulator, so that tests can tell it.
    pub fn id(&self) -> String {
        Random::new(u64::try_from(self.number).unwrap_or(u64::MAX), 2).hex32()
    }
}

/// Writes a record as the platform's documents show one: the same fields in the same order, the phone as a text here. An
/// emulated card has no e-mail address; the platform's example shows that as an empty text.
pub struct Row<'a>(pub Record, pub &'a Card);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(record, card) = self;
        let mut fields = serializer.serialize_struct("Record", 9)?;
        fields.serialize_field("id", &record.id())?;
        fields.serialize_field("create_time", &record.made)?;
        fields.serialize_field("type", "2")?;
        fields.serialize_field("user_id", &card.user_id)?;
        fields.serialize_field("cdkey_id", &card.id)?;
        fields.serialize_field("api_limit", &record.amount)?;
        fields.serialize_field("user_name", &card.user_name)?;
        fields.serialize_field("user_email", "")?;
        fields.serialize_field("user_phone", &card.user_phone)?;
        fields.end()
    }
}
