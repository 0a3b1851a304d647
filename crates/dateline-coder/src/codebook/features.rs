//! What a sentence is matched by: its meaning as the reader sees it, and the families of its content words.

use crate::events::given::lemma;
use crate::syntax::Syntax;
use dateline_model::{Reading, TokenIdx, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// Letters that words of one family have in common: "vaccinate", "vaccination". Chosen among 5, 6 and whole words on the health
/// codebook's sentences, where it hardly mattered.
const FAMILY: usize = 6;

/// Shorter words say too little.
const SHORTEST: usize = 3;

/// The evidence of one sentence, or of several taken together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Features {
    /// Of unit length; empty when the weights have no meanings.
    pub(super) meaning: Vec<f32>,
    /// Families of nouns, verbs and adjectives that are no names.
    pub(super) families: BTreeSet<String>,
}

impl Features {
    /// The features of some sentences of a reading.
    pub(super) fn of(syntax: &Syntax, sentences: Range<usize>) -> Features {
        let reading = syntax.reading;
        let mut features = Features::default();
        for index in sentences {
            let tokens = reading.sentences.get(index).map_or(0..0, |s| s.tokens.clone());
            features.families.extend(tokens.filter(|t| is_content(syntax, *t)).map(|t| family(syntax, t)));
            add(&mut features.meaning, reading.meanings.get(index).map_or(&[], Vec::as_slice));
        }
        normalise(&mut features.meaning);
        features
    }

    /// How alike the meanings of two sentences are, -1 to 1; 0 when one has none.
    pub(super) fn alike(&self, other: &Features) -> f64 {
        if self.meaning.len() != other.meaning.len() {
            return 0.0;
        }
        self.meaning.iter().zip(&other.meaning).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
    }
}

/// True for a word that says what the sentence is about and is not of a name.
pub(super) fn is_content(syntax: &Syntax, token: TokenIdx) -> bool {
    let form = syntax.form(token);
    matches!(syntax.upos(token), Upos::Noun | Upos::Verb | Upos::Adj)
        && form.chars().nth(SHORTEST - 1).is_some()
        && form.chars().all(|c| c.is_alphabetic() || c == '-')
        && !is_named(syntax.reading, token)
}

/// True for a word of a name.
fn is_named(reading: &Reading, token: TokenIdx) -> bool {
    let after = reading.names.partition_point(|name| name.tokens.start <= token);
    after.checked_sub(1).and_then(|before| reading.names.get(before)).is_some_and(|name| name.tokens.contains(&token))
}

/// The family of a word.
pub(super) fn family(syntax: &Syntax, token: TokenIdx) -> String {
    lemma(syntax, token).chars().take(FAMILY).collect()
}

fn add(sum: &mut Vec<f32>, vector: &[f32]) {
    if sum.is_empty() {
        sum.extend_from_slice(vector);
    } else if sum.len() == vector.len() {
        for (s, v) in sum.iter_mut().zip(vector) {
            *s += v;
        }
    }
}

fn normalise(vector: &mut Vec<f32>) {
    let length = vector.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>().sqrt();
    if length.is_finite() && length > 0.0 {
        for v in vector.iter_mut() {
            *v = (f64::from(*v) / length) as f32;
        }
    } else {
        vector.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;

    #[test]
    fn content_words_count_by_family_and_names_do_not() {
        let (text, mut reading) = reading(
            "1 Nurses nurse NOUN NNS 2 nsubj
             2 vaccinated vaccinate VERB VBD 0 root
             3 Tarn Tarn PROPN NNP 2 obj B-LOC
             4 at at ADP IN 6 case
             5 the the DET DT 6 det
             6 Old old ADJ JJ 2 obl B-FAC",
        );
        reading.meanings = vec![vec![3.0, 4.0]];
        let features = Features::of(&Syntax::new(&text, &reading), 0..1);
        assert_eq!(features.families.iter().map(String::as_str).collect::<Vec<_>>(), ["nurse", "vaccin"]);
        assert_eq!(features.meaning, [0.6, 0.8]);
    }

    #[test]
    fn without_meanings_nothing_is_alike() {
        let (text, reading) = reading("1 left leave VERB VBD 0 root");
        let features = Features::of(&Syntax::new(&text, &reading), 0..1);
        assert!(features.meaning.is_empty() && features.alike(&features) == 0.0);
        let odd = Features { meaning: vec![1.0], ..features.clone() };
        assert_eq!(odd.alike(&features), 0.0);
    }
}
