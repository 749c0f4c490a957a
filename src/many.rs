//! The exports of a bulk: JavaScript reads the input and makes the calls; what is next is asked here.

use wasm_bindgen::prelude::*;

use crate::batch::{Batch, Counts, Step};
use crate::js;

/// A bulk under way. It is made anew, out of the items that JavaScript holds, where an instance dies.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Scheduler {
    batch: Batch,
    /// Of the item that is to run, as [`Scheduler::step`] said last.
    place: usize,
}

/// A [`Step`] by its name alone: an object for each, with its name as a text, took more time than all else of a bulk.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy)]
pub enum Next {
    /// Begin an item: [`Scheduler::run`] says which.
    Run,
    /// Give out the oldest result.
    Give,
    /// Read one more item.
    Read,
    /// Wait until something happens.
    Wait,
    /// Everything was given out.
    Over,
}

#[wasm_bindgen]
impl Scheduler {
    /// See [`Batch::new`].
    #[wasm_bindgen(constructor)]
    pub fn new(concurrency: usize, stop_on_error: bool, skips_rest: bool) -> Self {
        Self {
            batch: Batch::new(concurrency, stop_on_error, skips_rest),
            place: 0,
        }
    }

    /// What is next; see [`Step`].
    pub fn step(&mut self, asked: bool) -> Next {
        match self.batch.step(asked) {
            Step::Run(place) => {
                self.place = place;
                Next::Run
            }
            Step::Give => Next::Give,
            Step::Read => Next::Read,
            Step::Wait => Next::Wait,
            Step::Over => Next::Over,
        }
    }

    /// See [`Batch::add`]. An empty name is none.
    pub fn add(&mut self, card: String, other: String) -> bool {
        let cards = [card, other].into_iter();
        self.batch
            .add(cards.filter(|card| !card.is_empty()).collect())
    }

    /// The item that is to run, as [`Scheduler::step`] said last, begins. Gives its place.
    pub fn run(&mut self) -> usize {
        self.batch.begun(self.place);
        self.place
    }

    /// See [`Batch::begun`].
    pub fn begun(&mut self, place: usize) {
        self.batch.begun(place);
    }

    /// See [`Batch::ended`].
    pub fn ended(&mut self, place: usize, done: bool) -> bool {
        self.batch.ended(place, done)
    }

    /// See [`Batch::given`].
    pub fn given(&mut self) {
        self.batch.given();
    }

    /// See [`Batch::input_over`].
    #[wasm_bindgen(js_name = inputOver)]
    pub fn input_over(&mut self) {
        self.batch.input_over();
    }

    /// See [`Batch::stop`].
    pub fn stop(&mut self) -> bool {
        self.batch.stop()
    }

    /// See [`Batch::leave`].
    pub fn leave(&mut self) -> bool {
        self.batch.leave()
    }
}

/// What a listener is told of the progress of a bulk.
#[wasm_bindgen]
pub fn progress(
    total: Option<f64>,
    done: f64,
    failed: f64,
    unknown: f64,
    skipped: f64,
    elapsed_ms: f64,
) -> JsValue {
    let counts = Counts {
        total,
        done,
        failed,
        unknown,
        skipped,
    };
    js::to_js(&counts.report(elapsed_ms))
}
