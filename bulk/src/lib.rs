//! Bulk work with quota cards: what a sheet may hold, what a second run does with each line, a destroy's plan.
//!
//! Pure: it knows no file, no terminal and no JavaScript. A host reads rows of texts and hands them in; so a file on a
//! command line and one that was dropped into a page are treated alike. What a value must be is the client's crate's to say.
//!
//! ```text
//! sheet        rows of texts, or lines of JSON, into checked transfers or ids, and all that is wrong with them
//!   header       which column stands where
//!     column       the columns, and what each may be called
//!   line         one line's cells, checked
//!     suspect      what a spreadsheet has done to a value
//!     workbook     a cell that says whether it is text or a number
//!   problem      what is wrong, and where
//! results      a results file: its rows, and what the rows of an earlier run mean for this one
//!   row          one row, written and read
//!   resume       what is to be done with each line
//! halt         when a run had better stop, as it is not the lines that fail
//! plan         a destroy's plan, and its digest
//! cell         a value in CSV, as a spreadsheet neither runs nor changes it
//! digest       SHA-256 in letters and digits
//! ```

#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod bindings;

pub mod cell;
pub mod column;
mod digest;
pub mod halt;
pub mod header;
pub mod line;
pub mod plan;
pub mod problem;
pub mod results;
pub mod resume;
pub mod row;
pub mod sheet;
pub mod suspect;
pub mod workbook;
