//! One cursor over the bytes of an answer: JSON as RFC 8259 has it, in UTF-8.

use super::name::Name;

/// How deep an answer may be nested; the answer itself is level 1. A limit of its own, not the stack's:
/// nothing here calls itself, so no answer can overflow the small stack of WebAssembly.
pub(super) const DEEPEST: u32 = 128;

/// Why the bytes are no JSON. Says nothing of what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken(pub(super) &'static str);

impl Broken {
    pub(super) const ENDS_EARLY: Self = Self("the answer ends in the middle of a value");
    const NO_VALUE: Self = Self("something that is no JSON value");
    const TOO_DEEP: Self = Self("nested deeper than 128 levels");
    const TEXT_AFTER: Self = Self("more text after the value");
    const NO_NAME: Self = Self("an object's member without a name in quotes");
    const NO_COLON: Self = Self("an object's member without a colon");
    const NO_COMMA: Self = Self("neither a comma nor an end after a value");
}

/// A cursor over bytes.
///
/// It is small and copied freely, and what is hot is inlined, so that a compiler can keep it in registers all through a
/// card. What is seldom needed works on a copy (see [`aside`](Self::aside)): a cursor that is lent out lives in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A cursor at the first byte.
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Where the cursor stands.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Puts the cursor somewhere else; beyond the end is the end.
    pub(super) const fn go(&mut self, at: usize) {
        self.at = at;
    }

    /// Goes on with something that is seldom needed and not worth inlining.
    #[inline(always)]
    pub(super) fn aside<T>(&mut self, seldom: impl FnOnce(&mut Self) -> T) -> T {
        let mut copy = *self;
        let result = seldom(&mut copy);
        self.at = copy.at;
        result
    }

    /// The byte at a place, none beyond the end.
    #[inline(always)]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The bytes from one place up to another.
    #[inline(always)]
    pub(super) fn between(&self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Eight bytes from a place on, the first one lowest; zeros beyond the end.
    /// A zero is a control character, so no run of a string goes on past the end.
    #[inline(always)]
    pub(super) fn word(&self, at: usize) -> u64 {
        match self.bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            Some(eight) => u64::from_le_bytes(*eight),
            None => last_word(self.bytes, at),
        }
    }

    /// Goes over white space, and tells the byte after it.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<u8> {
        loop {
            match self.byte(self.at) {
                // The service writes no white space: one comparison tells that there is none.
                Some(byte) if byte > b' ' => return Some(byte),
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Goes over white space and a byte, where it is this one.
    #[inline(always)]
    fn take(&mut self, byte: u8) -> bool {
        let there = self.next() == Some(byte);
        if there {
            self.at += 1;
        }
        there
    }

    /// Goes over the colon between a name and its value, and the white space around it.
    #[inline(always)]
    pub(super) fn colon(&mut self) -> Result<(), Broken> {
        if !self.take(b':') {
            return Err(Broken::NO_COLON);
        }
        self.next();
        Ok(())
    }

    /// Goes into an object or an array (`open` is its first byte). The cursor is left at the first member or item,
    /// or, where there is none and it tells false, after the end.
    #[inline(always)]
    pub(super) fn enter(&mut self, close: u8) -> bool {
        self.at += 1;
        !self.take(close)
    }

    /// Goes to the next member or item. Tells false, with the cursor after the end, where there is no other.
    #[inline(always)]
    pub(super) fn another(&mut self, close: u8) -> Result<bool, Broken> {
        match self.next() {
            Some(b',') => {
                self.at += 1;
                self.next();
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(_) => Err(Broken::NO_COMMA),
            None => Err(Broken::ENDS_EARLY),
        }
    }

    /// Reads the name that a member begins with, and its colon.
    #[inline(always)]
    pub(super) fn member(&mut self) -> Result<Name, Broken> {
        match self.byte(self.at) {
            Some(b'"') => self.name(),
            Some(_) => Err(Broken::NO_NAME),
            None => Err(Broken::ENDS_EARLY),
        }
    }

    /// Reads one of the three words of JSON, of which the cursor stands on the first letter.
    pub(super) fn literal(&mut self, word: &'static [u8]) -> Result<(), Broken> {
        let end = self.at + word.len();
        if self.between(self.at, end) != word {
            return Err(Broken::NO_VALUE);
        }
        self.at = end;
        Ok(())
    }

    /// What no value begins with: the end of the bytes, or something else.
    pub(super) fn no_value(&self) -> Broken {
        if self.at < self.bytes.len() { Broken::NO_VALUE } else { Broken::ENDS_EARLY }
    }

    /// Whether every byte was read.
    pub(super) const fn end_of_bytes(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// Checks that nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Broken> {
        if self.next().is_some() { Err(Broken::TEXT_AFTER) } else { Ok(()) }
    }

    /// Reads a value that nobody asked for, and checks all of it. `level` is the level that it would have if it were
    /// an object or an array.
    #[inline(always)]
    pub(super) fn skip(&mut self, level: u32) -> Result<(), Broken> {
        self.aside(|reader| reader.skip_value(level))
    }

    #[inline(never)]
    fn skip_value(&mut self, level: u32) -> Result<(), Broken> {
        // One bit for each open object or array, the innermost lowest: set for an object.
        let mut open: u128 = 0;
        let mut depth = 0;
        loop {
            let first = self.byte(self.at);
            let inside = match first {
                Some(b'"') => {
                    self.string()?.pass()?;
                    false
                }
                Some(brace @ (b'{' | b'[')) => {
                    if level + depth > DEEPEST {
                        return Err(Broken::TOO_DEEP);
                    }
                    open = open << 1 | u128::from(brace == b'{');
                    depth += 1;
                    let inside = self.enter(close_of(open));
                    if !inside {
                        open >>= 1;
                        depth -= 1;
                    }
                    inside
                }
                Some(b'-' | b'0'..=b'9') => {
                    self.number()?;
                    false
                }
                Some(b't') => self.literal(b"true").map(|()| false)?,
                Some(b'f') => self.literal(b"false").map(|()| false)?,
                Some(b'n') => self.literal(b"null").map(|()| false)?,
                _ => return Err(self.no_value()),
            };
            if !inside {
                loop {
                    if depth == 0 {
                        return Ok(());
                    }
                    if self.another(close_of(open))? {
                        break;
                    }
                    open >>= 1;
                    depth -= 1;
                }
            }
            if open & 1 == 1 {
                self.member()?;
            }
        }
    }
}

/// The last bytes, fewer than eight.
#[cold]
#[inline(never)]
fn last_word(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// What closes the innermost open object or array.
const fn close_of(open: u128) -> u8 {
    if open & 1 == 1 { b'}' } else { b']' }
}
