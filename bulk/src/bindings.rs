//! The wasm exports: texts in, JSON texts out; no decisions. What a host hands in it has written itself: text that is no such
//! JSON is a defect, and thrown.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::cell;
use crate::column::{Column, Kind};
use crate::halt::Watch;
use crate::plan::{Card, Plan};
use crate::problem::Problem;
use crate::results::Results;
use crate::resume::{self, Again, Task};
use crate::row::{News, Row};
use crate::sheet::Sheet;
use crate::workbook::Cell;

/// Rows as `[[line, [cell, …]], …]`; null for the cells of a line that could not be split into any.
type Rows = Vec<(u32, Option<Vec<String>>)>;
/// Lines of JSONL as `[[line, text], …]`.
type Lines = Vec<(u32, String)>;

/// See [`Sheet`].
#[wasm_bindgen]
pub struct SheetCore(Sheet);

#[wasm_bindgen]
impl SheetCore {
    /// See [`Sheet::new`].
    #[wasm_bindgen(constructor)]
    pub fn new(ids: bool, allow_duplicates: bool) -> Self {
        let kind = if ids { Kind::Ids } else { Kind::Transfers };
        Self(Sheet::new(kind, allow_duplicates))
    }

    /// Takes `Rows`.
    ///
    /// # Errors
    /// A defect of the host's.
    #[wasm_bindgen(js_name = pushCells)]
    pub fn push_cells(&mut self, rows: &str) -> Result<(), JsValue> {
        for (line, cells) in read::<Rows>(rows)? {
            match cells {
                Some(cells) => self.0.push_cells(line, &cells),
                None => self.0.push_unreadable(line),
            }
        }
        Ok(())
    }

    /// Takes rows of a workbook as `[[line, [cell, …]], …]`; see [`Cell`].
    ///
    /// # Errors
    /// A defect of the host's.
    #[wasm_bindgen(js_name = pushWorkbook)]
    pub fn push_workbook(&mut self, rows: &str) -> Result<(), JsValue> {
        for (line, cells) in read::<Vec<(u32, Vec<Cell>)>>(rows)? {
            self.0.push_workbook(line, &cells);
        }
        Ok(())
    }

    /// Takes `Lines`.
    ///
    /// # Errors
    /// A defect of the host's.
    #[wasm_bindgen(js_name = pushJson)]
    pub fn push_json(&mut self, lines: &str) -> Result<(), JsValue> {
        for (line, text) in read::<Lines>(lines)? {
            self.0.push_json(line, &text);
        }
        Ok(())
    }

    /// See [`Sheet::finish`]. Gives all problems.
    pub fn finish(&mut self) -> String {
        self.0.finish();
        json(&self.0.problems())
    }

    /// Where each column stands, as `[[name, place], …]`; null without a header that is good.
    pub fn columns(&self) -> String {
        let columns = self.0.header().map(|header| {
            let named = |(column, at): (Column, usize)| (column.name(), at);
            header.columns().map(named).collect::<Vec<_>>()
        });
        json(&columns)
    }

    /// How many lines are good.
    pub fn length(&self) -> usize {
        self.0.lines().len()
    }

    /// Some of the lines, as `[[line, [value, …]], …]`.
    pub fn lines(&self, from: usize, count: usize) -> String {
        let lines = self.0.lines().iter().skip(from).take(count);
        let lines: Vec<(u32, Vec<&str>)> = lines
            .map(|line| (line.line, line.values().collect()))
            .collect();
        json(&lines)
    }
}

/// See [`Results`].
#[wasm_bindgen]
#[derive(Default)]
pub struct ResultsCore {
    results: Results,
    tasks: Vec<Task>,
}

#[wasm_bindgen]
impl ResultsCore {
    /// Nothing read yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes `Rows` below the header. Gives the problems.
    ///
    /// # Errors
    /// A defect of the host's.
    #[wasm_bindgen(js_name = pushCells)]
    pub fn push_cells(&mut self, rows: &str) -> Result<String, JsValue> {
        let rows = read::<Rows>(rows)?.into_iter();
        let problems: Vec<Problem> = rows
            .filter_map(|(at, cells)| {
                let cells = cells.unwrap_or_default();
                self.results.push_cells(at, &cells).err()
            })
            .collect();
        Ok(json(&problems))
    }

    /// Takes `Lines`. Gives the problems.
    ///
    /// # Errors
    /// A defect of the host's.
    #[wasm_bindgen(js_name = pushJson)]
    pub fn push_json(&mut self, lines: &str) -> Result<String, JsValue> {
        let lines = read::<Lines>(lines)?.into_iter();
        let problems: Vec<Problem> = lines
            .filter_map(|(at, text)| self.results.push_json(at, &text).err())
            .collect();
        Ok(json(&problems))
    }

    /// See [`resume::tasks`]. Gives the problems.
    pub fn against(&mut self, sheet: &SheetCore, refused: bool) -> String {
        let again = if refused {
            Again::Refused
        } else {
            Again::NotSent
        };
        match resume::tasks(&sheet.0, &self.results, again) {
            Ok(tasks) => {
                self.tasks = tasks;
                json(&[(); 0])
            }
            Err(problems) => json(&problems),
        }
    }

    /// What is done with some of the sheet's lines, as `[[task, row or null], …]`.
    pub fn tasks(&self, sheet: &SheetCore, from: usize, count: usize) -> String {
        let lines = sheet.0.lines().iter().zip(&self.tasks);
        let tasks: Vec<(&str, Option<&Row>)> = lines
            .skip(from)
            .take(count)
            .map(|(line, task)| (task.as_str(), self.results.row(line.line)))
            .collect();
        json(&tasks)
    }
}

/// See [`Watch`].
#[wasm_bindgen]
#[derive(Default)]
pub struct WatchCore(Watch);

#[wasm_bindgen]
impl WatchCore {
    /// Nothing seen yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// See [`Watch::done`].
    pub fn done(&mut self) {
        self.0.done();
    }

    /// See [`Watch::failed`].
    pub fn failed(&mut self, code: &str) -> Option<String> {
        self.0.failed(code).map(|halt| halt.as_str().to_owned())
    }
}

/// See [`Row::COLUMNS`].
#[wasm_bindgen(js_name = resultColumns)]
pub fn result_columns() -> String {
    json(&Row::COLUMNS)
}

/// Whether a row of cells, or one line of JSONL, is a whole row of results.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen(js_name = isWholeRow)]
pub fn is_whole_row(text: &str, jsonl: bool) -> Result<bool, JsValue> {
    Ok(if jsonl {
        Row::of_json(text).is_some()
    } else {
        Row::of_cells(&read::<Vec<String>>(text)?).is_some()
    })
}

/// A row for the sheet's line at this place, of what is new: as JSONL, or its cells as JSON.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen(js_name = resultRow)]
pub fn result_row(
    sheet: &SheetCore,
    at: usize,
    news: &str,
    jsonl: bool,
) -> Result<String, JsValue> {
    let news = read::<News>(news)?;
    let line = sheet
        .0
        .lines()
        .get(at)
        .ok_or_else(|| JsValue::from_str("no such line"))?;
    let row = Row::of_line(line, news);
    Ok(if jsonl {
        json(&row)
    } else {
        json(&row.cells())
    })
}

/// See [`Plan::new`]; the cards as the client gives them.
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen(js_name = planDestroy)]
pub fn plan_destroy(cards: &str) -> Result<String, JsValue> {
    Ok(json(&Plan::new(read::<Vec<Card>>(cards)?)))
}

/// See [`Plan::confirmed`].
///
/// # Errors
/// A defect of the host's.
#[wasm_bindgen(js_name = confirmDestroy)]
pub fn confirm_destroy(cards: &str, digest: &str) -> Result<String, JsValue> {
    let plan = Plan::new(read::<Vec<Card>>(cards)?);
    Ok(plan.confirmed(digest).as_str().to_owned())
}

/// See [`cell::write`].
#[wasm_bindgen(js_name = writeCell)]
pub fn write_cell(value: &str) -> String {
    cell::write(value)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// # Errors
/// It is no such JSON.
fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, JsValue> {
    serde_json::from_str(text).map_err(|error| JsValue::from_str(&error.to_string()))
}
