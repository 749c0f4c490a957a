//! What a runtime threw, read without trust, and rebuilt with nothing secret in it.

use js_sys::{AggregateError, Error, JsString, Reflect};
use wasm_bindgen::prelude::*;

use crate::arguments;
use crate::js::{hide, set};
use crate::network::Cause;
use crate::value::Value;

/// Texts longer than this are not copied, in UTF-16 units.
const LONGEST: u32 = 4096;

/// How deep the errors behind an error are followed, and how many beside one another.
const DEEPEST: u8 = 4;
const MOST_BESIDE: u32 = 16;

/// An error as the runtime threw it.
pub(crate) fn read(thrown: &JsValue) -> Cause {
    read_to(thrown, DEEPEST)
}

fn read_to(thrown: &JsValue, deeper: u8) -> Cause {
    if !thrown.is_object() && !thrown.is_function() {
        return Cause {
            name: "Error".to_owned(),
            message: match arguments::read(thrown) {
                Value::Text(text) => text,
                other => other.noun().to_owned(),
            },
            ..Cause::default()
        };
    }
    let mut cause = Cause {
        name: text_of(thrown, "name").unwrap_or_else(|| "Error".to_owned()),
        message: text_of(thrown, "message").unwrap_or_default(),
        code: text_of(thrown, "code"),
        syscall: text_of(thrown, "syscall"),
        ..Cause::default()
    };
    let Some(deeper) = deeper.checked_sub(1) else {
        return cause;
    };
    let inner = |name: &str| Reflect::get(thrown, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let behind = inner("cause");
    if behind.is_object() {
        cause.cause = Some(Box::new(read_to(&behind, deeper)));
    }
    let beside = inner("errors");
    // Of a list, wherever it was made; of anything else it says nothing.
    let length = Reflect::get(&beside, &"length".into())
        .ok()
        .filter(|_| beside.is_object())
        .and_then(|length| length.as_f64())
        .unwrap_or(0.0);
    for at in (0..MOST_BESIDE).take_while(|at| f64::from(*at) < length) {
        let error = Reflect::get_u32(&beside, at).unwrap_or(JsValue::UNDEFINED);
        cause.errors.push(read_to(&error, deeper));
    }
    if length > f64::from(MOST_BESIDE) {
        // One that was not read says nothing for certain.
        cause.errors.push(Cause::default());
    }
    cause
}

fn text_of(object: &JsValue, name: &str) -> Option<String> {
    text(&Reflect::get(object, &name.into()).ok()?)
}

fn text(value: &JsValue) -> Option<String> {
    let text = value.dyn_ref::<JsString>()?;
    (text.length() <= LONGEST).then(|| text.into())
}

/// A foreign error rebuilt with nothing but its masked words: its own object may hold the request, and so the key.
pub(crate) fn rebuilt(cause: &Cause) -> JsValue {
    let error: Error = if cause.errors.is_empty() {
        Error::new(&cause.message)
    } else {
        let errors: Vec<JsValue> = cause.errors.iter().map(rebuilt).collect();
        let error: Error = AggregateError::new(&errors).unchecked_into();
        hide(&error, "message", &cause.message.as_str().into());
        error
    };
    hide(&error, "name", &cause.name.as_str().into());
    if let Some(behind) = &cause.cause {
        hide(&error, "cause", &rebuilt(behind));
    }
    for (name, text) in [("code", &cause.code), ("syscall", &cause.syscall)] {
        if let Some(text) = text {
            set(&error, name, &text.as_str().into());
        }
    }
    // Its stack would only name this package, and `inspect` shows it in full.
    let stack = format!("{}: {}", cause.name, cause.message);
    hide(&error, "stack", &stack.as_str().into());
    error.into()
}

/// Why a request or an answer is given up, as a `fetch` is told it.
pub(crate) fn reason(name: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    error.into()
}
