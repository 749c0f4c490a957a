//! What may be shown: no API key, no full phone number, nothing endless.

/// The longest text of the service's that an error repeats, in characters.
const MAX_SHOWN: usize = 1000;

/// The longest key of a caller's that a path repeats in full, in characters.
const MAX_KEY: usize = 30;

/// The shortest secret that is looked for, in characters: a shorter one is a placeholder, and stands in words that are no secret.
const MIN_KEY: usize = 8;

/// Masks the secrets of one call in any text that is shown.
#[derive(Clone, Default)]
pub struct Redactor {
    has_key: bool,
    secrets: Vec<String>,
    phones: Vec<String>,
}

impl std::fmt::Debug for Redactor {
    /// Without what it masks.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Redactor").finish_non_exhaustive()
    }
}

impl Redactor {
    /// For the key that a client holds and the phones that a request names. A key of less than 8 characters, which no
    /// client can hold, is not looked for.
    pub fn new(key: Option<&str>, phones: &[&str]) -> Self {
        let mut redactor = Self {
            phones: phones.iter().map(|phone| (*phone).to_owned()).collect(),
            ..Self::default()
        };
        if let Some(key) = key {
            redactor.learn(key);
        }
        redactor.has_key = !redactor.secrets.is_empty();
        redactor
    }

    /// The same for the headers that are sent, too: any of them may be a log-in or a token. Of `Bearer …` the token is a secret by
    /// itself.
    pub fn learn_headers(&mut self, headers: &[(String, String)]) {
        for (_, value) in headers {
            self.learn(value);
            if let Some((_, token)) = value.split_once(' ') {
                self.learn(token);
            }
        }
    }

    fn learn(&mut self, secret: &str) {
        if secret.chars().count() >= MIN_KEY && !self.secrets.iter().any(|known| known == secret) {
            self.secrets.push(secret.to_owned());
        }
    }

    /// Whether there is a key that it masks: none is where a backend holds it.
    pub fn has_key(&self) -> bool {
        self.has_key
    }

    /// The text with the key as `***`, and nothing else done to it: for data, whose phones were asked for.
    pub fn without_secrets(&self, text: &str) -> String {
        let mut shown = text.to_owned();
        for secret in &self.secrets {
            for form in [secret.clone(), escaped(secret)] {
                shown = masked(&shown, "***", |rest, _| rest.strip_prefix(form.as_str()));
            }
        }
        shown
    }

    /// Whether [`Redactor::without_secrets`] would change a JSON text, or any text in it: for an answer of many cards, which is looked
    /// through once.
    pub fn finds_in_json(&self, json: &str) -> bool {
        let mut secrets = self.secrets.iter();
        secrets
            .any(|secret| json.contains(secret.as_str()) || json.contains(escaped(secret).as_str()))
    }

    /// The text with the key as `***`, with phone numbers as `159****8888`, and cut where it is endless.
    pub fn text(&self, text: &str) -> String {
        let mut shown = self.without_secrets(text);
        // A request's own phone first, however short; then whatever else looks like one.
        for number in self.phones.iter().filter(|number| !number.is_empty()) {
            shown = masked(&shown, &phone(number), |rest, before| {
                let goes_on = before.is_some_and(|before| before.is_ascii_digit());
                after(rest, number).filter(|_| !goes_on)
            });
        }
        cut(&mask_runs(&shown), MAX_SHOWN)
    }
}

/// A key of the caller's own object, in a path: it may hold anything.
pub fn untrusted_key(key: &str) -> String {
    let shown = key.replace(char::is_control, "\u{fffd}");
    // A key of ours has 32 characters, and no name here has more than 23: what is longer may hold a secret.
    if shown.chars().count() > MAX_KEY {
        return cut(&shown, 3);
    }
    mask_runs(&shown)
}

/// `15916888888` as `159****8888`; of a shorter number less is shown.
pub fn phone(digits: &str) -> String {
    let count = digits.len();
    let (head, tail) = match count {
        0..=6 => (0, 0),
        7..=10 => (2, 2),
        _ => (3, 4),
    };
    let start = digits.get(..head).unwrap_or_default();
    let end = digits.get(count.saturating_sub(tail)..).unwrap_or_default();
    format!("{start}****{end}")
}

/// The key as it looks inside a JSON text.
fn escaped(key: &str) -> String {
    key.replace('\\', "\\\\").replace('"', "\\\"")
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// `text` with `mask` wherever `secret` finds one: told what is left and which character came before, it gives what comes
/// behind the secret. (`str::replace` would do for the key; the search that it brings along, and what a panic of that
/// would print, are 4.5 KB of a page's download.)
fn masked<'a>(
    text: &'a str,
    mask: &str,
    secret: impl Fn(&'a str, Option<char>) -> Option<&'a str>,
) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = None;
    while let Some(character) = rest.chars().next() {
        if let Some(behind) = secret(rest, before) {
            shown.push_str(mask);
            rest = behind;
            before = None;
        } else {
            shown.push(character);
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
            before = Some(character);
        }
    }
    shown
}

/// What comes after `number`, if `text` begins with it, also with single spaces or dashes between its digits, and it ends
/// there.
fn after<'a>(text: &'a str, number: &str) -> Option<&'a str> {
    let mut rest = text;
    for (position, digit) in number.chars().enumerate() {
        if position > 0 {
            rest = rest
                .strip_prefix(' ')
                .or_else(|| rest.strip_prefix('-'))
                .unwrap_or(rest);
        }
        rest = rest.strip_prefix(digit)?;
    }
    let goes_on = rest
        .bytes()
        .next()
        .is_some_and(|next| next.is_ascii_digit());
    (!goes_on).then_some(rest)
}

/// Masks every run of 7 to 20 digits that is no part of a longer word (a card's id is one).
fn mask_runs(text: &str) -> String {
    let between = |part: char| !part.is_ascii_alphanumeric() && part != '_';
    text.split_inclusive(between)
        .map(|piece| {
            // A word and the one character that ends it, where one does.
            let word = piece.strip_suffix(between).unwrap_or(piece);
            let is_phone =
                (7..=20).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
            if is_phone {
                format!(
                    "{}{}",
                    phone(word),
                    piece.get(word.len()..).unwrap_or_default()
                )
            } else {
                piece.to_owned()
            }
        })
        .collect()
}
