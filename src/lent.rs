//! What a caller lends to one call: its `fetch`, its listener, its signal; and JavaScript's own part, which keeps what must be
//! cleared if this instance of the wasm dies.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use crate::config;
use crate::error::Invalid;
use crate::event::Event;
use crate::js;

#[wasm_bindgen]
extern "C" {
    /// What lets go of a call that nobody can end any more: an instance that has died clears no timer, takes back no listener
    /// and gives up no connection. Without one, a call does all the same until its instance dies.
    #[allow(unreachable_pub, reason = "the exports name it")]
    #[derive(Clone)]
    pub type Keeper;

    /// An attempt is about to be made, or (without a `controller`) a pause: what it has set up. Nothing of what was held before
    /// it is there any more. What is `aside` is no attempt of the call itself: a card that is read before or after a transfer.
    #[wasm_bindgen(method)]
    fn hold(
        this: &Keeper,
        timer: &JsValue,
        signal: &JsValue,
        on_abort: &JsValue,
        controller: &JsValue,
        aside: bool,
    );

    /// The call's number: JavaScript counts, as it goes on where an instance ends.
    #[wasm_bindgen(method, getter, js_name = callId)]
    fn call_id(this: &Keeper) -> f64;

    /// A verified transfer is about to be sent, of these cards as they were read: what it gives is waited for, and where that is
    /// rejected nothing is sent.
    #[cfg(feature = "moves")]
    #[wasm_bindgen(method, js_name = beforeSend)]
    pub(crate) fn before_send(this: &Keeper, before: &JsValue) -> JsValue;

    /// A verified transfer, all of it checked, for the piece that has the rules for it (`moves.rs`): gives a promise of its end. With
    /// `{ before }`, the cards as the caller gave them, only a look at a past one.
    #[cfg(not(feature = "moves"))]
    #[wasm_bindgen(method)]
    pub(crate) fn verified(
        this: &Keeper,
        input: &JsValue,
        past: &JsValue,
        options: &JsValue,
    ) -> JsValue;

    /// Builds plain `Card` objects out of decoded columns, which are only lent for the call: where they are in `memory`,
    /// and how many words the first two of them have. Field by field from here it takes several times as long.
    #[wasm_bindgen(method)]
    pub(crate) fn cards(
        this: &Keeper,
        memory: &JsValue,
        rows: usize,
        row_words: usize,
        texts: usize,
        text_words: usize,
        arena: usize,
    ) -> Array;

    /// An `AbortSignal`, of whatever realm: nothing of it is trusted to work.
    #[allow(unreachable_pub, reason = "it stands in a type that the exports name")]
    #[derive(Clone)]
    pub type Signal;

    #[wasm_bindgen(method, getter, catch)]
    fn aborted(this: &Signal) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter, catch, js_name = reason)]
    fn get_reason(this: &Signal) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add_event_listener(this: &Signal, event: &str, listener: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove_event_listener(
        this: &Signal,
        event: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

impl Signal {
    /// Whether it has fired.
    pub(crate) fn is_aborted(&self) -> bool {
        self.aborted().is_ok_and(|aborted| aborted.is_truthy())
    }

    /// Its reason.
    pub(crate) fn reason(&self) -> JsValue {
        self.get_reason().unwrap_or(JsValue::UNDEFINED)
    }

    /// Listens to it. One that cannot be listened to fires for nobody.
    pub(crate) fn listen(&self, listener: &Function) {
        let _ = self.add_event_listener("abort", listener);
    }

    /// Takes a listener back.
    pub(crate) fn leave(&self, listener: &Function) {
        let _ = self.remove_event_listener("abort", listener);
    }
}

/// All that one call is lent.
#[derive(Clone, Default)]
pub(crate) struct Lent {
    /// In place of the runtime's own.
    pub(crate) fetch: Option<Function>,
    /// Gives the headers of an attempt, in the place of those of the configuration.
    pub(crate) headers: Option<Function>,
    /// Who is told what happens.
    pub(crate) on_event: Option<Function>,
    /// The caller's.
    pub(crate) signal: Option<Signal>,
    pub(crate) keeper: Option<Keeper>,
    /// See [`Keeper::hold`].
    pub(crate) aside: bool,
}

impl Lent {
    /// The same for one more call, which another part of JavaScript's keeps.
    #[cfg(feature = "bindings")]
    pub(crate) fn with(&self, keeper: Option<Keeper>) -> Self {
        Self {
            keeper,
            ..self.clone()
        }
    }

    /// The same for the reads around a call.
    #[cfg(all(feature = "bindings", feature = "moves"))]
    pub(crate) fn aside(&self) -> Self {
        Self {
            aside: true,
            ..self.clone()
        }
    }

    /// Refuses a call where there is no `fetch`, neither the caller's nor the runtime's.
    pub(crate) fn can_fetch(&self) -> Result<(), Invalid> {
        if self.fetch.is_some() || js::global("fetch").is_function() {
            Ok(())
        } else {
            Err(config::no_fetch())
        }
    }

    /// Whether somebody listens to what happens.
    pub(crate) fn listens(&self) -> bool {
        self.on_event.is_some()
    }

    /// Tells whoever listens; no event is made for nobody. What a listener throws must not change what happens to quota.
    pub(crate) fn tell(&self, event: impl FnOnce() -> Event) {
        let Some(listener) = &self.on_event else {
            return;
        };
        let event = Event {
            call_id: self.keeper.as_ref().map_or(0.0, Keeper::call_id),
            ..event()
        };
        if let Ok(told) = js::call(
            listener,
            &JsValue::UNDEFINED,
            &Array::of1(&js::to_js(&event.report())),
        ) {
            // A listener may be async: its rejection is its own, too.
            js::let_go(&told);
        }
    }

    /// Whether the caller has aborted.
    pub(crate) fn is_aborted(&self) -> bool {
        self.signal.as_ref().is_some_and(Signal::is_aborted)
    }

    /// The caller's reason for an abort.
    pub(crate) fn reason(&self) -> JsValue {
        self.signal
            .as_ref()
            .map_or(JsValue::UNDEFINED, Signal::reason)
    }

    /// A clock that does not go back, in milliseconds.
    pub(crate) fn clock(&self) -> f64 {
        performance_now()
    }

    /// See [`Keeper::hold`].
    pub(crate) fn hold(&self, timer: &JsValue, on_abort: &JsValue, controller: &JsValue) {
        if let Some(keeper) = &self.keeper {
            let nothing = JsValue::UNDEFINED;
            let signal = self.signal.as_ref().map_or(&nothing, AsRef::as_ref);
            keeper.hold(timer, signal, on_abort, controller, self.aside);
        }
    }
}
