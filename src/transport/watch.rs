//! What ends an attempt, or a pause between two, before anything else does: the time, and the caller's signal.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::lent::{Lent, Signal};

#[wasm_bindgen]
extern "C" {
    // The globals, looked up at each call, so that a test's fake timers are used.
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

/// Which of them came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Early {
    /// The time is up.
    TimedOut,
    /// The caller's signal.
    Aborted,
}

/// A timer and a listener, until it is dropped. As a future it gives what came first.
pub(super) struct Watch {
    state: Rc<State>,
    timer: JsValue,
    signal: Option<Signal>,
    /// Lives as long as the timer may call it.
    _on_time: Closure<dyn FnMut()>,
    on_abort: Option<Closure<dyn FnMut()>>,
}

#[derive(Default)]
struct State {
    came: Cell<Option<Early>>,
    waker: RefCell<Option<Waker>>,
}

impl State {
    fn end(&self, early: Early) {
        if self.came.get().is_none() {
            self.came.set(Some(early));
            // The borrow is over before the waker runs, which may look here at once.
            let waker = self.waker.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

impl Watch {
    /// Watches an attempt that `controller` gives up.
    pub(super) fn attempt(lent: &Lent, ms: u32, controller: &JsValue) -> Self {
        let watch = Self::new(lent.signal.clone(), ms);
        watch.keep(lent, controller);
        watch
    }

    /// A pause of so many milliseconds, which ends early where the caller aborts.
    pub(super) fn pause(lent: &Lent, ms: u32) -> Self {
        let watch = Self::new(lent.signal.clone(), ms);
        watch.keep(lent, &JsValue::UNDEFINED);
        watch
    }

    fn new(signal: Option<Signal>, ms: u32) -> Self {
        let state = Rc::new(State::default());
        let ends = |early| {
            let state = Rc::clone(&state);
            Closure::<dyn FnMut()>::new(move || state.end(early))
        };
        let on_time = ends(Early::TimedOut);
        let on_abort = signal.as_ref().map(|signal| {
            let on_abort = ends(Early::Aborted);
            signal.listen(on_abort.as_ref().unchecked_ref());
            on_abort
        });
        // Where a runtime forbids timers there is no deadline; it forbids requests, too, and says so itself.
        let timer = set_timeout(on_time.as_ref().unchecked_ref(), ms);
        if signal.as_ref().is_some_and(Signal::is_aborted) {
            state.end(Early::Aborted);
        }
        Self {
            state,
            timer: timer.unwrap_or(JsValue::UNDEFINED),
            signal,
            _on_time: on_time,
            on_abort,
        }
    }

    fn keep(&self, lent: &Lent, controller: &JsValue) {
        let nothing = JsValue::UNDEFINED;
        let on_abort = self.on_abort.as_ref().map_or(&nothing, AsRef::as_ref);
        lent.hold(&self.timer, on_abort, controller);
    }

    /// What has come by now.
    pub(super) fn came(&self) -> Option<Early> {
        self.state.came.get()
    }
}

impl Future for Watch {
    type Output = Early;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Early> {
        if let Some(early) = self.came() {
            return Poll::Ready(early);
        }
        *self.state.waker.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.timer);
        if let (Some(signal), Some(on_abort)) = (&self.signal, &self.on_abort) {
            signal.leave(on_abort.as_ref().unchecked_ref());
        }
    }
}
