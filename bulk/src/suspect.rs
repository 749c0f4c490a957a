//! What a spreadsheet has done to a value: told, and never undone.

use crate::problem::SheetReason;

/// How many digits of a number a spreadsheet keeps.
const KEPT_DIGITS: usize = 15;

/// The errors of formulas that failed.
const ERRORS: &[&str] = &[
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
];

/// What a spreadsheet has made of a phone.
///
/// A mobile number of mainland China has 11 digits and begins with 1, so no zero is missing there. A number of 9 to 11 digits that
/// begins otherwise is what is left of an area code's or a trunk's leading zero (`075512345678`), and may also be whole: a foreign
/// number. Neither is guessed: who means it writes it with a `'` before it, or uses JSONL.
pub fn phone(text: &str) -> Option<SheetReason> {
    number(text).or_else(|| {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let whole = text.starts_with('0') || (text.len() == 11 && text.starts_with('1'));
        (plain && (9..=11).contains(&text.len()) && !whole).then_some(SheetReason::CutLeadingZero)
    })
}

/// What a spreadsheet has made of a code or an id. Zeros that it cut off a code's front do not show: codes have no length that is
/// promised.
pub fn text(text: &str) -> Option<SheetReason> {
    number(text).or_else(|| {
        let trimmed = text.trim() == text;
        (!trimmed).then_some(SheetReason::OuterSpaces)
    })
}

/// What a spreadsheet has made of an amount.
pub fn amount(text: &str) -> Option<SheetReason> {
    number(text).or_else(|| {
        let separator = |character: char| {
            matches!(
                character,
                ',' | '，' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}'
            )
        };
        let grouped = text.contains(separator)
            && text.starts_with(|first: char| first.is_ascii_digit())
            && text.chars().all(|character| {
                character.is_ascii_digit() || character == '.' || separator(character)
            });
        grouped.then_some(SheetReason::ThousandsSeparator)
    })
}

/// What a spreadsheet has made of anything that should be digits, be it text to it or a number.
pub fn number(text: &str) -> Option<SheetReason> {
    if ERRORS.contains(&text) {
        return Some(SheetReason::FormulaError);
    }
    if is_exponent(text) {
        return Some(SheetReason::Exponent);
    }
    let (_, tail) = text.split_at_checked(KEPT_DIGITS)?;
    let cut = !tail.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && tail.bytes().all(|byte| byte == b'0');
    cut.then_some(SheetReason::CutLastDigits)
}

/// `1.59E+10`, as a spreadsheet writes it: always with the exponent's sign. `12E45678` is a code like any other.
fn is_exponent(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && exponent.strip_prefix(['+', '-']).is_some_and(digits)
}
