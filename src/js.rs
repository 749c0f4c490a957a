//! JavaScript's values, for the typed client: whatever a runtime put there, nothing in it is trusted. In the npm package
//! `pkg-template/given.js` reads them.

use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::*;

use crate::config::UrlParts;
use crate::network::Cause;

/// Texts longer than this are not copied, in UTF-16 units.
const LONGEST_COPIED: u32 = 4096;

/// How deep the errors behind an error are followed.
const DEEPEST_CAUSE: u8 = 4;

/// How many errors beside one another are read.
const MOST_ERRORS: u32 = 16;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_name = URL)]
    type Url;

    #[wasm_bindgen(constructor, catch, js_class = "URL")]
    fn with_base(address: &str, base: &JsValue) -> Result<Url, JsValue>;
}

/// A global's property, undefined where there is none.
pub(crate) fn global(name: &str) -> JsValue {
    Reflect::get(&js_sys::global(), &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Takes an address apart with the runtime's own parser; a relative one from the page's.
pub(crate) fn parse_url(address: &str) -> Option<UrlParts> {
    let url = Url::with_base(address, &JsValue::UNDEFINED).or_else(|_| {
        let location = global("location");
        let page = Reflect::get(&location, &"href".into()).unwrap_or(JsValue::UNDEFINED);
        if page.is_string() {
            Url::with_base(address, &page)
        } else {
            Err(page)
        }
    });
    let url = url.ok()?;
    Some(UrlParts {
        href: text_of(&url, "href")?,
        protocol: text_of(&url, "protocol")?,
        hostname: text_of(&url, "hostname")?,
        username: text_of(&url, "username")?,
        password: text_of(&url, "password")?,
    })
}

/// An error as the runtime threw it.
pub(crate) fn cause_of(thrown: &JsValue) -> Cause {
    read_cause(thrown, DEEPEST_CAUSE)
}

fn read_cause(thrown: &JsValue, deeper: u8) -> Cause {
    if !thrown.is_object() && !thrown.is_function() {
        return Cause {
            name: "Error".to_owned(),
            message: copied(thrown).unwrap_or_else(|| "not an error".to_owned()),
            ..Cause::default()
        };
    }
    let inner = |name: &str| Reflect::get(thrown, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let mut cause = Cause {
        name: text_of(thrown, "name").unwrap_or_else(|| "Error".to_owned()),
        message: text_of(thrown, "message").unwrap_or_default(),
        code: text_of(thrown, "code"),
        syscall: text_of(thrown, "syscall"),
        ..Cause::default()
    };
    if deeper > 0 {
        let behind = inner("cause");
        if behind.is_object() {
            cause.cause = Some(Box::new(read_cause(&behind, deeper.saturating_sub(1))));
        }
        let beside = inner("errors");
        if is_array(&beside).unwrap_or(false) {
            let length = Reflect::get(&beside, &"length".into())
                .ok()
                .and_then(|length| length.as_f64())
                .unwrap_or(0.0);
            for at in (0..MOST_ERRORS).take_while(|at| f64::from(*at) < length) {
                let error = Reflect::get_u32(&beside, at).unwrap_or(JsValue::UNDEFINED);
                cause
                    .errors
                    .push(read_cause(&error, deeper.saturating_sub(1)));
            }
            if length > f64::from(MOST_ERRORS) {
                // One that was not read says nothing for certain.
                cause.errors.push(Cause::default());
            }
        }
    }
    cause
}

fn text_of(object: &JsValue, name: &str) -> Option<String> {
    copied(&Reflect::get(object, &name.into()).ok()?)
}

fn copied(value: &JsValue) -> Option<String> {
    let text = value.dyn_ref::<JsString>()?;
    (text.length() <= LONGEST_COPIED).then(|| text.into())
}

/// Sets a property of an object of our own.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    // It cannot fail on a fresh plain object.
    let _ = Reflect::set(object, &name.into(), value);
}
