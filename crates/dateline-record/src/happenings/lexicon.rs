//! What words have to do with each other: forms of one word, synonyms, sides of one occurrence, and how rare a word is.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// What two words have to do with each other, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kinship {
    /// Forms of one word.
    Same,
    /// They share a sense.
    Synonym,
    /// A sense of the one is a sense of a word derived from the other: "die", "death".
    Derived,
    /// They name one occurrence from two sides: "killed", "died".
    Sides,
    /// One is a kind of the other: "murder", "killing".
    Kind,
    /// They are kinds of the same.
    Siblings,
}

/// A word of `data/senses.tsv` (WordNet 3.1): its senses, those of words derived from it, and what its senses are kinds of.
#[derive(Default)]
struct Senses {
    is_verb: bool,
    own: Vec<u16>,
    derived: Vec<u16>,
    above: Vec<u16>,
}

struct Lexicon {
    idf: HashMap<&'static str, f32>,
    senses: HashMap<&'static str, Senses>,
    irregular: HashMap<&'static str, &'static str>,
    sides: HashMap<&'static str, BTreeSet<usize>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let ids = |cell: Option<&str>| cell.unwrap_or("").split(' ').filter_map(|id| u16::from_str_radix(id, 16).ok()).collect();
    let mut lexicon = Lexicon { idf: HashMap::new(), senses: HashMap::new(), irregular: HashMap::new(), sides: HashMap::new() };
    for (value, words) in include_str!("../../data/idf.tsv").lines().filter_map(|line| line.split_once('\t')) {
        let value = value.parse().unwrap_or(RARE);
        lexicon.idf.extend(words.split(' ').map(|word| (word, value)));
    }
    for line in include_str!("../../data/senses.tsv").lines() {
        let mut cells = line.split('\t');
        let word = cells.next().unwrap_or("");
        let senses = Senses { is_verb: word.ends_with('*'), own: ids(cells.next()), derived: ids(cells.next()), above: ids(cells.next()) };
        lexicon.senses.insert(word.trim_end_matches('*'), senses);
    }
    lexicon.irregular.extend(include_str!("../../data/irregular.tsv").lines().filter_map(|line| line.split_once('\t')));
    for (i, line) in include_str!("../../data/sides.tsv").lines().filter(|line| !line.starts_with('#')).enumerate() {
        for word in line.split('\t') {
            lexicon.sides.entry(word).or_default().insert(i);
        }
    }
    lexicon
});

/// The inverse document frequency of a word that none of ten articles of 2,254 has.
pub(crate) const RARE: f32 = 6.0;

/// How rare a stem is: the logarithm of how many of 2,254 news articles there are to one with it (`data/idf.tsv`).
pub(crate) fn idf(stem: &str) -> f32 {
    LEXICON.idf.get(stem).copied().unwrap_or(RARE)
}

/// The words of a text in lower case.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A word without the ends that inflection adds; the same as `stem` in `make/words.py`.
pub(crate) fn stem(word: &str) -> String {
    let mut chars: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    let ends = |chars: &[char], end: &str| chars.len() >= end.len() && chars.iter().rev().zip(end.chars().rev()).all(|(a, b)| *a == b);
    let n = chars.len();
    if n > 4 && ends(&chars, "ies") {
        chars.truncate(n - 3);
        chars.push('y');
    } else if n > 3 && ends(&chars, "es") && chars.get(n - 3).is_some_and(|c| "sxzh".contains(*c)) {
        chars.truncate(n - 2);
    } else if n > 3 && ends(&chars, "s") && !ends(&chars, "ss") && !ends(&chars, "us") {
        chars.truncate(n - 1);
    }
    if let Some(end) = ["ing", "ed"].iter().find(|end| ends(&chars, end)) {
        let base = chars.len() - end.len();
        if base >= 3 && chars.iter().take(base).any(|c| "aeiouy".contains(*c)) {
            chars.truncate(base);
            let doubled = base > 3 && chars.get(base - 1) == chars.get(base - 2);
            if doubled && chars.last().is_some_and(|c| !"lsz".contains(*c)) {
                chars.pop();
            }
        }
    }
    if chars.len() > 4 && chars.last() == Some(&'e') {
        chars.pop();
    }
    chars.into_iter().collect()
}

/// The dictionary form of a word, a verb where it can be one: what happens is told by verbs and by nouns made of them.
pub(crate) fn lemma(word: &str) -> String {
    let word = word.to_lowercase();
    if let Some(lemma) = LEXICON.irregular.get(word.as_str()) {
        return (*lemma).to_owned();
    }
    let is_verb = |base: &str| LEXICON.senses.get(base).is_some_and(|senses| senses.is_verb);
    for end in ["ed", "ing"] {
        if let Some(base) = word.strip_suffix(end) {
            let mut last = base.chars().rev();
            let doubled = last.next().zip(last.next()).filter(|(a, b)| a == b && "bdfgklmnprtvz".contains(*a));
            if let Some(single) = doubled.and_then(|(a, _)| base.strip_suffix(a)).filter(|single| is_verb(single)) {
                return single.to_owned();
            }
        }
    }
    const VERB: [(&str, &str); 8] = [("ies", "y"), ("s", ""), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")];
    const NOUN: [(&str, &str); 7] = [("ies", "y"), ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh")];
    let base = |(end, put): &(&str, &str)| word.strip_suffix(end).filter(|base| base.len() >= 2).map(|base| format!("{base}{put}"));
    let verb = VERB.iter().filter_map(base).find(|base| is_verb(base));
    verb.or_else(|| NOUN.iter().filter_map(base).find(|base| LEXICON.senses.contains_key(base.as_str()))).unwrap_or(word)
}

/// The lines of `data/sides.tsv` that a word or phrase stands in.
pub(crate) fn sides(phrase: &str) -> BTreeSet<usize> {
    LEXICON.sides.get(phrase).cloned().unwrap_or_default()
}

/// What two lemmas have to do with each other by their senses; `None` for nothing known.
pub(crate) fn kinship(one: &str, other: &str) -> Option<Kinship> {
    if one == other {
        return Some(Kinship::Same);
    }
    let (one, other) = (LEXICON.senses.get(one)?, LEXICON.senses.get(other)?);
    let meet = |a: &[u16], b: &[u16]| a.iter().any(|id| b.contains(id));
    if meet(&one.own, &other.own) {
        Some(Kinship::Synonym)
    } else if meet(&one.own, &other.derived) || meet(&one.derived, &other.own) || meet(&one.derived, &other.derived) {
        Some(Kinship::Derived)
    } else if meet(&one.own, &other.above) || meet(&one.above, &other.own) {
        Some(Kinship::Kind)
    } else if meet(&one.above, &other.above) {
        Some(Kinship::Siblings)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_lemma() {
        for (form, base) in
            [("killed", "kill"), ("struck", "strike"), ("dropping", "drop"), ("dying", "die"), ("Arrested", "arrest"), ("parties", "party")]
        {
            assert_eq!(lemma(form), base);
        }
        assert_eq!(lemma("Zorblax"), "zorblax");
        assert_eq!(lemma(""), "");
    }

    #[test]
    fn stems_drop_what_inflection_adds() {
        for (word, base) in [
            ("bombings", "bomb"),
            ("Stopped", "stop"),
            ("cities", "city"),
            ("boxes", "box"),
            ("attacks", "attack"),
            ("élections", "élection"),
            ("is", "is"),
        ] {
            assert_eq!(stem(word), base);
        }
    }

    #[test]
    fn words_are_kin_by_their_senses() {
        assert_eq!(kinship("attack", "assault"), Some(Kinship::Synonym));
        assert_eq!(kinship("die", "death"), Some(Kinship::Derived));
        assert_eq!(kinship("attack", "banana"), None);
    }

    #[test]
    fn sides_of_one_occurrence_share_a_line() {
        for (one, other) in [("kill", "die"), ("victory", "lose"), ("quake", "earthquake"), ("heist", "robbery"), ("arrest", "custody")] {
            assert!(sides(one).intersection(&sides(other)).next().is_some(), "{one} {other}");
        }
        assert!(sides("arrest").is_disjoint(&sides("earthquake")));
    }

    #[test]
    fn rare_words_weigh_more() {
        assert!(idf("the") < 0.2);
        assert!(idf(&stem("police")) < idf(&stem("earthquake")));
        assert_eq!(idf("zorblax"), RARE);
    }
}
