//! Client for the quota-card (额度卡) API of the ESP-AI platform.
//!
//! The rules are pure and know neither JavaScript nor sockets; over them, on wasm, the transport; at the edge the
//! wasm exports. Every arrow points down this list.

#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
#[doc(hidden)]
pub mod bindings;
#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
#[doc(hidden)]
pub mod host;
#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
mod transport;

pub mod client;
pub mod config;
pub mod endpoint;
pub mod error;
pub mod field;
pub mod fields;
pub mod network;
pub mod outcome;
pub mod pager;
pub mod redact;
pub mod retry;
pub mod value;

pub use espai_cdkey_wire as wire;
pub use espai_cdkey_wire::card;

/// The wasm of the package is all ours; one that links this crate chooses for itself.
#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
