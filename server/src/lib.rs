//! The backend that holds the key: what may pass to the service, and what an answer of its becomes.
//!
//! Pure: it knows no socket, no session and no JavaScript. A host hands in what it has read, a step at a time, and does what
//! comes out. What a page may send is the client's crate's to say.
//!
//! ```text
//! gate         what may pass by its head: path, method, origin, type, size
//!   options      what a handler is made with
//!   origin       who asks
//! input        the body, checked, as the call takes it
//! grant        what the host's `authorize` gave, and whether it permits this input
//! idempotency  which moves are one and the same, and what is remembered of them
//! success      what a call gave, in the service's own format
//! failure      what an error of a call becomes
//! answer       a status and an envelope, and what an audit line says of it
//!   refusal      what is refused here, in words that say what to do
//! ```

#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod bindings;

pub mod answer;
pub mod failure;
pub mod gate;
pub mod grant;
pub mod idempotency;
pub mod input;
pub mod options;
pub mod origin;
pub mod refusal;
pub mod success;
