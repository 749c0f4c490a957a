//! What a handler is made with, checked.

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::fields::{Fields, Names};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;

use crate::origin::is_origin;

/// The longest body that is read where the options name no other.
pub const MAX_BODY_BYTES: u32 = 65_536;

/// Checked options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What stands before `/cdkey/…` in a path; no slash at its end.
    pub base_path: String,
    /// Pages of these origins may ask, too.
    pub origins: Vec<String>,
    /// The endpoints that are served.
    pub allow: Vec<Endpoint>,
    /// The longest body that is read.
    pub max_body_bytes: u32,
}

const BASE_PATH: &str = "basePath";
const ORIGINS: &str = "origins";
const ALLOW: &str = "allow";
const MAX: &str = "maxBodyBytes";

const KNOWN: &[Names] = &[
    // The host's own, which it checks itself and leaves out of the text.
    &["client"],
    &["authorize"],
    &[ALLOW],
    &[ORIGINS],
    &[BASE_PATH],
    &[MAX],
    &["idempotency"],
    &["onEvent"],
];

impl Options {
    /// Checks options, as JSON text.
    ///
    /// # Errors
    /// The option that is refused.
    pub fn read(json: &str) -> Result<Self, Invalid> {
        let given: Value = serde_json::from_str(json)
            .map_err(|_| refuse("options", "must be data that JSON can hold"))?;
        let fields = Fields::open(&given, "options", "", KNOWN, InvalidCode::Config)?;
        Ok(Self {
            base_path: base_path(fields.raw(BASE_PATH))?,
            origins: origins(fields.raw(ORIGINS))?,
            allow: match fields.raw(ALLOW) {
                // To move quota, to destroy and to see what cards were used for is opted into.
                None => vec![Endpoint::List, Endpoint::Detail],
                Some(given) => endpoints(given).ok_or_else(|| refuse(ALLOW, ALLOW_WORDS))?,
            },
            max_body_bytes: match fields.raw(MAX) {
                None => MAX_BODY_BYTES,
                Some(given) => given
                    .as_safe_integer()
                    .and_then(|number| u32::try_from(number).ok())
                    .filter(|number| (1..=16_777_216).contains(number))
                    .ok_or_else(|| refuse(MAX, "must be a whole number from 1 to 16777216"))?,
            },
        })
    }
}

/// What a list of endpoints must be.
pub(crate) const ALLOW_WORDS: &str =
    "must be an array of 'list', 'detail', 'transfer', 'destroy' and 'balanceLogs'";

/// The endpoints by their calls' names; none where one is unknown.
pub(crate) fn endpoints(given: &Value) -> Option<Vec<Endpoint>> {
    let Value::List(items) = given else {
        return None;
    };
    items
        .iter()
        .map(|item| match item {
            Value::Text(name) => Endpoint::of_call(name),
            _ => None,
        })
        .collect()
}

fn base_path(given: Option<&Value>) -> Result<String, Invalid> {
    let bad = || {
        refuse(
            BASE_PATH,
            "must be '' or a path as an address has it, such as '/api', with no slash at its end",
        )
    };
    match given {
        None => Ok(String::new()),
        Some(Value::Text(path)) if path.is_empty() || is_path(path) => Ok(path.clone()),
        Some(_) => Err(bad()),
    }
}

/// Whether an address keeps it as it is.
fn is_path(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|path| {
        path.split('/').all(|piece| {
            let plain = piece
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte));
            // Written with `%2e` they are dots, too.
            let dots = piece.to_ascii_lowercase().replace("%2e", ".");
            plain && !piece.is_empty() && dots != "." && dots != ".."
        })
    })
}

fn origins(given: Option<&Value>) -> Result<Vec<String>, Invalid> {
    let words = "must be an origin as browsers write it, such as https://panel.example, with nothing after it";
    match given {
        None => Ok(Vec::new()),
        Some(Value::List(items)) => items
            .iter()
            .enumerate()
            .map(|(at, item)| match item {
                Value::Text(origin) if is_origin(origin) => Ok(origin.clone()),
                _ => Err(refuse(&format!("{ORIGINS}[{at}]"), words)),
            })
            .collect(),
        Some(_) => Err(refuse(ORIGINS, "must be an array of origins")),
    }
}

fn refuse(path: &str, words: &'static str) -> Invalid {
    Invalid::new(InvalidCode::Config, path, Reason::NotAccepted(words))
}
