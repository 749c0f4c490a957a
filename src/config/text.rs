//! The configuration as a text between JavaScript and Rust. It goes when the exports take JavaScript's own values.

use super::Config;
use crate::endpoint::UserNameField;

impl Config {
    /// The configuration as a text, for whoever keeps it: a line for each part, which none of them can hold itself.
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
            self.api_key.as_deref().unwrap_or_default(),
            self.base_url,
            self.timeout_ms,
            self.max_retries,
            self.max_response_bytes,
            self.user_name_field().as_str(),
            self.allow_insecure_http,
            self.dangerously_allow_browser,
        );
        for (name, value) in &self.headers {
            for part in ["\n", name, "\n", value] {
                text.push_str(part);
            }
        }
        text
    }

    /// Reads what [`Config::to_text`] wrote. It was checked then, so nothing in it is checked again.
    pub fn of_text(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let api_key = Some(lines.next()?.to_owned()).filter(|key| !key.is_empty());
        let base_url = lines.next()?.to_owned();
        let mut number = || u32::try_from(lines.next()?.parse::<i64>().ok()?).ok();
        let (timeout_ms, max_retries) = (number()?, number()?);
        let max_response_bytes = number()?;
        let username = lines.next()? == UserNameField::Username.as_str();
        let mut flag = || lines.next()?.parse().ok();
        let (allow_insecure_http, dangerously_allow_browser) = (flag()?, flag()?);
        let mut headers = Vec::new();
        while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
            headers.push((name.to_owned(), value.to_owned()));
        }
        Some(Self {
            api_key,
            base_url,
            timeout_ms,
            max_retries,
            max_response_bytes,
            username,
            headers,
            allow_insecure_http,
            dangerously_allow_browser,
        })
    }
}
