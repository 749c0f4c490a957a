//! One call through every layer of wasm, over the package's own JavaScript side (`pkg-template/client/host.js` and what it imports).

use espai_cdkey::bindings::{self, Pages};
use espai_cdkey::wait;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

/// The sources as one script: each module once, without what joins them.
fn javascript() -> String {
    [
        include_str!("../../pkg-template/client/given.js"),
        include_str!("../../pkg-template/client/cards.js"),
        include_str!("../../pkg-template/client/exchange.js"),
        include_str!("../../pkg-template/client/host.js"),
    ]
    .concat()
    .lines()
    .filter(|line| !line.starts_with("import "))
    .map(|line| line.strip_prefix("export ").unwrap_or(line))
    .collect::<Vec<_>>()
    .join("\n")
}

fn run(source: &str) -> JsValue {
    Function::new_no_args(&format!("{}\n{source}", javascript()))
        .call0(&JsValue::NULL)
        .unwrap()
}

/// `answer` is the body of `async (url, init) => …`, with `calls` for what it was called with. `options` are a call's.
fn host(answer: &str, options: &str) -> JsValue {
    let source = format!(
        r#"
        const calls = [], events = [];
        const fetch = async (url, init) => {{ calls.push({{ url, ...init }}); {answer} }};
        const host = new Host(fetch, (event) => events.push(event), ({options})?.signal);
        const ended = new Promise((done, failed) => Object.assign(host, {{ done, failed, resume }}));
        return {{ calls, events, host, ended }};
        "#
    );
    let resume: Closure<dyn Fn(u32, f64)> = Closure::new(wait::resume);
    Function::new_with_args("resume", &format!("{}\n{source}", javascript()))
        .call1(&JsValue::NULL, &resume.into_js_value())
        .unwrap()
}

/// Makes a call with these arguments, which are JavaScript.
async fn call(
    host: &JsValue,
    endpoint: u8,
    input: &str,
    options: &str,
) -> Result<JsValue, JsValue> {
    let given = run(&format!("return argumentsText({input}, {options}, {{}})"));
    let begun = bindings::call(
        get(host, "host").unchecked_into(),
        endpoint,
        &settings(),
        &given.as_string().unwrap(),
    );
    assert_eq!(begun, 1);
    let ended: Promise = get(host, "ended").unchecked_into();
    JsFuture::from(ended).await
}

const LIST: u8 = 0;
const DETAIL: u8 = 1;
const TRANSFER: u8 = 2;
const DESTROY: u8 = 3;

fn check(options: &str) -> Result<String, JsValue> {
    let given = run(&format!("return optionsText({options}, {{}})"));
    let surroundings = run("return surroundings");
    bindings::check_config(&given.as_string().unwrap(), surroundings.unchecked_ref())
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

fn settings() -> String {
    check(
        "{ apiKey: '0123456789abcdef0123456789abcdef', baseUrl: 'http://localhost:1/pre/', dangerouslyAllowBrowser: true }",
    )
    .unwrap()
}

const PAGE: &str = r#"return new Response('{"success":true,"message":"ok","totalNumber":2,"data":[{"id":"a","code":"b","type":"1","api_limit":7},{"id":"c","code":"d","type":"1","api_limit":8}]}');"#;

#[wasm_bindgen_test]
async fn list_sends_what_was_asked_and_builds_a_page() {
    let host = host(PAGE, "undefined");
    let query = "{ userName: '琳琅', page: 1, limit: '2' }";
    let page = call(&host, LIST, query, "undefined").await.unwrap();
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
        "undefined",
    );
    let input = "{ phone: 15916888888, code: 'wNaa1GDw' }";
    let card = call(&host, DETAIL, input, "undefined").await.unwrap();
    assert_eq!(get(&card, "apiLimit"), 9);
    assert_eq!(
        text(&host, "calls.0.body"),
        r#"{"phone":"15916888888","code":"wNaa1GDw"}"#
    );
}

#[wasm_bindgen_test]
async fn transfer_and_destroy_give_the_services_words() {
    let answer = r#"return new Response(init.body.startsWith('[') ? '{"success":true,"message":"删除成功"}' : '{"success":true}');"#;
    let input = "{ phone: '1', code: 'a', target_phone: '2', target_code: 'b', limit: '10' }";
    let done = call(&host(answer, "undefined"), TRANSFER, input, "undefined")
        .await
        .unwrap();
    assert!(get(&done, "message").is_null());
    let host = host(answer, "undefined");
    let done = call(&host, DESTROY, "[{ id: 'x' }]", "undefined")
        .await
        .unwrap();
    assert_eq!(text(&done, "message"), "删除成功");
    assert_eq!(text(&host, "calls.0.body"), r#"[{"id":"x"}]"#);
}

#[wasm_bindgen_test]
async fn a_walk_turns_the_pages() {
    let answer = r#"const { page, limit } = JSON.parse(init.body);
        const data = ['a', 'b', 'c'].slice((page - 1) * limit, page * limit).map((id) => ({ id, code: id, type: '1', api_limit: 1 }));
        return new Response(JSON.stringify({ success: true, totalNumber: 3, data }));"#;
    let given = run("return argumentsText(undefined, { pageSize: 2 }, {})");
    let pages = Pages::open(
        get(&host(answer, "undefined"), "host").unchecked_ref(),
        &settings(),
        &given.as_string().unwrap(),
    )
    .unwrap();
    let (mut fresh, mut turned) = (0, 0);
    loop {
        let host = host(answer, "undefined");
        assert_eq!(pages.next(get(&host, "host").unchecked_into()), 1);
        let ended: Promise = get(&host, "ended").unchecked_into();
        let page = JsFuture::from(ended).await.unwrap();
        if page.is_undefined() {
            break;
        }
        turned += 1;
        fresh += js_sys::Uint32Array::from(get(&page, "fresh")).length();
    }
    assert_eq!((fresh, turned), (3, 2));
}

async fn transfer_error(answer: &str, options: &str) -> JsValue {
    let input = "{ phone: '1', code: 'a', targetPhone: '2', targetCode: 'b', limit: 1 }";
    // The same signal for both that take one.
    let options = &format!("(globalThis.options = {options})");
    let host = host(answer, options);
    call(&host, TRANSFER, input, "globalThis.options")
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
        "{ timeoutMs: 20 }",
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
    let aborting = "{ signal: (() => { const c = new AbortController(); setTimeout(() => c.abort('my reason'), 10); return c.signal })() }";
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
        let host = host("throw new Error('it must not be sent')", "undefined");
        let error = call(&host, DETAIL, input, "undefined").await.unwrap_err();
        assert_eq!(
            (text(&error, "code"), text(&error, "path")),
            ("invalid_argument".into(), path.into()),
            "{input}"
        );
        assert_eq!(Array::from(&get(&host, "calls")).length(), 0, "{input}");
    }
    let sparse = "(() => { const ids = ['a']; ids.length = 4294967295; return ids })()";
    let error = call(&host("", "undefined"), DESTROY, sparse, "undefined")
        .await
        .unwrap_err();
    assert_eq!(text(&error, "path"), "ids[1]");
}

#[wasm_bindgen_test]
fn options_are_read_with_the_runtimes_own_url_parser() {
    let key = "apiKey: 'k'.repeat(32), dangerouslyAllowBrowser: true";
    let checked = check(&format!(
        "({{ {key}, baseUrl: 'HTTPS://H.example:443/a/../b/', fetch() {{}}, onEvent() {{}} }})"
    ))
    .unwrap();
    assert_eq!(checked.lines().nth(1), Some("https://h.example/b"));
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
