//! Every interleaving of calls, crashes and recoveries, of two processes over one card, to the end: a small model checker. The ledger and
//! the service are models of a few lines; what is checked is `operation` and `recovery`.

#![allow(
    clippy::indexing_slicing,
    clippy::unreachable,
    reason = "a test that breaks has failed"
)]

use std::collections::HashSet;

use espai_cdkey::verify::Verdict;
use espai_cdkey_ledger::operation::{Call, Came, End, Found, Step, Written};
use espai_cdkey_ledger::recovery::{self, Task};
use espai_cdkey_ledger::status::{Holder, Status};

/// A process, by its number. One that died and begins anew is another one.
type Id = u8;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    status: Status,
    revision: u8,
    holder: Option<Id>,
    /// What the card had been moved by when it was read before.
    before: u8,
    moved: u8,
}

/// A request that has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Request {
    key: usize,
    /// Whether the service has looked at it.
    over: bool,
    applied: bool,
    /// Whether its process lives, and waits for the answer.
    waited_for: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum At {
    Step,
    /// Its request is on its way; which of `requests`.
    Sent(usize),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Process {
    id: Id,
    key: usize,
    call: Call,
    next: Step,
    at: At,
    /// The revision that it has read.
    revision: u8,
    /// How it waited last, so that it does not wait for ever.
    waits: u8,
    alive: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Recovery {
    id: Id,
    /// What it has taken over, with the revision.
    taken: Option<(usize, u8, bool)>,
    /// Those that it has looked at: each once.
    looked: [bool; 2],
    alive: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct World {
    rows: Vec<Option<Row>>,
    /// Which key holds the one card.
    held: Option<usize>,
    requests: Vec<Request>,
    /// By how much the card was moved, and by which key how often.
    applied: Vec<u8>,
    processes: Vec<Process>,
    recoveries: Vec<Recovery>,
    crashes_left: u8,
    restarts_left: u8,
    recoveries_left: u8,
    next_id: Id,
    sent_count: u8,
    /// How often the ledger may fail.
    failures_left: u8,
    /// How often a process may be taken for dead that is only slow.
    misjudged_left: u8,
    /// Whether it ever may.
    may_misjudge: bool,
}

impl World {
    fn new(keys: &[usize], misjudged_left: u8) -> Self {
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

    fn start(&mut self, key: usize) {
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

    fn total(&self) -> u8 {
        self.applied.iter().sum()
    }

    fn lives(&self, id: Id) -> bool {
        self.processes
            .iter()
            .any(|each| each.id == id && each.alive && !over(each.next))
            || self
                .recoveries
                .iter()
                .any(|each| each.id == id && each.alive)
    }

    /// Who holds an operation, as it may look, each with the world in which it does. Of one that lives it may look as if it were dead.
    fn holders(&self, row: &Row, me: Id) -> Vec<(Holder, Self)> {
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

    fn change(
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
    fn is_on_its_way(&self, key: usize) -> bool {
        self.requests
            .iter()
            .any(|sent| !sent.over && sent.key == key && !sent.waited_for)
    }

    fn verdict(&self, key: usize) -> Verdict {
        let before = self.rows[key].as_ref().map_or(0, |row| row.before);
        match self.total() - before {
            0 => Verdict::NotObserved,
            1 => Verdict::LikelyApplied,
            _ => Verdict::Conflict,
        }
    }

    /// All worlds that one step of one process, of the service or of fate may make of this one.
    fn successors(&self) -> Vec<Self> {
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

    fn step(&self, at: usize, all: &mut Vec<Self>) {
        let process = &self.processes[at];
        let (key, id) = (process.key, process.id);
        if let At::Sent(request) = process.at {
            let sent = self.requests[request];
            if sent.over {
                // Its answer comes, or is lost; then the cards are looked at.
                let said = if sent.applied {
                    Came::Done
                } else {
                    Came::Rejected
                };
                let seen = match self.verdict(key) {
                    Verdict::LikelyApplied => Came::Done,
                    _ => Came::Unknown,
                };
                for came in [said, seen] {
                    let mut world = self.clone();
                    world.requests[request].waited_for = false;
                    world.processes[at].at = At::Step;
                    world.processes[at].next = world.processes[at].call.ended(came);
                    all.push(world);
                }
            }
            return;
        }
        let write = |status, holder, hold| {
            let mut world = self.clone();
            let written = world.change(key, process.revision, status, holder, hold);
            if written == Written::Done {
                world.processes[at].revision += 1;
            }
            (world, written)
        };
        match process.next {
            Step::Look => {
                let mut world = self.clone();
                let row = world.rows[key].get_or_insert(Row {
                    status: Status::Prepared,
                    revision: 1,
                    holder: None,
                    before: 0,
                    moved: 0,
                });
                let (status, revision) = (row.status, row.revision);
                let row = row.clone();
                for (holder, mut world) in world.holders(&row, id) {
                    let same = true;
                    world.processes[at].revision = revision;
                    world.processes[at].next = world.processes[at].call.found(Found {
                        status,
                        holder,
                        same,
                    });
                    all.push(world);
                }
            }
            Step::Claim => {
                let (mut world, written) = write(Status::Prepared, Some(id), Some(true));
                if written == Written::Busy {
                    // The one that holds the card may be one that is gone and has sent nothing.
                    let by = self.held.unwrap_or_default();
                    let row = self.rows[by].clone().unwrap_or_else(|| unreachable!());
                    for (holder, mut freed) in self.holders(&row, id) {
                        if recovery::may_free(row.status, holder) && row.holder != Some(id) {
                            freed.change(by, row.revision, row.status, None, Some(false));
                            all.push(freed);
                        }
                    }
                }
                world.processes[at].next = world.processes[at].call.claimed(written);
                all.push(world);
                all.extend(self.failed(at, Call::claimed));
            }
            Step::Wait => {
                for up in [false, true] {
                    if process.waits < 1 || up {
                        let mut world = self.clone();
                        world.processes[at].waits += 1;
                        world.processes[at].next = world.processes[at].call.waited(up);
                        all.push(world);
                    }
                }
            }
            Step::Send => {
                let before = self.total();
                let (mut world, written) = write(Status::Sent, Some(id), None);
                if world.processes[at].call.recorded(written) {
                    if let Some(row) = world.rows[key].as_mut() {
                        row.before = before;
                    }
                    let sent = Request {
                        key,
                        over: false,
                        applied: false,
                        waited_for: true,
                    };
                    world.requests.push(sent);
                    world.processes[at].at = At::Sent(world.requests.len() - 1);
                    // Or it could not be connected.
                    let mut unsent = world.clone();
                    unsent.requests.pop();
                    unsent.processes[at].at = At::Step;
                    unsent.processes[at].next = unsent.processes[at].call.ended(Came::NotSent);
                    all.push(unsent);
                } else {
                    world.processes[at].next = world.processes[at].call.ended(Came::NotSent);
                }
                all.push(world);
                // The ledger fails: it may have been written all the same.
                for wrote in [false, true] {
                    if self.failures_left == 0 {
                        continue;
                    }
                    let mut world = if wrote {
                        write(Status::Sent, Some(id), None).0
                    } else {
                        self.clone()
                    };
                    if let (true, Some(row)) = (wrote, world.rows[key].as_mut()) {
                        row.before = before;
                    }
                    world.failures_left -= 1;
                    assert!(!world.processes[at].call.recorded(Written::Failed));
                    world.processes[at].next = world.processes[at].call.ended(Came::NotSent);
                    all.push(world);
                }
            }
            Step::Adopt => {
                let status = self.rows[key]
                    .as_ref()
                    .map_or(Status::Sent, |row| row.status);
                let (mut world, written) = write(status, Some(id), None);
                world.processes[at].next = world.processes[at].call.adopted(written);
                all.push(world);
            }
            Step::Settle if self.is_on_its_way(key) => {}
            Step::Settle => {
                for verdict in [self.verdict(key), Verdict::Unreadable] {
                    let mut world = self.clone();
                    world.processes[at].next = world.processes[at].call.settled(verdict);
                    all.push(world);
                }
            }
            Step::Write(status) => {
                let (mut world, written) = write(status, None, Some(false));
                world.processes[at].next = world.processes[at].call.written(written);
                all.push(world);
                all.extend(self.failed(at, Call::written));
            }
            Step::End(_) => {}
        }
    }

    fn failed(&self, at: usize, tell: fn(&mut Call, Written) -> Step) -> Option<Self> {
        let mut world = self.clone();
        world.failures_left = world.failures_left.checked_sub(1)?;
        world.processes[at].next = tell(&mut world.processes[at].call, Written::Failed);
        Some(world)
    }

    /// The service takes a request up, whoever waits for it, and does it or refuses it.
    fn service(&self, all: &mut Vec<Self>) {
        for (at, request) in self.requests.iter().enumerate() {
            if request.over {
                continue;
            }
            for applied in [true, false] {
                let mut world = self.clone();
                world.requests[at].over = true;
                world.requests[at].applied = applied;
                if applied {
                    world.applied[request.key] += 1;
                }
                all.push(world);
            }
        }
    }

    fn recover(&self, all: &mut Vec<Self>) {
        if self.recoveries_left > 0 {
            let mut world = self.clone();
            world.recoveries_left -= 1;
            world.recoveries.push(Recovery {
                id: world.next_id,
                taken: None,
                looked: [false; 2],
                alive: true,
            });
            world.next_id += 1;
            all.push(world);
        }
        for (at, recovery) in self.recoveries.iter().enumerate() {
            if !recovery.alive {
                continue;
            }
            // It ends, or is killed.
            let mut ended = self.clone();
            ended.recoveries[at].alive = false;
            all.push(ended);
            if let Some((key, revision, unknown)) = recovery.taken {
                if self.is_on_its_way(key) {
                    continue;
                }
                let status = recovery::settled(self.verdict(key));
                let status = if unknown && status != Status::Done {
                    Status::Unknown
                } else {
                    status
                };
                let mut world = self.clone();
                world.change(key, revision, status, None, Some(false));
                world.recoveries[at].taken = None;
                all.push(world);
                continue;
            }
            for key in 0..self.rows.len() {
                let Some(row) = &self.rows[key] else { continue };
                if recovery.looked[key] {
                    continue;
                }
                for (holder, mut world) in self.holders(row, recovery.id) {
                    let other = self.rows[1 - key].as_ref();
                    let untouched = !other.is_some_and(|other| {
                        other.moved > row.moved && recovery::may_have_moved(other.status, false)
                    });
                    let untouched = row.status != Status::Unknown || untouched;
                    match recovery::task(row.status, holder, untouched) {
                        Task::Leave => continue,
                        Task::Release => {
                            world.change(key, row.revision, row.status, None, Some(false));
                        }
                        Task::Settle => {
                            let unknown = row.status == Status::Unknown;
                            let hold = unknown.then_some(true);
                            let id = Some(recovery.id);
                            if world.change(key, row.revision, row.status, id, hold)
                                == Written::Done
                            {
                                world.recoveries[at].looked[key] = true;
                                world.recoveries[at].taken = Some((key, row.revision + 1, unknown));
                            }
                        }
                    }
                    if &world != self {
                        all.push(world);
                    }
                }
            }
        }
    }

    /// What must hold always.
    fn check(&self) {
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

/// Goes through all worlds, and gives how many there are.
fn explore(first: World) -> usize {
    let mut seen = HashSet::new();
    let mut open = vec![first];
    while let Some(world) = open.pop() {
        if seen.contains(&world) {
            continue;
        }
        world.check();
        open.extend(world.successors());
        seen.insert(world);
    }
    println!("{} worlds", seen.len());
    seen.len()
}

#[test]
fn two_processes_with_one_key() {
    let worlds = explore(World::new(&[0, 0], 0));
    assert!(worlds > 10_000, "{worlds}");
}

#[test]
fn two_processes_with_two_keys_and_one_card() {
    let worlds = explore(World::new(&[0, 1], 0));
    assert!(worlds > 10_000, "{worlds}");
}

#[test]
fn processes_that_are_slow_and_taken_for_dead() {
    for keys in [[0, 0], [0, 1]] {
        let mut world = World::new(&keys, 2);
        world.crashes_left = 0;
        world.restarts_left = 0;
        let worlds = explore(world);
        assert!(worlds > 1_000, "{worlds}");
    }
}
