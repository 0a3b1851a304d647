//! From sentences of known type to a score for each type of any sentence: ridge regression on meaning and word families.
//!
//! With a handful of examples a type, a linear model with a strong penalty is as good as anything (compared on the health codebook: nearest prototype,
//! nearest neighbour, whitened and centred variants, all within two points), has one solution, and tells without further work how it would have scored
//! each example had it not been given: the closed form of leaving one out.

use super::features::Features;
use std::collections::BTreeMap;

/// How much the words count beside the meaning, and the penalty; chosen on the health codebook among 0.2, 0.3, 0.5 and 0.5, 1, 2,
/// with the meanings of all-MiniLM-L6-v2 cut to 128 numbers.
const WORDS: f64 = 0.3;
const PENALTY: f64 = 1.0;

/// The learned scores.
#[derive(Clone, Debug)]
pub(super) struct Matcher {
    n_types: usize,
    /// How much the words count: [`WORDS`], or all when there are no meanings.
    words: f64,
    /// Rarity of each known family.
    rarity: BTreeMap<String, f64>,
    /// For each type, weights of the meaning.
    meaning: Vec<Vec<f64>>,
    /// For each known family, its weight for each type.
    families: BTreeMap<String, Vec<f64>>,
}

/// A sentence to learn from; of no type when `None`.
pub(super) struct Sample {
    pub(super) event_type: Option<usize>,
    pub(super) features: Features,
}

impl Matcher {
    /// Learns from samples; also gives, for each sample, the scores it gets when it is left out.
    pub(super) fn learn(samples: &[Sample], n_types: usize) -> (Matcher, Vec<Vec<f64>>) {
        let n = samples.len();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for family in samples.iter().flat_map(|s| &s.features.families) {
            *counts.entry(family).or_default() += 1;
        }
        let rarity = counts.iter().map(|(f, count)| ((*f).to_owned(), ((n + 1) as f64 / (count + 1) as f64).ln())).collect();
        let has_meanings = samples.iter().any(|s| !s.features.meaning.is_empty());
        let words = if has_meanings { WORDS } else { 1.0 };
        let mut matcher = Matcher { n_types, words, rarity, meaning: Vec::new(), families: BTreeMap::new() };

        let lexical: Vec<BTreeMap<&str, f64>> = samples.iter().map(|s| matcher.lexical(&s.features)).collect();
        let mut matrix = vec![vec![0.0; n]; n];
        for i in 0..n {
            for j in 0..=i {
                let shared: f64 = lexical[i].iter().filter_map(|(family, a)| Some(a * lexical[j].get(family)?)).sum();
                matrix[i][j] = samples[i].features.alike(&samples[j].features) + shared;
            }
            matrix[i][i] += PENALTY;
        }
        let lower = cholesky(matrix);
        let targets: Vec<Vec<f64>> =
            (0..n_types).map(|c| samples.iter().map(|s| f64::from(u8::from(s.event_type == Some(c)))).collect()).collect();
        let alphas: Vec<Vec<f64>> = targets.iter().map(|y| solve(&lower, y)).collect();
        let own = inverse_diagonal(&lower);
        let left_out = (0..n).map(|i| (0..n_types).map(|c| targets[c][i] - alphas[c][i] / own[i]).collect()).collect();

        let width = samples.iter().map(|s| s.features.meaning.len()).max().unwrap_or(0);
        matcher.meaning = vec![vec![0.0; width]; n_types];
        for (i, sample) in samples.iter().enumerate() {
            for (c, alpha) in alphas.iter().map(|a| a[i]).enumerate() {
                for (weight, value) in matcher.meaning[c].iter_mut().zip(&sample.features.meaning) {
                    *weight += alpha * f64::from(*value);
                }
                for (family, value) in &lexical[i] {
                    matcher.families.entry((*family).to_owned()).or_insert_with(|| vec![0.0; n_types])[c] += alpha * value;
                }
            }
        }
        (matcher, left_out)
    }

    /// A score for each type: near 1 for a sentence like its examples, near 0 for one unlike all.
    pub(super) fn scores(&self, features: &Features) -> Vec<f64> {
        let lexical = self.lexical(features);
        let score = |c: usize| {
            let meaning: f64 = self.meaning[c].iter().zip(&features.meaning).map(|(w, v)| w * f64::from(*v)).sum();
            let words: f64 = lexical.iter().filter_map(|(family, value)| Some(value * self.families.get(*family)?[c])).sum();
            meaning + words
        };
        (0..self.n_types).map(score).collect()
    }

    /// How strongly a word speaks for a type.
    pub(super) fn weight(&self, family: &str, event_type: usize) -> f64 {
        self.families.get(family).and_then(|weights| weights.get(event_type)).copied().unwrap_or(0.0)
    }

    /// The known families of a sentence by rarity, of length [`WORDS`] all together.
    fn lexical<'f>(&self, features: &'f Features) -> BTreeMap<&'f str, f64> {
        let known = features.families.iter().filter_map(|f| Some((f.as_str(), *self.rarity.get(f)?)));
        let mut values: BTreeMap<&str, f64> = known.collect();
        let length = values.values().map(|v| v * v).sum::<f64>().sqrt();
        if length > 0.0 {
            values.values_mut().for_each(|v| *v *= self.words / length);
        }
        values
    }
}

/// The lower triangle L of a symmetric positive definite matrix L Lᵀ given by its lower triangle.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for i in 0..matrix.len() {
        let (above, rest) = matrix.split_at_mut(i);
        let row = &mut rest[0];
        for (j, other) in above.iter().enumerate() {
            let known: f64 = row[..j].iter().zip(&other[..j]).map(|(a, b)| a * b).sum();
            row[j] = (row[j] - known) / other[j];
        }
        let known: f64 = row[..i].iter().map(|a| a * a).sum();
        // Rounding alone can bring it near zero: the penalty keeps it at 1 or above.
        row[i] = (row[i] - known).max(f64::EPSILON).sqrt();
    }
    matrix
}

/// The solution x of L Lᵀ x = y.
fn solve(lower: &[Vec<f64>], y: &[f64]) -> Vec<f64> {
    let mut x = forward(lower, y, 0);
    for i in (0..x.len()).rev() {
        let known: f64 = (i + 1..x.len()).map(|j| lower[j][i] * x[j]).sum();
        x[i] = (x[i] - known) / lower[i][i];
    }
    x
}

/// The solution z of L z = y, where y is zero before `first`.
fn forward(lower: &[Vec<f64>], y: &[f64], first: usize) -> Vec<f64> {
    let mut z = vec![0.0; y.len()];
    for i in first..y.len() {
        let known: f64 = lower[i][first..i].iter().zip(&z[first..i]).map(|(a, b)| a * b).sum();
        z[i] = (y[i] - known) / lower[i][i];
    }
    z
}

/// The diagonal of the inverse of L Lᵀ.
fn inverse_diagonal(lower: &[Vec<f64>]) -> Vec<f64> {
    let n = lower.len();
    let unit = |i: usize| (0..n).map(|j| f64::from(u8::from(j == i))).collect::<Vec<_>>();
    (0..n).map(|i| forward(lower, &unit(i), i).iter().map(|v| v * v).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(event_type: Option<usize>, meaning: [f32; 3], words: &[&str]) -> Sample {
        let families = words.iter().map(|w| (*w).to_owned()).collect();
        Sample { event_type, features: Features { meaning: meaning.to_vec(), families } }
    }

    fn samples() -> Vec<Sample> {
        vec![
            sample(Some(0), [1.0, 0.0, 0.0], &["ship", "sink"]),
            sample(Some(0), [0.8, 0.6, 0.0], &["ferry", "sink"]),
            sample(Some(1), [0.0, 1.0, 0.0], &["ship", "dock"]),
            sample(Some(1), [0.0, 0.8, 0.6], &["ferry", "dock"]),
            sample(None, [0.0, 0.0, 1.0], &["bank"]),
        ]
    }

    #[test]
    fn what_is_like_the_examples_scores_high_and_what_is_like_nothing_low() {
        let (matcher, _) = Matcher::learn(&samples(), 2);
        let scores = matcher.scores(&sample(None, [1.0, 0.0, 0.0], &["sink"]).features);
        assert!(scores[0] > 0.4 && scores[1] < 0.1, "{scores:?}");
        let scores = matcher.scores(&sample(None, [0.0, 0.0, 1.0], &["bank"]).features);
        assert!(scores.iter().all(|s| *s < 0.2), "{scores:?}");
        assert!(matcher.weight("sink", 0) > 0.0 && matcher.weight("sink", 0) > matcher.weight("ship", 0));
        assert_eq!(matcher.weight("moon", 0), 0.0);
    }

    #[test]
    fn leaving_one_out_in_closed_form_is_learning_without_it() {
        let all = samples();
        let (matcher, left_out) = Matcher::learn(&all, 2);
        for (i, scores) in left_out.iter().enumerate() {
            let naive = naive_left_out(&all, i, &matcher);
            for (a, b) in scores.iter().zip(&naive) {
                assert!((a - b).abs() < 1e-9, "{i}: {scores:?} {naive:?}");
            }
        }
    }

    /// Solves the ridge equations without sample `i`, with the rarities of `matcher`.
    fn naive_left_out(all: &[Sample], i: usize, matcher: &Matcher) -> Vec<f64> {
        let kernel = |a: &Sample, b: &Sample| {
            let (x, y) = (matcher.lexical(&a.features), matcher.lexical(&b.features));
            a.features.alike(&b.features) + x.iter().filter_map(|(f, v)| Some(v * y.get(f)?)).sum::<f64>()
        };
        let rest: Vec<&Sample> = all.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, s)| s).collect();
        let mut matrix: Vec<Vec<f64>> = rest.iter().map(|a| rest.iter().map(|b| kernel(a, b)).collect()).collect();
        for (j, row) in matrix.iter_mut().enumerate() {
            row[j] += PENALTY;
        }
        let lower = cholesky(matrix);
        (0..2)
            .map(|c| {
                let y: Vec<f64> = rest.iter().map(|s| f64::from(u8::from(s.event_type == Some(c)))).collect();
                solve(&lower, &y).iter().zip(&rest).map(|(alpha, s)| alpha * kernel(s, &all[i])).sum()
            })
            .collect()
    }

    #[test]
    fn without_meanings_the_words_decide() {
        let mut all = samples();
        all.iter_mut().for_each(|s| s.features.meaning.clear());
        let (matcher, _) = Matcher::learn(&all, 2);
        let scores = matcher.scores(&Features { meaning: vec![1.0; 7], families: ["sink".to_owned()].into() });
        assert!(scores[0] > scores[1] + 0.2, "{scores:?}");
    }
}
