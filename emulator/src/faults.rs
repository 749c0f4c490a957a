//! What was injected and is still to come.

use espai_cdkey::endpoint::Endpoint;

use crate::injection::Injection;

/// The faults that wait for their requests, in the order they were injected.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    waiting: Vec<Injection>,
}

impl Faults {
    /// Lets a fault wait for its requests.
    pub fn add(&mut self, injection: Injection) {
        self.waiting.push(injection);
    }

    /// The fault that befalls a request, if one does: the first one due. Each fault counts the requests it lets pass
    /// (`skip`) by itself, also those that another fault befalls.
    pub fn befall(&mut self, endpoint: Endpoint) -> Option<Injection> {
        let mut befallen: Option<Injection> = None;
        for injection in &mut self.waiting {
            if injection.endpoint.is_some_and(|only| only != endpoint) {
                continue;
            }
            if injection.skip > 0 {
                injection.skip = injection.skip.saturating_sub(1);
            } else if befallen.is_none() {
                injection.times = injection.times.saturating_sub(1);
                befallen = Some(injection.clone());
            }
        }
        self.waiting.retain(|injection| injection.times > 0);
        befallen
    }
}
