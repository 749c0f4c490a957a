//! Which page is asked for, of whatever the service gives in pages.

use crate::field::Count;

/// The page that is asked for: the service's own defaults where none is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Which one, from 1.
    pub page: i64,
    /// How many cards or records it holds at most, from 1.
    pub limit: i64,
}

impl Paging {
    /// What the service gives where no page is asked for (默认当前第1页), and how many where no limit is (默认查询9999条): it
    /// cuts the rest silently (`docs/platform.md`, point 4).
    pub const DEFAULT: Self = Self {
        page: 1,
        limit: 9999,
    };

    pub(super) fn of(page: Option<Count>, limit: Option<Count>) -> Self {
        Self {
            page: page.map_or(Self::DEFAULT.page, Count::get),
            limit: limit.map_or(Self::DEFAULT.limit, Count::get),
        }
    }

    /// How many there are before this page, if all pages before it are full.
    pub fn before(self) -> i64 {
        self.page.saturating_sub(1).saturating_mul(self.limit)
    }

    /// Whether there are more after this page, given how many came and how many there are in all.
    pub fn has_more(self, came: i64, total: i64) -> bool {
        self.before().saturating_add(came) < total
    }
}
