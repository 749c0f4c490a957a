//! What a verified transfer came to, as JavaScript's objects.

use wasm_bindgen::JsValue;

use crate::cards::Cards;
use crate::js;
use crate::pair::{self, Shown};
use crate::redact;
use crate::verify::{Confirmed, End, Evidence};

/// What its promise comes to: what it is resolved with, or the failure, of which `error_of` makes an `Error`.
pub(crate) fn settled<F>(
    end: End<F>,
    error_of: impl FnOnce(F) -> JsValue,
) -> Result<JsValue, JsValue> {
    match end {
        End::Confirmed(all) => Ok(confirmed(all)),
        End::Settled(all) => Ok(evidence(&all, str::to_owned)),
        End::Failed(fault, all) => {
            let error = error_of(fault);
            if let Some(all) = all {
                js::set(&error, "evidence", &evidence(&all, str::to_owned));
                js::set(&error, "shown", &evidence(&all, redact::phone));
            }
            Err(error)
        }
    }
}

fn confirmed(all: Confirmed) -> JsValue {
    let by = if all.by_response {
        "response"
    } else {
        "reconciliation"
    };
    js::object([
        ("message", all.message.map_or(JsValue::NULL, JsValue::from)),
        ("confirmedBy", by.into()),
        ("before", pair::to_js(&all.before, str::to_owned)),
        ("after", after(all.after.as_ref(), str::to_owned)),
    ])
}

fn evidence(all: &Evidence, phone: Shown) -> JsValue {
    js::object([
        ("verdict", all.verdict.as_str().into()),
        ("before", pair::to_js(&all.before, phone)),
        ("after", after(all.after.as_ref(), phone)),
    ])
}

fn after(both: Option<&Cards>, phone: Shown) -> JsValue {
    both.map_or(JsValue::NULL, |both| pair::to_js(both, phone))
}
