//! What an answer brought.

use super::card::Card;
use super::columns::CardColumns;

/// What a successful answer holds, as its endpoint's contract has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// Of `/cdkey/list`.
    Page {
        /// How many cards there are in all (`totalNumber`), which may be more than came. A safe integer, not negative.
        total: i64,
        /// The cards that came.
        cards: CardColumns,
    },
    /// Of `/cdkey/detail`: columns with exactly one card.
    Card(CardColumns),
    /// Of `/cdkey/transfer` and `/cdkey/destroy`.
    Nothing,
}

impl Payload {
    /// The columns of what came, none for [`Payload::Nothing`].
    pub const fn columns(&self) -> Option<&CardColumns> {
        match self {
            Self::Page { cards, .. } | Self::Card(cards) => Some(cards),
            Self::Nothing => None,
        }
    }

    /// How many cards there are in all; 0 where the answer does not say.
    pub const fn total(&self) -> i64 {
        match self {
            Self::Page { total, .. } => *total,
            Self::Card(_) | Self::Nothing => 0,
        }
    }

    /// The cards that came, one by one.
    pub fn cards(&self) -> impl Iterator<Item = Card> + '_ {
        self.columns().into_iter().flat_map(CardColumns::cards)
    }
}
