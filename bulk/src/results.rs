//! A results file, read: a row each time that a line's state changed, of which the last one counts.

use std::collections::HashMap;

use crate::problem::{Problem, SheetReason};
use crate::row::{Row, Status};

/// What the rows of earlier runs say.
#[derive(Debug, Default)]
pub struct Results {
    /// The last row of each line.
    rows: HashMap<u32, Row>,
    /// The lines whose requests may have left, in the order in which they did.
    sent: Vec<u32>,
}

impl Results {
    /// Takes a row below the header. `at` is its line in the results file.
    ///
    /// # Errors
    /// It is none of ours.
    pub fn push_cells<T: AsRef<str>>(&mut self, at: u32, cells: &[T]) -> Result<(), Problem> {
        self.push(at, Row::of_cells(cells))
    }

    /// Takes a line of JSONL.
    ///
    /// # Errors
    /// It is none of ours.
    pub fn push_json(&mut self, at: u32, json: &str) -> Result<(), Problem> {
        self.push(at, Row::of_json(json))
    }

    /// The last row of a line.
    pub fn row(&self, line: u32) -> Option<&Row> {
        self.rows.get(&line)
    }

    /// All last rows.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// The lines whose requests may have left, in that order; one that was sent in two runs twice.
    pub fn sent(&self) -> &[u32] {
        &self.sent
    }

    fn push(&mut self, at: u32, row: Option<Row>) -> Result<(), Problem> {
        let row = row.ok_or_else(|| Problem::at(at, SheetReason::BadResultsRow))?;
        if row.state() == Some(Status::Sending) {
            self.sent.push(row.line);
        }
        self.rows.insert(row.line, row);
        Ok(())
    }
}
