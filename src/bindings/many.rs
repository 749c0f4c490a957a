//! The exports of a bulk: JavaScript reads the input and makes the calls; what is next is asked here.

use wasm_bindgen::prelude::*;

use super::Client;
use crate::arguments::Options;
use crate::batch::{Batch, Counts, Ended, Step};
use crate::config::{self, BatchOptions};
use crate::endpoint::Endpoint;
use crate::js;

/// A bulk under way. It is made anew, out of the items that JavaScript holds, where an instance dies.
#[wasm_bindgen]
pub struct Many(Batch);

/// Checks the options of a bulk of transfers, and begins it. `rest` is whether what is left of its input after a stop comes out as
/// skipped; undefined where the input cannot be gone through.
///
/// # Errors
/// What is refused, as an `Error` that is thrown.
#[wasm_bindgen(js_name = transferMany)]
pub fn transfer_many(
    config: &JsValue,
    options: &JsValue,
    rest: Option<bool>,
) -> Result<Many, JsValue> {
    begin(Endpoint::Transfer, config, options, rest)
}

/// Likewise of destroys.
///
/// # Errors
/// What is refused, as an `Error` that is thrown.
#[wasm_bindgen(js_name = destroyMany)]
pub fn destroy_many(
    config: &JsValue,
    options: &JsValue,
    rest: Option<bool>,
) -> Result<Many, JsValue> {
    begin(Endpoint::Destroy, config, options, rest)
}

fn begin(
    endpoint: Endpoint,
    config: &JsValue,
    options: &JsValue,
    rest: Option<bool>,
) -> Result<Many, JsValue> {
    let mut options = Options::read(options);
    let own = BatchOptions::take(&mut options.value, endpoint == Endpoint::Transfer);
    let client = Client::new(endpoint, config, options, None)?;
    let own = own.map_err(|invalid| client.refused(invalid))?;
    let rest = rest.ok_or_else(|| client.refused(config::not_iterable()))?;
    Ok(Many(Batch::new(own.concurrency, own.stop_on_error, rest)))
}

#[wasm_bindgen]
impl Many {
    /// What is next: the place of an item to begin, or one of the words of `many.js`.
    pub fn step(&self, asked: bool) -> i32 {
        match self.0.step(asked) {
            Step::Run(place) => i32::try_from(place).unwrap_or(i32::MAX),
            Step::Give => -1,
            Step::Read => -2,
            Step::Wait => -3,
            Step::Over => -4,
        }
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

    /// See [`Batch::ended`].
    pub fn ended(&mut self, place: usize, failed: bool, unknown: bool) -> bool {
        let end = match (failed, unknown) {
            (false, false) => Ended::Done,
            (true, _) => Ended::Failed,
            (false, true) => Ended::Unknown,
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
