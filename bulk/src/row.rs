//! One row of a results file: written as a line's state changes, and read by a later run.

use espai_cdkey::coded;
use serde::{Deserialize, Serialize};

use crate::cell;
use crate::line::Line;

coded! {
    /// A line's state.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    Status {
        /// Its request may have left.
        Sending => "sending",
        /// It happened.
        Done => "done",
        /// It did not happen.
        Failed => "failed",
        /// It may have happened, or not.
        Unknown => "unknown",
        /// It was not begun.
        Skipped => "skipped",
    }
}

impl Status {
    const ALL: [Self; 5] = [
        Self::Sending,
        Self::Done,
        Self::Failed,
        Self::Unknown,
        Self::Skipped,
    ];

    /// The state of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// A row. Texts are empty, and balances none, where there is nothing to say.
///
/// It has to stand alone: what settles a line that was left at `sending` is in its row, and nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The line in the sheet.
    pub line: u32,
    /// The card that gets the quota, so that a person finds it.
    pub target_code: String,
    /// See [`Status`].
    pub status: String,
    /// Whether it can have happened, of a line that is not done: `not_sent`, `rejected`, `unknown`.
    pub outcome: String,
    /// The error's code.
    pub code: String,
    /// The service's words, or the error's.
    pub message: String,
    /// What the source held before.
    pub source_before: Option<i64>,
    /// What it held after.
    pub source_after: Option<i64>,
    /// What the target held before.
    pub target_before: Option<i64>,
    /// What it held after.
    pub target_after: Option<i64>,
    /// The source's id.
    pub source_id: String,
    /// The target's id.
    pub target_id: String,
    /// The line's fingerprint. The last column, and always of one length: a row that has it is whole.
    pub input: String,
}

/// What there is to say of a line, besides which it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct News {
    status: String,
    outcome: String,
    code: String,
    message: String,
    source_before: Option<i64>,
    source_after: Option<i64>,
    target_before: Option<i64>,
    target_after: Option<i64>,
    source_id: String,
    target_id: String,
}

impl Row {
    /// The row of a line.
    pub fn of_line(line: &Line, news: News) -> Self {
        Self {
            line: line.line,
            // The fourth of a transfer's values.
            target_code: line.values().nth(3).unwrap_or_default().to_owned(),
            status: news.status,
            outcome: news.outcome,
            code: news.code,
            message: flat(&news.message),
            source_before: news.source_before,
            source_after: news.source_after,
            target_before: news.target_before,
            target_after: news.target_after,
            source_id: news.source_id,
            target_id: news.target_id,
            input: line.fingerprint(),
        }
    }

    /// The columns, in order.
    pub const COLUMNS: [&'static str; 13] = [
        "line",
        "target_code",
        "status",
        "outcome",
        "code",
        "message",
        "source_before",
        "source_after",
        "target_before",
        "target_after",
        "source_id",
        "target_id",
        "input",
    ];

    /// The row as cells. No cell has a line break in it: so a row ends where its line ends, also for who finds half of one.
    pub fn cells(&self) -> [String; 13] {
        let text = |value: &str| cell::write(value);
        let number = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
        [
            self.line.to_string(),
            text(&self.target_code),
            text(&self.status),
            text(&self.outcome),
            text(&self.code),
            text(&self.message),
            number(self.source_before),
            number(self.source_after),
            number(self.target_before),
            number(self.target_after),
            text(&self.source_id),
            text(&self.target_id),
            text(&self.input),
        ]
    }

    /// Reads cells. None where they are no whole row of ours.
    pub fn of_cells<T: AsRef<str>>(cells: &[T]) -> Option<Self> {
        let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        let [
            line,
            target_code,
            status,
            outcome,
            code,
            message,
            source_before,
            source_after,
            target_before,
            target_after,
            source_id,
            target_id,
            input,
        ] = cells.as_slice()
        else {
            return None;
        };
        let text = |value: &str| cell::read(value).to_owned();
        let number = |value: &str| match value {
            "" => Some(None),
            _ => value.parse().ok().map(Some),
        };
        Self {
            line: line.parse().ok()?,
            target_code: text(target_code),
            status: text(status),
            outcome: text(outcome),
            code: text(code),
            message: text(message),
            source_before: number(source_before)?,
            source_after: number(source_after)?,
            target_before: number(target_before)?,
            target_after: number(target_after)?,
            source_id: text(source_id),
            target_id: text(target_id),
            input: text(input),
        }
        .whole()
    }

    /// Reads a line of JSONL. None where it is no whole row of ours.
    pub fn of_json(json: &str) -> Option<Self> {
        serde_json::from_str::<Self>(json).ok()?.whole()
    }

    /// The state.
    pub fn state(&self) -> Option<Status> {
        Status::of(&self.status)
    }

    fn whole(self) -> Option<Self> {
        let is_whole = self.input.len() == 16
            && self
                .input
                .bytes()
                .all(|letter| (b'a'..=b'p').contains(&letter));
        (is_whole && self.state().is_some()).then_some(self)
    }
}

/// On one line.
fn flat(text: &str) -> String {
    text.replace(char::is_control, " ")
}
