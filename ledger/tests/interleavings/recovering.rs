//! What happens besides: the service takes requests up, and somebody recovers.

use espai_cdkey_ledger::operation::Written;
use espai_cdkey_ledger::recovery::{self, Task};
use espai_cdkey_ledger::status::Status;

use crate::world::{Recovery, World};

impl World {
    /// The service takes a request up, whoever waits for it, and does it or refuses it.
    pub(crate) fn service(&self, all: &mut Vec<Self>) {
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

    pub(crate) fn recover(&self, all: &mut Vec<Self>) {
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
}
