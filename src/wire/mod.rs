//! Bytes and nothing else: what the service's answers say, and the bodies of the requests.
//!
//! ```text
//! envelope   decode(): the whole answer, from its first byte to its last
//!   record     one object of the answer, a card or a usage record: its members, in any order, read against the contract
//!   payload    what the answer brought: a page, a card, usage records, nothing
//!     columns    the cards or records, as flat numbers and one run of text
//!       texts      the texts of all of them
//!         blocks     texts in a row, cut in blocks
//!         known      which texts came before
//! reader     one cursor over the bytes: values, their nesting, white space
//!   string     a JSON string: where it ends, what it says
//!   number     a JSON number, and whether it is a safe integer
//!   name       a member's name, as one number to compare
//! seen       which ids came before, in a walk
//! request    the bodies of the requests
//! card, balance_log   what is made of it all, as the rules see it
//! ```
//!
//! A crate of its own, because it alone is compiled for speed: all else of the wasm is compiled for size. Users of
//! `espai-cdkey` find it there, as `wire` and `card`.
//!
//! Why there is a JSON reader of our own: the answer has to become checked cards in less time than
//! `JSON.parse` takes to become unchecked ones, and what a page downloads must stay small. A general
//! library builds a tree, or text that it copies field by field, and weighs more than the rest of the client.
//! A reference decoder on `serde_json` (in `tests/native/reference`) keeps this one honest: both accept and
//! refuse exactly the same.
//!
//! What is done by hand here though the standard library can do it has a figure beside it: how long decoding 9,999 cards
//! takes with the library's way in its place, measured side by side as WebAssembly in Node 20. Where that was less than
//! 1.02 times as long, the library's way stands.

pub mod balance_log;
mod blocks;
pub mod card;
mod columns;
mod envelope;
mod known;
mod name;
mod number;
mod payload;
mod reader;
mod record;
pub mod request;
mod seen;
mod string;
mod texts;

pub use columns::{CardColumns, LogColumns, Record};
pub use envelope::{ApiCode, Expect, Malformed, Reply, decode};
pub use payload::Payload;
pub use seen::Seen;
