//! What is wrong with a sheet or a results file, and where.

use espai_cdkey::coded;
use espai_cdkey::reason::Reason;
use serde::ser::{Serialize, Serializer};

use crate::column::Column;

coded! {
    /// What is wrong with a sheet or a results file, besides what the client's [`Reason`] says of a value. What a person is told
    /// of each is in `pkg-template/bulk/explain.*.js`.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    SheetReason {
        /// Nothing in the file.
        NoRows => "no_rows",
        /// A header and nothing below it.
        NoLines => "no_lines",
        /// The first row names no column at all: a file without a header.
        NoHeader => "no_header",
        /// A column that no such sheet has.
        UnknownColumn => "unknown_column",
        /// A column without a name that has something in it.
        UnnamedColumn => "unnamed_column",
        /// A column that must be there is not.
        MissingColumn => "missing_column",
        /// One column twice.
        RepeatedColumn => "repeated_column",
        /// A cell to the right of the header's last one: a comma in a value, say.
        ExtraCell => "extra_cell",
        /// `1.59E+10`: a spreadsheet has taken it for a number.
        Exponent => "exponent",
        /// A phone whose leading zero a spreadsheet has most likely cut off.
        CutLeadingZero => "cut_leading_zero",
        /// A long number whose last digits a spreadsheet has made zeros.
        CutLastDigits => "cut_last_digits",
        /// `1,000`
        ThousandsSeparator => "thousands_separator",
        /// A code or an id that is a number to a workbook, and may have lost what it had.
        NumberCell => "number_cell",
        /// A date, or TRUE, where a value should be.
        OddCell => "odd_cell",
        /// `#N/A`: a formula that failed.
        FormulaError => "formula_error",
        /// A code with spaces around it.
        OuterSpaces => "outer_spaces",
        /// A line of JSONL that is no JSON.
        NotJson => "not_json",
        /// The same transfer, or the same id, as in an earlier line.
        RepeatedLine => "repeated_line",
        /// A quoted cell that does not end, or has something behind its quotes.
        BadQuotes => "bad_quotes",
        /// Something else than a results file.
        NotResults => "not_results",
        /// A row of a results file that this version cannot read.
        BadResultsRow => "bad_results_row",
        /// A line whose transfer is another one than in the run that the results are of.
        InputChanged => "input_changed",
        /// A line of the results that the sheet does not have.
        LineGone => "line_gone",
        /// A trial card is not destroyed.
        TrialCard => "trial_card",
        /// A card of a type that is in no table, so that nobody can say that it is paid.
        UnknownType => "unknown_type",
        /// A card that holds quota.
        HoldsQuota => "holds_quota",
        /// A card that tells no quota: an unlimited one, say.
        NoQuotaTold => "no_quota_told",
        /// Bytes that are neither UTF-8, UTF-16 with a mark, nor GB18030.
        NotText => "not_a_text_file",
        /// An .xlsx, where text was expected.
        Xlsx => "xlsx",
        /// A results file that another process holds.
        ResultsHeld => "results_held",
    }
}

/// Why: a reason of the sheet's, or one of the client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Of the sheet.
    Sheet(SheetReason),
    /// Of a value.
    Value(Reason),
}

impl Why {
    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sheet(reason) => reason.as_str(),
            Self::Value(reason) => reason.as_str(),
        }
    }
}

impl From<SheetReason> for Why {
    fn from(reason: SheetReason) -> Self {
        Self::Sheet(reason)
    }
}

impl From<Reason> for Why {
    fn from(reason: Reason) -> Self {
        Self::Value(reason)
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One thing that is wrong. What stands in the cell is not repeated: it may be a phone number.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// What.
    pub reason: Why,
    /// The line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column, by its name in camelCase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<&'static str>,
    /// What the file calls the column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The earlier line that this one repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
}

impl Problem {
    /// Of a whole file.
    pub fn new(reason: impl Into<Why>) -> Self {
        Self {
            reason: reason.into(),
            line: None,
            column: None,
            header: None,
            first: None,
        }
    }

    /// Of a line.
    pub fn at(line: u32, reason: impl Into<Why>) -> Self {
        Self {
            line: Some(line),
            ..Self::new(reason)
        }
    }

    /// Of a column, by the name that the file has for it.
    #[must_use]
    pub fn in_column(self, column: Column, header: &str) -> Self {
        Self {
            column: Some(column.name()),
            header: Some(header.to_owned()),
            ..self
        }
    }
}
