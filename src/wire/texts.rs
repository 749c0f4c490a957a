//! Every text of an answer's cards, cut in small blocks, those that come again and again written once.

use super::blocks::Blocks;
use super::known::{Known, same};
use super::reader::Broken;
use super::string::RawString;

/// The number of a text, from 1 on. While texts are being added, those in wide blocks have [`WIDE`] set and are counted
/// apart.
pub(super) type TextNumber = u32;

/// Stands where a card has no text.
pub(super) const NO_TEXT: TextNumber = 0;

const WIDE: TextNumber = 1 << 31;

/// How an answer's texts are kept, by its size.
///
/// A text that is cut out of a longer one keeps that one alive. So a card that is kept keeps the blocks of its own
/// texts, and nothing else of the answer: out of many cards, 1 KB in all. But each block is decoded by a call of its own,
/// so where an answer is small as a whole, larger blocks are better, up to a single one; and where few texts come again,
/// it takes longer to look for them than to write them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    /// About four cards: everything in one block.
    Few,
    /// About forty cards.
    Some,
    /// More: texts that come again are looked for, and the blocks are small.
    Many,
}

impl Size {
    const fn of(bytes: usize) -> Self {
        match bytes {
            0..=1_024 => Self::Few,
            1_025..=8_192 => Self::Some,
            _ => Self::Many,
        }
    }

    /// The most UTF-16 code units of several texts in one block: where all of them are ASCII, so that an engine needs a
    /// byte for each, and where not, so that it needs two. These lie apart, or one Chinese name would double what a whole
    /// block takes.
    const fn limits(self) -> (u32, u32) {
        match self {
            Self::Few => (u32::MAX, u32::MAX),
            Self::Some => (1_024, 256),
            Self::Many => (256, 64),
        }
    }
}

/// The texts of an answer in the making.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    narrow: Blocks,
    wide: Blocks,
    known: Known<'a>,
    /// How each shared field of the last card was written, and its number: cards of one owner stand together. To look every
    /// text up in the table takes 1.14 times as long.
    last: [(&'a [u8], TextNumber); SHARED],
    size: Size,
}

/// How many fields of a card are likely to hold the texts of other cards.
pub(super) const SHARED: usize = 4;

impl<'a> Texts<'a> {
    /// Makes room for the texts of an answer of this many bytes, as cards usually are: a guess that saves copying.
    pub(super) fn for_answer(bytes: usize) -> Self {
        let size = Size::of(bytes);
        let (narrow, wide) = size.limits();
        Self {
            narrow: Blocks::for_answer(narrow, bytes),
            wide: Blocks::for_answer(wide, if size == Size::Few { 0 } else { bytes / 8 }),
            known: if size == Size::Many {
                Known::for_answer(bytes)
            } else {
                Known::nothing()
            },
            last: [(&[], NO_TEXT); SHARED],
            size,
        }
    }

    /// Adds a text that will hardly come again, as ids and codes do, or where few texts come at all.
    #[inline(always)]
    pub(super) fn add(&mut self, string: RawString<'_>) -> Result<TextNumber, Broken> {
        match string.ascii() {
            Some(text) => Ok(self.narrow.push(text)),
            None => self.add_other(string),
        }
    }

    /// Adds a text that has escapes, or is not ASCII.
    #[inline(never)]
    fn add_other(&mut self, string: RawString<'_>) -> Result<TextNumber, Broken> {
        let mut scratch = String::new();
        let text = string.check(&mut scratch)?;
        let narrow = self.size == Size::Few || text.is_ascii();
        let blocks = if narrow {
            &mut self.narrow
        } else {
            &mut self.wide
        };
        let number = blocks.push_apart(text);
        Ok(if narrow { number } else { number | WIDE })
    }

    /// Whether it is not worth it to look whether a text came before.
    #[inline(always)]
    pub(super) fn are_few(&self) -> bool {
        self.size == Size::Few
    }

    /// Adds a text that may have come before, as owners and types do, or tells the number that it has.
    #[inline(always)]
    pub(super) fn add_once(
        &mut self,
        shared: usize,
        string: RawString<'a>,
    ) -> Result<TextNumber, Broken> {
        if let Some((written, number)) = self.last.get(shared)
            && *number != NO_TEXT
            && same(written, string.written())
        {
            return Ok(*number);
        }
        let number = self.find_or_add(string)?;
        if let Some(last) = self.last.get_mut(shared) {
            *last = (string.written(), number);
        }
        Ok(number)
    }

    #[inline(never)]
    fn find_or_add(&mut self, string: RawString<'a>) -> Result<TextNumber, Broken> {
        // Where there are some texts only, the table is empty: to fill it takes longer than to write a text again.
        match self.known.find(string.written()) {
            // The same bytes were checked when they came first.
            Ok(number) => Ok(number),
            Err(place) => {
                let number = match string.ascii() {
                    Some(text) => self.narrow.push_apart(text),
                    None => self.add_other(string)?,
                };
                self.known.put(place, number, string.written());
                Ok(number)
            }
        }
    }

    /// The layout of all texts, and their bytes, as [`CardColumns`](super::CardColumns) has them: the wide blocks come
    /// after the others. `renumber` is called with a function that gives each text its number in that order.
    pub(super) fn finish(
        self,
        renumber: impl FnOnce(&dyn Fn(TextNumber) -> TextNumber),
    ) -> (Vec<u32>, Vec<u8>) {
        if !self.wide.is_empty() {
            let before = self.narrow.count();
            renumber(&|number| {
                if number & WIDE == 0 {
                    number
                } else {
                    (number ^ WIDE) + before
                }
            });
        }
        self.narrow.finish_with(self.wide)
    }
}
