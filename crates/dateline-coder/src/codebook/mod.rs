//! Users' own codebooks: event types given by a definition and a few example sentences, matched by meaning and words.
//!
//! A [`CodebookFile`] is what its author wrote. Somebody who has a reader reads its [`material`], and [`Codebook::learn`] makes it ready to code
//! articles with ([`crate::code_by`]); [`Codebook::check`] tells how well its examples separate.

mod check;
mod fault;
mod features;
mod file;
mod locate;
mod matcher;
#[cfg(test)]
mod tests;

pub use check::{Check, Confused, Tally};
pub use fault::Fault;
pub use file::{CodebookFile, Example, MAX_SENTENCES, TypeEntry};

use crate::events::EventMention;
use crate::events::given::{Given, mentions};
use crate::syntax::Syntax;
use dateline_model::Reading;
use features::Features;
use locate::Triggers;
use matcher::{Matcher, Sample};
use std::sync::LazyLock;

/// Ordinary news, which no type is to claim.
static BACKGROUND: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/codebook/background.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Background that is as near as this to an example may be what the codebook is about, and is left out.
const TOO_NEAR: f64 = 0.6;

/// A sentence tells an event of the type from this score on, if it is also as near as this to an example of the codebook: what is like no example is about
/// something else. Chosen on the health codebook's sentences together with other news: of 400 PLOVER training sentences none is taken for an event of it.
const THRESHOLD: f64 = 0.15;
const NEAR: f64 = 0.40;

/// A codebook that is ready to code.
#[derive(Clone, Debug)]
pub struct Codebook {
    file: CodebookFile,
    matcher: Matcher,
    /// By type.
    triggers: Vec<Triggers>,
    /// What the definitions are matched by.
    definitions: Vec<Features>,
    /// The examples of types, then of none, with what they are matched by.
    examples: Vec<Learned>,
}

/// An example with what was learned from it.
#[derive(Clone, Debug)]
struct Learned {
    /// `None` for a sentence of no type.
    event_type: Option<usize>,
    /// Which of the type's examples, or of those of no type.
    index: usize,
    features: Features,
    /// The scores it gets from all the others.
    left_out: Vec<f64>,
}

/// A type that a sentence was matched to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Which of the codebook's types.
    pub event_type: usize,
    /// How well it fits; 1 for a sentence like the examples, 0 for one unlike all.
    pub score: f64,
}

/// The sentences to read before learning a codebook, in the order in which [`Codebook::learn`] wants their readings: its own, then ordinary news
/// that it is told apart from.
pub fn material(file: &CodebookFile) -> Vec<&str> {
    file.sentences().into_iter().chain(BACKGROUND.iter().copied()).collect()
}

impl Codebook {
    /// Learns a codebook from the readings of its [`material`].
    pub fn learn(file: CodebookFile, readings: &[Reading]) -> Codebook {
        let texts = material(&file);
        let features: Vec<Features> = texts
            .iter()
            .zip(readings)
            .map(|(text, reading)| Features::of(&Syntax::new(text, reading), 0..reading.sentences.len()))
            .collect();
        let mut features = features.into_iter();
        let mut readings = readings.iter();
        let mut triggers = vec![Triggers::default(); file.types.len()];
        let (mut samples, mut places, mut definitions) = (Vec::new(), Vec::new(), Vec::new());
        let mut take = || (readings.next(), features.next().unwrap_or_default());
        for (event_type, entry) in file.types.iter().enumerate() {
            let definition = take().1;
            definitions.push(definition.clone());
            samples.push(Sample { event_type: Some(event_type), features: definition });
            for (index, example) in entry.examples.iter().enumerate() {
                let (reading, features) = take();
                if let Some(reading) = reading {
                    triggers[event_type].learn(&Syntax::new(&example.text, reading), &example.triggers);
                }
                places.push((samples.len(), index));
                samples.push(Sample { event_type: Some(event_type), features });
            }
        }
        for index in 0..file.none.len() {
            places.push((samples.len(), index));
            samples.push(Sample { event_type: None, features: take().1 });
        }
        let n_own = samples.len();
        for _ in 0..BACKGROUND.len() {
            let features = take().1;
            if samples.iter().take(n_own).all(|own| own.features.alike(&features) < TOO_NEAR) {
                samples.push(Sample { event_type: None, features });
            }
        }
        let (matcher, mut left_out) = Matcher::learn(&samples, file.types.len());
        let examples = places.into_iter().map(|(at, index)| {
            let sample = &mut samples[at];
            let (features, left_out) = (std::mem::take(&mut sample.features), std::mem::take(&mut left_out[at]));
            Learned { event_type: sample.event_type, index, features, left_out }
        });
        let examples = examples.collect();
        Codebook { file, matcher, triggers, definitions, examples }
    }

    /// What its author wrote.
    pub fn file(&self) -> &CodebookFile {
        &self.file
    }

    /// The types that a sentence of a reading tells events of, the best first.
    pub fn matches(&self, syntax: &Syntax, sentence: usize) -> Vec<Match> {
        let features = Features::of(syntax, sentence..sentence + 1);
        if !self.is_near(&features, None) {
            return Vec::new();
        }
        let scores = self.matcher.scores(&features);
        let mut matches: Vec<Match> = scores
            .into_iter()
            .enumerate()
            .filter(|(_, s)| *s >= THRESHOLD)
            .map(|(event_type, score)| Match { event_type, score })
            .collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.event_type.cmp(&b.event_type)));
        matches
    }

    /// True when the sentence is as near as it must be to a definition or an example other than `itself`; without meanings nobody can tell,
    /// and all are.
    fn is_near(&self, features: &Features, itself: Option<&Learned>) -> bool {
        let others = self.examples.iter().filter(|e| e.event_type.is_some() && itself.is_none_or(|i| !std::ptr::eq(i, *e)));
        let mut known = others.map(|e| &e.features).chain(&self.definitions);
        features.meaning.is_empty() || known.any(|other| other.meaning.is_empty() || other.alike(features) >= NEAR)
    }

    /// The event mentions of an article, in text order: of each sentence one of the type that fits it best, and one of each other type that fits
    /// and of which the sentence has a word that an example marks.
    pub(crate) fn find(&self, syntax: &Syntax) -> Vec<EventMention> {
        let mut given: Vec<Given> = Vec::new();
        for (index, sentence) in syntax.reading.sentences.iter().enumerate() {
            let first = given.len();
            for (rank, one) in self.matches(syntax, index).into_iter().enumerate() {
                let Some(triggers) = self.triggers.get(one.event_type) else { continue };
                let head = match rank {
                    0 => triggers.locate(syntax, index, |family| self.matcher.weight(family, one.event_type)),
                    _ => triggers.marked(syntax, sentence.tokens.clone()),
                };
                let new = head.filter(|head| given.iter().skip(first).all(|g| g.head != *head));
                if let (Some(head), Some(entry)) = (new, self.file.types.get(one.event_type)) {
                    given.push(Given { head, event_type: entry.name.clone(), confidence: confidence(one.score) });
                }
            }
        }
        given.sort_by_key(|g| g.head);
        mentions(syntax, given)
    }
}

/// A score as a confidence: one half where it just counts, sure where nearly all are right. On the sentences of both codebooks that come along
/// seven of ten are right below a score of 0.22, and nearly nine of ten above 0.27.
fn confidence(score: f64) -> f32 {
    const SURE: f64 = 0.4;
    (0.5 + 0.45 * ((score - THRESHOLD) / (SURE - THRESHOLD)).clamp(0.0, 1.0)) as f32
}
