//! Small dealings with JavaScript's values, none of which throws through wasm: an exception that runs through an instance
//! leaves it in no known state.

#[cfg(any(feature = "bindings", feature = "web"))]
use js_sys::{Array, Function};
use js_sys::{Object, Promise, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::value::Value;

#[cfg(any(feature = "bindings", feature = "web"))]
#[wasm_bindgen]
extern "C" {
    // js-sys looks for it in four places, for runtimes from before 2020.
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL_THIS: JsValue;
}

/// Something of our own as JavaScript's.
pub(crate) fn to_js(value: &Value) -> JsValue {
    // It fails only for maps with odd keys and for numbers that are no safe integers, of which there are none here.
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}

/// A plain object of these fields, of values that are JavaScript's already.
#[cfg(any(feature = "bindings", feature = "moves"))]
pub(crate) fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new().into();
    for (name, value) in fields {
        set(&object, name, &value);
    }
    object
}

/// Sets a property of an object of our own.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    // It cannot fail on a fresh plain object.
    let _ = Reflect::set(object, &name.into(), value);
}

/// Sets a property that does not show when the object is printed.
pub(crate) fn hide(object: &Object, name: &str, value: &JsValue) {
    let descriptor = Object::new();
    set(&descriptor, "value", value);
    set(&descriptor, "writable", &JsValue::TRUE);
    set(&descriptor, "configurable", &JsValue::TRUE);
    Object::define_property(object, &name.into(), &descriptor);
}

/// A global's property, undefined where there is none.
#[cfg(any(feature = "bindings", feature = "web"))]
pub(crate) fn global(name: &str) -> JsValue {
    GLOBAL_THIS
        .with(|global| Reflect::get(global, &name.into()))
        .unwrap_or(JsValue::UNDEFINED)
}

/// Calls a foreign function without a look at it: one that is a proxy may throw at each.
#[cfg(any(feature = "bindings", feature = "web"))]
pub(crate) fn call(
    function: &Function,
    this: &JsValue,
    arguments: &Array,
) -> Result<JsValue, JsValue> {
    Reflect::apply(function, this, arguments)
}

/// Waits for what a foreign function gave: a promise, something with a `then`, or the value itself. A promise of our own
/// takes it over first: whatever is wrong with the other one is then a rejection.
pub(crate) fn settled(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, _reject| {
        // A promise's own function throws nothing.
        let _ = resolve.call1(&JsValue::UNDEFINED, value);
    }))
}

/// Waits for the next turn of the microtask queue.
pub(crate) async fn next_turn() {
    // It cannot be rejected.
    let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
}

/// Takes no notice of what a foreign function gave, also where it is a promise that is rejected later.
#[cfg(any(feature = "bindings", feature = "web"))]
pub(crate) fn let_go(value: &JsValue) {
    if value.is_object() {
        drop(settled(value));
    }
}
