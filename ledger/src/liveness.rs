//! Whether a process is dead. Each one that has operations under way counts up in the ledger, every few seconds; whoever looks measures
//! with a clock of its own that only goes forward. So a clock that is set back or forward, here or on the database's machine, makes nobody
//! dead and keeps nobody alive.

use std::collections::HashMap;

/// How often a process counts up, in milliseconds.
pub const BEAT_MS: f64 = 5_000.0;
/// Without a new count for so long, by the looker's own watching, a process is dead.
pub const SILENT_MS: f64 = 45_000.0;
/// Where the database's clock also says that it is silent for [`SILENT_MS`], three counts missed are enough. Its clock may have been set
/// forward, so it is not believed alone.
pub const MISSED_MS: f64 = 15_500.0;

/// What the operating system says of a process that is said to run on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// It runs.
    Runs,
    /// There is no such process.
    Gone,
    /// It is on another machine, or this system does not tell.
    Silent,
}

/// A process as the ledger has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name.
    pub id: String,
    /// Its count.
    pub beat: u64,
    /// How long ago that was, by the database's clock, in milliseconds.
    pub age_ms: f64,
    /// What the operating system says of it.
    pub system: System,
}

/// What one process has seen of the others.
#[derive(Debug, Default)]
pub struct Watch {
    seen: HashMap<String, Seen>,
}

#[derive(Debug)]
struct Seen {
    beat: u64,
    /// By the looker's clock.
    since: f64,
    /// Whether it lives for certain, or is dead.
    lives: Option<bool>,
}

impl Watch {
    /// All rows as they are now; `now` is of a clock that only goes forward. Who is not among them has left the ledger, or was
    /// never in it.
    pub fn look(&mut self, rows: &[Row], now: f64) {
        let mut seen = HashMap::new();
        for row in rows {
            let before = self.seen.get(&row.id);
            let same = before.filter(|before| before.beat == row.beat);
            let since = same.map_or(now, |before| before.since);
            // It has counted while it was watched, now or since the last look.
            let counted =
                before.is_some_and(|before| before.beat != row.beat || before.lives == Some(true));
            let watched = now - since;
            let silent = watched >= SILENT_MS || (watched >= MISSED_MS && row.age_ms >= SILENT_MS);
            let lives = match row.system {
                System::Gone => Some(false),
                System::Runs => Some(true),
                System::Silent if silent => Some(false),
                System::Silent => (counted && watched < MISSED_MS).then_some(true),
            };
            let beat = row.beat;
            seen.insert(row.id.clone(), Seen { beat, since, lives });
        }
        self.seen = seen;
    }

    /// Whether a process is dead. One that the ledger does not know has signed off, and left nothing that it still works at.
    pub fn is_dead(&self, id: &str) -> bool {
        self.seen
            .get(id)
            .is_none_or(|seen| seen.lives == Some(false))
    }

    /// Whether that must be watched for longer to tell.
    pub fn is_open(&self, id: &str) -> bool {
        self.seen.get(id).is_some_and(|seen| seen.lives.is_none())
    }
}
