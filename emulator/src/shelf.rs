//! The cards that an emulator holds, in the order they were given.

use std::collections::HashSet;

use espai_cdkey::card::Card;
use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::value::MAX_SAFE_INTEGER;

/// Cards of which no two have one id, or one phone and code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    cards: Vec<Card>,
}

/// A place on the shelf, valid until the next destroy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(usize);

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
        let mut ids = HashSet::new();
        let mut owners = HashSet::new();
        for (index, card) in cards.iter().enumerate() {
            let refuse = |field: &str, reason: &str| {
                Err(Invalid::new(
                    InvalidCode::Config,
                    &format!("cards[{index}].{field}"),
                    reason,
                ))
            };
            if !ids.insert(card.id.as_str()) {
                return refuse("id", "is the id of an earlier card, too; ids must differ");
            }
            if !owners.insert((card.user_phone.as_deref(), card.code.as_str())) {
                return refuse(
                    "code",
                    "stands with the same phone on an earlier card; phone and code together name one card",
                );
            }
        }
        Ok(Self { cards })
    }

    /// All cards.
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The card of a phone and a code.
    pub fn find(&self, phone: &str, code: &str) -> Option<(Place, &Card)> {
        self.search(|card| card.user_phone.as_deref() == Some(phone) && card.code == code)
    }

    /// The card of an id.
    pub fn find_id(&self, id: &str) -> Option<(Place, &Card)> {
        self.search(|card| card.id == id)
    }

    fn search(&self, wanted: impl Fn(&Card) -> bool) -> Option<(Place, &Card)> {
        let found = self.cards.iter().enumerate().find(|(_, card)| wanted(card));
        found.map(|(index, card)| (Place(index), card))
    }

    /// Moves quota from one card to another, wholly or not at all: both sums are known before either is written.
    ///
    /// # Errors
    /// It cannot be moved.
    pub fn move_quota(
        &mut self,
        from: Place,
        to: Place,
        amount: i64,
        now: i64,
    ) -> Result<(), Unmoved> {
        let (source, target) = match self.cards.get_disjoint_mut([from.0, to.0]) {
            Ok([source, target]) => (source, target),
            Err(_) => return Err(Unmoved::NoTwoCards),
        };
        let left = source
            .api_limit
            .map(|limit| {
                let left = limit.checked_sub(amount).filter(|left| *left >= 0);
                left.ok_or(Unmoved::TooLittle)
            })
            .transpose()?;
        let grown = target
            .api_limit
            .map(|limit| {
                let grown = limit.checked_add(amount);
                grown
                    .filter(|grown| *grown <= MAX_SAFE_INTEGER)
                    .ok_or(Unmoved::TooMuch)
            })
            .transpose()?;
        source.api_limit = left;
        source.update_time = Some(now);
        target.api_limit = grown;
        target.update_time = Some(now);
        Ok(())
    }

    /// Takes cards off the shelf.
    pub fn remove(&mut self, places: &[Place]) {
        let mut index = 0;
        self.cards.retain(|_| {
            let stays = !places.contains(&Place(index));
            index = index.saturating_add(1);
            stays
        });
    }
}
