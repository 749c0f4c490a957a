//! Every text of an answer's cards, once and in a row, cut in small blocks.

use super::reader::Broken;
use super::string::{RawString, Text, saturated};

/// The most memory, in bytes, that a JavaScript engine may need for the text of one block.
///
/// A text that is cut out of a longer one keeps that one alive. So a card that is kept keeps the blocks of its own
/// texts, and nothing else of the answer. Smaller blocks cost time (each is decoded by a call of its own).
const BLOCK_MEMORY: u32 = 256;

/// The number of a text; the first one is 1.
pub(super) type TextNumber = u32;

/// Stands where a card has no text.
pub(super) const NO_TEXT: TextNumber = 0;

/// Texts in the making. See [`CardColumns`](super::CardColumns) for the layout of what comes out.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) blocks: Vec<u32>,
    pub(super) bytes: Vec<u8>,
    count: TextNumber,
    block: Block,
    known: Known,
    scratch: String,
}

/// The block that is being filled.
#[derive(Debug, Default)]
struct Block {
    /// Where its header stands in `blocks`.
    header: usize,
    bytes: u32,
    texts: u32,
    units: u32,
    /// Whether a text in it is not ASCII, so that JavaScript needs two bytes for each unit.
    wide: bool,
}

impl Texts {
    /// Makes room for the texts of an answer of this many bytes, as cards usually are: a guess that saves copying.
    /// The texts of `many` cards are looked for among those that came before; a single card has few, and all its own.
    pub(super) fn for_answer(bytes: usize, many: bool) -> Self {
        let mut blocks = Vec::with_capacity(bytes / 96 + 16);
        blocks.extend([0, 0]);
        Self {
            blocks,
            bytes: Vec::with_capacity(bytes / 4 + 64),
            known: if many { Known::for_answer(bytes) } else { Known::default() },
            ..Self::default()
        }
    }

    /// Adds a text that will hardly come again, as ids and codes do.
    #[inline]
    pub(super) fn add(&mut self, string: RawString<'_>) -> Result<TextNumber, Broken> {
        let mut scratch = core::mem::take(&mut self.scratch);
        let number = string.check(&mut scratch).map(|text| self.push(text));
        self.scratch = scratch;
        number
    }

    /// Adds a text that may have come before, as owners and types do, or tells the number that it has.
    #[inline]
    pub(super) fn add_once(&mut self, string: RawString<'_>) -> Result<TextNumber, Broken> {
        let Some(bytes) = string.as_it_stands() else {
            return self.add(string);
        };
        let hash = hash(bytes);
        match self.known.find(hash, bytes, &self.bytes) {
            // The same bytes were checked when they came first.
            Ok(number) => Ok(number),
            Err(place) => {
                let start = saturated(self.bytes.len());
                let number = self.add(string)?;
                self.known.put(place, Entry { number, hash, start, length: saturated(bytes.len()) });
                Ok(number)
            }
        }
    }

    fn push(&mut self, text: Text<'_>) -> TextNumber {
        let (bytes, units) = (saturated(text.bytes().len()), text.units());
        let wide = self.block.wide || bytes != units;
        let memory = (self.block.units.saturating_add(units)).saturating_mul(if wide { 2 } else { 1 });
        if memory > BLOCK_MEMORY && self.block.texts > 0 {
            self.close_block();
            self.block.header = self.blocks.len();
            self.blocks.extend([0, 0]);
        }
        self.block.bytes += bytes;
        self.block.texts += 1;
        self.block.units += units;
        self.block.wide |= bytes != units;
        self.blocks.push(units);
        self.bytes.extend_from_slice(text.bytes());
        self.count += 1;
        self.count
    }

    /// Writes the header of the block that was being filled.
    pub(super) fn close_block(&mut self) {
        if let Some([bytes, texts]) = self.blocks.get_mut(self.block.header..).and_then(|block| block.first_chunk_mut()) {
            *bytes = self.block.bytes;
            *texts = self.block.texts;
        }
        self.block = Block::default();
    }
}

/// A table of the texts that were added with `add_once`.
///
/// Its size is fixed and a search looks at a few places only, so no answer can make it slow or large. A text that
/// finds no place is merely written again.
#[derive(Debug, Default)]
struct Known {
    places: Vec<Entry>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Entry {
    /// `NO_TEXT` where the place is empty.
    number: TextNumber,
    hash: u32,
    start: u32,
    length: u32,
}

impl Known {
    const FEWEST: usize = 16;
    const MOST: usize = 1 << 13;
    /// How many places a search looks at.
    const REACH: usize = 8;

    fn for_answer(bytes: usize) -> Self {
        let places = (bytes / 128).next_power_of_two().clamp(Self::FEWEST, Self::MOST);
        Self { places: vec![Entry::default(); places] }
    }

    /// The number of a text, or the place where it may be put.
    #[inline]
    fn find(&self, hash: u32, text: &[u8], all: &[u8]) -> Result<TextNumber, usize> {
        let home = hash as usize & self.places.len().wrapping_sub(1);
        for (place, entry) in self.places.iter().enumerate().skip(home).take(Self::REACH) {
            if entry.number == NO_TEXT {
                return Err(place);
            }
            let start = entry.start as usize;
            if entry.hash == hash && all.get(start..start + entry.length as usize).is_some_and(|known| same(known, text)) {
                return Ok(entry.number);
            }
        }
        Err(home)
    }

    fn put(&mut self, place: usize, entry: Entry) {
        if let Some(there) = self.places.get_mut(place) {
            *there = entry;
        }
    }
}

/// Whether two texts are the same, eight bytes at a time: most are short, and a call would cost more than it saves.
#[inline]
fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let ((words, rest), (other_words, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    words.iter().zip(other_words).all(|(one, other)| u64::from_le_bytes(*one) == u64::from_le_bytes(*other))
        && rest.iter().zip(other_rest).all(|(one, other)| one == other)
}

/// A hash that spreads well enough for a table of bounded reach; it guards against nothing.
#[inline]
fn hash(bytes: &[u8]) -> u32 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    fn mix(state: u64, word: u64) -> u64 {
        let mixed = (state ^ word).wrapping_mul(ODD);
        mixed ^ mixed >> 32
    }
    let mut state = bytes.len() as u64;
    if let Some(last) = bytes.last_chunk::<8>() {
        for word in bytes.as_chunks::<8>().0 {
            state = mix(state, u64::from_le_bytes(*word));
        }
        state = mix(state, u64::from_le_bytes(*last));
    } else {
        let word = bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        state = mix(state, word);
    }
    // The upper half is the better mixed one.
    let [_, _, _, _, a, b, c, d] = state.wrapping_mul(ODD).to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}
