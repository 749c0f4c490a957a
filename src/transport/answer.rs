//! An answer as `fetch` gave it, read to its end. A genuine one of the runtime's own goes through gloo-net; all else (other
//! libraries', a test's, one of another realm) is asked for what it has to have, and nothing of it is trusted.

use gloo_net::http::Response;
use js_sys::{Array, ArrayBuffer, Function, Reflect, Symbol, Uint8Array};
use wasm_bindgen::prelude::*;

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

    /// What a body's pieces come from: a stream, its reader, or an iterator.
    type Source;

    /// Of a stream of this realm.
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(this: &Source) -> Result<JsValue, JsValue>;

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
    fn own_names(object: &JsValue) -> Result<Array, JsValue>;

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
    let mut head = if is_genuine(&answer) {
        Head::of_genuine(&Response::from(
            answer.unchecked_into::<web_sys::Response>(),
        ))?
    } else {
        Head::of_foreign(answer.unchecked_ref(), most)?
    };
    let mut bytes = Bytes::new(head.status, most);
    bytes.reserve(head.length);
    while let Some(piece) = head.body.next().await? {
        bytes.take(&piece)?;
    }
    Ok(Received {
        status: head.status,
        retry_after: head.retry_after,
        body: bytes.bytes,
    })
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

/// What is known of an answer before its body is read.
struct Head {
    status: u16,
    retry_after: Option<String>,
    /// What the answer says that it is long. Nothing is believed of it; where it is right, the body is not copied while it
    /// grows.
    length: Option<u32>,
    body: Body,
}

impl Head {
    fn of_genuine(response: &Response) -> Result<Self, Ending> {
        let headers = response.headers();
        let length = headers.get("content-length");
        Ok(Self {
            status: response.status(),
            retry_after: headers.get("retry-after"),
            length: length.and_then(|length| length.parse().ok()),
            body: Body(match response.body() {
                None => None,
                Some(stream) => {
                    // Not `new ReadableStreamDefaultReader`: Jest's jsdom lends no such class.
                    let reader = stream.unchecked_ref::<Source>().reader();
                    let reader = reader.map_err(|_| TAKEN)?;
                    Some(Pieces::Reader(reader.unchecked_into()))
                }
            }),
        })
    }

    fn of_foreign(answer: &Foreign, most: u32) -> Result<Self, Ending> {
        let status = answer.status().ok().and_then(|status| status.as_f64());
        let status = status
            .and_then(safe_integer)
            .and_then(|status| u16::try_from(status).ok())
            .filter(|status| (200..=999).contains(status))
            .ok_or(NO_RESPONSE)?;
        let headers = answer.headers().map_err(|_| NO_RESPONSE)?;
        let wait = headers.get("retry-after").map_err(|_| NO_RESPONSE)?;
        let seconds = || Some(safe_integer(wait.as_f64()?)?.to_string());
        Ok(Self {
            status,
            retry_after: wait.as_string().or_else(seconds),
            length: None,
            body: Body(if BODILESS.contains(&status) {
                None
            } else {
                Some(Pieces::of_foreign(answer, most)?)
            }),
        })
    }
}

/// What a body's bytes come from.
enum Pieces {
    /// A stream's reader.
    Reader(Source),
    /// An iterator, as the streams of Node are.
    Iterator(Source),
    /// A promise of all of it.
    Whole(JsValue),
}

impl Pieces {
    fn of_foreign(answer: &Foreign, most: u32) -> Result<Self, Ending> {
        if let Some(bytes) = answer.bytes_up_to().ok().and_then(function) {
            let given = js::call(&bytes, answer, &Array::of1(&most.into()));
            return given.map(Self::Whole).map_err(lost);
        }
        let body = answer.body().map_err(|_| NO_RESPONSE)?;
        let method = |name: &JsValue| function(Reflect::get(&body, name).ok()?);
        if let Some(reader) = method(&"getReader".into()) {
            let reader = js::call(&reader, &body, &Array::new()).map_err(|_| TAKEN)?;
            return Ok(Self::Reader(reader.unchecked_into()));
        }
        if let Some(iterator) = method(&Symbol::async_iterator()) {
            let iterator = js::call(&iterator, &body, &Array::new()).map_err(|_| TAKEN)?;
            return Ok(Self::Iterator(iterator.unchecked_into()));
        }
        let buffer = answer.array_buffer().ok().and_then(function);
        let given = js::call(&buffer.ok_or(NO_RESPONSE)?, answer, &Array::new());
        given.map(Self::Whole).map_err(lost)
    }
}

/// A body, piece by piece where it can be had so: one that is too long is left as soon as it is. Dropped before its end, it is
/// left. None after its end.
struct Body(Option<Pieces>);

impl Body {
    /// The next piece; nothing after the last.
    async fn next(&mut self) -> Result<Option<JsValue>, Ending> {
        let given = match &self.0 {
            Some(Pieces::Reader(reader)) => reader.read(),
            Some(Pieces::Iterator(iterator)) => iterator.next(),
            Some(Pieces::Whole(given)) => Ok(given.clone()),
            None => return Ok(None),
        };
        let given = js::settled(&given.map_err(lost)?).await.map_err(lost)?;
        if let Some(Pieces::Whole(_)) = self.0 {
            self.0 = None;
            return Ok(Some(given));
        }
        let piece: &Piece = given.unchecked_ref();
        if piece.done().map_err(lost)?.is_truthy() {
            self.0 = None;
            return Ok(None);
        }
        piece.value().map(Some).map_err(lost)
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        let given = match &self.0 {
            Some(Pieces::Reader(reader)) => reader.cancel(),
            Some(Pieces::Iterator(iterator)) => iterator.leave(),
            Some(Pieces::Whole(_)) | None => return,
        };
        // Bodies that know nothing of the signal, too. What they say to it concerns nobody.
        if let Ok(given) = given {
            js::let_go(&given);
        }
    }
}

fn function(value: JsValue) -> Option<Function> {
    value.dyn_into().ok()
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
        let too_large = Ending::TooLarge {
            status: self.status,
        };
        // What gives all at once gives null for more than is wanted.
        if piece.is_null() {
            return Err(too_large);
        }
        let piece = bytes_of(piece).ok_or(NO_BYTES)?;
        let length = self.bytes.len().saturating_add(piece.length() as usize);
        if u32::try_from(length).map_or(true, |length| length > self.most) {
            return Err(too_large);
        }
        self.bytes.extend_from_slice(&piece.to_vec());
        Ok(())
    }
}

/// The bytes of a view or of a buffer, whatever the realm and the class that it was made by.
fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Some(bytes.clone());
    }
    let size = |name: &str| Reflect::get(value, &name.into()).ok()?.as_f64();
    // `DataView` takes a buffer of any realm, and nothing else.
    let bytes = if ArrayBuffer::is_view(value) {
        size("BYTES_PER_ELEMENT") == Some(1.0)
    } else {
        View::of(value).is_ok()
    };
    bytes.then(|| Uint8Array::new(value))
}
