//! The exports and the transport, in a browser: `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod calls;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
