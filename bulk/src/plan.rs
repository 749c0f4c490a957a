//! A destroy's plan: each card, whether the rules allow it, and a digest that says yes to exactly this.

use espai_cdkey::card::CardType;
use espai_cdkey::card::is_paid;
use serde::{Deserialize, Serialize};

use crate::digest;
use crate::problem::{SheetReason, Why};

/// A card as the client gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Card {
    /// Its id, by which it is destroyed.
    pub id: String,
    /// Its code.
    pub code: String,
    /// Its type's code.
    #[serde(rename = "type")]
    pub card_type: String,
    /// What it holds.
    pub api_limit: Option<i64>,
    /// Its owner's id.
    pub user_id: Option<String>,
    /// Its owner's phone.
    pub user_phone: Option<String>,
    /// Its owner's nickname.
    pub user_name: Option<String>,
    /// When it was made.
    pub create_time: Option<i64>,
    /// When it was changed last.
    pub update_time: Option<i64>,
}

/// A card of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// The card.
    pub card: Card,
    /// Whether the rules allow that it is destroyed.
    pub allowed: bool,
    /// Why not.
    pub reason: Option<Why>,
}

/// A plan, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Each card, in the order that was asked for.
    pub cards: Vec<Planned>,
    /// Says yes to this plan: its first half stands for the ids, its second for all that is shown.
    pub digest: String,
}

/// What a digest says about a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// It is this plan's.
    Same,
    /// It is of a plan of the same cards, of which one has changed since.
    Changed,
    /// It is another plan's.
    Other,
}

impl Confirmation {
    /// Its name for the host.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Other => "other",
        }
    }
}

impl Plan {
    /// A plan for these cards.
    pub fn new(cards: Vec<Card>) -> Self {
        let ids: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
        let ids = serde_json::to_string(&ids).unwrap_or_default();
        let cards: Vec<Planned> = cards
            .into_iter()
            .map(|card| {
                let reason = refused(&card);
                Planned {
                    card,
                    allowed: reason.is_none(),
                    reason: reason.map(Why::from),
                }
            })
            .collect();
        let shown = serde_json::to_string(&cards).unwrap_or_default();
        Self {
            digest: format!("{}-{}", digest::of(&ids), digest::of(&shown)),
            cards,
        }
    }

    /// What a digest that was confirmed says about this plan.
    pub fn confirmed(&self, digest: &str) -> Confirmation {
        let ids = |digest: &str| digest.split_once('-').map(|(ids, _)| ids.to_owned());
        if digest == self.digest {
            Confirmation::Same
        } else if ids(digest) == ids(&self.digest) {
            Confirmation::Changed
        } else {
            Confirmation::Other
        }
    }
}

/// Why the rules refuse it (`docs/platform.md`, "Rules": only a paid card whose quota is 0).
fn refused(card: &Card) -> Option<SheetReason> {
    if card.card_type == CardType::TRIAL {
        return Some(SheetReason::TrialCard);
    }
    if !is_paid(&card.card_type) {
        return Some(SheetReason::UnknownType);
    }
    match card.api_limit {
        Some(0) => None,
        Some(_) => Some(SheetReason::HoldsQuota),
        None => Some(SheetReason::NoQuotaTold),
    }
}
