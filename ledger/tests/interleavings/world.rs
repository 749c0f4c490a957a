//! The two processes, the card, the ledger and the service, as they stand at one moment.

use espai_cdkey::verify::Verdict;
use espai_cdkey_ledger::operation::{Call, End, Step, Written};
use espai_cdkey_ledger::status::{Holder, Status};

/// A process, by its number. One that died and begins anew is another one.
pub(crate) type Id = u8;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) status: Status,
    pub(crate) revision: u8,
    pub(crate) holder: Option<Id>,
    /// What the card had been moved by when it was read before.
    pub(crate) before: u8,
    pub(crate) moved: u8,
}

/// A request that has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    pub(crate) key: usize,
    /// Whether the service has looked at it.
    pub(crate) over: bool,
    pub(crate) applied: bool,
    /// Whether its process lives, and waits for the answer.
    pub(crate) waited_for: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum At {
    Step,
    /// Its request is on its way; which of `requests`.
    Sent(usize),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Process {
    pub(crate) id: Id,
    pub(crate) key: usize,
    pub(crate) call: Call,
    pub(crate) next: Step,
    pub(crate) at: At,
    /// The revision that it has read.
    pub(crate) revision: u8,
    /// How it waited last, so that it does not wait for ever.
    pub(crate) waits: u8,
    pub(crate) alive: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Recovery {
    pub(crate) id: Id,
    /// What it has taken over, with the revision.
    pub(crate) taken: Option<(usize, u8, bool)>,
    /// Those that it has looked at: each once.
    pub(crate) looked: [bool; 2],
    pub(crate) alive: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) rows: Vec<Option<Row>>,
    /// Which key holds the one card.
    pub(crate) held: Option<usize>,
    pub(crate) requests: Vec<Request>,
    /// By how much the card was moved, and by which key how often.
    pub(crate) applied: Vec<u8>,
    pub(crate) processes: Vec<Process>,
    pub(crate) recoveries: Vec<Recovery>,
    pub(crate) crashes_left: u8,
    pub(crate) restarts_left: u8,
    pub(crate) recoveries_left: u8,
    pub(crate) next_id: Id,
    pub(crate) sent_count: u8,
    /// How often the ledger may fail.
    pub(crate) failures_left: u8,
    /// How often a process may be taken for dead that is only slow.
    pub(crate) misjudged_left: u8,
    /// Whether it ever may.
    pub(crate) may_misjudge: bool,
}

impl World {
    pub(crate) fn new(keys: &[usize], misjudged_left: u8) -> Self {
        let mut world = Self {
            rows: vec![None, None],
            held: None,
            requests: Vec::new(),
            applied: vec![0, 0],
            processes: Vec::new(),
            recoveries: Vec::new(),
            crashes_left: 1,
            restarts_left: 1,
            recoveries_left: 1,
            next_id: 0,
            sent_count: 0,
            failures_left: 1,
            misjudged_left,
            may_misjudge: misjudged_left > 0,
        };
        for key in keys {
            world.start(*key);
        }
        world
    }

    pub(crate) fn start(&mut self, key: usize) {
        self.processes.push(Process {
            id: self.next_id,
            key,
            call: Call::new(),
            next: Step::Look,
            at: At::Step,
            revision: 0,
            waits: 0,
            alive: true,
        });
        self.next_id += 1;
    }

    pub(crate) fn total(&self) -> u8 {
        self.applied.iter().sum()
    }

    pub(crate) fn lives(&self, id: Id) -> bool {
        self.processes
            .iter()
            .any(|each| each.id == id && each.alive && !over(each.next))
            || self
                .recoveries
                .iter()
                .any(|each| each.id == id && each.alive)
    }

    /// Who holds an operation, as it may look, each with the world in which it does. Of one that lives it may look as if it were dead.
    pub(crate) fn holders(&self, row: &Row, me: Id) -> Vec<(Holder, Self)> {
        let plain = match row.holder {
            None => Holder::Nobody,
            Some(id) if id == me || !self.lives(id) => Holder::Dead,
            Some(_) => Holder::Living,
        };
        let mut all = vec![(plain, self.clone())];
        if plain == Holder::Living && self.misjudged_left > 0 {
            let mut world = self.clone();
            world.misjudged_left -= 1;
            all.push((Holder::Dead, world));
        }
        all
    }

    pub(crate) fn change(
        &mut self,
        key: usize,
        revision: u8,
        status: Status,
        holder: Option<Id>,
        hold: Option<bool>,
    ) -> Written {
        let Some(row) = self.rows[key].as_mut() else {
            return Written::Stale;
        };
        if row.revision != revision {
            return Written::Stale;
        }
        if hold == Some(true) && self.held.is_some_and(|by| by != key) {
            return Written::Busy;
        }
        if hold == Some(true) {
            self.held = Some(key);
        } else if hold == Some(false) && self.held == Some(key) {
            self.held = None;
        }
        if status == Status::Sent && row.status == Status::Prepared {
            self.sent_count += 1;
            row.moved = self.sent_count;
        }
        row.status = status;
        row.holder = holder;
        row.revision += 1;
        Written::Done
    }

    /// Whether a request of a dead process may still be done. It is looked at again for as long as the service may be at it; in the
    /// model until it no longer is. What comes later than that nobody can tell from somebody else's use of the cards.
    pub(crate) fn is_on_its_way(&self, key: usize) -> bool {
        self.requests
            .iter()
            .any(|sent| !sent.over && sent.key == key && !sent.waited_for)
    }

    pub(crate) fn verdict(&self, key: usize) -> Verdict {
        let before = self.rows[key].as_ref().map_or(0, |row| row.before);
        match self.total() - before {
            0 => Verdict::NotObserved,
            1 => Verdict::LikelyApplied,
            _ => Verdict::Conflict,
        }
    }

    /// All worlds that one step of one process, of the service or of fate may make of this one.
    pub(crate) fn successors(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for at in 0..self.processes.len() {
            if self.processes[at].alive {
                self.step(at, &mut all);
                if self.crashes_left > 0 {
                    let mut world = self.clone();
                    world.crashes_left -= 1;
                    world.processes[at].alive = false;
                    if let At::Sent(request) = world.processes[at].at {
                        world.requests[request].waited_for = false;
                    }
                    all.push(world);
                }
            } else if self.restarts_left > 0 {
                let mut world = self.clone();
                world.restarts_left -= 1;
                let key = world.processes[at].key;
                world.start(key);
                all.push(world);
            }
        }
        self.service(&mut all);
        self.recover(&mut all);
        all
    }

    /// What must hold always.
    pub(crate) fn check(&self) {
        for key in 0..2 {
            let sent = self
                .requests
                .iter()
                .filter(|request| request.key == key)
                .count();
            assert!(sent <= 1, "sent twice: {self:#?}");
            assert!(self.applied[key] <= 1, "applied twice: {self:#?}");
            let Some(row) = &self.rows[key] else {
                assert_eq!(sent, 0, "sent and not written down: {self:#?}");
                continue;
            };
            if sent > 0 {
                assert_ne!(row.status, Status::Prepared, "forgotten: {self:#?}");
            }
            let request = self.requests.iter().find(|request| request.key == key);
            // A process that is only taken for dead may have its request answered after others have looked.
            if !self.may_misjudge {
                if row.status == Status::Done {
                    assert!(
                        request.is_some_and(|sent| sent.applied),
                        "claimed: {self:#?}"
                    );
                }
                let open = row.status == Status::Sent && request.is_some_and(|sent| !sent.over);
                if open {
                    assert_eq!(self.held, Some(key), "two at one card: {self:#?}");
                }
            }
            if row.status == Status::Failed {
                assert!(
                    request.is_some_and(|sent| sent.over && !sent.applied),
                    "{self:#?}"
                );
            }
        }
        for process in &self.processes {
            // Who is told that it is done is told the truth.
            if let Step::End(End::Found | End::Own) = process.next {
                assert!(self.rows[process.key].is_some());
            }
        }
    }
}

fn over(step: Step) -> bool {
    matches!(step, Step::End(_))
}
