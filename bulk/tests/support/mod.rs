//! Sheets as tests write them.
#![allow(dead_code, reason = "not every test uses all of it")]

use espai_cdkey_bulk::column::Kind;
use espai_cdkey_bulk::sheet::Sheet;

pub(crate) const HEADER: &[&str] = &["phone", "code", "target_phone", "target_code", "limit"];
pub(crate) const GOOD: &[&str] = &["15916888888", "aaaaaaaa", "17516888888", "bbbbbbbb", "10"];

/// A sheet of these rows, a line each.
pub(crate) fn sheet(rows: &[&[&str]]) -> Sheet {
    let mut sheet = Sheet::new(Kind::Transfers, false);
    for (line, cells) in (1..).zip(rows) {
        sheet.push_cells(line, cells);
    }
    sheet.finish();
    sheet
}

/// All problems as `line column reason`.
pub(crate) fn told(sheet: &Sheet) -> Vec<String> {
    sheet
        .problems()
        .iter()
        .map(|problem| {
            let line = problem
                .line
                .map_or_else(String::new, |line| line.to_string());
            let column = problem.column.unwrap_or_default();
            format!("{line} {column} {}", problem.reason.as_str())
        })
        .collect()
}

/// The good line with some of its cells changed.
pub(crate) fn with(changes: &[(usize, &'static str)]) -> Vec<&'static str> {
    let mut cells = GOOD.to_vec();
    for (at, cell) in changes {
        cells[*at] = cell;
    }
    cells
}
