//! The wasm exports: JavaScript's values or JSON texts in, JSON texts out; no decisions.

use espai_cdkey::arguments;
use espai_cdkey::error::{ErrorCode, Failure, Outcome};
use serde::Serialize;
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::evidence::{self, Look, Seen};
use crate::input::{self, Kind};
use crate::liveness::{BEAT_MS, Row, SILENT_MS, System, Watch};
use crate::operation::{Call, Came, End, Found, Refusal, Step, Written};
use crate::recovery::{self, Task};
use crate::shown;
use crate::status::{Holder, Status};

/// See [`input::check`]. `{ checked }`, or `{ error }` as the client's own are made of.
#[wasm_bindgen(js_name = checkInput)]
pub fn check_input(kind: &str, given: &JsValue) -> String {
    let Some(kind) = Kind::of(kind) else {
        return text(&json!({}));
    };
    match input::check(kind, arguments::read(given)) {
        Ok(checked) => text(&json!({ "checked": checked })),
        Err(invalid) => {
            let failure = Failure::invalid(Some(kind.endpoint()), invalid);
            text(&json!({ "error": report(&failure) }))
        }
    }
}

/// The name of a card by its code.
#[wasm_bindgen(js_name = cardName)]
pub fn card_name(code: &str) -> String {
    input::code(code)
}

/// An error of the ledger's, for a call that is none of [`CallCore`].
#[wasm_bindgen(js_name = ledgerFailure)]
pub fn ledger_failure(kind: &str, code: &str, unknown: bool, says: &str) -> String {
    let code = match code {
        "key_conflict" => crate::operation::Code::KeyConflict,
        "card_busy" => crate::operation::Code::CardBusy,
        _ => crate::operation::Code::Unavailable,
    };
    let refusal = Refusal {
        code,
        may_have_happened: unknown,
        unwritten: None,
    };
    text(&failure(Kind::of(kind), &refusal, says))
}

/// The error of an operation whose process ended before its answer came.
#[wasm_bindgen]
pub fn interrupted(kind: &str) -> String {
    let endpoint = Kind::of(kind).map(Kind::endpoint);
    let says = "the process that sent it ended before the answer came, and the cards do not show for certain what became of it: do not \
                repeat it, look at both cards and resolve the operation";
    let failure = Failure::ledger(ErrorCode::Network, endpoint, Outcome::Unknown, says);
    text(&report(&failure))
}

/// The error of an operation whose phones are hashed, and whose cards the service does not list with these.
#[wasm_bindgen]
pub fn unlisted(kind: &str) -> String {
    let endpoint = Kind::of(kind).map(Kind::endpoint);
    let says = "the process that sent it ended before the answer came; this ledger keeps phone numbers as hashes, and the service lists no card \
                of one of the two codes with that number now, so the cards could not be read: do not repeat it, look at both cards and \
                resolve the operation";
    let failure = Failure::ledger(ErrorCode::Network, endpoint, Outcome::Unknown, says);
    text(&report(&failure))
}

fn failure(kind: Option<Kind>, refusal: &Refusal, says: &str) -> Json {
    let endpoint = kind.map(Kind::endpoint);
    report(&Failure::ledger(
        refusal.code(),
        endpoint,
        refusal.outcome(),
        says,
    ))
}

fn report(failure: &Failure) -> Json {
    let mut fields = serde_json::to_value(failure.report()).unwrap_or_default();
    if let Json::Object(fields) = &mut fields {
        fields.insert("name".to_owned(), failure.code.class().into());
        fields.insert("message".to_owned(), failure.message.as_str().into());
    }
    fields
}

/// See [`Call`]. Every method gives the next step as JSON: `{ step, status?, refusal? }`.
#[wasm_bindgen]
#[derive(Default)]
pub struct CallCore(Call);

#[wasm_bindgen]
impl CallCore {
    /// One call.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// See [`Call::found`].
    pub fn found(&mut self, status: &str, holder: &str, same: bool) -> String {
        match Status::of(status) {
            Some(status) => step(self.0.found(Found {
                status,
                holder: holder_of(holder),
                same,
            })),
            None => step(self.0.unreadable()),
        }
    }

    /// See [`Call::claimed`].
    pub fn claimed(&mut self, written: &str) -> String {
        step(self.0.claimed(written_of(written)))
    }

    /// See [`Call::waited`].
    pub fn waited(&mut self, time_is_up: bool) -> String {
        step(self.0.waited(time_is_up))
    }

    /// See [`Call::recorded`].
    pub fn recorded(&mut self, written: &str) -> bool {
        self.0.recorded(written_of(written))
    }

    /// See [`Call::ended`].
    pub fn ended(&mut self, came: &str) -> String {
        step(self.0.ended(match came {
            "done" => Came::Done,
            "not_sent" => Came::NotSent,
            "rejected" => Came::Rejected,
            _ => Came::Unknown,
        }))
    }

    /// See [`Call::adopted`].
    pub fn adopted(&mut self, written: &str) -> String {
        step(self.0.adopted(written_of(written)))
    }

    /// See [`Call::settled`].
    pub fn settled(&mut self, verdict: &str) -> String {
        step(self.0.settled(evidence::verdict(verdict)))
    }

    /// See [`Call::written`].
    pub fn written(&mut self, written: &str) -> String {
        step(self.0.written(written_of(written)))
    }

    /// See [`Call::unreadable`].
    pub fn unreadable(&mut self) -> String {
        step(self.0.unreadable())
    }
}

fn written_of(code: &str) -> Written {
    match code {
        "done" => Written::Done,
        "stale" => Written::Stale,
        "busy" => Written::Busy,
        _ => Written::Failed,
    }
}

fn holder_of(code: &str) -> Holder {
    match code {
        "nobody" => Holder::Nobody,
        "dead" => Holder::Dead,
        _ => Holder::Living,
    }
}

fn step(step: Step) -> String {
    text(&match step {
        Step::Look => json!({ "step": "look" }),
        Step::Claim => json!({ "step": "claim" }),
        Step::Wait => json!({ "step": "wait" }),
        Step::Send => json!({ "step": "send" }),
        Step::Adopt => json!({ "step": "adopt" }),
        Step::Settle => json!({ "step": "settle" }),
        Step::Write(status) => json!({ "step": "write", "status": status.as_str() }),
        Step::End(End::Found) => json!({ "step": "found" }),
        Step::End(End::Own) => json!({ "step": "own" }),
        Step::End(End::Refused(refusal)) => json!({
            "step": "refused",
            "code": refusal.code().as_str(),
            "unknown": refusal.may_have_happened,
            "unwritten": refusal.unwritten.map(|status| status.as_str()),
        }),
    })
}

/// See [`recovery::task`]: `leave`, `release` or `settle`.
#[wasm_bindgen(js_name = recoveryTask)]
pub fn recovery_task(status: &str, holder: &str, untouched: bool) -> String {
    let task = Status::of(status).map_or(Task::Leave, |status| {
        recovery::task(status, holder_of(holder), untouched)
    });
    match task {
        Task::Leave => "leave",
        Task::Release => "release",
        Task::Settle => "settle",
    }
    .to_owned()
}

/// See [`recovery::settled`].
#[wasm_bindgen(js_name = settledStatus)]
pub fn settled_status(verdict: &str) -> String {
    recovery::settled(evidence::verdict(verdict))
        .as_str()
        .to_owned()
}

/// See [`recovery::may_free`].
#[wasm_bindgen(js_name = mayFree)]
pub fn may_free(status: &str, holder: &str) -> bool {
    Status::of(status).is_some_and(|status| recovery::may_free(status, holder_of(holder)))
}

/// See [`recovery::may_have_moved`].
#[wasm_bindgen(js_name = mayHaveMoved)]
pub fn may_have_moved(status: &str, by_a_person: bool) -> bool {
    Status::of(status).is_none_or(|status| recovery::may_have_moved(status, by_a_person))
}

/// See [`recovery::may_resolve`].
#[wasm_bindgen(js_name = mayResolve)]
pub fn may_resolve(status: &str) -> bool {
    Status::of(status).is_some_and(recovery::may_resolve)
}

/// See [`evidence::of_destroy`]; a card as what it holds, `null` where that is no number, `"gone"` or `"unreadable"`.
/// `{ again: ms }` or `{ verdict }`.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen(js_name = ofDestroy)]
pub fn of_destroy(before: &str, now: &str, look: u32) -> Result<String, JsValue> {
    let says = evidence::of_destroy(seen(before)?, seen(now)?, look);
    Ok(text(&match says {
        Look::Again(ms) => json!({ "again": ms }),
        Look::Says(verdict) => json!({ "verdict": verdict.as_str() }),
    }))
}

fn seen(card: &str) -> Result<Seen, JsValue> {
    Ok(match read(card)? {
        Json::String(text) if text == "gone" => Seen::Gone,
        Json::Null => Seen::There(None),
        Json::Number(number) => Seen::There(number.as_i64()),
        _ => Seen::Unreadable,
    })
}

/// See [`shown::masked`].
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen]
pub fn masked(operation: &str) -> Result<String, JsValue> {
    Ok(text(&shown::masked(read(operation)?)))
}

/// See [`SILENT_MS`].
#[wasm_bindgen(js_name = silentMs)]
pub fn silent_ms() -> f64 {
    SILENT_MS
}

/// See [`BEAT_MS`].
#[wasm_bindgen(js_name = beatMs)]
pub fn beat_ms() -> f64 {
    BEAT_MS
}

/// See [`Watch`].
#[wasm_bindgen]
#[derive(Default)]
pub struct WatchCore(Watch);

#[wasm_bindgen]
impl WatchCore {
    /// Nobody seen yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// See [`Watch::look`]; rows as `[[id, beat, ageMs, system], …]`, system true, false or null.
    ///
    /// # Errors
    /// A defect of the host's.
    pub fn look(&mut self, rows: &str, now: f64) -> Result<(), JsValue> {
        let rows: Vec<(String, u64, f64, Option<bool>)> =
            serde_json::from_str(rows).map_err(|error| JsValue::from_str(&error.to_string()))?;
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(id, beat, age_ms, runs)| Row {
                id,
                beat,
                age_ms,
                system: match runs {
                    Some(true) => System::Runs,
                    Some(false) => System::Gone,
                    None => System::Silent,
                },
            })
            .collect();
        self.0.look(&rows, now);
        Ok(())
    }

    /// See [`Watch::is_dead`].
    #[wasm_bindgen(js_name = isDead)]
    pub fn is_dead(&self, id: &str) -> bool {
        self.0.is_dead(id)
    }

    /// See [`Watch::is_open`].
    #[wasm_bindgen(js_name = isOpen)]
    pub fn is_open(&self, id: &str) -> bool {
        self.0.is_open(id)
    }
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// # Errors
/// It is no JSON.
fn read(text: &str) -> Result<Json, JsValue> {
    serde_json::from_str(text).map_err(|error| JsValue::from_str(&error.to_string()))
}
