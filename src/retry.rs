//! When to try again, and how long to wait. Pure: the clock and the die are the caller's.

/// The longest `Retry-After` that is waited for, in milliseconds.
pub const MAX_RETRY_AFTER_MS: u64 = 60_000;

/// The first backoff's upper bound, in milliseconds; it doubles with every attempt.
const BASE_MS: f64 = 250.0;

/// No backoff is longer, in milliseconds.
const CAP_MS: f64 = 8_000.0;

/// Full-jitter exponential backoff after `attempts` attempts: anything from 0 up to the bound, so that many clients
/// do not come back in step. `random` is from 0 to 1.
pub fn backoff_ms(attempts: u32, random: f64) -> u64 {
    let doublings = i32::try_from(attempts.saturating_sub(1).min(16)).unwrap_or(16);
    let bound = (BASE_MS * 2f64.powi(doublings)).min(CAP_MS);
    whole_ms(bound * random.clamp(0.0, 1.0))
}

/// `Retry-After` in milliseconds: seconds, or an HTTP date against `now_ms` since the epoch. `None` where it is neither.
pub fn retry_after_ms(header: &str, now_ms: f64) -> Option<u64> {
    let header = header.trim_ascii();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than fit is a very long time, not no time.
        let seconds: i64 = header.parse().unwrap_or(i64::MAX);
        return Some(
            seconds
                .unsigned_abs()
                .saturating_mul(1000)
                .min(9_007_199_254_740_991),
        );
    }
    http_date_ms(header).map(|then| whole_ms(then - now_ms))
}

/// An HTTP date (RFC 9110, 5.6.7, the form that is sent today) in milliseconds since the epoch:
/// `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date_ms(text: &str) -> Option<f64> {
    let mut parts = text.split(' ');
    if !parts.next()?.ends_with(',') {
        return None;
    }
    let day: i64 = number(parts.next()?, 2)?;
    let month = month(parts.next()?)?;
    let year: i64 = number(parts.next()?, 4)?;
    let mut clock = parts.next()?.split(':');
    let hour: i64 = number(clock.next()?, 2)?;
    let minute: i64 = number(clock.next()?, 2)?;
    let second: i64 = number(clock.next()?, 2)?;
    let whole = clock.next().is_none() && parts.next() == Some("GMT") && parts.next().is_none();
    let sound = (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    if !whole || !sound {
        return None;
    }
    let days = days_since_epoch(year, month, day);
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    Some(f64::from(u32::try_from(seconds).ok()?) * 1000.0)
}

fn number(text: &str, digits: usize) -> Option<i64> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn month(name: &str) -> Option<i64> {
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let found = (1i64..).zip(months).find(|(_, month)| *month == name);
    found.map(|(number, _)| number)
}

/// Days from 1970-01-01 in the Gregorian calendar; years are counted from March, so that the leap day is a year's last.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let leaps = year / 4 - year / 100 + year / 400;
    365 * year + leaps + (month * 306 + 5) / 10 + day - 1 - 719_468
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and below zero means at once"
)]
fn whole_ms(ms: f64) -> u64 {
    ms.max(0.0) as u64
}
