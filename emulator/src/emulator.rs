//! One emulator: what it answers, and how it misbehaves when told to.

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::error::Invalid;
use serde::Serialize;

use crate::answer::Answer;
use crate::card::AsCard;
use crate::faults::Faults;
use crate::injection::Injection;
use crate::options::Options;
use crate::plan::{Apply, Ending, Plan};
use crate::request::Request;
use crate::service::Service;

/// The service, with faults to come.
#[derive(Debug, Clone)]
pub struct Emulator {
    service: Service,
    faults: Faults,
    latency_ms: i64,
}

impl Emulator {
    /// Makes one from options, as JSON text. `fresh_key` is used where they name neither a key nor a seed.
    ///
    /// # Errors
    /// The option that is refused.
    pub fn new(options: &str, fresh_key: &str) -> Result<Self, Invalid> {
        let options = Options::read(options, fresh_key)?;
        Ok(Self {
            service: Service::new(options.api_key, options.shelf, options.api_limit_filter),
            faults: Faults::default(),
            latency_ms: options.latency_ms,
        })
    }

    /// Lets a fault wait for its requests; as JSON text.
    ///
    /// # Errors
    /// The option that is refused.
    pub fn inject(&mut self, options: &str) -> Result<(), Invalid> {
        self.faults.add(Injection::read(options)?);
        Ok(())
    }

    /// How a request is to be treated. Uses up the fault that befalls it, if one does; only a request that reaches one
    /// of the endpoints has faults.
    pub fn plan(&mut self, method: &str, path: &str) -> Plan {
        let endpoint = Endpoint::of_path(path).filter(|_| method == "POST");
        match endpoint.and_then(|endpoint| self.faults.befall(endpoint)) {
            Some(injection) => injection.plan(self.latency_ms),
            None => Plan {
                apply: Apply::AfterWait,
                wait_ms: self.latency_ms,
                ending: Ending::Answer,
            },
        }
    }

    /// What the rules answer, with the change made; `now` in ms since the epoch.
    pub fn answer(&mut self, request: &Request<'_>, now: i64) -> Answer {
        self.service.answer(request, now)
    }

    /// What the rules would answer, with nothing changed.
    pub fn preview(&self, request: &Request<'_>) -> Answer {
        self.service.preview(request)
    }

    /// Back to the start: the first cards, no records and no faults. The key stays.
    pub fn reset(&mut self) {
        self.service.reset();
        self.faults = Faults::default();
    }

    /// The key that it accepts.
    pub fn api_key(&self) -> &str {
        self.service.api_key()
    }

    /// How many times a request changed its cards.
    pub fn changes(&self) -> u32 {
        self.service.changes()
    }

    /// The last change that a request made, as JSON: `{"type":"transfer","cards":[…]}` with the two cards as they are now,
    /// or `{"type":"destroy","cards":[…]}` with those that are gone; `null` where there was none.
    pub fn last_change(&self) -> String {
        #[derive(Serialize)]
        struct Told<'a> {
            r#type: &'static str,
            cards: Vec<AsCard<'a>>,
        }
        let shelf = self.service.shelf();
        let told = self.service.last_change().map(|change| Told {
            r#type: change.name(),
            cards: change
                .places()
                .into_iter()
                .filter_map(|place| shelf.card(place).map(AsCard))
                .collect(),
        });
        // As in `Answer::envelope`: cannot fail.
        serde_json::to_string(&told).unwrap_or_default()
    }

    /// Its cards as a JSON array of this package's `Card`.
    pub fn cards(&self) -> String {
        let cards: Vec<AsCard<'_>> = self.service.shelf().cards().map(AsCard).collect();
        serde_json::to_string(&cards).unwrap_or_default()
    }
}
