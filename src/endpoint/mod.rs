//! The five endpoints: what each takes, how it is checked, and what goes over the wire.

mod balance_logs;
mod destroy;
mod detail;
mod list;
mod paging;
mod transfer;

pub use balance_logs::BalanceLogsQuery;
pub use destroy::DestroyIds;
pub use detail::{CardRef, DetailInput};
pub use list::{ListQuery, ListQueryBuilder, UserNameField};
pub use paging::Paging;
pub use transfer::{Transfer, TransferInput};

use crate::wire::Expect;

/// One of the five endpoints, all POST (page, 请求URL of each section).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// 查询额度卡列表
    List,
    /// 查询额度卡信息
    Detail,
    /// 转让额度卡额度
    Transfer,
    /// 销毁额度卡
    Destroy,
    /// 额度卡使用记录 (`docs/platform.md`, point 12)
    BalanceLogs,
}

impl Endpoint {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::List,
        Self::Detail,
        Self::Transfer,
        Self::Destroy,
        Self::BalanceLogs,
    ];

    /// The endpoint that a call of this name goes to.
    pub fn of_call(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The endpoint of a path below the base address.
    pub fn of_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.path() == path)
    }

    /// The name of the call.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Detail => "detail",
            Self::Transfer => "transfer",
            Self::Destroy => "destroy",
            Self::BalanceLogs => "balanceLogs",
        }
    }

    /// The path below the base address.
    pub fn path(self) -> &'static str {
        match self {
            Self::List => "/cdkey/list",
            Self::Detail => "/cdkey/detail",
            Self::Transfer => "/cdkey/transfer",
            Self::Destroy => "/cdkey/destroy",
            Self::BalanceLogs => "/cdkey/balance_logs",
        }
    }

    /// Whether it changes cards, so that sending it twice does it twice (`docs/platform.md`, point 7).
    pub fn is_move(self) -> bool {
        matches!(self, Self::Transfer | Self::Destroy)
    }

    /// What its answer's `data` has to be.
    pub fn expects(self) -> Expect {
        match self {
            Self::List => Expect::Page,
            Self::Detail => Expect::Card,
            Self::BalanceLogs => Expect::Logs,
            Self::Transfer | Self::Destroy => Expect::Nothing,
        }
    }
}

/// A checked request: what is sent, and what must be masked when it is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Where it goes.
    pub endpoint: Endpoint,
    /// The JSON that is sent.
    pub body: String,
    /// The phone numbers in it.
    pub phones: Vec<String>,
}
