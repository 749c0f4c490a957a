//! Short ways to say what a caller gave.

use espai_cdkey::value::Value;

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(crate) fn object(fields: &[(&str, Value)]) -> Value {
    Value::Fields(
        fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    )
}
