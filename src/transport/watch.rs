//! What ends an attempt, or a pause between two, before anything else does: the time, and the caller's signal.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::{Date, Function};
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

/// How late a timer may be, in milliseconds, before it is clear that the event loop was busy.
const LATE_MS: f64 = 4.0;

/// How many more turns of a busy event loop are waited for: one for an answer's head, and some for its body.
const MORE_TURNS: u8 = 3;

/// A timer and a listener, until it is dropped. As a future it gives what came first.
pub(super) struct Watch {
    state: Rc<State>,
    signal: Option<Signal>,
    /// Lives as long as the timer may call it.
    _on_time: Closure<dyn FnMut()>,
    on_abort: Option<Closure<dyn FnMut()>>,
}

#[derive(Default)]
struct State {
    came: Cell<Option<Early>>,
    waker: RefCell<Option<Waker>>,
    timer: RefCell<JsValue>,
    /// What the timer calls, to be called once more.
    on_time: RefCell<JsValue>,
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

    /// Sets the timer. Where a runtime forbids timers there is no deadline; it forbids requests, too, and says so itself.
    fn set(&self, ms: u32) {
        let timer = set_timeout(self.on_time.borrow().unchecked_ref(), ms);
        *self.timer.borrow_mut() = timer.unwrap_or(JsValue::UNDEFINED);
    }
}

impl Watch {
    /// Watches an attempt that `controller` gives up. Where the event loop was busy past its time, what has already arrived
    /// is looked at before the time is called up: a transfer whose answer waits is no unknown one.
    pub(super) fn attempt(lent: &Lent, ms: u32, controller: &JsValue) -> Self {
        Self::new(lent, ms, controller, MORE_TURNS)
    }

    /// A pause of so many milliseconds, which ends early where the caller aborts.
    pub(super) fn pause(lent: &Lent, ms: u32) -> Self {
        Self::new(lent, ms, &JsValue::UNDEFINED, 0)
    }

    fn new(lent: &Lent, ms: u32, controller: &JsValue, mut turns: u8) -> Self {
        let state = Rc::new(State::default());
        let due = Date::now() + f64::from(ms);
        let late = Rc::clone(&state);
        let on_time = Closure::<dyn FnMut()>::new(move || {
            if turns > 0 && Date::now() > due + LATE_MS {
                turns = turns.saturating_sub(1);
                late.set(0);
            } else {
                late.end(Early::TimedOut);
            }
        });
        *state.on_time.borrow_mut() = on_time.as_ref().clone();
        state.set(ms);
        let signal = lent.signal.clone();
        let on_abort = signal.as_ref().map(|_| {
            let state = Rc::clone(&state);
            Closure::<dyn FnMut()>::new(move || state.end(Early::Aborted))
        });
        let nothing = JsValue::UNDEFINED;
        let listener = on_abort.as_ref().map_or(&nothing, AsRef::as_ref);
        lent.hold(&state.timer.borrow(), listener, controller);
        if let Some(signal) = &signal {
            signal.listen(listener.unchecked_ref());
            if signal.is_aborted() {
                state.end(Early::Aborted);
            }
        }
        Self {
            state,
            signal,
            _on_time: on_time,
            on_abort,
        }
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
        let _ = clear_timeout(&self.state.timer.borrow());
        // It holds the closure that holds it.
        self.state.on_time.take();
        if let (Some(signal), Some(on_abort)) = (&self.signal, &self.on_abort) {
            signal.leave(on_abort.as_ref().unchecked_ref());
        }
    }
}
