//! Ids, codes and keys from a seed: the same seed gives the same ones, on every machine.
//!
//! Not for secrets. Without a seed the host brings a key of real chance.

/// SplitMix64, by its published constants: a few lines, no state to set up, and fixed for ever, which a library's
/// generator is not.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

const LETTERS_AND_DIGITS: &[u8; 62] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl Random {
    /// Starts a stream. Streams of one seed with different names have nothing in common.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut mixer = Self { state: stream };
        let name = mixer.next();
        Self { state: seed ^ name }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 32 hex digits: an id, or a key.
    pub fn hex32(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!("{high:016x}{low:016x}")
    }

    /// 8 letters and digits: a redeem code.
    pub fn code(&mut self) -> String {
        (0..8)
            .filter_map(|_| {
                let place = usize::try_from(self.next() % 62).ok()?;
                LETTERS_AND_DIGITS.get(place).copied().map(char::from)
            })
            .collect()
    }
}
