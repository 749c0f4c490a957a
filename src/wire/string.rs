//! A JSON string: where it ends, and what it says.

use super::reader::{Broken, Reader};

/// The same byte eight times.
const fn eight(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte of a word.
const HIGH: u64 = eight(0x80);

/// A word with the highest bit set for each byte that ends a plain run inside a string: a quote, a backslash,
/// a control character (RFC 8259 wants those escaped). Only the lowest mark is exact, and only that one is used:
/// a borrow can mark the bytes above it. Bytes of 0x80 and more are never marked.
const fn stops(word: u64) -> u64 {
    let quote = (word ^ eight(b'"')).wrapping_sub(eight(1));
    let backslash = (word ^ eight(b'\\')).wrapping_sub(eight(1));
    let control = word.wrapping_sub(eight(0x20));
    (quote | backslash | control) & !word & HIGH
}

/// The bytes of a word that have the highest bit set, so belong to a character that is not ASCII.
const fn not_ascii(word: u64) -> u64 {
    word & HIGH
}

/// The first `count` bytes of a word, the others zero. `count` is below 8.
const fn first_bytes(word: u64, count: u32) -> u64 {
    word & !(u64::MAX << (count * 8))
}

/// What stands between the quotes of a string, found but not yet checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawString<'a> {
    raw: &'a [u8],
    plain: bool,
    ascii: bool,
}

/// What a string says: bytes of valid UTF-8. Only a check can make one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    bytes: &'a [u8],
    units: u32,
}

impl<'a> Text<'a> {
    /// The text in UTF-8.
    pub(super) const fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// Its length in UTF-16 code units, as JavaScript counts.
    pub(super) const fn units(self) -> u32 {
        self.units
    }

    /// Whether it is all ASCII.
    pub(super) fn is_ascii(self) -> bool {
        saturated(self.bytes.len()) == self.units
    }

    /// Text that is known to be ASCII, such as the digits of a number.
    fn of_ascii(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            units: saturated(bytes.len()),
        }
    }

    fn of_str(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            units: saturated(text.encode_utf16().count()),
        }
    }
}

/// A length as the columns hold it. It never saturates: an answer of 4 GiB is refused as a whole.
pub(super) fn saturated(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl<'a> RawString<'a> {
    /// The digits of a number, as if they had come in quotes.
    pub(super) const fn of_digits(raw: &'a [u8]) -> Self {
        Self {
            raw,
            plain: true,
            ascii: true,
        }
    }

    /// Whether there is nothing between the quotes.
    pub(super) const fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// The bytes between the quotes, as they stand in the answer.
    pub(super) const fn written(self) -> &'a [u8] {
        self.raw
    }

    /// What the string says, where it is all ASCII without escapes, so that there is nothing more to check.
    #[inline(always)]
    pub(super) fn ascii(self) -> Option<Text<'a>> {
        (self.plain && self.ascii).then(|| Text::of_ascii(self.raw))
    }

    /// What the string says. `scratch` holds it where there are escapes.
    pub(super) fn check<'b>(self, scratch: &'b mut String) -> Result<Text<'b>, Broken>
    where
        'a: 'b,
    {
        if !self.plain {
            scratch.clear();
            unescape(self.raw, scratch)?;
            return Ok(Text::of_str(scratch));
        }
        self.ascii()
            .map_or_else(|| utf8(self.raw).map(Text::of_str), Ok)
    }

    /// What the string says, as text of its own.
    pub(super) fn read(self) -> Result<String, Broken> {
        let mut text = String::new();
        if self.plain {
            text.push_str(utf8(self.raw)?);
        } else {
            unescape(self.raw, &mut text)?;
        }
        Ok(text)
    }

    /// Checks the string and forgets it.
    pub(super) fn pass(self) -> Result<(), Broken> {
        if self.plain && self.ascii {
            return Ok(());
        }
        self.check(&mut String::new()).map(drop)
    }
}

impl<'a> Reader<'a> {
    /// Reads a string up to its closing quote. The cursor stands on the opening one.
    ///
    /// Eight bytes at a time: one by one takes 1.23 times as long.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<RawString<'a>, Broken> {
        let mut inside = *self;
        inside.advance(1);
        let mut rest = inside.rest();
        let mut marks = 0;
        let mut length = 0;
        while let Some((eight, after)) = rest.split_first_chunk::<8>() {
            let word = u64::from_le_bytes(*eight);
            let stop = stops(word);
            if stop == 0 {
                marks |= word;
                length += 8;
                rest = after;
                continue;
            }
            let before = stop.trailing_zeros() / 8;
            if word >> (before * 8) & 0xFF != u64::from(b'"') {
                break;
            }
            marks |= first_bytes(word, before);
            let raw = inside.take(length + before as usize);
            inside.advance(1);
            *self = inside;
            return Ok(RawString {
                raw,
                plain: true,
                ascii: not_ascii(marks) == 0,
            });
        }
        self.aside(Self::odd_string)
    }

    /// The same where it is not worth a copy of it.
    #[inline(never)]
    pub(super) fn any_string(&mut self) -> Result<RawString<'a>, Broken> {
        self.string()
    }

    /// The same for a string with escapes or control characters, or at the end of the bytes, which is all that the
    /// above gives up on: a byte at a time, with the answer to every question in sight.
    #[cold]
    #[inline(never)]
    fn odd_string(&mut self) -> Result<RawString<'a>, Broken> {
        self.advance(1);
        let (mut length, mut plain, mut ascii) = (0, true, true);
        loop {
            match self.rest().get(length) {
                Some(b'"') => break,
                // Whatever is escaped here, a quote above all, is looked at by `unescape`.
                Some(b'\\') => {
                    plain = false;
                    length += 1;
                }
                Some(0..0x20) => return Err(Broken("a control character in a string")),
                Some(byte) => ascii &= byte.is_ascii(),
                None => return Err(Broken::ENDS_EARLY),
            }
            length += 1;
        }
        let raw = self.take(length);
        self.advance(1);
        Ok(RawString { raw, plain, ascii })
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Broken> {
    core::str::from_utf8(bytes).map_err(|_| Broken("text that is not UTF-8"))
}

/// Writes what a string with escapes says.
#[cold]
#[inline(never)]
fn unescape(raw: &[u8], out: &mut String) -> Result<(), Broken> {
    const ESCAPE: Broken = Broken("an escape that JSON does not know");
    let mut rest = utf8(raw)?;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        let mut after = escape.chars();
        out.push(match after.next().ok_or(ESCAPE)? {
            same @ ('"' | '\\' | '/') => same,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => escaped_character(&mut after)?,
            _ => return Err(ESCAPE),
        });
        rest = after.as_str();
    }
    out.push_str(rest);
    Ok(())
}

/// The character of `\uXXXX`, or of two of them where the first is the upper half of a surrogate pair.
/// Half a pair has no UTF-8 and is nobody's text, so it is refused rather than replaced.
fn escaped_character(after: &mut core::str::Chars<'_>) -> Result<char, Broken> {
    const UNPAIRED: Broken = Broken("an unpaired surrogate in a string");
    let first = four_hex_digits(after)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(first).ok_or(UNPAIRED);
    }
    if after.next() != Some('\\') || after.next() != Some('u') {
        return Err(UNPAIRED);
    }
    let second = four_hex_digits(after)?;
    if !(0xDC00..0xE000).contains(&second) {
        return Err(UNPAIRED);
    }
    char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)).ok_or(UNPAIRED)
}

fn four_hex_digits(after: &mut core::str::Chars<'_>) -> Result<u32, Broken> {
    let mut value = 0;
    for _ in 0..4 {
        let digit = after.next().and_then(|digit| digit.to_digit(16));
        value = value * 16 + digit.ok_or(Broken("an escape without four hex digits"))?;
    }
    Ok(value)
}
