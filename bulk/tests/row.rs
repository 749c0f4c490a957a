//! One row of a results file.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_bulk::results::Results;
use espai_cdkey_bulk::row::{News, Row};
use support::{HEADER, sheet, with};

fn row() -> Row {
    let sheet = sheet(&[HEADER, &with(&[(3, "'00123456")])]);
    let news = r#"{"status":"unknown","outcome":"unknown","code":"network","message":"=cut\r\nhere","sourceBefore":-5,
        "targetBefore":0,"sourceId":"123456789012","targetId":"b"}"#;
    Row::of_line(
        &sheet.lines()[0],
        serde_json::from_str::<News>(news).unwrap(),
    )
}

#[test]
fn a_row_comes_back_from_cells_and_from_json() {
    let row = row();
    assert_eq!((row.line, row.target_code.as_str()), (2, "00123456"));
    assert_eq!(Row::of_cells(&row.cells()), Some(row.clone()));
    assert_eq!(
        Row::of_json(&serde_json::to_string(&row).unwrap()),
        Some(row.clone())
    );
    assert_eq!((row.source_before, row.source_after), (Some(-5), None));
}

#[test]
fn no_spreadsheet_runs_or_changes_a_row_and_it_has_one_line() {
    let cells = row().cells();
    assert_eq!(cells[1], "'00123456");
    assert_eq!(cells[5], "'=cut  here");
    assert_eq!(cells[10], "'123456789012");
    assert!(cells.iter().all(|cell| !cell.contains(['\r', '\n'])));
    assert_eq!(cells.len(), Row::COLUMNS.len());
}

#[test]
fn whatever_is_cut_off_its_end_it_is_no_row() {
    let row = row();
    let cells = row.cells();
    for kept in 0..cells.len() {
        assert_eq!(Row::of_cells(&cells[..kept]), None);
    }
    let last = cells.len() - 1;
    for kept in 0..cells[last].len() {
        let mut cut = cells.clone();
        cut[last].truncate(kept);
        assert_eq!(Row::of_cells(&cut), None);
    }
    let json = serde_json::to_string(&row).unwrap();
    for kept in 0..json.len() {
        assert!(json.get(..kept).and_then(Row::of_json).is_none());
    }
}

#[test]
fn what_is_none_of_ours_is_refused_with_its_line() {
    let mut results = Results::default();
    for cells in [
        vec!["2"],
        vec![""; 13],
        vec![
            "2",
            "a",
            "maybe",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "aaaaaaaaaaaaaaaa",
        ],
    ] {
        let problem = results.push_cells(7, &cells).unwrap_err();
        assert_eq!(
            (problem.line, problem.reason.as_str()),
            (Some(7), "bad_results_row")
        );
    }
    assert!(results.push_json(7, "{}").is_err());
    assert_eq!(results.rows().count(), 0);
}

#[test]
fn the_fingerprint_is_of_the_whole_transfer() {
    let prints: Vec<String> = [0, 1, 2, 3, 4]
        .map(|at| with(&[(at, "12345678")]))
        .iter()
        .map(|cells| sheet(&[HEADER, cells]).lines()[0].fingerprint())
        .collect();
    for (at, print) in prints.iter().enumerate() {
        assert!(print.bytes().all(|letter| (b'a'..=b'p').contains(&letter)) && print.len() == 16);
        assert!(!prints[..at].contains(print));
    }
}
