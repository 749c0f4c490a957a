//! What a spreadsheet has done to a value.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that breaks has failed"
)]

use espai_cdkey_bulk::problem::SheetReason;
use espai_cdkey_bulk::suspect;

#[test]
fn phones() {
    for (phone, reason) in [
        ("15916888888", None),
        ("075512345678", None),
        ("02112345678", None),
        ("8613812345678", None),
        ("10000000001", None),
        ("1", None),
        ("12345678", None),
        ("75512345678", Some(SheetReason::CutLeadingZero)),
        ("2112345678", Some(SheetReason::CutLeadingZero)),
        ("1012345678", Some(SheetReason::CutLeadingZero)),
        ("612345678", Some(SheetReason::CutLeadingZero)),
        ("1.59E+10", Some(SheetReason::Exponent)),
        ("1.59169E+10", Some(SheetReason::Exponent)),
        ("2E+10", Some(SheetReason::Exponent)),
        ("1.59e+10", Some(SheetReason::Exponent)),
        ("86138123456780000", Some(SheetReason::CutLastDigits)),
        ("86138123456781234", None),
        ("#N/A", Some(SheetReason::FormulaError)),
        ("159 1688 8888", None),
        ("１５９", None),
    ] {
        assert_eq!(suspect::phone(phone), reason, "{phone}");
    }
}

#[test]
fn codes_and_ids() {
    for (code, reason) in [
        ("wNaa1GDw", None),
        ("12E45678", None),
        ("1234567E", None),
        ("ABE+12", None),
        ("1.AE+12", None),
        ("12E+AB", None),
        ("1.2E+45", Some(SheetReason::Exponent)),
        ("772868ead56c48d68fd1924aa5ec3aac", None),
        ("12345678901234500000", Some(SheetReason::CutLastDigits)),
        ("12345678901234567890", None),
        ("wNaa1GDw ", Some(SheetReason::OuterSpaces)),
        ("\u{a0}wNaa1GDw", Some(SheetReason::OuterSpaces)),
        ("a b", None),
        ("#REF!", Some(SheetReason::FormulaError)),
    ] {
        assert_eq!(suspect::text(code), reason, "{code}");
    }
}

#[test]
fn amounts() {
    for (amount, reason) in [
        ("1000", None),
        ("1,000", Some(SheetReason::ThousandsSeparator)),
        ("1,000.00", Some(SheetReason::ThousandsSeparator)),
        ("1，000", Some(SheetReason::ThousandsSeparator)),
        ("1 000", Some(SheetReason::ThousandsSeparator)),
        ("1\u{202f}000", Some(SheetReason::ThousandsSeparator)),
        ("1'000", Some(SheetReason::ThousandsSeparator)),
        ("1E+05", Some(SheetReason::Exponent)),
        // Refused as well, by the client's own check.
        ("1.5", None),
        ("ten", None),
        (",", None),
    ] {
        assert_eq!(suspect::amount(amount), reason, "{amount}");
    }
}
