//! The heads: small layers on the encoder's hidden states, one per question asked of a word.

mod events;
mod links;
mod parse;
mod roles;

pub(crate) use events::Events;
pub(crate) use links::{Links, Referring};
pub(crate) use parse::Parser;
pub(crate) use roles::{Roles, Surroundings};

use crate::decode::bio::Bio;
use crate::decode::boundaries;
use crate::decode::lemma::LemmaScript;
use crate::encoder::{Kernels, Linear, Weights, WeightsError};
use crate::intern::intern;
use dateline_model::{NameClass, Upos};

/// The slope of every leaky rectifier.
const SLOPE: f32 = 0.1;
/// Numbers in the vector that stands for a sentence's meaning.
const MEANING: usize = 128;

/// All heads with their label sets.
pub(crate) struct Heads {
    pub boundary: Linear,
    pub upos: Linear,
    pub upos_labels: Vec<Upos>,
    pub xpos: Linear,
    pub xpos_labels: Vec<&'static str>,
    pub lemma: Linear,
    pub lemma_scripts: Vec<LemmaScript>,
    pub names: Linear,
    pub name_labels: Vec<Bio<NameClass>>,
    pub parser: Parser,
    pub roles: Roles,
    pub events: Events,
    pub links: Links,
    pub meaning: Linear,
}

impl Heads {
    /// Takes the heads and their labels from a weights file whose encoder is `hidden` wide.
    pub(crate) fn load(weights: &Weights<'_>, hidden: usize, kernels: Kernels) -> Result<Self, WeightsError> {
        let upos_labels = labels(weights, "upos", Upos::parse)?;
        let xpos_labels = labels(weights, "xpos", |label| Some(intern(label)))?;
        let lemma_scripts = labels(weights, "lemma", LemmaScript::parse)?;
        let name_labels = labels(weights, "names", name_label)?;
        let linear = |name: &str, outputs: usize| weights.linear_of(&format!("head.{name}"), outputs, hidden, kernels);
        Ok(Heads {
            boundary: linear("boundary", boundaries::N_LABELS)?,
            upos: linear("upos", upos_labels.len())?,
            upos_labels,
            xpos: linear("xpos", xpos_labels.len())?,
            xpos_labels,
            lemma: linear("lemma", lemma_scripts.len())?,
            lemma_scripts,
            names: linear("names", name_labels.len())?,
            name_labels,
            parser: Parser::load(weights, hidden, kernels)?,
            roles: Roles::load(weights, hidden, kernels)?,
            events: Events::load(weights, hidden, kernels)?,
            links: Links::load(weights, hidden, kernels)?,
            meaning: linear("meaning", MEANING)?,
        })
    }
}

/// A label set of the weights file, each label understood.
fn labels<T>(weights: &Weights<'_>, key: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, WeightsError> {
    let understood =
        |label: &String| parse(label).ok_or_else(|| WeightsError::new(format!("metadata \"{key}\" has an unknown label \"{label}\"")));
    weights.labels(key)?.iter().map(understood).collect()
}

fn name_label(label: &str) -> Option<Bio<NameClass>> {
    match label.split_once('-') {
        None if label == "O" => Some(Bio::Out),
        Some(("B", class)) => NameClass::parse(class).map(Bio::Begin),
        Some(("I", class)) => NameClass::parse(class).map(Bio::Inside),
        _ => None,
    }
}

fn leaky_relu(values: &mut [f32]) {
    for value in values {
        *value = if *value < 0.0 { *value * SLOPE } else { *value };
    }
}

/// The dot product in a fixed order of sums, with lanes enough for the compiler to use vectors.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    let mut lanes = [0.0f32; 16];
    for (a, b) in a.iter().zip(b) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f32>() + rest
}

/// Rows with a 1 at the end, for products with a bias on either side.
fn with_one<'r>(rows: impl Iterator<Item = &'r [f32]>) -> Vec<f32> {
    let mut out = Vec::new();
    for row in rows {
        out.extend_from_slice(row);
        out.push(1.0);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_product_takes_every_element() {
        for n in [0, 1, 15, 16, 17, 40] {
            let a: Vec<f32> = (0..n).map(|i| i as f32).collect();
            let expect: usize = (0..n).map(|i| i * i).sum();
            assert_eq!(dot(&a, &a), expect as f32, "{n}");
        }
    }

    #[test]
    fn name_labels_are_read() {
        assert_eq!(name_label("O"), Some(Bio::Out));
        assert_eq!(name_label("I-NORP"), Some(Bio::Inside(NameClass::Norp)));
        assert_eq!(name_label("E-PER"), None);
        assert_eq!(name_label("PER"), None);
    }
}
