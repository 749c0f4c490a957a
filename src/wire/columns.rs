//! The cards of an answer, as flat numbers and one run of text.

use super::card::{Card, CardType};
use super::texts::{NO_TEXT, Texts};

/// The cards of an answer, in the order in which they came.
///
/// No memory is asked for card by card, and nothing is an object yet: a Rust caller gets [`Card`]s one by one from
/// [`cards`](Self::cards), and JavaScript builds its objects from the three slices (`pkg-template/cards.js`, which
/// has to follow every change here).
///
/// # Layout
///
/// [`arena`](Self::arena) is UTF-8: all texts of all cards, one after the other, a text that came often (an owner's,
/// a type's) as a rule once.
///
/// [`texts`](Self::texts) cuts the arena. It is a row of blocks, each `[bytes, count, units; count]`: the block's
/// length in the arena in bytes, how many texts it holds, and the length of each in UTF-16 code units. Texts are
/// numbered from 1 over all blocks; a text never crosses a block. A block of several texts has at most 256 units, and
/// where not all of them are ASCII at most 64, so that a text kept from it keeps little else alive. Out of an answer of at
/// most 8 KB a block may have four times as many, and one of at most 1 KB is a single block, whatever it holds. There is no
/// block where there is no text.
///
/// [`rows`](Self::rows) has [`ROW`](Self::ROW) = 12 words for each card:
///
/// | words | what |
/// |---|---|
/// | 0 to 5 | the text numbers of `id`, `code`, `type`, `user_id`, `user_phone`, `user_name`; 0 for null |
/// | 6, 7 | `api_limit` as a signed number of 64 bits, the lower half first; null is `i64::MIN`, so 0 and 0x80000000 |
/// | 8, 9 | `create_time` likewise |
/// | 10, 11 | `update_time` likewise |
///
/// All other numbers are safe integers (at most 2^53 - 1 away from zero).
#[derive(Clone, PartialEq, Eq)]
pub struct CardColumns {
    rows: Vec<u32>,
    texts: Vec<u32>,
    arena: Vec<u8>,
}

/// The numbers of one card in the making; see the layout above.
pub(super) type Row = [u32; CardColumns::ROW];

/// A row that says nothing yet: every text and every number null.
pub(super) const EMPTY_ROW: Row = {
    let [low, high] = split(NO_NUMBER);
    [
        NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, low, high, low, high, low, high,
    ]
};

/// Cards in the making.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    rows: Vec<u32>,
    pub(super) texts: Texts<'a>,
}

impl CardColumns {
    /// How many words of [`rows`](Self::rows) a card takes.
    pub const ROW: usize = 12;

    /// How many cards there are.
    pub const fn len(&self) -> usize {
        self.rows.len() / Self::ROW
    }

    /// Whether there is no card.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The numbers of all cards. See the layout above.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// How the arena is cut. See the layout above.
    pub fn texts(&self) -> &[u32] {
        &self.texts
    }

    /// The texts of all cards, in UTF-8. See the layout above.
    pub fn arena(&self) -> &[u8] {
        &self.arena
    }

    /// The cards one by one.
    pub fn cards(&self) -> impl Iterator<Item = Card> + '_ {
        let texts = self.cut();
        self.rows
            .as_chunks::<{ Self::ROW }>()
            .0
            .iter()
            .map(move |row| {
                let [
                    id,
                    code,
                    card_type,
                    user_id,
                    user_phone,
                    user_name,
                    numbers @ ..,
                ] = *row;
                let [
                    limit_low,
                    limit_high,
                    created_low,
                    created_high,
                    updated_low,
                    updated_high,
                ] = numbers;
                let text = |number: u32| {
                    Some((*texts.get(usize::try_from(number.checked_sub(1)?).ok()?)?).to_owned())
                };
                Card {
                    // The builder gives no row without these three, so the defaults are never seen.
                    id: text(id).unwrap_or_default(),
                    code: text(code).unwrap_or_default(),
                    card_type: CardType::new(text(card_type).unwrap_or_default()),
                    api_limit: number(limit_low, limit_high),
                    user_id: text(user_id),
                    user_phone: text(user_phone),
                    user_name: text(user_name),
                    create_time: number(created_low, created_high),
                    update_time: number(updated_low, updated_high),
                }
            })
    }

    /// The cards' ids, in their order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let texts = self.cut();
        self.rows
            .as_chunks::<{ Self::ROW }>()
            .0
            .iter()
            .map(move |[id, ..]| {
                let place = id
                    .checked_sub(1)
                    .and_then(|place| usize::try_from(place).ok());
                // The builder gives no row without an id, so the default is never seen.
                place
                    .and_then(|place| texts.get(place))
                    .copied()
                    .unwrap_or_default()
            })
    }

    /// All texts, in the order of their numbers.
    fn cut(&self) -> Vec<&str> {
        let mut cut = Vec::new();
        let mut words = self.texts.as_slice();
        let mut rest = str::from_utf8(&self.arena).unwrap_or_default();
        while let [bytes, count, after @ ..] = words {
            let (lengths, next) = after
                .split_at_checked(*count as usize)
                .unwrap_or((after, &[]));
            // A unit for each byte: then all of the block is ASCII, and nothing need be counted.
            let ascii = lengths.iter().sum::<u32>() == *bytes;
            for units in lengths {
                let end = if ascii {
                    *units as usize
                } else {
                    end_of_units(rest, *units)
                };
                let (text, more) = rest.split_at_checked(end).unwrap_or((rest, ""));
                cut.push(text);
                rest = more;
            }
            words = next;
        }
        cut
    }
}

/// How many bytes the first so many UTF-16 code units of a text take. It looks at no more than these: comparing what is left
/// with the whole made a page's time grow with the square of its size.
fn end_of_units(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    let mut end = 0;
    for character in text.chars() {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(character.len_utf16());
        end += character.len_utf8();
    }
    end
}

impl core::fmt::Debug for CardColumns {
    /// Tells how many cards there are and nothing of them: names and phone numbers do not belong in a log.
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("CardColumns")
            .field("cards", &self.len())
            .finish_non_exhaustive()
    }
}

impl Builder<'_> {
    /// For an answer of this many bytes.
    #[inline(never)]
    pub(super) fn for_answer(bytes: usize) -> Self {
        Self {
            rows: Vec::with_capacity((bytes / 200 + 1) * CardColumns::ROW),
            texts: Texts::for_answer(bytes),
        }
    }

    /// Adds a card.
    #[inline(always)]
    pub(super) fn push(&mut self, row: &Row) {
        self.rows.extend_from_slice(row);
    }

    /// All cards that were added.
    #[inline(never)]
    pub(super) fn finish(mut self) -> CardColumns {
        let rows = &mut self.rows;
        let (texts, arena) = self.texts.finish(|number_of| {
            for row in rows.as_chunks_mut::<{ CardColumns::ROW }>().0 {
                let [texts @ .., _, _, _, _, _, _] = row;
                texts
                    .iter_mut()
                    .for_each(|number: &mut u32| *number = number_of(*number));
            }
        });
        CardColumns {
            rows: self.rows,
            texts,
            arena,
        }
    }
}

/// Stands where a card has no number. No safe integer is near it.
const NO_NUMBER: i64 = i64::MIN;

fn number(low: u32, high: u32) -> Option<i64> {
    Some(join(low, high)).filter(|number| *number != NO_NUMBER)
}

pub(super) const fn split(number: i64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = number.to_le_bytes();
    [
        u32::from_le_bytes([a, b, c, d]),
        u32::from_le_bytes([e, f, g, h]),
    ]
}

fn join(low: u32, high: u32) -> i64 {
    let [a, b, c, d] = low.to_le_bytes();
    let [e, f, g, h] = high.to_le_bytes();
    i64::from_le_bytes([a, b, c, d, e, f, g, h])
}
