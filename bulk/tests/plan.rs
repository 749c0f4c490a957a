//! A destroy's plan and its digest.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that breaks has failed"
)]

use espai_cdkey_bulk::plan::{Card, Confirmation, Plan};

fn card(id: &str, card_type: &str, api_limit: Option<i64>) -> Card {
    Card {
        id: id.to_owned(),
        code: "3AoPbLSQ".to_owned(),
        card_type: card_type.to_owned(),
        api_limit,
        user_id: None,
        user_phone: Some("15916888888".to_owned()),
        user_name: None,
        create_time: Some(1),
        update_time: None,
    }
}

#[test]
fn only_paid_cards_at_zero_are_allowed() {
    let plan = Plan::new(vec![
        card("a", "1", Some(0)),
        card("b", "0", Some(0)),
        card("c", "5", Some(1)),
        card("d", "5", Some(-1)),
        card("e", "9", Some(0)),
        card("f", "1", None),
    ]);
    let told: Vec<_> = plan
        .cards
        .iter()
        .map(|planned| (planned.allowed, planned.reason.map(|why| why.as_str())))
        .collect();
    assert_eq!(
        told,
        [
            (true, None),
            (false, Some("trial_card")),
            (false, Some("holds_quota")),
            (false, Some("holds_quota")),
            (false, Some("unknown_type")),
            (false, Some("no_quota_told")),
        ]
    );
}

#[test]
fn the_digest_is_of_exactly_what_is_shown() {
    let cards = || vec![card("a", "1", Some(0)), card("b", "2", Some(0))];
    let digest = Plan::new(cards()).digest;
    assert_eq!(Plan::new(cards()).confirmed(&digest), Confirmation::Same);

    let changes: [fn(&mut Card); 9] = [
        |card| card.code.push('x'),
        |card| card.card_type = "3".to_owned(),
        |card| card.api_limit = Some(1),
        |card| card.api_limit = None,
        |card| card.user_id = Some("u".to_owned()),
        |card| card.user_phone = None,
        |card| card.user_name = Some("琳琅".to_owned()),
        |card| card.create_time = None,
        |card| card.update_time = Some(2),
    ];
    for change in changes {
        let mut changed = cards();
        change(&mut changed[1]);
        assert_eq!(Plan::new(changed).confirmed(&digest), Confirmation::Changed);
    }
    let fewer = vec![card("a", "1", Some(0))];
    assert_eq!(Plan::new(fewer).confirmed(&digest), Confirmation::Other);
    for nonsense in ["", "-", "yes", &digest[1..]] {
        assert_eq!(Plan::new(cards()).confirmed(nonsense), Confirmation::Other);
    }
}
