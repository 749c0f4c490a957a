//! One injected fault: what was asked for, checked, and the plan it makes.

use espai_cdkey::endpoint::Endpoint;
use espai_cdkey::error::{Invalid, InvalidCode};
use espai_cdkey::field::{Count, Field, Quota, Text};
use espai_cdkey::fields::{Fields, Names};
use espai_cdkey::reason::Reason;
use espai_cdkey::value::Value;

use crate::answer::Answer;
use crate::card::{AnyText, Nullable, number};
use crate::plan::{Apply, Ending, Plan};
use crate::value;

/// A fault that is to come.
#[derive(Debug, Clone)]
pub struct Injection {
    /// The only endpoint it befalls; any where none is named.
    pub(crate) endpoint: Option<Endpoint>,
    /// How many requests it still lets pass.
    pub(crate) skip: i64,
    /// How many it still befalls.
    pub(crate) times: i64,
    plan: Plan,
}

/// The longest a timer can run, 2^31 - 1 ms: past it, hosts fire at once.
pub const MAX_WAIT_MS: i64 = 2_147_483_647;

const DEFAULT_LATENCY_MS: i64 = 1000;
const DEFAULT_SLOW_MS: i64 = 2000;
/// Twice what a client takes unless told otherwise.
const DEFAULT_HUGE_BYTES: i64 = 64 * 1024 * 1024;
/// The page's `系统错误:xxx`, with what it was.
const DEFAULT_MESSAGE: &str = "系统错误:模拟器注入的故障";
/// A path that no endpoint has.
const DEFAULT_LOCATION: &str = "/moved";

/// Looks like the start of an envelope to a hasty eye; has bytes that no UTF-8 has.
const GARBAGE: &[u8] = b"\xff\xfe{\"success\":tru\x80\xc3\x28,,\x00\xf5\x1f]";

const HTML: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>emulated proxy</center>\r\n</body>\r\n</html>\r\n";

const FAULT: Names = &["fault"];
const ENDPOINT: Names = &["endpoint"];
const TIMES: Names = &["times"];
const SKIP: Names = &["skip"];
const WHEN: Names = &["when"];
const MS: Names = &["ms"];
const STATUS: Names = &["status"];
const RETRY_AFTER: Names = &["retryAfter"];
const CODE: Names = &["code"];
const MESSAGE: Names = &["message"];
const LOCATION: Names = &["location"];
const BYTES: Names = &["bytes"];

const KNOWN: &[Names] = &[
    FAULT,
    ENDPOINT,
    TIMES,
    SKIP,
    WHEN,
    MS,
    STATUS,
    RETRY_AFTER,
    CODE,
    MESSAGE,
    LOCATION,
    BYTES,
];

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Latency,
    Hang,
    Drop,
    Truncate,
    Garbage,
    Html,
    Status,
    Envelope,
    Redirect,
    SlowBody,
    HugeBody,
}

/// Every fault: its name, and which options it has beside `endpoint`, `times`, `skip` and `when`.
const FAULTS: [(Fault, &str, &[Names]); 11] = [
    (Fault::Latency, "latency", &[MS]),
    (Fault::Hang, "hang", &[]),
    (Fault::Drop, "drop", &[MS]),
    (Fault::Truncate, "truncate", &[MS, BYTES]),
    (Fault::Garbage, "garbage", &[MS, STATUS]),
    (Fault::Html, "html", &[MS, STATUS, RETRY_AFTER]),
    (
        Fault::Status,
        "status",
        &[MS, STATUS, RETRY_AFTER, CODE, MESSAGE],
    ),
    (
        Fault::Envelope,
        "envelope",
        &[MS, STATUS, RETRY_AFTER, CODE, MESSAGE],
    ),
    (Fault::Redirect, "redirect", &[MS, STATUS, LOCATION]),
    (Fault::SlowBody, "slow-body", &[MS]),
    (Fault::HugeBody, "huge-body", &[MS, BYTES]),
];

const KNOWN_FAULTS: &str = "one of: latency, hang, drop, truncate, garbage, html, status, envelope, redirect, slow-body, huge-body";

/// What an injection may say.
struct Wish<'a> {
    fields: Fields<'a>,
    fault: Fault,
}

impl Injection {
    /// Reads what `inject` was given, as JSON text.
    ///
    /// # Errors
    /// The option that is refused.
    pub fn read(json: &str) -> Result<Self, Invalid> {
        let given = value::read(json, "fault", InvalidCode::Argument)?;
        let fields = Fields::open(&given, "options", "", KNOWN, InvalidCode::Argument)?;
        let name: Text = fields.required(FAULT)?;
        let (fault, own) = FAULTS
            .iter()
            .find(|(_, known, _)| *known == name.as_str())
            .map(|(fault, _, own)| (*fault, *own))
            .ok_or_else(|| fields.invalid("fault", Reason::NotOneOf(KNOWN_FAULTS)))?;
        // What would be ignored is refused: a test that sets it means something by it.
        for names in [MS, STATUS, RETRY_AFTER, CODE, MESSAGE, LOCATION, BYTES] {
            let key = fields.spelling_of(names);
            if fields.raw(key).is_some() && !own.contains(&names) {
                return Err(
                    fields.invalid(key, Reason::NotAccepted("does not belong to this fault"))
                );
            }
        }
        let wish = Wish { fields, fault };
        Ok(Self {
            endpoint: wish.endpoint()?,
            skip: wish
                .whole(SKIP, 0..=i64::MAX, "must be a whole number from 0")?
                .unwrap_or(0),
            times: wish.fields.optional::<Count>(TIMES)?.map_or(1, Count::get),
            plan: wish.plan()?,
        })
    }

    /// The plan for a request that this fault befalls; `latency_ms` is what every answer waits.
    pub(crate) fn plan(&self, latency_ms: i64) -> Plan {
        let mut plan = self.plan.clone();
        plan.wait_ms = plan.wait_ms.saturating_add(latency_ms).min(MAX_WAIT_MS);
        plan
    }
}

impl Wish<'_> {
    fn plan(&self) -> Result<Plan, Invalid> {
        let after = self.is_after()?;
        let ms = self.whole(
            MS,
            0..=MAX_WAIT_MS,
            "must be a whole number of ms, from 0 to 2147483647",
        )?;
        let apply = match (self.fault, after) {
            (_, true) => Apply::First,
            (Fault::Latency, false) => Apply::AfterWait,
            // A slow answer that arrives whole must be true.
            (Fault::SlowBody, false) => Apply::Last,
            (_, false) => Apply::Never,
        };
        let wait_ms = match self.fault {
            Fault::Latency => ms.unwrap_or(DEFAULT_LATENCY_MS),
            Fault::SlowBody => 0,
            _ => ms.unwrap_or(0),
        };
        let ending = match self.fault {
            Fault::Latency => Ending::Answer,
            Fault::Hang => Ending::Hang,
            Fault::Drop => Ending::Drop,
            Fault::Truncate => Ending::Truncate {
                bytes: self.whole(
                    BYTES,
                    0..=i64::MAX,
                    "must be a whole number of bytes, from 0",
                )?,
            },
            Fault::Garbage => Ending::Garbage {
                status: self.status(200)?,
                bytes: GARBAGE,
            },
            Fault::Html => self.instead(Answer::plain(self.status(502)?, "text/html", HTML))?,
            Fault::Status => {
                let status = self.any_status(500)?;
                let bodiless = matches!(status, 204 | 205 | 304);
                match self.envelope()? {
                    Some(_) if bodiless => {
                        return Err(self.fields.invalid(
                            "status",
                            Reason::NotAccepted(
                                "has no body (204, 205, 304), so leave code and message out",
                            ),
                        ));
                    }
                    Some((message, code)) => {
                        self.instead(Answer::failed(status, message.as_deref(), code.as_ref()))?
                    }
                    None => self.instead(Answer::plain(status, "text/plain", ""))?,
                }
            }
            Fault::Envelope => {
                let (message, code) = self
                    .envelope()?
                    .unwrap_or_else(|| (Some(DEFAULT_MESSAGE.to_owned()), Some(500.into())));
                self.instead(Answer::failed(
                    self.status(200)?,
                    message.as_deref(),
                    code.as_ref(),
                ))?
            }
            Fault::Redirect => {
                let status = self.any_status(302)?;
                if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                    return Err(self
                        .fields
                        .invalid("status", Reason::NotOneOf("301, 302, 303, 307 or 308")));
                }
                let location = match self.fields.optional::<Text>(LOCATION)? {
                    Some(location)
                        if !location
                            .as_str()
                            .bytes()
                            .all(|byte| byte.is_ascii_graphic()) =>
                    {
                        return Err(self.fields.invalid(
                            "location",
                            Reason::NotAccepted("must be an address in printable ASCII"),
                        ));
                    }
                    location => {
                        location.map_or_else(|| DEFAULT_LOCATION.to_owned(), |text| text.to_wire())
                    }
                };
                Ending::Instead {
                    answer: Answer::plain(status, "text/plain", "").with("location", location),
                }
            }
            Fault::SlowBody => Ending::Slow {
                ms: ms.unwrap_or(DEFAULT_SLOW_MS),
            },
            Fault::HugeBody => Ending::Huge {
                head: "{\"success\":true,\"message\":\"",
                fill: "x",
                tail: "\"}",
                bytes: self
                    .whole(
                        BYTES,
                        64..=1 << 40,
                        "must be a whole number of bytes, from 64 to 2^40",
                    )?
                    .unwrap_or(DEFAULT_HUGE_BYTES),
            },
        };
        Ok(Plan {
            apply,
            wait_ms,
            ending,
        })
    }

    fn endpoint(&self) -> Result<Option<Endpoint>, Invalid> {
        self.fields
            .optional::<Text>(ENDPOINT)?
            .map(|name| {
                Endpoint::of_call(name.as_str()).ok_or_else(|| {
                    self.fields.invalid(
                        "endpoint",
                        Reason::NotOneOf("one of: list, detail, transfer, destroy, balanceLogs"),
                    )
                })
            })
            .transpose()
    }

    fn is_after(&self) -> Result<bool, Invalid> {
        match self
            .fields
            .optional::<Text>(WHEN)?
            .as_ref()
            .map(Text::as_str)
        {
            Some("before") => Ok(false),
            Some("after") => Ok(true),
            Some(_) => Err(self
                .fields
                .invalid("when", Reason::NotOneOf("'before' or 'after'"))),
            // These four are about an answer, and an answer comes after the change.
            None => Ok(matches!(
                self.fault,
                Fault::Truncate | Fault::Garbage | Fault::SlowBody | Fault::HugeBody
            )),
        }
    }

    /// A whole number within bounds, which `words` tell.
    fn whole(
        &self,
        names: Names,
        bounds: std::ops::RangeInclusive<i64>,
        words: &'static str,
    ) -> Result<Option<i64>, Invalid> {
        match self.fields.optional::<Quota>(names)?.map(number) {
            Some(given) if !bounds.contains(&given) => Err(self
                .fields
                .invalid(self.fields.spelling_of(names), Reason::NotAccepted(words))),
            given => Ok(given),
        }
    }

    fn any_status(&self, default: u16) -> Result<u16, Invalid> {
        // Below 200 a status is no answer yet; above 599 hosts refuse to make one.
        let given = self.whole(STATUS, 200..=599, "must be a whole number from 200 to 599")?;
        Ok(given
            .and_then(|status| u16::try_from(status).ok())
            .unwrap_or(default))
    }

    fn status(&self, default: u16) -> Result<u16, Invalid> {
        match self.any_status(default)? {
            204 | 205 | 304 => Err(self.fields.invalid(
                "status",
                Reason::NotAccepted("must be one that has a body (not 204, 205, 304)"),
            )),
            status => Ok(status),
        }
    }

    /// The envelope's message and code, where either is given. `null` leaves its field out of the envelope.
    #[expect(
        clippy::type_complexity,
        reason = "two optional fields of one envelope, used at two places below"
    )]
    fn envelope(&self) -> Result<Option<(Option<String>, Option<serde_json::Value>)>, Invalid> {
        let code = self.fields.optional::<Nullable<Scalar>>(CODE)?;
        let message = self.fields.optional::<Nullable<AnyText>>(MESSAGE)?;
        if code.is_none() && message.is_none() {
            return Ok(None);
        }
        let message = message.map_or_else(
            || Some(DEFAULT_MESSAGE.to_owned()),
            |given| given.0.map(|text| text.0),
        );
        let code = code.map_or_else(|| Some(500.into()), |given| given.0.map(|scalar| scalar.0));
        Ok(Some((message, code)))
    }

    /// Another answer, with `retry-after` where it is asked for.
    fn instead(&self, answer: Answer) -> Result<Ending, Invalid> {
        let answer = match self.fields.optional::<AnyText>(RETRY_AFTER)? {
            Some(AnyText(text))
                if text.is_empty() || !text.bytes().all(|byte| (0x20..=0x7e).contains(&byte)) =>
            {
                return Err(self.fields.invalid(
                    "retryAfter",
                    Reason::NotAccepted("must be seconds, or a date in printable ASCII"),
                ));
            }
            Some(AnyText(text)) => answer.with("retry-after", text),
            None => answer,
        };
        Ok(Ending::Instead { answer })
    }
}

/// An envelope's `code`: whatever one wants to see a client cope with.
#[derive(PartialEq)]
struct Scalar(serde_json::Value);

impl Field for Scalar {
    fn parse(value: &Value) -> Result<Self, Reason> {
        let json = match (value, value.as_safe_integer()) {
            (_, Some(number)) => number.into(),
            (Value::Number(number), None) => (*number).into(),
            (Value::Text(text), _) => text.clone().into(),
            (Value::Bool(truth), _) => (*truth).into(),
            _ => {
                return Err(Reason::NotAccepted(
                    "must be a number, a text, a boolean, or null for an envelope without one",
                ));
            }
        };
        Ok(Self(json))
    }

    fn to_wire(&self) -> String {
        self.0.to_string()
    }
}
