//! A step of one process: what its call says is next is done to the world, in every way in which that may come out.

use espai_cdkey::verify::Verdict;
use espai_cdkey_ledger::operation::{Call, Came, Found, Step, Written};
use espai_cdkey_ledger::recovery;
use espai_cdkey_ledger::status::Status;

use crate::world::{At, Request, Row, World};

impl World {
    pub(crate) fn step(&self, at: usize, all: &mut Vec<Self>) {
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

    pub(crate) fn failed(&self, at: usize, tell: fn(&mut Call, Written) -> Step) -> Option<Self> {
        let mut world = self.clone();
        world.failures_left = world.failures_left.checked_sub(1)?;
        world.processes[at].next = tell(&mut world.processes[at].call, Written::Failed);
        Some(world)
    }
}
