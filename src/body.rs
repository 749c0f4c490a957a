//! An answer of the runtime's own `fetch`, read in Rust (gloo-net). In the npm package JavaScript reads it, where it takes
//! a promise for all of it rather than two for every piece (`pkg-template/exchange.js`).

use gloo_net::http::Response;
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use crate::client::Ending;
use crate::transport::Received;

/// Reads the answer to its end. `failed` says what it means that reading throws.
pub(crate) async fn receive(
    response: &Response,
    most: u32,
    failed: &dyn Fn(&JsValue) -> Ending,
) -> Result<Received, Ending> {
    let headers = response.headers();
    // Only a hint, as nothing is believed of it: where it is right, the body is not copied while it grows.
    let length = headers
        .get("content-length")
        .and_then(|length| length.parse::<u32>().ok());
    Ok(Received {
        status: response.status(),
        retry_after: headers.get("retry-after"),
        body: read(response, length.unwrap_or(0).min(most), most, failed).await?,
    })
}

/// Reads the body piece by piece, so that one that is too long is left as soon as it is.
async fn read(
    response: &Response,
    room: u32,
    most: u32,
    failed: &dyn Fn(&JsValue) -> Ending,
) -> Result<Vec<u8>, Ending> {
    let mut body = Vec::new();
    let Some(stream) = response.body() else {
        return Ok(body);
    };
    // Where there is no such room, it is asked for again with the bytes that are there.
    let _ = body.try_reserve_exact(room as usize);
    let reader = ReadableStreamDefaultReader::new(&stream)
        .map_err(|_| Ending::NoAnswer("the answer's body was taken by someone else"))?;
    loop {
        let piece = JsFuture::from(reader.read())
            .await
            .map_err(|thrown| failed(&thrown))?;
        let property =
            |name: &str| Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if property("done").is_truthy() {
            return Ok(body);
        }
        let bytes = bytes_of(&property("value")).ok_or(Ending::NoAnswer(
            "the answer's body does not consist of bytes",
        ))?;
        let before = body.len();
        let after = before.saturating_add(usize::try_from(bytes.length()).unwrap_or(usize::MAX));
        if u32::try_from(after).map_or(true, |length| length > most) {
            return Err(Ending::TooLarge {
                status: response.status(),
            });
        }
        body.resize(after, 0);
        if let Some(room) = body.get_mut(before..) {
            bytes.copy_to(room);
        }
    }
}

/// A piece of a body, also where it was made in another realm.
fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Some(bytes.clone());
    }
    let number = |name: &str| Reflect::get(value, &name.into()).ok()?.as_f64();
    if !ArrayBuffer::is_view(value) || number("BYTES_PER_ELEMENT") != Some(1.0) {
        return None;
    }
    Some(Uint8Array::new(value))
}
