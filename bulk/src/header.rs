//! The header: which column stands where.

use espai_cdkey::redact::untrusted_key;

use crate::column::{Column, Kind};
use crate::problem::{Problem, SheetReason};

/// A sheet's header, checked: every column once, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Each column, where it stands, and what the file calls it.
    columns: Vec<(Column, usize, String)>,
    /// Columns of a card that are not looked at.
    passed: Vec<usize>,
    width: usize,
}

/// Spaces around a name are harmless, as is a byte order mark that a reader has left there.
fn name_of(cell: &str) -> &str {
    cell.trim_start_matches('\u{feff}').trim()
}

impl Header {
    /// Reads the first row.
    ///
    /// # Errors
    /// All that is wrong: a column that is unknown, missing, or there twice. A row that names no column is told as such, and its
    /// cells are not repeated: they are most likely the first transfer.
    pub fn read<T: AsRef<str>>(kind: Kind, line: u32, cells: &[T]) -> Result<Self, Vec<Problem>> {
        let header = Self::of_names(kind, line, cells);
        let knows = |cell: &T| kind.column(name_of(cell.as_ref())).is_some();
        if header.is_err() && !cells.iter().any(knows) {
            return Err(vec![Problem::at(line, SheetReason::NoHeader)]);
        }
        header
    }

    /// Reads the names of one line of JSONL, which are always names.
    ///
    /// # Errors
    /// As [`Header::read`], but that there may be no name that is known.
    pub fn of_names<T: AsRef<str>>(
        kind: Kind,
        line: u32,
        names: &[T],
    ) -> Result<Self, Vec<Problem>> {
        let mut columns: Vec<(Column, usize, String)> = Vec::new();
        let mut passed = Vec::new();
        let mut problems = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let name = name_of(name.as_ref());
            match kind.column(name) {
                Some(column) if columns.iter().any(|(other, ..)| *other == column) => problems
                    .push(Problem::at(line, SheetReason::RepeatedColumn).in_column(column, name)),
                Some(column) => columns.push((column, at, name.to_owned())),
                // A column without a name is wrong only where a line has something in it.
                None if name.is_empty() => {}
                None if kind.passes_over(name) => passed.push(at),
                None => problems.push(Problem {
                    header: Some(untrusted_key(name)),
                    ..Problem::at(line, SheetReason::UnknownColumn)
                }),
            }
        }
        for column in kind.columns() {
            if !columns.iter().any(|(other, ..)| other == column) {
                problems.push(Problem {
                    column: Some(column.name()),
                    ..Problem::at(line, SheetReason::MissingColumn)
                });
            }
        }
        if problems.is_empty() {
            Ok(Self {
                columns,
                passed,
                width: names.len(),
            })
        } else {
            Err(problems)
        }
    }

    /// Each column, and where it stands.
    pub fn columns(&self) -> impl Iterator<Item = (Column, usize)> {
        self.columns.iter().map(|(column, at, _)| (*column, *at))
    }

    /// Where a column stands, and what the file calls it.
    pub fn place(&self, column: Column) -> (Option<usize>, &str) {
        self.columns
            .iter()
            .find(|(other, ..)| *other == column)
            .map_or((None, ""), |(_, at, name)| (Some(*at), name.as_str()))
    }

    /// A line's cell of a column, empty where the line is shorter, and what the file calls the column.
    pub fn cell<'a, T: AsRef<str>>(&'a self, column: Column, cells: &'a [T]) -> (&'a str, &'a str) {
        let (at, name) = self.place(column);
        let cell = at.and_then(|at| cells.get(at));
        (cell.map_or("", AsRef::as_ref), name)
    }

    /// What is wrong with where a line's cells stand: something below no name, or beyond the last one.
    pub fn misplaced<T: AsRef<str>>(&self, cells: &[T]) -> Option<SheetReason> {
        let odd = cells.iter().enumerate().find(|(at, cell)| {
            !cell.as_ref().trim().is_empty()
                && !self.passed.contains(at)
                && !self.columns.iter().any(|(_, known, _)| known == at)
        })?;
        Some(if odd.0 < self.width {
            SheetReason::UnnamedColumn
        } else {
            SheetReason::ExtraCell
        })
    }
}
