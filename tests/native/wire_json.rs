//! What is JSON in UTF-8 and what is not, wherever it stands in an answer.

use espai_cdkey::wire::{Expect, decode};

/// Whether an answer with this value in a field that nobody reads is accepted.
fn accepts(value: &[u8]) -> bool {
    let beside = [b"{\"success\":true,\"more\":", value, b"}"].concat();
    let inside = [
        b"{\"success\":true,\"data\":[{\"more\":",
        value,
        b"}],\"totalNumber\":1}",
    ]
    .concat();
    let nothing = decode(&beside, Expect::Nothing).is_ok();
    let page = decode(&inside, Expect::Page).is_ok();
    assert_eq!(nothing, page, "{:?}", String::from_utf8_lossy(value));
    nothing
}

fn whole(text: &[u8]) -> Result<(), (String, &'static str)> {
    decode(text, Expect::Nothing)
        .map(drop)
        .map_err(|malformed| (malformed.path, malformed.reason))
}

#[test]
fn every_kind_of_value_is_gone_over() {
    for value in [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "10",
        "1.5",
        "1e5",
        "1E+5",
        "1e-5",
        "-1.25e+10",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "[1 , 2]",
        "{\"a\" : 1 , \"b\" : [ { } ] }",
        "[[],[[]],{\"a\":{}}]",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"",
        "123456789012345678901234567890",
        "\"a string that takes more than a few words of eight bytes\"",
        "\"\u{7f}\u{80}\"",
    ] {
        assert!(accepts(value.as_bytes()), "{value}");
    }
}

#[test]
fn what_is_no_value_is_refused() {
    for value in [
        "",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "1.e5",
        "1e",
        "1e+",
        "0x1",
        "1_0",
        "'x'",
        "x",
        "[",
        "]",
        "{",
        "}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{\"a\":1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "{\"a\":1,}",
        "{,}",
        "[1,,2]",
        "\"",
        "\"\\\"",
        "/* c */1",
        "1//c",
        "\u{a0}1",
        "\u{feff}1",
        "\u{b}1",
        "1,2",
        "1:2",
    ] {
        assert!(!accepts(value.as_bytes()), "{value}");
    }
}

#[test]
fn raw_control_characters_in_strings_are_refused() {
    for byte in 0..0x20_u8 {
        assert!(!accepts(&[b'"', byte, b'"']), "{byte}");
        assert!(
            !accepts(&[b"\"12345678901234567", [byte].as_slice(), b"\""].concat()),
            "{byte}"
        );
    }
    assert!(accepts(b"\"\x7f\""));
}

#[test]
fn escapes_are_those_of_json() {
    for bad in [
        "\\x41", "\\a", "\\'", "\\0", "\\", "\\u", "\\u12", "\\u123", "\\u12g4", "\\U0041",
        "\\u+041", "\\é",
    ] {
        assert!(!accepts(format!("\"{bad}\"").as_bytes()), "{bad}");
    }
}

#[test]
fn unpaired_surrogates_are_refused_everywhere() {
    for bad in [
        "\\ud800",
        "\\udbff",
        "\\udc00",
        "\\udfff",
        "\\ud800\\ud800",
        "\\ud800x",
        "\\ud800\\n",
        "\\ud800\\u0041",
        "\\udc00\\ud800",
    ] {
        assert!(!accepts(format!("\"{bad}\"").as_bytes()), "{bad}");
        assert!(
            !accepts(format!("{{\"{bad}\":1}}").as_bytes()),
            "a name {bad}"
        );
        let message = format!(r#"{{"success":true,"message":"{bad}"}}"#);
        assert!(whole(message.as_bytes()).is_err(), "a message {bad}");
        let card = format!(
            r#"{{"success":true,"data":{{"id":"{bad}","code":"c","type":"1","api_limit":1}}}}"#
        );
        assert!(
            decode(card.as_bytes(), Expect::Card).is_err(),
            "an id {bad}"
        );
    }
    assert!(accepts(b"\"\\ud83d\\ude00\""));
    assert!(accepts(b"\"\\uD83D\\uDE00\""));
}

#[test]
fn text_must_be_utf8_also_where_nobody_reads_it() {
    let bad: [&[u8]; 11] = [
        b"\x80",
        b"\xff",
        b"\xc0\x80",
        b"\xc1\xbf",
        b"\xe0\x9f\xbf",
        b"\xed\xa0\x80",
        b"\xf0\x8f\xbf\xbf",
        b"\xf4\x90\x80\x80",
        b"\xe7\x90",
        b"\xf0\x9f\x98",
        b"\xe7\x90\x22\x22",
    ];
    for bytes in bad {
        assert!(!accepts(&[b"\"", bytes, b"\""].concat()), "{bytes:?}");
        assert!(
            !accepts(&[b"{\"", bytes, b"\":1}"].concat()),
            "a name {bytes:?}"
        );
        assert!(
            !accepts(&[b"\"\\n", bytes, b"\""].concat()),
            "beside an escape {bytes:?}"
        );
        assert!(!accepts(bytes), "outside a string {bytes:?}");
    }
    for good in [
        "\u{80}",
        "\u{7ff}",
        "\u{800}",
        "\u{ffff}",
        "\u{d7ff}\u{e000}",
        "\u{10000}",
        "\u{10ffff}",
        "琳琅",
    ] {
        assert!(accepts(format!("\"{good}\"").as_bytes()), "{good}");
    }
}

#[test]
fn a_name_is_cut_by_its_quotes_also_inside_a_character() {
    // The bytes of a name that nearly is `id`.
    assert!(!accepts(b"{\"id\xe7\":1}"));
    assert!(!accepts(b"{\"\xe7id\":1}"));
}

#[test]
fn one_mark_before_the_whole_is_skipped() {
    assert_eq!(whole("\u{feff}{\"success\":true}".as_bytes()), Ok(()));
    assert!(whole("\u{feff}\u{feff}{\"success\":true}".as_bytes()).is_err());
    assert!(whole(" \u{feff}{\"success\":true}".as_bytes()).is_err());
    assert!(whole("{\"success\":true}\u{feff}".as_bytes()).is_err());
    assert_eq!(whole(b"\xef\xbb\xbf").unwrap_err().1, "is empty");
    assert!(whole(b"\xef\xbb{\"success\":true}").is_err());
}

#[test]
fn nothing_but_white_space_stands_around_the_whole() {
    assert_eq!(whole(b" \t\r\n{ \"success\" : true } \t\r\n"), Ok(()));
    for after in ["{}", "x", ",", "}", "\0", "\u{c}", "\u{a0}"] {
        assert_eq!(
            whole(format!("{{\"success\":true}}{after}").as_bytes())
                .unwrap_err()
                .0,
            "body",
            "{after:?}"
        );
    }
}

#[test]
fn an_answer_is_an_object() {
    for text in [
        "",
        " ",
        "[]",
        "null",
        "\"x\"",
        "1",
        "<!doctype html><html></html>",
        "{success:true}",
        "OK",
    ] {
        assert_eq!(whole(text.as_bytes()).unwrap_err().0, "body", "{text}");
    }
}

#[test]
fn every_cut_is_noticed() {
    let text = "{\"data\":[{\"id\":\"琳\\u7433\",\"code\":12,\"type\":\"1\",\"api_limit\":-3,\"x\":[1.5e3,true,null]}],\
                \"totalNumber\":1,\"message\":\"m\",\"success\":true}";
    assert!(
        decode(text.as_bytes(), Expect::Page)
            .unwrap()
            .payload
            .is_ok()
    );
    for end in 0..text.len() {
        for expect in [Expect::Page, Expect::Card, Expect::Nothing] {
            assert!(
                decode(&text.as_bytes()[..end], expect).is_err(),
                "cut at {end}"
            );
        }
    }
}

#[test]
fn nesting_ends_at_level_128() {
    // The envelope is level 1, so a value in it may nest 127 deep.
    let nested = |depth: usize, open: &str, close: &str| {
        format!(
            "{{\"success\":true,\"more\":{}0{}}}",
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        assert_eq!(whole(nested(127, open, close).as_bytes()), Ok(()));
        assert_eq!(
            whole(nested(128, open, close).as_bytes()).unwrap_err().1,
            "nested deeper than 128 levels"
        );
        assert!(whole(nested(1_000_000, open, close).as_bytes()).is_err());
    }
    // The same where it stands in a card: of a list that is level 3, of its own level 2.
    let card = |depth: usize| {
        let nested = format!("{}0{}", "[".repeat(depth), "]".repeat(depth));
        format!(r#"{{"id":"a","code":"b","type":"1","api_limit":5,"more":{nested}}}"#)
    };
    let list = |depth: usize| {
        format!(
            r#"{{"success":true,"totalNumber":1,"data":[{}]}}"#,
            card(depth)
        )
    };
    let alone = |depth: usize| format!(r#"{{"success":true,"data":{}}}"#, card(depth));
    assert!(
        decode(list(125).as_bytes(), Expect::Page)
            .unwrap()
            .payload
            .is_ok()
    );
    assert!(decode(list(126).as_bytes(), Expect::Page).is_err());
    assert!(decode(list(126).as_bytes(), Expect::Nothing).is_err());
    assert!(
        decode(alone(126).as_bytes(), Expect::Card)
            .unwrap()
            .payload
            .is_ok()
    );
    assert!(decode(alone(127).as_bytes(), Expect::Card).is_err());
}

#[test]
fn a_million_open_brackets_do_not_overflow_anything() {
    for piece in [
        "[",
        "{\"data\":",
        "{\"success\":true,\"data\":[{\"id\":[",
        "[{",
    ] {
        for expect in [Expect::Page, Expect::Card, Expect::Nothing] {
            assert!(decode(piece.repeat(1_000_000).as_bytes(), expect).is_err());
            let text = format!("{{\"success\":true,\"data\":{}", piece.repeat(1_000_000));
            assert!(decode(text.as_bytes(), expect).is_err());
        }
    }
}
