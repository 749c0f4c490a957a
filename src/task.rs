//! Drives one call's future, by itself: at once wherever something wakes it.
//!
//! wasm-bindgen-futures has a queue for that, one for the whole page. It was used, and it did two kinds of harm: whatever
//! stood in it ran in the async context (`AsyncLocalStorage`) of whoever had come first, so that one tenant's transfer was
//! sent as another's; and it hangs on `queueMicrotask`, which the fake timers of test runners take away, so that no call
//! ever went on again. Here what wakes a call is a promise's own reaction, a timer or a signal, and the call goes on within
//! it, in the context in which it was begun.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use js_sys::{Function, Promise};
use slab::Slab;
use wasm_bindgen::JsValue;

use crate::js;

type Running = Pin<Box<dyn Future<Output = ()>>>;

/// A call under way.
struct Task {
    /// Not there while it runs.
    future: Option<Running>,
    /// Whether it was woken while it ran, and so must run once more.
    woken: bool,
}

thread_local! {
    static TASKS: RefCell<Slab<Task>> = const { RefCell::new(Slab::new()) };
}

/// A waker may be sent between threads, says its type, and a future of ours may not: so it holds the future's number. Where
/// that was given to another call since, a late one lets it look around once more, which changes nothing.
struct Number(usize);

impl Wake for Number {
    fn wake(self: Arc<Self>) {
        run(self.0);
    }
}

/// A promise of what a future comes to. It begins in the next turn of the microtask queue, as an async function's caller
/// expects: a listener that makes a call must not be called again within it.
pub(crate) fn promise(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let mut future = Some(future);
    Promise::new(&mut |resolve: Function, reject: Function| {
        if let Some(future) = future.take() {
            begin(async move {
                js::next_turn().await;
                let (settle, value) = match future.await {
                    Ok(value) => (resolve, value),
                    Err(value) => (reject, value),
                };
                // A promise's own functions throw nothing.
                let _ = settle.call1(&JsValue::UNDEFINED, &value);
            });
        }
    })
}

fn begin(future: impl Future<Output = ()> + 'static) {
    let task = Task {
        future: Some(Box::pin(future)),
        woken: false,
    };
    run(TASKS.with_borrow_mut(|tasks| tasks.insert(task)));
}

/// Lets a task go on as far as it can.
fn run(number: usize) {
    let waker = Waker::from(Arc::new(Number(number)));
    let mut context = Context::from_waker(&waker);
    // Nothing is borrowed while the future runs: it may begin and wake others.
    while let Some(mut future) = take(number) {
        let over = future.as_mut().poll(&mut context) == Poll::Ready(());
        let again = TASKS.with_borrow_mut(|tasks| {
            if over {
                tasks.try_remove(number);
                return false;
            }
            let Some(task) = tasks.get_mut(number) else {
                return false;
            };
            task.future = Some(future);
            std::mem::take(&mut task.woken)
        });
        if !again {
            return;
        }
    }
}

fn take(number: usize) -> Option<Running> {
    TASKS.with_borrow_mut(|tasks| {
        let task = tasks.get_mut(number)?;
        let future = task.future.take();
        if future.is_none() {
            task.woken = true;
        }
        future
    })
}
