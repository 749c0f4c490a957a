//! A future that JavaScript ends, by its number.
//!
//! A `JsFuture` makes two closures for each promise, and registers both with a `FinalizationRegistry`: a tenth of what a
//! call took, and work for every collection of garbage. Here JavaScript calls one export.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

/// Somebody who waits. There is one for each call under way.
struct Waiting {
    number: u32,
    waker: Option<Waker>,
    ended: Option<f64>,
}

struct Room {
    /// Never given twice to two who could meet, so that what comes late ends nobody else's waiting.
    last: u32,
    waiting: Vec<Waiting>,
}

thread_local! {
    static ROOM: RefCell<Room> = const {
        RefCell::new(Room {
            last: 0,
            waiting: Vec::new(),
        })
    };
}

/// Waits until [`resume`] is called with its number, and gives the value that was told.
pub(crate) struct Wait {
    number: u32,
}

impl Wait {
    pub(crate) fn new() -> Self {
        ROOM.with_borrow_mut(|room| {
            room.last = room.last.wrapping_add(1);
            room.waiting.push(Waiting {
                number: room.last,
                waker: None,
                ended: None,
            });
            Self { number: room.last }
        })
    }

    /// What JavaScript calls it by.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }
}

impl Future for Wait {
    type Output = f64;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<f64> {
        ROOM.with_borrow_mut(|room| {
            let mine = room.waiting.iter_mut();
            for waiting in mine.filter(|waiting| waiting.number == self.number) {
                if let Some(value) = waiting.ended {
                    return Poll::Ready(value);
                }
                waiting.waker = Some(context.waker().clone());
            }
            Poll::Pending
        })
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        ROOM.with_borrow_mut(|room| {
            let mut all = room.waiting.iter();
            if let Some(at) = all.position(|waiting| waiting.number == self.number) {
                room.waiting.swap_remove(at);
            }
        });
    }
}

/// Ends the waiting of this number. It is nothing to who waits no longer, or was told already.
#[wasm_bindgen]
pub fn resume(number: u32, value: f64) {
    let waker = ROOM.with_borrow_mut(|room| {
        let mut all = room.waiting.iter_mut();
        let waiting = all.find(|waiting| waiting.number == number && waiting.ended.is_none())?;
        waiting.ended = Some(value);
        waiting.waker.take()
    });
    // It may run whatever waited, at once.
    if let Some(waker) = waker {
        waker.wake();
    }
}
