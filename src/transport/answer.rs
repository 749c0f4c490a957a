//! An answer as `fetch` gave it, read to its end. A genuine one of the runtime's own goes through gloo-net; all else (other
//! libraries', a test's, one of another realm) is asked for what it has to have, and nothing of it is trusted.

use gloo_net::http::Response;
use js_sys::{ArrayBuffer, Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use crate::call::Ending;
use crate::value::safe_integer;
use crate::{js, thrown};

#[wasm_bindgen]
extern "C" {
    /// Something that says that it is an answer.
    type Foreign;

    #[wasm_bindgen(method, getter, catch)]
    fn status(this: &Foreign) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter, catch)]
    fn headers(this: &Foreign) -> Result<ForeignHeaders, JsValue>;

    #[wasm_bindgen(method, getter, catch)]
    fn body(this: &Foreign) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter, catch, js_name = arrayBuffer)]
    fn array_buffer(this: &Foreign) -> Result<JsValue, JsValue>;

    /// Of `espai-cdkey/node`: all bytes at once, or null where there are more than so many.
    #[wasm_bindgen(method, getter, catch, js_name = bytesUpTo)]
    fn bytes_up_to(this: &Foreign) -> Result<JsValue, JsValue>;

    type ForeignHeaders;

    #[wasm_bindgen(method, catch)]
    fn get(this: &ForeignHeaders, name: &str) -> Result<JsValue, JsValue>;

    /// What a body's pieces come from: a stream's reader, or an iterator.
    type Source;

    #[wasm_bindgen(method, catch)]
    fn read(this: &Source) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Source) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn next(this: &Source) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = return)]
    fn leave(this: &Source) -> Result<JsValue, JsValue>;

    type Piece;

    #[wasm_bindgen(method, getter, catch)]
    fn done(this: &Piece) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter, catch)]
    fn value(this: &Piece) -> Result<JsValue, JsValue>;

    // js-sys' own do not catch what a proxy throws, or a value that is none of theirs.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = getPrototypeOf)]
    fn prototype_of(object: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = getOwnPropertyNames)]
    fn own_names(object: &JsValue) -> Result<js_sys::Array, JsValue>;

    #[wasm_bindgen(js_name = DataView)]
    type View;

    #[wasm_bindgen(catch, constructor, js_class = "DataView")]
    fn of(buffer: &JsValue) -> Result<View, JsValue>;
}

/// An answer that was read whole.
pub(super) struct Received {
    /// 0 where a page is not told it, of a redirect.
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) body: Vec<u8>,
}

/// What has no body whatever else it says: the Fetch standard's "null body status".
const BODILESS: [u16; 3] = [204, 205, 304];

const NO_RESPONSE: Ending = Ending::NoAnswer("fetch gave no Response");
const TAKEN: Ending = Ending::NoAnswer("the answer's body was taken by someone else");
const NO_BYTES: Ending = Ending::NoAnswer("the answer's body does not consist of bytes");

fn lost(thrown: JsValue) -> Ending {
    Ending::Network(thrown::read(&thrown))
}

/// Reads an answer to its end, `most` bytes at the most.
pub(super) async fn receive(answer: JsValue, most: u32) -> Result<Received, Ending> {
    if is_genuine(&answer) {
        let response = Response::from(answer.unchecked_into::<web_sys::Response>());
        return receive_genuine(&response, most).await;
    }
    receive_foreign(answer.unchecked_ref(), most).await
}

/// One of this realm's, with nothing of its own put before what it has: what gloo-net asks of it cannot throw.
fn is_genuine(answer: &JsValue) -> bool {
    let class = js::global("Response");
    let prototype = Reflect::get(&class, &"prototype".into()).unwrap_or(JsValue::UNDEFINED);
    answer.is_object()
        && prototype.is_object()
        && prototype_of(answer).is_ok_and(|own| own == prototype)
        && own_names(answer).is_ok_and(|names| names.length() == 0)
        // Something that was only given the prototype has no status.
        && answer
            .unchecked_ref::<Foreign>()
            .status()
            .is_ok_and(|status| status.as_f64().is_some())
}

async fn receive_genuine(response: &Response, most: u32) -> Result<Received, Ending> {
    let headers = response.headers();
    let mut bytes = Bytes::new(response.status(), most);
    // Only a hint, as nothing is believed of it: where it is right, the body is not copied while it grows.
    bytes.reserve(
        headers
            .get("content-length")
            .and_then(|length| length.parse().ok()),
    );
    if let Some(stream) = response.body() {
        let reader = ReadableStreamDefaultReader::new(&stream).map_err(|_| TAKEN)?;
        let mut pieces = Pieces::Reader(reader.unchecked_into());
        while let Some(piece) = pieces.next().await? {
            bytes.take(&piece)?;
        }
        pieces.end();
    }
    Ok(bytes.received(headers.get("retry-after")))
}

async fn receive_foreign(answer: &Foreign, most: u32) -> Result<Received, Ending> {
    let status = status_of(answer).ok_or(NO_RESPONSE)?;
    let headers = answer.headers().map_err(|_| NO_RESPONSE)?;
    let retry_after = headers.get("retry-after").map_err(|_| NO_RESPONSE)?;
    let mut bytes = Bytes::new(status, most);
    if !BODILESS.contains(&status) {
        match content_of(answer, most)? {
            Content::Pieces(mut pieces) => {
                while let Some(piece) = pieces.next().await? {
                    bytes.take(&piece)?;
                }
                pieces.end();
            }
            Content::Whole(promise) => {
                let whole = promise.await.map_err(lost)?;
                if whole.is_null() {
                    return Err(Ending::TooLarge { status });
                }
                bytes.take(&viewed(&whole))?;
            }
        }
    }
    let seconds = || Some(safe_integer(retry_after.as_f64()?)?.to_string());
    Ok(bytes.received(retry_after.as_string().or_else(seconds)))
}

fn status_of(answer: &Foreign) -> Option<u16> {
    let status = answer.status().ok()?.as_f64()?;
    (200u16..=999).find(|known| f64::from(*known) == status)
}

/// How a foreign answer gives its body.
enum Content {
    Pieces(Pieces),
    Whole(JsFuture),
}

fn content_of(answer: &Foreign, most: u32) -> Result<Content, Ending> {
    let whole = |method: JsValue| -> Option<Function> { method.dyn_into().ok() };
    if let Some(bytes) = answer.bytes_up_to().ok().and_then(whole) {
        let given = js::call(&bytes, answer, [&most.into()]).map_err(lost)?;
        return Ok(Content::Whole(js::settled(&given)));
    }
    let body = answer.body().map_err(|_| NO_RESPONSE)?;
    if body.is_object()
        && let Some(pieces) = Pieces::of(&body)?
    {
        return Ok(Content::Pieces(pieces));
    }
    let method = answer.array_buffer().map_err(|_| NO_RESPONSE)?;
    let method = whole(method).ok_or(NO_RESPONSE)?;
    let given = js::call(&method, answer, []).map_err(lost)?;
    Ok(Content::Whole(js::settled(&given)))
}

/// A body piece by piece, so that one that is too long is left as soon as it is. Dropped before its end, it is left.
enum Pieces {
    Reader(Source),
    Iterator(Source),
    Ended,
}

impl Pieces {
    /// Of a stream or of something that can be iterated; nothing where it is neither.
    fn of(body: &JsValue) -> Result<Option<Self>, Ending> {
        let method =
            |name: &JsValue| -> Option<Function> { Reflect::get(body, name).ok()?.dyn_into().ok() };
        if let Some(reader) = method(&"getReader".into()) {
            let reader = js::call(&reader, body, []).map_err(|_| TAKEN)?;
            return Ok(Some(Self::Reader(reader.unchecked_into())));
        }
        let Some(iterator) = method(&js_sys::Symbol::async_iterator()) else {
            return Ok(None);
        };
        let iterator = js::call(&iterator, body, []).map_err(|_| TAKEN)?;
        Ok(Some(Self::Iterator(iterator.unchecked_into())))
    }

    /// The next piece; nothing after the last.
    async fn next(&self) -> Result<Option<JsValue>, Ending> {
        let given = match self {
            Self::Reader(reader) => reader.read(),
            Self::Iterator(iterator) => iterator.next(),
            Self::Ended => return Ok(None),
        };
        let piece = js::settled(&given.map_err(lost)?).await.map_err(lost)?;
        let piece: &Piece = piece.unchecked_ref();
        if piece.done().map_err(lost)?.is_truthy() {
            return Ok(None);
        }
        piece.value().map(Some).map_err(lost)
    }

    /// It came to its end.
    fn end(&mut self) {
        *self = Self::Ended;
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        let given = match self {
            Self::Reader(reader) => reader.cancel(),
            Self::Iterator(iterator) => iterator.leave(),
            Self::Ended => return,
        };
        // Bodies that know nothing of the signal, too. What they say to it concerns nobody.
        if let Ok(given) = given {
            js::let_go(&given);
        }
    }
}

/// The bytes that came, copied as they come: a body may use one buffer for all of its pieces.
struct Bytes {
    status: u16,
    most: u32,
    bytes: Vec<u8>,
}

impl Bytes {
    fn new(status: u16, most: u32) -> Self {
        Self {
            status,
            most,
            bytes: Vec::new(),
        }
    }

    fn reserve(&mut self, length: Option<u32>) {
        let length = length.unwrap_or(0).min(self.most);
        // Where there is no such room, it is asked for again with the bytes that are there.
        let _ = self.bytes.try_reserve_exact(length as usize);
    }

    fn take(&mut self, piece: &JsValue) -> Result<(), Ending> {
        let piece = bytes_of(piece).ok_or(NO_BYTES)?;
        let before = self.bytes.len();
        let after = before.saturating_add(piece.length() as usize);
        if u32::try_from(after).map_or(true, |length| length > self.most) {
            return Err(Ending::TooLarge {
                status: self.status,
            });
        }
        self.bytes.resize(after, 0);
        if let Some(room) = self.bytes.get_mut(before..) {
            piece.copy_to(room);
        }
        Ok(())
    }

    fn received(self, retry_after: Option<String>) -> Received {
        Received {
            status: self.status,
            retry_after,
            body: self.bytes,
        }
    }
}

/// A view of bytes, whatever the realm and the class that it was made by.
fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Some(bytes.clone());
    }
    let size = |name: &str| Reflect::get(value, &name.into()).ok()?.as_f64();
    if !ArrayBuffer::is_view(value) || size("BYTES_PER_ELEMENT") != Some(1.0) {
        return None;
    }
    Some(Uint8Array::new(value))
}

/// The bytes of a buffer, of another realm perhaps. What is none goes on as it is, to be refused.
fn viewed(whole: &JsValue) -> JsValue {
    match View::of(whole) {
        Ok(_) => Uint8Array::new(whole).into(),
        Err(_) => whole.clone(),
    }
}
