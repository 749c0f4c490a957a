use espai_cdkey::retry::{RetryAfter, backoff_ms, delay_ms};

const NOW: f64 = 784_111_777_000.0; // Sun, 06 Nov 1994 08:49:37 GMT

#[test]
fn backoff_doubles_and_jitters_over_its_whole_range() {
    assert_eq!(backoff_ms(1, 0.0), 0);
    assert_eq!(backoff_ms(1, 1.0), 250);
    assert_eq!(backoff_ms(2, 1.0), 500);
    assert_eq!(backoff_ms(3, 0.5), 500);
    assert_eq!(backoff_ms(u32::MAX, 1.0), 8_000);
    assert_eq!(backoff_ms(1, f64::NAN), 0);
}

/// What the service asks for, where it can be read.
fn asked(header: &str, now_ms: f64) -> Option<u64> {
    let asked = RetryAfter::read(Some(header), now_ms);
    assert_ne!(asked, RetryAfter::Nothing, "{header:?}");
    asked.ms()
}

#[test]
fn retry_after_is_seconds() {
    for (header, ms) in [
        ("0", 0),
        (" 120 ", 120_000),
        ("007", 7_000),
        ("99999999999999999999999", 9_007_199_254_740_991),
        ("9.5", 9_500),
        ("0.25", 250),
        ("1.0009", 1_000),
        ("1.123456789012345678901234567890", 1_123),
        ("99999999999999999999999.5", 9_007_199_254_740_991),
    ] {
        assert_eq!(asked(header, NOW), Some(ms), "{header:?}");
    }
}

#[test]
fn retry_after_is_a_date_in_each_of_its_three_forms() {
    for (header, ms) in [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Sun, 06 Nov 1994 08:50:07 GMT", 30_000),
        ("Sat, 05 Nov 1994 08:49:37 GMT", 0),
        ("Fri, 31 Dec 1965 23:59:60 GMT", 0),
        ("Sunday, 06-Nov-94 08:50:07 GMT", 30_000),
        ("Saturday, 05-Nov-94 08:49:37 GMT", 0),
        ("Sun Nov  6 08:50:07 1994", 30_000),
        ("Wed Nov 16 08:49:37 1994", 864_000_000),
    ] {
        assert_eq!(asked(header, NOW), Some(ms), "{header:?}");
    }
    let leap_day = 1_835_395_199_000.0;
    for header in [
        "Tue, 29 Feb 2028 00:00:00 GMT",
        "Tuesday, 29-Feb-28 00:00:00 GMT",
        "Tue Feb 29 00:00:00 2028",
    ] {
        assert_eq!(asked(header, leap_day), Some(1_000), "{header:?}");
    }
}

#[test]
fn a_year_of_two_digits_is_the_last_that_is_not_more_than_fifty_years_ahead() {
    // Just before and just after a century's end.
    let (before, after) = (946_684_799_000.0, 946_684_801_000.0);
    assert_eq!(
        asked("Saturday, 01-Jan-00 00:00:00 GMT", before),
        Some(1_000)
    );
    assert_eq!(asked("Friday, 31-Dec-99 23:59:59 GMT", after), Some(0));
    let fifty_years = asked("Monday, 01-Jan-44 00:00:00 GMT", NOW).unwrap();
    assert!(fifty_years > 49 * 365 * 86_400_000);
    assert_eq!(asked("Monday, 01-Jan-45 00:00:00 GMT", NOW), Some(0));
}

#[test]
fn what_is_unreadable_waits_as_long_as_the_backoffs_most() {
    for header in [
        "",
        "soon",
        "-1",
        "1e3",
        "1.",
        ".5",
        "1.5.5",
        "1, 2",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 08:49:37:00 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sunday, 06-Nov 08:49:37 GMT",
        "Sunday 06-Nov-94 08:49:37 GMT",
        "Sun Nov 06 08:49:37 1994 GMT",
        "Nov 6 08:49:37 1994",
    ] {
        assert_eq!(asked(header, NOW), None, "{header:?}");
        let unreadable = RetryAfter::read(Some(header), NOW);
        assert_eq!(delay_ms(unreadable, 1, 0.0), Some(8_000), "{header:?}");
    }
}

#[test]
fn what_is_asked_for_is_waited_for_up_to_a_minute() {
    let delay = |header| delay_ms(RetryAfter::read(header, NOW), 2, 0.5);
    assert_eq!(delay(None), Some(250));
    assert_eq!(delay(Some("0")), Some(0));
    assert_eq!(delay(Some("60")), Some(60_000));
    assert_eq!(delay(Some("60.001")), None);
}
