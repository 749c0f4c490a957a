//! What a caller gave, read into a [`Value`](crate::value::Value): each property once, and nothing that reading throws gets through. It judges
//! nothing; the rules do.

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;

use crate::value::Value;

/// Texts longer than this are refused by every rule, so they are not copied, in UTF-16 units.
const LONGEST: u32 = 4096;

#[wasm_bindgen]
extern "C" {
    // js-sys has these, too, but its own do not catch what a proxy throws.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = getPrototypeOf)]
    fn prototype_of(object: &JsValue) -> Result<JsValue, JsValue>;
}

/// An argument, as far as the rules look at it: an object of texts, or a list of such.
pub fn read(argument: &JsValue) -> Value {
    read_value(argument, 2, None)
}

/// Options: what can be judged of them, and the functions and objects among them, which are lent.
#[cfg(feature = "bindings")]
pub(crate) struct Options {
    pub(crate) value: Value,
    lent: Kept,
}

/// What has no place in a [`Value`], by its name.
type Kept = Vec<(String, JsValue)>;

#[cfg(feature = "bindings")]
impl Options {
    /// Reads the options of a client or of a call.
    pub(crate) fn read(argument: &JsValue) -> Self {
        let mut lent = Vec::new();
        let value = read_value(argument, 2, Some(&mut lent));
        Self { value, lent }
    }

    /// What stands under a name, where it is a function or an object and so has no place in a [`Value`].
    pub(crate) fn lent<T: JsCast>(&self, name: &str) -> Option<T> {
        let (_, value) = self.lent.iter().find(|(key, _)| key == name)?;
        Some(value.clone().unchecked_into())
    }

    /// What stands under a name, where it is a function.
    pub(crate) fn function(&self, name: &str) -> Option<js_sys::Function> {
        self.lent(name)
            .filter(|given: &JsValue| given.is_function())
            .map(JsCast::unchecked_into)
    }

    /// What is no AbortSignal is refused by the rules, who must be told of one that is.
    pub(crate) fn with_signal(mut self) -> Self {
        let signal = self.lent::<JsValue>("signal");
        if let (Value::Fields(fields), Some(signal)) = (&mut self.value, signal)
            && is_signal(&signal)
            && let Some((_, value)) = fields.iter_mut().find(|(name, _)| name == "signal")
        {
            *value = Value::Odd(Value::SIGNAL);
        }
        self
    }
}

/// `nest` is how many levels of objects and arrays are read. The functions and objects of the first of them are put into `lent`.
fn read_value(value: &JsValue, nest: u8, lent: Option<&mut Kept>) -> Value {
    if value.is_string() {
        return read_text(value.unchecked_ref());
    }
    if let Some(number) = value.as_f64() {
        return Value::Number(number);
    }
    if let Some(flag) = value.as_bool() {
        return Value::Bool(flag);
    }
    if value.is_undefined() {
        return Value::Undefined;
    }
    if value.is_null() {
        return Value::Null;
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
    match (is_array(value), nest.checked_sub(1)) {
        (Ok(true), None) => Value::Odd("an array"),
        (Ok(true), Some(nest)) => read_list(value, nest),
        (Ok(false), None) => Value::Odd("an object"),
        (Ok(false), Some(nest)) => read_fields(value, nest, lent).unwrap_or(Value::Unreadable),
        (Err(_), _) => Value::Unreadable,
    }
}

fn read_text(text: &JsString) -> Value {
    if text.length() > LONGEST {
        return Value::LongText;
    }
    let copy = String::from(text);
    // Half of a surrogate pair becomes this character when it is copied; whether it stood there itself the units tell.
    if copy.chars().any(|part| part == char::REPLACEMENT_CHARACTER)
        && char::decode_utf16(text.iter()).any(|unit| unit.is_err())
    {
        return Value::BrokenText;
    }
    Value::Text(copy)
}

fn read_list(value: &JsValue, nest: u8) -> Value {
    let length = Reflect::get(value, &"length".into())
        .ok()
        .and_then(|length| length.as_f64());
    let Some(length) = length else {
        return Value::Unreadable;
    };
    let mut items = Vec::new();
    for at in (0..u32::MAX).take_while(|at| f64::from(*at) < length) {
        let item = match Reflect::get_u32(value, at) {
            Ok(item) => read_value(&item, nest, None),
            Err(_) => Value::Unreadable,
        };
        // A hole is refused where it stands, so whatever follows (billions, in a sparse array) need not be read.
        let hole = item == Value::Undefined;
        items.push(item);
        if hole {
            break;
        }
    }
    Value::List(items)
}

/// The own enumerable fields of an object. Of a class's instance too, but not where it has none: a Date, a Map or a Promise
/// is no empty set of filters.
fn read_fields(object: &JsValue, nest: u8, mut lent: Option<&mut Kept>) -> Result<Value, JsValue> {
    let keys = keys(object)?;
    if keys.length() == 0 && !is_plain(object)? {
        return Ok(Value::Odd(
            "an object of a class, with no fields of its own",
        ));
    }
    let mut fields = Vec::new();
    for key in keys.iter() {
        let name = name_of(&key);
        let value = match Reflect::get(object, &key) {
            Ok(field) => {
                let value = read_value(&field, nest, None);
                if let Some(lent) = lent
                    .as_mut()
                    .filter(|_| field.is_function() || field.is_object())
                {
                    lent.push((name.clone(), field));
                }
                value
            }
            Err(_) => Value::Unreadable,
        };
        fields.push((name, value));
    }
    Ok(Value::Fields(fields))
}

fn name_of(key: &JsValue) -> String {
    key.as_string().unwrap_or_default()
}

/// Whether an object is made by `{}`, `JSON.parse` or `Object.create(null)`, in this realm or another.
fn is_plain(object: &JsValue) -> Result<bool, JsValue> {
    let prototype = prototype_of(object)?;
    Ok(prototype.is_null() || prototype_of(&prototype)?.is_null())
}

#[cfg(feature = "bindings")]
fn is_signal(value: &JsValue) -> bool {
    let property = |name: &str| Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED);
    property("aborted").as_bool().is_some()
        && property("addEventListener").is_function()
        && property("removeEventListener").is_function()
}
