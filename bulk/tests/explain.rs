//! What the npm package tells of each reason, in both languages.

#![allow(clippy::unwrap_used, reason = "a test that breaks has failed")]

use std::path::Path;

use espai_cdkey_bulk::problem::SheetReason;

#[test]
fn every_reason_is_told_in_both_languages_and_no_other() {
    for language in ["en", "zh"] {
        let path = format!("../pkg-template/bulk/explain.{language}.js");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = std::fs::read_to_string(path).unwrap();
        let (_, reasons) = text.split_once("\n  reasons: {\n").unwrap();
        let mut told: Vec<&str> = reasons
            .lines()
            .filter_map(|line| line.strip_prefix("    "))
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| Some(line.split_once(':')?.0))
            .collect();
        let mut codes = SheetReason::CODES.to_vec();
        told.sort_unstable();
        codes.sort_unstable();
        assert_eq!(told, codes, "{language}");
    }
}
