//! 销毁额度卡: takes paid cards with no quota left out of the world.

use serde_json::Value;

use crate::answer::Answer;
use crate::refusal::Refusal;
use crate::request::Parameters;
use crate::shelf::{Place, Shelf};

/// Destroys every card named, or none: the page does not say what one bad id does to the others (`upstream.md`, point
/// 3), and under all-or-nothing an envelope with `success: false` tells the whole truth.
///
/// The body is an array of `{id}`, as in the page's example; one `{id}`, as in its table, is taken too.
///
/// # Errors
/// A parameter is missing or wrong, a card is not there, or a rule of the page forbids it.
pub fn answer(shelf: &mut Shelf, body: Value) -> Result<Answer, Refusal> {
    let items = match body {
        Value::Array(items) => items,
        single => vec![single],
    };
    if items.is_empty() {
        return Err(Refusal::forbidden_by_rule("缺少参数id"));
    }
    let mut places: Vec<Place> = Vec::with_capacity(items.len());
    for item in items {
        let id = Parameters::of(item)?.required("id")?;
        let (place, card) = shelf
            .find_id(&id)
            .ok_or_else(|| Refusal::not_found(format!("额度卡不存在: {}", shown(&id))))?;
        if places.contains(&place) {
            return Err(Refusal::forbidden_by_rule(format!(
                "额度卡重复: {}",
                shown(&id)
            )));
        }
        // 额度卡销毁必须是付费卡并且余额为0才能销毁,否则拒绝操作。
        if !card.card_type.is_paid() {
            return Err(Refusal::forbidden_by_rule(format!(
                "额度卡不是付费卡, 不能销毁: {}",
                shown(&id)
            )));
        }
        if card.api_limit != Some(0) {
            return Err(Refusal::forbidden_by_rule(format!(
                "额度卡余额不为0, 不能销毁: {} 剩余{}",
                shown(&id),
                card.api_limit
                    .map_or_else(|| "不限".to_owned(), |left| left.to_string())
            )));
        }
        places.push(place);
    }
    shelf.remove(&places);
    Ok(Answer::destroyed())
}

/// The start of an id: enough to know it by, and no megabyte.
fn shown(id: &str) -> String {
    id.chars().take(32).collect()
}
