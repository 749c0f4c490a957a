//! Enums that JavaScript knows by a code for each variant.

/// Makes such an enum, for the other crates of the package too. What it says of a variant is written once, so that no code is left out of the list of all, by which
/// the tests hold the types and the texts of the npm package.
#[doc(hidden)]
#[macro_export]
macro_rules! coded {
    (
        $(#[$about:meta])*
        $name:ident {
            $($(#[$doc:meta])* $variant:ident $(($held:ty))? => $code:literal,)+
        }
    ) => {
        $(#[$about])*
        pub enum $name {
            $($(#[$doc])* $variant $(($held))?,)+
        }

        impl $name {
            /// Every code.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The code as errors carry it.
            pub const fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)+
                }
            }
        }
    };
}

pub(crate) use coded;
