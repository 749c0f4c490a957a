//! One line, checked: a transfer, or an id.

use espai_cdkey::endpoint::TransferInput;
use espai_cdkey::field::{Count, Field, Phone, Text};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;

use crate::column::{Column, Kind};
use crate::header::Header;
use crate::problem::{Problem, SheetReason, Why};
use crate::workbook::{self, Cell};
use crate::{cell, digest, suspect};

/// Between two values of a line: no checked value has a control character.
const BETWEEN: char = '\t';

/// A checked line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins in the file, from 1.
    pub line: u32,
    /// Its checked values in the order of [`Kind::columns`]. In one text: a sheet may have a million lines, and all of them are
    /// checked before the first is sent.
    text: Box<str>,
}

impl Line {
    /// The values, in the order of [`Kind::columns`].
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.text.split(BETWEEN)
    }

    /// All values as one text: equal where two lines say the same.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What tells this line from one that was changed since.
    pub fn fingerprint(&self) -> String {
        digest::of(&self.text)
    }

    /// The two cards of a transfer, each as one text.
    pub fn cards(&self) -> Option<[&str; 2]> {
        let mut ends = self.text.match_indices(BETWEEN).map(|(at, _)| at);
        let (_, source_end) = (ends.next()?, ends.next()?);
        let (_, target_end) = (ends.next()?, ends.next()?);
        Some([
            self.text.get(..source_end)?,
            self.text.get(source_end.saturating_add(1)..target_end)?,
        ])
    }

    /// Checks a line of a table.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn of_cells<T: AsRef<str>>(
        kind: Kind,
        header: &Header,
        line: u32,
        cells: &[T],
    ) -> Result<Self, Vec<Problem>> {
        if let Some(reason) = header.misplaced(cells) {
            return Err(vec![Problem::at(line, reason)]);
        }
        checked(kind, line, |column| {
            let (cell, name) = header.cell(column, cells);
            (of_cell(column, cell), name.to_owned())
        })
    }

    /// Checks a line of a workbook.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn of_workbook(
        kind: Kind,
        header: &Header,
        line: u32,
        cells: &[Cell],
    ) -> Result<Self, Vec<Problem>> {
        let texts: Vec<_> = cells.iter().map(Cell::text).collect();
        if let Some(reason) = header.misplaced(&texts) {
            return Err(vec![Problem::at(line, reason)]);
        }
        checked(kind, line, |column| {
            let (at, name) = header.place(column);
            let cell = at.and_then(|at| cells.get(at));
            (of_workbook(column, cell), name.to_owned())
        })
    }

    /// Checks a line of JSONL: an object with the columns' names, or for ids also the id alone. Its values are what they are, texts
    /// or whole numbers: no spreadsheet has touched them.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn of_json(kind: Kind, line: u32, json: &str) -> Result<Self, Vec<Problem>> {
        let Ok(value) = serde_json::from_str::<Value>(json) else {
            return Err(vec![Problem::at(line, SheetReason::NotJson)]);
        };
        let members = match value {
            Value::Fields(members) => members,
            Value::Text(_) if kind == Kind::Ids => vec![(Column::Id.name().to_owned(), value)],
            other => {
                let reason = Reason::NotPlainObject(other.noun());
                return Err(vec![Problem::at(line, reason)]);
            }
        };
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        Header::of_names(kind, line, &names)?;
        checked(kind, line, |column| {
            let member = members
                .iter()
                .find(|(name, _)| kind.column(name) == Some(column));
            match member {
                Some((name, value)) => (of_value(column, value).map_err(Why::from), name.clone()),
                None => (Err(Reason::Missing.into()), column.name().to_owned()),
            }
        })
    }
}

/// All values of a line, or all that is wrong with them.
fn checked(
    kind: Kind,
    line: u32,
    value: impl Fn(Column) -> (Result<String, Why>, String),
) -> Result<Line, Vec<Problem>> {
    let mut values: Vec<(Column, String)> = Vec::new();
    let mut problems = Vec::new();
    for column in kind.columns() {
        match value(*column) {
            (Ok(value), _) => values.push((*column, value)),
            (Err(why), name) => problems.push(Problem::at(line, why).in_column(*column, &name)),
        }
    }
    // What is wrong with the values together: only the client's own check knows.
    if problems.is_empty() && kind == Kind::Transfers {
        let fields = values
            .iter()
            .map(|(column, value)| (column.name().to_owned(), value.as_str().into()));
        if let Err(invalid) = TransferInput::check(&Value::Fields(fields.collect())) {
            let name = value(Column::TargetCode).1;
            let problem = Problem::at(line, invalid.reason);
            problems.push(problem.in_column(Column::TargetCode, &name));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let values: Vec<String> = values.into_iter().map(|(_, value)| value).collect();
    Ok(Line {
        line,
        text: values.join("\t").into(),
    })
}

/// A cell. Spaces around digits are harmless, and passed over; around a code they would be sent, and are refused. A `'` before a
/// value says that it is meant as it stands.
fn of_cell(column: Column, cell: &str) -> Result<String, Why> {
    let trimmed = cell.trim();
    if trimmed.is_empty() {
        return Err(Reason::Empty.into());
    }
    let (value, suspicion) = match column {
        Column::Phone | Column::TargetPhone => match trimmed.strip_prefix('\'') {
            Some(meant) => (meant, None),
            None => (trimmed, suspect::phone(trimmed)),
        },
        Column::Limit => (trimmed, suspect::amount(trimmed)),
        Column::Code | Column::TargetCode | Column::Id => match cell::read(cell) {
            meant if meant != cell => (meant, None),
            _ => (cell, suspect::text(cell)),
        },
    };
    match suspicion {
        Some(reason) => Err(reason.into()),
        None => of_value(column, &value.into()).map_err(Why::from),
    }
}

/// A cell of a workbook. What is text is meant as it stands, but for what no column may hold; see [`workbook`].
fn of_workbook(column: Column, cell: Option<&Cell>) -> Result<String, Why> {
    let digits = match (cell, column) {
        (None | Some(Cell::Empty(())), _) => return Err(Reason::Empty.into()),
        (Some(Cell::Flag(_) | Cell::Moment { .. }), _) => return Err(SheetReason::OddCell.into()),
        (Some(Cell::Text(text)), Column::Phone | Column::TargetPhone) => {
            let text = text.trim();
            let meant = text.strip_prefix('\'').unwrap_or(text);
            return match suspect::number(meant) {
                _ if meant.is_empty() => Err(Reason::Empty.into()),
                Some(reason) => Err(reason.into()),
                None => of_value(column, &meant.into()).map_err(Why::from),
            };
        }
        (Some(Cell::Text(text)), _) => return of_cell(column, text),
        (Some(Cell::Number(_)), Column::Code | Column::TargetCode | Column::Id) => {
            return Err(SheetReason::NumberCell.into());
        }
        (Some(Cell::Number(number)), _) => workbook::digits(*number)?,
    };
    of_cell(column, &digits)
}

/// What the client's own checks make of a value.
fn of_value(column: Column, value: &Value) -> Result<String, Reason> {
    match column {
        Column::Phone | Column::TargetPhone => Phone::parse(value).map(|phone| phone.to_wire()),
        Column::Limit => Count::parse(value).map(|limit| limit.to_wire()),
        Column::Code | Column::TargetCode | Column::Id => {
            Text::parse(value).map(|text| text.to_wire())
        }
    }
}
