//! What keeps a request from being sent twice: below the client by the runtime, or behind it by a browser or a proxy.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::js;
use crate::value::Value;

#[wasm_bindgen]
extern "C" {
    // Also in a page without TLS, where `randomUUID` is missing.
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &Uint8Array) -> Result<JsValue, JsValue>;

    type Deno;

    #[wasm_bindgen(method, catch, js_name = createHttpClient)]
    fn create_http_client(this: &Deno, options: &JsValue) -> Result<HttpClient, JsValue>;

    type HttpClient;

    #[wasm_bindgen(method, catch)]
    fn close(this: &HttpClient) -> Result<(), JsValue>;
}

/// A UUID for one call, by which a backend tells what was sent again from what was asked for twice. Where a runtime has nothing
/// random, there is none: it is a help for others, and no outcome rests on it.
///
/// Written here, in version 4 of RFC 9562: the crate `uuid` is 0.2 KB more of a page's download.
pub(super) fn idempotency_key() -> Option<String> {
    const FORM: &str = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    let random = Uint8Array::new_with_length(36);
    get_random_values(&random).ok()?;
    let key = FORM.chars().zip(random.to_vec());
    key.map(|(form, random)| match form {
        'x' => char::from_digit(u32::from(random & 0xf), 16),
        'y' => char::from_digit(u32::from(random & 0b11 | 0b1000), 16),
        itself => Some(itself),
    })
    .collect()
}

/// A connection of its own for one move, in Deno: where one that was used before is cut, its own `fetch` sends the request again and
/// tells nobody, so that the quota moves twice in a call that ends in success (seen with Deno 2.9). A client of Deno's that keeps no
/// connection uses none twice.
///
/// One for each move, and closed after it: it takes 0.05 ms to make, and one that was kept would be a leak to a test that looks
/// for such. Reads go over kept connections, as a read that is sent twice does no harm.
pub(super) struct OwnConnection(HttpClient);

impl OwnConnection {
    /// None elsewhere.
    pub(super) fn new() -> Option<Self> {
        let deno = js::global("Deno");
        if !deno.is_object() {
            return None;
        }
        let options = js::to_js(&Value::object([("poolMaxIdlePerHost", Value::Number(0.0))]));
        let made = deno.unchecked_ref::<Deno>().create_http_client(&options);
        made.ok().map(Self)
    }

    /// What Deno's `fetch` is given it by.
    pub(super) fn client(&self) -> &JsValue {
        self.0.as_ref()
    }
}

impl Drop for OwnConnection {
    fn drop(&mut self) {
        let _ = self.0.close();
    }
}
