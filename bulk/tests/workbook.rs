//! Cells of a workbook: what is text is meant, what is a number must be able to prove it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_bulk::column::{Column, Kind};
use espai_cdkey_bulk::sheet::Sheet;
use espai_cdkey_bulk::workbook::Cell;
use support::{HEADER, told};

/// A sheet with this line below the header, its cells as a host writes them.
fn sheet(line: &str) -> Sheet {
    let header: Vec<Cell> = HEADER
        .iter()
        .map(|name| Cell::Text((*name).to_owned()))
        .collect();
    let mut sheet = Sheet::new(Kind::Transfers, false);
    sheet.push_workbook(1, &header);
    sheet.push_workbook(7, &serde_json::from_str::<Vec<Cell>>(line).unwrap());
    sheet.finish();
    sheet
}

fn values(line: &str) -> Vec<String> {
    let sheet = sheet(line);
    assert_eq!(told(&sheet), Vec::<String>::new(), "{line}");
    assert_eq!(sheet.lines()[0].line, 7);
    sheet.lines()[0].values().map(str::to_owned).collect()
}

#[test]
fn numbers_are_exactly_their_digits() {
    let found = values(r#"[15916888888, "aaaaaaaa", 999999999999999, "12345678", 1000.0]"#);
    assert_eq!(
        found,
        [
            "15916888888",
            "aaaaaaaa",
            "999999999999999",
            "12345678",
            "1000"
        ]
    );
}

#[test]
fn what_is_text_is_meant_as_it_stands() {
    let found = values(r#"["075512345678", "00120012", "7551234567", "007", " 10 "]"#);
    assert_eq!(
        found,
        ["075512345678", "00120012", "7551234567", "007", "10"]
    );
    let found = values(r#"["'7551234567", "'00120012", "17516888888", "bbbbbbbb", "10", null]"#);
    assert_eq!(found[..2], ["7551234567", "00120012"]);
}

#[test]
fn what_a_number_cannot_prove_is_refused() {
    for (line, problem) in [
        (
            r#"[7551234567, "a", "17516888888", "b", 1]"#,
            "7 phone cut_leading_zero",
        ),
        (
            r#"[15916888888, 12345600, "17516888888", "b", 1]"#,
            "7 code number_cell",
        ),
        (
            r#"[15916888888, "a", "17516888888", 0, 1]"#,
            "7 targetCode number_cell",
        ),
        (
            r#"[1e15, "a", "17516888888", "b", 1]"#,
            "7 phone cut_last_digits",
        ),
        (
            r#"["1.59E+10", "a", "17516888888", "b", 1]"#,
            "7 phone exponent",
        ),
        (
            r##"["#N/A", "a", "17516888888", "b", 1]"##,
            "7 phone formula_error",
        ),
        (
            r#"[15916888888, " a", "17516888888", "b", 1]"#,
            "7 code outer_spaces",
        ),
        (
            r#"[15916888888, "a", "17516888888", "b", true]"#,
            "7 limit odd_cell",
        ),
        (
            r#"[15916888888, "a", "17516888888", "b", {"moment":"2026-11-26"}]"#,
            "7 limit odd_cell",
        ),
        (
            r#"[15916888888, "a", "17516888888", "b", "1,000"]"#,
            "7 limit thousands_separator",
        ),
        (
            r#"[15916888888, "a", "17516888888", "b", null]"#,
            "7 limit empty",
        ),
        (r#"[15916888888, "a", "17516888888", "b"]"#, "7 limit empty"),
        (
            r#"[15916888888, "a", "17516888888", "b", 1, "x"]"#,
            "7  extra_cell",
        ),
    ] {
        assert_eq!(told(&sheet(line)), [problem], "{line}");
    }
    for limit in ["0", "-1", "1.5"] {
        let line = format!(r#"[15916888888, "a", "17516888888", "b", {limit}]"#);
        let found = told(&sheet(&line));
        assert!(
            found.len() == 1 && found[0].starts_with("7 limit "),
            "{found:?}"
        );
    }
}

#[test]
fn blank_rows_are_passed_over_and_columns_are_told() {
    let mut sheet = Sheet::new(Kind::Ids, false);
    assert!(sheet.header().is_none());
    sheet.push_workbook(1, &[Cell::Empty(()), Cell::Text(" ".to_owned())]);
    sheet.push_workbook(
        2,
        &[Cell::Text("code".to_owned()), Cell::Text("ID".to_owned())],
    );
    sheet.push_workbook(3, &[Cell::Number(1.0), Cell::Text("x".to_owned())]);
    sheet.finish();
    assert_eq!(told(&sheet), Vec::<String>::new());
    let columns: Vec<_> = sheet.header().unwrap().columns().collect();
    assert_eq!(columns, [(Column::Id, 1)]);
}
