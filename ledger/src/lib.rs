//! Durable moves of quota: what is written down of each, and what a call, a crash and a recovery may make of it.
//!
//! Pure: it knows no database, no clock and no JavaScript. A host says what it found and what came of each step, and does what is next. So
//! every interleaving of calls, crashes and recoveries is tested natively (`tests/interleavings/`).
//!
//! ```text
//! operation    one call: find, claim with its cards, write `sent`, send, write the end
//! recovery     what is done with an operation that a dead process has left, and with one that is unknown
//!   evidence     what cards say, of a destroy too, and what status that leads to
//!   liveness     whether a process is dead, by counts and not by clocks
//! input        what is moved: checked, in one spelling, with its fingerprint and its cards
//! status       how far an operation is
//! shown        an operation as it may be shown: phones masked
//! ```

#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod bindings;

pub mod evidence;
pub mod input;
pub mod liveness;
pub mod operation;
pub mod recovery;
pub mod shown;
pub mod status;
