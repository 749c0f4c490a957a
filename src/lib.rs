//! Client for the quota-card (额度卡) API of the ESP-AI platform.
//!
//! The rules are pure and know neither JavaScript nor sockets; over them, on wasm, the transport; at the edge the
//! wasm exports, or the typed client for Rust. Every arrow points down this list.
//!
//! | target and feature | what there is |
//! |---|---|
//! | wasm32, `bindings` and `moves` (the default) | the exports, all in one wasm |
//! | wasm32, `bindings` alone; `moves` alone | the two that the npm package is made of: the calls; verified transfers and bulks |
//! | wasm32, `web` | `client::Client`, the typed async client for Yew, Leptos and the like |
//! | any | the rules: checked requests, the decoder, outcomes, retries, as pure functions |
//!
//! ```toml
//! [dependencies]
//! espai-cdkey = { git = "…", default-features = false, features = ["web"] }
//! ```
//!
//! The rules alone, on any target:
//!
//! ```
//! use espai_cdkey::endpoint::TransferInput;
//! use espai_cdkey::wire::{Expect, decode};
//!
//! let transfer = TransferInput::new(("17516888888", "3AoPbLSQ"), ("15916888888", "wNaa1GDw"), 10)?;
//! assert_eq!(transfer.request().endpoint.path(), "/cdkey/transfer");
//!
//! // To itself: refused before anything is sent, with the place of what is wrong.
//! let refused = TransferInput::new(("1", "a"), ("1", "a"), 10).unwrap_err();
//! assert_eq!(refused.path, "targetCode");
//!
//! let reply = decode(br#"{"success":false,"message":"no","code":401}"#, Expect::Nothing).unwrap();
//! assert!(!reply.success);
//! # Ok::<(), espai_cdkey::error::Invalid>(())
//! ```

#[cfg(all(
    target_arch = "wasm32",
    any(feature = "bindings", feature = "moves", feature = "web")
))]
mod arguments;
#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
#[doc(hidden)]
pub mod bindings;
#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
mod checked;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod client;
#[cfg(all(
    target_arch = "wasm32",
    any(feature = "bindings", feature = "moves", feature = "web")
))]
mod js;
#[cfg(all(target_arch = "wasm32", any(feature = "bindings", feature = "web")))]
mod lent;
#[cfg(all(target_arch = "wasm32", feature = "moves"))]
#[doc(hidden)]
pub mod many;
#[cfg(all(target_arch = "wasm32", feature = "moves", not(feature = "bindings")))]
#[doc(hidden)]
pub mod moves;
#[cfg(all(target_arch = "wasm32", feature = "moves"))]
mod pair;
#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
mod records;
#[cfg(all(target_arch = "wasm32", any(feature = "bindings", feature = "moves")))]
mod rejection;
#[cfg(all(target_arch = "wasm32", any(feature = "bindings", feature = "web")))]
mod surroundings;
#[cfg(all(target_arch = "wasm32", any(feature = "bindings", feature = "moves")))]
mod task;
#[cfg(all(target_arch = "wasm32", any(feature = "bindings", feature = "web")))]
mod thrown;
#[cfg(all(target_arch = "wasm32", feature = "moves"))]
mod told;
#[cfg(all(target_arch = "wasm32", any(feature = "bindings", feature = "web")))]
mod transport;
#[cfg(all(target_arch = "wasm32", feature = "moves"))]
mod verified;

pub mod batch;
pub mod call;
pub mod cards;
mod coded;
pub mod config;
pub mod endpoint;
pub mod error;
pub mod event;
pub mod field;
pub mod fields;
pub mod network;
pub mod outcome;
pub mod pager;
pub mod reason;
pub mod redact;
pub mod retry;
pub mod value;
pub mod verify;

pub use espai_cdkey_wire as wire;
pub use espai_cdkey_wire::{balance_log, card};

/// The wasm of the package is all ours; one that links this crate chooses for itself.
#[cfg(all(target_arch = "wasm32", feature = "allocator"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
