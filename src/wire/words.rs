//! Texts put together. The library's ways bring all that they can do besides along (widths, signs, separators), and a page
//! would download it.

/// The parts one after the other.
#[cfg_attr(espai_small, optimize(size))]
pub fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// The decimal digits of a number.
#[cfg_attr(espai_small, optimize(size))]
pub fn decimal(number: i64) -> String {
    let mut text = String::new();
    write_decimal(number.unsigned_abs(), &mut text);
    if number < 0 {
        text.insert(0, '-');
    }
    text
}

fn write_decimal(number: u64, text: &mut String) {
    if number > 9 {
        write_decimal(number / 10, text);
    }
    // A digit, so none is left out.
    text.extend(u8::try_from(number % 10).map(|digit| char::from(b'0' + digit)));
}
