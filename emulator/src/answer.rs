//! What goes back: a status, headers and a body; and the envelopes, with the fields and the order of the page's examples.

use espai_cdkey::on_the_wire::{OnTheWire, One, Page, SUCCEEDED};
use serde::Serialize;

use crate::card::Card;
use crate::records::{Record, Row};
use crate::refusal::Refusal;

/// A whole HTTP answer. `content-length` is the host's to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// 200 to 599.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// UTF-8.
    pub body: String,
}

/// The page's words for a destroy.
const DESTROYED: &str = "删除成功";

const JSON: &str = "application/json; charset=utf-8";

#[derive(Serialize)]
struct Done {
    success: bool,
    message: &'static str,
}

#[derive(Serialize)]
struct Failed<'a> {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a serde_json::Value>,
}

impl Answer {
    /// A page of cards, with how many match in all.
    pub fn page(cards: &[&Card], total: usize) -> Self {
        let cards = cards.iter().map(|card| OnTheWire(card)).collect();
        Self::envelope(200, &Page::of(cards, total))
    }

    /// A page of records, each with its card, and how many match in all.
    pub fn records(records: &[(Record, &Card)], total: usize) -> Self {
        let rows = records.iter().map(|(record, card)| Row(*record, card));
        Self::envelope(200, &Page::of(rows.collect(), total))
    }

    /// One card.
    pub fn card(card: &Card) -> Self {
        Self::envelope(200, &One::of(card))
    }

    /// A transfer that is done.
    pub fn transferred() -> Self {
        Self::envelope(
            200,
            &Done {
                success: true,
                message: SUCCEEDED,
            },
        )
    }

    /// A destroy that is done.
    pub fn destroyed() -> Self {
        Self::envelope(
            200,
            &Done {
                success: true,
                message: DESTROYED,
            },
        )
    }

    /// A refusal, with the HTTP status that goes with it: 200 for all that a rule refuses.
    pub fn refused(status: u16, refusal: &Refusal) -> Self {
        Self::failed(status, Some(&refusal.message), Some(&refusal.code.into()))
    }

    /// A failure envelope, with what it has of a message and a code.
    pub fn failed(status: u16, message: Option<&str>, code: Option<&serde_json::Value>) -> Self {
        Self::envelope(
            status,
            &Failed {
                success: false,
                message,
                code,
            },
        )
    }

    /// An answer with no envelope in it.
    pub fn plain(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    fn envelope(status: u16, envelope: &impl Serialize) -> Self {
        // Plain structs of texts and numbers cannot fail to be written; were that to change, an empty body shows it.
        Self::plain(
            status,
            JSON,
            serde_json::to_string(envelope).unwrap_or_default(),
        )
    }
}
