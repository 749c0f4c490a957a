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

/// A cursor over bytes: those that are still to be read.
///
/// It is small and copied freely, and what is hot is inlined, so that a compiler can keep it in registers all through a
/// card. What is seldom needed works on a copy (see [`aside`](Self::aside)): a cursor that is lent out lives in memory.
/// A slice of what is left, rather than the whole and a position in it, takes one check of bounds for an access where
/// the other takes two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A cursor at the first byte.
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Goes on with something that is seldom needed and not worth inlining.
    #[inline(always)]
    pub(super) fn aside<T>(&mut self, seldom: impl FnOnce(&mut Self) -> T) -> T {
        let mut copy = *self;
        let result = seldom(&mut copy);
        *self = copy;
        result
    }

    /// The bytes that are still to be read.
    #[inline(always)]
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The byte under the cursor, none at the end.
    #[inline(always)]
    pub(super) fn byte(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Goes over so many bytes; no further than to the end.
    #[inline(always)]
    pub(super) fn advance(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Goes over so many bytes, and tells them.
    #[inline(always)]
    pub(super) fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    /// Goes over white space, and tells the byte after it.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<u8> {
        match self.byte() {
            // The service writes no white space: one comparison tells that there is none.
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.aside(Self::after_space),
        }
    }

    #[inline(never)]
    fn after_space(&mut self) -> Option<u8> {
        while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.byte()
    }

    /// Goes over the byte under the cursor, where it is this one.
    #[inline(always)]
    fn over(&mut self, byte: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Goes over the colon between a name and its value, and the white space around it.
    #[inline(always)]
    pub(super) fn colon(&mut self) -> Result<(), Broken> {
        self.next();
        if !self.over(b':') {
            return Err(Broken::NO_COLON);
        }
        self.next();
        Ok(())
    }

    /// Goes into an object or an array (the cursor stands on its first byte). The cursor is left at the first member or
    /// item, or, where there is none and it tells false, after the end.
    #[inline(always)]
    pub(super) fn enter(&mut self, close: u8) -> bool {
        self.advance(1);
        self.next();
        !self.over(close)
    }

    /// Goes to the next member or item. Tells false, with the cursor after the end, where there is no other.
    #[inline(always)]
    pub(super) fn another(&mut self, close: u8) -> Result<bool, Broken> {
        self.next();
        if self.over(b',') {
            self.next();
            return Ok(true);
        }
        if self.over(close) {
            return Ok(false);
        }
        Err(if self.rest.is_empty() {
            Broken::ENDS_EARLY
        } else {
            Broken::NO_COMMA
        })
    }

    /// Reads the name that a member begins with, and its colon.
    #[inline(always)]
    pub(super) fn member(&mut self) -> Result<Name, Broken> {
        match self.byte() {
            Some(b'"') => self.name(),
            Some(_) => Err(Broken::NO_NAME),
            None => Err(Broken::ENDS_EARLY),
        }
    }

    /// Reads one of the three words of JSON, of which the cursor stands on the first letter.
    #[inline(always)]
    pub(super) fn literal(&mut self, word: &'static [u8]) -> Result<(), Broken> {
        self.rest = self.rest.strip_prefix(word).ok_or(Broken::NO_VALUE)?;
        Ok(())
    }

    /// What no value begins with: the end of the bytes, or something else.
    pub(super) const fn no_value(&self) -> Broken {
        if self.rest.is_empty() {
            Broken::ENDS_EARLY
        } else {
            Broken::NO_VALUE
        }
    }

    /// Checks that nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Broken> {
        if self.next().is_some() {
            Err(Broken::TEXT_AFTER)
        } else {
            Ok(())
        }
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
            let inside = match self.byte() {
                Some(b'"') => {
                    self.any_string()?.pass()?;
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
                    self.any_number()?;
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

/// What closes the innermost open object or array.
const fn close_of(open: u128) -> u8 {
    if open & 1 == 1 { b'}' } else { b']' }
}
