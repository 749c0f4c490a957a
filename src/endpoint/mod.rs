//! The four endpoints: what each takes, how it is checked, and what goes over the wire.

mod destroy;
mod detail;
mod list;
mod transfer;

pub use destroy::DestroyIds;
pub use detail::DetailInput;
pub use list::{ListQuery, UserNameField};
pub use transfer::TransferInput;

use serde::{Serialize, Serializer};

use crate::wire::Expect;

/// One of the four endpoints, all POST (page, 请求URL of each section).
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
}

impl Endpoint {
    /// The name of the call.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Detail => "detail",
            Self::Transfer => "transfer",
            Self::Destroy => "destroy",
        }
    }

    /// The path below the base address.
    pub fn path(self) -> &'static str {
        match self {
            Self::List => "/cdkey/list",
            Self::Detail => "/cdkey/detail",
            Self::Transfer => "/cdkey/transfer",
            Self::Destroy => "/cdkey/destroy",
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
            Self::Transfer | Self::Destroy => Expect::Nothing,
        }
    }
}

impl Serialize for Endpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
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
