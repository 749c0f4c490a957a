//! A usage record (额度卡使用记录) of a quota card, as the service tells it.

/// One usage record. By itself it proves nothing, neither that a transfer happened nor that it did not.
///
/// Only `id` is sure to be there (`docs/platform.md`, point 12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceLog {
    /// The record's id.
    pub id: String,
    /// The id of the card that it is about (`cdkey_id` on the wire).
    pub card_id: Option<String>,
    /// `1` in the platform's example. What it counts, and with which sign, the platform does not say: it is as it came.
    pub api_limit: Option<i64>,
    /// `2` in the platform's example. What it means the platform does not say, nor that it is a card's type: it is as it came.
    pub log_type: Option<String>,
    /// The owner's id.
    pub user_id: Option<String>,
    /// The owner's phone number as text.
    pub user_phone: Option<String>,
    /// The owner's nickname.
    pub user_name: Option<String>,
    /// The owner's e-mail address; may be empty.
    pub user_email: Option<String>,
    /// When the record was made, in milliseconds since the epoch.
    pub create_time: Option<i64>,
}
