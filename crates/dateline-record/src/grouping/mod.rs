//! What grouping is given, and where it keeps what it needs between two articles.
//!
//! Articles fold into stories ([`crate::stories`]), events join into happenings ([`crate::happenings`]) and entities of
//! different articles become one identity ([`crate::entities`]) by the same scheme: an item posts itself under a few *keys*; those found
//! under the same keys are candidates; a pair of candidates is judged by a pure function of the two, which yields a [`Link`] with
//! its evidence; groups are a pure function of the links of a connected neighbourhood. So the record is the same in whatever order
//! articles are added, and adding one touches only its neighbours.

mod facts;
mod memory;
mod twin;
pub(crate) mod words;

pub use facts::{ArticleFacts, EntityFacts, EventFacts, Facts, Party, PlaceFacts, Said, Voice};
pub use memory::{Day, Evidence, Layer, Link, Memory, Ruling, Sign, Verdict};
pub use twin::Twin;
