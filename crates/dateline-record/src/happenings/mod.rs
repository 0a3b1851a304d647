//! Happenings: events of different stories that are the same occurrence.
//!
//! A pair of events is compared by the words that name them, who took part, where and when it was, the words around, and by
//! how alike their articles are. The weights of these signs are learned from ECB+ (`data/happenings.tsv`); type, place and time of the report weigh by
//! judgement, since ECB+ does not have them. Nothing is averaged: an [`Account`] keeps each version and says where they disagree.

mod account;
mod cluster;
mod compare;
pub mod coverage;
mod features;
mod lexicon;
mod profile;
mod toll;

pub use account::{Account, AccountEvent, Attribute, Source, Variant, account};
pub use cluster::cluster;
pub use compare::{MIN_SHARED, compare, keys, signs_by_name};
pub(crate) use compare::{compare_seen, likeness};
pub(crate) use features::Seen;
pub use profile::article_words;

/// True for a word that hardly any news article has.
pub(crate) fn is_rare(word: &str) -> bool {
    lexicon::idf(&lexicon::stem(word)) >= lexicon::RARE
}
