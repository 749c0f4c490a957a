//! The typed client for Rust on wasm (Yew, Leptos, a Worker in Rust): the same rules, the same outcomes, no JavaScript.

mod all_cards;
mod overrides;
mod verified;

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::AbortSignal;

pub use all_cards::AllCards;
pub use overrides::Overrides;
pub use verified::Unconfirmed;

use crate::balance_log::BalanceLog;
use crate::card::Card;
use crate::cards::Cards;
use crate::config::{CallOptions, ClientOptions, Config};
use crate::endpoint::{
    BalanceLogsQuery, DestroyIds, DetailInput, Endpoint, ListQuery, Request, TransferInput,
};
use crate::error::{Failure, Invalid};
use crate::event::{Event, EventKind};
use crate::lent::{Lent, Listener};
use crate::surroundings;
use crate::transport::{self, Answer};
use crate::verify::{Confirmed, Evidence};

/// A client of the platform, or of a backend that speaks as it does.
///
/// ```no_run
/// # #[cfg(all(target_arch = "wasm32", feature = "web"))]
/// # async fn example() -> Result<(), espai_cdkey::error::Failure> {
/// use espai_cdkey::config::ClientOptions;
/// use espai_cdkey::client::Client;
/// use espai_cdkey::endpoint::{CardRef, DetailInput, ListQuery, Transfer, TransferInput};
///
/// // A page must not hold the key: a backend of your own does.
/// let client = Client::new(ClientOptions {
///     base_url: Some("/api".to_owned()),
///     ..ClientOptions::default()
/// })?;
/// let query = ListQuery::builder().card_type("5").limit(20).build()?;
/// let page = client.list(&query).await?;
///
/// let source = CardRef { phone: "17516888888", code: "3AoPbLSQ" };
/// let target = CardRef { phone: "15916888888", code: "wNaa1GDw" };
/// let card = client.detail(&DetailInput::new(source)?).await?;
/// client.transfer(&TransferInput::new(Transfer { source, target, limit: 10 })?).await?;
/// # Ok(())
/// # }
/// ```
///
/// A clone is cheap, and makes calls of the same client. Dropping a call's future gives its connection up: of a transfer or a destroy
/// nobody knows then whether it happened. A signal ([`Overrides::signal`]) says what is known of it.
#[derive(Clone)]
pub struct Client {
    config: Rc<Config>,
    /// What its calls are made with, where [`Client::with`] has set something else than the configuration.
    options: CallOptions,
    signal: Option<AbortSignal>,
    listener: Option<Listener>,
    /// How many calls it and its clones have made: the last one's number.
    calls: Rc<Cell<u32>>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Client")
            .field("config", &self.config)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// A page of cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPage {
    /// The cards that came, in the service's order.
    pub cards: Vec<Card>,
    /// How many there are in all.
    pub total: i64,
    /// Which page was asked for, from 1.
    pub page: i64,
    /// The page size that was asked for. The service may cut pages shorter (`docs/platform.md`, point 4).
    pub limit: i64,
    /// Whether there are cards after this page.
    pub has_more: bool,
}

/// A page of usage records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceLogPage {
    /// The records that came, in the service's order.
    pub logs: Vec<BalanceLog>,
    /// How many there are in all.
    pub total: i64,
    /// Which page was asked for, from 1.
    pub page: i64,
    /// The page size that was asked for.
    pub limit: i64,
    /// Whether there are records after this page.
    pub has_more: bool,
}

impl Client {
    /// Checks the options, at once.
    ///
    /// # Errors
    /// The first option that is refused, as a [`Failure`] that was not sent.
    pub fn new(options: ClientOptions) -> Result<Self, Failure> {
        let config = options.check(&surroundings::environment(), &surroundings::parse_url)?;
        Ok(Self {
            options: CallOptions::of(&config),
            config: Rc::new(config),
            signal: None,
            listener: None,
            calls: Rc::default(),
        })
    }

    /// The same client with other options for the calls that are made through what it gives:
    /// `client.with(Overrides { timeout_ms: Some(5_000), ..Overrides::default() })?.list(&query)`.
    ///
    /// # Errors
    /// The first option that is refused; nothing was sent.
    pub fn with(&self, own: Overrides) -> Result<Self, Invalid> {
        Ok(Self {
            options: own.check(&self.config, self.options)?,
            signal: own.signal.or_else(|| self.signal.clone()),
            ..self.clone()
        })
    }

    /// The same client, of whose calls `listener` is told what happens: each attempt, answer and retry, and how a call failed; with
    /// no key, phone or card in it. It takes the place of another.
    #[must_use]
    pub fn on_event(&self, listener: impl Fn(&Event) + 'static) -> Self {
        Self {
            listener: Some(Rc::new(listener)),
            ..self.clone()
        }
    }

    /// `/cdkey/list`: the cards of a query, a page at a time.
    ///
    /// # Errors
    /// What [`Failure::code`] says; its `outcome` means nothing for a read.
    pub async fn list(&self, query: &ListQuery) -> Result<CardPage, Failure> {
        let request = query.request(self.config.user_name_field());
        let payload = self.call(&request).await?.payload;
        let (total, paging) = (payload.total(), query.paging());
        let cards: Vec<Card> = payload.cards().collect();
        let came = i64::try_from(cards.len()).unwrap_or(i64::MAX);
        Ok(CardPage {
            total,
            page: paging.page,
            limit: paging.limit,
            has_more: paging.has_more(came, total),
            cards,
        })
    }

    /// All cards of a query, each once, however the service cuts its pages. Nothing is sent before the first is asked for. A page of it
    /// holds `page_size` cards; 500 where none is given.
    ///
    /// # Errors
    /// The query names a page of its own, or the page size is 0.
    pub fn list_all(&self, query: ListQuery, page_size: Option<u32>) -> Result<AllCards, Invalid> {
        AllCards::new(self.clone(), query, page_size)
    }

    /// `/cdkey/detail`: one card.
    ///
    /// # Errors
    /// As [`Client::list`]; that there is no such card is the service's refusal.
    pub async fn detail(&self, input: &DetailInput) -> Result<Card, Failure> {
        self.call(&input.request()).await?.card()
    }

    /// `/cdkey/transfer`: moves quota. Gives the service's words, where it sent any.
    ///
    /// # Errors
    /// Look at [`Failure::outcome`]: where it is unknown, the quota may have moved. Nothing is sent twice by itself.
    pub async fn transfer(&self, input: &TransferInput) -> Result<Option<String>, Failure> {
        Ok(self.call(&input.request()).await?.message)
    }

    /// A transfer with both cards read before and after it. What the platform's rules refuse by the cards is not sent
    /// ([`ErrorCode::RefusedByRule`](crate::error::ErrorCode::RefusedByRule)), and where the answer was lost the cards may confirm it.
    /// It is sent once, whatever they say.
    ///
    /// # Errors
    /// As [`Client::transfer`]; where the outcome is unknown, with what the cards said. [`Client::settle`] looks at them again.
    pub async fn transfer_verified(&self, input: &TransferInput) -> Result<Confirmed, Unconfirmed> {
        verified::transfer(self, input.clone()).await
    }

    /// What the cards say of a transfer that ended unknown: `before` is as they were before it. It reads both, and changes nothing.
    ///
    /// # Errors
    /// A card in `before` is not the transfer's, or the caller aborted. A card that cannot be read is a verdict, and no failure.
    pub async fn settle(&self, input: &TransferInput, before: Cards) -> Result<Evidence, Failure> {
        verified::settle(self, input.clone(), before).await
    }

    /// `/cdkey/destroy`: destroys empty paid cards, in one request. Gives the service's words, where it sent any.
    ///
    /// # Errors
    /// As [`Client::transfer`].
    pub async fn destroy(&self, ids: &DestroyIds) -> Result<Option<String>, Failure> {
        Ok(self.call(&ids.request()).await?.message)
    }

    /// `/cdkey/balance_logs`: usage records (额度卡使用记录) of one card or of all, a page at a time. What their `log_type`
    /// and `api_limit` mean is not documented by the platform, and by itself a record proves nothing.
    ///
    /// # Errors
    /// As [`Client::list`].
    pub async fn balance_logs(&self, query: &BalanceLogsQuery) -> Result<BalanceLogPage, Failure> {
        let payload = self.call(&query.request()).await?.payload;
        let (total, paging) = (payload.total(), query.paging());
        let logs: Vec<BalanceLog> = payload.logs().collect();
        let came = i64::try_from(logs.len()).unwrap_or(i64::MAX);
        Ok(BalanceLogPage {
            total,
            page: paging.page,
            limit: paging.limit,
            has_more: paging.has_more(came, total),
            logs,
        })
    }

    /// Makes a call, to its end: the listener is told of it.
    async fn call(&self, request: &Request) -> Result<Answer, Failure> {
        let lent = self.lend();
        let called = match lent.can_fetch() {
            Ok(()) => transport::call(&lent, &self.config, self.options, request).await,
            Err(invalid) => Err(Failure::invalid(Some(request.endpoint), invalid).into()),
        };
        called.map_err(|failed| ended(&lent, request.endpoint, failed.failure))
    }

    /// What one call is lent, with a number of its own.
    fn lend(&self) -> Lent {
        self.calls.set(self.calls.get().wrapping_add(1));
        let call_id = f64::from(self.calls.get());
        let listener = self.listener.clone();
        let listener = listener.map(|listener| -> Listener {
            Rc::new(move |event| {
                listener(&Event {
                    call_id,
                    ..event.clone()
                });
            })
        });
        Lent {
            signal: self.signal.clone().map(JsCast::unchecked_into),
            listener,
            ..Lent::default()
        }
    }
}

/// A call's end, told to the listener.
fn ended(lent: &Lent, endpoint: Endpoint, failure: Failure) -> Failure {
    lent.tell(|| Event::of_failure(EventKind::Error, endpoint, &failure));
    failure
}
