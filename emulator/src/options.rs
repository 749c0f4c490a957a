//! What an emulator is made from, checked.

use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::field::{Field, Quota, Text};
use espai_cdkey::fields::{Fields, Names};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;

use crate::card::{self, Card};
use crate::default_cards::default_cards;
use crate::injection::MAX_WAIT_MS;
use crate::random::Random;
use crate::service::ApiLimitFilter;
use crate::shelf::Shelf;
use crate::value;

/// Checked options.
#[derive(Debug, Clone)]
pub struct Options {
    /// The key that the service accepts: 32 printable ASCII characters.
    pub api_key: String,
    /// The cards it starts with.
    pub shelf: Shelf,
    /// What every answer waits, in ms.
    pub latency_ms: i64,
    /// What a list's `api_limit` means.
    pub api_limit_filter: ApiLimitFilter,
}

const API_KEY: Names = &["apiKey"];
const CARDS: Names = &["cards"];
const SEED: Names = &["seed"];
const LATENCY_MS: Names = &["latencyMs"];
const API_LIMIT_FILTER: Names = &["apiLimitFilter"];
/// The host's own two: functions, which it checks itself and leaves out of the text.
const NOW: Names = &["now"];
const ON_CHANGE: Names = &["onChange"];

const KNOWN: &[Names] = &[
    API_KEY,
    CARDS,
    SEED,
    LATENCY_MS,
    NOW,
    API_LIMIT_FILTER,
    ON_CHANGE,
];

impl Options {
    /// Reads options, as JSON text. `fresh_key` is used where they name neither a key nor a seed.
    ///
    /// # Errors
    /// The option that is refused.
    pub fn read(json: &str, fresh_key: &str) -> Result<Self, Invalid> {
        let given = value::read(json, "options", InvalidCode::Config)?;
        let fields = Fields::open(&given, "options", "", KNOWN, InvalidCode::Config)?;
        let whole = |names: Names, most: i64, words| match fields
            .optional::<Quota>(names)?
            .map(card::number)
        {
            Some(number) if !(0..=most).contains(&number) => {
                Err(fields.invalid(fields.spelling_of(names), Reason::NotAccepted(words)))
            }
            number => Ok(number),
        };
        let seed = whole(SEED, i64::MAX, "must be a whole number from 0 to 2^53 - 1")?
            .and_then(|seed| u64::try_from(seed).ok());
        let api_key = match (fields.optional::<Key>(API_KEY)?, seed) {
            (Some(Key(key)), _) => key,
            (None, Some(seed)) => Random::new(seed, 0).hex32(),
            (None, None) => fresh_key.to_owned(),
        };
        let cards = match fields.raw("cards") {
            Some(given) => read_cards(given)?,
            None => default_cards(seed.unwrap_or(0)),
        };
        let filter = match fields
            .optional::<Text>(API_LIMIT_FILTER)?
            .as_ref()
            .map(Text::as_str)
        {
            None | Some("atLeast") => ApiLimitFilter::AtLeast,
            Some("exact") => ApiLimitFilter::Exact,
            Some(_) => {
                return Err(
                    fields.invalid("apiLimitFilter", Reason::NotOneOf("'atLeast' or 'exact'"))
                );
            }
        };
        Ok(Self {
            api_key,
            shelf: Shelf::new(cards)?,
            latency_ms: whole(
                LATENCY_MS,
                MAX_WAIT_MS,
                "must be a whole number of ms, from 0 to 2147483647",
            )?
            .unwrap_or(0),
            api_limit_filter: filter,
        })
    }
}

fn read_cards(given: &Value) -> Result<Vec<Card>, Invalid> {
    let Value::List(items) = given else {
        return Err(Invalid::new(
            InvalidCode::Config,
            "cards",
            Reason::NotAccepted(
                "must be an array of cards, as the service writes them or as our Card",
            ),
        ));
    };
    items
        .iter()
        .enumerate()
        .map(|(index, item)| card::read(item, &format!("cards[{index}]")))
        .collect()
}

/// A key by the client's own rule, so that whatever is accepted here can be used there.
#[derive(PartialEq)]
struct Key(String);

impl Field for Key {
    fn parse(value: &Value) -> Result<Self, Reason> {
        match value {
            Value::Text(key)
                if key.len() == 32
                    && key.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
                    && key.trim() == key =>
            {
                Ok(Self(key.clone()))
            }
            _ => Err(Reason::NotAccepted(
                "must be exactly 32 printable ASCII characters, with no space before or after them",
            )),
        }
    }

    fn to_wire(&self) -> String {
        self.0.clone()
    }
}
