//! A verified transfer over every way in which its reads and the transfer itself can end.

use espai_cdkey::card::{Card, CardType};
use espai_cdkey::cards::Cards;
use espai_cdkey::endpoint::{Endpoint, TransferInput};
use espai_cdkey::error::{ErrorCode, Failure, Outcome};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;
use espai_cdkey::verify::{Confirmed, End, Evidence, Step, Verdict, Verify};

const SOURCE: (&str, &str) = ("17500000001", "source");
const TARGET: (&str, &str) = ("17500000002", "target");

fn card((phone, code): (&str, &str), api_limit: Option<i64>) -> Card {
    Card {
        id: format!("id-{code}"),
        code: code.to_owned(),
        card_type: CardType::new("1"),
        api_limit,
        user_id: None,
        user_phone: Some(phone.to_owned()),
        user_name: None,
        create_time: None,
        update_time: None,
    }
}

fn cards(source: i64, target: i64) -> Cards {
    Cards {
        source: card(SOURCE, Some(source)),
        target: card(TARGET, Some(target)),
    }
}

fn input() -> TransferInput {
    TransferInput::new(SOURCE, TARGET, 10).unwrap()
}

fn failure(code: ErrorCode, endpoint: Endpoint, outcome: Outcome) -> Failure {
    let mut failure = Failure::stuck("");
    failure.message = format!("{}: words [{}]", endpoint.name(), code.as_str());
    failure.code = code;
    failure.endpoint = Some(endpoint);
    failure.outcome = outcome;
    failure.attempts = 3;
    failure.path = None;
    failure
}

fn lost_read() -> Failure {
    failure(ErrorCode::Network, Endpoint::Detail, Outcome::Unknown)
}

fn aborted_read() -> Failure {
    failure(ErrorCode::Aborted, Endpoint::Detail, Outcome::NotSent)
}

#[expect(clippy::result_large_err, reason = "it is what is handed in")]
fn lost() -> Result<Option<String>, Failure> {
    Err(failure(
        ErrorCode::Timeout,
        Endpoint::Transfer,
        Outcome::Unknown,
    ))
}

#[expect(clippy::result_large_err, reason = "it is what is handed in")]
fn done() -> Result<Option<String>, Failure> {
    Ok(Some("ok".to_owned()))
}

/// Goes on until the end. The reads come from `reads`, in turn. Gives also what was done: `s` and `t` the reads, `!` the transfer,
/// `.` a pause.
fn run(
    mut verify: Verify,
    reads: Vec<Result<Card, Failure>>,
    sent: Result<Option<String>, Failure>,
) -> (End, String) {
    let (mut reads, mut sent) = (reads.into_iter(), Some(sent));
    let mut did = String::new();
    let mut step = verify.look();
    loop {
        step = match step {
            Step::Read(asked) => {
                let is_source = asked == input().source();
                assert!(is_source || asked == input().target());
                did.push(if is_source { 's' } else { 't' });
                let came = reads.next().expect("no more reads than were foreseen");
                verify.read(came, 0.5)
            }
            Step::Send => {
                did.push('!');
                let came = sent.take().expect("it is sent once");
                verify.sent(came)
            }
            Step::Pause(ms) => {
                assert!((250..=1000).contains(&ms), "{ms}");
                did.push('.');
                verify.look()
            }
            Step::End(end) => {
                assert_eq!(reads.count(), 0, "more was foreseen");
                return (*end, did);
            }
        };
    }
}

fn reads(pairs: &[Cards]) -> Vec<Result<Card, Failure>> {
    let both = |cards: &Cards| [Ok(cards.source.clone()), Ok(cards.target.clone())];
    pairs.iter().flat_map(both).collect()
}

/// A transfer from 100 and 5, whose looks after it are these.
fn transfer(
    after: Vec<Result<Card, Failure>>,
    sent: Result<Option<String>, Failure>,
) -> (End, String) {
    let mut all = reads(&[cards(100, 5)]);
    all.extend(after);
    run(Verify::transfer(input()), all, sent)
}

fn evidence(end: End) -> (Failure, Evidence) {
    match end {
        End::Failed(failure, Some(evidence)) => (failure, evidence),
        other => panic!("no evidence: {other:?}"),
    }
}

fn confirmed(end: End) -> Confirmed {
    match end {
        End::Confirmed(confirmed) => confirmed,
        other => panic!("not confirmed: {other:?}"),
    }
}

fn refused(end: End) -> Failure {
    match end {
        End::Failed(failure, None) => failure,
        other => panic!("no plain failure: {other:?}"),
    }
}

#[test]
fn a_known_success_is_confirmed_whatever_the_reads_after_it_come_to() {
    // Also where they show something else: they are told, not judged.
    for now in [cards(90, 15), cards(100, 5), cards(1, 1)] {
        let (end, did) = transfer(reads(std::slice::from_ref(&now)), done());
        let confirmed = confirmed(end);
        assert_eq!(did, "st!st");
        assert!(confirmed.by_response);
        assert_eq!(confirmed.message.as_deref(), Some("ok"));
        assert_eq!(
            (confirmed.before, confirmed.after),
            (cards(100, 5), Some(now))
        );
    }
    let stranger = card(("17500000009", "other"), Some(1));
    for broken in [Err(lost_read()), Err(aborted_read()), Ok(stranger)] {
        let source = Ok(cards(90, 15).source);
        for (after, expected) in [
            (vec![broken.clone()], "st!s"),
            (vec![source, broken], "st!st"),
        ] {
            let (end, did) = transfer(after, done());
            let confirmed = confirmed(end);
            assert_eq!(did, expected);
            assert!(confirmed.by_response && confirmed.after.is_none());
        }
    }
}

#[test]
fn the_cards_say_what_became_of_one_whose_answer_was_lost() {
    let moved = cards(90, 15);
    let still = cards(100, 5);
    for looks in 1..=3 {
        let mut all = vec![still.clone(); looks - 1];
        all.push(moved.clone());
        let (end, did) = transfer(reads(&all), lost());
        assert_eq!(did, format!("st!st{}", ".st".repeat(looks - 1)));
        let confirmed = confirmed(end);
        assert!(!confirmed.by_response && confirmed.message.is_none());
        assert_eq!(confirmed.after, Some(moved.clone()));
    }
    let (end, did) = transfer(reads(&vec![still.clone(); 3]), lost());
    assert_eq!(did, "st!st.st.st");
    let (failure, evidence) = evidence(end);
    assert_eq!(
        (failure.code, failure.outcome),
        (ErrorCode::Timeout, Outcome::Unknown)
    );
    assert_eq!(evidence.verdict, Verdict::NotObserved);
    assert_eq!(
        (evidence.before, evidence.after),
        (still.clone(), Some(still))
    );
}

#[test]
fn only_the_exact_amount_on_both_cards_is_a_confirmation() {
    // Every way in which the two can have moved by up to three amounts, up or down.
    for gone in -30..=30 {
        for come in -30..=30 {
            if (gone, come) == (0, 0) {
                continue;
            }
            let (end, did) = transfer(reads(&[cards(100 - gone, 5 + come)]), lost());
            assert_eq!(did, "st!st");
            match end {
                End::Confirmed(_) => assert_eq!((gone, come), (10, 10)),
                other => {
                    assert_ne!((gone, come), (10, 10));
                    assert_eq!(evidence(other).1.verdict, Verdict::Conflict);
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_compared_is_unreadable() {
    let now = cards(90, 15);
    let another = |id: &str| Card {
        id: id.to_owned(),
        ..now.target.clone()
    };
    // Gone or lost, aborted, another card, another one of the same code, and the source once more.
    for broken in [
        Err(lost_read()),
        Err(aborted_read()),
        Ok(card(("17500000009", "other"), Some(15))),
        Ok(another("id-other")),
        Ok(another("id-source")),
    ] {
        for still in 0..=2 {
            let mut after = reads(&vec![cards(100, 5); still]);
            after.extend([Ok(now.source.clone()), broken.clone()]);
            let (failure, evidence) = evidence(transfer(after, lost()).0);
            assert_eq!(failure.code, ErrorCode::Timeout);
            assert_eq!(
                (evidence.verdict, evidence.after),
                (Verdict::Unreadable, None)
            );
        }
    }
    // No number, before or after, on either card: what was read is told all the same.
    let held = |source, target| Cards {
        source: card(SOURCE, source),
        target: card(TARGET, target),
    };
    for (before, after) in [
        (held(None, Some(5)), held(None, Some(15))),
        (held(Some(100), None), held(Some(90), None)),
        (held(Some(100), Some(5)), held(None, Some(15))),
        (held(Some(100), Some(5)), held(Some(90), None)),
        (held(Some(-3), Some(5)), held(Some(-13), Some(15))),
        (held(Some(-3), Some(5)), held(Some(-3), Some(5))),
    ] {
        let all = reads(&[before.clone(), after.clone()]);
        let (end, did) = run(Verify::transfer(input()), all, lost());
        let (_, evidence) = evidence(end);
        assert_eq!(did, "st!st");
        assert_eq!(evidence.verdict, Verdict::Unreadable);
        assert_eq!((evidence.before, evidence.after), (before, Some(after)));
    }
}

#[test]
fn after_the_callers_abort_nothing_more_is_read() {
    let aborted = failure(ErrorCode::Aborted, Endpoint::Transfer, Outcome::Unknown);
    let (end, did) = transfer(vec![], Err(aborted));
    assert_eq!(did, "st!");
    let (failure, evidence) = evidence(end);
    assert_eq!(failure.code, ErrorCode::Aborted);
    assert_eq!(
        (evidence.verdict, evidence.after),
        (Verdict::Unreadable, None)
    );
}

#[test]
fn a_known_failure_needs_no_evidence() {
    for outcome in [Outcome::NotSent, Outcome::Rejected] {
        let came = failure(ErrorCode::ApiRejected, Endpoint::Transfer, outcome);
        let (end, did) = transfer(vec![], Err(came.clone()));
        assert_eq!((refused(end), did.as_str()), (came, "st!"));
    }
}

#[test]
fn what_cannot_be_read_before_is_not_sent() {
    let strangers = [
        (card(("17500000009", "source"), Some(1)), "data.user_phone"),
        (card(("17500000001", "other"), Some(1)), "data.code"),
    ];
    for (stranger, path) in strangers {
        let end = run(Verify::transfer(input()), vec![Ok(stranger)], done()).0;
        let failure = refused(end);
        assert_eq!(
            (failure.code, failure.outcome),
            (ErrorCode::BadResponse, Outcome::NotSent)
        );
        assert_eq!(failure.path.as_deref(), Some(path));
    }
    for (reads, which) in [
        (vec![Err(lost_read())], "source"),
        (vec![Ok(cards(100, 5).source), Err(lost_read())], "target"),
    ] {
        let (end, did) = run(Verify::transfer(input()), reads, done());
        let failure = refused(end);
        assert!(!did.contains('!'));
        assert_eq!(
            (failure.endpoint, failure.outcome, failure.attempts),
            (Some(Endpoint::Transfer), Outcome::NotSent, 0)
        );
        let says =
            format!("transfer: nothing was sent, as the {which} card could not be read: words");
        assert_eq!(failure.message, format!("{says} [network]"));
    }
}

#[test]
fn a_phone_is_another_one_only_where_it_shows_whole() {
    for shown in [
        "17500000001",
        "017500000001",
        "175****0001",
        "+86 17500000001",
        "",
    ] {
        let mut all = reads(&[cards(100, 5), cards(90, 15)]);
        for at in [0, 2] {
            all[at].as_mut().unwrap().user_phone = Some(shown.to_owned());
        }
        confirmed(run(Verify::transfer(input()), all, done()).0);
    }
}

#[test]
fn what_the_rules_refuse_is_not_sent() {
    let trial = |mut of: Card| {
        of.card_type = CardType::new("0");
        of
    };
    let now = cards(100, 5);
    let from_trial = Cards {
        source: trial(now.source.clone()),
        target: now.target.clone(),
    };
    let to_trial = Cards {
        source: now.source,
        target: trial(now.target),
    };
    for (before, path, reason) in [
        (from_trial, "code", Reason::TrialCard),
        (to_trial, "targetCode", Reason::TrialCard),
        (cards(9, 5), "limit", Reason::MoreThanHeld),
        (cards(0, 5), "limit", Reason::MoreThanHeld),
    ] {
        let (end, did) = run(Verify::transfer(input()), reads(&[before]), done());
        let failure = refused(end);
        assert_eq!(did, "st");
        assert_eq!(
            (failure.code, failure.outcome),
            (ErrorCode::RefusedByRule, Outcome::NotSent)
        );
        assert_eq!(
            (failure.path.as_deref(), failure.reason),
            (Some(path), Some(reason))
        );
        assert_eq!(failure.code.class(), "ValidationError");
    }
    // The last call of a card; below 0, of which nothing is said; a type that is not known here.
    let mut unknown = cards(100, 5);
    unknown.source.card_type = CardType::new("77");
    for before in [cards(10, 5), cards(-1, 5), unknown] {
        let all = reads(&[before.clone(), before]);
        assert_eq!(run(Verify::transfer(input()), all, done()).1, "st!st");
    }
}

#[test]
fn settling_is_the_same_without_the_reads_before() {
    let settle = |reads| {
        let verify = Verify::settle(input(), cards(100, 5)).unwrap();
        let (end, did) = run(verify, reads, done());
        match end {
            End::Settled(evidence) => (Ok(evidence), did),
            other => (Err(refused(other)), did),
        }
    };
    for (looks, verdict, expected) in [
        (vec![cards(90, 15)], Verdict::LikelyApplied, "st"),
        (
            vec![cards(100, 5), cards(90, 15)],
            Verdict::LikelyApplied,
            "st.st",
        ),
        (vec![cards(100, 5); 3], Verdict::NotObserved, "st.st.st"),
        (vec![cards(90, 5)], Verdict::Conflict, "st"),
    ] {
        let (evidence, did) = settle(reads(&looks));
        let evidence = evidence.unwrap();
        assert_eq!((evidence.verdict, did.as_str()), (verdict, expected));
        assert_eq!(
            (evidence.before, evidence.after),
            (cards(100, 5), looks.last().cloned())
        );
    }
    let (evidence, _) = settle(vec![Err(lost_read())]);
    assert_eq!(evidence.unwrap().verdict, Verdict::Unreadable);
    // Nobody else would tell that it was the caller.
    let (aborted, _) = settle(vec![Err(aborted_read())]);
    assert_eq!(aborted.unwrap_err(), aborted_read());
    // The two cards the other way round.
    let turned = Cards {
        source: cards(100, 5).target,
        target: cards(100, 5).source,
    };
    let refused = Verify::<Failure>::settle(input(), turned).unwrap_err();
    assert_eq!(
        (refused.path.as_str(), refused.reason),
        ("before.source.code", Reason::NotThatCard)
    );
}

#[test]
fn cards_are_read_back_as_they_were_given() {
    let fields = |code: &str, limit: Value| {
        Value::object([
            ("id", "i".into()),
            ("code", code.into()),
            ("type", "1".into()),
            ("apiLimit", limit),
            ("userId", Value::Null),
            ("userPhone", "175****0001".into()),
            ("userName", "".into()),
            ("createTime", Value::Number(1.0)),
            ("updateTime", Value::Null),
        ])
    };
    let both = |source: Value| {
        Value::object([
            ("source", source),
            ("target", fields("b", Value::Number(-5.0))),
        ])
    };
    let read = Cards::check(&both(fields("a", Value::Null))).unwrap();
    assert_eq!(
        (read.source.api_limit, read.target.api_limit),
        (None, Some(-5))
    );
    assert_eq!(read.source.user_name.as_deref(), Some(""));
    assert_eq!(read.source.create_time, Some(1));
    for (given, path, reason) in [
        (
            Value::object([("source", fields("a", Value::Null))]),
            "before.target",
            Reason::Missing,
        ),
        (
            both(fields("a", Value::Undefined)),
            "before.source.apiLimit",
            Reason::Missing,
        ),
        (
            both(fields("a", Value::Number(0.5))),
            "before.source.apiLimit",
            Reason::NotWholeNumber,
        ),
        (
            both(fields("", Value::Null)),
            "before.source.code",
            Reason::Empty,
        ),
        (Value::Null, "before", Reason::NotPlainObject("null")),
    ] {
        let refused = Cards::check(&given).unwrap_err();
        assert_eq!((refused.path.as_str(), refused.reason), (path, reason));
    }
}
