//! One card's object, read against the contract.

use super::columns::{Builder, EMPTY_ROW, Row, split};
use super::name::{Name, Pattern};
use super::reader::{Broken, Reader};

/// The level of nesting of what stands in a card: envelope 1, list 2, card 3. A single card stands one level higher,
/// so it may be nested one level deeper; the answer's limit is what counts.
pub(super) const LEVEL_IN_LIST: u32 = 3;
/// See [`LEVEL_IN_LIST`].
pub(super) const LEVEL_ALONE: u32 = 2;

/// Why reading a card stopped.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stop {
    /// The answer is no JSON.
    Broken(Broken),
    /// It is, as far as it was read, but no card: in which field (none: the card itself), and why.
    Contract(Option<&'static str>, &'static str),
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// A field of a card.
#[derive(Debug, Clone, Copy)]
struct Field {
    name: Name,
    pattern: Pattern,
    text: &'static str,
}

impl Field {
    const fn of(text: &'static str) -> Self {
        Self { name: Name::of(text.as_bytes()), pattern: Pattern::of(text.as_bytes()), text }
    }
}

/// The fields of a card that this version knows: first the texts, then the numbers, each kind in the order in which a
/// row holds them.
static FIELDS: [Field; 9] = [
    Field::of("id"),
    Field::of("code"),
    Field::of("type"),
    Field::of("user_id"),
    Field::of("user_phone"),
    Field::of("user_name"),
    Field::of("api_limit"),
    Field::of("create_time"),
    Field::of("update_time"),
];

/// In which order the known fields of the last card came. A guess for the next one: services write all cards alike,
/// and to find the field that is expected takes less time than to find out which one it is.
#[derive(Debug, Default)]
pub(super) struct Order([usize; FIELDS.len()]);

/// How many of the fields are texts.
const TEXTS: usize = 6;
/// The fields that must be there (`upstream.md`, point 11): `id`, `code`, `type`, `api_limit`.
const REQUIRED: [usize; 4] = [0, 1, 2, 6];
const REQUIRED_BITS: u32 = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 6;
/// The first field whose text is likely to come again in another card.
const FIRST_SHARED: usize = 2;

/// Reads a card and adds it. The cursor stands on its first byte, and is left after the last one; after a
/// [`Stop::Contract`] it stands anywhere inside.
#[inline(always)]
pub(super) fn read_card(reader: &mut Reader<'_>, level: u32, order: &mut Order, cards: &mut Builder) -> Result<(), Stop> {
    if reader.byte(reader.at()) != Some(b'{') {
        return Err(not_a_value_or(*reader, Stop::Contract(None, "must be an object")));
    }
    let mut row = EMPTY_ROW;
    let mut seen = 0;
    let mut guesses = order.0.iter_mut();
    let mut guess = guesses.next();
    let mut inside = reader.enter(b'}');
    while inside {
        let expected = guess.as_deref().and_then(|field| Some((*field, FIELDS.get(*field)?)));
        let field = match expected {
            Some((field, Field { pattern, .. })) if reader.name_as(pattern) => Some(field),
            _ => {
                let name = reader.member()?;
                FIELDS.iter().position(|field| field.name == name)
            }
        };
        if let Some(field) = field {
            if seen & 1 << field != 0 {
                return Err(stop_at(field, TWICE));
            }
            seen |= 1 << field;
            if let Some(guess) = guess {
                *guess = field;
            }
            guess = guesses.next();
            if field < TEXTS {
                read_text(reader, field, &mut row, cards)?;
            } else {
                read_number(reader, field, &mut row)?;
            }
        } else {
            reader.skip(level + 1)?;
        }
        inside = reader.another(b'}')?;
    }
    if seen & REQUIRED_BITS != REQUIRED_BITS {
        return Err(missing(seen));
    }
    cards.push(&row);
    Ok(())
}

pub(super) const TWICE: &str = "is there twice";

#[cold]
#[inline(never)]
fn stop_at(field: usize, reason: &'static str) -> Stop {
    Stop::Contract(FIELDS.get(field).map(|field| field.text), reason)
}

#[cold]
#[inline(never)]
fn missing(seen: u32) -> Stop {
    let first = REQUIRED.into_iter().find(|field| seen & 1 << field == 0);
    stop_at(first.unwrap_or_default(), "is missing")
}

/// Reads text, or the digits of a safe integer.
#[inline(always)]
fn read_text(reader: &mut Reader<'_>, field: usize, row: &mut Row, cards: &mut Builder) -> Result<(), Stop> {
    let string = match reader.byte(reader.at()) {
        Some(b'"') => reader.string()?,
        Some(b'-' | b'0'..=b'9') => match reader.number()?.digits() {
            Some(digits) => digits,
            None => return Err(stop_at(field, "must be text or a safe integer")),
        },
        Some(b'n') if !REQUIRED.contains(&field) => return Ok(reader.literal(b"null")?),
        _ => return Err(not_a_value_or(*reader, stop_at(field, "must be text or a safe integer"))),
    };
    let number = if field < FIRST_SHARED { cards.texts.add(string)? } else { cards.texts.add_once(string)? };
    if string.is_empty() && REQUIRED.contains(&field) {
        return Err(stop_at(field, "must not be empty"));
    }
    if let Some(there) = row.get_mut(field) {
        *there = number;
    }
    Ok(())
}

/// Reads a safe integer, or a string of its plain digits.
#[inline(always)]
fn read_number(reader: &mut Reader<'_>, field: usize, row: &mut Row) -> Result<(), Stop> {
    let value = match reader.byte(reader.at()) {
        Some(b'-' | b'0'..=b'9') => reader.number()?.whole(),
        Some(b'n') if !REQUIRED.contains(&field) => return Ok(reader.literal(b"null")?),
        Some(b'"') => reader.aside(Reader::digits_in_quotes)?,
        _ => return Err(not_a_value_or(*reader, stop_at(field, "must be a safe integer"))),
    };
    let Some(value) = value else { return Err(stop_at(field, "must be a safe integer")) };
    if let Some(there) = row.get_mut(TEXTS + 2 * (field - TEXTS)..).and_then(|words| words.first_chunk_mut()) {
        *there = split(value);
    }
    Ok(())
}

/// What to say of a value of another kind than the contract has: that, unless it begins as no value does.
#[cold]
#[inline(never)]
pub(super) fn not_a_value_or(reader: Reader<'_>, otherwise: Stop) -> Stop {
    match reader.byte(reader.at()) {
        Some(b'"' | b'{' | b'[' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9') => otherwise,
        _ => Stop::Broken(reader.no_value()),
    }
}
