//! What an answer brought.

use super::balance_log::BalanceLog;
use super::card::Card;
use super::columns::{CardColumns, LogColumns, Record};

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
    /// Of `/cdkey/balance_logs`.
    Logs {
        /// How many records there are in all (`totalNumber`), as for a page of cards.
        total: i64,
        /// The records that came.
        logs: LogColumns,
    },
    /// Of `/cdkey/transfer` and `/cdkey/destroy`.
    Nothing,
}

impl Payload {
    /// The columns of the cards that came, none where it is no cards that were asked for.
    pub const fn columns(&self) -> Option<&CardColumns> {
        match self {
            Self::Page { cards, .. } | Self::Card(cards) => Some(cards),
            Self::Logs { .. } | Self::Nothing => None,
        }
    }

    /// How many cards or records there are in all; 0 where the answer does not say.
    pub const fn total(&self) -> i64 {
        match self {
            Self::Page { total, .. } | Self::Logs { total, .. } => *total,
            Self::Card(_) | Self::Nothing => 0,
        }
    }

    /// Gives what came, cards or usage records, to `to`, one by one and still in the columns.
    pub fn each(&self, to: &mut dyn FnMut(Record<'_>)) {
        let columns = match self {
            Self::Page { cards, .. } | Self::Card(cards) => &cards.0,
            Self::Logs { logs, .. } => &logs.0,
            Self::Nothing => return,
        };
        columns.each(to);
    }

    /// The cards that came, one by one.
    pub fn cards(&self) -> impl Iterator<Item = Card> + '_ {
        self.columns().into_iter().flat_map(CardColumns::cards)
    }

    /// The usage records that came, one by one.
    pub fn logs(&self) -> impl Iterator<Item = BalanceLog> + '_ {
        let logs = match self {
            Self::Logs { logs, .. } => Some(logs),
            Self::Page { .. } | Self::Card(_) | Self::Nothing => None,
        };
        logs.into_iter().flat_map(LogColumns::logs)
    }
}
