//! All cards of a query, one after the other.

use super::{Client, ended};
use crate::card::Card;
use crate::config;
use crate::endpoint::{Endpoint, ListQuery};
use crate::error::{Failure, Invalid};
use crate::pager::{Pager, Step};
use crate::value::Value;
use crate::wire::{CardColumns, Payload};

/// A walk through all pages of a query: see [`Client::list_all`].
///
/// ```no_run
/// # #[cfg(all(target_arch = "wasm32", feature = "web"))]
/// # async fn example(client: espai_cdkey::client::Client) -> Result<(), espai_cdkey::error::Failure> {
/// use espai_cdkey::endpoint::ListQuery;
///
/// let mut cards = client.list_all(ListQuery::builder().card_type("5").build()?, None)?;
/// while let Some(card) = cards.next().await? {
///     println!("{}", card.id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AllCards {
    client: Client,
    query: ListQuery,
    pager: Pager,
    /// What of the last page was not given yet.
    ready: std::vec::IntoIter<Card>,
}

impl AllCards {
    pub(super) fn new(
        client: Client,
        query: ListQuery,
        page_size: Option<u32>,
    ) -> Result<Self, Invalid> {
        let size = page_size.map_or(Value::Undefined, |size| Value::Number(size.into()));
        Ok(Self {
            client,
            query: query.unpaged()?,
            pager: Pager::new(config::page_size(&size)?),
            ready: Vec::new().into_iter(),
        })
    }

    /// The next card; none after the last.
    ///
    /// # Errors
    /// A page could not be read: asked again, it reads that page again. Or the service's pages do not add up
    /// ([`ErrorCode::PaginationStuck`](crate::error::ErrorCode::PaginationStuck)), which asking again does not change.
    pub async fn next(&mut self) -> Result<Option<Card>, Failure> {
        loop {
            if let Some(card) = self.ready.next() {
                return Ok(Some(card));
            }
            match self.pager.step() {
                Step::Ask { page, limit } => {
                    let spelling = self.client.config.user_name_field();
                    let request = self.query.page_request(page, limit, spelling);
                    self.take(&self.client.call(&request).await?.payload);
                }
                Step::Done => return Ok(None),
                Step::Stuck(why) => {
                    let lent = self.client.lend();
                    return Err(ended(&lent, Endpoint::List, Failure::stuck(why)));
                }
            }
        }
    }

    /// Takes in a page: of its cards those that did not come before.
    fn take(&mut self, payload: &Payload) {
        let ids: Vec<&str> = payload
            .columns()
            .into_iter()
            .flat_map(CardColumns::ids)
            .collect();
        let mut fresh = self
            .pager
            .accept(&ids, payload.total())
            .into_iter()
            .peekable();
        let cards = (0..).zip(payload.cards());
        let cards = cards.filter_map(|(at, card)| fresh.next_if_eq(&at).map(|_| card));
        self.ready = cards.collect::<Vec<_>>().into_iter();
    }
}
