//! A request as it reaches the service, and the values in its body.

use espai_cdkey::endpoint::Paging;
use espai_cdkey::value::MAX_SAFE_INTEGER;
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// One HTTP request, as far as the service looks at it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// In capitals: `POST`.
    pub method: &'a str,
    /// Without query: `/cdkey/list`.
    pub path: &'a str,
    /// The `authorization` header, where there is one.
    pub authorization: Option<&'a str>,
    /// The whole body.
    pub body: &'a [u8],
}

/// The members of a body that is an object.
pub struct Parameters(Map<String, Value>);

/// Reads a body. An empty one is an empty object: the page lets a list go without any parameter.
///
/// # Errors
/// It is no JSON.
pub fn read(body: &[u8]) -> Result<Value, Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(body).map_err(|_| Refusal::forbidden_by_rule("请求参数不是合法的JSON"))
}

impl Parameters {
    /// The body of list, detail and transfer.
    ///
    /// # Errors
    /// It is something else than an object.
    pub fn of(body: Value) -> Result<Self, Refusal> {
        match body {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(Refusal::forbidden_by_rule("请求参数必须是JSON对象")),
        }
    }

    /// A parameter as text, an integer as its digits. None where it is left out, null or empty.
    ///
    /// # Errors
    /// It is something else.
    pub fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) if number.is_i64() || number.is_u64() => {
                Ok(Some(number.to_string()))
            }
            Some(_) => Err(Refusal::forbidden_by_rule(format!(
                "参数{name}必须是字符串"
            ))),
        }
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// It is not, or is something else.
    pub fn required(&self, name: &str) -> Result<String, Refusal> {
        self.text(name)?
            .ok_or_else(|| Refusal::forbidden_by_rule(format!("缺少参数{name}")))
    }

    /// A parameter as a whole number that JavaScript holds exactly.
    ///
    /// # Errors
    /// It is something else.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        self.text(name)?
            .map(|text| {
                let digits = text.strip_prefix('-').unwrap_or(&text);
                text.parse()
                    .ok()
                    .filter(|number: &i64| {
                        digits.bytes().all(|byte| byte.is_ascii_digit())
                            && number.abs() <= MAX_SAFE_INTEGER
                    })
                    .ok_or_else(|| Refusal::forbidden_by_rule(format!("参数{name}必须是整数")))
            })
            .transpose()
    }

    /// As [`Parameters::integer`], from 1.
    ///
    /// # Errors
    /// It is something else, or below 1.
    pub fn count(&self, name: &str) -> Result<Option<i64>, Refusal> {
        match self.integer(name)? {
            Some(number) if number < 1 => {
                Err(Refusal::forbidden_by_rule(format!("参数{name}最小为1")))
            }
            number => Ok(number),
        }
    }

    /// The page that is asked for: how much lies before it, and how much it holds. One past any end is as empty as one just
    /// past it.
    ///
    /// # Errors
    /// `page` or `limit` is no whole number from 1.
    pub fn page(&self) -> Result<(usize, usize), Refusal> {
        let Paging { page, limit } = Paging::DEFAULT;
        let asked = Paging {
            page: self.count("page")?.unwrap_or(page),
            limit: self.count("limit")?.unwrap_or(limit),
        };
        let size = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        Ok((size(asked.before()), size(asked.limit)))
    }
}
