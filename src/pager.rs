//! Goes through all pages of a list, so that every card is given once, however the service cuts its pages.

use crate::field::Count;
use crate::wire::Seen;

/// How often the pages are gone through again after a round that did not add up.
const MAX_AGAIN: u32 = 3;

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Ask for this page, of this size.
    Ask {
        /// Which page.
        page: Count,
        /// How many cards on it.
        limit: Count,
    },
    /// Every card was given.
    Done,
    /// The pages do not add up, and going on would not help.
    Stuck(&'static str),
}

/// The state of one walk through the pages.
#[derive(Debug)]
pub struct Pager {
    /// The cards that the caller has, and the last round in which each came.
    given: Seen,
    /// The first page of this round, to know a service that ignores `page`.
    first_page: Vec<String>,
    /// What the service said first in this round.
    total: Option<i64>,
    /// Cards that came in this round, twice ones twice.
    came: i64,
    /// Whether this round adds up so far.
    sound: bool,
    /// How often the pages were gone through again, and so the number of this round.
    again: u32,
    page: Count,
    limit: Count,
    end: Option<Step>,
}

impl Pager {
    /// Starts at page 1.
    pub fn new(page_size: Count) -> Self {
        Self {
            given: Seen::default(),
            first_page: Vec::new(),
            total: None,
            came: 0,
            sound: true,
            again: 0,
            page: Count::ONE,
            limit: page_size,
            end: None,
        }
    }

    /// What to do next.
    pub fn step(&self) -> Step {
        self.end.unwrap_or(Step::Ask {
            page: self.page,
            limit: self.limit,
        })
    }

    /// Takes in the page that was asked for: the ids of its cards, and how many cards there are in all.
    /// Gives the positions of the cards that the caller does not have yet.
    pub fn accept(&mut self, ids: &[&str], total: i64) -> Vec<u32> {
        let mut fresh = Vec::with_capacity(ids.len());
        self.given.reserve(ids.len());
        for (position, id) in (0..).zip(ids) {
            match self.given.note(id, self.again) {
                None => fresh.push(position),
                // Twice in one round: the pages have shifted, or the service ignores `page`.
                Some(round) if round == self.again => self.sound = false,
                Some(_) => {}
            }
        }
        let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        self.came = self.came.saturating_add(count);
        if *self.total.get_or_insert(total) != total {
            self.sound = false;
        }
        if self.page == Count::ONE {
            self.first_page = ids.iter().map(|id| (*id).to_owned()).collect();
        } else if ids == self.first_page {
            self.end = Some(Step::Stuck(
                "the service answered another page with the first one's cards: it ignores `page`",
            ));
            return fresh;
        }
        if count == 0 || self.came >= total {
            self.finish_round(total);
        } else {
            self.turn(count);
        }
        fresh
    }

    /// The next page of this round.
    fn turn(&mut self, count: i64) {
        // A service that cuts pages shorter than asked counts pages of its own size, or of ours; asking for its own
        // from here on makes both the same. Only a first page tells its size for certain.
        if self.page == Count::ONE {
            self.limit = Count::at_least_one(count.min(self.limit.get()));
        }
        self.page = self.page.next();
    }

    fn finish_round(&mut self, total: i64) {
        if self.sound && self.came == total {
            self.end = Some(Step::Done);
            return;
        }
        if self.again >= MAX_AGAIN {
            self.end = Some(Step::Stuck(
                "the pages did not add up to the total, also after going through them again",
            ));
            return;
        }
        self.again = self.again.saturating_add(1);
        self.first_page.clear();
        self.total = None;
        self.came = 0;
        self.sound = true;
        self.page = Count::ONE;
    }
}
