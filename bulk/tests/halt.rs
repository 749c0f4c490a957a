//! When a run stops by itself.

use espai_cdkey_bulk::halt::{Halt, Watch};

#[test]
fn a_log_in_that_has_ended_stops_at_once() {
    assert_eq!(
        Watch::default().failed("unauthenticated"),
        Some(Halt::Session)
    );
    assert_eq!(Watch::default().failed("forbidden"), Some(Halt::Session));
    assert_eq!(Halt::Session.as_str(), "session");
}

#[test]
fn three_losses_in_a_row_stop_and_an_answer_begins_anew() {
    let lost = [
        "network",
        "timeout",
        "http_status",
        "rate_limited",
        "bad_response",
    ];
    for code in lost {
        let mut watch = Watch::default();
        assert_eq!(watch.failed(code), None);
        assert_eq!(watch.failed("network"), None);
        assert_eq!(watch.failed(code), Some(Halt::Service), "{code}");
    }
    let mut watch = Watch::default();
    for _ in 0..2 {
        assert_eq!(watch.failed("network"), None);
        assert_eq!(watch.failed("timeout"), None);
        watch.done();
        assert_eq!(watch.failed("network"), None);
        assert_eq!(watch.failed("timeout"), None);
        assert_eq!(watch.failed("api_rejected"), None);
        assert_eq!(watch.failed("refused_by_rule"), None);
    }
}
