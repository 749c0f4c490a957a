//! A client's options, checked: what the exports take as plain options.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::arguments::Options;
use crate::config::{self, Config};
use crate::error::Invalid;
use crate::js;
use crate::lent::Lent;
use crate::surroundings;

/// Checked options, and what the caller lends with them.
#[derive(Clone)]
pub(crate) struct Checked {
    pub(crate) config: Rc<Config>,
    /// Without a signal and without a keeper, which are a call's own.
    pub(crate) lent: Lent,
}

/// Options that nothing can change any more, and what they came to.
struct Frozen {
    options: JsValue,
    checked: Checked,
}

thread_local! {
    /// What [`Checked::freeze`] gave last. Whoever calls with that very object has it checked already: checking it in each call
    /// took a quarter of a call over the fast transport (13 of 53 µs). One is enough for a program with one client, and keeps
    /// no more than one client's functions alive.
    static LAST: RefCell<Option<Frozen>> = const { RefCell::new(None) };
}

impl Checked {
    /// Checks the options that a call is given, unless they are those that were frozen last.
    pub(crate) fn of(options: &JsValue) -> Result<Self, Invalid> {
        let known = LAST.with_borrow(|last| {
            let last = last.as_ref().filter(|last| last.options == *options)?;
            Some(last.checked.clone())
        });
        known.map_or_else(|| Self::read(options), Ok)
    }

    fn read(options: &JsValue) -> Result<Self, Invalid> {
        let options = Options::read(options);
        let parse_url = &surroundings::parse_url;
        let config = config::check(&options.value, &surroundings::environment(), parse_url)?;
        Ok(Self {
            config: Rc::new(config),
            lent: Lent {
                fetch: options.lent("fetch"),
                on_event: options.lent("onEvent"),
                ..Lent::default()
            },
        })
    }

    /// Checks options, and gives them as plain ones again, with every default and nothing that can change.
    pub(crate) fn freeze(options: &JsValue) -> Result<JsValue, Invalid> {
        let checked = Self::read(options)?;
        let plain = js::to_js(&checked.config.to_options());
        let Lent {
            fetch, on_event, ..
        } = &checked.lent;
        for (name, function) in [("fetch", fetch), ("onEvent", on_event)] {
            if let Some(function) = function {
                js::set(&plain, name, function);
            }
        }
        if let Ok(headers) = Reflect::get(&plain, &"headers".into()) {
            Object::freeze(headers.unchecked_ref::<Object>());
        }
        Object::freeze(plain.unchecked_ref::<Object>());
        let options = plain.clone();
        LAST.set(Some(Frozen { options, checked }));
        Ok(plain)
    }
}
