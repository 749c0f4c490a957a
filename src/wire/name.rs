//! A member's name, as one number to compare.

use super::reader::{Broken, Reader};
use super::string::{first_bytes, not_ascii, stops};

/// What a member of an object is called, escapes undone: up to 15 bytes of it, and in the highest byte how many
/// there are. A longer name is none that the contract knows, and all of those are alike.
///
/// Comparing one number rather than text is what makes it cheap to take the members in any order. The length is
/// part of it, for `"id\u0000"` is not `id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name(u128);

const LONGEST: usize = 15;

impl Name {
    /// A name that the contract does not know.
    const UNKNOWN: Self = Self(u128::MAX);

    /// The name with these bytes.
    pub(super) const fn of(name: &[u8]) -> Self {
        if name.len() > LONGEST {
            return Self::UNKNOWN;
        }
        let mut number = name.len() as u128;
        let mut rest = name;
        let mut padding = LONGEST - name.len();
        while padding > 0 {
            number <<= 8;
            padding -= 1;
        }
        while let Some((last, before)) = rest.split_last() {
            number = (number << 8) | *last as u128;
            rest = before;
        }
        Self(number)
    }

    /// The name whose first bytes are these two words, zero from `length` on.
    const fn of_words(first: u64, second: u64, length: u32) -> Self {
        Self(first as u128 | (second as u128) << 64 | (length as u128) << 120)
    }
}

/// A name as nearly every answer writes it: in quotes, a colon right after it. Two words and what counts of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    words: [u64; 2],
    masks: [u64; 2],
    length: usize,
}

impl Pattern {
    /// For a name of up to 13 bytes.
    pub(super) const fn of(name: &[u8]) -> Self {
        let Name(name_bytes) = Name::of(name);
        let length = name.len() + 3;
        let text = name_bytes & !(u128::MAX << (8 * name.len()));
        let end = u16::from_le_bytes(*b"\":") as u128;
        let written = text << 8 | b'"' as u128 | end << (8 * (name.len() + 1));
        let mask = !(u128::MAX << (8 * length));
        Self { words: halves(written), masks: halves(mask), length }
    }
}

const fn halves(number: u128) -> [u64; 2] {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = number.to_le_bytes();
    [u64::from_le_bytes([a, b, c, d, e, f, g, h]), u64::from_le_bytes([i, j, k, l, m, n, o, p])]
}

impl Reader<'_> {
    /// Goes over a member's name and the colon after it, where they are exactly as this pattern has them.
    #[inline(always)]
    pub(super) fn name_as(&mut self, pattern: &Pattern) -> bool {
        let [first, second] = pattern.words;
        let [first_mask, second_mask] = pattern.masks;
        let there = self.word(self.at()) & first_mask == first && self.word(self.at() + 8) & second_mask == second;
        if there {
            self.go(self.at() + pattern.length);
            self.next();
        }
        there
    }

    /// Reads a member's name and the colon after it. The cursor stands on the opening quote, and is left at the value.
    #[inline(always)]
    pub(super) fn name(&mut self) -> Result<Name, Broken> {
        let start = self.at() + 1;
        let first = self.word(start);
        let stop = stops(first);
        let (name, length) = if stop != 0 {
            let length = stop.trailing_zeros() / 8;
            let first = first_bytes(first, length);
            if not_ascii(first) != 0 {
                return self.aside(Self::odd_name);
            }
            (Name::of_words(first, 0, length), length)
        } else {
            let second = self.word(start + 8);
            let stop = stops(second);
            let length = stop.trailing_zeros() / 8;
            if stop == 0 || not_ascii(first | first_bytes(second, length)) != 0 {
                return self.aside(Self::odd_name);
            }
            (Name::of_words(first, first_bytes(second, length), length + 8), length + 8)
        };
        let end = start + length as usize;
        if self.byte(end) != Some(b'"') {
            return self.aside(Self::odd_name);
        }
        self.go(end + 1);
        self.colon()?;
        Ok(name)
    }

    /// The same for a name that is long, not ASCII, escaped or broken.
    #[cold]
    #[inline(never)]
    fn odd_name(&mut self) -> Result<Name, Broken> {
        let name = Name::of(self.string()?.check(&mut String::new())?.bytes());
        self.colon()?;
        Ok(name)
    }
}
