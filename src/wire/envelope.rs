//! The envelope that every answer of the service comes in, and the one function that reads it.

use super::columns::{Builder, CardColumns, Columns, LogColumns};
use super::name::{Name, Pattern};
use super::number::Number;
use super::payload::Payload;
use super::reader::{Broken, Reader};
use super::record::{
    CARD, LEVEL_ALONE, LEVEL_IN_LIST, LOG, Order, Shape, Stop, TWICE, not_a_value_or, read_record,
};

/// What an endpoint's `data` has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// `/cdkey/list`: an array of cards, with `totalNumber`.
    Page,
    /// `/cdkey/detail`: one card.
    Card,
    /// `/cdkey/balance_logs`: an array of usage records, with `totalNumber`.
    Logs,
    /// `/cdkey/transfer` and `/cdkey/destroy`: nothing; `data` is read over.
    Nothing,
}

impl Expect {
    /// What `data` is made of, where it is looked into.
    const fn shape(self) -> Option<&'static Shape> {
        match self {
            Self::Page | Self::Card => Some(&CARD),
            Self::Logs => Some(&LOG),
            Self::Nothing => None,
        }
    }

    /// Whether it is an array of them, with `totalNumber`.
    const fn is_many(self) -> bool {
        matches!(self, Self::Page | Self::Logs)
    }
}

/// The envelope's `code`, which the page shows on failures only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiCode {
    /// Missing or null.
    None,
    /// A safe integer, or a string of its plain digits.
    Number(i64),
    /// There, and no number: nothing is guessed from it.
    NotANumber,
}

/// Where an answer leaves the contract, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The place: `data[17].api_limit`, `totalNumber`, `success`; `body` where it is no JSON at all.
    pub path: String,
    /// What is wrong there, in plain English, without a word of what the answer held.
    pub reason: &'static str,
}

/// A readable envelope: an object whose `success` is a boolean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply<P> {
    /// Whether the service says that it did what was asked.
    pub success: bool,
    /// The service's words; none where it sent none, or something that is no text.
    pub message: Option<String>,
    /// The service's failure code.
    pub code: ApiCode,
    /// What was asked for, or where it leaves the contract. Only of use where `success`.
    pub payload: Result<P, Malformed>,
}

/// Reads a whole answer: in one pass over its bytes, unless it leaves the contract.
///
/// # Errors
///
/// [`Malformed`] where there is no readable envelope: the body is not JSON (RFC 8259) in UTF-8, not an object,
/// nested deeper than 128 levels, has a known name twice, or has no boolean `success`.
///
/// An envelope that can be read while its `data` or `totalNumber` cannot is no error here: whoever asked must still
/// learn what `success`, `message` and `code` say. Then `payload` is the first place that is outside the contract,
/// in the order in which the service wrote; the rest is still checked to be JSON.
///
/// # Rules
///
/// - One byte order mark before the whole is skipped. Unpaired surrogates are refused everywhere.
/// - Names are compared with their escapes undone. Names that are not known are ignored, and may repeat.
/// - Where a number is wanted, a string of its plain digits will do, and where text is wanted, a safe integer.
///   Fractions and exponents (`1.0` and `1e3` too) and integers beyond 2^53 - 1 are refused. `-0` is 0, as a
///   number and in a string.
/// - `id`, `code` and `type` of a card and the `id` of a usage record must be there, and not be empty. The other fields may
///   be missing or null, and texts among them empty.
/// - One card or record outside the contract refuses them all: nothing is repaired.
#[inline(never)]
pub fn decode(body: &[u8], expect: Expect) -> Result<Reply<Payload>, Malformed> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    if u32::try_from(body.len()).is_err() {
        return Err(malformed("body", "4 GiB or more"));
    }
    let body = body.strip_prefix(MARK).unwrap_or(body);
    let mut reader = Reader::new(body);
    match reader.next() {
        Some(b'{') => {}
        Some(_) => return Err(malformed("body", "must be a JSON object")),
        None => return Err(malformed("body", "is empty")),
    }
    let mut envelope = Envelope::new(expect, body.len());
    envelope.read(&mut reader)?;
    envelope.finish()
}

/// A member of the envelope that this version knows.
struct Known {
    member: Member,
    text: &'static str,
    name: Name,
    pattern: Pattern,
}

#[derive(Clone, Copy)]
enum Member {
    Success,
    Message,
    Code,
    Total,
    Data,
}

impl Member {
    const fn named(self, text: &'static str) -> Known {
        Known {
            member: self,
            text,
            name: Name::of(text.as_bytes()),
            pattern: Pattern::of(text.as_bytes()),
        }
    }
}

/// In the order in which the service writes them, as the page's examples show it.
static KNOWN: [Known; 5] = [
    Member::Message.named("message"),
    Member::Data.named(DATA),
    Member::Total.named(TOTAL),
    Member::Success.named(SUCCESS),
    Member::Code.named("code"),
];

const SUCCESS: &str = "success";
const TOTAL: &str = "totalNumber";
const DATA: &str = "data";

/// An envelope as far as it was read.
struct Envelope {
    expect: Expect,
    /// The length of the whole answer, to guess by how much room its records take.
    size: usize,
    seen: u32,
    success: Option<bool>,
    message: Option<String>,
    code: ApiCode,
    total: Option<i64>,
    records: Option<Columns>,
    fault: Option<Malformed>,
}

/// The level of nesting of what stands in the envelope.
const LEVEL: u32 = 2;

impl Envelope {
    const fn new(expect: Expect, size: usize) -> Self {
        Self {
            expect,
            size,
            seen: 0,
            success: None,
            message: None,
            code: ApiCode::None,
            total: None,
            records: None,
            fault: None,
        }
    }

    /// Reads all of the answer. Apart from what makes the envelope and takes it apart, so that each way out of here is short.
    #[inline(never)]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        let mut begin = b'{';
        let mut guesses = KNOWN.iter();
        loop {
            let known = match guesses
                .next()
                .filter(|known| reader.begins_as(begin, &known.pattern))
            {
                Some(known) => Some(known),
                None => {
                    let Some(name) = reader.next_name(begin).map_err(no_json)? else {
                        break;
                    };
                    let known = KNOWN.iter().position(|known| known.name == name);
                    // The next guess is what usually follows.
                    guesses = KNOWN
                        .get(known.map_or(0, |at| at + 1)..)
                        .unwrap_or_default()
                        .iter();
                    known.and_then(|at| KNOWN.get(at))
                }
            };
            match known {
                Some(known) => self.read_member(reader, known)?,
                None => reader.skip(LEVEL).map_err(no_json)?,
            }
            begin = b',';
        }
        reader.end().map_err(no_json)
    }

    fn read_member(&mut self, reader: &mut Reader<'_>, known: &Known) -> Result<(), Malformed> {
        let bit = 1 << known.member as u32;
        if self.seen & bit != 0 {
            return Err(malformed(known.text, TWICE));
        }
        self.seen |= bit;
        match known.member {
            Member::Data => self.read_data(reader),
            Member::Success => self.read_success(reader),
            Member::Message => self.read_message(reader).map_err(no_json),
            Member::Total => self.read_total(reader),
            Member::Code => self.read_code(reader).map_err(no_json),
        }
    }

    fn read_success(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        let (word, value): (&'static [u8], _) = match reader.byte() {
            Some(b't') => (b"true", true),
            Some(b'f') => (b"false", false),
            _ => return Err(malformed(SUCCESS, "must be true or false")),
        };
        reader.literal(word).map_err(no_json)?;
        self.success = Some(value);
        Ok(())
    }

    fn read_message(&mut self, reader: &mut Reader<'_>) -> Result<(), Broken> {
        if reader.byte() == Some(b'"') {
            self.message = Some(reader.any_string()?.read()?);
            return Ok(());
        }
        reader.skip(LEVEL)
    }

    fn read_code(&mut self, reader: &mut Reader<'_>) -> Result<(), Broken> {
        let number = match reader.byte() {
            Some(b'n') => return reader.literal(b"null"),
            Some(b'-' | b'0'..=b'9') => reader.any_number()?.whole(),
            Some(b'"') => reader.digits_in_quotes()?,
            _ => {
                reader.skip(LEVEL)?;
                None
            }
        };
        self.code = number.map_or(ApiCode::NotANumber, ApiCode::Number);
        Ok(())
    }

    fn read_total(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        const BAD: Stop = Stop::Contract(None, "must be a safe integer of 0 or more");
        if !self.expect.is_many() {
            return reader.skip(LEVEL).map_err(no_json);
        }
        self.or_go_over(reader, |envelope, reader| {
            let total = match reader.byte() {
                Some(b'-' | b'0'..=b'9') => reader.any_number().map(Number::whole),
                Some(b'"') => reader.digits_in_quotes(),
                _ => Ok(None),
            };
            let total = total
                .map_err(Stop::from)
                .and_then(|total| total.filter(|total| *total >= 0).ok_or(BAD));
            envelope.total = Some(total.map_err(|stop| (TOTAL.to_owned(), stop))?);
            Ok(())
        })
    }

    fn read_data(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        let Some(shape) = self.expect.shape() else {
            return reader.skip(LEVEL).map_err(no_json);
        };
        self.or_go_over(reader, |envelope, reader| {
            let many = envelope.expect.is_many();
            // A cursor of its own, which nothing else can see, stays in registers.
            let records = reader.aside(|reader| read_records(reader, envelope.size, shape, many));
            envelope.records = Some(records?);
            Ok(())
        })
    }

    /// Reads a member against the contract. Where it leaves that, the place is kept, and the member is gone over
    /// once more, as plain JSON. After a first such place the others are not looked at against the contract at all.
    fn or_go_over<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        read: impl FnOnce(&mut Self, &mut Reader<'a>) -> Result<(), (String, Stop)>,
    ) -> Result<(), Malformed> {
        let start = *reader;
        if self.fault.is_none() {
            match read(self, reader) {
                Ok(()) => return Ok(()),
                Err((path, Stop::Broken(Broken(reason)))) => {
                    return Err(Malformed { path, reason });
                }
                Err((path, Stop::Contract(field, reason))) => {
                    let path =
                        field.map_or_else(|| path.clone(), |field| format!("{path}.{field}"));
                    self.fault = Some(Malformed { path, reason });
                }
            }
        }
        *reader = start;
        reader.skip(LEVEL).map_err(no_json)
    }

    fn finish(self) -> Result<Reply<Payload>, Malformed> {
        let success = self.success.ok_or_else(|| malformed(SUCCESS, MISSING))?;
        let payload = match (self.fault, self.expect, self.records, self.total) {
            (_, Expect::Nothing, ..) => Ok(Payload::Nothing),
            (Some(fault), ..) => Err(fault),
            (None, _, None, _) => Err(malformed(DATA, MISSING)),
            (None, Expect::Card, Some(card), _) => Ok(Payload::Card(CardColumns(card))),
            (None, _, Some(_), None) => Err(malformed(TOTAL, MISSING)),
            (None, Expect::Page, Some(cards), Some(total)) => Ok(Payload::Page {
                total,
                cards: CardColumns(cards),
            }),
            (None, Expect::Logs, Some(logs), Some(total)) => Ok(Payload::Logs {
                total,
                logs: LogColumns(logs),
            }),
        };
        Ok(Reply {
            success,
            message: self.message,
            code: self.code,
            payload,
        })
    }
}

const MISSING: &str = "is missing";

fn malformed(path: &str, reason: &'static str) -> Malformed {
    Malformed {
        path: path.to_owned(),
        reason,
    }
}

fn no_json(Broken(reason): Broken) -> Malformed {
    malformed("body", reason)
}

/// Reads the records of a page, or a single card: the cursor stands on the first byte of `data`. One function for all,
/// and all that it calls record by record is inlined here and nowhere else, for both speed and size: see [`Reader`].
#[inline(never)]
fn read_records(
    reader: &mut Reader<'_>,
    size: usize,
    shape: &'static Shape,
    many: bool,
) -> Result<Columns, (String, Stop)> {
    let mut inside = true;
    if many {
        if reader.byte() != Some(b'[') {
            let stop = not_a_value_or(*reader, Stop::Contract(None, "must be an array"));
            return Err((DATA.to_owned(), stop));
        }
        inside = reader.enter(b']');
    }
    let level = if many { LEVEL_IN_LIST } else { LEVEL_ALONE };
    let mut records = Builder::for_answer(size);
    let mut order = Order::new(shape);
    let mut index: usize = 0;
    while inside {
        let read = read_record(reader, level, shape, &mut order, &mut records)
            .and_then(|()| Ok(many && reader.another(b']')?));
        inside = read.map_err(|stop| {
            let path = if many {
                format!("{DATA}[{index}]")
            } else {
                DATA.to_owned()
            };
            (path, stop)
        })?;
        index += 1;
    }
    Ok(records.finish(shape.texts()))
}
