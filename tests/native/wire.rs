//! Bytes: answers read, requests written. Natively, in milliseconds; `FUZZ_INPUTS` makes `wire_fuzz` run for longer.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_wrap,
    reason = "a test may fail loudly"
)]

mod reference;

mod wire_card;
mod wire_columns;
mod wire_envelope;
mod wire_fuzz;
mod wire_json;
mod wire_log;
mod wire_property;
mod wire_request;
