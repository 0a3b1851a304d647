//! The lexicon in `data/place_words.tsv`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Kinds of words around place names.
pub(crate) struct PlaceWords {
    pub(crate) generic: BTreeSet<&'static str>,
    pub(crate) direction: BTreeSet<&'static str>,
    pub(crate) inside: BTreeSet<&'static str>,
    pub(crate) local: BTreeSet<&'static str>,
    pub(crate) territorial: BTreeSet<&'static str>,
    pub(crate) scene: BTreeSet<&'static str>,
    pub(crate) address: BTreeSet<&'static str>,
    pub(crate) paper: BTreeSet<&'static str>,
    pub(crate) landscape: BTreeSet<&'static str>,
    pub(crate) ordinary: BTreeSet<&'static str>,
}

pub(crate) static WORDS: LazyLock<PlaceWords> = LazyLock::new(|| PlaceWords {
    generic: kind("generic"),
    direction: kind("direction"),
    inside: kind("in"),
    local: kind("local"),
    territorial: kind("territorial"),
    scene: kind("scene"),
    address: kind("address"),
    paper: kind("paper"),
    landscape: kind("landscape"),
    ordinary: kind("ordinary"),
});

fn kind(name: &str) -> BTreeSet<&'static str> {
    let rows = include_str!("../../data/place_words.tsv").lines().filter_map(|line| line.split_once('\t'));
    rows.filter(|(kind, _)| *kind == name).flat_map(|(_, words)| words.split('|')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words() {
        let all = [
            &WORDS.generic,
            &WORDS.direction,
            &WORDS.inside,
            &WORDS.local,
            &WORDS.territorial,
            &WORDS.scene,
            &WORDS.address,
            &WORDS.paper,
            &WORDS.landscape,
            &WORDS.ordinary,
        ];
        assert!(all.iter().all(|words| words.len() > 10));
        let rows = include_str!("../../data/place_words.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(rows, all.len());
    }
}
