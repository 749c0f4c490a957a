//! A value in CSV.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that breaks has failed"
)]

use espai_cdkey_bulk::cell::{read, write};
use proptest::prelude::*;

#[test]
fn what_a_spreadsheet_would_run_or_change_is_marked() {
    for value in [
        "=1+1",
        "+8613800000000",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "00123",
        "01",
        "123456789012",
        "1e5",
        "1E+10",
        "1.5e-3",
        "0012.5",
        "1234567890.12",
        "12E45678",
    ] {
        assert_eq!(write(value), format!("'{value}"));
    }
    for value in [
        "",
        "0",
        "500",
        "wNaa1GDw",
        "12345678901",
        "1.5",
        "0.5",
        "a=1",
        "琳琅",
        "e5",
        "1e",
        "772868ead56c48d6",
        "'",
        "'a",
    ] {
        assert_eq!(write(value), value);
    }
}

#[test]
fn what_looks_marked_is_marked_once_more() {
    assert_eq!(write("'=1"), "''=1");
    assert_eq!(read("''=1"), "'=1");
    // No stack is deep enough for what somebody may put into a cell, if each mark were a call.
    let many = format!("{}=1", "'".repeat(1_000_000));
    assert_eq!(read(&write(&many)), many);
}

proptest! {
    #[test]
    fn every_value_comes_back(value in "['=+@0-9eE.a\\t-]{0,16}") {
        let written = write(&value);
        prop_assert_eq!(read(&written), value.as_str());
        prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
    }
}
