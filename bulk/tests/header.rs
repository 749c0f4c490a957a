//! Which column stands where.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_bulk::column::Kind;
use espai_cdkey_bulk::header::Header;
use espai_cdkey_bulk::problem::Problem;

fn read(names: &[&str]) -> Result<Header, Vec<Problem>> {
    Header::read(Kind::Transfers, 1, names)
}

fn refused(names: &[&str]) -> Vec<(String, Option<String>)> {
    let problems = read(names).unwrap_err();
    let told = problems.into_iter().map(|problem| {
        let name = problem.header.or(problem.column.map(str::to_owned));
        (problem.reason.as_str().to_owned(), name)
    });
    told.collect()
}

#[test]
fn the_wires_names_camel_case_and_chinese_in_any_order() {
    for names in [
        ["phone", "code", "target_phone", "target_code", "limit"],
        ["limit", "targetCode", "targetPhone", "code", "phone"],
        ["手机号", "兑换码", "目标手机号", "目标兑换码", "额度"],
        ["额度", "code", "目标手机号", "targetCode", "Phone"],
    ] {
        let header = read(&names).unwrap();
        let cells = ["0", "1", "2", "3", "4"];
        for column in Kind::Transfers.columns() {
            let (cell, name) = header.cell(*column, &cells);
            let at: usize = cell.parse().unwrap();
            assert_eq!(names[at], name);
            assert_eq!(Kind::Transfers.column(name), Some(*column));
        }
    }
}

#[test]
fn a_mark_spaces_and_columns_without_a_name_are_harmless() {
    let names = [
        "\u{feff}phone ",
        " code",
        "target_phone",
        "target_code\t",
        "limit",
        "",
        " ",
    ];
    assert!(read(&names).is_ok());
}

#[test]
fn what_is_unknown_missing_or_there_twice_is_told_at_once() {
    let names = [
        "phone",
        "Phone",
        "code",
        "target_phone",
        "remark",
        "target_code",
    ];
    assert_eq!(
        refused(&names),
        [
            ("repeated_column".to_owned(), Some("Phone".to_owned())),
            ("unknown_column".to_owned(), Some("remark".to_owned())),
            ("missing_column".to_owned(), Some("limit".to_owned())),
        ]
    );
    // Two names of one column are one column.
    let names = [
        "phone",
        "手机号",
        "code",
        "target_phone",
        "target_code",
        "limit",
    ];
    assert_eq!(
        refused(&names),
        [("repeated_column".to_owned(), Some("手机号".to_owned()))]
    );
}

#[test]
fn a_first_row_of_values_is_no_header_and_is_not_repeated() {
    assert_eq!(refused(support::GOOD), [("no_header".to_owned(), None)]);
    // A name that looks like a phone is masked.
    let names = [
        "phone",
        "code",
        "target_phone",
        "target_code",
        "limit",
        "15916888888",
    ];
    assert_eq!(
        refused(&names),
        [("unknown_column".to_owned(), Some("159****8888".to_owned()))]
    );
}

#[test]
fn a_list_of_cards_may_have_what_a_list_of_cards_has() {
    let header = Header::read(
        Kind::Ids,
        1,
        &["id", "code", "type", "apiLimit", "userPhone"],
    )
    .unwrap();
    assert_eq!(header.misplaced(&["a", "b", "1", "0", "15916888888"]), None);
    assert!(Header::read(Kind::Ids, 1, &["id", "remark"]).is_err());
    assert!(Header::read(Kind::Transfers, 1, &["id"]).is_err());
}

#[test]
fn a_cell_below_no_name_and_one_beyond_the_last_name_are_told_apart() {
    let header = read(&["phone", "code", "", "target_phone", "target_code", "limit"]).unwrap();
    let told = |cells: &[&str]| header.misplaced(cells).map(|reason| reason.as_str());
    assert_eq!(told(&["1", "a", "", "2", "b", "3", "", " "]), None);
    assert_eq!(
        told(&["1", "a", "x", "2", "b", "3"]),
        Some("unnamed_column")
    );
    assert_eq!(
        told(&["1", "a", "", "2", "b", "3", "x"]),
        Some("extra_cell")
    );
}
