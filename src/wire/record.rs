//! One record's object, a card's or a usage record's, read against the contract.

use super::columns::{Builder, Row, empty_row, split};
use super::name::{Name, Pattern};
use super::reader::{Broken, Reader};

/// The level of nesting of what stands in a record: envelope 1, list 2, record 3. A single card stands one level higher,
/// so it may be nested one level deeper; the answer's limit is what counts.
pub(super) const LEVEL_IN_LIST: u32 = 3;
/// See [`LEVEL_IN_LIST`].
pub(super) const LEVEL_ALONE: u32 = 2;

/// Why reading a record stopped.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stop {
    /// The answer is no JSON.
    Broken(Broken),
    /// It is, as far as it was read, but no record: in which field (none: the record itself), and why.
    Contract(Option<&'static str>, &'static str),
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// A field of a record that this version knows.
#[derive(Debug)]
struct Field {
    text: &'static str,
    name: Name,
    pattern: Pattern,
    /// A bit of its own.
    bit: u32,
    /// Where a row holds it: texts take one word each, numbers two.
    word: usize,
    kind: Kind,
    required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Text that will hardly come again in another record.
    OwnText,
    /// Text that other records are likely to have too.
    SharedText,
    Number,
}

impl Field {
    const fn of(text: &'static str, word: usize, kind: Kind, required: bool) -> Self {
        let name = text.as_bytes();
        Self {
            text,
            name: Name::of(name),
            pattern: Pattern::of(name),
            bit: 1 << word,
            word,
            kind,
            required,
        }
    }

    #[cold]
    #[inline(never)]
    const fn stop(&'static self, reason: &'static str) -> Stop {
        Stop::Contract(Some(self.text), reason)
    }
}

/// How many fields a record has that this version knows. Cards and usage records happen to have as many.
const FIELDS: usize = 9;

/// What the records of an answer are made of.
#[derive(Debug)]
pub(super) struct Shape {
    /// In the order in which the service writes them, as the platform's examples show it. Of the required ones that are
    /// missing, the first is told.
    fields: [Field; FIELDS],
    /// How many of them are texts. In a row these come first.
    texts: usize,
    /// The bits of the required ones.
    required: u32,
    /// A row that says nothing yet.
    empty: Row,
}

impl Shape {
    const fn of(fields: [Field; FIELDS], texts: usize, required: u32) -> Self {
        Self {
            fields,
            texts,
            required,
            empty: empty_row(texts),
        }
    }

    /// How many words of a row are the numbers of texts.
    pub(super) const fn texts(&self) -> usize {
        self.texts
    }
}

/// A card (`docs/platform.md`, points 11 and 14).
pub(super) static CARD: Shape = Shape::of(
    [
        Field::of("id", 0, Kind::OwnText, true),
        Field::of("create_time", 8, Kind::Number, false),
        Field::of("update_time", 10, Kind::Number, false),
        Field::of("code", 1, Kind::OwnText, true),
        Field::of("user_id", 3, Kind::SharedText, false),
        Field::of("api_limit", 6, Kind::Number, false),
        Field::of("type", 2, Kind::SharedText, true),
        Field::of("user_phone", 4, Kind::SharedText, false),
        Field::of("user_name", 5, Kind::SharedText, false),
    ],
    6,
    1 << 0 | 1 << 1 | 1 << 2,
);

/// A usage record (`docs/platform.md`, point 12).
pub(super) static LOG: Shape = Shape::of(
    [
        Field::of("id", 0, Kind::OwnText, true),
        Field::of("create_time", 9, Kind::Number, false),
        Field::of("type", 2, Kind::SharedText, false),
        Field::of("user_id", 3, Kind::SharedText, false),
        Field::of("cdkey_id", 1, Kind::OwnText, false),
        Field::of("api_limit", 7, Kind::Number, false),
        Field::of("user_name", 5, Kind::SharedText, false),
        Field::of("user_email", 6, Kind::OwnText, false),
        Field::of("user_phone", 4, Kind::SharedText, false),
    ],
    7,
    1 << 0,
);

/// The first word of the shared texts.
const SHARED_FROM: usize = 2;

/// In which order the known fields of the last record came. A guess for the next one: services write all records alike,
/// and to see that a field is the expected one takes less time than to find out which one it is. Where a service writes
/// another order than the page, not to learn it takes twice as long.
#[derive(Debug)]
pub(super) struct Order([&'static Field; FIELDS]);

impl Order {
    /// A first guess: the order of the platform's page.
    pub(super) fn new(shape: &'static Shape) -> Self {
        Self(shape.fields.each_ref())
    }
}

/// Reads a record and adds it. The cursor stands on its first byte, and is left after the last one; after a
/// [`Stop::Contract`] it stands anywhere inside.
#[inline(always)]
pub(super) fn read_record<'a>(
    reader: &mut Reader<'a>,
    level: u32,
    shape: &'static Shape,
    order: &mut Order,
    records: &mut Builder<'a>,
) -> Result<(), Stop> {
    if reader.byte() != Some(b'{') {
        return Err(not_a_value_or(
            *reader,
            Stop::Contract(None, "must be an object"),
        ));
    }
    let mut row = shape.empty;
    let mut seen = 0;
    let mut begin = b'{';
    let mut guesses = order.0.iter_mut();
    let mut guess = guesses.next();
    loop {
        let expected = guess
            .as_deref()
            .copied()
            .filter(|field| reader.begins_as(begin, &field.pattern));
        let field = match expected {
            Some(field) => field,
            None => {
                let Some(name) = reader.aside(|reader| reader.next_name(begin))? else {
                    break;
                };
                let Some(field) = shape.fields.iter().find(|field| field.name == name) else {
                    reader.skip(level + 1)?;
                    begin = b',';
                    continue;
                };
                field
            }
        };
        begin = b',';
        if seen & field.bit != 0 {
            return Err(field.stop(TWICE));
        }
        seen |= field.bit;
        if let Some(guess) = guess {
            *guess = field;
        }
        guess = guesses.next();
        if field.kind == Kind::Number {
            read_number(reader, field, &mut row)?;
        } else {
            read_text(reader, field, &mut row, records)?;
        }
    }
    if seen & shape.required != shape.required {
        return Err(missing(shape, seen));
    }
    records.push(&row);
    Ok(())
}

pub(super) const TWICE: &str = "is there twice";

#[cold]
#[inline(never)]
fn missing(shape: &'static Shape, seen: u32) -> Stop {
    let first = shape
        .fields
        .iter()
        .find(|field| field.required && seen & field.bit == 0);
    Stop::Contract(first.map(|field| field.text), "is missing")
}

/// Reads text, or the digits of a safe integer.
#[inline(always)]
fn read_text<'a>(
    reader: &mut Reader<'a>,
    field: &'static Field,
    row: &mut Row,
    records: &mut Builder<'a>,
) -> Result<(), Stop> {
    const OTHER: &str = "must be text or a safe integer";
    let string = match reader.byte() {
        Some(b'"') => reader.string()?,
        Some(b'-' | b'0'..=b'9') => match reader.number()?.digits() {
            Some(digits) => digits,
            None => return Err(field.stop(OTHER)),
        },
        Some(b'n') if !field.required => return Ok(reader.literal(b"null")?),
        _ => return Err(not_a_value_or(*reader, field.stop(OTHER))),
    };
    if field.required && string.is_empty() {
        return Err(field.stop("must not be empty"));
    }
    let texts = &mut records.texts;
    let number = if field.kind == Kind::OwnText || texts.are_few() {
        texts.add(string)?
    } else {
        texts.add_once(field.word.wrapping_sub(SHARED_FROM), string)?
    };
    if let Some(there) = row.get_mut(field.word) {
        *there = number;
    }
    Ok(())
}

/// Reads a safe integer, or a string of its plain digits. No number is required of a record.
#[inline(always)]
fn read_number(reader: &mut Reader<'_>, field: &'static Field, row: &mut Row) -> Result<(), Stop> {
    const OTHER: &str = "must be a safe integer";
    let value = match reader.byte() {
        Some(b'-' | b'0'..=b'9') => reader.number()?.whole(),
        Some(b'n') => return Ok(reader.literal(b"null")?),
        Some(b'"') => reader.aside(Reader::digits_in_quotes)?,
        _ => return Err(not_a_value_or(*reader, field.stop(OTHER))),
    };
    let Some(value) = value else {
        return Err(field.stop(OTHER));
    };
    if let Some(there) = row
        .get_mut(field.word..)
        .and_then(|words| words.first_chunk_mut())
    {
        *there = split(value);
    }
    Ok(())
}

/// What to say of a value of another kind than the contract has: that, unless it begins as no value does.
#[cold]
#[inline(never)]
pub(super) fn not_a_value_or(reader: Reader<'_>, otherwise: Stop) -> Stop {
    match reader.byte() {
        Some(b'"' | b'{' | b'[' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9') => otherwise,
        _ => Stop::Broken(reader.no_value()),
    }
}
