//! What holds where an option is left out.

/// The platform's own address (page, 请求URL).
pub const DEFAULT_BASE_URL: &str = "https://api.espai.fun";

/// How long one attempt may take, in milliseconds.
pub(super) const TIMEOUT_MS: u32 = 30_000;

/// How often a call is tried again at most.
pub(super) const MAX_RETRIES: u32 = 2;

/// The longest answer that is read, in bytes: 32 MiB.
pub(super) const MAX_RESPONSE_BYTES: u32 = 32 * 1024 * 1024;

/// How many cards a page of a walk has.
pub(super) const PAGE_SIZE: i64 = 500;
