//! The weights of the features, from `data/participants.tsv`.

use super::features::{N, names};
use std::sync::LazyLock;

/// A logistic regression for actors and one for recipients.
pub(super) struct Weights {
    bias: [f32; 2],
    of: [[f32; N]; 2],
}

/// The weights that are shipped.
pub(super) static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::parse(include_str!("../../data/participants.tsv")));

impl Weights {
    /// Lines `feature, actor, recipient`; a test holds that the shipped file names every feature.
    fn parse(table: &str) -> Weights {
        let (names, mut weights) = (names(), Weights { bias: [0.0; 2], of: [[0.0; N]; 2] });
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(name), Some(actor), Some(recipient)) = (cells.next(), cells.next(), cells.next()) else { continue };
            for (side, cell) in [actor, recipient].into_iter().enumerate() {
                let value = cell.parse().unwrap_or(f32::NAN);
                match names.iter().position(|n| n == name) {
                    Some(at) => weights.of[side][at] = value,
                    None => weights.bias[side] = value,
                }
            }
        }
        weights
    }

    /// How likely the features make a participant, 0 to 1.
    pub(super) fn score(&self, side: usize, features: &[f32]) -> f32 {
        let sum: f32 = self.of[side].iter().zip(features).map(|(w, f)| w * f).sum();
        1.0 / (1.0 + (-(self.bias[side] + sum)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_weighs_every_feature_and_nothing_else() {
        let table = include_str!("../../data/participants.tsv");
        let named: Vec<&str> = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next()).collect();
        let known: Vec<String> = std::iter::once("bias".to_owned()).chain(names()).collect();
        assert_eq!(named, known);
        assert!(WEIGHTS.bias.iter().chain(WEIGHTS.of.iter().flatten()).all(|w| w.is_finite()));
    }

    #[test]
    fn who_the_clause_names_is_likelier_than_who_it_does_not() {
        let mut features = [0.0; N];
        let without = WEIGHTS.score(0, &features);
        features[0] = 1.0;
        assert!(WEIGHTS.score(0, &features) > without);
    }
}
