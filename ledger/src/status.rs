//! How far an operation is.

use espai_cdkey::coded;

coded! {
    /// How far an operation is. It goes forward only, but for one that is certain not to have left: that is `prepared` again.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    Status {
        /// Written down; nothing has left.
        Prepared => "prepared",
        /// Its request may have left.
        Sent => "sent",
        /// It happened.
        Done => "done",
        /// It did not happen: the service has said so.
        Failed => "failed",
        /// Nobody knows.
        Unknown => "unknown",
    }
}

impl Status {
    /// The status of this code.
    pub fn of(code: &str) -> Option<Self> {
        [
            Self::Prepared,
            Self::Sent,
            Self::Done,
            Self::Failed,
            Self::Unknown,
        ]
        .into_iter()
        .find(|status| status.as_str() == code)
    }
}

/// Who has an operation under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// A process that lives, this one too.
    Living,
    /// A process that has ended.
    Dead,
}

impl Holder {
    /// Whether an operation that moves nothing now may be taken from it.
    pub fn is_gone(self) -> bool {
        self != Self::Living
    }
}
