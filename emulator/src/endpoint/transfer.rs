//! 转让额度卡额度: moves quota from one paid card to another.

use serde_json::Value;

use crate::answer::Answer;
use crate::refusal::Refusal;
use crate::request::Parameters;
use crate::shelf::{Shelf, Unmoved};

/// Moves the quota, wholly or not at all, and marks both cards as updated.
///
/// # Errors
/// A parameter is missing or wrong, a card is not there, or a rule of the page forbids it.
pub fn answer(shelf: &mut Shelf, body: Value, now: i64) -> Result<Answer, Refusal> {
    let given = Parameters::of(body)?;
    let (phone, code) = (given.required("phone")?, given.required("code")?);
    let (target_phone, target_code) = (
        given.required("target_phone")?,
        given.required("target_code")?,
    );
    given.required("limit")?;
    let amount = given
        .integer("limit")?
        .filter(|amount| *amount >= 1)
        .ok_or_else(|| Refusal::forbidden_by_rule("转让额度最小为1"))?;

    let (from, source) = shelf
        .find(&phone, &code)
        .ok_or_else(|| Refusal::not_found("当前额度卡不存在: phone与code不匹配"))?;
    let (to, target) = shelf
        .find(&target_phone, &target_code)
        .ok_or_else(|| Refusal::not_found("目标额度卡不存在: target_phone与target_code不匹配"))?;
    // 额度卡余额转让必须都是付费卡,免费体验卡不能进行额度转让操作。
    if !source.card_type.is_paid() {
        return Err(Refusal::forbidden_by_rule(
            "当前额度卡不是付费卡, 不能转让额度",
        ));
    }
    if !target.card_type.is_paid() {
        return Err(Refusal::forbidden_by_rule(
            "目标额度卡不是付费卡, 不能接收额度",
        ));
    }
    // Of a card without a number there is never too little.
    let left = source.api_limit.unwrap_or_default();
    shelf.move_quota(from, to, amount, now).map_err(|unmoved| {
        Refusal::forbidden_by_rule(match unmoved {
            Unmoved::NoTwoCards => "不能转让给同一张额度卡".to_owned(),
            Unmoved::TooLittle => format!("额度不足: 剩余{left}, 需要{amount}"),
            Unmoved::TooMuch => "目标额度卡的额度超出上限".to_owned(),
        })
    })?;
    Ok(Answer::transferred())
}
