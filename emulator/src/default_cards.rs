//! The cards of an emulator that was given none: those of the page's examples, and a paid card of every type.

use espai_cdkey::card::CardType;

use crate::card::Card;
use crate::random::Random;

/// The owner of the page's card `wNaa1GDw`.
const LINLANG: (&str, &str) = ("15916888888", "琳琅");
/// The owner of the page's target card `3AoPbLSQ`; the name is ours.
const XINGHE: (&str, &str) = ("17516888888", "星河");
/// One more owner, ours.
const QINGSHAN: (&str, &str) = ("13816888888", "青山");

/// When the page's card was made (2025-04-01T11:14:16.109Z). The others were made an hour apart after it.
const FIRST: i64 = 1_743_506_056_109;
const HOUR: i64 = 3_600_000;

/// The set. What the page does not name (ids, user ids and codes of the other cards) comes from the seed.
///
/// The page shows `wNaa1GDw` with type `0` and also moves quota from it; one set cannot do both (`docs/platform.md`, point
/// 10). Here it is the trial card, as shown.
pub fn default_cards(seed: u64) -> Vec<Card> {
    let mut random = Random::new(seed, 1);
    let linlang = Some("87215a4192654cea8781a1a596d23cae".to_owned());
    let xinghe = Some(random.hex32());
    let qingshan = Some(random.hex32());
    let mut made = FIRST;
    let mut card =
        |id: Option<&str>, code: Option<&str>, kind: &str, quota: i64, owner: (&str, &str)| {
            let card = Card {
                id: id.map_or_else(|| random.hex32(), str::to_owned),
                code: code.map_or_else(|| random.code(), str::to_owned),
                card_type: CardType::new(kind),
                api_limit: Some(quota),
                user_id: match owner {
                    LINLANG => linlang.clone(),
                    XINGHE => xinghe.clone(),
                    _ => qingshan.clone(),
                },
                user_phone: Some(owner.0.to_owned()),
                user_name: Some(owner.1.to_owned()),
                create_time: Some(made),
                update_time: None,
            };
            made = made.saturating_add(HOUR);
            card
        };
    vec![
        card(
            Some("772868ead56c48d68fd1924aa5ec3aac"),
            Some("wNaa1GDw"),
            CardType::TRIAL,
            500,
            LINLANG,
        ),
        card(None, Some("3AoPbLSQ"), CardType::QINGLONG, 200, XINGHE),
        card(
            Some("196bd2a26e4d459f9dc7d12053a05c15"),
            None,
            CardType::QINGLONG,
            0,
            XINGHE,
        ),
        card(None, None, CardType::QINGLONG, 1000, LINLANG),
        card(None, None, CardType::JIUWEIHU, 300, XINGHE),
        card(None, None, CardType::XUANWU, 5000, QINGSHAN),
        card(None, None, CardType::ZHULONG, 42, QINGSHAN),
        card(None, None, CardType::TAOTIE, 12_000, LINLANG),
    ]
}
