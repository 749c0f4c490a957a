//! 额度卡使用记录: what the transfers left behind, of one card or of all, one page of it.

use serde_json::Value;

use crate::answer::Answer;
use crate::records::Records;
use crate::refusal::Refusal;
use crate::request::Parameters;
use crate::shelf::Shelf;

/// Answers with one page, the newest record first; `totalNumber` counts all that match. A card that there never was has
/// none; one that was destroyed keeps its own.
///
/// The body is an array of one object, as the platform's documents have it (`docs/platform.md`, point 12).
///
/// # Errors
/// A parameter is wrong.
pub fn answer(shelf: &Shelf, records: &Records, body: Value) -> Result<Answer, Refusal> {
    let mut items = match body {
        Value::Array(items) => items,
        _ => return Err(Refusal::forbidden_by_rule("请求参数必须是JSON数组")),
    };
    let given = match (items.pop(), items.is_empty()) {
        (Some(only), true) => Parameters::of(only)?,
        _ => {
            return Err(Refusal::forbidden_by_rule(
                "请求参数必须是只有一个对象的JSON数组",
            ));
        }
    };
    let id = given.text("id")?;
    let (before, limit) = given.page()?;
    let matching = || {
        let all = records.newest_first();
        let owned = all.filter_map(|record| shelf.card(record.card).map(|card| (record, card)));
        owned.filter(|(_, card)| id.as_deref().is_none_or(|id| card.id == id))
    };
    let rows: Vec<_> = matching().skip(before).take(limit).collect();
    Ok(Answer::records(&rows, matching().count()))
}
