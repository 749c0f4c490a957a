//! When a run had better stop: what fails is not the lines but the way to the service. Each line more would only fail alike, and of
//! those that are cut under way nobody would know the outcome.

use espai_cdkey::coded;

coded! {
    /// Why a run stops by itself.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    Halt {
        /// Whoever runs it is not signed in any more, or may not do this.
        Session => "session",
        /// The service, or the backend before it, does not answer.
        Service => "service",
    }
}

/// How many calls in a row may be lost. Each was a read that the client has tried three times, or a transfer.
const MOST_LOST: u32 = 3;

/// Watches the calls of a run as they end.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    lost: u32,
}

impl Watch {
    /// A line was done.
    pub fn done(&mut self) {
        self.lost = 0;
    }

    /// A line was not, and an error of this code says why.
    pub fn failed(&mut self, code: &str) -> Option<Halt> {
        match code {
            // The key or the log-in: the next line's would be the same.
            "unauthenticated" | "forbidden" => Some(Halt::Session),
            "network" | "timeout" | "http_status" | "rate_limited" | "bad_response" => {
                self.lost = self.lost.saturating_add(1);
                (self.lost >= MOST_LOST).then_some(Halt::Service)
            }
            // Refused, by the service or by a rule: it answers.
            _ => {
                self.lost = 0;
                None
            }
        }
    }
}
