//! Why an argument or an option is refused: a code for programs, and English words for who reads the message.

use std::fmt;

use crate::coded::coded;
use crate::fields::{self, Names};

coded! {
    /// What is wrong with what a caller gave. What a variant holds is ours alone, never what the caller gave: that may be a
    /// secret.
    ///
    /// Its words follow the place in a message: `limit must be at least 1`. In Chinese, and for who knows no programming, the
    /// npm package's `explain` tells them by the code.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    Reason {
        /// A field that must be there is not.
        Missing => "missing",
        /// A text with nothing in it.
        Empty => "empty",
        /// `null`, where a field is left out instead.
        Null => "null",
        /// Something else than a text.
        NotText => "not_text",
        /// A line break, say.
        ControlCharacters => "control_characters",
        /// More than [`crate::field::MAX_TEXT`] characters.
        TooLong => "too_long",
        /// Half of a surrogate pair.
        BrokenUnicode => "broken_unicode",
        /// A getter threw.
        Unreadable => "unreadable",
        /// A phone with something else than digits in it, or too many.
        NotDigits => "not_digits",
        /// A number that is no phone.
        NotAPhone => "not_a_phone",
        /// A number that is no card type's code.
        NotATypeCode => "not_a_type_code",
        /// Neither a number nor a text where a number belongs.
        NotANumber => "not_a_number",
        /// `10n`
        Bigint => "bigint",
        /// A number with a fraction, or one that JavaScript does not hold exactly.
        NotWholeNumber => "not_whole_number",
        /// A text that is no whole number in plain digits: `1e3`, `010`, `1,000`.
        NotPlainDigits => "not_plain_digits",
        /// Plain digits of a number that JavaScript does not hold exactly.
        OutOfRange => "out_of_range",
        /// A whole number below 1.
        BelowOne => "below_one",
        /// What was given instead of a plain object, by [`crate::value::Value::noun`].
        NotPlainObject(&'static str) => "not_plain_object",
        /// A field that is not known here, and those that are.
        UnknownField(&'static [Names]) => "unknown_field",
        /// One field under two of its names, with two values.
        TwoValues => "two_values",
        /// A transfer from a card to itself.
        SameCard => "same_card",
        /// A free trial card in a transfer.
        TrialCard => "trial_card",
        /// A transfer of more than its source holds.
        MoreThanHeld => "more_than_held",
        /// A card that is not the transfer's whose cards are to be looked at.
        NotThatCard => "not_that_card",
        /// Inputs of a bulk that cannot be gone through one by one.
        NotIterable => "not_iterable",
        /// A destroy of nothing.
        NoIds => "no_ids",
        /// Neither a text nor an `{ id }`.
        NotAnId => "not_an_id",
        /// An id that stands in a destroy already.
        RepeatedId => "repeated_id",
        /// A page in a walk through all pages.
        NotWithListAll => "not_with_list_all",
        /// A `signal` that is none.
        NotASignal => "not_a_signal",
        /// No `apiKey`.
        NoKey => "no_key",
        /// A key of another length, or with characters that none has.
        MalformedKey => "malformed_key",
        /// What was given instead of a key.
        KeyNotText(&'static str) => "key_not_text",
        /// A null key for the platform itself.
        KeyNeeded => "key_needed",
        /// A key in a web page.
        KeyInAPage => "key_in_a_page",
        /// Something else than a function.
        NotAFunction => "not_a_function",
        /// Something else than true or false.
        NotABoolean => "not_a_boolean",
        /// No whole number from 0 to 2^31 - 1.
        NotFromZero => "not_from_zero",
        /// No whole number from 1 to 2^31 - 1.
        NotFromOne => "not_from_one",
        /// None of a few words or numbers: those that there are.
        NotOneOf(&'static str) => "not_one_of",
        /// No `fetch`, neither the runtime's nor one that was given.
        NoFetch => "no_fetch",
        /// What was given instead of an address.
        AddressNotText(&'static str) => "address_not_text",
        /// An address with spaces or control characters in it, or with nothing.
        SpacesInAddress => "spaces_in_address",
        /// An address with a query or a fragment.
        QueryInAddress => "query_in_address",
        /// An address with a user or a password.
        UserInAddress => "user_in_address",
        /// An address that is none, or that a page alone could complete.
        NotWholeAddress => "not_whole_address",
        /// Neither https nor http.
        NotHttps => "not_https",
        /// Plain http to another machine.
        InsecureAddress => "insecure_address",
        /// A port that `fetch` sends nothing to.
        BlockedPort(u16) => "blocked_port",
        /// What was given instead of headers.
        NotHeaders(&'static str) => "not_headers",
        /// A name that no header can have.
        NotAHeaderName => "not_a_header_name",
        /// A value that no header can have.
        NotAHeaderValue => "not_a_header_value",
        /// A header that this package or the runtime sets.
        ReservedHeader => "reserved_header",
        /// A header that a browser sets.
        BrowsersHeader => "browsers_header",
        /// One header twice.
        RepeatedHeader => "repeated_header",
        /// What another part of the package (the emulator, `createFetch`) refuses in words of its own. For who writes programs:
        /// no form has such a field.
        NotAccepted(&'static str) => "not_accepted",
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words())?;
        match self {
            Self::NotPlainObject(words)
            | Self::KeyNotText(words)
            | Self::AddressNotText(words)
            | Self::NotHeaders(words)
            | Self::NotOneOf(words)
            | Self::NotAccepted(words) => formatter.write_str(words),
            Self::UnknownField(known) => known.iter().enumerate().try_for_each(|(at, names)| {
                formatter.write_str(if at == 0 { "" } else { ", " })?;
                formatter.write_str(fields::spelling(names))
            }),
            Self::BlockedPort(port) => write!(
                formatter,
                "{port}, which fetch blocks, so that nothing can be sent there; use another"
            ),
            _ => Ok(()),
        }
    }
}

impl Reason {
    /// What it says, or how that begins where the variant holds the rest.
    fn words(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::Empty => "must not be empty",
            Self::Null => "must not be null; leave the field out instead",
            Self::NotText => "must be a text",
            Self::ControlCharacters => "must not contain control characters",
            Self::TooLong => "must be at most 256 characters",
            Self::BrokenUnicode => "must be well-formed Unicode; it has half of a surrogate pair",
            Self::Unreadable => "could not be read: its getter threw",
            Self::NotDigits => "must be 1 to 20 digits, with nothing else between or around them",
            Self::NotAPhone => "must be 1 to 20 digits, or a whole number from 0 to 2^53 - 1",
            Self::NotATypeCode => "must be a type's code such as '1', or a whole number from 0",
            Self::NotANumber => "must be a whole number, or its digits as a text",
            Self::Bigint => "must be a number or a text, not a bigint",
            Self::NotWholeNumber => {
                "must be a whole number that JavaScript holds exactly (at most 2^53 - 1)"
            }
            Self::NotPlainDigits => "must be a whole number in plain digits, such as \"10\"",
            Self::OutOfRange => "must be a whole number of at most 2^53 - 1",
            Self::BelowOne => "must be at least 1",
            Self::NotPlainObject(_) => "must be a plain object, not ",
            Self::UnknownField(_) => "is no field here; there are: ",
            Self::TwoValues => "stands here under two names with two values",
            Self::SameCard => "is the card that the quota comes from",
            Self::TrialCard => "names a free trial card, which takes part in no transfer",
            Self::MoreThanHeld => "is more than the source card holds",
            Self::NotThatCard => "is not the card that the transfer names",
            Self::NotIterable => "must be an array, or something else that is iterable; not a text",
            Self::NoIds => "must hold at least one id",
            Self::NotAnId => "must be an id as a text, or an { id }",
            Self::RepeatedId => "stands in this destroy already",
            Self::NotWithListAll => {
                "does not go with listAll, which goes through all pages; pageSize sets their size"
            }
            Self::NotASignal => "must be an AbortSignal",
            Self::NoKey => {
                "is missing: give the 32-character open_api_key of your ESP-AI account, or null with a baseUrl of your own \
                 backend"
            }
            Self::MalformedKey => {
                "must be exactly 32 printable ASCII characters, with nothing before or after them"
            }
            Self::KeyNotText(_) => "must be a text of 32 characters or null, not ",
            Self::KeyNeeded => {
                "may be null only with a baseUrl of your own backend, which holds the key; the platform itself needs it"
            }
            Self::KeyInAPage => {
                "must not be in a web page, where everyone can read it: let a backend hold it and use { apiKey: null, \
                 baseUrl }; for a test key, set dangerouslyAllowBrowser"
            }
            Self::NotAFunction => "must be a function",
            Self::NotABoolean => "must be true or false",
            Self::NotFromZero => "must be a whole number from 0 to 2^31 - 1",
            Self::NotFromOne => "must be a whole number from 1 to 2^31 - 1",
            Self::NotOneOf(_) => "must be ",
            Self::NoFetch => "is missing: this runtime has none of its own, so give one",
            Self::AddressNotText(_) => "must be a text, not ",
            Self::SpacesInAddress => "must be an address without spaces or control characters",
            Self::QueryInAddress => "must have no query and no fragment",
            Self::UserInAddress => "must have no user and no password",
            Self::NotWholeAddress => {
                "must be a whole address such as https://api.espai.fun (a relative one only works in a page)"
            }
            Self::NotHttps => "must be an https address",
            Self::InsecureAddress => {
                "must be https, or http to a loopback host: the key would travel in the clear; allowInsecureHttp permits it \
                 all the same"
            }
            Self::BlockedPort(_) => "has port ",
            Self::NotHeaders(_) => "must be a plain object of names and texts, not ",
            Self::NotAHeaderName => "is no name that a header can have",
            Self::NotAHeaderValue => "must be a text of printable ASCII characters",
            Self::ReservedHeader => "is set by this package or by the runtime, and cannot be given",
            Self::BrowsersHeader => {
                "is set by the browser alone: a page's fetch would leave it out"
            }
            Self::RepeatedHeader => "stands there twice",
            Self::NotAccepted(_) => "",
        }
    }
}
