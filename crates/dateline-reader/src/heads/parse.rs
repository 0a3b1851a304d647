//! Dependency trees by two biaffine products (Dozat and Manning 2017): one scores heads, the other names the relation.

use super::{dot, leaky_relu, with_one};
use crate::decode::tree::{self, ArcScores};
use crate::encoder::{Kernels, Linear, Weights, WeightsError};
use crate::intern::intern;
use dateline_model::Deprel;
use std::collections::BTreeMap;
use std::ops::Range;

/// Widths of the four parts of the parse layer: a word as dependent and as head, for arcs and for relations.
const ARC: usize = 256;
const RELATION: usize = 128;
const WIDTH: usize = 2 * ARC + 2 * RELATION;

/// The parser of the model.
pub(crate) struct Parser {
    parts: Linear,
    arc: Linear,
    relation: Linear,
    labels: Vec<Deprel>,
    /// The place of "root" among the labels.
    root: usize,
}

/// The parts of one row of the parse layer.
struct Parts<'r> {
    arc_dependent: &'r [f32],
    arc_head: &'r [f32],
    relation_dependent: &'r [f32],
    relation_head: &'r [f32],
}

fn parts(rows: &[f32], row: usize) -> Parts<'_> {
    let row = &rows[row * WIDTH..(row + 1) * WIDTH];
    let (arc_dependent, row) = row.split_at(ARC);
    let (arc_head, row) = row.split_at(ARC);
    let (relation_dependent, relation_head) = row.split_at(RELATION);
    Parts { arc_dependent, arc_head, relation_dependent, relation_head }
}

impl Parser {
    pub(super) fn load(weights: &Weights<'_>, hidden: usize, kernels: Kernels) -> Result<Self, WeightsError> {
        let labels: Vec<Deprel> = super::labels(weights, "deprel", |label| Some(Deprel(intern(label))))?;
        let root = labels.iter().position(|l| l.as_str() == "root");
        Ok(Parser {
            parts: weights.linear_of("head.parse", WIDTH, hidden, kernels)?,
            arc: weights.linear_of("head.arc", ARC + 1, ARC, kernels)?,
            relation: weights.linear_of("head.rel", labels.len() * (RELATION + 1), RELATION + 1, kernels)?,
            root: root.ok_or_else(|| WeightsError::new("metadata \"deprel\" has no \"root\""))?,
            labels,
        })
    }

    /// Head and relation of every word of a window, given the window's own vector and the words' vectors, row after row.
    ///
    /// Heads are words of the window; a sentence's root has none.
    pub(crate) fn trees(&self, window: &[f32], words: &[f32], sentences: &[Range<usize>]) -> Vec<(Option<usize>, Deprel)> {
        let n_words = sentences.last().map_or(0, |s| s.end);
        let root_and_words = [window, words].concat();
        let mut rows = self.parts.apply(&root_and_words, n_words + 1);
        leaky_relu(&mut rows);
        let heads: Vec<f32> = (0..=n_words).flat_map(|i| parts(&rows, i).arc_head).copied().collect();
        let heads = self.arc.apply(&heads, n_words + 1);
        let mut out = Vec::with_capacity(n_words);
        for sentence in sentences {
            let tree = tree::decode(&arc_scores(&rows, &heads, sentence));
            let found = tree.into_iter().map(|head| head.checked_sub(1).map(|h| sentence.start + h));
            out.extend(found.map(|head| (head, self.labels[self.root])));
        }
        self.relations(&rows, &mut out);
        out
    }

    /// Names the relation of every word that has a head.
    fn relations(&self, rows: &[f32], words: &mut [(Option<usize>, Deprel)]) {
        // The product with the head's side is the dear part; words that share a head share it.
        let mut dependents: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (word, (head, _)) in words.iter().enumerate() {
            if let Some(head) = head {
                dependents.entry(*head).or_default().push(word);
            }
        }
        let sides = with_one(dependents.keys().map(|head| parts(rows, head + 1).relation_head));
        let sides = self.relation.apply(&sides, dependents.len());
        for (dependents, side) in dependents.values().zip(sides.chunks_exact(self.relation.outputs())) {
            for word in dependents {
                let dependent = parts(rows, word + 1).relation_dependent;
                let mut best: Option<(f32, usize)> = None;
                for (label, row) in side.chunks_exact(RELATION + 1).enumerate().filter(|(label, _)| *label != self.root) {
                    let score = dot(dependent, &row[..RELATION]) + row[RELATION];
                    if best.is_none_or(|(highest, _)| score > highest) {
                        best = Some((score, label));
                    }
                }
                if let Some((_, label)) = best {
                    words[*word].1 = self.labels[label];
                }
            }
        }
    }
}

/// Scores every word of the sentence and the root as head of every word.
fn arc_scores(rows: &[f32], heads: &[f32], sentence: &Range<usize>) -> ArcScores {
    let n = sentence.len();
    let side = |row: usize| &heads[row * (ARC + 1)..(row + 1) * (ARC + 1)];
    let mut scores = Vec::with_capacity(n * (n + 1));
    for word in sentence.clone() {
        let dependent = parts(rows, word + 1).arc_dependent;
        for head in std::iter::once(0).chain(sentence.start + 1..sentence.end + 1) {
            let head = side(head);
            scores.push(dot(dependent, &head[..ARC]) + head[ARC]);
        }
    }
    ArcScores { n, scores }
}
