//! Texts in a row, cut in blocks.

use super::string::{Text, saturated};
use super::texts::TextNumber;

/// Texts one after the other. See [`CardColumns`](super::CardColumns) for the layout.
#[derive(Debug)]
pub(super) struct Blocks {
    /// The finished blocks, and the one that is being filled; its header is written last.
    layout: Vec<u32>,
    bytes: Vec<u8>,
    count: TextNumber,
    /// The most UTF-16 code units that several texts may take in a block.
    limit: u32,
    block: Block,
}

/// The block that is being filled.
#[derive(Debug, Default, Clone, Copy)]
struct Block {
    /// Where its header stands in the layout.
    header: usize,
    /// Where its bytes begin.
    start: usize,
    units: u32,
    texts: u32,
}

impl Blocks {
    /// No texts yet, and room for those of an answer of this many bytes, as answers usually are.
    pub(super) fn for_answer(limit: u32, bytes: usize) -> Self {
        Self {
            layout: Vec::with_capacity(bytes / 32),
            bytes: Vec::with_capacity(bytes / 5 * 2),
            count: 0,
            limit,
            block: Block::default(),
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many texts there are.
    pub(super) const fn count(&self) -> TextNumber {
        self.count
    }

    /// Adds a text, and tells its number.
    #[inline(always)]
    pub(super) fn push(&mut self, text: Text<'_>) -> TextNumber {
        let units = self.block.units.saturating_add(text.units());
        if self.block.texts == 0 || units > self.limit {
            self.begin_block();
        }
        self.block.units += text.units();
        self.block.texts += 1;
        self.layout.push(text.units());
        self.bytes.extend_from_slice(text.bytes());
        self.count += 1;
        self.count
    }

    /// The same where it is not worth a copy of it.
    #[inline(never)]
    pub(super) fn push_apart(&mut self, text: Text<'_>) -> TextNumber {
        self.push(text)
    }

    #[inline(never)]
    fn begin_block(&mut self) {
        self.write_header();
        self.block = Block {
            header: self.layout.len(),
            start: self.bytes.len(),
            units: 0,
            texts: 0,
        };
        self.layout.extend([0, 0]);
    }

    fn write_header(&mut self) {
        let Block {
            header,
            start,
            texts,
            ..
        } = self.block;
        if let Some(there) = self
            .layout
            .get_mut(header..)
            .and_then(|block| block.first_chunk_mut())
        {
            *there = [saturated(self.bytes.len() - start), texts];
        }
    }

    /// The layout and the bytes of these texts, and of others after them.
    pub(super) fn finish_with(mut self, mut others: Self) -> (Vec<u32>, Vec<u8>) {
        self.write_header();
        others.write_header();
        self.layout.append(&mut others.layout);
        self.bytes.append(&mut others.bytes);
        (self.layout, self.bytes)
    }
}
