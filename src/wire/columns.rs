//! The records of an answer, cards or usage records, as flat numbers and one run of text.

use super::balance_log::BalanceLog;
use super::card::{Card, CardType};
use super::texts::{NO_TEXT, Texts};

/// The cards of an answer, in the order in which they came.
///
/// No memory is asked for card by card, and nothing is an object yet: a Rust caller gets [`Card`]s one by one from
/// [`cards`](Self::cards), and JavaScript builds its objects from the three slices (`pkg-template/client/cards.js`,
/// which has to follow every change here).
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
pub struct CardColumns(pub(super) Columns);

/// The usage records of an answer, in the order in which they came.
///
/// Laid out as [`CardColumns`] are, but for the words of a row, of which the last says nothing: `id`, `cdkey_id`, `type`, `user_id`,
/// `user_phone`, `user_name` and `user_email` in the words 0 to 6, `api_limit` in 7 and 8, `create_time` in 9 and 10.
#[derive(Clone, PartialEq, Eq)]
pub struct LogColumns(pub(super) Columns);

/// The records of an answer, whatever they are.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Columns {
    rows: Vec<u32>,
    texts: Vec<u32>,
    arena: Vec<u8>,
}

/// The numbers of one record in the making: those of its texts come first.
pub(super) type Row = [u32; CardColumns::ROW];

/// A row that says nothing yet: so many texts, and numbers after them, all null.
pub(super) const fn empty_row(texts: usize) -> Row {
    let mut row = [NO_TEXT; CardColumns::ROW];
    let (_, mut numbers) = row.split_at_mut(texts);
    while let [low, high, rest @ ..] = numbers {
        [*low, *high] = split(NO_NUMBER);
        numbers = rest;
    }
    row
}

/// Records in the making.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    rows: Vec<u32>,
    pub(super) texts: Texts<'a>,
}

/// One record of the columns, by the words of its row.
pub struct Record<'a> {
    row: &'a Row,
    texts: &'a [&'a str],
}

impl<'a> Record<'a> {
    /// The text whose number this word of the row is; none for null.
    pub fn text(&self, word: usize) -> Option<&'a str> {
        text(self.texts, *self.row.get(word)?)
    }

    fn owned(&self, word: usize) -> Option<String> {
        self.text(word).map(str::to_owned)
    }

    /// The number that this word of the row and the next one are; none for null.
    pub fn number(&self, word: usize) -> Option<i64> {
        let [low, high] = *self.row.get(word..)?.first_chunk()?;
        Some(join(low, high)).filter(|number| *number != NO_NUMBER)
    }
}

/// The text of a number.
fn text<'a>(texts: &[&'a str], number: u32) -> Option<&'a str> {
    texts
        .get(usize::try_from(number.checked_sub(1)?).ok()?)
        .copied()
}

impl Columns {
    fn len(&self) -> usize {
        self.rows.len() / CardColumns::ROW
    }

    fn rows(&self) -> &[Row] {
        self.rows.as_chunks().0
    }

    /// Gives the records to `to`, one by one.
    pub(super) fn each(&self, to: &mut dyn FnMut(Record<'_>)) {
        let texts = self.cut();
        for row in self.rows() {
            to(Record { row, texts: &texts });
        }
    }

    /// What `make` makes of the records, one by one.
    fn records<'a, T: 'a>(&'a self, make: fn(&Record<'_>) -> T) -> impl Iterator<Item = T> + 'a {
        let texts = self.cut();
        self.rows()
            .iter()
            .map(move |row| make(&Record { row, texts: &texts }))
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

impl CardColumns {
    /// How many words of [`rows`](Self::rows) a card takes.
    pub const ROW: usize = 12;

    /// How many cards there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no card.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of all cards. See the layout above.
    pub fn rows(&self) -> &[u32] {
        &self.0.rows
    }

    /// How the arena is cut. See the layout above.
    pub fn texts(&self) -> &[u32] {
        &self.0.texts
    }

    /// The texts of all cards, in UTF-8. See the layout above.
    pub fn arena(&self) -> &[u8] {
        &self.0.arena
    }

    /// The cards one by one.
    pub fn cards(&self) -> impl Iterator<Item = Card> + '_ {
        self.0.records(|card| Card {
            // The builder gives no row without these three, so the defaults are never seen.
            id: card.owned(0).unwrap_or_default(),
            code: card.owned(1).unwrap_or_default(),
            card_type: CardType::new(card.owned(2).unwrap_or_default()),
            api_limit: card.number(6),
            user_id: card.owned(3),
            user_phone: card.owned(4),
            user_name: card.owned(5),
            create_time: card.number(8),
            update_time: card.number(10),
        })
    }

    /// The cards' ids, in their order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let texts = self.0.cut();
        // The builder gives no row without an id, so the default is never seen.
        let rows = self.0.rows().iter();
        rows.map(move |[id, ..]| text(&texts, *id).unwrap_or_default())
    }
}

impl LogColumns {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records one by one.
    pub fn logs(&self) -> impl Iterator<Item = BalanceLog> + '_ {
        self.0.records(|log| BalanceLog {
            // The builder gives no row without an id, so the default is never seen.
            id: log.owned(0).unwrap_or_default(),
            card_id: log.owned(1),
            api_limit: log.number(7),
            log_type: log.owned(2),
            user_id: log.owned(3),
            user_phone: log.owned(4),
            user_name: log.owned(5),
            user_email: log.owned(6),
            create_time: log.number(9),
        })
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

impl core::fmt::Debug for LogColumns {
    /// Tells how many records there are and nothing of them, as for cards.
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("LogColumns")
            .field("logs", &self.len())
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

    /// Adds a record.
    #[inline(always)]
    pub(super) fn push(&mut self, row: &Row) {
        self.rows.extend_from_slice(row);
    }

    /// All records that were added; each has so many texts.
    #[inline(never)]
    pub(super) fn finish(mut self, texts_of_each: usize) -> Columns {
        let rows = &mut self.rows;
        let (texts, arena) = self.texts.finish(|number_of| {
            for row in rows.as_chunks_mut::<{ CardColumns::ROW }>().0 {
                row.iter_mut()
                    .take(texts_of_each)
                    .for_each(|number: &mut u32| *number = number_of(*number));
            }
        });
        Columns {
            rows: self.rows,
            texts,
            arena,
        }
    }
}

/// Stands where a record has no number. No safe integer is near it.
const NO_NUMBER: i64 = i64::MIN;

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
