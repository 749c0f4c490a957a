//! A table of the texts that came before.

use super::texts::{NO_TEXT, TextNumber};

/// A table of texts by how they are written: the same bytes between the quotes say the same, escapes or not.
///
/// Its size is fixed and a search looks at a few places only, so no answer can make it slow or large. A text that
/// finds no place is merely written again.
///
/// The library's `HashMap` with its own hash takes 1.24 times as long. With the hash below it takes no longer, but then an
/// answer with many texts of the same ends would make it slow.
#[derive(Debug)]
pub(super) struct Known<'a> {
    places: Vec<Entry<'a>>,
}

/// A text of the table, as it stands in the answer.
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    /// `NO_TEXT` where the place is empty.
    number: TextNumber,
    hash: u32,
    written: &'a [u8],
}

const EMPTY: Entry<'static> = Entry {
    number: NO_TEXT,
    hash: 0,
    written: &[],
};

/// A place for a text that is not in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    index: usize,
    hash: u32,
}

const FEWEST: usize = 16;
const MOST: usize = 1 << 13;
/// How many places a search looks at.
const REACH: usize = 8;

impl<'a> Known<'a> {
    /// A table that never knows anything.
    pub(super) const fn nothing() -> Self {
        Self { places: Vec::new() }
    }

    /// A table for the texts of an answer of this many bytes, as answers usually are.
    pub(super) fn for_answer(bytes: usize) -> Self {
        let places = (bytes / 128).next_power_of_two().clamp(FEWEST, MOST);
        Self {
            places: vec![EMPTY; places],
        }
    }

    /// The number of a text that is written so, or the place where it may be put.
    #[inline(always)]
    pub(super) fn find(&self, written: &[u8]) -> Result<TextNumber, Place> {
        let hash = hash(written);
        let home = hash as usize & self.places.len().wrapping_sub(1);
        let near = self.places.get(home..).unwrap_or_default();
        for (distance, entry) in near.iter().take(REACH).enumerate() {
            if entry.number == NO_TEXT {
                return Err(Place {
                    index: home + distance,
                    hash,
                });
            }
            if entry.hash == hash && same(entry.written, written) {
                return Ok(entry.number);
            }
        }
        Err(Place { index: home, hash })
    }

    /// Puts a text into a place that was found for it, over what may be there.
    pub(super) fn put(&mut self, place: Place, number: TextNumber, written: &'a [u8]) {
        if let Some(there) = self.places.get_mut(place.index) {
            *there = Entry {
                number,
                hash: place.hash,
                written,
            };
        }
    }
}

/// Whether two texts are the same, eight bytes at a time: they are short, and `==` is a call (1.1 times as long).
#[inline(always)]
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        (Some(last), Some(other_last)) => {
            let (words, others) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
            last == other_last && words.iter().zip(others).all(|(word, other)| word == other)
        }
        _ => one.iter().zip(other).all(|(byte, other)| byte == other),
    }
}

/// A hash of a text's length, its first and its last eight bytes, which is where ids, phone numbers and names differ.
/// Texts that only differ between share a few places of the table, and find less often that they came before. The library's
/// hash of all bytes takes 1.06 times as long.
#[inline(always)]
fn hash(text: &[u8]) -> u32 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let (first, last) = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (
            text.iter()
                .fold(0, |word, byte| word << 8 | u64::from(*byte)),
            text.len() as u64,
        ),
    };
    let mixed = (first ^ last.rotate_left(23)).wrapping_mul(ODD) ^ first;
    // The upper half is the better mixed one.
    let [_, _, _, _, a, b, c, d] = mixed.wrapping_mul(ODD).to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}
