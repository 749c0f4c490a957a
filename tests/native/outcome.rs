//! Every row of the table of `docs/platform.md`, "Answers and outcomes".

use espai_cdkey::error::{ErrorCode, Outcome};
use espai_cdkey::outcome::of_answer;
use espai_cdkey::wire::{ApiCode, Malformed, Reply};

use ErrorCode::{ApiRejected, BadResponse, Forbidden, HttpStatus, RateLimited, Unauthenticated};
use Outcome::{Rejected, Unknown};

fn malformed() -> Malformed {
    Malformed {
        path: "body".to_owned(),
        reason: "is no JSON",
    }
}

fn reply(success: bool, code: ApiCode) -> Result<Reply<()>, Malformed> {
    Ok(Reply {
        success,
        message: None,
        code,
        payload: Ok(()),
    })
}

fn judged(status: u16, reply: &Result<Reply<()>, Malformed>) -> (ErrorCode, Outcome) {
    let verdict = of_answer(status, reply).expect("no success");
    (verdict.code, verdict.outcome)
}

#[test]
fn a_2xx_success_is_one_whatever_its_code() {
    for status in [200, 201, 299] {
        for code in [ApiCode::None, ApiCode::Number(500), ApiCode::NotANumber] {
            assert_eq!(of_answer(status, &reply(true, code)), None);
        }
    }
}

#[test]
fn a_2xx_without_a_readable_envelope_is_unknown() {
    assert_eq!(judged(200, &Err(malformed())), (BadResponse, Unknown));
    assert_eq!(judged(204, &Err(malformed())), (BadResponse, Unknown));
    let bad_data = Ok(Reply {
        success: true,
        message: None,
        code: ApiCode::None,
        payload: Err(malformed()),
    });
    assert_eq!(judged(200, &bad_data), (BadResponse, Unknown));
}

#[test]
fn a_refusal_is_classed_by_its_code_then_by_the_status() {
    let rows = [
        (200, ApiCode::Number(401), Unauthenticated, Rejected),
        (200, ApiCode::Number(403), Forbidden, Rejected),
        (200, ApiCode::Number(429), RateLimited, Rejected),
        (200, ApiCode::Number(400), ApiRejected, Rejected),
        (200, ApiCode::Number(-1), ApiRejected, Rejected),
        (200, ApiCode::Number(499), ApiRejected, Rejected),
        (200, ApiCode::Number(500), ApiRejected, Unknown),
        (200, ApiCode::Number(9999), ApiRejected, Unknown),
        (200, ApiCode::None, ApiRejected, Rejected),
        (200, ApiCode::NotANumber, ApiRejected, Unknown),
        (401, ApiCode::None, Unauthenticated, Rejected),
        (403, ApiCode::None, Forbidden, Rejected),
        (429, ApiCode::None, RateLimited, Rejected),
        (401, ApiCode::Number(400), ApiRejected, Rejected),
        (404, ApiCode::None, ApiRejected, Rejected),
        (302, ApiCode::Number(400), ApiRejected, Rejected),
        (408, ApiCode::Number(400), ApiRejected, Unknown),
        (500, ApiCode::Number(400), ApiRejected, Unknown),
        (503, ApiCode::Number(429), RateLimited, Unknown),
        (400, ApiCode::Number(500), ApiRejected, Unknown),
    ];
    for (status, code, class, outcome) in rows {
        assert_eq!(
            judged(status, &reply(false, code)),
            (class, outcome),
            "{status} {code:?}"
        );
    }
}

#[test]
fn a_success_with_another_status_goes_by_the_status_and_is_unknown() {
    let rows = [
        (302, HttpStatus),
        (401, Unauthenticated),
        (403, Forbidden),
        (404, HttpStatus),
        (429, RateLimited),
        (500, HttpStatus),
    ];
    for (status, class) in rows {
        assert_eq!(
            judged(status, &reply(true, ApiCode::None)),
            (class, Unknown),
            "{status}"
        );
    }
}

#[test]
fn without_an_envelope_the_status_decides() {
    let rows = [
        (0, HttpStatus, Unknown),
        (301, HttpStatus, Unknown),
        (302, HttpStatus, Unknown),
        (400, HttpStatus, Rejected),
        (401, Unauthenticated, Rejected),
        (403, Forbidden, Rejected),
        (404, HttpStatus, Rejected),
        (408, HttpStatus, Unknown),
        (429, RateLimited, Rejected),
        (500, HttpStatus, Unknown),
        (502, HttpStatus, Unknown),
        (599, HttpStatus, Unknown),
        (999, HttpStatus, Unknown),
    ];
    for (status, class, outcome) in rows {
        assert_eq!(
            judged(status, &Err(malformed())),
            (class, outcome),
            "{status}"
        );
    }
}

#[test]
fn a_read_is_worth_another_try_after_what_may_pass() {
    let again = |status, reply| of_answer(status, &reply).unwrap().again;
    for status in [408, 429, 500, 502, 503] {
        assert!(again(status, Err(malformed())), "{status}");
        assert!(again(status, reply(true, ApiCode::None)), "{status}");
        assert!(
            again(status, reply(false, ApiCode::Number(400))),
            "{status}"
        );
    }
    assert!(again(200, reply(false, ApiCode::Number(500))));
    assert!(again(200, reply(false, ApiCode::Number(429))));
    assert!(!again(200, reply(false, ApiCode::Number(400))));
    assert!(!again(200, reply(false, ApiCode::Number(401))));
    assert!(!again(200, Err(malformed())));
    assert!(!again(404, Err(malformed())));
    assert!(!again(302, Err(malformed())));
}
