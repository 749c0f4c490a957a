//! SHA-256, as a person can copy it and a spreadsheet leaves it alone.

use sha2::{Digest, Sha256};

/// The first 16 hex digits of a text's SHA-256, as letters from a to p: 64 bits are more than enough to tell a line or a plan from
/// what somebody has changed, and digits would be a number to a spreadsheet every now and then.
pub(crate) fn of(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(8)
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(b'a'.saturating_add(half)))
        .collect()
}
