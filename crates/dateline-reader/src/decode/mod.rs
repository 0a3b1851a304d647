//! From the scores of the model to tokens, sentences, trees, names and attributions. Plain functions, no weights.

pub(crate) mod attribution;
pub(crate) mod bio;
pub(crate) mod boundaries;
pub(crate) mod inflection;
pub(crate) mod lemma;
pub(crate) mod multiword;
pub(crate) mod tree;
