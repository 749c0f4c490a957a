//! JavaScript's values, read with care: whatever a caller or a runtime put there, nothing in it is trusted.

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;

use crate::config::UrlParts;
use crate::network::Cause;
use crate::value::Value;

/// Texts longer than this are refused by every rule, so they are not copied, in UTF-16 units.
const LONGEST_COPIED: u32 = 4096;

/// How deep the errors behind an error are followed.
const DEEPEST_CAUSE: u8 = 4;

/// How many errors beside one another are read.
const MOST_ERRORS: u32 = 16;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(value: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_name = URL)]
    type Url;

    #[wasm_bindgen(constructor, catch, js_class = "URL")]
    fn with_base(address: &str, base: &JsValue) -> Result<Url, JsValue>;
}

/// A caller's value and the raw functions and signals in it, which no copy can stand for.
#[derive(Default)]
pub(crate) struct Kept(Vec<(String, JsValue)>);

impl Kept {
    /// What stood at `key`, or undefined.
    #[cfg_attr(
        not(feature = "bindings"),
        expect(dead_code, reason = "for JavaScript")
    )]
    pub(crate) fn take(&mut self, key: &str) -> JsValue {
        let at = self.0.iter().position(|(name, _)| name == key);
        at.map_or(JsValue::UNDEFINED, |at| self.0.swap_remove(at).1)
    }
}

/// Reads a caller's value, objects and arrays in it `nest` levels deep. Each property is read once, and nothing that it
/// throws gets through.
pub(crate) fn read(value: &JsValue, nest: u8) -> Value {
    read_keeping(value, nest, &mut Kept::default())
}

/// As [`read`]; functions and objects that stand directly in `value` are kept as they are, too.
pub(crate) fn read_keeping(value: &JsValue, nest: u8, kept: &mut Kept) -> Value {
    if value.is_undefined() {
        return Value::Undefined;
    }
    if value.is_null() {
        return Value::Null;
    }
    if let Some(flag) = value.as_bool() {
        return Value::Bool(flag);
    }
    if let Some(number) = value.as_f64() {
        return Value::Number(number);
    }
    if let Some(text) = value.dyn_ref::<JsString>() {
        return read_text(text);
    }
    if value.is_function() {
        return Value::Function;
    }
    if value.is_bigint() {
        return Value::Odd("a bigint");
    }
    if value.is_symbol() {
        return Value::Odd("a symbol");
    }
    let read = match is_array(value) {
        Ok(true) if nest == 0 => Ok(Value::Odd("an array")),
        Ok(true) => read_list(value, nest),
        Ok(false) if nest == 0 => Ok(Value::Odd("an object")),
        Ok(false) => read_object(value, nest, kept),
        Err(thrown) => Err(thrown),
    };
    read.unwrap_or(Value::Unreadable)
}

fn read_text(text: &JsString) -> Value {
    if text.length() > LONGEST_COPIED {
        return Value::LongText;
    }
    let copy = String::from(text);
    // Half a surrogate pair arrives as U+FFFD; only then is it worth a slow look.
    if copy.contains('\u{fffd}') && !text.is_valid_utf16() {
        return Value::BrokenText;
    }
    Value::Text(copy)
}

fn read_list(value: &JsValue, nest: u8) -> Result<Value, JsValue> {
    let length = Reflect::get(value, &"length".into())?
        .as_f64()
        .unwrap_or(0.0);
    let mut items = Vec::new();
    let mut at = 0u32;
    while f64::from(at) < length {
        let item = match Reflect::get_u32(value, at) {
            Ok(item) => read(&item, nest.saturating_sub(1)),
            Err(_) => Value::Unreadable,
        };
        // A hole is refused where it stands, so whatever follows (billions, in a sparse array) need not be read.
        let hole = item == Value::Undefined;
        items.push(item);
        if hole {
            break;
        }
        at = at.saturating_add(1);
    }
    Ok(Value::List(items))
}

fn read_object(value: &JsValue, nest: u8, kept: &mut Kept) -> Result<Value, JsValue> {
    if !is_plain(value)? {
        return Ok(Value::Odd("an object of a class"));
    }
    let mut fields = Vec::new();
    for key in keys(value)?.iter() {
        let Some(name) = key.as_string() else {
            continue;
        };
        let field = match Reflect::get(value, &key) {
            Ok(raw) => {
                let field = read(&raw, nest.saturating_sub(1));
                if matches!(field, Value::Function | Value::Odd(_) | Value::Fields(_)) {
                    kept.0.push((name.clone(), raw));
                }
                field
            }
            Err(_) => Value::Unreadable,
        };
        fields.push((name, field));
    }
    Ok(Value::Fields(fields))
}

/// Whether an object is made by `{}`, `JSON.parse` or `Object.create(null)`, in this realm or another.
fn is_plain(value: &JsValue) -> Result<bool, JsValue> {
    let prototype: JsValue = Reflect::get_prototype_of(value)?.into();
    if prototype.is_null() {
        return Ok(true);
    }
    let beyond: JsValue = Reflect::get_prototype_of(&prototype)?.into();
    Ok(beyond.is_null())
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
            message: match read(thrown, 0) {
                Value::Text(text) => text,
                other => other.noun().to_owned(),
            },
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
    match read(&Reflect::get(object, &name.into()).ok()?, 0) {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Sets a property of an object of our own.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    // It cannot fail on a fresh plain object.
    let _ = Reflect::set(object, &name.into(), value);
}
