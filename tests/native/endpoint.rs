use espai_cdkey::card::{Card, CardType};
use espai_cdkey::endpoint::{
    BalanceLogsQuery, CardRef, DestroyIds, DetailInput, Endpoint, ListQuery, Paging, Transfer,
    TransferInput, UserNameField,
};
use espai_cdkey::error::Invalid;
use espai_cdkey::field::Count;
use espai_cdkey::value::Value;

use crate::given::{object, text};

fn path<T>(checked: Result<T, Invalid>) -> String {
    checked.err().expect("it must be refused").path
}

fn list(fields: &[(&str, Value)]) -> Result<ListQuery, Invalid> {
    ListQuery::check(&object(fields))
}

fn body(query: &ListQuery) -> String {
    query.request(UserNameField::UserName).body
}

#[test]
fn the_pages_list_example_goes_out_as_it_is() {
    let fields = [
        ("id", text("772868ead56c48d68fd1924aa5ec3aac")),
        ("type", text("0")),
        ("code", text("wNaa1GDw")),
        ("user_name", text("琳琅")),
        ("user_phone", text("15916888888")),
        ("api_limit", text("423")),
        ("page", text("1")),
        ("limit", text("10")),
    ];
    let query = list(&fields).unwrap();
    assert_eq!(
        body(&query),
        r#"{"id":"772868ead56c48d68fd1924aa5ec3aac","type":"0","code":"wNaa1GDw","user_name":"琳琅","user_phone":"15916888888","api_limit":"423","page":"1","limit":"10"}"#
    );
    assert_eq!(query.paging(), Paging { page: 1, limit: 10 });
}

#[test]
fn a_query_is_built_filter_by_filter_and_checked_as_any_other() {
    let query = ListQuery::builder()
        .id("772868ead56c48d68fd1924aa5ec3aac")
        .card_type("0")
        .code("wNaa1GDw")
        .user_name("琳琅")
        .user_phone("1")
        .user_phone("15916888888")
        .api_limit(-1)
        .page(2)
        .limit(10);
    assert_eq!(
        body(&query.clone().build().unwrap()),
        r#"{"id":"772868ead56c48d68fd1924aa5ec3aac","type":"0","code":"wNaa1GDw","user_name":"琳琅","user_phone":"15916888888","api_limit":"-1","page":"2","limit":"10"}"#
    );
    assert_eq!(body(&ListQuery::builder().build().unwrap()), "{}");
    assert_eq!(path(ListQuery::builder().card_type("").build()), "type");
    assert_eq!(
        path(ListQuery::builder().user_phone("1e3").build()),
        "user_phone"
    );
    assert_eq!(path(ListQuery::builder().page(0).build()), "page");
    let all = ListQuery::builder().code("a").build().unwrap();
    assert_eq!(all.clone().unpaged(), Ok(all.clone()));
    assert_eq!(path(query.clone().build().unwrap().unpaged()), "page");
    // What is logged by the way shows no phone.
    let shown = format!("{query:?} {:?}", query.clone().build());
    assert!(
        shown.contains("ListQueryBuilder") && shown.contains("159****8888"),
        "{shown}"
    );
    assert!(!shown.contains("15916888888"), "{shown}");
}

#[test]
fn a_card_is_named_by_its_owners_phone_and_its_code() {
    let mut card = Card {
        id: "i".to_owned(),
        code: "c".to_owned(),
        card_type: CardType::new("1"),
        api_limit: None,
        user_id: None,
        user_phone: Some("15916888888".to_owned()),
        user_name: None,
        create_time: None,
        update_time: None,
    };
    let named = CardRef::of(&card).unwrap();
    assert_eq!((named.phone, named.code), ("15916888888", "c"));
    assert_eq!(
        format!("{named:?}"),
        r#"CardRef { phone: "159****8888", code: "c" }"#
    );
    let input = DetailInput::new(named).unwrap();
    assert_eq!((input.phone(), input.code()), ("15916888888", "c"));
    assert_eq!(
        input.request().body,
        r#"{"phone":"15916888888","code":"c"}"#
    );
    let target = CardRef {
        phone: "2",
        code: "d",
    };
    let transfer = Transfer {
        source: named,
        target,
        limit: 3,
    };
    assert_eq!(
        TransferInput::new(transfer).unwrap().request().body,
        r#"{"phone":"15916888888","code":"c","target_phone":"2","target_code":"d","limit":"3"}"#
    );
    let nobody = CardRef {
        phone: "",
        ..target
    };
    assert_eq!(
        path(TransferInput::new(Transfer {
            target: nobody,
            ..transfer
        })),
        "target_phone"
    );
    // Another card of the same owner, and one of the same code.
    for other in [
        CardRef { code: "d", ..named },
        CardRef {
            phone: "2",
            ..named
        },
    ] {
        let between = Transfer {
            target: other,
            ..transfer
        };
        assert!(TransferInput::new(between).is_ok());
    }
    card.user_phone = None;
    assert!(CardRef::of(&card).is_none());
}

#[test]
fn a_walk_asks_for_a_page_of_its_own() {
    let query = ListQuery::builder().code("a").page(7).build().unwrap();
    let [page, limit] = [2, 500].map(Count::at_least_one);
    let request = query.page_request(page, limit, UserNameField::UserName);
    assert_eq!(request.body, r#"{"code":"a","page":"2","limit":"500"}"#);
}

#[test]
fn nothing_asks_for_everything_and_undefined_is_left_out() {
    for nothing in [
        Value::Undefined,
        object(&[]),
        object(&[("id", Value::Undefined)]),
    ] {
        assert_eq!(body(&ListQuery::check(&nothing).unwrap()), "{}");
    }
}

#[test]
fn an_empty_or_null_filter_is_refused_because_a_slip_must_not_list_everything() {
    assert_eq!(path(list(&[("code", text(""))])), "code");
    assert_eq!(path(list(&[("userPhone", Value::Null)])), "userPhone");
    assert_eq!(path(list(&[("user_name", text(""))])), "user_name");
    assert_eq!(path(ListQuery::check(&Value::Null)), "query");
    assert_eq!(path(ListQuery::check(&Value::List(vec![]))), "query");
}

#[test]
fn every_spelling_of_the_user_name_is_taken_and_one_option_says_how_it_is_sent() {
    for name in ["user_name", "userName", "username"] {
        let query = list(&[(name, text("琳琅"))]).unwrap();
        assert_eq!(
            query.request(UserNameField::UserName).body,
            r#"{"user_name":"琳琅"}"#
        );
        assert_eq!(
            query.request(UserNameField::Username).body,
            r#"{"username":"琳琅"}"#
        );
    }
}

#[test]
fn two_names_of_one_field_must_agree() {
    let same = [("api_limit", text("5")), ("apiLimit", Value::Number(5.0))];
    assert_eq!(body(&list(&same).unwrap()), r#"{"api_limit":"5"}"#);
    let other = [("api_limit", text("5")), ("apiLimit", Value::Number(6.0))];
    assert_eq!(path(list(&other)), "apiLimit");
}

#[test]
fn an_unknown_key_is_refused_and_not_shown_in_full() {
    assert_eq!(path(list(&[("cod", text("x"))])), "cod");
    assert_eq!(path(list(&[("__proto__", text("x"))])), "__proto__");
    assert_eq!(path(list(&[("15916888888", text("x"))])), "159****8888");
    let long = path(list(&[("k".repeat(500).as_str(), text("x"))]));
    assert!(long.chars().count() <= 65, "{long}");
}

#[test]
fn has_more_counts_the_pages_before() {
    let query = list(&[("page", Value::Number(2.0)), ("limit", Value::Number(10.0))]).unwrap();
    assert!(query.paging().has_more(10, 21));
    assert!(!query.paging().has_more(10, 20));
    let all = list(&[]).unwrap().paging();
    assert_eq!((all.page, all.limit), (1, 9999));
    assert!(all.has_more(9999, 10_000));
    assert!(!all.has_more(3, 3));
    let greatest = i64::MAX;
    let far = Paging {
        page: greatest,
        limit: greatest,
    };
    assert_eq!(far.before(), greatest);
    assert!(!far.has_more(1, greatest));
}

#[test]
fn a_walk_takes_no_page_and_no_limit() {
    for name in ["page", "limit"] {
        assert_eq!(
            path(ListQuery::check_unpaged(&object(&[(name, text("1"))]))),
            name
        );
    }
}

#[test]
fn a_detail_needs_both() {
    let good = object(&[
        ("code", text("wNaa1GDw")),
        ("phone", Value::Number(15_916_888_888.0)),
    ]);
    let request = DetailInput::check(&good).unwrap().request();
    assert_eq!(request.body, r#"{"phone":"15916888888","code":"wNaa1GDw"}"#);
    assert_eq!(
        path(DetailInput::check(&object(&[("code", text("a"))]))),
        "phone"
    );
    assert_eq!(path(DetailInput::check(&Value::Undefined)), "input");
    let number = object(&[("phone", text("1")), ("code", Value::Number(12_345_678.0))]);
    assert_eq!(path(DetailInput::check(&number)), "code");
}

fn transfer(changes: &[(&str, Value)]) -> Result<TransferInput, Invalid> {
    let mut fields = vec![
        ("phone", text("15916888888")),
        ("code", text("wNaa1GDw")),
        ("target_phone", text("17516888888")),
        ("target_code", text("3AoPbLSQ")),
        ("limit", text("10")),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value.clone()));
    }
    TransferInput::check(&object(&fields))
}

#[test]
fn the_pages_transfer_goes_out_as_strings() {
    let expected = r#"{"phone":"15916888888","code":"wNaa1GDw","target_phone":"17516888888","target_code":"3AoPbLSQ","limit":"10"}"#;
    assert_eq!(transfer(&[]).unwrap().request().body, expected);
    assert_eq!(
        transfer(&[("limit", Value::Number(10.0))])
            .unwrap()
            .request()
            .body,
        expected
    );
}

#[test]
fn a_transfer_moves_at_least_1_and_never_to_itself() {
    assert_eq!(path(transfer(&[("limit", text("0"))])), "limit");
    assert_eq!(path(transfer(&[("limit", Value::Number(0.5))])), "limit");
    let itself = [
        ("target_phone", text("15916888888")),
        ("target_code", text("wNaa1GDw")),
    ];
    assert_eq!(path(transfer(&itself)), "target_code");
    let camel = object(&[
        ("phone", text("1")),
        ("code", text("a")),
        ("targetPhone", text("1")),
        ("targetCode", text("a")),
        ("limit", text("1")),
    ]);
    assert_eq!(path(TransferInput::check(&camel)), "targetCode");
}

#[test]
fn what_is_missing_is_named_in_camel_case() {
    let missing = transfer(&[("target_phone", Value::Undefined)]);
    assert_eq!(path(missing), "targetPhone");
}

#[test]
fn a_destroy_takes_an_id_an_object_or_an_array_of_either() {
    let sent = |value: &Value| DestroyIds::check(value).unwrap().request().body;
    let one = object(&[("id", text("a"))]);
    assert_eq!(sent(&text("a")), r#"[{"id":"a"}]"#);
    assert_eq!(sent(&one), r#"[{"id":"a"}]"#);
    assert_eq!(
        sent(&Value::List(vec![one, text("b")])),
        r#"[{"id":"a"},{"id":"b"}]"#
    );
}

#[test]
fn a_destroy_names_the_id_that_it_refuses() {
    let list = |items: &[Value]| path(DestroyIds::check(&Value::List(items.to_vec())));
    assert_eq!(list(&[]), "ids");
    assert_eq!(list(&[text("a"), text("")]), "ids[1]");
    assert_eq!(list(&[text("a"), Value::Undefined]), "ids[1]");
    assert_eq!(
        list(&[text("a"), object(&[("id", Value::Null)])]),
        "ids[1].id"
    );
    assert_eq!(list(&[text("a"), object(&[])]), "ids[1].id");
    assert_eq!(
        list(&[object(&[("id", text("a")), ("x", text("b"))])]),
        "ids[0].x"
    );
    assert_eq!(list(&[text("a"), text("b"), text("a")]), "ids[2]");
    assert_eq!(list(&[Value::Number(1.0)]), "ids[0]");
    assert_eq!(path(DestroyIds::check(&Value::Null)), "ids");
    assert_eq!(path(DestroyIds::check(&Value::Undefined)), "ids");
}

fn logs(value: &Value) -> Result<BalanceLogsQuery, Invalid> {
    BalanceLogsQuery::check(value)
}

#[test]
fn usage_records_are_asked_for_in_an_array_of_one_object() {
    let sent = |value: &Value| logs(value).unwrap().request().body;
    for nothing in [
        Value::Undefined,
        object(&[]),
        object(&[("id", Value::Undefined)]),
        Value::List(vec![object(&[])]),
    ] {
        assert_eq!(sent(&nothing), "[{}]");
    }
    let all = [
        ("limit", Value::Number(10.0)),
        ("page", text("2")),
        ("id", text("772868ead56c48d68fd1924aa5ec3aac")),
    ];
    let expected = r#"[{"id":"772868ead56c48d68fd1924aa5ec3aac","page":"2","limit":"10"}]"#;
    assert_eq!(sent(&object(&all)), expected);
    // The platform's own example is an array already.
    assert_eq!(sent(&Value::List(vec![object(&all)])), expected);
    let request = logs(&object(&all)).unwrap().request();
    assert_eq!(request.endpoint, Endpoint::BalanceLogs);
    assert!(request.phones.is_empty());
}

#[test]
fn a_page_of_usage_records_is_that_of_a_list() {
    assert_eq!(BalanceLogsQuery::all().paging(), Paging::DEFAULT);
    assert_eq!(logs(&Value::Undefined), Ok(BalanceLogsQuery::all()));
    let (page, limit) = (Count::at_least_one(3), Count::at_least_one(20));
    let third = BalanceLogsQuery::of_card("a").unwrap().at(page, limit);
    assert_eq!(third.paging(), Paging { page: 3, limit: 20 });
    assert_eq!(
        third.request().body,
        r#"[{"id":"a","page":"3","limit":"20"}]"#
    );
    assert_eq!(path(BalanceLogsQuery::of_card("")), "id");
}

#[test]
fn usage_records_of_every_card_are_not_asked_for_by_a_slip() {
    let refused = |value: &Value| path(logs(value));
    for (name, value) in [
        ("id", text("")),
        ("id", Value::Null),
        ("id", Value::Number(5.0)),
        ("page", text("0")),
        ("limit", text("1e3")),
        ("page", Value::Number(1.5)),
        ("cardId", text("a")),
    ] {
        assert_eq!(refused(&object(&[(name, value.clone())])), name);
        let in_array = Value::List(vec![object(&[(name, value)])]);
        assert_eq!(refused(&in_array), format!("query[0].{name}"));
    }
    for other in [
        Value::Null,
        text("772868ead56c48d68fd1924aa5ec3aac"),
        Value::List(vec![]),
        Value::List(vec![object(&[]), object(&[])]),
    ] {
        assert_eq!(refused(&other), "query");
    }
    for other in [Value::Null, Value::Undefined, text("a")] {
        assert_eq!(refused(&Value::List(vec![other])), "query[0]");
    }
}

#[test]
fn five_endpoints_of_which_two_change_cards() {
    let paths: Vec<&str> = Endpoint::ALL.iter().map(|one| one.path()).collect();
    assert_eq!(
        paths,
        [
            "/cdkey/list",
            "/cdkey/detail",
            "/cdkey/transfer",
            "/cdkey/destroy",
            "/cdkey/balance_logs"
        ]
    );
    for one in Endpoint::ALL {
        assert_eq!(Endpoint::of_path(one.path()), Some(one));
        assert_eq!(Endpoint::of_call(one.name()), Some(one));
    }
    assert_eq!(Endpoint::of_path("/cdkey/balanceLogs"), None);
    assert_eq!(Endpoint::of_call("balance_logs"), None);
    let moves: Vec<&str> = Endpoint::ALL
        .iter()
        .filter(|one| one.is_move())
        .map(|one| one.name())
        .collect();
    assert_eq!(moves, ["transfer", "destroy"]);
}
