//! The errors that calls are rejected with, as real `Error`s.

use js_sys::{Error, Object};
use wasm_bindgen::prelude::*;

use crate::error::Failure;
use crate::js;

/// The error that a failed call is rejected with: a real `Error`, with all that a [`Failure`] tells. In the npm package one
/// of a class is made of it (`pkg-template/client/errors.js`).
pub(crate) fn error_of(failure: &Failure, cause: &JsValue) -> JsValue {
    let error = Error::new(&failure.message);
    js::hide(&error, "name", &failure.code.class().into());
    Object::assign(&error, &js::to_js(&failure.report()).unchecked_into());
    if !cause.is_undefined() {
        js::hide(&error, "cause", cause);
    }
    error.into()
}
