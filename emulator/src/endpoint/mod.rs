//! The five endpoints. Each takes a body and what there is, and gives its answer, or the change that is asked for, or a
//! refusal.

pub mod balance_logs;
pub mod destroy;
pub mod detail;
pub mod list;
pub mod transfer;

/// An endpoint of the service, all POST.
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
    /// 额度卡使用记录
    BalanceLogs,
}

/// In the order of the page, with the names of the client's calls.
const ENDPOINTS: [(Endpoint, &str, &str); 5] = [
    (Endpoint::List, "list", "/cdkey/list"),
    (Endpoint::Detail, "detail", "/cdkey/detail"),
    (Endpoint::Transfer, "transfer", "/cdkey/transfer"),
    (Endpoint::Destroy, "destroy", "/cdkey/destroy"),
    (Endpoint::BalanceLogs, "balanceLogs", "/cdkey/balance_logs"),
];

impl Endpoint {
    /// The endpoint that a call of the client's goes to.
    pub fn of_call(name: &str) -> Option<Self> {
        let found = ENDPOINTS.iter().find(|(_, call, _)| *call == name);
        found.map(|(endpoint, _, _)| *endpoint)
    }

    /// The endpoint of a path.
    pub fn of_path(path: &str) -> Option<Self> {
        let found = ENDPOINTS.iter().find(|(_, _, own)| *own == path);
        found.map(|(endpoint, _, _)| *endpoint)
    }
}
