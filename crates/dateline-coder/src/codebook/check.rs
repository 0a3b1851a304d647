//! How well the examples of a codebook separate, and what its author can do about it.

use super::{Codebook, Learned, THRESHOLD};
use std::collections::BTreeMap;

/// Fewer examples than this are too few to tell a type by; with five, leaving one out still leaves four.
const ENOUGH: usize = 5;

/// A type of which fewer examples than this share are found again needs work.
const SEPARATES: f64 = 0.6;

/// The result of a check: each example was left out in turn, and coded with what the others teach.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// By type, in the codebook's order.
    pub types: Vec<Tally>,
    /// Sentences of no type: how many, and how many no type claimed.
    pub none: (usize, usize),
    /// Examples that were taken for another type, or for none, the surest mistakes first.
    pub confused: Vec<Confused>,
    /// What to do, a sentence each.
    pub advice: Vec<String>,
}

/// How one type did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Its examples.
    pub n_examples: usize,
    /// Those taken for it.
    pub n_found: usize,
    /// Those of other types, or of none, that were taken for it.
    pub n_claimed: usize,
}

/// An example that was taken for something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Confused {
    /// Its type; `None` for a sentence of no type.
    pub event_type: Option<usize>,
    /// Which of the type's examples.
    pub index: usize,
    /// What it was taken for; `None` for no type.
    pub taken_for: Option<usize>,
    /// The example of that type which is most like it: which of the type's, and how alike they are.
    pub closest: Option<(usize, f64)>,
    /// How much better the wrong type fitted than its own.
    margin: f64,
}

impl Codebook {
    /// Leaves out each example in turn and codes it with what the others teach.
    pub fn check(&self) -> Check {
        let n_types = self.file.types.len();
        let mut types: Vec<Tally> =
            self.file.types.iter().map(|t| Tally { n_examples: t.examples.len(), n_found: 0, n_claimed: 0 }).collect();
        let (mut n_quiet, mut confused) = (0, Vec::new());
        for example in &self.examples {
            let taken_for = best(&example.left_out).filter(|_| self.is_near(&example.features, Some(example)));
            match (taken_for, example.event_type) {
                (taken, own) if taken == own => match own {
                    Some(own) => types[own].n_found += 1,
                    None => n_quiet += 1,
                },
                (taken, own) => {
                    if let Some(taken) = taken.filter(|t| *t < n_types) {
                        types[taken].n_claimed += 1;
                    }
                    confused.push(self.confused(example, own, taken));
                }
            }
        }
        confused.sort_by(|a, b| b.margin.total_cmp(&a.margin).then((a.event_type, a.index).cmp(&(b.event_type, b.index))));
        let none = (self.file.none.len(), n_quiet);
        let advice = self.advice(&types, &confused);
        Check { types, none, confused, advice }
    }

    fn confused(&self, example: &Learned, own: Option<usize>, taken_for: Option<usize>) -> Confused {
        let others = self.examples.iter().filter(|other| taken_for.is_some() && other.event_type == taken_for);
        let closest = others.map(|other| (other.index, example.features.alike(&other.features))).max_by(|a, b| a.1.total_cmp(&b.1));
        let score = |event_type: Option<usize>| event_type.and_then(|t| example.left_out.get(t)).copied().unwrap_or(THRESHOLD);
        Confused { event_type: own, index: example.index, taken_for, closest, margin: score(taken_for) - score(own) }
    }

    fn advice(&self, types: &[Tally], confused: &[Confused]) -> Vec<String> {
        let mut advice = Vec::new();
        let name = |event_type: usize| self.file.types.get(event_type).map_or("", |t| t.name.as_str());
        if types.len() == 1 {
            advice.push("there is one type alone; give sentences of no type in `none = [...]`, or it will claim too much".to_owned());
        }
        for (i, tally) in types.iter().enumerate() {
            if tally.n_examples < ENOUGH {
                let examples = if tally.n_examples == 1 { "example" } else { "examples" };
                advice.push(format!("{} has {} {examples}: give at least {ENOUGH}", name(i), tally.n_examples));
            }
        }
        let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for one in confused {
            if let (Some(a), Some(b)) = (one.event_type, one.taken_for) {
                *pairs.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
        for ((a, b), _) in pairs.iter().filter(|(_, count)| **count >= 2) {
            advice.push(format!(
                "{} and {} are taken for each other: say in both definitions what sets them apart, give examples of just that, or make them one type",
                name(*a),
                name(*b)
            ));
        }
        for (i, tally) in types.iter().enumerate() {
            if tally.n_examples >= ENOUGH && (tally.n_found as f64) < SEPARATES * tally.n_examples as f64 {
                advice.push(format!(
                    "of the {} examples of {} only {} are found by the others: give more, worded like the news you will read, each close to some other",
                    tally.n_examples,
                    name(i),
                    tally.n_found
                ));
            }
            let unmarked = self.file.types.get(i).is_some_and(|t| t.examples.iter().all(|e| e.triggers.is_empty()));
            if unmarked {
                advice
                    .push(format!("no example of {} marks the word that names the event; put it between asterisks, like *this*", name(i)));
            }
        }
        if self.file.none.is_empty() {
            advice.push("give a few sentences near the subject that are of no type, as `none = [\"...\"]` above the first type".to_owned());
        }
        advice
    }
}

/// The type with the best score, if that is enough.
fn best(scores: &[f64]) -> Option<usize> {
    let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    (*best.1 >= THRESHOLD).then_some(best.0)
}
