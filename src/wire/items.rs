//! JSON of our own making, item by item: what a caller gave, as `pkg-template/given.js` writes it.

use super::reader::Reader;

/// What a value is. Of a list and of an object only that it begins: [`Items::each`] goes through it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A safe integer.
    Integer(i64),
    /// A text; none where it has half of a surrogate pair.
    Text(Option<String>),
    /// A list begins.
    List,
    /// An object begins.
    Fields,
}

/// A cursor over the items of a text.
#[derive(Debug)]
pub struct Items<'a>(Reader<'a>);

impl<'a> Items<'a> {
    /// A cursor at the first one.
    pub const fn of(text: &'a str) -> Self {
        Self(Reader::new(text.as_bytes()))
    }

    /// Reads the next one; none where the text is not what it should be.
    pub fn next_item(&mut self) -> Option<Item> {
        let reader = &mut self.0;
        Some(match reader.byte()? {
            b'"' => Item::Text(reader.text()?),
            b'[' => Item::List,
            b'{' => Item::Fields,
            b'n' => {
                reader.literal(b"null").ok()?;
                Item::Null
            }
            b't' => {
                reader.literal(b"true").ok()?;
                Item::Flag(true)
            }
            b'f' => {
                reader.literal(b"false").ok()?;
                Item::Flag(false)
            }
            _ => Item::Integer(reader.whole_number()?),
        })
    }

    /// Goes through the list or the object that begins here; `read` reads all of an item, with [`name`](Self::name)
    /// before each of an object.
    pub fn each(&mut self, close: u8, read: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        let mut inside = self.0.enter(close);
        while inside {
            read(self)?;
            inside = self.0.another(close).ok()?;
        }
        Some(())
    }

    /// Reads the name of an object's field; U+FFFD where it is no well-formed text.
    pub fn name(&mut self) -> Option<String> {
        let name = self.0.text()?;
        self.0.colon().ok()?;
        Some(name.unwrap_or_else(|| "\u{fffd}".to_owned()))
    }
}
