//! Answers near the contract's edges: right ones, odd ones, and right ones that were damaged. The same seed gives the
//! same answers.

use espai_cdkey::wire::Expect;
use fastrand::Rng;

use super::pieces::{CARD, ENVELOPE, LOG, PIECES, STRANGE, VALUES};

/// A maker of answers.
pub(crate) struct Answers {
    rng: Rng,
}

impl Answers {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
        }
    }

    /// An answer, and what it is an answer to.
    pub(crate) fn next(&mut self) -> (Vec<u8>, Expect) {
        let expect = self.pick(&[
            Expect::Page,
            Expect::Page,
            Expect::Page,
            Expect::Card,
            Expect::Card,
            Expect::Logs,
            Expect::Logs,
            Expect::Nothing,
        ]);
        // How odd: none of a hundred values, a few, or very many.
        let odd = self.pick(&[0, 0, 1, 2, 5, 40]);
        let mut text = String::new();
        if self.chance(odd) {
            text.push('\u{feff}');
        }
        self.envelope(&mut text, expect, odd);
        if self.chance(odd) {
            let more = self.pick(VALUES);
            text.push_str(more);
        }
        let mut bytes = text.into_bytes();
        while self.rng.u8(..) < 90 {
            self.damage(&mut bytes);
        }
        (bytes, expect)
    }

    fn envelope(&mut self, out: &mut String, expect: Expect, odd: u8) {
        let names_of_records = if expect == Expect::Logs { LOG } else { CARD };
        let mut names = ENVELOPE.to_vec();
        self.order(&mut names, odd);
        out.push('{');
        for (index, name) in names.into_iter().enumerate() {
            self.separate(out, index);
            self.name(out, name, odd);
            match name {
                _ if self.chance(odd) => self.any(out, 0),
                "success" => out.push_str(if self.chance(80) { "true" } else { "false" }),
                "message" => out.push_str("\"请求成功\""),
                "totalNumber" => out.push_str("12"),
                "code" => out.push_str(self.pick(&["null", "500", "\"401\""])),
                "data" if expect == Expect::Card || self.chance(odd) => {
                    self.record(out, names_of_records, odd);
                }
                "data" => {
                    out.push('[');
                    for index in 0..self.pick(&[0, 1, 1, 2, 3, 12]) {
                        self.separate(out, index);
                        self.record(out, names_of_records, odd);
                    }
                    out.push(']');
                }
                _ => self.any(out, 0),
            }
        }
        self.space(out);
        // How an answer's texts are kept depends on its size, so that some have to be large.
        if self.rng.u8(..) < 40 {
            let space = self.pick(&[1_024, 8_192]);
            out.push_str(&" ".repeat(space));
        }
        out.push('}');
        self.space(out);
    }

    fn record(&mut self, out: &mut String, names: &[&'static str], odd: u8) {
        let mut names = names.to_vec();
        self.order(&mut names, odd);
        out.push('{');
        for (index, name) in names.into_iter().enumerate() {
            self.separate(out, index);
            self.name(out, name, odd);
            match name {
                _ if self.chance(odd) => self.any(out, 0),
                "id" | "user_id" | "cdkey_id" if self.chance(70) => {
                    out.push_str(&format!("\"{:032x}\"", self.rng.u64(..9)));
                }
                "create_time" | "update_time" => {
                    out.push_str(self.pick(&["1743506056109", "null", "\"1743506056109\""]))
                }
                "api_limit" => out.push_str(self.pick(&[
                    "500",
                    "0",
                    "-3",
                    "\"12\"",
                    "null",
                    "9007199254740991",
                ])),
                "user_phone" => {
                    out.push_str(self.pick(&["15916888888", "\"15916888888\"", "null", "\"\""]))
                }
                "type" => out.push_str(self.pick(&["\"0\"", "\"1\"", "2", "\"新\""])),
                "user_email" => {
                    out.push_str(self.pick(&["\"\"", "null", "\"a@example.com\"", "7"]))
                }
                "id" | "code" => out.push_str(self.pick(&[
                    "\"wNaa1GDw\"",
                    "\"3AoPbLSQ\"",
                    "77",
                    "\"é\"",
                    "\"\\u0041b\"",
                ])),
                "user_name" => out.push_str(self.pick(&[
                    "\"琳琅\"",
                    "\"😀\"",
                    "\"a\\tb\"",
                    "null",
                    "\"\"",
                    "\"Ann\"",
                    // Alike to a table that looks at their ends first.
                    "\"12345678 a 12345678\"",
                    "\"12345678 b 12345678\"",
                    "\"12345678 \\n 12345678\"",
                ])),
                _ => self.any(out, 0),
            }
        }
        self.space(out);
        out.push('}');
    }

    /// Leaves members out, doubles some, adds strange ones, and shuffles.
    fn order(&mut self, names: &mut Vec<&'static str>, odd: u8) {
        if self.chance(30) {
            self.rng.shuffle(names);
        }
        if self.chance(odd) {
            let gone = self.rng.usize(..names.len());
            names.remove(gone);
        }
        if self.chance(odd) {
            let twice = names[self.rng.usize(..names.len())];
            names.insert(self.rng.usize(..=names.len()), twice);
        }
        while self.chance(10) {
            let strange = self.pick(STRANGE);
            // Most of the broken names would make nearly every answer broken.
            if odd >= 5 || !strange.ends_with('\\') && strange != "\\ud800" {
                names.insert(self.rng.usize(..=names.len()), strange);
            }
        }
    }

    fn name(&mut self, out: &mut String, name: &str, odd: u8) {
        out.push('"');
        if odd > 0 && !name.is_empty() && !name.contains('\\') && self.chance(3) {
            let escaped = self.rng.usize(..name.chars().count());
            for (index, character) in name.chars().enumerate() {
                match u32::from(character) {
                    code if index == escaped && code < 0x1_0000 => {
                        out.push_str(&format!("\\u{code:04x}"))
                    }
                    _ => out.push(character),
                }
            }
        } else {
            out.push_str(name);
        }
        out.push('"');
        self.space(out);
        out.push(':');
        self.space(out);
    }

    /// Any value at all, also a nested one, also none.
    fn any(&mut self, out: &mut String, depth: u32) {
        if depth == 0 && self.rng.u8(..) < 2 {
            return self.deep(out);
        }
        if depth > 4 || self.chance(85) {
            out.push_str(self.pick(VALUES));
            return;
        }
        let array = self.rng.bool();
        out.push(if array { '[' } else { '{' });
        for index in 0..self.rng.usize(..4) {
            self.separate(out, index);
            if !array {
                let name = self.pick(CARD);
                self.name(out, name, 0);
            }
            self.any(out, depth + 1);
        }
        out.push(if array { ']' } else { '}' });
    }

    /// Something nested about as deep as is allowed.
    fn deep(&mut self, out: &mut String) {
        let depth = self.rng.usize(120..132);
        let arrays: Vec<bool> = (0..depth).map(|_| self.rng.bool()).collect();
        arrays
            .iter()
            .for_each(|array| out.push_str(if *array { "[" } else { "{\"id\":" }));
        out.push_str(self.pick(&["1", "\"x\"", "null", "[]", "{}"]));
        arrays
            .iter()
            .rev()
            .for_each(|array| out.push(if *array { ']' } else { '}' }));
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let at = self.rng.usize(..bytes.len());
        match self.rng.u8(..6) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << self.rng.u8(..8),
            2 => bytes[at] = self.rng.u8(..),
            3 => {
                bytes.splice(at..at, self.pick(PIECES).iter().copied());
            }
            4 => {
                let end = (at + self.rng.usize(1..9)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let end = (at + self.rng.usize(1..40)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = self.rng.usize(..bytes.len());
                bytes.splice(to..to, copy);
            }
        }
    }

    fn separate(&mut self, out: &mut String, index: usize) {
        if index > 0 {
            self.space(out);
            out.push(',');
        }
        self.space(out);
    }

    fn space(&mut self, out: &mut String) {
        if self.rng.u8(..) < 4 {
            out.push_str(self.pick(&[" ", "\n", "\t", "\r\n", "    "]));
        }
    }

    fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(..100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.usize(..from.len())]
    }
}
