//! What a call gave, written as the service writes it: so a page's client cannot tell this backend from the service.

use espai_cdkey::card::{Card, CardType};
use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::on_the_wire::{OnTheWire, One, Page};
use espai_cdkey::redact::Redactor;
use serde::{Deserialize, Serialize};

use crate::answer::Answer;

/// A `Card` of the npm package.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GivenCard {
    id: String,
    code: String,
    r#type: String,
    api_limit: Option<i64>,
    user_id: Option<String>,
    user_phone: Option<String>,
    user_name: Option<String>,
    create_time: Option<i64>,
    update_time: Option<i64>,
}

/// A `BalanceLog` of the npm package, read by its names and written by the platform's, in the order of the platform's example.
#[derive(Deserialize, Serialize)]
struct Log {
    id: String,
    #[serde(rename(serialize = "create_time", deserialize = "createTime"))]
    create_time: Option<i64>,
    r#type: Option<String>,
    #[serde(rename(serialize = "user_id", deserialize = "userId"))]
    user_id: Option<String>,
    #[serde(rename(serialize = "cdkey_id", deserialize = "cardId"))]
    card_id: Option<String>,
    #[serde(rename(serialize = "api_limit", deserialize = "apiLimit"))]
    api_limit: Option<i64>,
    #[serde(rename(serialize = "user_name", deserialize = "userName"))]
    user_name: Option<String>,
    #[serde(rename(serialize = "user_email", deserialize = "userEmail"))]
    user_email: Option<String>,
    #[serde(rename(serialize = "user_phone", deserialize = "userPhone"))]
    user_phone: Option<String>,
}

#[derive(Deserialize)]
struct GivenCards {
    cards: Vec<GivenCard>,
    total: u64,
}

#[derive(Deserialize)]
struct GivenLogs {
    logs: Vec<Log>,
    total: u64,
}

#[derive(Deserialize)]
struct GivenDone {
    message: Option<String>,
}

#[derive(Serialize)]
struct Done {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// The answer of a call that succeeded; `result` as the call gave it, as JSON text. The key is masked wherever it stands: a card may
/// have it for a name. None where the result is none of this call's.
pub fn answer(endpoint: Endpoint, result: &str, secrets: &Redactor) -> Option<Answer> {
    // Character by character through every text of 10,000 cards took 150 ms, and there is hardly ever anything to find.
    let nothing = Redactor::default();
    let secrets = if secrets.finds_in_json(result) {
        secrets
    } else {
        &nothing
    };
    let body = match endpoint {
        Endpoint::List => {
            let given: GivenCards = serde_json::from_str(result).ok()?;
            let cards: Vec<Card> = given
                .cards
                .into_iter()
                .map(|card| card.masked(secrets))
                .collect();
            write(&Page::of(
                cards.iter().map(OnTheWire).collect(),
                given.total,
            ))
        }
        Endpoint::Detail => {
            let given: GivenCard = serde_json::from_str(result).ok()?;
            write(&One::of(&given.masked(secrets)))
        }
        Endpoint::BalanceLogs => {
            let given: GivenLogs = serde_json::from_str(result).ok()?;
            let logs: Vec<Log> = given
                .logs
                .into_iter()
                .map(|log| log.masked(secrets))
                .collect();
            write(&Page::of(logs, given.total))
        }
        Endpoint::Transfer | Endpoint::Destroy => {
            let given: GivenDone = serde_json::from_str(result).ok()?;
            let message = given
                .message
                .map(|message| secrets.without_secrets(&message));
            write(&Done {
                success: true,
                message,
            })
        }
    }?;
    Some(Answer::done(body))
}

fn write(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn masked(text: Option<String>, secrets: &Redactor) -> Option<String> {
    text.map(|text| secrets.without_secrets(&text))
}

impl GivenCard {
    fn masked(self, secrets: &Redactor) -> Card {
        Card {
            id: secrets.without_secrets(&self.id),
            code: secrets.without_secrets(&self.code),
            card_type: CardType::new(secrets.without_secrets(&self.r#type)),
            api_limit: self.api_limit,
            user_id: masked(self.user_id, secrets),
            user_phone: masked(self.user_phone, secrets),
            user_name: masked(self.user_name, secrets),
            create_time: self.create_time,
            update_time: self.update_time,
        }
    }
}

impl Log {
    fn masked(self, secrets: &Redactor) -> Self {
        Self {
            id: secrets.without_secrets(&self.id),
            r#type: masked(self.r#type, secrets),
            user_id: masked(self.user_id, secrets),
            card_id: masked(self.card_id, secrets),
            user_name: masked(self.user_name, secrets),
            user_email: masked(self.user_email, secrets),
            user_phone: masked(self.user_phone, secrets),
            ..self
        }
    }
}
