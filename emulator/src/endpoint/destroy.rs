//! 销毁额度卡: takes paid cards with no quota left out of the world.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::card;
use crate::refusal::Refusal;
use crate::request::Parameters;
use crate::shelf::{Change, Shelf};

/// The change that is asked for: every card named goes, or none. The page does not say what one bad id does to the others (`docs/platform.md`, point
/// 3), and under all-or-nothing an envelope with `success: false` tells the whole truth.
///
/// The body is an array of `{id}`, as in the page's example; one `{id}`, as in its table, is taken too.
///
/// # Errors
/// A parameter is missing or wrong, a card is not there, or a rule of the page forbids it.
pub fn change(shelf: &Shelf, body: Value) -> Result<Change, Refusal> {
    let items = match body {
        Value::Array(items) => items,
        single => vec![single],
    };
    if items.is_empty() {
        return Err(Refusal::forbidden_by_rule("缺少参数id"));
    }
    let mut places = BTreeSet::new();
    for item in items {
        let id = Parameters::of(item)?.required("id")?;
        let (place, card) = shelf
            .find_id(&id)
            .ok_or_else(|| Refusal::not_found(format!("额度卡不存在: {}", shown(&id))))?;
        if !places.insert(place) {
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
                card::quota(card.api_limit)
            )));
        }
    }
    Ok(shelf.destruction(places))
}

/// The start of an id: enough to know it by, and no megabyte.
fn shown(id: &str) -> String {
    id.chars().take(32).collect()
}
