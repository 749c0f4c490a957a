//! A value in CSV, as a spreadsheet neither runs nor changes it. With `'` before it, it is text to them.

/// The value as it is written. [`read`] gives it back, whatever it is: a value that looks like a written one is marked, too.
pub fn write(value: &str) -> String {
    if needs_mark(value.trim_start_matches('\'')) {
        format!("'{value}")
    } else {
        value.to_owned()
    }
}

/// The value that was written: without the `'` that [`write()`] put before it, and with any other.
pub fn read(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(value) if needs_mark(value.trim_start_matches('\'')) => value,
        _ => cell,
    }
}

/// Whether a spreadsheet would run it, or take it for a number and change it: what begins a formula; a leading zero; 12 digits and
/// more, which it shows as `1.59E+11`; an exponent.
fn needs_mark(value: &str) -> bool {
    value.starts_with(['=', '+', '-', '@', '\t', '\r']) || is_changed(value)
}

fn is_changed(value: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(value) {
        return value.len() >= 12 || (value.len() > 1 && value.starts_with('0'));
    }
    // 0012.5 and 1e5 are numbers to it, too.
    let (mantissa, exponent) = match value.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (value, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = (digits(whole) || digits(fraction))
        && (whole.is_empty() || digits(whole))
        && (fraction.is_empty() || digits(fraction));
    let is_long = whole.len().saturating_add(fraction.len()) >= 12;
    let has_zero = whole.len() > 1 && whole.starts_with('0');
    match exponent {
        Some(exponent) => {
            is_number && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
        }
        None => is_number && (is_long || has_zero),
    }
}
