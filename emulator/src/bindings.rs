//! The wasm exports: texts in, JSON texts out; no decisions. A refusal is thrown as JSON text, so that the host can tell
//! it from a trap.

use espai_cdkey::error::Invalid;
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::emulator::Emulator;
use crate::request::Request;

/// An emulator in wasm. One instance of the module holds one, so that a defect in one cannot reach another's cards.
#[wasm_bindgen]
pub struct EmulatorCore(Emulator);

#[wasm_bindgen]
impl EmulatorCore {
    /// See [`Emulator::new`].
    ///
    /// # Errors
    /// The refusal as JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, fresh_key: &str) -> Result<EmulatorCore, JsValue> {
        Emulator::new(options, fresh_key)
            .map(Self)
            .map_err(|invalid| thrown(&invalid))
    }

    /// See [`Emulator::inject`].
    ///
    /// # Errors
    /// The refusal as JSON text.
    pub fn inject(&mut self, options: &str) -> Result<(), JsValue> {
        self.0.inject(options).map_err(|invalid| thrown(&invalid))
    }

    /// See [`Emulator::plan`].
    pub fn plan(&mut self, method: &str, path: &str) -> String {
        json(&self.0.plan(method, path))
    }

    /// See [`Emulator::answer`], and without `commit` [`Emulator::preview`]. `now` is a whole number.
    pub fn answer(
        &mut self,
        method: &str,
        path: &str,
        authorization: Option<String>,
        body: &[u8],
        now: f64,
        commit: bool,
    ) -> String {
        let request = Request {
            method,
            path,
            authorization: authorization.as_deref(),
            body,
        };
        // The host lets only safe integers through.
        let now = format!("{now:.0}").parse().unwrap_or_default();
        json(&if commit {
            self.0.answer(&request, now)
        } else {
            self.0.preview(&request)
        })
    }

    /// See [`Emulator::reset`].
    pub fn reset(&mut self) {
        self.0.reset();
    }

    /// See [`Emulator::api_key`].
    #[wasm_bindgen(js_name = apiKey)]
    pub fn api_key(&self) -> String {
        self.0.api_key().to_owned()
    }

    /// See [`crate::service::MAX_BODY_BYTES`].
    #[wasm_bindgen(js_name = maxBodyBytes)]
    pub fn max_body_bytes(&self) -> u32 {
        crate::service::MAX_BODY_BYTES
    }

    /// See [`espai_cdkey::config::is_blocked`].
    #[wasm_bindgen(js_name = isBlocked)]
    pub fn is_blocked(&self, port: u16) -> bool {
        espai_cdkey::config::is_blocked(port)
    }

    /// See [`Emulator::changes`].
    pub fn changes(&self) -> u32 {
        self.0.changes()
    }

    /// See [`Emulator::last_change`].
    #[wasm_bindgen(js_name = lastChange)]
    pub fn last_change(&self) -> String {
        self.0.last_change()
    }

    /// See [`Emulator::cards`].
    pub fn cards(&self) -> String {
        self.0.cards()
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
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
