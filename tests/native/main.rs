//! The pure rules, by noun. Natively, in milliseconds.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod given;

mod batch;
mod call;
mod card;
mod config;
mod endpoint;
mod field;
mod network;
mod outcome;
mod pager;
mod reason;
mod redact;
mod retry;
mod value;
mod verify;
