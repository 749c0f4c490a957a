//! 查询额度卡列表: the cards that match every filter, one page of them.

use serde_json::Value;

use crate::answer::Answer;
use crate::card::Card;
use crate::refusal::Refusal;
use crate::request::Parameters;
use crate::service::ApiLimitFilter;
use crate::shelf::Shelf;

/// Filters of which every one must hold; a parameter that is left out, null or empty filters nothing.
struct Filters {
    id: Option<String>,
    card_type: Option<String>,
    code: Option<String>,
    user_name: Option<String>,
    user_phone: Option<String>,
    api_limit: Option<(i64, ApiLimitFilter)>,
}

impl Filters {
    fn read(given: &Parameters, reading: ApiLimitFilter) -> Result<Self, Refusal> {
        // `username` in the page's table, `user_name` in its example (`docs/platform.md`, point 1): the caller may send either.
        let (spelled, in_table) = (given.text("user_name")?, given.text("username")?);
        if let (Some(one), Some(other)) = (&spelled, &in_table)
            && one != other
        {
            return Err(Refusal::forbidden_by_rule("参数user_name与username不一致"));
        }
        Ok(Self {
            id: given.text("id")?,
            card_type: given.text("type")?,
            code: given.text("code")?,
            user_name: spelled.or(in_table),
            user_phone: given.text("user_phone")?,
            api_limit: given.integer("api_limit")?.map(|limit| (limit, reading)),
        })
    }

    fn admit(&self, card: &Card) -> bool {
        let same = |filter: &Option<String>, value: Option<&str>| {
            filter.is_none() || filter.as_deref() == value
        };
        same(&self.id, Some(&card.id))
            && same(&self.card_type, Some(card.card_type.as_str()))
            && same(&self.code, Some(&card.code))
            && same(&self.user_name, card.user_name.as_deref())
            && same(&self.user_phone, card.user_phone.as_deref())
            && self.api_limit.is_none_or(|(limit, reading)| match reading {
                // No limit is at least any number, and exactly none.
                ApiLimitFilter::AtLeast => card.api_limit.is_none_or(|quota| quota >= limit),
                ApiLimitFilter::Exact => card.api_limit == Some(limit),
            })
    }
}

/// Answers with one page; `totalNumber` counts all that match.
///
/// # Errors
/// A parameter is wrong.
pub fn answer(shelf: &Shelf, body: Value, reading: ApiLimitFilter) -> Result<Answer, Refusal> {
    let given = Parameters::of(body)?;
    let filters = Filters::read(&given, reading)?;
    let (before, limit) = given.page()?;
    let matching: Vec<&Card> = shelf.cards().filter(|card| filters.admit(card)).collect();
    let page = matching.iter().copied();
    let cards: Vec<&Card> = page.skip(before).take(limit).collect();
    Ok(Answer::page(&cards, matching.len()))
}
