//! Words that may name an event: its type, how real it is, and who takes part (a biaffine product, as for attributions).

use super::{dot, leaky_relu, with_one};
use crate::decode::attribution::distance_bucket;
use crate::encoder::{Kernels, Linear, Weights, WeightsError};
use crate::intern::intern;
use dateline_model::{Argument, ArgumentRole, Predicate, Token, Upos};

const WIDTH: usize = 128;
const N_BUCKETS: usize = 32;
const N_STATUSES: usize = 5;
/// The roles by their place among the outputs, after "none".
const ROLES: [ArgumentRole; 4] = [ArgumentRole::Actor, ArgumentRole::Recipient, ArgumentRole::Place, ArgumentRole::Time];
const N_ROLES: usize = ROLES.len() + 1;

/// Words that are less likely than this to name an event are left out; a codebook's trigger can be rarer than the model thinks.
const LEAST_EVENT: f32 = 0.003;
/// Types and parts less likely than this are left out.
const LEAST: f32 = 0.01;

/// The event heads of the model.
pub(crate) struct Events {
    event: Linear,
    types: Vec<&'static str>,
    status: Linear,
    token: Linear,
    of_trigger: Linear,
    product: Linear,
    distance: Vec<f32>,
}

impl Events {
    pub(super) fn load(weights: &Weights<'_>, hidden: usize, kernels: Kernels) -> Result<Self, WeightsError> {
        let types: Vec<&'static str> = super::labels(weights, "types", |label| Some(intern(label)))?;
        Ok(Events {
            event: weights.linear_of("head.event", types.len(), hidden, kernels)?,
            types,
            status: weights.linear_of("head.status", N_STATUSES, hidden, kernels)?,
            token: weights.linear_of("head.argument_token", WIDTH, hidden, kernels)?,
            of_trigger: weights.linear_of("head.argument_trigger", WIDTH, hidden, kernels)?,
            product: weights.linear_of("head.argument", N_ROLES * (WIDTH + 1), WIDTH + 1, kernels)?,
            distance: weights.floats("head.argument_distance", &[N_BUCKETS, N_ROLES])?,
        })
    }

    /// The words of a window that may name an event; `words` holds the words' vectors, row after row.
    pub(crate) fn predicates(&self, words: &[f32], hidden: usize, tokens: &[Token]) -> Vec<Predicate> {
        let mut types = self.event.apply(words, tokens.len());
        types.chunks_exact_mut(self.types.len()).for_each(softmax);
        let may_name = |i: &usize| {
            let content = matches!(tokens[*i].upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn);
            content && types.get(i * self.types.len()).is_some_and(|none| 1.0 - none >= LEAST_EVENT)
        };
        let triggers: Vec<usize> = (0..tokens.len()).filter(may_name).collect();
        if triggers.is_empty() {
            return Vec::new();
        }
        let rows: Vec<f32> = triggers.iter().flat_map(|i| &words[i * hidden..(i + 1) * hidden]).copied().collect();
        let mut statuses = self.status.apply(&rows, triggers.len());
        statuses.chunks_exact_mut(N_STATUSES).for_each(softmax);
        let mut around = self.token.apply(words, tokens.len());
        leaky_relu(&mut around);
        let mut sides = self.of_trigger.apply(&rows, triggers.len());
        leaky_relu(&mut sides);
        let sides = self.product.apply(&with_one(sides.chunks_exact(WIDTH)), triggers.len());
        let sides = sides.chunks_exact(N_ROLES * (WIDTH + 1));
        let found = triggers.iter().zip(statuses.as_chunks::<N_STATUSES>().0).zip(sides);
        found
            .map(|((&token, &statuses), side)| {
                let probabilities = &types[token * self.types.len()..(token + 1) * self.types.len()];
                Predicate { token, types: self.likely(probabilities), statuses, arguments: self.arguments(&around, token, side) }
            })
            .collect()
    }

    /// The types worth a mention, likeliest first; the first label is "none".
    fn likely(&self, probabilities: &[f32]) -> Vec<(&'static str, f32)> {
        let named = self.types.iter().copied().zip(probabilities.iter().copied()).skip(1);
        let mut likely: Vec<(&'static str, f32)> = named.collect();
        likely.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let n_likely = likely.iter().take_while(|(_, p)| *p >= LEAST).count();
        likely.truncate(n_likely.max(1));
        likely
    }

    fn arguments(&self, around: &[f32], trigger: usize, side: &[f32]) -> Vec<Argument> {
        let mut out = Vec::new();
        for (token, row) in around.chunks_exact(WIDTH).enumerate().filter(|(token, _)| *token != trigger) {
            let bucket = distance_bucket(token, trigger, trigger);
            let mut scores: [f32; N_ROLES] = std::array::from_fn(|role| {
                let side = &side[role * (WIDTH + 1)..(role + 1) * (WIDTH + 1)];
                dot(row, &side[..WIDTH]) + side[WIDTH] + self.distance[bucket * N_ROLES + role]
            });
            softmax(&mut scores);
            let likely = ROLES.into_iter().zip(scores.into_iter().skip(1)).filter(|(_, probability)| *probability >= LEAST);
            out.extend(likely.map(|(role, probability)| Argument { token, role, probability }));
        }
        out
    }
}

/// Scores to probabilities, in place.
pub(crate) fn softmax(row: &mut [f32]) {
    let highest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter_mut().for_each(|score| *score = (*score - highest).exp());
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|score| *score /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_without_overflow() {
        let mut row = [900.0, 900.0, -900.0, f32::MIN];
        softmax(&mut row);
        assert_eq!(row, [0.5, 0.5, 0.0, 0.0]);
    }
}
