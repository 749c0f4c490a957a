//! The columns of a sheet, and what each may be called.

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The source's phone.
    Phone,
    /// The source's code.
    Code,
    /// The target's phone.
    TargetPhone,
    /// The target's code.
    TargetCode,
    /// How much moves.
    Limit,
    /// A card's id.
    Id,
}

/// What a sheet is for: which columns it has to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A transfer a line.
    Transfers,
    /// A card's id a line.
    Ids,
}

impl Kind {
    /// The columns, in the order in which they are told.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Transfers => &[
                Column::Phone,
                Column::Code,
                Column::TargetPhone,
                Column::TargetCode,
                Column::Limit,
            ],
            Self::Ids => &[Column::Id],
        }
    }

    /// Whether such a sheet may have this column without its being looked at: what else `list --csv` writes of a card is no mistake
    /// in a list of cards to destroy.
    pub fn passes_over(self, name: &str) -> bool {
        const OF_A_CARD: &[&str] = &[
            "code",
            "type",
            "api_limit",
            "apiLimit",
            "user_id",
            "userId",
            "user_phone",
            "userPhone",
            "user_name",
            "userName",
            "create_time",
            "createTime",
            "update_time",
            "updateTime",
        ];
        self == Self::Ids && OF_A_CARD.contains(&name)
    }

    /// The column of this name, where such a sheet has it.
    pub fn column(self, name: &str) -> Option<Column> {
        let name = name.trim();
        self.columns().iter().copied().find(|column| {
            column
                .names()
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
        })
    }
}

impl Column {
    /// Its name in camelCase, as errors and results have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Code => "code",
            Self::TargetPhone => "targetPhone",
            Self::TargetCode => "targetCode",
            Self::Limit => "limit",
            Self::Id => "id",
        }
    }

    /// All that it may be called: on the wire, in camelCase, in Chinese. Capitals are as good: a spreadsheet makes them by itself.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Phone => &["phone", "手机号"],
            Self::Code => &["code", "兑换码"],
            Self::TargetPhone => &["target_phone", "targetPhone", "目标手机号"],
            Self::TargetCode => &["target_code", "targetCode", "目标兑换码"],
            Self::Limit => &["limit", "额度"],
            Self::Id => &["id", "额度卡ID"],
        }
    }
}
