use espai_cdkey::field::Count;
use std::collections::HashSet;

use espai_cdkey::pager::{Pager, Step};
use proptest::prelude::*;

/// Walks to the end over a service that answers `(page, limit)` with ids and a total.
fn walk(
    size: i64,
    mut service: impl FnMut(i64, i64) -> (Vec<String>, i64),
) -> (Vec<String>, Step, usize) {
    let mut pager = Pager::new(Count::at_least_one(size));
    let mut given = Vec::new();
    let mut requests = 0;
    loop {
        match pager.step() {
            Step::Ask { page, limit } => {
                requests += 1;
                assert!(requests < 1000, "it must come to an end");
                let (ids, total) = service(page.get(), limit.get());
                let names: Vec<&str> = ids.iter().map(String::as_str).collect();
                for position in pager.accept(&names, total) {
                    given.push(ids[position as usize].clone());
                }
            }
            end => return (given, end, requests),
        }
    }
}

fn ids(range: std::ops::Range<i64>) -> Vec<String> {
    range.map(|number| number.to_string()).collect()
}

fn cut(all: &[String], page: i64, limit: i64) -> Vec<String> {
    let start = usize::try_from((page - 1) * limit).unwrap();
    all.iter()
        .skip(start)
        .take(usize::try_from(limit).unwrap())
        .cloned()
        .collect()
}

#[test]
fn every_card_comes_once() {
    for (count, size, requests) in [
        (0, 500, 1),
        (1, 500, 1),
        (10, 5, 2),
        (11, 5, 3),
        (1203, 500, 3),
    ] {
        let all = ids(0..count);
        let (given, end, asked) = walk(size, |page, limit| (cut(&all, page, limit), count));
        assert_eq!((given, end, asked), (all, Step::Done, requests));
    }
}

#[test]
fn a_service_that_cuts_shorter_is_followed_however_it_counts() {
    let all = ids(0..95);
    let own_size = walk(50, |page, limit| (cut(&all, page, limit.min(10)), 95));
    assert_eq!((own_size.0, own_size.1), (all.clone(), Step::Done));
    let by_ours = walk(50, |page, limit| {
        let mut cards = cut(&all, page, limit);
        cards.truncate(10);
        (cards, 95)
    });
    assert_eq!((by_ours.0, by_ours.1), (all, Step::Done));
}

#[test]
fn a_service_that_ignores_the_page_is_stuck_and_one_that_ignores_the_limit_too_is_done() {
    let all = ids(0..30);
    let (given, end, requests) = walk(10, |_, limit| (cut(&all, 1, limit), 30));
    assert_eq!(given.len(), 10);
    assert!(matches!(end, Step::Stuck(_)));
    assert_eq!(requests, 2);
    assert_eq!(walk(10, |_, _| (all.clone(), 30)).1, Step::Done);
}

#[test]
fn a_card_that_moves_between_pages_is_found_by_going_through_again() {
    // A card is added at the front while the walk is under way: the pages shift by one.
    let mut requests = 0;
    let (given, end, _) = walk(2, |page, limit| {
        requests += 1;
        let all = if requests == 1 { ids(0..4) } else { ids(-1..4) };
        let total = i64::try_from(all.len()).unwrap();
        (cut(&all, page, limit), total)
    });
    let mut sorted = given.clone();
    sorted.sort_by_key(|id| id.parse::<i64>().unwrap());
    assert_eq!(sorted, ids(-1..4));
    assert_eq!(end, Step::Done);
}

#[test]
fn a_card_that_comes_twice_in_a_round_hides_another_though_the_total_holds() {
    // The last card is put first while the walk is under way: as many as before, and one of them comes twice.
    let mut requests = 0;
    let (given, end, _) = walk(2, |page, limit| {
        requests += 1;
        let all = match requests {
            1 => ids(0..4),
            _ => ["3", "0", "1", "2"].map(str::to_owned).to_vec(),
        };
        (cut(&all, page, limit), 4)
    });
    assert_eq!(given, ["0", "1", "2", "3"].map(str::to_owned));
    assert_eq!(end, Step::Done);
}

#[test]
fn only_a_first_page_tells_the_services_own_size() {
    let mut asked = Vec::new();
    let all = ids(0..25);
    let (given, end, _) = walk(10, |page, limit| {
        asked.push(limit);
        // The second page is short by one, which the service has lost.
        let mut cards = cut(&all, page, limit);
        if page == 2 && asked.len() == 2 {
            cards.pop();
        }
        (cards, 25)
    });
    assert_eq!(asked[..3], [10, 10, 10]);
    assert_eq!((given.len(), end), (25, Step::Done));
}

#[test]
fn a_total_that_never_holds_is_stuck_after_three_more_rounds() {
    let all = ids(0..4);
    let mut total = 100;
    let (given, end, _) = walk(2, |page, limit| {
        total += 1;
        (cut(&all, page, limit), total)
    });
    assert_eq!(given, all);
    assert!(matches!(end, Step::Stuck(_)));
    let mut rounds = 0;
    let (_, end, _) = walk(10, |page, limit| {
        rounds += i64::from(page == 1);
        (cut(&all, page, limit), 9)
    });
    assert!(matches!(end, Step::Stuck(_)));
    assert_eq!(rounds, 4);
}

proptest! {
    #[test]
    fn a_card_is_fresh_once_whatever_the_pages(
        pages in proptest::collection::vec(proptest::collection::vec("[a-c]{1,2}", 0..6), 1..6),
    ) {
        let mut pager = Pager::new(Count::at_least_one(6));
        let mut known = HashSet::new();
        for page in &pages {
            let names: Vec<&str> = page.iter().map(String::as_str).collect();
            let fresh = pager.accept(&names, 1000);
            let expected: Vec<u32> = (0u32..)
                .zip(page)
                .filter(|(_, id)| known.insert((*id).clone()))
                .map(|(position, _)| position)
                .collect();
            prop_assert_eq!(fresh, expected);
        }
    }
}
