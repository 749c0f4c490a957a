use espai_cdkey::retry::{backoff_ms, retry_after_ms};

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

#[test]
fn retry_after_is_seconds_or_a_date() {
    assert_eq!(retry_after_ms("0", NOW), Some(0));
    assert_eq!(retry_after_ms(" 120 ", NOW), Some(120_000));
    assert_eq!(
        retry_after_ms("99999999999999999999999", NOW),
        Some(9_007_199_254_740_991)
    );
    assert_eq!(
        retry_after_ms("Sun, 06 Nov 1994 08:49:37 GMT", NOW),
        Some(0)
    );
    assert_eq!(
        retry_after_ms("Sun, 06 Nov 1994 08:50:07 GMT", NOW),
        Some(30_000)
    );
    assert_eq!(
        retry_after_ms("Sat, 05 Nov 1994 08:49:37 GMT", NOW),
        Some(0)
    );
    assert_eq!(
        retry_after_ms("Tue, 29 Feb 2028 00:00:00 GMT", 1_835_395_199_000.0),
        Some(1_000)
    );
    for bad in [
        "",
        "soon",
        "-1",
        "1.5",
        "1e3",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
    ] {
        assert_eq!(retry_after_ms(bad, NOW), None, "{bad:?}");
    }
}
