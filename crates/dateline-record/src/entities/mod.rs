//! Identities: entities of different articles that are the same person, group, organization, country or place.
//!
//! Two persons of one name are joined wrongly more easily than found again, so a pair is the same only when its full names are: as written, in another
//! transliteration, without a title or a middle name, or by an acronym. A bare surname or acronym joins only when all that it could mean is one.
//! What stays apart, a person may join.

mod cluster;
mod compare;
mod name;

pub use cluster::cluster;
pub use compare::{MIN_SHARED, compare, keys};
pub(crate) use compare::{Seen, compare_seen, is_full};
