//! Coreference: how likely a noun, name or pronoun takes up an earlier one, over the windows of a whole text.

use super::dot;
use super::events::softmax;
use crate::encoder::{Kernels, Linear, Weights, WeightsError};
use dateline_model::{Anaphor, Token, TokenIdx, Upos};

const WIDTH: usize = 128;
const N_BUCKETS: usize = 16;
/// A word as the later one, as the earlier one, and the score of referring to nothing before.
const N_OUTPUTS: usize = 2 * WIDTH + 1;
/// Earlier words that are compared: more than a window holds, so that the cost of a long text stays linear.
const REACH: usize = 200;
/// Antecedents less likely than this are left out, and all but the best few.
const LEAST: f32 = 0.05;
const MOST: usize = 5;

/// The coreference head of the model.
pub(crate) struct Links {
    link: Linear,
    distance: Vec<f32>,
    form: Vec<f32>,
}

/// A word that may refer, with what the head says of it.
pub(crate) struct Referring {
    pub token: TokenIdx,
    row: Vec<f32>,
}

impl Links {
    pub(super) fn load(weights: &Weights<'_>, hidden: usize, kernels: Kernels) -> Result<Self, WeightsError> {
        Ok(Links {
            link: weights.linear_of("head.link", N_OUTPUTS, hidden, kernels)?,
            distance: weights.floats("head.link_distance", &[N_BUCKETS])?,
            form: weights.floats("head.link_form", &[3])?,
        })
    }

    /// The nouns, names and pronouns of a window.
    pub(crate) fn referring(&self, words: &[f32], hidden: usize, tokens: &[Token]) -> Vec<Referring> {
        let refers = |i: &usize| matches!(tokens[*i].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let found: Vec<usize> = (0..tokens.len()).filter(refers).collect();
        let rows: Vec<f32> = found.iter().flat_map(|i| &words[i * hidden..(i + 1) * hidden]).copied().collect();
        let rows = self.link.apply(&rows, found.len());
        found.into_iter().zip(rows.chunks_exact(N_OUTPUTS)).map(|(token, row)| Referring { token, row: row.to_vec() }).collect()
    }

    /// What each of them may take up, given all of a text in order.
    pub(crate) fn anaphors(&self, text: &str, tokens: &[Token], referring: &[Referring]) -> Vec<Anaphor> {
        let forms: Vec<Form> = referring.iter().map(|r| Form::new(tokens.get(r.token).map_or("", |t| t.span.of(text)))).collect();
        let anaphor = |(i, later): (usize, &Referring)| {
            let first = i.saturating_sub(REACH);
            let mut scores: Vec<f32> = (first..i)
                .map(|j| {
                    let earlier = &referring[j];
                    let likeness = dot(&later.row[..WIDTH], &earlier.row[WIDTH..2 * WIDTH]) / (WIDTH as f32).sqrt();
                    likeness + self.distance[distance_bucket(later.token - earlier.token)] + self.form[forms[i].likeness(&forms[j])]
                })
                .chain([later.row[2 * WIDTH]])
                .collect();
            softmax(&mut scores);
            let none = scores.pop().unwrap_or(1.0);
            let likely = (first..i).zip(scores).filter(|(_, p)| *p >= LEAST).map(|(j, p)| (referring[j].token, p));
            let mut antecedents: Vec<(TokenIdx, f32)> = likely.collect();
            antecedents.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
            antecedents.truncate(MOST);
            Anaphor { token: later.token, first: none, antecedents }
        };
        referring.iter().enumerate().map(anaphor).filter(|a| !a.antecedents.is_empty()).collect()
    }
}

/// A word as coreference compares it.
struct Form {
    lower: String,
    capital: bool,
}

impl Form {
    fn new(form: &str) -> Self {
        Form { lower: form.to_lowercase(), capital: form.chars().next().is_some_and(char::is_uppercase) }
    }

    /// 0 not the same, 1 the same, 2 the same with a capital.
    fn likeness(&self, other: &Form) -> usize {
        if self.lower != other.lower { 0 } else { 1 + usize::from(self.capital && other.capital) }
    }
}

/// The row of the distance table: exact up to three words, then half an octave each from four on.
fn distance_bucket(distance: usize) -> usize {
    const STEPS: [usize; 11] = [6, 8, 12, 16, 23, 32, 46, 64, 91, 128, 182];
    if distance <= 3 { distance } else { 4 + STEPS.iter().filter(|step| **step <= distance).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_fall_into_the_rows_of_the_training_recipe() {
        let recipe = |distance: usize| {
            // A hair below the root of two, so that whole octaves fall on the edge.
            let half_octave = std::f64::consts::SQRT_2 - 1e-7;
            let (mut bucket, mut edge) = (4, 4.0f64);
            while distance as f64 >= edge * half_octave && bucket < N_BUCKETS - 1 {
                edge *= half_octave;
                bucket += 1;
            }
            if distance <= 3 { distance } else { bucket }
        };
        for distance in 0..400 {
            assert_eq!(distance_bucket(distance), recipe(distance), "{distance}");
        }
    }

    #[test]
    fn forms_are_alike_whatever_their_case_and_more_so_as_names() {
        let likeness = |a: &str, b: &str| Form::new(a).likeness(&Form::new(b));
        assert_eq!((likeness("Orsa", "Orsa"), likeness("rebels", "Rebels"), likeness("he", "she"), likeness("", "")), (2, 1, 0, 1));
    }
}
