//! The piece of the npm package that verifies transfers, as a wasm of its own: the rules of `verify.rs`, over calls that JavaScript
//! makes by the exports of the other one. What comes here was checked there.

use js_sys::{Error, Math, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

use crate::card::{Card, CardType};
use crate::cards::Cards;
use crate::endpoint::{DetailInput, Endpoint, TransferInput};
use crate::error::{ErrorCode, Failure, Outcome};
use crate::value::safe_integer;
use crate::verified::{self, Calls};
use crate::verify::{self, Fault, Verify};
use crate::{arguments, js, pair, rejection, task, told};

#[wasm_bindgen]
extern "C" {
    /// Who makes the calls of one verified transfer. What each gives is waited for; what it is rejected with is an `Error` that has
    /// all fields of `CdkeyError`.
    #[allow(unreachable_pub, reason = "the exports name it")]
    pub type Hands;

    /// Reads a card, by `{ phone, code }`.
    #[wasm_bindgen(method)]
    fn read(this: &Hands, card: &JsValue) -> JsValue;

    /// See [`Calls::prepare`]. What it is rejected with is the caller's.
    #[wasm_bindgen(method, js_name = beforeSend)]
    fn before_send(this: &Hands, before: &JsValue) -> JsValue;

    /// Sends the transfer; gives `{ message }`.
    #[wasm_bindgen(method)]
    fn send(this: &Hands) -> JsValue;

    /// See [`Calls::pause`].
    #[wasm_bindgen(method)]
    fn pause(this: &Hands, ms: u32) -> JsValue;
}

/// A verified transfer, as `transfer` gives it; with `{ before }`, cards that the caller gave, what `settle` gives.
#[wasm_bindgen]
pub fn verified(hands: Hands, input: &JsValue, past: &JsValue) -> Promise {
    match begin(input, past) {
        Ok(verify) => task::promise(async move {
            let end = verified::run(&hands, verify).await;
            told::settled(end, |told: Told| told.error)
        }),
        Err(told) => Promise::reject(&told.error),
    }
}

fn begin(input: &JsValue, past: &JsValue) -> Result<Verify<Told>, Told> {
    let input = transfer(input).ok_or_else(|| Failure::defect(Endpoint::Transfer))?;
    if past.is_undefined() {
        return Ok(Verify::transfer(input));
    }
    let checked = Cards::check(&arguments::read(&get(past, "before")));
    let checked = checked.and_then(|before| Verify::settle(input, before));
    checked.map_err(|invalid| Failure::invalid(Some(Endpoint::Detail), invalid).into())
}

/// None where it is not what the checks gave.
fn transfer(checked: &JsValue) -> Option<TransferInput> {
    let part = |name: &str| text(checked, name);
    let (phone, code) = (part("phone")?, part("code")?);
    let (target_phone, target_code) = (part("targetPhone")?, part("targetCode")?);
    let limit = number(checked, "limit")?;
    TransferInput::new((&phone, &code), (&target_phone, &target_code), limit).ok()
}

impl Calls for Hands {
    type Fault = Told;

    async fn read(&self, card_of: &DetailInput) -> Result<Card, Told> {
        let asked = js::object([
            ("phone", card_of.phone().into()),
            ("code", card_of.code().into()),
        ]);
        let came = js::settled(&Hands::read(self, &asked)).await;
        let came = came.map_err(Told::of)?;
        card(&came).ok_or_else(|| Failure::defect(Endpoint::Detail).into())
    }

    async fn prepare(&self, before: &Cards) -> Result<(), Told> {
        let prepared = self.before_send(&pair::to_js(before, str::to_owned));
        match js::settled(&prepared).await {
            Ok(_) => Ok(()),
            Err(cause) => Err(Told::of(rejection::error_of(&verify::withheld(), &cause))),
        }
    }

    async fn send(&self, _: &TransferInput) -> Result<Option<String>, Told> {
        let came = js::settled(&Hands::send(self)).await;
        came.map(|came| text(&came, "message")).map_err(Told::of)
    }

    async fn pause(&self, ms: u32) {
        // It gives nothing, and is not rejected.
        let _ = js::settled(&Hands::pause(self, ms)).await;
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}

/// How a call failed, as JavaScript has it: an `Error` with all fields of `CdkeyError`, of which the rules look at two.
pub(crate) struct Told {
    error: JsValue,
}

impl Told {
    /// A copy, which may be changed.
    fn of(error: JsValue) -> Self {
        let message = text(&error, "message").unwrap_or_default();
        Self {
            error: copy(&error, &message),
        }
    }
}

impl From<Failure> for Told {
    fn from(failure: Failure) -> Self {
        Self {
            error: rejection::error_of(&failure, &JsValue::UNDEFINED),
        }
    }
}

impl Fault for Told {
    fn outcome(&self) -> Outcome {
        // What says nothing of it says nothing for certain.
        let said = text(&self.error, "outcome").unwrap_or_default();
        let known = [Outcome::NotSent, Outcome::Rejected].into_iter();
        let mut known = known.filter(|outcome| outcome.as_str() == said);
        known.next().unwrap_or(Outcome::Unknown)
    }

    fn is_abort(&self) -> bool {
        text(&self.error, "code").is_some_and(|code| code == ErrorCode::Aborted.as_str())
    }

    fn unread(self, which: &str) -> Self {
        let message = text(&self.error, "message").unwrap_or_default();
        let error = copy(&self.error, &verify::unread_words(&message, which));
        js::set(&error, "endpoint", &Endpoint::Transfer.name().into());
        js::set(&error, "outcome", &Outcome::NotSent.as_str().into());
        js::set(&error, "attempts", &0.into());
        Self { error }
    }
}

/// An error with the same fields and other words.
fn copy(error: &JsValue, message: &str) -> JsValue {
    let made = Error::new(message);
    js::hide(&made, "name", &get(error, "name"));
    Object::assign(&made, error.unchecked_ref());
    let cause = get(error, "cause");
    if !cause.is_undefined() {
        js::hide(&made, "cause", &cause);
    }
    made.into()
}

/// A card as this package gives it; none where it is something else.
fn card(given: &JsValue) -> Option<Card> {
    Some(Card {
        id: text(given, "id")?,
        code: text(given, "code")?,
        card_type: CardType::new(text(given, "type")?),
        api_limit: number(given, "apiLimit"),
        user_id: text(given, "userId"),
        user_phone: text(given, "userPhone"),
        user_name: text(given, "userName"),
        create_time: number(given, "createTime"),
        update_time: number(given, "updateTime"),
    })
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

fn number(object: &JsValue, name: &str) -> Option<i64> {
    get(object, name).as_f64().and_then(safe_integer)
}
