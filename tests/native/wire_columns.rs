//! The layout of the columns: every card has its own texts, whatever stands beside them.

use crate::reference::{both_ways, compare};
use espai_cdkey::card::Card;
use espai_cdkey::wire::{CardColumns, Expect, Payload, decode};

/// An answer with cards of these ids and names, in this order.
fn page(cards: &[(String, String)]) -> Vec<u8> {
    let cards: Vec<String> = cards
        .iter()
        .map(|(id, name)| {
            format!(r#"{{"id":"{id}","code":"c","type":"1","api_limit":1,"user_name":"{name}"}}"#)
        })
        .collect();
    format!(
        r#"{{"success":true,"totalNumber":1,"data":[{}]}}"#,
        cards.join(",")
    )
    .into_bytes()
}

fn columns(body: &[u8]) -> CardColumns {
    match decode(body, Expect::Page).unwrap().payload.unwrap() {
        Payload::Page { cards, .. } => cards,
        other => panic!("{other:?}"),
    }
}

fn ids_and_names(cards: &[Card]) -> Vec<(String, String)> {
    cards
        .iter()
        .map(|card| (card.id.clone(), card.user_name.clone().unwrap()))
        .collect()
}

#[test]
fn the_ids_alone_are_those_of_the_cards() {
    let cards: Vec<(String, String)> = (0..300)
        .map(|number| (format!("id-{number}-é𝄞"), format!("name {}", number % 7)))
        .collect();
    let columns = columns(&page(&cards));
    let ids: Vec<String> = columns.ids().map(str::to_owned).collect();
    let of_cards: Vec<String> = columns.cards().map(|card| card.id).collect();
    assert_eq!(ids.len(), 300);
    assert_eq!(ids, of_cards);
    assert_eq!(ids.last().map(String::as_str), Some("id-299-é𝄞"));
}

#[test]
fn every_card_keeps_its_own_text_in_any_mixture() {
    // Of one, two, three and four bytes for a character, and of one and two units; some begin with the mark that a
    // decoder may swallow.
    let texts = [
        "a",
        "é",
        "琳琅",
        "😀",
        "\u{feff}",
        "\u{feff}x",
        "plain text of some length, more than a word",
        "x😀琳é",
        "\u{7f}",
        "\u{ffff}",
    ];
    for count in [1, 2, 5, 20, 400] {
        let cards: Vec<(String, String)> = (0..count)
            .map(|card| {
                (
                    format!("{}{card}", texts[card % 10]),
                    format!("{}{}", texts[card * 7 % 10], texts[card / 10 % 10]),
                )
            })
            .collect();
        let body = page(&cards);
        assert_eq!(
            ids_and_names(&both_ways(&columns(&body), body.len())),
            cards
        );
    }
}

#[test]
fn one_bad_text_shifts_no_other() {
    // Found by fuzzing in an earlier decoder: two strings that are each broken, and valid once put together.
    let good = page(&[("a1".into(), "n1".into()), ("a2".into(), "n2".into())]);
    let text = String::from_utf8(good).unwrap();
    for (first, second) in [("n1", "n2"), ("a1", "n1"), ("a1", "a2")] {
        let mut body = text.clone().into_bytes();
        for (place, half) in [
            (first, b"\xe7\x90".as_slice()),
            (second, b"\xb3".as_slice()),
        ] {
            let at = body
                .windows(2)
                .position(|window| window == place.as_bytes())
                .unwrap();
            body.splice(at..at + 2, half.iter().copied());
        }
        assert!(decode(&body, Expect::Page).is_err());
    }
    // The same by escapes: halves of a surrogate pair in two strings.
    let halves = page(&[
        ("a".into(), "\\ud83d".into()),
        ("b".into(), "\\ude00".into()),
    ]);
    assert!(decode(&halves, Expect::Page).is_err());
}

#[test]
fn a_text_that_comes_again_is_written_once() {
    let cards: Vec<(String, String)> = (0..300)
        .map(|card| (format!("{card:04}"), format!("琳琅{}", card % 3)))
        .collect();
    let body = page(&cards);
    let columns = columns(&body);
    // 300 ids of 4, 300 codes of 1, one type of 1, three names of 7.
    assert_eq!(columns.arena().len(), 1200 + 300 + 1 + 21);
    assert_eq!(ids_and_names(&both_ways(&columns, body.len())), cards);
}

#[test]
fn texts_that_differ_only_in_the_middle_stay_apart() {
    // The table of texts that came before looks at their ends first, so all of these share a place there.
    let cards: Vec<(String, String)> = (0..400)
        .map(|card| {
            (
                format!("{card:04}"),
                format!("12345678 {:02} 12345678", card * 7 % 50),
            )
        })
        .collect();
    let body = page(&cards);
    assert_eq!(
        ids_and_names(&both_ways(&columns(&body), body.len())),
        cards
    );
}

#[test]
fn a_text_with_escapes_is_the_same_text_again() {
    let cards: Vec<(String, String)> = (0..400)
        .map(|card| {
            (
                format!("{card:04}"),
                ["a\\tb\\u7433", "a\\\\tb", "a\\tb琳"][card % 3].into(),
            )
        })
        .collect();
    let body = page(&cards);
    let columns = columns(&body);
    let names: Vec<_> = both_ways(&columns, body.len())
        .into_iter()
        .map(|card| card.user_name.unwrap())
        .collect();
    let expected: Vec<_> = (0..400)
        .map(|card| ["a\tb琳", "a\\tb", "a\tb琳"][card % 3])
        .collect();
    assert_eq!(names, expected);
    // Two ways to write one name are two texts; each is there once. Ids of 4, codes of 1, a type of 1.
    assert_eq!(columns.arena().len(), 400 * 5 + 1 + 6 + 4 + 6);
}

#[test]
fn more_texts_than_the_table_holds_are_still_right() {
    let cards: Vec<(String, String)> = (0..20_000)
        .map(|card| (format!("{card}"), format!("n{}", card * 7919 % 15_000)))
        .collect();
    let body = page(&cards);
    assert_eq!(
        ids_and_names(&both_ways(&columns(&body), body.len())),
        cards
    );
}

#[test]
fn a_kept_card_keeps_little_else() {
    // `both_ways` checks the blocks: at most 256 units of ASCII, 64 of other text. Long texts have one to themselves.
    let long = "琳".repeat(5_000);
    let cards: Vec<(String, String)> = (0..200)
        .map(|card| {
            (
                format!("{card:032}"),
                if card % 50 == 7 {
                    long.clone()
                } else {
                    format!("琳{card}")
                },
            )
        })
        .collect();
    let body = page(&cards);
    let columns = columns(&body);
    assert_eq!(ids_and_names(&both_ways(&columns, body.len())), cards);
    // 200 ids and codes of 33, seven cards to a block.
    assert!(columns.texts().len() > 200 * 3);
}

#[test]
fn large_and_small_numbers_keep_their_halves() {
    let numbers = [
        0,
        1,
        -1,
        i64::from(i32::MAX),
        i64::from(i32::MIN),
        1 << 31,
        1 << 32,
        -(1 << 32),
        (1 << 53) - 1,
        1 - (1 << 53),
    ];
    for number in numbers {
        let text = format!(
            r#"{{"success":true,"data":{{"id":"a","code":"b","type":"1","api_limit":{number},"create_time":{number},"update_time":"{number}"}}}}"#
        );
        compare(text.as_bytes(), Expect::Card);
        let card = decode(text.as_bytes(), Expect::Card)
            .unwrap()
            .payload
            .unwrap()
            .cards()
            .next()
            .unwrap();
        assert_eq!(
            (card.api_limit, card.create_time, card.update_time),
            (Some(number), Some(number), Some(number))
        );
    }
}

#[test]
fn a_debug_print_shows_no_one() {
    let body = page(&[("secret-id".into(), "琳琅".into())]);
    let shown = format!("{:?}", columns(&body));
    assert_eq!(shown, "CardColumns { cards: 1, .. }");
}

#[test]
fn ten_megabytes_of_text_are_text() {
    let long = "x".repeat(10 << 20);
    let body = page(&[(long.clone(), "n".into()), ("b".into(), long.clone())]);
    let cards = both_ways(&columns(&body), body.len());
    assert_eq!(
        (
            cards[0].id.len(),
            cards[1].user_name.as_ref().unwrap().len()
        ),
        (long.len(), long.len())
    );
}
