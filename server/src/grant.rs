//! What the host's `authorize` gave: who asks, and what this person may do.

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::error::InvalidCode;
use espai_cdkey::fields::{Fields, Names};
use espai_cdkey::redact::Redactor;
use espai_cdkey::value::Value;

use crate::input::Input;
use crate::options::{ALLOW_WORDS, endpoints};
use crate::refusal::Refusal;

/// Who asks, and what this person may do at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Whoever the host says it is: a name or an id of its own. Not empty.
    pub actor: String,
    allow: Option<Vec<Endpoint>>,
    max_transfer: Option<i64>,
}

const KNOWN: &[Names] = &[&["actor"], &["allow"], &["maxTransfer"]];

impl Grant {
    /// Reads what `authorize` gave, as JSON text.
    ///
    /// # Errors
    /// [`Refusal::NotSignedIn`] for `false`; for anything else that names no actor, or limits that are none, that it is a mistake
    /// of the host's. A name that is not known is one, too: it may be a limit that was spelled wrongly.
    pub fn read(json: &str) -> Result<Self, Refusal> {
        let bad = |words| Refusal::BadGrant(words);
        let must_be = "it must give false or { actor, allow?, maxTransfer? }";
        let given: Value = serde_json::from_str(json).map_err(|_| bad(must_be))?;
        if given == Value::Bool(false) {
            return Err(Refusal::NotSignedIn);
        }
        let fields = Fields::open(&given, "authorize", "", KNOWN, InvalidCode::Config)
            .map_err(|_| bad(must_be))?;
        let actor = match fields.raw("actor") {
            Some(Value::Text(actor)) if !actor.is_empty() => actor.clone(),
            _ => return Err(bad("actor must be a text that is not empty")),
        };
        let allow = fields
            .raw("allow")
            .map(|allow| endpoints(allow).ok_or_else(|| bad(ALLOW_WORDS)))
            .transpose()?;
        let max_transfer = fields
            .raw("maxTransfer")
            .map(|most| {
                most.as_safe_integer()
                    .filter(|most| *most >= 0)
                    .ok_or_else(|| {
                        bad("maxTransfer must be a whole number from 0, or left out for no limit")
                    })
            })
            .transpose()?;
        Ok(Self {
            actor,
            allow,
            max_transfer,
        })
    }

    /// Whether this person may do that. The handler's own `allow` was asked before: a grant only narrows it.
    ///
    /// # Errors
    /// What this person may not do.
    pub fn permits(&self, input: &Input) -> Result<(), Refusal> {
        let endpoint = input.endpoint();
        if self
            .allow
            .as_ref()
            .is_some_and(|allow| !allow.contains(&endpoint))
        {
            return Err(Refusal::NotAllowed(endpoint));
        }
        match (self.max_transfer, input.amount()) {
            (Some(most), Some(amount)) if amount > most => Err(Refusal::OverLimit(most)),
            _ => Ok(()),
        }
    }

    /// The actor as an audit line shows it: a host may take a phone number for a name.
    pub fn shown_actor(&self, secrets: &Redactor) -> String {
        secrets.text(&self.actor)
    }
}
