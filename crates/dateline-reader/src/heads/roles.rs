//! Cues, and how each token stands to a cue: nothing, source or content.

use super::{dot, leaky_relu, with_one};
use crate::decode::attribution::{CueScores, Edges, N_ROLES, distance_bucket};
use crate::decode::bio::{self, Bio};
use crate::encoder::{Kernels, Linear, Weights, WeightsError};
use crate::settings::AttributionSettings;
use dateline_model::Tokens;
use std::ops::Range;

const WIDTH: usize = 192;
const N_BUCKETS: usize = 32;
/// Roles, and then the four edges of the runs that have them.
const N_OUTPUTS: usize = N_ROLES + 4;
const CUE_LABELS: [Bio<()>; 3] = [Bio::Out, Bio::Begin(()), Bio::Inside(())];

/// The attribution heads of the model.
pub(crate) struct Roles {
    cue: Linear,
    token: Linear,
    of_cue: Linear,
    product: Linear,
    distance: Vec<f32>,
}

/// Where in a window cues are looked for, and how far their roles can reach.
pub(crate) struct Surroundings<'w> {
    /// Sentences as runs of words; a cue lies in one.
    pub sentences: &'w [Range<usize>],
    /// For a word, the words that may be source or content of a cue there.
    pub region: &'w dyn Fn(usize) -> Tokens,
}

impl Roles {
    pub(super) fn load(weights: &Weights<'_>, hidden: usize, kernels: Kernels) -> Result<Self, WeightsError> {
        Ok(Roles {
            cue: weights.linear_of("head.cue", CUE_LABELS.len(), hidden, kernels)?,
            token: weights.linear_of("head.role_token", WIDTH, hidden, kernels)?,
            of_cue: weights.linear_of("head.role_cue", WIDTH, hidden, kernels)?,
            product: weights.linear_of("head.role", N_OUTPUTS * (WIDTH + 1), WIDTH + 1, kernels)?,
            distance: weights.floats("head.role_distance", &[N_BUCKETS, N_OUTPUTS])?,
        })
    }

    /// The cues of a window with the scores of the tokens around them; `words` holds the words' vectors, row after row.
    pub(crate) fn cues(&self, words: &[f32], hidden: usize, around: &Surroundings<'_>, settings: &AttributionSettings) -> Vec<CueScores> {
        let n_words = words.len() / hidden;
        let mut logits = self.cue.apply(words, n_words);
        let probabilities: Vec<f32> = logits.chunks_exact(CUE_LABELS.len()).map(probability).collect();
        for row in logits.chunks_exact_mut(CUE_LABELS.len()) {
            row[1] += settings.cue_bias;
            row[2] += settings.cue_bias;
        }
        let mut cues: Vec<Tokens> = Vec::new();
        for sentence in around.sentences {
            let rows = &logits[sentence.start * CUE_LABELS.len()..sentence.end * CUE_LABELS.len()];
            let runs = join_touching(bio::runs(&CUE_LABELS, rows).into_iter().map(|(run, ())| run));
            cues.extend(runs.into_iter().map(|run| sentence.start + run.start..sentence.start + run.end));
        }
        if cues.is_empty() {
            return Vec::new();
        }
        let mut tokens = self.token.apply(words, n_words);
        leaky_relu(&mut tokens);
        let means: Vec<f32> = cues.iter().flat_map(|cue| mean(&words[cue.start * hidden..cue.end * hidden], hidden)).collect();
        let mut sides = self.of_cue.apply(&means, cues.len());
        leaky_relu(&mut sides);
        let sides = self.product.apply(&with_one(sides.chunks_exact(WIDTH)), cues.len());
        let probability = |cue: &Tokens| probabilities[cue.clone()].iter().sum::<f32>() / cue.len() as f32;
        cues.into_iter()
            .zip(sides.chunks_exact(N_OUTPUTS * (WIDTH + 1)))
            .map(|(cue, side)| {
                let region = (around.region)(cue.start);
                let (scores, edges) = region.clone().map(|token| self.scores(&tokens, token, &cue, side)).unzip();
                CueScores { probability: probability(&cue), cue, region, scores, edges }
            })
            .collect()
    }

    fn scores(&self, tokens: &[f32], token: usize, cue: &Tokens, side: &[f32]) -> ([f32; N_ROLES], Edges) {
        let row = &tokens[token * WIDTH..(token + 1) * WIDTH];
        let bucket = distance_bucket(token, cue.start, cue.end - 1);
        let score = |output: usize| {
            let side = &side[output * (WIDTH + 1)..(output + 1) * (WIDTH + 1)];
            dot(row, &side[..WIDTH]) + side[WIDTH] + self.distance[bucket * N_OUTPUTS + output]
        };
        let edge = |n: usize| score(N_ROLES + n);
        (std::array::from_fn(score), Edges { source: [edge(0), edge(1)], content: [edge(2), edge(3)] })
    }
}

/// The runs, as one where they touch. Where some training data mark "has said" and others "said", the model begins a cue at
/// both words; of 2,192 cues in PolNeAR dev one touches another.
fn join_touching(runs: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut list: Vec<Range<usize>> = Vec::new();
    for run in runs {
        match list.last_mut() {
            Some(last) if last.end == run.start => last.end = run.end,
            _ => list.push(run),
        }
    }
    list
}

/// The probability that a token is part of a cue.
fn probability(row: &[f32]) -> f32 {
    let highest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f32> = row.iter().map(|score| (score - highest).exp()).collect();
    1.0 - weights[0] / weights.iter().sum::<f32>()
}

fn mean(rows: &[f32], width: usize) -> Vec<f32> {
    let mut sum = vec![0.0; width];
    for row in rows.chunks_exact(width) {
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
    let n = (rows.len() / width) as f32;
    sum.iter_mut().for_each(|s| *s /= n);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_that_touch_are_one() {
        assert_eq!(join_touching([1..2, 3..4, 4..6, 7..8].into_iter()), [1..2, 3..6, 7..8]);
    }

    #[test]
    fn a_probability_is_a_softmax_without_overflow() {
        assert!((probability(&[0.0, 0.0, 0.0]) - 2.0 / 3.0).abs() < 1e-6);
        assert!((probability(&[-900.0, 900.0, 0.0]) - 1.0).abs() < 1e-6);
    }
}
