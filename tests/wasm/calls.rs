//! One call through every layer of wasm, over a host that only does what these tests need. The real one is
//! `pkg-template/host.js`, and the tests of the package run it.

use espai_cdkey::bindings::{self, Pages};
use espai_cdkey::host::Settings;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

/// `answer` is the body of `async (url, init) => …`, with `calls` for what it was called with.
fn host(answer: &str) -> JsValue {
    let source = format!(
        r#"
        const calls = [], events = [];
        const fetch = async (url, init) => {{ calls.push({{ url, ...init }}); {answer} }};
        return {{
          calls, events,
          exchange(timeoutMs, signal) {{
            const controller = new AbortController();
            let over = 0, stop;
            const stopped = new Promise((_, reject) => {{ stop = reject; }});
            stopped.catch(() => {{}});
            const end = (how) => {{ over ||= how; stop("over"); controller.abort("over"); }};
            const timer = setTimeout(end, timeoutMs, 1);
            signal?.addEventListener('abort', () => end(2));
            const race = (promise) => Promise.race([promise, stopped]);
            return {{
              send: (url, headers, body) => race(fetch(url, {{ headers, body, signal: controller.signal }})),
              race,
              over: () => over,
              close: () => clearTimeout(timer),
            }};
          }},
          wait: () => Promise.resolve(false),
          event: (event) => events.push(event),
          listens: () => true,
          canFetch: () => true,
          isSignal: () => true,
          isAborted: (signal) => signal?.aborted === true,
          reason: (signal) => signal?.reason,
          clock: () => 0,
          cards: (rows) => Array.from({{ length: rows.length / 12 }}, (_, at) => ({{ row: at, apiLimit: rows[at * 12 + 6] }})),
        }};
        "#
    );
    Function::new_no_args(&source)
        .call0(&JsValue::NULL)
        .unwrap()
}

fn js(source: &str) -> JsValue {
    Function::new_no_args(&format!("return {source}"))
        .call0(&JsValue::NULL)
        .unwrap()
}

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| {
        Reflect::get(&value, &key.into()).unwrap()
    })
}

fn text(value: &JsValue, path: &str) -> String {
    get(value, path)
        .as_string()
        .unwrap_or_else(|| panic!("{path} of {value:?}"))
}

async fn settled(promise: js_sys::Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

fn config() -> Settings {
    let options = js(
        "({ apiKey: '0123456789abcdef0123456789abcdef', baseUrl: 'http://localhost:1/pre/', dangerouslyAllowBrowser: true })",
    );
    get(&bindings::check_config(&options).unwrap(), "config").unchecked_into()
}

const PAGE: &str = r#"return new Response('{"success":true,"message":"ok","totalNumber":2,"data":[{"id":"a","code":"b","type":"1","api_limit":7},{"id":"c","code":"d","type":"1","api_limit":8}]}');"#;

#[wasm_bindgen_test]
async fn list_sends_what_was_asked_and_builds_a_page() {
    let host = host(PAGE);
    let query = js("({ userName: '琳琅', page: 1, limit: '2' })");
    let page = settled(bindings::list(
        host.clone().unchecked_into(),
        &config(),
        &query,
        &JsValue::UNDEFINED,
    ))
    .await
    .unwrap();
    assert_eq!(Array::from(&get(&page, "cards")).length(), 2);
    assert_eq!(get(&page, "cards.1.apiLimit"), 8);
    assert_eq!(get(&page, "total"), 2);
    assert_eq!(get(&page, "hasMore"), false);
    assert_eq!(
        text(&host, "calls.0.url"),
        "http://localhost:1/pre/cdkey/list"
    );
    assert_eq!(
        text(&host, "calls.0.body"),
        r#"{"user_name":"琳琅","page":"1","limit":"2"}"#
    );
    assert_eq!(
        text(&host, "calls.0.headers.authorization"),
        "0123456789abcdef0123456789abcdef"
    );
    assert_eq!(
        text(&host, "calls.0.headers.content-type"),
        "application/json"
    );
    assert_eq!(text(&host, "events.0.type"), "request");
    assert_eq!(get(&host, "events.1.httpStatus"), 200);
}

#[wasm_bindgen_test]
async fn detail_gives_the_card() {
    let host = host(
        r#"return new Response('{"success":true,"data":{"id":"a","code":"b","type":1,"api_limit":"9"}}');"#,
    );
    let input = js("({ phone: 15916888888, code: 'wNaa1GDw' })");
    let card = settled(bindings::detail(
        host.clone().unchecked_into(),
        &config(),
        &input,
        &JsValue::UNDEFINED,
    ))
    .await
    .unwrap();
    assert_eq!(get(&card, "apiLimit"), 9);
    assert_eq!(
        text(&host, "calls.0.body"),
        r#"{"phone":"15916888888","code":"wNaa1GDw"}"#
    );
}

#[wasm_bindgen_test]
async fn transfer_and_destroy_give_the_services_words() {
    let host = host(
        r#"return new Response(init.body.startsWith('[') ? '{"success":true,"message":"删除成功"}' : '{"success":true}');"#,
    );
    let input = js("({ phone: '1', code: 'a', target_phone: '2', target_code: 'b', limit: '10' })");
    let done = settled(bindings::transfer(
        host.clone().unchecked_into(),
        &config(),
        &input,
        &JsValue::UNDEFINED,
    ))
    .await
    .unwrap();
    assert!(get(&done, "message").is_null());
    let ids = js("[{ id: 'x' }]");
    let done = settled(bindings::destroy(
        host.clone().unchecked_into(),
        &config(),
        &ids,
        &JsValue::UNDEFINED,
    ))
    .await
    .unwrap();
    assert_eq!(text(&done, "message"), "删除成功");
    assert_eq!(text(&host, "calls.1.body"), r#"[{"id":"x"}]"#);
}

#[wasm_bindgen_test]
async fn a_walk_turns_the_pages() {
    let host = host(
        r#"const { page, limit } = JSON.parse(init.body);
        const data = ['a', 'b', 'c'].slice((page - 1) * limit, page * limit).map((id) => ({ id, code: id, type: '1', api_limit: 1 }));
        return new Response(JSON.stringify({ success: true, totalNumber: 3, data }));"#,
    );
    let pages = Pages::open(
        host.unchecked_ref(),
        &config(),
        &JsValue::UNDEFINED,
        &js("({ pageSize: 2 })"),
    )
    .unwrap();
    let mut fresh = 0;
    loop {
        let page = JsFuture::from(pages.next(host.clone().unchecked_into()))
            .await
            .unwrap();
        if page.is_undefined() {
            break;
        }
        fresh += js_sys::Uint32Array::from(get(&page, "fresh")).length();
    }
    assert_eq!(fresh, 3);
    assert_eq!(Array::from(&get(&host, "calls")).length(), 2);
}

async fn transfer_error(answer: &str, options: &str) -> JsValue {
    let host = host(answer);
    let input = js("({ phone: '1', code: 'a', targetPhone: '2', targetCode: 'b', limit: 1 })");
    settled(bindings::transfer(
        host.unchecked_into(),
        &config(),
        &input,
        &js(options),
    ))
    .await
    .unwrap_err()
}

#[wasm_bindgen_test]
async fn rejections_of_any_kind_are_errors_and_never_panics() {
    for thrown in [
        "throw 'a text'",
        "throw undefined",
        "throw null",
        "throw 5n",
        "throw Symbol('x')",
        "throw { get message() { throw 1 } }",
        "throw new Proxy({}, { get() { throw 1 } })",
        "throw new Error('x')",
    ] {
        let error = transfer_error(thrown, "undefined").await;
        assert_eq!(
            (text(&error, "name"), text(&error, "outcome")),
            ("NetworkError".into(), "unknown".into()),
            "{thrown}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_body_that_breaks_or_never_ends_is_an_unknown_outcome() {
    let broken = transfer_error(
        "return new Response(new ReadableStream({ start(c) { c.error('cut') } }))",
        "undefined",
    )
    .await;
    assert_eq!(
        (text(&broken, "code"), text(&broken, "outcome")),
        ("network".into(), "unknown".into())
    );
    let no_bytes = transfer_error(
        "return new Response(new ReadableStream({ start(c) { c.enqueue('text'); c.close() } }))",
        "undefined",
    )
    .await;
    assert_eq!(
        (text(&no_bytes, "code"), text(&no_bytes, "outcome")),
        ("bad_response".into(), "unknown".into())
    );
    let endless = transfer_error(
        "return new Response(new ReadableStream({}))",
        "({ timeoutMs: 20 })",
    )
    .await;
    assert_eq!(
        (text(&endless, "code"), text(&endless, "outcome")),
        ("timeout".into(), "unknown".into())
    );
    let huge = transfer_error(
        "return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1 << 20)) } }))",
        "undefined",
    )
    .await;
    assert_eq!(
        (text(&huge, "code"), text(&huge, "outcome")),
        ("response_too_large".into(), "unknown".into())
    );
}

#[wasm_bindgen_test]
async fn an_abort_keeps_the_callers_reason() {
    let aborting = "({ signal: (() => { const c = new AbortController(); setTimeout(() => c.abort('my reason'), 10); return c.signal })() })";
    let error = transfer_error("return new Promise(() => {})", aborting).await;
    assert_eq!(
        (
            text(&error, "code"),
            text(&error, "outcome"),
            text(&error, "cause")
        ),
        ("aborted".into(), "unknown".into(), "my reason".into())
    );
}

#[wasm_bindgen_test]
async fn odd_arguments_are_refused_with_their_path() {
    for (input, path) in [
        ("null", "input"),
        ("[]", "input"),
        ("new Date()", "input"),
        ("Object.create({ phone: '1', code: 'a' })", "input"),
        ("new Proxy({}, { ownKeys() { throw 1 } })", "input"),
        (
            "(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()",
            "input",
        ),
        (
            "({ get phone() { throw new Error('no') }, code: 'a' })",
            "phone",
        ),
        ("({ phone: '1', code: '\\ud800' })", "code"),
        ("({ phone: '1', code: 'a'.repeat(1e7) })", "code"),
        ("({ phone: 1n, code: 'a' })", "phone"),
        ("({ phone: NaN, code: 'a' })", "phone"),
        (
            "({ phone: { toString() { return '1' } }, code: 'a' })",
            "phone",
        ),
        (
            "JSON.parse('{\"phone\":\"1\",\"code\":\"a\",\"__proto__\":1}')",
            "__proto__",
        ),
        ("({ phone: '1', code: Symbol('x') })", "code"),
        ("({ phone: '1', code: ['a'] })", "code"),
        ("({ phone: '1', code: new String('a') })", "code"),
    ] {
        let host = host("throw new Error('it must not be sent')");
        let error = settled(bindings::detail(
            host.clone().unchecked_into(),
            &config(),
            &js(input),
            &JsValue::UNDEFINED,
        ))
        .await
        .unwrap_err();
        assert_eq!(
            (text(&error, "code"), text(&error, "path")),
            ("invalid_argument".into(), path.into()),
            "{input}"
        );
        assert_eq!(Array::from(&get(&host, "calls")).length(), 0, "{input}");
    }
    let sparse = "(() => { const ids = ['a']; ids.length = 4294967295; return ids })()";
    let error = settled(bindings::destroy(
        host("").unchecked_into(),
        &config(),
        &js(sparse),
        &JsValue::UNDEFINED,
    ))
    .await
    .unwrap_err();
    assert_eq!(text(&error, "path"), "ids[1]");
}

#[wasm_bindgen_test]
fn options_are_read_with_the_runtimes_own_url_parser() {
    let check = |options: &str| bindings::check_config(&js(options));
    let key = "apiKey: 'k'.repeat(32), dangerouslyAllowBrowser: true";
    let checked = check(&format!(
        "({{ {key}, baseUrl: 'HTTPS://H.example:443/a/../b/', fetch() {{}}, onEvent() {{}} }})"
    ))
    .unwrap();
    assert_eq!(text(&checked, "config.baseUrl"), "https://h.example/b");
    assert!(get(&checked, "fetch").is_function() && get(&checked, "onEvent").is_function());
    for (options, path) in [
        (
            "({ apiKey: 'k'.repeat(32), baseUrl: 'http://127.1.evil.example' })",
            "baseUrl",
        ),
        (
            "({ apiKey: 'k'.repeat(32), baseUrl: 'javascript:alert(1)' })",
            "baseUrl",
        ),
        (
            "({ apiKey: 'k'.repeat(32), get baseUrl() { throw 1 } })",
            "baseUrl",
        ),
        ("({ apiKey: 'k'.repeat(31) + '\\ud800' })", "apiKey"),
        ("new (class Options {})", "options"),
        ("undefined", "options"),
    ] {
        let error = check(options).unwrap_err();
        assert_eq!(
            (text(&error, "code"), text(&error, "path")),
            ("invalid_config".into(), path.into()),
            "{options}"
        );
    }
    assert!(check(&format!("({{ {key}, baseUrl: 'http://127.1:8/' }})")).is_ok());
}

#[wasm_bindgen_test]
fn card_types_are_known_here_too() {
    assert!(bindings::is_paid("1") && !bindings::is_paid("0"));
    assert_eq!(bindings::card_type_label("5", false), "饕餮");
    assert_eq!(bindings::card_type_label("5", true), "Taotie");
}
