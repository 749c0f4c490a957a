//! A quota card (额度卡), as the service tells it.

/// One quota card.
///
/// Only `id`, `code` and `card_type` are sure to be there (`docs/platform.md`, points 11 and 14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The card's id (32 hex digits in every example); names the card in a destroy.
    pub id: String,
    /// The redeem code (8 letters and digits in every example).
    pub code: String,
    /// What kind of card it is, as the wire's code.
    pub card_type: CardType,
    /// Remaining calls; may be below zero. None where the service names no number, as it may of an unlimited card (不限次数).
    pub api_limit: Option<i64>,
    /// The owner's id.
    pub user_id: Option<String>,
    /// The owner's phone number as text, so that it feeds back into a `detail`.
    pub user_phone: Option<String>,
    /// The owner's nickname.
    pub user_name: Option<String>,
    /// When the card was made, in milliseconds since the epoch.
    pub create_time: Option<i64>,
    /// When the card was last changed, in milliseconds since the epoch; none until the first change.
    pub update_time: Option<i64>,
}

/// The kind of a card: the wire's code, kept as it came, whatever the service sends next.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CardType(String);

/// The language of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 中文
    Chinese,
    /// English
    English,
}

/// The types of the platform's page (list, field `type`) with their names; `0` is of `docs/platform.md`, "Types".
const KNOWN: [(&str, &str, &str); 6] = [
    (CardType::TRIAL, "免费体验卡", "Free trial"),
    (CardType::QINGLONG, "青龙", "Qinglong"),
    (CardType::JIUWEIHU, "九尾狐", "Jiuweihu"),
    (CardType::XUANWU, "玄武", "Xuanwu"),
    (CardType::ZHULONG, "烛龙", "Zhulong"),
    (CardType::TAOTIE, "饕餮", "Taotie"),
];

impl CardType {
    /// The free trial card (免费体验卡): neither transferred from or to, nor destroyed.
    pub const TRIAL: &'static str = "0";
    /// 青龙
    pub const QINGLONG: &'static str = "1";
    /// 九尾狐
    pub const JIUWEIHU: &'static str = "2";
    /// 玄武
    pub const XUANWU: &'static str = "3";
    /// 烛龙
    pub const ZHULONG: &'static str = "4";
    /// 饕餮
    pub const TAOTIE: &'static str = "5";

    /// Keeps a code as it came.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// The wire's code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the page's table calls this type a paid card (付费额度卡). False for a code that is in no table.
    pub fn is_paid(&self) -> bool {
        is_paid(&self.0)
    }

    /// What a person calls this type. An unknown code is shown as itself.
    pub fn label(&self, language: Language) -> &str {
        label(&self.0, language)
    }
}

/// See [`CardType::is_paid`].
pub fn is_paid(code: &str) -> bool {
    code != CardType::TRIAL && KNOWN.iter().any(|(known, _, _)| *known == code)
}

/// See [`CardType::label`].
pub fn label(code: &str, language: Language) -> &str {
    KNOWN
        .iter()
        .find(|(known, _, _)| *known == code)
        .map_or(code, |(_, chinese, english)| match language {
            Language::Chinese => chinese,
            Language::English => english,
        })
}
