//! The exports of a bulk: JavaScript reads the input and makes the calls; what is next is asked here.

use wasm_bindgen::prelude::*;

use crate::batch::{Batch, Counts, Ended, Step};
use crate::js;

/// A bulk under way. It is made anew, out of the items that JavaScript holds, where an instance dies.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Scheduler(Batch);

#[wasm_bindgen]
impl Scheduler {
    /// See [`Batch::new`].
    #[wasm_bindgen(constructor)]
    pub fn new(concurrency: usize, stop_on_error: bool, skips_rest: bool) -> Self {
        Self(Batch::new(concurrency, stop_on_error, skips_rest))
    }

    /// What is next: `{ next: 'run', place }`, or `next` is `'give'`, `'read'`, `'wait'` or `'over'`. See [`Step`].
    pub fn step(&self, asked: bool) -> JsValue {
        let (next, place) = match self.0.step(asked) {
            Step::Run(place) => ("run", place.into()),
            Step::Give => ("give", JsValue::UNDEFINED),
            Step::Read => ("read", JsValue::UNDEFINED),
            Step::Wait => ("wait", JsValue::UNDEFINED),
            Step::Over => ("over", JsValue::UNDEFINED),
        };
        js::object([("next", next.into()), ("place", place)])
    }

    /// See [`Batch::add`]. An empty name is none.
    pub fn add(&mut self, card: String, other: String) -> bool {
        let cards = [card, other].into_iter();
        self.0.add(cards.filter(|card| !card.is_empty()).collect())
    }

    /// See [`Batch::begun`].
    pub fn begun(&mut self, place: usize) {
        self.0.begun(place);
    }

    /// See [`Batch::ended`]; `how` is the status of its result.
    pub fn ended(&mut self, place: usize, how: &str) -> bool {
        let end = match how {
            "done" => Ended::Done,
            "failed" => Ended::Failed,
            _ => Ended::Unknown,
        };
        self.0.ended(place, end)
    }

    /// See [`Batch::given`].
    pub fn given(&mut self) {
        self.0.given();
    }

    /// See [`Batch::input_over`].
    #[wasm_bindgen(js_name = inputOver)]
    pub fn input_over(&mut self) {
        self.0.input_over();
    }

    /// See [`Batch::stop`].
    pub fn stop(&mut self) -> bool {
        self.0.stop()
    }

    /// See [`Batch::leave`].
    pub fn leave(&mut self) -> bool {
        self.0.leave()
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
