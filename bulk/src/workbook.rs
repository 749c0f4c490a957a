//! A cell of a workbook (.xlsx), which says of a value whether it is text or a number.
//!
//! That is more than CSV has, and decides what can be proven. A text stands there as it was typed. A number may have lost what it
//! had: a phone its leading zero, a code its zeros or all that made it a code (`123456E2` typed into a cell is 12345600). So a code
//! has to be text, and a phone that is a number is judged as one in CSV is.

use std::borrow::Cow;

use serde::Deserialize;

use crate::problem::SheetReason;

/// From here on a spreadsheet has more digits than the 15 that it keeps.
const TOO_LONG: f64 = 1e15;

/// A cell, as a reader of workbooks gives it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing in it.
    Empty(()),
    /// TRUE or FALSE.
    Flag(bool),
    /// A number, whatever its format shows.
    Number(f64),
    /// A text.
    Text(String),
    /// A date or a time: what a reader makes of it, which nobody typed.
    Moment {
        /// As text.
        moment: String,
    },
}

impl Cell {
    /// Its text, for a header and for whether there is anything in it.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty(()) => Cow::Borrowed(""),
            Self::Flag(true) => Cow::Borrowed("TRUE"),
            Self::Flag(false) => Cow::Borrowed("FALSE"),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Text(text) | Self::Moment { moment: text } => Cow::Borrowed(text),
        }
    }
}

/// A number's digits: exactly those that the cell holds.
///
/// # Errors
/// It has more digits than a spreadsheet keeps.
pub fn digits(number: f64) -> Result<String, SheetReason> {
    if number.is_finite() && number.abs() < TOO_LONG {
        // Without an exponent, as Rust writes every f64.
        Ok(number.to_string())
    } else {
        Err(SheetReason::CutLastDigits)
    }
}
