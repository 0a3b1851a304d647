//! Stories: articles that are copies or light rewrites of one text.
//!
//! Copies are found by the share of the shorter text's shingles (runs of five words) that the longer one has. Bylines, credits
//! and canonical links are evidence of another kind: they say where a text comes from, and strengthen or overrule what the words say.

mod compare;
mod fold;
mod shingles;
mod story;

pub use compare::{MIN_SHARED, compare, keys};
pub(crate) use compare::{Seen, compare_seen, likeness};
pub use fold::cluster;
pub use story::Story;
