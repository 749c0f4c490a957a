//! Which moves are one and the same, and what is remembered of them.
//!
//! A browser and a proxy may send a POST again by themselves; a client of ours gives each call one `idempotency-key`, by which
//! the second one is known. A remembered move is one text, so that any store of a host's can hold it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::answer::Answer;
use crate::input::Input;
use crate::refusal::Refusal;

/// How long a move is remembered, in ms: 24 hours.
pub const REMEMBERED_MS: u32 = 86_400_000;
/// How many are remembered at most by one process; the last ones.
pub const REMEMBERED_MOST: u32 = 10_000;
/// The longest key, in characters.
const MAX_KEY: usize = 255;

/// A move's name among those that are remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Of its actor and its key: two people with one key have nothing in common.
    pub id: String,
    /// Of what is asked for.
    pub fingerprint: String,
}

impl Named {
    /// The name of a move. Hashes alone, since a store has no business with who did what to which phone.
    ///
    /// # Errors
    /// The key is none.
    pub fn new(actor: &str, key: &str, input: &Input) -> Result<Self, Refusal> {
        let good =
            (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        if !good {
            return Err(Refusal::BadKey);
        }
        let request = input.request();
        Ok(Self {
            id: hash(&[actor, key]),
            fingerprint: hash(&[request.endpoint.name(), &request.body]),
        })
    }
}

/// What is remembered of a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    fingerprint: String,
    /// None while it is under way.
    answer: Option<Answer>,
}

/// What a remembered move means for one of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recall {
    /// It is under way: its end is waited for.
    Wait,
    /// It certainly did not happen, and may be made anew.
    Again,
    /// It has ended so, and is not made again.
    Ended(Answer),
    /// It is another move.
    Conflict,
}

impl Entry {
    /// Of a move that begins.
    pub fn begun(fingerprint: &str) -> String {
        write(fingerprint, None)
    }

    /// Of one that has ended.
    pub fn ended(fingerprint: &str, answer: &Answer) -> String {
        write(fingerprint, Some(answer))
    }

    /// What a remembered text means.
    ///
    /// # Errors
    /// The store gives something that was never put into it, so nothing is known and nothing may be sent.
    pub fn recall(text: &str, fingerprint: &str) -> Result<Recall, Refusal> {
        let entry: Self = serde_json::from_str(text).map_err(|_| Refusal::NoStore)?;
        Ok(if entry.fingerprint != fingerprint {
            Recall::Conflict
        } else {
            match entry.answer {
                None => Recall::Wait,
                Some(answer) if answer.keeps => Recall::Ended(answer),
                Some(_) => Recall::Again,
            }
        })
    }
}

fn write(fingerprint: &str, answer: Option<&Answer>) -> String {
    let entry = Entry {
        fingerprint: fingerprint.to_owned(),
        answer: answer.cloned(),
    };
    // Of texts and numbers: it cannot fail.
    serde_json::to_string(&entry).unwrap_or_default()
}

/// SHA-256 of texts, in hex. Each with its length before it, so that no two lists of texts are one.
fn hash(texts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(format!("{}:", text.len()));
        digest.update(text);
    }
    let bytes = digest.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
