//! What grouping compares, and what it says of a pair.
//!
//! Articles fold into stories ([`crate::stories`]), events join into happenings and entities of different articles become one
//! identity by the same three pure functions. `keys` are few hashes of an item; items that share some are candidates. `compare`
//! judges a pair by the two alone and yields a [`Link`] with its evidence. `cluster` divides the items that links connect, whatever
//! their order. So a record is a function of the set of its articles, adding one touches only its neighbours, and every
//! group can say why.
//!
//! **Architecture Invariant:** nothing here counts the record (how many articles have a word, how many events are in a place): such a
//! count would make the answer depend on what was added before.

mod all;
mod facts;
pub(crate) mod groups;
mod link;
pub(crate) mod merge;
pub(crate) mod order;
pub(crate) mod table;
pub(crate) mod words;

pub use all::{Scheme, group};
pub use facts::{ArticleFacts, EntityFacts, EventFacts, Facts, Party, PlaceFacts, Said, Voice};
pub(crate) use link::Likeness;
pub use link::{Day, Evidence, Fixed, Layer, Link, Sign, Verdict};
