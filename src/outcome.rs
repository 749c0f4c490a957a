//! What an ending means for a move: one table, pure. Its source is `docs/platform.md`, "Answers and outcomes".

use crate::error::{ErrorCode, Outcome};
use crate::wire::{ApiCode, Malformed, Reply};

/// What an answer comes to, where it is no success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// What went wrong.
    pub code: ErrorCode,
    /// Whether the move can have happened.
    pub outcome: Outcome,
    /// Whether a read is worth another try.
    pub again: bool,
}

/// Judges an answer that was read to its end. `None` is a success.
///
/// The envelope decides where there is one, the status where there is none (`docs/platform.md`, point 2).
pub fn of_answer<P>(status: u16, reply: &Result<Reply<P>, Malformed>) -> Option<Verdict> {
    let accepted = (200..=299).contains(&status);
    let (code, outcome, envelope_again) = match reply {
        Ok(Reply {
            success: true,
            payload,
            ..
        }) => match (accepted, payload) {
            (true, Ok(_)) => return None,
            (true, Err(_)) => (ErrorCode::BadResponse, Outcome::Unknown, false),
            (false, _) => (of_status(status), Outcome::Unknown, false),
        },
        Ok(Reply {
            success: false,
            code,
            ..
        }) => {
            let (class, doubtful) = match code {
                ApiCode::Number(number) => (
                    access(*number).unwrap_or(ErrorCode::ApiRejected),
                    *number >= 500,
                ),
                ApiCode::None => (of_refusal(status), false),
                ApiCode::NotANumber => (of_refusal(status), true),
            };
            // 500 (系统错误) does not prove that nothing happened (`docs/platform.md`, point 6).
            let unknown = doubtful || status >= 500 || status == 408;
            let outcome = if unknown {
                Outcome::Unknown
            } else {
                Outcome::Rejected
            };
            let again = matches!(code, ApiCode::Number(number) if *number >= 500)
                || class == ErrorCode::RateLimited;
            (class, outcome, again)
        }
        Err(_) if accepted => (ErrorCode::BadResponse, Outcome::Unknown, false),
        Err(_) => {
            let known = (400..=499).contains(&status) && status != 408;
            let outcome = if known {
                Outcome::Rejected
            } else {
                Outcome::Unknown
            };
            (of_status(status), outcome, false)
        }
    };
    Some(Verdict {
        code,
        outcome,
        again: envelope_again || status_again(status),
    })
}

/// Whether a status alone makes a read worth another try.
pub fn status_again(status: u16) -> bool {
    matches!(status, 408 | 429) || status >= 500
}

fn access(number: i64) -> Option<ErrorCode> {
    match number {
        401 => Some(ErrorCode::Unauthenticated),
        403 => Some(ErrorCode::Forbidden),
        429 => Some(ErrorCode::RateLimited),
        _ => None,
    }
}

fn of_status(status: u16) -> ErrorCode {
    access(i64::from(status)).unwrap_or(ErrorCode::HttpStatus)
}

fn of_refusal(status: u16) -> ErrorCode {
    access(i64::from(status)).unwrap_or(ErrorCode::ApiRejected)
}
