//! Which ids came before, in a walk through many pages.

use rustc_hash::FxHashMap;

/// The ids of a walk, each with the number of the round in which it came last.
///
/// It is here, in what is compiled for speed, because a walk asks it for every card: compiled for size it took longer than
/// decoding the card. The library's own hash took twice as long; what that is for, keys that are chosen to collide, it
/// cannot do without random numbers, of which wasm has none.
#[derive(Debug, Default)]
pub struct Seen(FxHashMap<String, u32>);

impl Seen {
    /// Makes room for so many ids more.
    pub fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    /// Notes that an id came in this round; gives the round in which it came before, where it did.
    pub fn note(&mut self, id: &str, round: u32) -> Option<u32> {
        if let Some(last) = self.0.get_mut(id) {
            return Some(std::mem::replace(last, round));
        }
        self.0.insert(id.to_owned(), round)
    }
}
