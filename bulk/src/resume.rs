//! What a run does with each line of its sheet, by what the results file says of earlier ones. Nothing is sent twice: what may have
//! left is settled by the cards or by a person.
//!
//! | the line's last row | what is done |
//! |---|---|
//! | none, `skipped` | it runs |
//! | `failed`, outcome `not_sent` | it runs: its request never left, so nothing is sent again |
//! | `failed`, outcome `rejected` | kept: the service has said no to exactly this; it runs where a person asks for [`Again::Refused`] |
//! | `done` | kept |
//! | `sending` | settled: the run died before the end was written |
//! | `unknown` | looked at again if nothing else of this file has touched its cards since, as they prove nothing then; else kept |
//!
//! Settling comes before anything else is sent: a line that moved the same cards would blur what they prove.

use std::collections::HashMap;

use crate::line::Line;
use crate::problem::{Problem, SheetReason};
use crate::results::Results;
use crate::row::{Row, Status};
use crate::sheet::Sheet;

/// What is done with one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// It is sent.
    Run,
    /// It is settled by what its cards hold now.
    Settle,
    /// It stays as it is.
    Keep,
}

impl Task {
    /// Its name for the host.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Settle => "settle",
            Self::Keep => "keep",
        }
    }
}

/// Which of the lines that certainly did not happen run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Those whose requests never left.
    NotSent,
    /// These, and those that were refused: a person has done something about the reason.
    Refused,
}

/// What is done with each line of the sheet, in its order.
///
/// # Errors
/// The results are of another sheet: every line that says something else now, or is not there.
pub fn tasks(sheet: &Sheet, results: &Results, again: Again) -> Result<Vec<Task>, Vec<Problem>> {
    let lines: HashMap<u32, &Line> = sheet.lines().iter().map(|line| (line.line, line)).collect();
    let mut problems: Vec<Problem> = results
        .rows()
        .filter_map(|row| match lines.get(&row.line) {
            None => Some(Problem::at(row.line, SheetReason::LineGone)),
            Some(line) if line.fingerprint() != row.input => {
                Some(Problem::at(row.line, SheetReason::InputChanged))
            }
            Some(_) => None,
        })
        .collect();
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.line);
        return Err(problems);
    }
    let mut touched: HashMap<&str, u32> = HashMap::new();
    for line in results.sent() {
        let cards = lines.get(line).and_then(|line| line.cards());
        for card in cards.into_iter().flatten() {
            touched.insert(card, *line);
        }
    }
    let untouched = |line: &Line| {
        let mut cards = line.cards().into_iter().flatten();
        cards.all(|card| touched.get(card) == Some(&line.line))
    };
    Ok(sheet
        .lines()
        .iter()
        .map(|line| {
            results
                .row(line.line)
                .map_or(Task::Run, |row| task(row, again, untouched(line)))
        })
        .collect())
}

fn task(row: &Row, again: Again, untouched: bool) -> Task {
    match row.state() {
        Some(Status::Skipped) => Task::Run,
        Some(Status::Failed) if row.outcome == "not_sent" => Task::Run,
        Some(Status::Failed) if row.outcome == "rejected" && again == Again::Refused => Task::Run,
        Some(Status::Sending) => Task::Settle,
        Some(Status::Unknown) if untouched && has_balances(row) => Task::Settle,
        _ => Task::Keep,
    }
}

/// Whether the cards can prove anything at all.
pub fn has_balances(row: &Row) -> bool {
    row.source_before.is_some() && row.target_before.is_some()
}
