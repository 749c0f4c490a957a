//! Who is dead, by counts.

use espai_cdkey_ledger::liveness::{MISSED_MS, Row, SILENT_MS, System, Watch};

fn row(beat: u64, age_ms: f64, system: System) -> Row {
    Row {
        id: "one".to_owned(),
        beat,
        age_ms,
        system,
    }
}

#[test]
fn one_that_has_signed_off_is_dead() {
    let mut watch = Watch::default();
    watch.look(&[], 0.0);
    assert!(watch.is_dead("one") && !watch.is_open("one"));
}

#[test]
fn the_operating_system_knows_at_once() {
    let mut watch = Watch::default();
    watch.look(&[row(1, 0.0, System::Gone)], 0.0);
    assert!(watch.is_dead("one"));
    // Stopped for minutes (a debugger, a full machine), it is not dead.
    watch.look(&[row(1, 600_000.0, System::Runs)], 0.0);
    watch.look(&[row(1, 1_200_000.0, System::Runs)], 600_000.0);
    assert!(!watch.is_dead("one") && !watch.is_open("one"));
}

#[test]
fn silence_is_measured_by_who_looks() {
    let mut watch = Watch::default();
    // The database's clock was set back by an hour: the age is below 0, and that keeps nobody alive.
    for now in [0.0, 1000.0, SILENT_MS - 1.0] {
        watch.look(&[row(7, -3_600_000.0 + now, System::Silent)], now);
        assert!(!watch.is_dead("one") && watch.is_open("one"), "{now}");
    }
    watch.look(&[row(7, 0.0, System::Silent)], SILENT_MS);
    assert!(watch.is_dead("one"));
    // It was only slow.
    watch.look(&[row(8, 0.0, System::Silent)], SILENT_MS + 1.0);
    assert!(!watch.is_dead("one") && !watch.is_open("one"));
}

#[test]
fn a_clock_set_forward_makes_nobody_dead() {
    let mut watch = Watch::default();
    let hour = 3_600_000.0;
    // It counts every 5 s; the database's clock says that each count is an hour old.
    for turn in 0..20_u32 {
        let now = f64::from(turn) * 2500.0;
        watch.look(&[row(u64::from(turn / 2), hour, System::Silent)], now);
        assert!(!watch.is_dead("one"), "{now}");
    }
}

#[test]
fn one_long_dead_is_known_sooner() {
    let mut watch = Watch::default();
    watch.look(&[row(7, 100_000.0, System::Silent)], 0.0);
    assert!(!watch.is_dead("one"));
    watch.look(&[row(7, 100_000.0 + MISSED_MS, System::Silent)], MISSED_MS);
    assert!(watch.is_dead("one"));
}
