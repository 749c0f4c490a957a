//! The cards that an emulator holds, in the order they were given.

use std::collections::{BTreeSet, HashMap};

use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::MAX_SAFE_INTEGER;

use crate::card::Card;

/// Cards of which no two have one id, or one phone and code.
///
/// Found by either through an index: a service with 60,000 cards moves quota as fast as one with ten.
#[derive(Debug, Clone)]
pub struct Shelf {
    slots: Vec<Slot>,
    by_id: HashMap<String, Place>,
    by_owner: HashMap<Owner, Place>,
}

/// A card and what became of it. One that was destroyed stays in its slot, so that no other moves: no endpoint makes new
/// cards, so there are never more slots than there were cards at first.
#[derive(Debug, Clone)]
struct Slot {
    card: Card,
    /// Its quota and `update_time` at first: all of a card that ever changes.
    first: (Option<i64>, Option<i64>),
    destroyed: bool,
}

/// A phone and a code.
type Owner = (Option<String>, String);

/// A place on the shelf. It is a card's own for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(usize);

/// A change to the cards that a shelf has allowed, as it is now; nothing is changed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// How much moves, and both places with their new quota.
    Transfer {
        amount: i64,
        source: (Place, Option<i64>),
        target: (Place, Option<i64>),
    },
    Destroy(BTreeSet<Place>),
}

/// Why an amount cannot move. Nothing moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmoved {
    /// There are not both cards, or they are one.
    NoTwoCards,
    /// The source holds less.
    TooLittle,
    /// The target's quota would pass what a JSON number holds exactly.
    TooMuch,
}

impl Shelf {
    /// Puts cards on a shelf.
    ///
    /// # Errors
    /// Two of them cannot be told apart: the path of the second (`cards[3].id`).
    pub fn new(cards: Vec<Card>) -> Result<Self, Invalid> {
        let mut shelf = Self {
            slots: Vec::with_capacity(cards.len()),
            by_id: HashMap::with_capacity(cards.len()),
            by_owner: HashMap::with_capacity(cards.len()),
        };
        for (index, card) in cards.into_iter().enumerate() {
            let refuse = |field: &str, words| {
                let path = format!("cards[{index}].{field}");
                Err(Invalid::new(
                    InvalidCode::Config,
                    &path,
                    Reason::NotAccepted(words),
                ))
            };
            let place = Place(index);
            if shelf.by_id.insert(card.id.clone(), place).is_some() {
                return refuse("id", "is the id of an earlier card, too; ids must differ");
            }
            if shelf.by_owner.insert(owner(&card), place).is_some() {
                return refuse(
                    "code",
                    "stands with the same phone on an earlier card; phone and code together name one card",
                );
            }
            shelf.slots.push(Slot {
                first: (card.api_limit, card.update_time),
                card,
                destroyed: false,
            });
        }
        Ok(shelf)
    }

    /// All cards.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        let left = self.slots.iter().filter(|slot| !slot.destroyed);
        left.map(|slot| &slot.card)
    }

    /// The card of a phone and a code.
    pub fn find(&self, phone: String, code: String) -> Option<(Place, &Card)> {
        self.at(self.by_owner.get(&(Some(phone), code)))
    }

    /// The card of an id.
    pub fn find_id(&self, id: &str) -> Option<(Place, &Card)> {
        self.at(self.by_id.get(id))
    }

    /// The card of a place, also of one that was destroyed since.
    pub fn card(&self, place: Place) -> Option<&Card> {
        self.slots.get(place.0).map(|slot| &slot.card)
    }

    fn at(&self, place: Option<&Place>) -> Option<(Place, &Card)> {
        let place = *place?;
        self.card(place).map(|card| (place, card))
    }

    /// What moving quota from one card to another comes to. An unlimited card gives any amount, takes any, and stays
    /// unlimited.
    ///
    /// # Errors
    /// It cannot be moved.
    pub fn transfer(&self, from: Place, to: Place, amount: i64) -> Result<Change, Unmoved> {
        let (Some(source), Some(target)) = (self.card(from), self.card(to)) else {
            return Err(Unmoved::NoTwoCards);
        };
        if from == to {
            return Err(Unmoved::NoTwoCards);
        }
        let left = source.api_limit.map(|quota| {
            let left = quota.checked_sub(amount).filter(|left| *left >= 0);
            left.ok_or(Unmoved::TooLittle)
        });
        let grown = target.api_limit.map(|quota| {
            let grown = quota.checked_add(amount);
            grown
                .filter(|grown| *grown <= MAX_SAFE_INTEGER)
                .ok_or(Unmoved::TooMuch)
        });
        Ok(Change(Kind::Transfer {
            amount,
            source: (from, left.transpose()?),
            target: (to, grown.transpose()?),
        }))
    }

    /// What taking cards off the shelf comes to.
    pub fn destruction(&self, places: BTreeSet<Place>) -> Change {
        Change(Kind::Destroy(places))
    }

    /// Makes a change, wholly: all sums are in it, and none is worked out between two cards. `now` is in ms since the
    /// epoch.
    pub fn make(&mut self, change: &Change, now: i64) {
        match &change.0 {
            Kind::Transfer { source, target, .. } => {
                for (place, quota) in [source, target] {
                    if let Some(slot) = self.slots.get_mut(place.0) {
                        slot.card.api_limit = *quota;
                        slot.card.update_time = Some(now);
                    }
                }
            }
            Kind::Destroy(places) => {
                for place in places {
                    if let Some(slot) = self.slots.get_mut(place.0) {
                        slot.destroyed = true;
                        self.by_id.remove(&slot.card.id);
                        self.by_owner.remove(&owner(&slot.card));
                    }
                }
            }
        }
    }

    /// Makes all cards what they were at first; none is missing.
    pub fn reset(&mut self) {
        for (index, slot) in self.slots.iter_mut().enumerate() {
            (slot.card.api_limit, slot.card.update_time) = slot.first;
            if slot.destroyed {
                slot.destroyed = false;
                self.by_id.insert(slot.card.id.clone(), Place(index));
                self.by_owner.insert(owner(&slot.card), Place(index));
            }
        }
    }
}

impl Change {
    /// What it is called: `transfer` or `destroy`.
    pub fn name(&self) -> &'static str {
        match self.0 {
            Kind::Transfer { .. } => "transfer",
            Kind::Destroy(_) => "destroy",
        }
    }

    /// Of a transfer: from where, to where, how much.
    pub fn transfer(&self) -> Option<(Place, Place, i64)> {
        match self.0 {
            Kind::Transfer {
                amount,
                source,
                target,
            } => Some((source.0, target.0, amount)),
            Kind::Destroy(_) => None,
        }
    }

    /// The cards that it changes; of a transfer the source first.
    pub fn places(&self) -> Vec<Place> {
        match &self.0 {
            Kind::Transfer { source, target, .. } => vec![source.0, target.0],
            Kind::Destroy(places) => places.iter().copied().collect(),
        }
    }
}

fn owner(card: &Card) -> Owner {
    (card.user_phone.clone(), card.code.clone())
}
