//! A JSON number, and whether it is a safe integer.

use super::reader::{Broken, Reader};
use super::string::RawString;

/// The largest integer that a JavaScript number holds without a neighbour falling on it: 2^53 - 1.
const MAX_SAFE: i64 = (1 << 53) - 1;

/// So many digits are a safe integer, whichever they are. What may be more of them, none, or a zero in front of others is
/// looked at apart.
const LONGEST_SIMPLE: usize = 15;

/// A number as it stands in the answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number<'a> {
    raw: &'a [u8],
    /// None for a fraction, an exponent (`1.0` and `1e3` too: nothing is guessed), or an integer that is not safe.
    whole: Option<i64>,
}

impl<'a> Number<'a> {
    /// Its value, where it is a safe integer written without a fraction or an exponent. `-0` is 0.
    pub(super) const fn whole(self) -> Option<i64> {
        self.whole
    }

    /// The decimal digits of a safe integer, for a field that is text. `-0` gives `0`.
    pub(super) fn digits(self) -> Option<RawString<'a>> {
        // JSON allows no leading zeros and no plus sign, so the number is its own digits.
        self.whole
            .map(|value| RawString::of_digits(if value == 0 { b"0" } else { self.raw }))
    }
}

impl<'a> Reader<'a> {
    /// Reads a number. The cursor stands on its sign or its first digit.
    #[inline(always)]
    pub(super) fn number(&mut self) -> Result<Number<'a>, Broken> {
        let mut after = *self;
        let mut value = 0;
        let mut count = 0;
        for byte in after.rest().iter().take(LONGEST_SIMPLE + 1) {
            if !byte.is_ascii_digit() {
                break;
            }
            value = value * 10 + i64::from(byte - b'0');
            count += 1;
        }
        let raw = after.take(count);
        let simple =
            matches!(count, 1..=LONGEST_SIMPLE) && (count == 1 || raw.first() != Some(&b'0'));
        if simple && !matches!(after.byte(), Some(b'.' | b'e' | b'E')) {
            *self = after;
            return Ok(Number {
                raw,
                whole: Some(value),
            });
        }
        self.aside(Self::odd_number)
    }

    /// The same where it is not worth a copy of it.
    #[inline(never)]
    pub(super) fn any_number(&mut self) -> Result<Number<'a>, Broken> {
        self.number()
    }

    /// The same for any number, without haste.
    #[cold]
    #[inline(never)]
    fn odd_number(&mut self) -> Result<Number<'a>, Broken> {
        let start = self.rest();
        let negative = self.byte() == Some(b'-');
        self.advance(usize::from(negative));
        let digits = self.run_of_digits()?;
        if digits.len() > 1 && digits.first() == Some(&b'0') {
            return Err(Broken("a number with a leading zero"));
        }
        let mut integer = true;
        if self.byte() == Some(b'.') {
            self.advance(1);
            self.run_of_digits()?;
            integer = false;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.advance(1);
            self.advance(usize::from(matches!(self.byte(), Some(b'+' | b'-'))));
            self.run_of_digits()?;
            integer = false;
        }
        let raw = start
            .get(..start.len() - self.rest().len())
            .unwrap_or_default();
        let value = str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse::<i64>().ok());
        let value = value.filter(|value| integer && *value <= MAX_SAFE);
        Ok(Number {
            raw,
            whole: value.map(|value| if negative { -value } else { value }),
        })
    }

    /// Reads a run of digits, of which there must be one.
    fn run_of_digits(&mut self) -> Result<&'a [u8], Broken> {
        let other = self.rest().iter().position(|byte| !byte.is_ascii_digit());
        match self.take(other.unwrap_or(self.rest().len())) {
            [] => Err(Broken("a number without a digit where one must be")),
            digits => Ok(digits),
        }
    }

    /// Reads a string, and tells the value of what would be a number without its quotes; none where it would be none,
    /// or no safe integer. The cursor stands on the opening quote.
    #[cold]
    #[inline(never)]
    pub(super) fn digits_in_quotes(&mut self) -> Result<Option<i64>, Broken> {
        let mut scratch = String::new();
        let mut inner = Reader::new(self.any_string()?.check(&mut scratch)?.bytes());
        let number = inner.any_number().ok().filter(|_| inner.rest().is_empty());
        Ok(number.and_then(Number::whole))
    }
}
