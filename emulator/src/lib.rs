//! The quota-card service of the ESP-AI platform, in-process: its cards, its rules and its faults.
//!
//! Pure: it knows no clock, no chance, no socket and no JavaScript. A host hands it requests as bytes, performs the
//! [`plan::Plan`] that it gets for each, and sends the [`answer::Answer`] that the rules give. So the in-process `fetch`
//! and the real sockets of the npm package behave alike.
//!
//! ```text
//! emulator      one emulator: what it answers, and how it misbehaves when told to
//!   options       what it is made from, checked
//!   service       the rules: who may ask, which path, what comes back
//!     endpoint      list, detail, transfer, destroy, balance_logs
//!     request       a request and the values in its body
//!     refusal       why the service says no
//!     shelf         the cards it holds, and the changes that it allows
//!     records       what its transfers left behind
//!   faults        what was injected and is still to come
//!     injection     one injected fault, checked
//!     plan          how one request is to be treated
//!   answer        status, headers and body; the envelopes
//!   card          a card as it is written and as it is read
//!   default_cards the cards of an emulator that was given none
//!   random        ids and keys from a seed
//!   port          where nobody could call it
//! ```

#[cfg(target_arch = "wasm32")]
mod bindings;

pub mod answer;
pub mod card;
pub mod default_cards;
pub mod emulator;
pub mod endpoint;
pub mod faults;
pub mod injection;
pub mod options;
pub mod plan;
pub mod random;
pub mod records;
pub mod refusal;
pub mod request;
pub mod service;
pub mod shelf;
mod value;
