//! Whatever is asked, and in whatever order: transfers keep the sum of quota, refusals change nothing, nothing is lost.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks has failed"
)]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{cards, emulator};

/// Of the cards that have a number; those without one are told apart by `unlimited`.
fn sum(cards: &Value) -> i64 {
    let quotas = cards.as_array().into_iter().flatten();
    quotas.filter_map(|card| card["apiLimit"].as_i64()).sum()
}

/// The ids of the cards without a number.
fn unlimited(cards: &Value) -> Vec<&str> {
    let all = cards.as_array().into_iter().flatten();
    all.filter(|card| card["apiLimit"].is_null())
        .filter_map(|card| card["id"].as_str())
        .collect()
}

fn count(cards: &Value) -> usize {
    cards.as_array().map_or(0, Vec::len)
}

#[derive(Debug, Clone)]
enum Step {
    Transfer {
        from: usize,
        to: usize,
        amount: Value,
    },
    Destroy {
        ids: Vec<usize>,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let amount = prop_oneof![
        6 => (1_i64..40).prop_map(|amount| json!(amount.to_string())),
        2 => (-2_i64..3).prop_map(|amount| json!(amount)),
        1 => Just(json!("9007199254740991")),
        1 => Just(json!("1.5")),
    ];
    prop_oneof![
        5 => (0_usize..7, 0_usize..7, amount).prop_map(|(from, to, amount)| Step::Transfer { from, to, amount }),
        1 => prop::collection::vec(0_usize..7, 0..4).prop_map(|ids| Step::Destroy { ids }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn transfers_keep_the_sum(
        quotas in prop::collection::vec(prop::option::weighted(0.9, -5_i64..60), 6),
        kinds in prop::collection::vec(0_u8..7, 6),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let given: Vec<Value> = quotas.iter().zip(&kinds).enumerate().map(|(index, (quota, kind))| json!({
            "id": format!("id{index}"), "code": format!("code{index}"), "type": kind.to_string(),
            "api_limit": quota, "user_phone": index.to_string()
        })).collect();
        let mut emulator = emulator(json!({ "cards": given }));
        for (now, step) in (support::NOW..).zip(steps) {
            let before = cards(&emulator);
            let changes = emulator.changes();
            let (name, body) = match &step {
                Step::Transfer { from, to, amount } => ("transfer", json!({
                    "phone": from.to_string(), "code": format!("code{from}"),
                    "target_phone": to.to_string(), "target_code": format!("code{to}"), "limit": amount
                })),
                Step::Destroy { ids } => {
                    let ids: Vec<Value> = ids.iter().map(|id| json!({ "id": format!("id{id}") })).collect();
                    ("destroy", json!(ids))
                }
            };
            let path = format!("/cdkey/{name}");
            let answer = emulator.answer(&support::request(&path, &body.to_string()), now);
            let envelope: Value = serde_json::from_str(&answer.body).expect("JSON");
            let after = cards(&emulator);
            // What one card loses another gains, unless one of them is unlimited, which neither loses nor gains. What is
            // destroyed had no quota.
            let gained = match (&step, envelope["success"] == json!(true)) {
                (Step::Transfer { from, to, amount }, true) => {
                    let amount = amount.as_i64().or_else(|| amount.as_str()?.parse().ok()).expect("a number");
                    let counts = |card: &usize| i64::from(!unlimited(&before).contains(&format!("id{card}").as_str()));
                    amount * (counts(to) - counts(from))
                }
                _ => 0,
            };
            prop_assert_eq!(sum(&before) + gained, sum(&after));
            prop_assert_eq!(unlimited(&before), unlimited(&after));
            if envelope["success"] == json!(true) {
                prop_assert_eq!(emulator.changes(), changes + 1);
                prop_assert_ne!(&before, &after);
                if let Step::Destroy { ids } = step {
                    prop_assert_eq!(count(&before) - count(&after), ids.len());
                }
            } else {
                prop_assert_ne!(&envelope["code"], &json!(500));
                prop_assert_eq!(emulator.changes(), changes);
                prop_assert_eq!(&before, &after);
            }
        }
    }

    #[test]
    fn no_body_is_too_odd(name in "(list|detail|transfer|destroy|balance_logs)", body in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut emulator = emulator(json!({}));
        let path = format!("/cdkey/{name}");
        let asked = espai_cdkey_emulator::request::Request { body: &body, ..support::request(&path, "") };
        let answer = emulator.answer(&asked, support::NOW);
        prop_assert_eq!(answer.status, 200);
        prop_assert!(serde_json::from_str::<Value>(&answer.body).is_ok());
    }
}
