//! The body of a request, checked: what the call of its endpoint takes.

use espai_cdkey::endpoint::{
    BalanceLogsQuery, DestroyIds, DetailInput, Endpoint, ListQuery, Request, TransferInput,
    UserNameField,
};
use espai_cdkey::value::Value;

use crate::refusal::Refusal;

/// A checked input. There is none that the client would refuse.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Of `list`.
    List(ListQuery),
    /// Of `detail`.
    Detail(DetailInput),
    /// Of `transfer`.
    Transfer(TransferInput),
    /// Of `destroy`.
    Destroy(DestroyIds),
    /// Of `balanceLogs`.
    BalanceLogs(BalanceLogsQuery),
}

impl Input {
    /// Reads a whole body.
    ///
    /// # Errors
    /// It is empty, no JSON, has a key twice, or is nothing that the endpoint takes.
    pub fn read(endpoint: Endpoint, body: &[u8]) -> Result<Self, Refusal> {
        // Nothing must not become a query without filters, which lists everything.
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(Refusal::NoBody);
        }
        let value: Value = serde_json::from_slice(body).map_err(|_| Refusal::NotJson)?;
        if has_key_twice(&value) {
            return Err(Refusal::KeyTwice);
        }
        Self::check(endpoint, &value).map_err(Refusal::Input)
    }

    fn check(endpoint: Endpoint, value: &Value) -> Result<Self, espai_cdkey::error::Invalid> {
        Ok(match endpoint {
            Endpoint::List => Self::List(ListQuery::check(value)?),
            Endpoint::Detail => Self::Detail(DetailInput::check(value)?),
            Endpoint::Transfer => Self::Transfer(TransferInput::check(value)?),
            Endpoint::Destroy => Self::Destroy(DestroyIds::check(value)?),
            Endpoint::BalanceLogs => Self::BalanceLogs(BalanceLogsQuery::check(value)?),
        })
    }

    /// By this package's own names, as the client's call takes it.
    pub fn to_value(&self) -> Value {
        match self {
            Self::List(query) => query.to_value(),
            Self::Detail(input) => input.to_value(),
            Self::Transfer(input) => input.to_value(),
            Self::Destroy(ids) => ids.to_value(),
            Self::BalanceLogs(query) => query.to_value(),
        }
    }

    /// As it goes over the wire: the same for the same input, however it was spelled.
    pub fn request(&self) -> Request {
        match self {
            Self::List(query) => query.request(UserNameField::default()),
            Self::Detail(input) => input.request(),
            Self::Transfer(input) => input.request(),
            Self::Destroy(ids) => ids.request(),
            Self::BalanceLogs(query) => query.request(),
        }
    }

    /// Where it goes.
    pub fn endpoint(&self) -> Endpoint {
        match self {
            Self::List(_) => Endpoint::List,
            Self::Detail(_) => Endpoint::Detail,
            Self::Transfer(_) => Endpoint::Transfer,
            Self::Destroy(_) => Endpoint::Destroy,
            Self::BalanceLogs(_) => Endpoint::BalanceLogs,
        }
    }

    /// How much it moves, where it moves any.
    pub fn amount(&self) -> Option<i64> {
        match self {
            Self::Transfer(input) => Some(input.limit()),
            _ => None,
        }
    }
}

/// Which of two values counts is not for us to guess, not even where they are the same.
fn has_key_twice(value: &Value) -> bool {
    match value {
        Value::List(items) => items.iter().any(has_key_twice),
        Value::Fields(fields) => {
            let mut keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
            keys.sort_unstable();
            keys.windows(2)
                .any(|pair| matches!(pair, [one, other] if one == other))
                || fields.iter().any(|(_, value)| has_key_twice(value))
        }
        _ => false,
    }
}
