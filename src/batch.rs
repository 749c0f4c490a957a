//! A bulk: which of its items runs now, whether one more is read, and which result comes out next. Without IO, as `call.rs`: whoever
//! reads the input and makes the calls says what happened, and does what is next.
//!
//! It knows only the items that were read and whose results were not taken yet, by their place among these: the oldest is 0. So it
//! stays as small as that however long the input is, and whoever holds the items can make it anew.

use std::collections::VecDeque;

use crate::value::Value;

/// How many items more than may run are read, at most, beyond those whose results were taken: where some wait for a card, others
/// may run in the meantime.
const AHEAD: usize = 4;

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Begin the item at this place.
    Run(usize),
    /// Give out the result of the oldest item, which makes the next one the oldest.
    Give,
    /// Read one more item.
    Read,
    /// Wait until something happens.
    Wait,
    /// Everything was given out.
    Over,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Running,
    Over,
}

#[derive(Debug)]
struct Item {
    cards: Vec<String>,
    state: State,
    /// How many before it, not over yet, have a card of its own.
    blockers: usize,
}

impl Item {
    fn shares_with(&self, other: &Self) -> bool {
        self.cards.iter().any(|card| other.cards.contains(card))
    }
}

/// How far the input may still be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Input {
    /// There may be more.
    Open,
    /// It is read on, but nothing of it begins: the rest comes out as skipped.
    Skipping,
    /// It has ended, or is not read on.
    Closed,
}

/// One bulk under way.
#[derive(Debug)]
pub struct Batch {
    concurrency: usize,
    stop_on_error: bool,
    /// Whether what is left of the input after a stop comes out as skipped: of an array it does, anything else is closed.
    skips_rest: bool,
    items: VecDeque<Item>,
    running: usize,
    input: Input,
    /// Whether nothing more begins.
    stopped: bool,
    /// Whether nobody takes results any more.
    left: bool,
}

impl Batch {
    /// A bulk of which nothing was read.
    pub fn new(concurrency: usize, stop_on_error: bool, skips_rest: bool) -> Self {
        Self {
            concurrency: concurrency.max(1),
            stop_on_error,
            skips_rest,
            items: VecDeque::new(),
            running: 0,
            input: Input::Open,
            stopped: false,
            left: false,
        }
    }

    /// What is next; `asked` is whether somebody waits for a result.
    pub fn step(&self, asked: bool) -> Step {
        match self.items.front() {
            Some(oldest) if asked && oldest.state == State::Over => return Step::Give,
            None if self.input == Input::Closed => return Step::Over,
            _ if self.left && self.running == 0 => return Step::Over,
            _ => {}
        }
        if self.running < self.concurrency && !self.stopped {
            let free = |item: &Item| item.state == State::Waiting && item.blockers == 0;
            if let Some(place) = self.items.iter().position(free) {
                return Step::Run(place);
            }
        }
        // What is skipped takes no room that something could run in.
        let room = match self.input {
            Input::Open => {
                self.running < self.concurrency
                    && self.items.len() < self.concurrency.saturating_add(AHEAD)
            }
            Input::Skipping => asked && self.items.is_empty(),
            Input::Closed => false,
        };
        if room { Step::Read } else { Step::Wait }
    }

    /// An item was read that touches these cards. Gives whether it may still run: if not, it is skipped.
    pub fn add(&mut self, cards: Vec<String>) -> bool {
        let mut item = Item {
            cards,
            state: if self.stopped {
                State::Over
            } else {
                State::Waiting
            },
            blockers: 0,
        };
        item.blockers = self
            .items
            .iter()
            .filter(|other| other.state != State::Over && other.shares_with(&item))
            .count();
        self.items.push_back(item);
        !self.stopped
    }

    /// The item at this place begins.
    pub fn begun(&mut self, place: usize) {
        if let Some(item) = self.items.get_mut(place) {
            item.state = State::Running;
            self.running = self.running.saturating_add(1);
        }
    }

    /// The item at this place, which ran, has ended; `done` is whether it is certain that it happened. Gives whether that stops the
    /// bulk.
    pub fn ended(&mut self, place: usize, done: bool) -> bool {
        let Some(item) = self.items.get_mut(place) else {
            return false;
        };
        item.state = State::Over;
        let cards = std::mem::take(&mut item.cards);
        self.running = self.running.saturating_sub(1);
        for later in self.items.iter_mut().skip(place.saturating_add(1)) {
            if later.cards.iter().any(|card| cards.contains(card)) {
                later.blockers = later.blockers.saturating_sub(1);
            }
        }
        self.stop_on_error && !done
    }

    /// The oldest item's result was given out.
    pub fn given(&mut self) {
        self.items.pop_front();
    }

    /// There is nothing more to read.
    pub fn input_over(&mut self) {
        self.input = Input::Closed;
    }

    /// Nothing more begins: whatever waits is skipped. Gives whether the input is to be closed.
    pub fn stop(&mut self) -> bool {
        self.stopped = true;
        for item in &mut self.items {
            if item.state == State::Waiting {
                item.state = State::Over;
            }
        }
        match (self.input, self.skips_rest && !self.left) {
            (Input::Closed, _) => false,
            (_, true) => {
                self.input = Input::Skipping;
                false
            }
            (_, false) => {
                self.input = Input::Closed;
                true
            }
        }
    }

    /// Nobody takes results any more. Gives whether the input is to be closed. What runs is still waited for.
    pub fn leave(&mut self) -> bool {
        self.left = true;
        self.stop()
    }
}

/// How many items have ended, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    /// How many there are in all, where that is known.
    pub total: Option<f64>,
    /// How many happened.
    pub done: f64,
    /// How many did not.
    pub failed: f64,
    /// Of how many nobody knows.
    pub unknown: f64,
    /// How many were not begun.
    pub skipped: f64,
}

impl Counts {
    /// What a listener is told of the progress after so many milliseconds: the rate is that of the whole time, of what was not
    /// skipped.
    pub fn report(&self, elapsed_ms: f64) -> Value {
        let ran = self.done + self.failed + self.unknown;
        let per_ms = if elapsed_ms > 0.0 {
            ran / elapsed_ms
        } else {
            0.0
        };
        let left = self
            .total
            .map(|total| (total - ran - self.skipped).max(0.0));
        let remaining = left
            .filter(|left| per_ms > 0.0 || *left == 0.0)
            .map(|left| if left > 0.0 { left / per_ms } else { 0.0 });
        Value::report([
            ("total", self.total.map(Value::Number)),
            ("done", Some(Value::Number(self.done))),
            ("failed", Some(Value::Number(self.failed))),
            ("unknown", Some(Value::Number(self.unknown))),
            ("skipped", Some(Value::Number(self.skipped))),
            ("perSecond", Some(Value::Number(per_ms * 1000.0))),
            ("remainingMs", remaining.map(|ms| Value::Number(ms.round()))),
        ])
    }
}
