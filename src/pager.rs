//! Goes through all pages of a list, so that every card is given once, however the service cuts its pages.

use crate::field::Count;

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
    /// The cards that the caller has, over all rounds.
    given: Ids,
    /// The cards of this round.
    round: Ids,
    /// The first page of this round, to know a service that ignores `page`.
    first_page: Vec<String>,
    /// What the service said first in this round.
    total: Option<i64>,
    /// Cards that came in this round, twice ones twice.
    came: i64,
    /// Whether this round adds up so far.
    sound: bool,
    again: u32,
    page: Count,
    limit: Count,
    end: Option<Step>,
}

impl Pager {
    /// Starts at page 1.
    pub fn new(page_size: Count) -> Self {
        Self {
            given: Ids::default(),
            round: Ids::default(),
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
        let new = self.round.add(ids);
        if new.len() < ids.len() {
            self.sound = false;
        }
        let fresh = self.given.add(ids);
        let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        self.came = self.came.saturating_add(count);
        if *self.total.get_or_insert(total) != total {
            self.sound = false;
        }
        if self.page == Count::ONE {
            self.first_page = ids.iter().map(|id| (*id).to_owned()).collect();
        } else if count > 0 && ids == self.first_page {
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
        if self.page == Count::ONE && count < self.limit.get() {
            self.limit = Count::at_least_one(count);
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
        self.round = Ids::default();
        self.first_page.clear();
        self.total = None;
        self.came = 0;
        self.sound = true;
        self.page = Count::ONE;
    }
}

/// A set of ids, in order. A page at a time is added, which takes as long as to go through all of them once; a hash table
/// takes less, and is 4 KB more to download.
#[derive(Debug, Default)]
struct Ids(Vec<String>);

impl Ids {
    /// Adds ids, and gives the positions of those that were not there, in their order.
    fn add(&mut self, ids: &[&str]) -> Vec<u32> {
        let mut page: Vec<(&str, usize)> = ids
            .iter()
            .enumerate()
            .map(|(position, id)| (*id, position))
            .collect();
        page.sort_unstable();
        let mut fresh = Vec::new();
        let mut merged = Vec::with_capacity(self.0.len().saturating_add(page.len()));
        let mut known = std::mem::take(&mut self.0).into_iter().peekable();
        let mut last = None;
        for (id, position) in page {
            // The same id again on one page stands behind its first.
            if last == Some(id) {
                continue;
            }
            last = Some(id);
            while let Some(before) = known.next_if(|known| known.as_str() <= id) {
                merged.push(before);
            }
            if merged.last().is_none_or(|before: &String| before != id) {
                merged.push(id.to_owned());
                fresh.extend(u32::try_from(position));
            }
        }
        merged.extend(known);
        self.0 = merged;
        fresh.sort_unstable();
        fresh
    }
}
