//! A member's name, as one number to compare.

use super::reader::{Broken, Reader};

/// What a member of an object is called, escapes undone: up to 15 bytes of it, and in the highest byte how many
/// there are. A longer name is none that the contract knows, and all of those are alike.
///
/// Comparing one number rather than text is what makes it cheap to take the members in any order. The length is
/// part of it, for `"id\u0000"` is not `id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name(u128);

impl Name {
    /// A name that the contract does not know.
    const UNKNOWN: Self = Self(u128::MAX);

    /// The name with these bytes.
    pub(super) const fn of(name: &[u8]) -> Self {
        let mut bytes = [0; 16];
        let [text @ .., length] = &mut bytes;
        let Some((text, _)) = text.split_at_mut_checked(name.len()) else {
            return Self::UNKNOWN;
        };
        text.copy_from_slice(name);
        // The text is shorter than 16.
        [*length, ..] = name.len().to_le_bytes();
        Self(u128::from_le_bytes(bytes))
    }
}

/// A member's beginning as nearly every answer writes it: a comma, the name in quotes, and a colon, with nothing between.
/// Two words and what counts of them; `starts_with` the text takes 1.2 times as long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    words: [u64; 2],
    masks: [u64; 2],
    length: usize,
}

impl Pattern {
    /// For a name of up to 13 bytes.
    pub(super) const fn of(name: &[u8]) -> Self {
        let Name(number) = Name::of(name);
        let length = name.len() + 3;
        let text = number & !(u128::MAX << (8 * name.len()));
        let end = u16::from_le_bytes(*b"\":") as u128;
        let written = text << 8 | b'"' as u128 | end << (8 * (name.len() + 1));
        let mask = !(u128::MAX << (8 * length));
        Self {
            words: halves(written),
            masks: halves(mask),
            length,
        }
    }
}

const fn halves(number: u128) -> [u64; 2] {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = number.to_le_bytes();
    [
        u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        u64::from_le_bytes([i, j, k, l, m, n, o, p]),
    ]
}

impl Reader<'_> {
    /// Goes over what begins a member (a brace or a comma), its name and the colon after it, where they are exactly so.
    /// The cursor is left at the value.
    #[inline(always)]
    pub(super) fn begins_as(&mut self, begin: u8, pattern: &Pattern) -> bool {
        let Some([first, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]) =
            self.rest().first_chunk::<17>()
        else {
            return false;
        };
        let first_word = u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]);
        let second_word = u64::from_le_bytes([*i, *j, *k, *l, *m, *n, *o, *p]);
        let [first_mask, second_mask] = pattern.masks;
        let there = *first == begin
            && [first_word & first_mask, second_word & second_mask] == pattern.words;
        if there {
            self.advance(pattern.length + 1);
            self.next();
        }
        there
    }

    /// Goes to the next member's value, and tells its name; none after the end of the object. `begin` is what must stand
    /// before the member: a brace, which is under the cursor, or a comma.
    #[inline(never)]
    pub(super) fn next_name(&mut self, begin: u8) -> Result<Option<Name>, Broken> {
        let inside = if begin == b'{' {
            self.enter(b'}')
        } else {
            self.another(b'}')?
        };
        if inside {
            self.member().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Reads a member's name and the colon after it. The cursor stands on the opening quote, and is left at the value.
    #[inline(never)]
    pub(super) fn name(&mut self) -> Result<Name, Broken> {
        let string = self.any_string()?;
        let name = match string.ascii() {
            Some(text) => Name::of(text.bytes()),
            None => Name::of(string.check(&mut String::new())?.bytes()),
        };
        self.colon()?;
        Ok(name)
    }
}
