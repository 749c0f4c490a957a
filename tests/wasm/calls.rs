//! The exports themselves, called as JavaScript calls them, without any JavaScript of the package: arguments, one `fetch` or
//! several, answers, errors.

use espai_cdkey::bindings;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

type Export = fn(&JsValue, Option<espai_cdkey::bindings::Keeper>, &JsValue, &JsValue) -> Promise;

const LIST: Export = bindings::list;
const DETAIL: Export = bindings::detail;
const TRANSFER: Export = bindings::transfer;
const DESTROY: Export = bindings::destroy;
const BALANCE_LOGS: Export = bindings::balance_logs;

/// What an expression of JavaScript comes to.
fn js(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return ({expression})"))
        .call0(&JsValue::NULL)
        .unwrap()
}

/// A client over a `fetch` of its own, and what that is called with.
struct Client {
    options: JsValue,
    calls: JsValue,
    events: JsValue,
}

/// `answer` is the body of `async (url, init) => …`.
fn client(answer: &str) -> Client {
    let made = js(&format!(
        r#"(() => {{
            const calls = [], events = [];
            const fetch = async (url, init) => {{ calls.push({{ url, ...init }}); {answer} }};
            const onEvent = (event) => events.push(event);
            const apiKey = '0123456789abcdef0123456789abcdef', baseUrl = 'http://localhost:2/pre/';
            return {{ options: {{ apiKey, baseUrl, fetch, onEvent, dangerouslyAllowBrowser: true }}, calls, events }};
        }})()"#
    ));
    Client {
        options: get(&made, "options"),
        calls: get(&made, "calls"),
        events: get(&made, "events"),
    }
}

impl Client {
    /// Makes a call with these arguments, which are JavaScript.
    async fn call(&self, export: Export, input: &str, options: &str) -> Result<JsValue, JsValue> {
        JsFuture::from(export(&self.options, None, &js(input), &js(options))).await
    }
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

const PAGE: &str = r#"return new Response('{"success":true,"message":"ok","totalNumber":2,"data":[{"id":"a","code":"b","type":"1","api_limit":7},{"id":"c","code":"d","type":"1","api_limit":8}]}');"#;

#[wasm_bindgen_test]
async fn list_sends_what_was_asked_and_builds_a_page() {
    let client = client(PAGE);
    let query = "{ userName: '琳琅', page: 1, limit: '2' }";
    let page = client.call(LIST, query, "undefined").await.unwrap();
    assert_eq!(Array::from(&get(&page, "cards")).length(), 2);
    assert_eq!(
        js_sys::JSON::stringify(&get(&page, "cards.1")).unwrap(),
        r#"{"id":"c","code":"d","type":"1","apiLimit":8,"userId":null,"userPhone":null,"userName":null,"createTime":null,"updateTime":null}"#
    );
    assert_eq!(get(&page, "total"), 2);
    assert_eq!(get(&page, "hasMore"), false);
    assert_eq!(
        text(&client.calls, "0.url"),
        "http://localhost:2/pre/cdkey/list"
    );
    assert_eq!(
        text(&client.calls, "0.body"),
        r#"{"user_name":"琳琅","page":"1","limit":"2"}"#
    );
    assert_eq!(
        text(&client.calls, "0.headers.authorization"),
        "0123456789abcdef0123456789abcdef"
    );
    assert_eq!(
        text(&client.calls, "0.headers.content-type"),
        "application/json"
    );
    assert_eq!(text(&client.events, "0.type"), "request");
    assert_eq!(get(&client.events, "1.httpStatus"), 200);
}

#[wasm_bindgen_test]
async fn detail_gives_the_card() {
    let client = client(
        r#"return new Response('{"success":true,"data":{"id":"a","code":"b","type":1,"api_limit":"9"}}');"#,
    );
    let input = "{ phone: 15916888888, code: 'wNaa1GDw' }";
    let card = client.call(DETAIL, input, "undefined").await.unwrap();
    assert_eq!(get(&card, "apiLimit"), 9);
    assert_eq!(
        text(&client.calls, "0.body"),
        r#"{"phone":"15916888888","code":"wNaa1GDw"}"#
    );
}

#[wasm_bindgen_test]
async fn transfer_and_destroy_give_the_services_words() {
    let answer = r#"return new Response(init.body.startsWith('[') ? '{"success":true,"message":"删除成功"}' : '{"success":true}');"#;
    let input = "{ phone: '1', code: 'a', target_phone: '2', target_code: 'b', limit: '10' }";
    let moving = client(answer);
    let done = moving.call(TRANSFER, input, "undefined").await.unwrap();
    assert!(get(&done, "message").is_null());
    let client = client(answer);
    let done = client
        .call(DESTROY, "[{ id: 'x' }]", "undefined")
        .await
        .unwrap();
    assert_eq!(text(&done, "message"), "删除成功");
    assert_eq!(text(&client.calls, "0.body"), r#"[{"id":"x"}]"#);
}

#[wasm_bindgen_test]
async fn balance_logs_gives_a_page_of_records() {
    let answer = r#"return new Response('{"success":true,"totalNumber":"3","data":[{"id":7,"create_time":"5","type":"2","cdkey_id":"c","api_limit":-1,"user_name":"琳琅","user_email":"","user_phone":15916888888},{"id":"b"}]}');"#;
    let client = client(answer);
    let page = client.call(BALANCE_LOGS, "[{ id: 'c', limit: 2 }]", "undefined");
    let page = page.await.unwrap();
    let expected = r#"{"logs":[{"id":"7","cardId":"c","apiLimit":-1,"type":"2","userId":null,"userPhone":"15916888888","userName":"琳琅","userEmail":"","createTime":5},{"id":"b","cardId":null,"apiLimit":null,"type":null,"userId":null,"userPhone":null,"userName":null,"userEmail":null,"createTime":null}],"total":3,"page":1,"limit":2,"hasMore":true}"#;
    assert_eq!(js_sys::JSON::stringify(&page).unwrap(), expected);
    assert_eq!(
        text(&client.calls, "0.url"),
        "http://localhost:2/pre/cdkey/balance_logs"
    );
    assert_eq!(text(&client.calls, "0.body"), r#"[{"id":"c","limit":"2"}]"#);
    let everything = client.call(BALANCE_LOGS, "undefined", "undefined");
    everything.await.unwrap();
    assert_eq!(text(&client.calls, "1.body"), "[{}]");
    let refused = client.call(BALANCE_LOGS, "{ id: '' }", "undefined").await;
    let error = refused.unwrap_err();
    assert_eq!(
        (text(&error, "path"), text(&error, "endpoint")),
        ("id".into(), "balanceLogs".into())
    );
}

#[wasm_bindgen_test]
async fn a_walk_turns_the_pages() {
    let answer = r#"const { page, limit } = JSON.parse(init.body);
        const data = ['a', 'b', 'c'].slice((page - 1) * limit, page * limit).map((id) => ({ id, code: id, type: '1', api_limit: 1 }));
        return new Response(JSON.stringify({ success: true, totalNumber: 3, data }));"#;
    let client = client(answer);
    let pages =
        bindings::list_all(&client.options, &JsValue::UNDEFINED, &js("{ pageSize: 2 }")).unwrap();
    let (mut came, mut turned) = (0, 0);
    loop {
        let page = JsFuture::from(pages.next(None)).await.unwrap();
        if page.is_undefined() {
            break;
        }
        turned += 1;
        came += Array::from(&page).length();
    }
    assert_eq!((came, turned), (3, 2));
}

#[wasm_bindgen_test]
async fn a_walk_that_does_not_add_up_is_rejected() {
    let answer = r#"return new Response('{"success":true,"totalNumber":5,"data":[{"id":"a","code":"a","type":"1","api_limit":1}]}');"#;
    let client = client(answer);
    let pages =
        bindings::list_all(&client.options, &JsValue::UNDEFINED, &JsValue::UNDEFINED).unwrap();
    let error = loop {
        match JsFuture::from(pages.next(None)).await {
            Ok(page) => assert!(!page.is_undefined(), "it must not end as if it were whole"),
            Err(error) => break error,
        }
    };
    assert_eq!(text(&error, "code"), "pagination_stuck");
    let refused = bindings::list_all(&client.options, &js("{ page: 1 }"), &JsValue::UNDEFINED);
    assert_eq!(text(&refused.err().unwrap(), "path"), "page");
}

async fn transfer_error(answer: &str, options: &str) -> JsValue {
    let input = "{ phone: '1', code: 'a', targetPhone: '2', targetCode: 'b', limit: 1 }";
    client(answer)
        .call(TRANSFER, input, options)
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
        let client = client("throw new Error('it must not be sent')");
        let error = client.call(DETAIL, input, "undefined").await.unwrap_err();
        assert_eq!(
            (text(&error, "code"), text(&error, "path")),
            ("invalid_argument".into(), path.into()),
            "{input}"
        );
        assert_eq!(Array::from(&client.calls).length(), 0, "{input}");
    }
    let sparse = "(() => { const ids = ['a']; ids.length = 4294967295; return ids })()";
    let error = client("")
        .call(DESTROY, sparse, "undefined")
        .await
        .unwrap_err();
    assert_eq!(text(&error, "path"), "ids[1]");
}

#[wasm_bindgen_test]
async fn what_is_changed_after_the_call_changes_nothing() {
    let client = client(r#"return new Response('{"success":true}');"#);
    let input = js("({ phone: '1', code: 'a', target_phone: '2', target_code: 'b', limit: '10' })");
    let done = TRANSFER(&client.options, None, &input, &JsValue::UNDEFINED);
    Reflect::set(&input, &"limit".into(), &"99".into()).unwrap();
    Reflect::set(
        &client.options,
        &"baseUrl".into(),
        &"http://localhost:3".into(),
    )
    .unwrap();
    JsFuture::from(done).await.unwrap();
    assert!(text(&client.calls, "0.body").ends_with(r#""limit":"10"}"#));
    assert_eq!(
        text(&client.calls, "0.url"),
        "http://localhost:2/pre/cdkey/transfer"
    );
}

#[wasm_bindgen_test]
async fn an_error_is_a_real_one_and_shows_no_secret() {
    let throws = r#"throw Object.assign(new TypeError(`lost ${init.headers.authorization}`), { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }) })"#;
    let error = transfer_error(throws, "undefined").await;
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(
        (text(&error, "name"), text(&error, "outcome")),
        ("NetworkError".into(), "not_sent".into())
    );
    assert_eq!(text(&error, "cause.message"), "lost ***");
    assert_eq!(text(&error, "cause.cause.code"), "ECONNREFUSED");
}

#[wasm_bindgen_test]
async fn a_listener_may_make_a_call_itself() {
    let client = client(r#"return new Response('{"success":true}');"#);
    let events = Array::from(&client.events);
    let done = DESTROY(&client.options, None, &js("'x'"), &JsValue::UNDEFINED);
    // Nobody is told of a call before it has returned.
    assert_eq!(events.length(), 0);
    JsFuture::from(done).await.unwrap();
    assert_eq!(Array::from(&client.events).length(), 2);
}

#[wasm_bindgen_test]
async fn a_call_without_anything_is_refused_and_throws_nothing() {
    let nothing = JsValue::UNDEFINED;
    for export in [LIST, DETAIL, TRANSFER, DESTROY, BALANCE_LOGS] {
        let error = JsFuture::from(export(&nothing, None, &nothing, &nothing))
            .await
            .unwrap_err();
        assert_eq!(
            (text(&error, "code"), text(&error, "path")),
            ("invalid_config".into(), "options".into())
        );
    }
}

#[wasm_bindgen_test]
fn options_are_read_with_the_runtimes_own_url_parser() {
    let check = |options: &str| bindings::check_config(&js(options));
    let key = "apiKey: 'k'.repeat(32), dangerouslyAllowBrowser: true";
    let checked = check(&format!(
        "({{ {key}, baseUrl: 'HTTPS://H.example:443/a/../b/', fetch() {{}}, onEvent() {{}} }})"
    ))
    .unwrap();
    assert_eq!(text(&checked, "baseUrl"), "https://h.example/b");
    assert!(get(&checked, "fetch").is_function() && get(&checked, "onEvent").is_function());
    // It is good for calls, and checked to the same there.
    assert_eq!(
        format!("{:?}", bindings::check_config(&checked).unwrap()),
        format!("{checked:?}")
    );
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
