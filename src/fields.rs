//! Reads named fields out of what a caller gave: every name it may have, each at most once, and none that is unknown.

use crate::error::{Invalid, InvalidCode};
use crate::field::Field;
use crate::reason::Reason;
use crate::redact;
use crate::value::Value;

/// A field's names: on the wire first, in camelCase second where that differs, then other spellings of the platform's page.
pub type Names = &'static [&'static str];

/// The fields of one plain object.
pub struct Fields<'a> {
    given: &'a [(String, Value)],
    /// What comes before a field's name in a path: empty, or `ids[1].`.
    prefix: &'a str,
    code: InvalidCode,
}

impl<'a> Fields<'a> {
    /// Opens an argument that must be a plain object with none but the fields in `known`.
    ///
    /// # Errors
    /// It is something else, or has another field.
    pub fn open(
        value: &'a Value,
        what: &str,
        prefix: &'a str,
        known: &'static [Names],
        code: InvalidCode,
    ) -> Result<Self, Invalid> {
        let given = match value {
            Value::Fields(given) => given,
            other => {
                return Err(Invalid::new(
                    code,
                    what,
                    Reason::NotPlainObject(other.noun()),
                ));
            }
        };
        for (key, _) in given {
            if !known.iter().any(|names| names.contains(&key.as_str())) {
                let path = format!("{prefix}{}", redact::untrusted_key(key));
                return Err(Invalid::new(code, &path, Reason::UnknownField(known)));
            }
        }
        Ok(Self {
            given,
            prefix,
            code,
        })
    }

    /// A field that may be left out.
    ///
    /// # Errors
    /// Its value is refused, or it stands there twice under two names with two values.
    pub fn optional<F: Field>(&self, names: Names) -> Result<Option<F>, Invalid> {
        let mut found: Option<F> = None;
        for (key, value) in self.all(names) {
            let field = F::parse(value).map_err(|reason| self.invalid(key, reason))?;
            if found.as_ref().is_some_and(|other| *other != field) {
                return Err(self.invalid(key, Reason::TwoValues));
            }
            found = Some(field);
        }
        Ok(found)
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// As [`Fields::optional`], or it is missing.
    pub fn required<F: Field>(&self, names: Names) -> Result<F, Invalid> {
        self.optional(names)?
            .ok_or_else(|| self.invalid(spelling(names), Reason::Missing))
    }

    /// The raw value of a field that no [`Field`] stands for, where it is there.
    pub fn raw(&self, name: &str) -> Option<&'a Value> {
        self.given
            .iter()
            .find(|(key, value)| key == name && *value != Value::Undefined)
            .map(|(_, value)| value)
    }

    /// A refusal of the field `key`.
    pub fn invalid(&self, key: &str, reason: Reason) -> Invalid {
        Invalid::new(self.code, &format!("{}{key}", self.prefix), reason)
    }

    /// The name that the caller used for a field, for errors about what it holds beside another.
    pub fn spelling_of(&self, names: Names) -> &str {
        self.all(names)
            .next()
            .map_or(spelling(names), |(key, _)| key)
    }

    fn all(&self, names: Names) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.given
            .iter()
            .filter(|(key, value)| names.contains(&key.as_str()) && *value != Value::Undefined)
            .map(|(key, value)| (key.as_str(), value))
    }
}

/// The name that errors use where the caller has not used one: camelCase.
pub(crate) fn spelling(names: Names) -> &'static str {
    names
        .get(1)
        .or_else(|| names.first())
        .copied()
        .unwrap_or("")
}
