//! Every interleaving of calls, crashes and recoveries, of two processes over one card, to the end: a small model checker. The ledger and
//! the service are models of a few lines; what is checked is `operation` and `recovery`.

#![allow(
    clippy::indexing_slicing,
    clippy::unreachable,
    reason = "a test that breaks has failed"
)]

mod process;
mod recovering;
mod world;

use std::collections::HashSet;

use crate::world::World;

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
