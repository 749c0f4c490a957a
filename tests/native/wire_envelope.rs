//! `success`, `message`, `code`, `totalNumber` and `data`: what must be there, and what a wrong one does.

use espai_cdkey::wire::{ApiCode, Expect, Malformed, Payload, Reply, decode};

const CARD: &str = r#"{"id":"a","code":"b","type":"1","api_limit":5}"#;

fn read(text: &str, expect: Expect) -> Reply<Payload> {
    decode(text.as_bytes(), expect).unwrap_or_else(|malformed| panic!("{text}: {malformed:?}"))
}

/// The path and the reason of an answer without a readable envelope.
fn refused(text: &str) -> (String, &'static str) {
    let Malformed { path, reason } = decode(text.as_bytes(), Expect::Nothing).expect_err(text);
    (path, reason)
}

/// Where the payload of a readable envelope leaves the contract.
fn fault(text: &str, expect: Expect) -> String {
    read(text, expect).payload.expect_err(text).path
}

#[test]
fn the_pages_own_list_answer_is_read() {
    let answer = r#"{
        "message": "请求成功",
        "data": [{
            "id": "772868ead56c48d68fd1924aa5ec3aac", "create_time": 1743506056109, "update_time": null,
            "code": "wNaa1GDw", "user_id": "87215a4192654cea8781a1a596d23cae", "api_limit": 500, "type": "0",
            "user_phone": 15916888888, "user_name": "琳琅"
        }],
        "totalNumber": 1,
        "success": true
    }"#;
    let reply = read(answer, Expect::Page);
    assert!(reply.success);
    assert_eq!(reply.message.as_deref(), Some("请求成功"));
    assert_eq!(reply.code, ApiCode::None);
    let payload = reply.payload.unwrap();
    assert!(matches!(payload, Payload::Page { total: 1, .. }));
    let cards: Vec<_> = payload.cards().collect();
    assert_eq!(cards.len(), 1);
    assert_eq!(cards[0].id, "772868ead56c48d68fd1924aa5ec3aac");
    assert_eq!(cards[0].create_time, Some(1_743_506_056_109));
    assert_eq!(cards[0].update_time, None);
    assert_eq!(cards[0].code, "wNaa1GDw");
    assert_eq!(
        cards[0].user_id.as_deref(),
        Some("87215a4192654cea8781a1a596d23cae")
    );
    assert_eq!(cards[0].api_limit, Some(500));
    assert_eq!(cards[0].card_type.as_str(), "0");
    assert_eq!(cards[0].user_phone.as_deref(), Some("15916888888"));
    assert_eq!(cards[0].user_name.as_deref(), Some("琳琅"));
}

#[test]
fn the_pages_own_failure_is_read() {
    let reply = read(
        r#"{"success": false, "message": "系统错误:xxx", "code": 500}"#,
        Expect::Page,
    );
    assert!(!reply.success);
    assert_eq!(reply.message.as_deref(), Some("系统错误:xxx"));
    assert_eq!(reply.code, ApiCode::Number(500));
}

#[test]
fn success_must_be_a_boolean() {
    assert_eq!(refused("{}").0, "success");
    assert_eq!(refused(r#"{"success":1}"#).0, "success");
    assert_eq!(refused(r#"{"success":"true"}"#).0, "success");
    assert_eq!(refused(r#"{"success":null}"#).0, "success");
    assert!(read(r#"{"success":true}"#, Expect::Nothing).success);
    assert!(!read(r#"{"success":false}"#, Expect::Nothing).success);
}

#[test]
fn a_message_that_is_no_text_is_no_error() {
    for other in ["null", "1", "true", "[\"x\"]", "{\"message\":\"x\"}"] {
        assert_eq!(
            read(
                &format!(r#"{{"success":true,"message":{other}}}"#),
                Expect::Nothing
            )
            .message,
            None,
            "{other}"
        );
    }
    assert_eq!(
        read(r#"{"success":true,"message":""}"#, Expect::Nothing)
            .message
            .as_deref(),
        Some("")
    );
    assert_eq!(
        read(r#"{"success":true,"message":"\u8bf7\n"}"#, Expect::Nothing)
            .message
            .as_deref(),
        Some("请\n")
    );
}

#[test]
fn a_code_is_a_safe_integer_or_nothing_is_guessed() {
    let code = |code: &str| {
        read(
            &format!(r#"{{"success":false,"code":{code}}}"#),
            Expect::Nothing,
        )
        .code
    };
    assert_eq!(code("500"), ApiCode::Number(500));
    assert_eq!(code("-1"), ApiCode::Number(-1));
    assert_eq!(code("-0"), ApiCode::Number(0));
    assert_eq!(code("\"401\""), ApiCode::Number(401));
    assert_eq!(code("\"-401\""), ApiCode::Number(-401));
    assert_eq!(
        code("9007199254740991"),
        ApiCode::Number(9_007_199_254_740_991)
    );
    assert_eq!(code("null"), ApiCode::None);
    assert_eq!(
        read(r#"{"success":false}"#, Expect::Nothing).code,
        ApiCode::None
    );
    for other in [
        "500.0",
        "5e2",
        "9007199254740992",
        "\"0500\"",
        "\"\"",
        "\"E500\"",
        "\" 500\"",
        "true",
        "[500]",
        "{}",
    ] {
        assert_eq!(code(other), ApiCode::NotANumber, "{other}");
    }
}

#[test]
fn a_page_needs_its_total() {
    let page = |total: &str| format!(r#"{{"success":true,"data":[{CARD}],"totalNumber":{total}}}"#);
    for (text, value) in [
        ("0", 0),
        ("-0", 0),
        ("12", 12),
        ("\"12\"", 12),
        ("9007199254740991", 9_007_199_254_740_991),
    ] {
        let payload = read(&page(text), Expect::Page).payload.unwrap();
        assert!(
            matches!(payload, Payload::Page { total, .. } if total == value),
            "{text}"
        );
    }
    for text in [
        "-1",
        "\"-1\"",
        "1.0",
        "1e1",
        "null",
        "true",
        "\"\"",
        "\"01\"",
        "[1]",
        "9007199254740992",
    ] {
        assert_eq!(fault(&page(text), Expect::Page), "totalNumber", "{text}");
    }
    assert_eq!(
        fault(
            &format!(r#"{{"success":true,"data":[{CARD}]}}"#),
            Expect::Page
        ),
        "totalNumber"
    );
}

#[test]
fn data_must_be_what_was_asked_for() {
    for data in ["null", "{}", "\"x\"", "1", "true"] {
        assert_eq!(
            fault(
                &format!(r#"{{"success":true,"totalNumber":1,"data":{data}}}"#),
                Expect::Page
            ),
            "data",
            "{data}"
        );
    }
    for data in ["null", "[]", "\"x\"", "1", "false"] {
        assert_eq!(
            fault(
                &format!(r#"{{"success":true,"data":{data}}}"#),
                Expect::Card
            ),
            "data",
            "{data}"
        );
    }
    assert_eq!(fault(r#"{"success":true}"#, Expect::Card), "data");
    assert_eq!(
        fault(r#"{"success":true,"totalNumber":0}"#, Expect::Page),
        "data"
    );
    assert_eq!(
        fault(
            r#"{"success":true,"totalNumber":0,"data":[1]}"#,
            Expect::Page
        ),
        "data[0]"
    );
    let empty = read(
        r#"{"success":true,"totalNumber":0,"data":[ ]}"#,
        Expect::Page,
    )
    .payload
    .unwrap();
    assert_eq!(empty.cards().count(), 0);
    let one = read(
        &format!(r#"{{"success":true,"data":{CARD}}}"#),
        Expect::Card,
    )
    .payload
    .unwrap();
    assert_eq!(one.cards().count(), 1);
}

#[test]
fn where_nothing_is_asked_for_data_is_only_gone_over() {
    for data in ["null", "[1,{}]", "{\"id\":1,\"id\":2}", "\"x\""] {
        let text = format!(r#"{{"success":true,"data":{data},"totalNumber":"many"}}"#);
        assert_eq!(
            read(&text, Expect::Nothing).payload,
            Ok(Payload::Nothing),
            "{data}"
        );
    }
    assert_eq!(refused(r#"{"success":true,"data":[1,]}"#).0, "body");
    assert_eq!(refused(r#"{"success":true,"data":1,"data":1}"#).0, "data");
}

#[test]
fn members_come_in_any_order() {
    let text = format!(
        r#"{{"code":null,"totalNumber":1,"more":[],"data":[{CARD}],"message":"m","success":true}}"#
    );
    let reply = read(&text, Expect::Page);
    assert!(reply.success);
    assert_eq!(reply.message.as_deref(), Some("m"));
    assert_eq!(reply.payload.unwrap().cards().count(), 1);
}

#[test]
fn odd_data_does_not_hide_what_a_failure_says() {
    for data in [
        "[{\"id\":{}}]",
        "\"none\"",
        "[[[]]]",
        "[{\"id\":\"a\",\"id\":\"b\"}]",
    ] {
        let text = format!(r#"{{"data":{data},"success":false,"message":"no","code":401}}"#);
        let reply = read(&text, Expect::Page);
        assert!(!reply.success);
        assert_eq!(
            (reply.message.as_deref(), reply.code),
            (Some("no"), ApiCode::Number(401)),
            "{data}"
        );
        assert!(reply.payload.is_err());
    }
}

#[test]
fn the_first_place_in_the_answer_is_told() {
    assert_eq!(
        fault(
            r#"{"success":true,"totalNumber":null,"data":[{}]}"#,
            Expect::Page
        ),
        "totalNumber"
    );
    assert_eq!(
        fault(
            r#"{"success":true,"data":[{}],"totalNumber":null}"#,
            Expect::Page
        ),
        "data[0].id"
    );
    let cards = format!(
        r#"{{"success":true,"totalNumber":2,"data":[{CARD},{{"id":"a","type":{{}},"code":[]}}]}}"#
    );
    assert_eq!(fault(&cards, Expect::Page), "data[1].type");
}

#[test]
fn what_is_broken_after_a_fault_is_still_found() {
    let text = r#"{"success":true,"totalNumber":1,"data":[{"id":null},{"id":tru}]}"#;
    assert_eq!(
        decode(text.as_bytes(), Expect::Page).unwrap_err().path,
        "body"
    );
}

#[test]
fn broken_json_in_a_card_tells_which_card() {
    let text = format!(r#"{{"success":true,"totalNumber":1,"data":[{CARD},{{"id":tru}}]}}"#);
    assert_eq!(
        decode(text.as_bytes(), Expect::Page).unwrap_err().path,
        "body"
    );
    let text = format!(r#"{{"success":true,"totalNumber":1,"data":[{CARD},{{"id":"\x"}}]}}"#);
    assert_eq!(
        decode(text.as_bytes(), Expect::Page).unwrap_err().path,
        "data[1]"
    );
}

#[test]
fn a_known_name_twice_in_the_envelope_is_refused() {
    for (name, value) in [
        ("success", "true"),
        ("message", "\"m\""),
        ("totalNumber", "1"),
        ("data", "null"),
        ("code", "1"),
    ] {
        let (path, reason) = refused(&format!(
            r#"{{"success":true,"{name}":{value},"{name}":{value}}}"#
        ));
        assert_eq!((path.as_str(), reason), (name, "is there twice"));
    }
    // Also where one is escaped; an unknown one may repeat.
    assert_eq!(
        refused(r#"{"success":true,"\u0073uccess":true}"#).0,
        "success"
    );
    assert!(read(r#"{"success":true,"x":1,"x":2}"#, Expect::Nothing).success);
}
