//! The wasm exports: texts in, JSON texts out; no decisions. Nothing is kept between two calls, so a new instance can take over
//! at any time. What a host hands in it has written itself: text that is no such JSON is a defect, and thrown.

use espai_cdkey::card::Language;
use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::error::Invalid;
use espai_cdkey::redact::Redactor;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::answer::Answer;
use crate::failure::Failed;
use crate::gate::{Head, Passage};
use crate::grant::Grant;
use crate::idempotency::{self, Entry, Named, Recall};
use crate::input::Input;
use crate::options::Options;
use crate::refusal::Refusal;
use crate::success;

/// Checks the options of a handler.
///
/// # Errors
/// The refusal as JSON text.
#[wasm_bindgen(js_name = checkOptions)]
pub fn check_options(options: &str) -> Result<(), JsValue> {
    Options::read(options)
        .map(|_| ())
        .map_err(|invalid| thrown(&invalid))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    headers: Vec<(&'static str, String)>,
    endpoint: Option<&'static str>,
    is_move: bool,
    most: u32,
    chinese: bool,
    answer: Option<Answer>,
}

/// See [`Head::passage`]. Gives what to do: answer, or read at most so many bytes.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen]
pub fn open(options: &str, head: &str) -> Result<String, JsValue> {
    let options = Options::read(options).map_err(|invalid| thrown(&invalid))?;
    let head: Head = read(head)?;
    let passage = head.passage(&options);
    let language = head.language();
    let (endpoint, answer) = match &passage {
        Passage::Read(endpoint) => (Some(*endpoint), None),
        Passage::Preflight => (
            None,
            Some(Answer {
                status: 204,
                ..Answer::done(String::new())
            }),
        ),
        Passage::Refused(endpoint, refusal) => (*endpoint, Some(refusal.answer(language))),
    };
    Ok(json(&Opened {
        headers: head.headers(&options, &passage),
        endpoint: endpoint.map(Endpoint::name),
        is_move: endpoint.is_some_and(Endpoint::is_move),
        most: options.max_body_bytes,
        chinese: language == Language::Chinese,
        answer,
    }))
}

#[derive(Serialize)]
struct Taken<T: Serialize> {
    #[serde(flatten)]
    taken: Option<T>,
    answer: Option<Answer>,
}

/// What is refused by who reads the body or keeps the answers: `too_large`, `no_body`, `cut_body`, `not_signed_in`, `bad_grant`,
/// `no_store`, `key_conflict`, `under_way`.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen]
pub fn refuse(name: &str, most: u32, chinese: bool) -> Result<String, JsValue> {
    let refusal = match name {
        "too_large" => Refusal::TooLarge(most),
        "no_body" => Refusal::NoBody,
        "cut_body" => Refusal::CutBody,
        "not_signed_in" => Refusal::NotSignedIn,
        "bad_grant" => Refusal::BadGrant("it must give false or { actor, allow?, maxTransfer? }"),
        "no_store" => Refusal::NoStore,
        "key_conflict" => Refusal::KeyConflict,
        "under_way" => Refusal::UnderWay,
        _ => return Err(JsValue::from_str("no such refusal")),
    };
    Ok(json(&refusal.answer(language(chinese))))
}

#[derive(Serialize)]
struct Inputs {
    input: espai_cdkey::value::Value,
}

/// See [`Input::read`]. Gives the input for the call, or an answer.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen(js_name = readInput)]
pub fn read_input(endpoint: &str, body: &[u8], chinese: bool) -> Result<String, JsValue> {
    let input = Input::read(named(endpoint)?, body);
    Ok(taken(
        input.map(|input| Inputs {
            input: input.to_value(),
        }),
        chinese,
    ))
}

#[derive(Serialize)]
struct Judged {
    /// Of somebody who may not do it as well.
    actor: Option<String>,
    named: Option<Named>,
    answer: Option<Answer>,
}

/// See [`Grant`] and [`Named`]. Gives the actor as it is shown, the name of a move that carries a key, or an answer.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen]
pub fn judge(
    endpoint: &str,
    body: &[u8],
    grant: &str,
    key: Option<String>,
    secrets: &str,
    chinese: bool,
) -> Result<String, JsValue> {
    let endpoint = named(endpoint)?;
    let refused = |refusal: Refusal| Some(refusal.answer(language(chinese)));
    let grant = match Grant::read(grant) {
        Ok(grant) => grant,
        Err(refusal) => {
            return Ok(json(&Judged {
                actor: None,
                named: None,
                answer: refused(refusal),
            }));
        }
    };
    let judged = Input::read(endpoint, body).and_then(|input| {
        grant.permits(&input)?;
        key.filter(|_| endpoint.is_move())
            .map(|key| Named::new(&grant.actor, &key, &input))
            .transpose()
    });
    let actor = Some(grant.shown_actor(&redactor(secrets)?));
    Ok(json(&match judged {
        Ok(named) => Judged {
            actor,
            named,
            answer: None,
        },
        Err(refusal) => Judged {
            actor,
            named: None,
            answer: refused(refusal),
        },
    }))
}

/// See [`success::answer`]. A result that is none is answered as one that was lost.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen]
pub fn succeed(endpoint: &str, result: &str, secrets: &str) -> Result<String, JsValue> {
    let endpoint = named(endpoint)?;
    let secrets = redactor(secrets)?;
    let answer = success::answer(endpoint, result, &secrets);
    Ok(json(&answer.unwrap_or_else(|| {
        Failed::odd().answer(endpoint, &secrets)
    })))
}

/// See [`Failed::answer`].
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen]
pub fn fail(endpoint: &str, error: &str, secrets: &str) -> Result<String, JsValue> {
    let secrets = redactor(secrets)?;
    Ok(json(
        &Failed::read(error).answer(named(endpoint)?, &secrets),
    ))
}

/// See [`Entry`]: of a move that begins, or with its answer of one that has ended.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen(js_name = writeEntry)]
pub fn write_entry(fingerprint: &str, answer: Option<String>) -> Result<String, JsValue> {
    Ok(match answer {
        None => Entry::begun(fingerprint),
        Some(answer) => Entry::ended(fingerprint, &read(&answer)?),
    })
}

#[derive(Serialize)]
struct Recalled {
    state: &'static str,
    answer: Option<Answer>,
}

/// See [`Entry::recall`].
#[wasm_bindgen(js_name = recallEntry)]
pub fn recall_entry(text: &str, fingerprint: &str, chinese: bool) -> String {
    let (state, answer) = match Entry::recall(text, fingerprint) {
        Ok(Recall::Wait) => ("wait", None),
        Ok(Recall::Again) => ("again", None),
        Ok(Recall::Ended(answer)) => ("ended", Some(answer)),
        Ok(Recall::Conflict) => (
            "ended",
            Some(Refusal::KeyConflict.answer(language(chinese))),
        ),
        Err(refusal) => ("ended", Some(refusal.answer(language(chinese)))),
    };
    json(&Recalled { state, answer })
}

/// See [`idempotency::REMEMBERED_MS`].
#[wasm_bindgen(js_name = rememberedMs)]
pub fn remembered_ms() -> u32 {
    idempotency::REMEMBERED_MS
}

/// See [`idempotency::REMEMBERED_MOST`].
#[wasm_bindgen(js_name = rememberedMost)]
pub fn remembered_most() -> u32 {
    idempotency::REMEMBERED_MOST
}

fn taken<T: Serialize>(result: Result<T, Refusal>, chinese: bool) -> String {
    json(&match result {
        Ok(taken) => Taken {
            taken: Some(taken),
            answer: None,
        },
        Err(refusal) => Taken {
            taken: None,
            answer: Some(refusal.answer(language(chinese))),
        },
    })
}

fn language(chinese: bool) -> Language {
    if chinese {
        Language::Chinese
    } else {
        Language::English
    }
}

/// What must not leave: the client's key and the values of its headers, as a JSON array.
fn redactor(secrets: &str) -> Result<Redactor, JsValue> {
    let headers: Vec<(String, String)> = read::<Vec<String>>(secrets)?
        .into_iter()
        .map(|secret| (String::new(), secret))
        .collect();
    let mut redactor = Redactor::default();
    redactor.learn_headers(&headers);
    Ok(redactor)
}

fn named(endpoint: &str) -> Result<Endpoint, JsValue> {
    Endpoint::of_call(endpoint).ok_or_else(|| JsValue::from_str("no such endpoint"))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// # Errors
/// It is no such JSON.
fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, JsValue> {
    serde_json::from_str(text).map_err(|error| JsValue::from_str(&error.to_string()))
}

fn thrown(invalid: &Invalid) -> JsValue {
    let refusal = serde_json::json!({
        "code": invalid.code.error().as_str(),
        "path": invalid.path,
        "reason": invalid.reason.as_str(),
        "message": invalid.to_string(),
    });
    JsValue::from_str(&refusal.to_string())
}
