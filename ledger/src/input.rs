//! What an operation moves: checked by the client's own rules, and brought into one spelling, so that the same input is the same
//! operation however it was written.

use espai_cdkey::coded;
use espai_cdkey::endpoint::{DestroyIds, Endpoint, TransferInput};
use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::field::{Field, Text};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

coded! {
    /// What is done.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    Kind {
        /// Quota goes from one card to another.
        Transfer => "transfer",
        /// A card is destroyed.
        Destroy => "destroy",
    }
}

impl Kind {
    /// The kind of this code.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Transfer, Self::Destroy]
            .into_iter()
            .find(|kind| kind.as_str() == code)
    }

    /// The call that does it.
    pub fn endpoint(self) -> Endpoint {
        match self {
            Self::Transfer => Endpoint::Transfer,
            Self::Destroy => Endpoint::Destroy,
        }
    }
}

/// An input as it is written down.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    /// The caller's name for it.
    pub key: String,
    /// What is done.
    pub kind: &'static str,
    /// In camelCase, numbers as numbers and phones as texts.
    pub input: Map<String, Json>,
    /// The same for the same input in any spelling, and for no other.
    pub fingerprint: String,
    /// The names of the cards that it touches, as far as the input tells: for a transfer `code:…`, for a destroy `id:…`.
    pub cards: Vec<String>,
}

/// Checks what a caller gave, `key` and all.
///
/// # Errors
/// As the client's own calls do; a key that is missing or no text.
pub fn check(kind: Kind, mut given: Value) -> Result<Checked, Invalid> {
    let key = match given.take_field("key") {
        Value::Undefined if !matches!(given, Value::Fields(_)) => {
            let reason = Reason::NotPlainObject(given.noun());
            return Err(argument("input", reason));
        }
        Value::Undefined => return Err(argument("key", Reason::Missing)),
        key => Text::parse(&key).map_err(|reason| argument("key", reason))?,
    };
    let (input, wire, cards) = match kind {
        Kind::Transfer => transfer(&given)?,
        Kind::Destroy => destroy(&mut given)?,
    };
    Ok(Checked {
        key: key.to_wire(),
        kind: kind.as_str(),
        input,
        fingerprint: fingerprint(kind, &wire),
        cards,
    })
}

type Parts = (Map<String, Json>, String, Vec<String>);

fn transfer(given: &Value) -> Result<Parts, Invalid> {
    let checked = TransferInput::check(given)?;
    let (source, target) = (checked.source(), checked.target());
    let input = [
        ("phone", source.phone().into()),
        ("code", source.code().into()),
        ("targetPhone", target.phone().into()),
        ("targetCode", target.code().into()),
        ("limit", checked.limit().into()),
    ];
    let cards = vec![code(source.code()), code(target.code())];
    Ok((
        object(input),
        checked.request().body,
        // Two cards of one code are one name: they are kept apart more than need be, and never less.
        distinct(cards),
    ))
}

fn destroy(given: &mut Value) -> Result<Parts, Invalid> {
    let id = given.take_field("id");
    if let Value::Fields(rest) = given
        && let Some((name, _)) = rest.iter().find(|(_, value)| *value != Value::Undefined)
    {
        let known: &'static [&'static [&'static str]] = &[&["key"], &["id"]];
        return Err(argument(name, Reason::UnknownField(known)));
    }
    if id == Value::Undefined {
        return Err(argument("id", Reason::Missing));
    }
    let id = Text::parse(&id).map_err(|reason| argument("id", reason))?;
    let body = DestroyIds::check(&Value::Text(id.to_wire()))?
        .request()
        .body;
    let name = format!("id:{}", id.to_wire());
    Ok((object([("id", id.to_wire().into())]), body, vec![name]))
}

/// The name of a card by its code.
pub fn code(code: &str) -> String {
    format!("code:{code}")
}

fn distinct(mut cards: Vec<String>) -> Vec<String> {
    cards.dedup();
    cards
}

fn object<const N: usize>(fields: [(&str, Json); N]) -> Map<String, Json> {
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn argument(path: &str, reason: Reason) -> Invalid {
    Invalid::new(InvalidCode::Argument, path, reason)
}

/// Of what goes over the wire: two inputs that send the same bytes are one.
fn fingerprint(kind: Kind, wire: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(kind.as_str());
    hash.update("\n");
    hash.update(wire);
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
