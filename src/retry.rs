//! When to try again, and how long to wait. Pure: the clock and the die are the caller's.

use crate::value::{MAX_SAFE_INTEGER, as_number};

/// The longest `Retry-After` that is waited for, in milliseconds.
pub const MAX_RETRY_AFTER_MS: u64 = 60_000;

/// The first backoff's upper bound, in milliseconds; it doubles with every attempt.
const BASE_MS: u32 = 250;

/// No backoff is longer, in milliseconds.
const MAX_BACKOFF_MS: u32 = 8_000;

/// A mean year of the Gregorian calendar, in milliseconds.
const YEAR_MS: f64 = 365.2425 * 86_400_000.0;

/// How long the service asks to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// It does not ask.
    Nothing,
    /// So long, in milliseconds; 0 where it is over.
    Ms(u64),
    /// It asks, but how long cannot be read.
    Unreadable,
}

impl RetryAfter {
    /// Reads the header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date against `now_ms` since the epoch, in any of
    /// the three forms that a recipient must take. Fractions of a second are no part of that, but services send them.
    pub fn read(header: Option<&str>, now_ms: f64) -> Self {
        let Some(header) = header.map(str::trim_ascii) else {
            return Self::Nothing;
        };
        seconds_in_ms(header)
            .or_else(|| Some(whole_ms(date_ms(header, now_ms)? - now_ms)))
            .map_or(Self::Unreadable, Self::Ms)
    }

    /// The time, where it is told, in milliseconds.
    pub const fn ms(self) -> Option<u64> {
        match self {
            Self::Ms(ms) => Some(ms),
            Self::Nothing | Self::Unreadable => None,
        }
    }
}

/// How long to wait after `attempts` attempts, in milliseconds; none where the service asks for longer than
/// [`MAX_RETRY_AFTER_MS`]. `random` is from 0 to 1.
///
/// Where the service asks, but how long cannot be read, it is the longest backoff: to try again at once is what it asked
/// not to do.
pub fn delay_ms(asked: RetryAfter, attempts: u32, random: f64) -> Option<u64> {
    match asked {
        RetryAfter::Nothing => Some(backoff_ms(attempts, random)),
        RetryAfter::Ms(ms) => Some(ms).filter(|ms| *ms <= MAX_RETRY_AFTER_MS),
        RetryAfter::Unreadable => Some(MAX_BACKOFF_MS.into()),
    }
}

/// Full-jitter exponential backoff after `attempts` attempts: anything from 0 up to the bound, so that many clients
/// do not come back in step. `random` is from 0 to 1.
pub fn backoff_ms(attempts: u32, random: f64) -> u64 {
    let doubled = 2u32.saturating_pow(attempts.saturating_sub(1));
    let bound = BASE_MS.saturating_mul(doubled).min(MAX_BACKOFF_MS);
    whole_ms(f64::from(bound) * random.clamp(0.0, 1.0))
}

/// Seconds in plain digits, or with a fraction of them.
fn seconds_in_ms(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    // Three digits, cut or filled up.
    let ms: u64 = format!("{fraction:0<3.3}").parse().ok()?;
    // More seconds than fit are a very long time, not no time.
    let seconds: u64 = whole.parse().unwrap_or(u64::MAX);
    let all = seconds.saturating_mul(1000).saturating_add(ms);
    Some(all.min(MAX_SAFE_INTEGER.unsigned_abs()))
}

/// An HTTP date (RFC 9110, 5.6.7) in milliseconds since the epoch. The day of the week is not looked at.
fn date_ms(text: &str, now_ms: f64) -> Option<f64> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let (year, month, day, clock) = match *words.as_slice() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        [week_day, day, month, year, clock, "GMT"] if week_day.ends_with(',') => {
            (number(year, 4)?, month, number(day, 2)?, clock)
        }
        // Sunday, 06-Nov-94 08:49:37 GMT
        [week_day, date, clock, "GMT"] if week_day.ends_with(',') => {
            let (day, rest) = date.split_once('-')?;
            let (month, year) = rest.split_once('-')?;
            let year = full_year(number(year, 2)?, now_ms);
            (year, month, number(day, 2)?, clock)
        }
        // Sun Nov  6 08:49:37 1994
        [_, month, day, clock, year] => {
            let day = number(day, 2).or_else(|| number(day, 1))?;
            (number(year, 4)?, month, day, clock)
        }
        _ => return None,
    };
    let month = (1..).zip(MONTHS).find(|(_, name)| *name == month)?.0;
    let (hour, rest) = clock.split_once(':')?;
    let (minute, second) = rest.split_once(':')?;
    let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    if !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = days_since_epoch(year, month, day);
    Some(as_number(
        (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000,
    ))
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let plain = text.len() == digits && is_digits(text);
    plain.then(|| text.parse().ok()).flatten()
}

/// The year that ends in these two digits: the last one that is not more than 50 years ahead.
fn full_year(digits: i64, now_ms: f64) -> i64 {
    let past = i64::try_from(whole_ms(now_ms / YEAR_MS)).unwrap_or_default();
    let last = 1970 + past + 50;
    last - (last - digits).rem_euclid(100)
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
