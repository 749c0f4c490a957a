//! The service: who may ask, which path there is, and what the rules answer.

use espai_cdkey::endpoint::Endpoint;

use crate::answer::Answer;
use crate::endpoint::{balance_logs, destroy, detail, list, transfer};
use crate::records::Records;
use crate::refusal::Refusal;
use crate::request::{self, Request};
use crate::shelf::{Change, Shelf};

/// What a list's `api_limit` filter means. The page only says 剩余调用额度 (`docs/platform.md`, point 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ApiLimitFilter {
    /// At least so much: the one reading under which the page's example agrees with itself.
    #[default]
    AtLeast,
    /// Exactly so much.
    Exact,
}

/// The service and its cards.
#[derive(Debug, Clone)]
pub struct Service {
    /// What `authorization` has to be.
    api_key: String,
    shelf: Shelf,
    records: Records,
    api_limit_filter: ApiLimitFilter,
    changes: u32,
    last_change: Option<Change>,
}

/// The largest body that is read, in bytes: a destroy of 100,000 cards fits.
pub const MAX_BODY_BYTES: u32 = 8 * 1024 * 1024;

impl Service {
    /// Opens for business.
    pub fn new(api_key: String, shelf: Shelf, api_limit_filter: ApiLimitFilter) -> Self {
        Self {
            api_key,
            shelf,
            records: Records::default(),
            api_limit_filter,
            changes: 0,
            last_change: None,
        }
    }

    /// The key that it accepts.
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// The cards as they are now.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Counts the changes made to the cards, so that a host can tell when to save them.
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// The last change that was made by a request.
    pub fn last_change(&self) -> Option<&Change> {
        self.last_change.as_ref()
    }

    /// Answers a request, and changes the cards where the request does. `now` is in ms since the epoch.
    pub fn answer(&mut self, request: &Request<'_>, now: i64) -> Answer {
        let (answer, change) = self.judge(request);
        if let Some(change) = change {
            self.shelf.make(&change, now);
            self.records.add(&change, now);
            self.changes = self.changes.wrapping_add(1);
            self.last_change = Some(change);
        }
        answer
    }

    /// What [`Service::answer`] would give, with nothing changed.
    pub fn preview(&self, request: &Request<'_>) -> Answer {
        self.judge(request).0
    }

    /// Makes the cards what they were at first, with no records. No request asks for this, so it counts as no change.
    pub fn reset(&mut self) {
        self.shelf.reset();
        self.records = Records::default();
        self.last_change = None;
    }

    /// The answer, and the change that goes with it.
    fn judge(&self, request: &Request<'_>) -> (Answer, Option<Change>) {
        // These three are a web server's refusals, before any rule, so they have a status of their own.
        let Some(endpoint) = Endpoint::of_path(request.path) else {
            return (
                Answer::refused(404, &Refusal::not_found("接口不存在")),
                None,
            );
        };
        if request.method != "POST" {
            let refusal = Refusal {
                code: 405,
                message: "请求方式必须是POST".to_owned(),
            };
            return (Answer::refused(405, &refusal).with("allow", "POST"), None);
        }
        if usize::try_from(MAX_BODY_BYTES).is_ok_and(|most| request.body.len() > most) {
            let refusal = Refusal {
                code: 413,
                message: "请求体过大".to_owned(),
            };
            let answer = Answer::refused(413, &refusal).with("connection", "close");
            return (answer, None);
        }
        self.authenticate(request.authorization)
            .and_then(|()| self.rule(endpoint, request.body))
            .unwrap_or_else(|refusal| (Answer::refused(200, &refusal), None))
    }

    fn authenticate(&self, authorization: Option<&str>) -> Result<(), Refusal> {
        match authorization {
            Some(given) if given == self.api_key => Ok(()),
            None | Some("") => Err(Refusal::unauthenticated("缺少authorization请求头")),
            Some(given) if given.to_ascii_lowercase().starts_with("bearer ") => Err(
                Refusal::unauthenticated("authorization必须就是open_api_key本身, 前面不能有Bearer"),
            ),
            Some(_) => Err(Refusal::unauthenticated("open_api_key无效")),
        }
    }

    fn rule(&self, endpoint: Endpoint, body: &[u8]) -> Result<(Answer, Option<Change>), Refusal> {
        let body = request::read(body)?;
        let shelf = &self.shelf;
        Ok(match endpoint {
            Endpoint::List => (list::answer(shelf, body, self.api_limit_filter)?, None),
            Endpoint::Detail => (detail::answer(shelf, body)?, None),
            Endpoint::Transfer => {
                let change = transfer::change(shelf, body)?;
                (Answer::transferred(), Some(change))
            }
            Endpoint::Destroy => {
                let change = destroy::change(shelf, body)?;
                (Answer::destroyed(), Some(change))
            }
            Endpoint::BalanceLogs => (balance_logs::answer(shelf, &self.records, body)?, None),
        })
    }
}
