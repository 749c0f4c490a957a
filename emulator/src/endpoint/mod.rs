//! The five endpoints. Each takes a body and what there is, and gives its answer, or the change that is asked for, or a
//! refusal.

pub mod balance_logs;
pub mod destroy;
pub mod detail;
pub mod list;
pub mod transfer;
