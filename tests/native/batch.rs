//! The scheduler of a bulk: one by one, and over random schedules.

use std::collections::BTreeSet;

use espai_cdkey::batch::{Batch, Counts, Step};
use espai_cdkey::config::BatchOptions;
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

fn cards(of: &[&str]) -> Vec<String> {
    of.iter().map(|card| (*card).to_owned()).collect()
}

#[test]
fn items_that_share_a_card_run_one_after_the_other_in_their_order() {
    let mut batch = Batch::new(4, false, true);
    for of in [&["a", "b"][..], &["b", "c"], &["c", "d"], &["e"], &["a"]] {
        assert!(batch.add(cards(of)));
    }
    let run = |batch: &mut Batch, place| {
        assert_eq!(batch.step(false), Step::Run(place));
        batch.begun(place);
    };
    run(&mut batch, 0);
    // The third shares a card with the second, which waits: it waits behind it.
    run(&mut batch, 3);
    assert_eq!(batch.step(false), Step::Read);
    batch.ended(0, true);
    run(&mut batch, 1);
    run(&mut batch, 4);
    batch.ended(1, false);
    run(&mut batch, 2);
    assert_eq!(batch.step(true), Step::Give);
}

#[test]
fn no_more_is_read_than_there_is_room_for() {
    let mut batch = Batch::new(2, false, false);
    assert_eq!(batch.step(false), Step::Read);
    for _ in 0..6 {
        assert_eq!(batch.step(false), Step::Read);
        batch.add(cards(&["one"]));
        if let Step::Run(place) = batch.step(false) {
            batch.begun(place);
        }
    }
    // Two, and four more.
    assert_eq!(batch.step(false), Step::Wait);
    batch.ended(0, true);
    assert_eq!(batch.step(false), Step::Run(1));
    batch.begun(1);
    // Results that nobody takes hold their room.
    assert_eq!(batch.step(false), Step::Wait);
    assert_eq!(batch.step(true), Step::Give);
    batch.given();
    assert_eq!(batch.step(true), Step::Read);
    // With as many under way as may be, nothing is read ahead.
    batch.add(cards(&["other"]));
    assert_eq!(batch.step(true), Step::Run(5));
    batch.begun(5);
    assert_eq!(batch.step(true), Step::Wait);
}

#[test]
fn nothing_is_read_ahead_of_as_many_as_may_run() {
    let mut batch = Batch::new(1, false, false);
    batch.add(cards(&["a"]));
    batch.begun(0);
    assert_eq!(batch.step(true), Step::Wait);
    batch.ended(0, true);
    assert_eq!(batch.step(false), Step::Read);
}

#[test]
fn a_stop_skips_what_waits_and_the_rest_of_an_array_only() {
    for (rest, closes) in [(true, false), (false, true)] {
        let mut batch = Batch::new(1, true, rest);
        batch.add(cards(&["a"]));
        batch.add(cards(&["a"]));
        batch.begun(0);
        assert!(batch.ended(0, false), "it stops where it is not certain");
        assert_eq!(batch.stop(), closes);
        for _ in 0..2 {
            assert_eq!(batch.step(true), Step::Give);
            batch.given();
        }
        if rest {
            assert_eq!(batch.step(false), Step::Wait);
            assert_eq!(batch.step(true), Step::Read);
            assert!(!batch.add(cards(&["b"])), "skipped");
            assert_eq!(batch.step(true), Step::Give);
            batch.given();
            batch.input_over();
        }
        assert_eq!(batch.step(true), Step::Over);
    }
    let mut batch = Batch::new(1, false, true);
    batch.add(cards(&["a"]));
    batch.begun(0);
    assert!(!batch.ended(0, false), "it was not asked to stop");
}

#[test]
fn who_leaves_waits_for_what_was_begun() {
    let mut batch = Batch::new(2, false, true);
    for of in ["a", "b", "a"] {
        batch.add(cards(&[of]));
    }
    batch.begun(0);
    batch.begun(1);
    assert!(batch.leave(), "an array, too, is not read on");
    assert_eq!(batch.step(false), Step::Wait);
    batch.ended(0, true);
    assert_eq!(batch.step(false), Step::Wait);
    // One who asked before still gets what is there.
    assert_eq!(batch.step(true), Step::Give);
    batch.ended(1, true);
    assert_eq!(batch.step(false), Step::Over);
}

#[derive(Debug, Clone)]
enum Happens {
    Asked,
    Ends(Option<Index>, bool),
    Stop,
}

fn happens() -> impl Strategy<Value = Happens> {
    let end = prop_oneof![4 => Just(true), 1 => Just(false)];
    prop_oneof![
        20 => Just(Happens::Asked),
        20 => (any::<Index>(), end).prop_map(|(index, end)| Happens::Ends(Some(index), end)),
        1 => Just(Happens::Stop),
    ]
}

proptest! {
    /// Whatever ends when: each item comes out once and in order, none runs beside one it shares a card with or before an
    /// earlier such one, no more run and no more are read than may be, and it comes to an end.
    #[test]
    fn every_schedule_keeps_the_promises(
        concurrency in 1usize..6,
        stop_on_error in any::<bool>(),
        rest in any::<bool>(),
        touches in vec(vec(0u8..6, 1..3), 0..40),
        script in vec(happens(), 0..200),
    ) {
        let mut batch = Batch::new(concurrency, stop_on_error, rest);
        let names = |of: &[u8]| of.iter().map(u8::to_string).collect::<Vec<_>>();
        let shares = |a: usize, b: usize| touches[a].iter().any(|card| touches[b].contains(card));
        let (mut read, mut given, mut asked) = (0, 0, 0);
        let (mut running, mut ended) = (BTreeSet::new(), BTreeSet::new());
        let (mut begun, mut skipped) = (BTreeSet::new(), BTreeSet::new());
        let (mut stopped, mut closed) = (false, false);
        // The script first; then whatever runs ends, and all is asked for.
        let mut script = script.into_iter();
        let mut turns = 0;
        loop {
            turns += 1;
            prop_assert!(turns < 10_000, "it never ends");
            match batch.step(asked > 0) {
                Step::Run(place) => {
                    let item = given + place;
                    prop_assert!(!stopped && item < read && begun.insert(item));
                    prop_assert!(running.iter().all(|other| !shares(*other, item)));
                    for earlier in given..item {
                        prop_assert!(ended.contains(&earlier) || !shares(earlier, item));
                    }
                    running.insert(item);
                    prop_assert!(running.len() <= concurrency);
                    batch.begun(place);
                    continue;
                }
                Step::Give => {
                    prop_assert!(asked > 0);
                    prop_assert!(ended.contains(&given) || skipped.contains(&given));
                    batch.given();
                    given += 1;
                    asked -= 1;
                    continue;
                }
                Step::Read => {
                    prop_assert!(!closed);
                    if read == touches.len() {
                        closed = true;
                        batch.input_over();
                        continue;
                    }
                    let runs = batch.add(names(&touches[read]));
                    prop_assert_eq!(runs, !stopped);
                    if !runs {
                        skipped.insert(read);
                    }
                    read += 1;
                    prop_assert!(read - given <= concurrency + 4);
                    continue;
                }
                Step::Over => break,
                Step::Wait => {}
            }
            let next = script.next().unwrap_or(match running.is_empty() {
                true => Happens::Asked,
                false => Happens::Ends(None, true),
            });
            let stops = match next {
                Happens::Asked => {
                    asked += 1;
                    false
                }
                Happens::Stop => true,
                Happens::Ends(..) if running.is_empty() => false,
                Happens::Ends(which, how) => {
                    let all: Vec<usize> = running.iter().copied().collect();
                    let item = which.map_or(all[0], |which| all[which.index(all.len())]);
                    running.remove(&item);
                    ended.insert(item);
                    let stops = batch.ended(item - given, how);
                    prop_assert_eq!(stops, stop_on_error && !how);
                    stops
                }
            };
            if stops {
                stopped = true;
                let closes = batch.stop();
                prop_assert_eq!(closes, !rest && !closed);
                closed |= closes;
                skipped.extend((given..read).filter(|item| !begun.contains(item)));
            }
        }
        prop_assert!(running.is_empty());
        prop_assert_eq!(given, read);
        prop_assert!(read == touches.len() || (stopped && !rest));
    }
}

#[test]
fn progress_is_told_by_the_rate_of_what_ran() {
    let counts = Counts {
        total: Some(20.0),
        done: 6.0,
        failed: 1.0,
        unknown: 1.0,
        skipped: 2.0,
    };
    let told = |counts: Counts, ms| match counts.report(ms) {
        Value::Fields(fields) => fields,
        other => panic!("{other:?}"),
    };
    let number = |fields: &[(String, Value)], name: &str| {
        let found = fields.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone())
    };
    let fields = told(counts, 4000.0);
    assert_eq!(number(&fields, "perSecond"), Some(Value::Number(2.0)));
    assert_eq!(number(&fields, "remainingMs"), Some(Value::Number(5000.0)));
    assert_eq!(number(&fields, "total"), Some(Value::Number(20.0)));
    // No time has passed, or nobody knows how many there are.
    assert_eq!(number(&told(counts, 0.0), "remainingMs"), None);
    let endless = Counts {
        total: None,
        ..counts
    };
    let fields = told(endless, 4000.0);
    assert_eq!(number(&fields, "total"), None);
    assert_eq!(number(&fields, "remainingMs"), None);
    // All of it.
    let over = Counts {
        total: Some(10.0),
        ..counts
    };
    assert_eq!(
        number(&told(over, 0.0), "remainingMs"),
        Some(Value::Number(0.0))
    );
}

#[test]
fn the_options_of_a_bulk_are_taken_out_of_those_of_its_calls() {
    let given = |name: &str, value: Value| {
        Value::object([("timeoutMs", Value::Number(5.0)), (name, value)])
    };
    let mut options = given("concurrency", Value::Number(7.0));
    let taken = BatchOptions::take(&mut options, true).unwrap();
    assert_eq!((taken.concurrency, taken.stop_on_error), (7, false));
    assert_eq!(options, Value::object([("timeoutMs", Value::Number(5.0))]));
    let defaults = BatchOptions::take(&mut Value::Undefined, false).unwrap();
    assert_eq!((defaults.concurrency, defaults.stop_on_error), (4, false));
    for (name, value, reason) in [
        ("concurrency", Value::Number(0.0), Reason::NotFromOne),
        ("concurrency", Value::Number(1.5), Reason::NotFromOne),
        ("concurrency", "4".into(), Reason::NotFromOne),
        ("stopOnError", "yes".into(), Reason::NotABoolean),
        ("verify", Value::Number(1.0), Reason::NotABoolean),
        ("onProgress", Value::Number(1.0), Reason::NotAFunction),
    ] {
        let refused = BatchOptions::take(&mut given(name, value), true).unwrap_err();
        assert_eq!((refused.path.as_str(), refused.reason), (name, reason));
    }
    // Of a destroy it is no option: whoever checks what is left refuses it.
    let mut verify = given("verify", true.into());
    assert!(BatchOptions::take(&mut verify, false).is_ok());
    assert_eq!(verify, given("verify", true.into()));
}
