//! The decoder of answers once more, on serde_json: slow, plain, and written from the contract rather than from the
//! decoder, so that each keeps the other honest. serde_json decides what is JSON; what follows decides what is a card, and what
//! a usage record.

pub(crate) mod answers;
mod pieces;

use espai_cdkey::balance_log::BalanceLog;
use espai_cdkey::card::{Card, CardType};
use espai_cdkey::wire::{ApiCode, CardColumns, Expect, Payload, Reply, decode};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// What both decoders must agree on. A refusal of the whole says where only if the answer is JSON at all.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    NoJson,
    NoEnvelope(String),
    Read {
        success: bool,
        message: Option<String>,
        code: ApiCode,
        payload: Result<Brought, String>,
    },
}

#[derive(Debug, PartialEq)]
pub(crate) enum Brought {
    Page(i64, Vec<Card>),
    Card(Vec<Card>),
    Logs(i64, Vec<BalanceLog>),
    Nothing,
}

/// What the reference says of an answer.
pub(crate) fn verdict(body: &[u8], expect: Expect) -> Verdict {
    let Some(root) = parse(body) else {
        return Verdict::NoJson;
    };
    envelope(&root, expect).unwrap_or_else(|path| Verdict::NoEnvelope(path.to_owned()))
}

/// Fails where the decoder and the reference differ.
pub(crate) fn compare(body: &[u8], expect: Expect) -> Verdict {
    let expected = verdict(body, expect);
    let size = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).len();
    let got = match decode(body, expect) {
        // The decoder may have stopped at a known place before the place where the answer ceases to be JSON.
        Err(_) if expected == Verdict::NoJson => Verdict::NoJson,
        Err(malformed) => Verdict::NoEnvelope(malformed.path),
        Ok(Reply {
            success,
            message,
            code,
            payload,
        }) => {
            if let Ok(payload) = &payload {
                check_each(payload);
            }
            let payload = match payload {
                Ok(Payload::Page { total, cards }) => {
                    Ok(Brought::Page(total, both_ways(&cards, size)))
                }
                Ok(Payload::Card(card)) => Ok(Brought::Card(both_ways(&card, size))),
                Ok(Payload::Logs { total, logs }) => {
                    let read: Vec<BalanceLog> = logs.logs().collect();
                    assert_eq!((logs.len(), logs.is_empty()), (read.len(), read.is_empty()));
                    Ok(Brought::Logs(total, read))
                }
                Ok(Payload::Nothing) => Ok(Brought::Nothing),
                Err(malformed) => Err(malformed.path),
            };
            Verdict::Read {
                success,
                message,
                code,
                payload,
            }
        }
    };
    assert_eq!(
        got,
        expected,
        "{expect:?} of {:?}",
        String::from_utf8_lossy(body)
    );
    expected
}

/// Fails where what comes one by one, still in the columns, is not what comes as cards or records.
fn check_each(payload: &Payload) {
    let mut each = Vec::new();
    payload.each(&mut |record| {
        let text = |word: usize| record.text(word).map(str::to_owned);
        each.push((
            [0, 1, 2, 3, 4, 5].map(text),
            [6, 7, 8, 9, 10].map(|word| record.number(word)),
            (text(6), text(12), record.number(12)),
        ));
    });
    let cards = payload.cards().map(|card| {
        let own = [
            Some(card.id),
            Some(card.code),
            Some(card.card_type.as_str().to_owned()),
        ];
        let [id, code, card_type] = own;
        let texts = [
            id,
            code,
            card_type,
            card.user_id,
            card.user_phone,
            card.user_name,
        ];
        (texts, [card.api_limit, card.create_time, card.update_time])
    });
    let logs = payload.logs().map(|log| {
        let texts = [
            Some(log.id),
            log.card_id,
            log.log_type,
            log.user_id,
            log.user_phone,
            log.user_name,
        ];
        (texts, log.user_email, [log.api_limit, log.create_time])
    });
    let (cards, logs): (Vec<_>, Vec<_>) = (cards.collect(), logs.collect());
    assert_eq!(each.len(), cards.len() + logs.len());
    for ((texts, numbers, (email, beyond, none)), log) in each.iter().zip(&logs) {
        assert_eq!((texts, email), (&log.0, &log.1));
        assert_eq!([numbers[1], numbers[3]], log.2);
        assert_eq!((beyond, none), (&None, &None));
    }
    for ((texts, numbers, _), card) in each.iter().zip(&cards) {
        assert_eq!(texts, &card.0);
        assert_eq!([numbers[0], numbers[2], numbers[4]], card.1);
    }
}

/// The cards of the columns (of an answer of `size` bytes), after a check that JavaScript cuts the same cards out of them.
pub(crate) fn both_ways(columns: &CardColumns, size: usize) -> Vec<Card> {
    let cards: Vec<Card> = columns.cards().collect();
    assert_eq!(
        as_javascript(columns, size),
        cards,
        "the layout and the iterator differ"
    );
    assert_eq!(columns.len(), cards.len());
    assert_eq!(columns.is_empty(), cards.is_empty());
    cards
}

/// What `pkg-template/client/cards.js` does, step by step, with JavaScript's idea of a string.
fn as_javascript(columns: &CardColumns, size: usize) -> Vec<Card> {
    let mut texts: Vec<Option<String>> = vec![None];
    let (mut at, mut words) = (0, columns.texts());
    while !words.is_empty() {
        let (bytes, count) = (words[0] as usize, words[1] as usize);
        let block: Vec<u16> = str::from_utf8(&columns.arena()[at..at + bytes])
            .unwrap()
            .encode_utf16()
            .collect();
        let most = if block.iter().all(|unit| *unit < 0x80) {
            256
        } else {
            64
        };
        let most = match size {
            0..=1_024 => usize::MAX,
            1_025..=8_192 => 4 * most,
            _ => most,
        };
        assert!(count > 0, "an empty block");
        assert!(
            count == 1 || block.len() <= most,
            "a block of {count} texts with {} units",
            block.len()
        );
        let mut from = 0;
        for units in &words[2..2 + count] {
            let to = from + *units as usize;
            texts.push(Some(String::from_utf16(&block[from..to]).unwrap()));
            from = to;
        }
        assert_eq!(
            from,
            block.len(),
            "a block with more text than its texts have"
        );
        at += bytes;
        words = &words[2 + count..];
    }
    assert_eq!(at, columns.arena().len(), "text outside the blocks");
    let number =
        |row: &[u32], at: usize| i64::from(row[at + 1] as i32) * (1 << 32) + i64::from(row[at]);
    let maybe = |row: &[u32], at: usize| (row[at + 1] != 0x8000_0000).then(|| number(row, at));
    columns
        .rows()
        .chunks(CardColumns::ROW)
        .map(|row| Card {
            id: texts[row[0] as usize].clone().unwrap(),
            code: texts[row[1] as usize].clone().unwrap(),
            card_type: CardType::new(texts[row[2] as usize].clone().unwrap()),
            api_limit: maybe(row, 6),
            user_id: texts[row[3] as usize].clone(),
            user_phone: texts[row[4] as usize].clone(),
            user_name: texts[row[5] as usize].clone(),
            create_time: maybe(row, 8),
            update_time: maybe(row, 10),
        })
        .collect()
}

/// JSON with nothing lost: members as they came, numbers as they were written.
enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// The members of an object in their order, the values not yet looked into.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

fn parse(body: &[u8]) -> Option<Node> {
    let text = std::str::from_utf8(body).ok()?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let raw: &RawValue = serde_json::from_str(text).ok()?;
    node(raw.get(), 1)
}

fn node(raw: &str, level: usize) -> Option<Node> {
    Some(match raw.as_bytes().first()? {
        b'n' => Node::Null,
        b't' => Node::Bool(true),
        b'f' => Node::Bool(false),
        b'"' => Node::Text(serde_json::from_str(raw).ok()?),
        b'[' | b'{' if level > 128 => return None,
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
            Node::Array(
                items
                    .into_iter()
                    .map(|item| node(item.get(), level + 1))
                    .collect::<Option<_>>()?,
            )
        }
        b'{' => {
            let Members(members) = serde_json::from_str(raw).ok()?;
            let member =
                |(name, value): (String, &RawValue)| Some((name, node(value.get(), level + 1)?));
            Node::Object(members.into_iter().map(member).collect::<Option<_>>()?)
        }
        _ => Node::Number(raw.to_owned()),
    })
}

fn envelope(root: &Node, expect: Expect) -> Result<Verdict, &'static str> {
    let Node::Object(members) = root else {
        return Err("body");
    };
    let mut seen: Vec<&str> = Vec::new();
    let (mut success, mut message, mut code) = (None, None, ApiCode::None);
    let (mut total, mut brought, mut fault) = (None, None, None);
    for (name, value) in members {
        let Some(known) = ["success", "message", "code", "totalNumber", "data"]
            .into_iter()
            .find(|known| known == name)
        else {
            continue;
        };
        if seen.contains(&known) {
            return Err(known);
        }
        seen.push(known);
        match (known, value) {
            ("success", Node::Bool(told)) => success = Some(*told),
            ("success", _) => return Err("success"),
            ("message", Node::Text(text)) => message = Some(text.clone()),
            ("code", Node::Null) => code = ApiCode::None,
            ("code", value) => code = integer(value).map_or(ApiCode::NotANumber, ApiCode::Number),
            ("totalNumber", value) if matches!(expect, Expect::Page | Expect::Logs) => {
                match integer(value).filter(|total| *total >= 0) {
                    Some(told) => total = Some(told),
                    None => fault = fault.or(Some("totalNumber".to_owned())),
                }
            }
            ("data", value) if expect != Expect::Nothing => match data(value, expect) {
                Ok(read) => brought = Some(read),
                Err(path) => fault = fault.or(Some(path)),
            },
            _ => {}
        }
    }
    let payload = if expect == Expect::Nothing {
        Ok(Brought::Nothing)
    } else if let Some(path) = fault {
        Err(path)
    } else {
        match (brought, total) {
            (None, _) => Err("data".to_owned()),
            (Some(Brought::Page(_, cards)), Some(total)) => Ok(Brought::Page(total, cards)),
            (Some(Brought::Logs(_, logs)), Some(total)) => Ok(Brought::Logs(total, logs)),
            (Some(Brought::Page(..) | Brought::Logs(..)), None) => Err("totalNumber".to_owned()),
            (Some(other), _) => Ok(other),
        }
    };
    Ok(Verdict::Read {
        success: success.ok_or("success")?,
        message,
        code,
        payload,
    })
}

/// What `data` holds; how many there are in all is not known here.
fn data(value: &Node, expect: Expect) -> Result<Brought, String> {
    match (expect, value) {
        (Expect::Page, Node::Array(items)) => Ok(Brought::Page(0, each(items, card)?)),
        (Expect::Logs, Node::Array(items)) => Ok(Brought::Logs(0, each(items, log)?)),
        (Expect::Card, value) => Ok(Brought::Card(vec![card(value, "data".to_owned())?])),
        _ => Err("data".to_owned()),
    }
}

fn each<T>(
    items: &[Node],
    read: impl Fn(&Node, String) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    items
        .iter()
        .enumerate()
        .map(|(index, item)| read(item, format!("data[{index}]")))
        .collect()
}

fn log(value: &Node, path: String) -> Result<BalanceLog, String> {
    let Node::Object(members) = value else {
        return Err(path);
    };
    let mut log = BalanceLog {
        id: String::new(),
        card_id: None,
        api_limit: None,
        log_type: None,
        user_id: None,
        user_phone: None,
        user_name: None,
        user_email: None,
        create_time: None,
    };
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in members {
        let bad = || format!("{path}.{name}");
        if seen.contains(&name.as_str()) {
            return Err(bad());
        }
        let (number, text) = match value {
            Node::Null => (Some(None), Some(None)),
            value => (integer(value).map(Some), text(value).map(Some)),
        };
        let (number, text) = (number.ok_or_else(bad), text.ok_or_else(bad));
        match name.as_str() {
            "id" => log.id = text?.filter(|id| !id.is_empty()).ok_or_else(bad)?,
            "cdkey_id" => log.card_id = text?,
            "api_limit" => log.api_limit = number?,
            "type" => log.log_type = text?,
            "user_id" => log.user_id = text?,
            "user_phone" => log.user_phone = text?,
            "user_name" => log.user_name = text?,
            "user_email" => log.user_email = text?,
            "create_time" => log.create_time = number?,
            _ => continue,
        }
        seen.push(name);
    }
    if log.id.is_empty() {
        return Err(format!("{path}.id"));
    }
    Ok(log)
}

fn card(value: &Node, path: String) -> Result<Card, String> {
    let Node::Object(members) = value else {
        return Err(path);
    };
    let mut seen: Vec<&str> = Vec::new();
    let (mut id, mut code, mut card_type, mut api_limit) = (None, None, None, None);
    let (mut user_id, mut user_phone, mut user_name) = (None, None, None);
    let (mut create_time, mut update_time) = (None, None);
    for (name, value) in members {
        let name = name.as_str();
        let bad = || format!("{path}.{name}");
        let must = || text(value).filter(|text| !text.is_empty()).ok_or_else(bad);
        let may = || {
            if matches!(value, Node::Null) {
                Ok(None)
            } else {
                text(value).map(Some).ok_or_else(bad)
            }
        };
        let may_count = || {
            if matches!(value, Node::Null) {
                Ok(None)
            } else {
                integer(value).map(Some).ok_or_else(bad)
            }
        };
        if seen.contains(&name) {
            return Err(bad());
        }
        match name {
            "id" => id = Some(must()?),
            "code" => code = Some(must()?),
            "type" => card_type = Some(CardType::new(must()?)),
            "api_limit" => api_limit = may_count()?,
            "user_id" => user_id = may()?,
            "user_phone" => user_phone = may()?,
            "user_name" => user_name = may()?,
            "create_time" => create_time = may_count()?,
            "update_time" => update_time = may_count()?,
            _ => continue,
        }
        seen.push(name);
    }
    let missing = |name: &str| format!("{path}.{name}");
    Ok(Card {
        id: id.ok_or_else(|| missing("id"))?,
        code: code.ok_or_else(|| missing("code"))?,
        card_type: card_type.ok_or_else(|| missing("type"))?,
        api_limit,
        user_id,
        user_phone,
        user_name,
        create_time,
        update_time,
    })
}

/// Text, or the digits of a safe integer.
fn text(value: &Node) -> Option<String> {
    match value {
        Node::Text(text) => Some(text.clone()),
        Node::Number(_) => integer(value).map(|number| number.to_string()),
        _ => None,
    }
}

/// A safe integer, or a text that is one's plain digits.
fn integer(value: &Node) -> Option<i64> {
    let (Node::Number(digits) | Node::Text(digits)) = value else {
        return None;
    };
    let number: i64 = digits.parse().ok()?;
    let plain = number.to_string() == *digits || digits == "-0";
    (plain && number.abs() < 1 << 53).then_some(number)
}
