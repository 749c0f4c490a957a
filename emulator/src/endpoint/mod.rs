//! The four endpoints: each takes a body and the cards, and gives its answer, or a refusal that changed nothing.

pub mod destroy;
pub mod detail;
pub mod list;
pub mod transfer;
