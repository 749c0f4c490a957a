//! What a second run does with each line.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that breaks has failed"
)]

mod support;

use espai_cdkey_bulk::problem::Problem;
use espai_cdkey_bulk::results::Results;
use espai_cdkey_bulk::resume::{Again, Task, tasks};
use espai_cdkey_bulk::row::{News, Row};
use espai_cdkey_bulk::sheet::Sheet;
use support::{GOOD, HEADER, sheet, with};

/// Results of rows `(place of the line, news)`, as the host hands them in.
fn results(sheet: &Sheet, rows: &[(usize, &str)]) -> Results {
    let mut results = Results::default();
    for (at, (line, news)) in (2..).zip(rows) {
        let row = Row::of_line(
            &sheet.lines()[*line],
            serde_json::from_str::<News>(news).unwrap(),
        );
        results.push_cells(at, &row.cells()).unwrap();
    }
    results
}

fn three() -> Sheet {
    let other = with(&[(1, "cccccccc"), (3, "dddddddd")]);
    let sheet = sheet(&[HEADER, GOOD, &with(&[(3, "eeeeeeee")]), &other]);
    assert!(sheet.problems().is_empty());
    sheet
}

const SENDING: &str =
    r#"{"status":"sending","sourceBefore":100,"targetBefore":0,"sourceId":"a","targetId":"b"}"#;
const UNKNOWN: &str = r#"{"status":"unknown","outcome":"unknown","code":"network","sourceBefore":100,"targetBefore":0}"#;

#[test]
fn what_may_have_left_is_known_in_its_order() {
    let sheet = three();
    let skipped = r#"{"status":"skipped"}"#;
    let rows = [
        (2, SENDING),
        (0, skipped),
        (0, SENDING),
        (2, UNKNOWN),
        (2, SENDING),
    ];
    let lines = |places: &[usize]| -> Vec<u32> {
        places.iter().map(|at| sheet.lines()[*at].line).collect()
    };
    assert_eq!(results(&sheet, &rows).sent(), lines(&[2, 0, 2]));
}

#[test]
fn each_state_has_one_way_on() {
    let sheet = three();
    for (rows, task) in [
        (vec![], Task::Run),
        (vec![r#"{"status":"skipped"}"#], Task::Run),
        (
            vec![r#"{"status":"failed","outcome":"not_sent","code":"network"}"#],
            Task::Run,
        ),
        (
            vec![
                SENDING,
                r#"{"status":"failed","outcome":"not_sent","code":"network"}"#,
            ],
            Task::Run,
        ),
        (
            vec![
                SENDING,
                r#"{"status":"failed","outcome":"rejected","code":"api_rejected"}"#,
            ],
            Task::Keep,
        ),
        (vec![SENDING, r#"{"status":"failed"}"#], Task::Keep),
        (vec![SENDING, r#"{"status":"done"}"#], Task::Keep),
        (vec![SENDING], Task::Settle),
        (vec![SENDING, UNKNOWN], Task::Settle),
        // Nothing to compare with.
        (
            vec![SENDING, r#"{"status":"unknown","outcome":"unknown"}"#],
            Task::Keep,
        ),
        (
            vec![r#"{"status":"unknown","outcome":"unknown","sourceBefore":100}"#],
            Task::Keep,
        ),
        (
            vec![r#"{"status":"unknown","outcome":"unknown","targetBefore":0}"#],
            Task::Keep,
        ),
        // It was sent again after it had certainly not left, and that is what counts.
        (
            vec![
                SENDING,
                r#"{"status":"failed","outcome":"not_sent"}"#,
                SENDING,
            ],
            Task::Settle,
        ),
    ] {
        let rows: Vec<_> = rows.into_iter().map(|news| (0, news)).collect();
        let found = tasks(&sheet, &results(&sheet, &rows), Again::NotSent).unwrap();
        assert_eq!(found, [task, Task::Run, Task::Run], "{rows:?}");
    }
}

#[test]
fn a_host_is_told_by_names() {
    let names = [Task::Run, Task::Settle, Task::Keep].map(Task::as_str);
    assert_eq!(names, ["run", "settle", "keep"]);
}

#[test]
fn cards_that_another_line_has_moved_since_prove_nothing() {
    let sheet = three();
    // The second line has the same source.
    let rows = [
        (0, SENDING),
        (0, UNKNOWN),
        (1, SENDING),
        (1, r#"{"status":"done"}"#),
    ];
    assert_eq!(
        tasks(&sheet, &results(&sheet, &rows), Again::NotSent).unwrap(),
        [Task::Keep, Task::Keep, Task::Run]
    );
    // The third has other cards.
    let rows = [
        (0, SENDING),
        (0, UNKNOWN),
        (2, SENDING),
        (2, r#"{"status":"done"}"#),
    ];
    assert_eq!(
        tasks(&sheet, &results(&sheet, &rows), Again::NotSent).unwrap(),
        [Task::Settle, Task::Run, Task::Keep]
    );
}

#[test]
fn a_sheet_that_changed_is_refused_with_every_line_that_did() {
    let sheet = three();
    let rows = [
        (0, r#"{"status":"done"}"#),
        (1, r#"{"status":"done"}"#),
        (2, r#"{"status":"done"}"#),
    ];
    let results = results(&sheet, &rows);
    let told = |sheet: &Sheet| -> Vec<(Option<u32>, &str)> {
        let problems: Vec<Problem> = tasks(sheet, &results, Again::NotSent).unwrap_err();
        problems
            .iter()
            .map(|problem| (problem.line, problem.reason.as_str()))
            .collect()
    };
    let changed = support::sheet(&[HEADER, GOOD, &with(&[(3, "eeeeeeee"), (4, "11")])]);
    assert_eq!(
        told(&changed),
        [(Some(3), "input_changed"), (Some(4), "line_gone")]
    );
    // A line more is none that was changed.
    let mut rows: Vec<&[&str]> = vec![HEADER, GOOD];
    let (second, third, more) = (
        with(&[(3, "eeeeeeee")]),
        with(&[(1, "cccccccc"), (3, "dddddddd")]),
        with(&[(4, "99")]),
    );
    rows.extend([second.as_slice(), &third, &more]);
    let longer = support::sheet(&rows);
    assert_eq!(
        tasks(&longer, &results, Again::NotSent).unwrap(),
        [Task::Keep, Task::Keep, Task::Keep, Task::Run]
    );
}

#[test]
fn what_was_refused_runs_again_only_where_a_person_asks() {
    let sheet = three();
    let rows = [
        (
            0,
            r#"{"status":"failed","outcome":"rejected","code":"api_rejected"}"#,
        ),
        (1, UNKNOWN),
        (2, r#"{"status":"done"}"#),
    ];
    let results = results(&sheet, &rows);
    let with = |again| tasks(&sheet, &results, again).unwrap();
    assert_eq!(with(Again::NotSent)[0], Task::Keep);
    assert_eq!(with(Again::Refused)[0], Task::Run);
    // What may have happened does not, whoever asks.
    assert_eq!(with(Again::NotSent)[1..], with(Again::Refused)[1..]);
    assert!(!with(Again::Refused)[1..].contains(&Task::Run));
}
