//! A whole sheet: every line is checked, and all that is wrong is told at once, before anything is sent.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::column::Kind;
use crate::header::Header;
use crate::line::Line;
use crate::problem::{Problem, SheetReason};
use crate::workbook::Cell;

/// A sheet as far as it was read.
#[derive(Debug)]
pub struct Sheet {
    kind: Kind,
    allow_duplicates: bool,
    header: Head,
    lines: Vec<Line>,
    /// Where a line like this one stands in `lines`, by its hash: the texts themselves would be there twice.
    seen: HashMap<u64, usize>,
    problems: Vec<Problem>,
}

#[derive(Debug)]
enum Head {
    /// Not read yet.
    Awaited,
    Known(Header),
    /// Refused: what is below it cannot be checked.
    Refused,
    /// JSONL has none.
    None,
}

impl Sheet {
    /// A sheet with nothing read. The same line twice is a problem unless it is allowed; the same id always is.
    pub fn new(kind: Kind, allow_duplicates: bool) -> Self {
        Self {
            kind,
            allow_duplicates: allow_duplicates && kind == Kind::Transfers,
            header: Head::Awaited,
            lines: Vec::new(),
            seen: HashMap::new(),
            problems: Vec::new(),
        }
    }

    /// Takes a row of a table, which begins at this line of the file. The first that is not blank is the header.
    pub fn push_cells<T: AsRef<str>>(&mut self, line: u32, cells: &[T]) {
        self.push(line, cells, |kind, header| {
            Line::of_cells(kind, header, line, cells)
        });
    }

    /// Takes a row of a workbook, as [`Self::push_cells`] does one of a table.
    pub fn push_workbook(&mut self, line: u32, cells: &[Cell]) {
        let texts: Vec<_> = cells.iter().map(Cell::text).collect();
        self.push(line, &texts, |kind, header| {
            Line::of_workbook(kind, header, line, cells)
        });
    }

    /// Takes a line of JSONL. Blank ones are passed over.
    pub fn push_json(&mut self, line: u32, json: &str) {
        let json = json.trim_start_matches('\u{feff}').trim();
        if json.is_empty() {
            return;
        }
        self.header = Head::None;
        self.take(Line::of_json(self.kind, line, json));
    }

    /// Takes a line that the host could not even split into cells.
    pub fn push_unreadable(&mut self, line: u32) {
        self.problems
            .push(Problem::at(line, SheetReason::BadQuotes));
    }

    /// Says that there is no more.
    pub fn finish(&mut self) {
        if !self.problems.is_empty() || !self.lines.is_empty() {
            self.problems.sort_by_key(|problem| problem.line);
            return;
        }
        self.problems.push(Problem::new(match self.header {
            Head::Awaited => SheetReason::NoRows,
            _ => SheetReason::NoLines,
        }));
    }

    /// All that is wrong, by line.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What was checked and found good, in the order of the file.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The columns.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Where each column stands, as far as there is a header that is good.
    pub fn header(&self) -> Option<&Header> {
        match &self.header {
            Head::Known(header) => Some(header),
            Head::Awaited | Head::Refused | Head::None => None,
        }
    }

    fn push<T: AsRef<str>>(
        &mut self,
        line: u32,
        texts: &[T],
        check: impl FnOnce(Kind, &Header) -> Result<Line, Vec<Problem>>,
    ) {
        let blank = |cell: &T| {
            let text = cell.as_ref().trim_start_matches('\u{feff}');
            text.trim().is_empty()
        };
        if texts.iter().all(blank) {
            return;
        }
        match &self.header {
            Head::Awaited => match Header::read(self.kind, line, texts) {
                Ok(header) => self.header = Head::Known(header),
                Err(problems) => {
                    self.header = Head::Refused;
                    self.problems.extend(problems);
                }
            },
            Head::Known(header) => {
                let checked = check(self.kind, header);
                self.take(checked);
            }
            Head::Refused | Head::None => {}
        }
    }

    fn take(&mut self, checked: Result<Line, Vec<Problem>>) {
        match checked {
            Ok(line) => {
                if let Some(first) = self.earlier(&line).filter(|_| !self.allow_duplicates) {
                    self.problems.push(Problem {
                        first: Some(first),
                        ..Problem::at(line.line, SheetReason::RepeatedLine)
                    });
                }
                self.lines.push(line);
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    /// The line that says the same, and remembers this one if there is none.
    fn earlier(&mut self, line: &Line) -> Option<u32> {
        let mut hasher = DefaultHasher::new();
        line.text().hash(&mut hasher);
        let at = *self.seen.entry(hasher.finish()).or_insert(self.lines.len());
        // Two texts of one hash are not the same line.
        self.lines
            .get(at)
            .filter(|other| other.text() == line.text())
            .map(|other| other.line)
    }
}
