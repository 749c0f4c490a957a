//! What is refused here, before anything is sent to the service.

use espai_cdkey::card::Language;
use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::error::{Invalid, Outcome};
use espai_cdkey::redact::Redactor;

use crate::answer::Answer;

/// Why a request goes no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No endpoint has this path.
    Path,
    /// Something else than a POST.
    Method,
    /// A page of another origin.
    Origin,
    /// The handler's own options do not serve this endpoint.
    NotServed(Endpoint),
    /// The body is not said to be JSON.
    ContentType,
    /// The body is longer than `maxBodyBytes`.
    TooLarge(u32),
    /// There is no body, or somebody has read it.
    NoBody,
    /// The body ended before it was whole.
    CutBody,
    /// The body is no JSON.
    NotJson,
    /// One key twice in one object.
    KeyTwice,
    /// What the endpoint does not take.
    Input(Invalid),
    /// Nobody is signed in.
    NotSignedIn,
    /// What the host's `authorize` gave says neither yes nor no.
    BadGrant(&'static str),
    /// What this person may not do.
    NotAllowed(Endpoint),
    /// More than this person may move at once.
    OverLimit(i64),
    /// A header `idempotency-key` that is none.
    BadKey,
    /// The same key, and something else.
    KeyConflict,
    /// The host's store cannot be read or written, so nothing may be sent.
    NoStore,
    /// The same request is under way elsewhere, and has not ended in time.
    UnderWay,
}

impl Refusal {
    /// The answer, in the language of who asks.
    pub fn answer(&self, language: Language) -> Answer {
        let (status, code) = self.codes();
        // What has been begun by another process may have happened.
        let outcome = match self {
            Self::UnderWay => Outcome::Unknown,
            _ => Outcome::NotSent,
        };
        let words = self.words(language);
        let answer = Answer::failed(
            status,
            Some(&words),
            Some(i64::from(status)),
            (code, outcome),
        );
        Answer {
            keeps: false,
            ..answer
        }
    }

    const fn codes(&self) -> (u16, &'static str) {
        match self {
            Self::Path => (404, "not_found"),
            Self::Method => (405, "method_not_allowed"),
            Self::Origin | Self::NotServed(_) | Self::NotAllowed(_) | Self::OverLimit(_) => {
                (403, "forbidden")
            }
            Self::ContentType => (415, "unsupported_type"),
            Self::TooLarge(_) => (413, "too_large"),
            Self::NoBody
            | Self::CutBody
            | Self::NotJson
            | Self::KeyTwice
            | Self::Input(_)
            | Self::BadKey => (400, "invalid_argument"),
            Self::KeyConflict => (400, "key_conflict"),
            Self::NotSignedIn => (401, "unauthenticated"),
            Self::BadGrant(_) => (500, "invalid_config"),
            // Not one of 500 and more, which would say that it may have happened.
            Self::NoStore => (424, "store_unavailable"),
            Self::UnderWay => (504, "timeout"),
        }
    }

    fn words(&self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::Path => (
                "这里没有这个接口：请检查 baseUrl 与 basePath 是否一致".to_owned(),
                "there is nothing here: check that baseUrl and basePath agree".to_owned(),
            ),
            Self::Method => (
                "只接受 POST 请求".to_owned(),
                "only POST is served".to_owned(),
            ),
            Self::Origin => (
                "不接受其他来源页面的请求：请从本站页面操作，或把该来源加入 origins".to_owned(),
                "no page of this origin may ask: use a page of this site, or name the origin in origins".to_owned(),
            ),
            Self::NotServed(endpoint) => (
                format!("本后端未开放 {}：如需开放，请加入 allow", endpoint.name()),
                format!("{} is not served by this backend: name it in allow to serve it", endpoint.name()),
            ),
            Self::ContentType => (
                "content-type 必须是 application/json".to_owned(),
                "the content-type must be application/json".to_owned(),
            ),
            Self::TooLarge(most) => (
                format!("请求体超过 {most} 字节：请分成几次"),
                format!("the body is longer than {most} bytes: ask for less at a time"),
            ),
            Self::NoBody => (
                "没有请求体，或已被其他中间件读走：请把本处理器放在 body parser 之前".to_owned(),
                "there is no body, or another part of this server has read it: mount this handler before any body parser".to_owned(),
            ),
            Self::CutBody => (
                "请求体不完整，没有发送任何请求：请重试".to_owned(),
                "the body ended before it was whole, and nothing was sent: try again".to_owned(),
            ),
            Self::NotJson => (
                "请求体不是合法的 JSON（UTF-8）".to_owned(),
                "the body is no JSON in UTF-8".to_owned(),
            ),
            Self::KeyTwice => (
                "请求体里同一个键出现了两次：请删去一个".to_owned(),
                "a key stands twice in one object of the body: leave one out".to_owned(),
            ),
            Self::Input(invalid) => {
                let shown = Redactor::default().text(&invalid.to_string());
                (format!("参数不符合要求：{shown}"), shown)
            }
            Self::NotSignedIn => (
                "未登录或登录已过期：请重新登录".to_owned(),
                "not signed in, or not any more: sign in again".to_owned(),
            ),
            Self::BadGrant(what) => (
                format!("后端的 authorize 有误，未执行任何操作：{what}"),
                format!("a mistake in this backend's authorize, and nothing was done: {what}"),
            ),
            Self::NotAllowed(endpoint) => (
                format!("你没有 {} 的权限", endpoint.name()),
                format!("you may not use {}", endpoint.name()),
            ),
            Self::OverLimit(most) => (
                format!("超过你单次可转让的额度 {most}"),
                format!("that is more than the {most} that you may transfer at once"),
            ),
            Self::BadKey => (
                "idempotency-key 必须是 1 到 255 个可见 ASCII 字符".to_owned(),
                "idempotency-key must be 1 to 255 visible ASCII characters".to_owned(),
            ),
            Self::KeyConflict => (
                "同一个 idempotency-key 用于了不同的请求：请换一个新的".to_owned(),
                "this idempotency-key was used for another request: take a new one".to_owned(),
            ),
            Self::NoStore => (
                "幂等记录无法读写，没有发送任何请求：请稍后再试".to_owned(),
                "what was done before cannot be looked up, and nothing was sent: try again later".to_owned(),
            ),
            Self::UnderWay => (
                "同一个请求仍在处理或已中断，结果未知：请先查看两张卡".to_owned(),
                "the same request is still under way or was broken off, and its outcome is unknown: look at the cards first".to_owned(),
            ),
        };
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}
