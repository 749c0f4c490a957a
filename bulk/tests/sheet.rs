//! Whole sheets: all that is wrong at once, with its line and its column.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_bulk::column::Kind;
use espai_cdkey_bulk::sheet::Sheet;
use support::{GOOD, HEADER, sheet, told, with};

#[test]
fn good_lines_come_out_checked_and_in_order() {
    let other = with(&[(1, "cccccccc"), (4, " 7 ")]);
    let sheet = sheet(&[HEADER, GOOD, &[], &["", " ", "\u{3000}"], &other]);
    assert_eq!(told(&sheet), Vec::<String>::new());
    let lines: Vec<_> = sheet
        .lines()
        .iter()
        .map(|line| (line.line, line.values().collect::<Vec<_>>()))
        .collect();
    assert_eq!(lines[0], (2, GOOD.to_vec()));
    assert_eq!(
        lines[1],
        (
            5,
            vec!["15916888888", "cccccccc", "17516888888", "bbbbbbbb", "7"]
        )
    );
    assert_eq!(
        sheet.lines()[0].cards(),
        Some(["15916888888\taaaaaaaa", "17516888888\tbbbbbbbb"])
    );
}

#[test]
fn every_bad_cell_of_every_bad_line_is_told() {
    let sheet = sheet(&[
        HEADER,
        &with(&[(0, "1.59E+10"), (4, "1,000")]),
        &with(&[(2, "75512345678")]),
        &with(&[(1, ""), (3, "a\nb")]),
        &with(&[(4, "0")]),
        &with(&[(4, "1.5")]),
        &with(&[(0, "159-1688-8888")]),
        &with(&[(2, "15916888888"), (3, "aaaaaaaa")]),
        &[GOOD, &["x"]].concat(),
        &GOOD[..3],
    ]);
    assert_eq!(
        told(&sheet),
        [
            "2 phone exponent",
            "2 limit thousands_separator",
            "3 targetPhone cut_leading_zero",
            "4 code empty",
            "4 targetCode control_characters",
            "5 limit below_one",
            "6 limit not_plain_digits",
            "7 phone not_digits",
            "8 targetCode same_card",
            "9  extra_cell",
            "10 targetCode empty",
            "10 limit empty",
        ]
    );
}

#[test]
fn the_same_line_twice_is_told_with_both_lines_unless_it_is_meant() {
    // In another spelling it is the same line, too.
    let again = with(&[(0, " 15916888888 ")]);
    let rows: &[&[&str]] = &[HEADER, GOOD, &with(&[(4, "11")]), &again, GOOD];
    let once = sheet(rows);
    assert_eq!(told(&once), ["4  repeated_line", "5  repeated_line"]);
    assert!(
        once.problems()
            .iter()
            .all(|problem| problem.first == Some(2))
    );

    let mut meant = Sheet::new(Kind::Transfers, true);
    for (line, cells) in (1..).zip(rows) {
        meant.push_cells(line, cells);
    }
    meant.finish();
    assert!(meant.problems().is_empty());
    assert_eq!(meant.lines().len(), 4);
}

#[test]
fn nothing_at_all_is_told_too() {
    assert_eq!(told(&sheet(&[])), ["  no_rows"]);
    assert_eq!(told(&sheet(&[&["", ""], &[]])), ["  no_rows"]);
    assert_eq!(told(&sheet(&[HEADER, &[""]])), ["  no_lines"]);
    // Below a header that is refused nothing is checked.
    assert_eq!(told(&sheet(&[&["phone"], GOOD])).len(), 4);
}

#[test]
fn a_line_that_is_no_row_is_told_among_the_others() {
    let mut sheet = Sheet::new(Kind::Transfers, false);
    sheet.push_cells(1, HEADER);
    sheet.push_cells(2, &with(&[(4, "x")]));
    sheet.push_unreadable(3);
    sheet.push_cells(4, GOOD);
    sheet.finish();
    assert_eq!(told(&sheet), ["2 limit not_plain_digits", "3  bad_quotes"]);
}

fn jsonl(kind: Kind, lines: &[&str]) -> Sheet {
    let mut sheet = Sheet::new(kind, false);
    for (line, text) in (1..).zip(lines) {
        sheet.push_json(line, text);
    }
    sheet.finish();
    sheet
}

#[test]
fn jsonl_takes_texts_and_whole_numbers() {
    let sheet = jsonl(
        Kind::Transfers,
        &[
            r#"{"phone":"15916888888","code":"a","target_phone":75512345678,"targetCode":"b","limit":5}"#,
            "",
            r#"{"手机号":"15916888888","兑换码":"a","目标手机号":"1","目标兑换码":"b","额度":"6"}"#,
        ],
    );
    assert_eq!(told(&sheet), Vec::<String>::new());
    let texts: Vec<_> = sheet
        .lines()
        .iter()
        .map(|line| (line.line, line.text()))
        .collect();
    assert_eq!(texts[0], (1, "15916888888\ta\t75512345678\tb\t5"));
    assert_eq!(texts[1], (3, "15916888888\ta\t1\tb\t6"));
}

#[test]
fn jsonl_is_refused_like_a_table() {
    let sheet = jsonl(
        Kind::Transfers,
        &[
            "nonsense",
            "[]",
            // Of destroys, where a text is an id.
            r#""a""#,
            r#"{"phone":"1"}"#,
            r#"{"phone":"1","phone":"2","code":"a","target_phone":"3","target_code":"b","limit":1}"#,
            r#"{"phone":"1","code":null,"target_phone":"x","target_code":"b","limit":1.5}"#,
            r#"{"phone":"1","code":"a","target_phone":"3","target_code":"b","limit":9007199254740993}"#,
            r#"{"phone":"1","code":"a","target_phone":"3","target_code":"b","limit":1,"note":""}"#,
        ],
    );
    assert_eq!(
        told(&sheet),
        [
            "1  not_json",
            "2  not_plain_object",
            "3  not_plain_object",
            "4 code missing_column",
            "4 targetPhone missing_column",
            "4 targetCode missing_column",
            "4 limit missing_column",
            "5 phone repeated_column",
            "6 code null",
            "6 targetPhone not_digits",
            "6 limit not_whole_number",
            "7 limit not_whole_number",
            "8  unknown_column",
        ]
    );
}

#[test]
fn ids_come_from_a_column_or_from_lines_of_json_and_never_twice() {
    let mut table = Sheet::new(Kind::Ids, true);
    for (line, cells) in (1..).zip([["id", "type"], ["a", "1"], ["'00123", "1"], ["a", "1"]]) {
        table.push_cells(line, &cells);
    }
    table.finish();
    assert_eq!(told(&table), ["4  repeated_line"]);
    let texts: Vec<_> = table.lines().iter().map(|line| line.text()).collect();
    assert_eq!(texts[..2], ["a", "00123"]);

    let json = jsonl(Kind::Ids, &[r#""a""#, r#"{"id":"b"}"#, "7"]);
    assert_eq!(told(&json), ["3  not_plain_object"]);
    assert_eq!(json.lines().len(), 2);
}
