//! The bodies of the requests: JSON as the platform's page shows it, every value a string.

/// An object of these members, in this order.
pub fn write_object(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    write_members(&mut out, fields);
    out
}

/// The array of `{"id": …}` that a destroy takes.
pub fn write_ids<Id: AsRef<str>>(ids: &[Id]) -> String {
    let mut out = String::from("[");
    for (index, id) in ids.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_members(&mut out, &[("id", id.as_ref())]);
    }
    out.push(']');
    out
}

fn write_members(out: &mut String, fields: &[(&str, &str)]) {
    out.push('{');
    for (index, (name, value)) in fields.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_string(out, name);
        out.push(':');
        write_string(out, value);
    }
    out.push('}');
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // All that RFC 8259 wants escaped besides. Inputs hold none, but no body may depend on that.
            control @ '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
