//! What an article is about, by its rarest words.

use super::lexicon::{idf, stem, words};
use crate::grouping::words::hash;
use std::collections::BTreeMap;

/// How many words a profile keeps; with 40 to 80 articles are told apart as well as with all (ECB+ train).
const KEPT: usize = 60;

/// The rarest and most frequent words of a text by their hashes, with weights whose squares sum to one; in the order of the hashes.
pub fn article_words(text: &str) -> Vec<(u64, f32)> {
    let weighed = top(weights(words(text).map(stem)), KEPT);
    let mut profile: Vec<(u64, f32)> = weighed.into_iter().map(|(stem, weight)| (hash(stem.as_bytes()), weight as f32)).collect();
    profile.sort_by_key(|(hash, _)| *hash);
    profile
}

/// How alike two profiles are, 0 to 1.
pub(crate) fn alike(one: &[(u64, f32)], other: &[(u64, f32)]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((a, x)), Some((b, y))) = (one.get(i), other.get(j)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += f64::from(*x) * f64::from(*y);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}

/// Stems with the product of how often they stand there (as a logarithm) and how rare they are.
pub(crate) fn weights(stems: impl Iterator<Item = String>) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for stem in stems {
        *counts.entry(stem).or_default() += 1.0;
    }
    counts.iter_mut().for_each(|(stem, n)| *n = (1.0 + n.ln()) * f64::from(idf(stem)));
    counts
}

/// The heaviest words, scaled so that the squares of their weights sum to one.
pub(crate) fn top(weights: BTreeMap<String, f64>, n: usize) -> BTreeMap<String, f64> {
    let mut weights: Vec<(String, f64)> = weights.into_iter().collect();
    weights.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
    weights.truncate(n);
    let norm = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    weights.into_iter().map(|(stem, weight)| (stem, if norm > 0.0 { weight / norm } else { 0.0 })).collect()
}

/// The cosine of two scaled sets of words.
pub(crate) fn cosine(one: &BTreeMap<String, f64>, other: &BTreeMap<String, f64>) -> f64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.iter().filter_map(|(stem, weight)| Some(weight * long.get(stem)?)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_on_one_thing_are_more_alike_than_others() {
        let [a, b, c] = [
            "The ferry Lindis ran aground off Halvik; divers searched the wreck.",
            "Divers found a leak in the ferry that ran onto rocks near Halvik.",
            "Parliament in Orm passed the budget after a long night of debate.",
        ]
        .map(article_words);
        assert!(alike(&a, &b) > 0.3 && alike(&a, &c) < 0.1, "{} {}", alike(&a, &b), alike(&a, &c));
        assert!((alike(&a, &a) - 1.0).abs() < 1e-6);
        assert_eq!(alike(&a, &article_words("")), 0.0);
    }
}
