//! 查询额度卡信息: one card, by phone and code.

use serde_json::Value;

use crate::answer::Answer;
use crate::refusal::Refusal;
use crate::request::Parameters;
use crate::shelf::Shelf;

/// Answers with the card.
///
/// # Errors
/// A parameter is missing or wrong, or there is no such card.
pub fn answer(shelf: &Shelf, body: Value) -> Result<Answer, Refusal> {
    let given = Parameters::of(body)?;
    let (phone, code) = (given.required("phone")?, given.required("code")?);
    shelf
        .find(phone, code)
        .map(|(_, card)| Answer::card(card))
        .ok_or_else(|| Refusal::not_found("额度卡不存在: 手机号与兑换码不匹配"))
}
