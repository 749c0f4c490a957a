//! The typed client for Rust on wasm (Yew, Leptos, a Worker in Rust): the same rules, the same outcomes, no JavaScript.

use std::rc::Rc;

use crate::balance_log::BalanceLog;
use crate::card::Card;
use crate::config::{CallOptions, ClientOptions, Config};
use crate::endpoint::{
    BalanceLogsQuery, DestroyIds, DetailInput, ListQuery, Request, TransferInput,
};
use crate::error::Failure;
use crate::lent::Lent;
use crate::surroundings;
use crate::transport::{self, Answer};

/// A client of the platform, or of a backend that speaks as it does.
///
/// ```no_run
/// # #[cfg(all(target_arch = "wasm32", feature = "web"))]
/// # async fn example() -> Result<(), espai_cdkey::error::Failure> {
/// use espai_cdkey::config::ClientOptions;
/// use espai_cdkey::endpoint::{DetailInput, TransferInput};
/// use espai_cdkey::client::Client;
///
/// // A page must not hold the key: a backend of your own does.
/// let client = Client::new(ClientOptions {
///     base_url: Some("/api".to_owned()),
///     ..ClientOptions::default()
/// })?;
/// let card = client.detail(&DetailInput::new("17516888888", "3AoPbLSQ")?).await?;
/// let transfer = TransferInput::new(("17516888888", "3AoPbLSQ"), ("15916888888", "wNaa1GDw"), 10)?;
/// client.transfer(&transfer).await?;
/// # Ok(())
/// # }
/// ```
///
/// Dropping a call's future gives its connection up. Of a transfer or a destroy nobody knows then whether it happened.
#[derive(Debug, Clone)]
pub struct Client {
    config: Rc<Config>,
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
            config: Rc::new(config),
        })
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

    async fn call(&self, request: &Request) -> Result<Answer, Failure> {
        // In Rust a call is given up by dropping it: there is no signal.
        let lent = Lent::default();
        lent.can_fetch()?;
        let options = CallOptions::of(&self.config);
        transport::call(&lent, &self.config, options, request)
            .await
            .map_err(|failed| failed.failure)
    }
}
