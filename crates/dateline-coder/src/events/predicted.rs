//! What the reader thinks of events, beside the codebook's triggers: whether a word names one, of which type, and how real it is.
//!
//! A reading without predictions (one made by hand, or of another parser) leaves everything to the codebook.

use dateline_model::report::Status;
use dateline_model::{Predicate, Reading, TokenIdx};

/// The odds of a trigger are those of its weight and those of the reader, each to a power, times a constant. The best of 30 random
/// settings on 34 annotated reports that the reader had not seen; those near them give figures within one point.
const POWER_OF_WEIGHT: f32 = 0.8;
const POWER_OF_READER: f32 = 0.4;
const CONSTANT: f32 = 4.0;

/// Nobody is surer than this, of yes or of no.
const UNSURE: f32 = 0.005;

/// A word that no trigger of the codebook fits is an event from this probability on; from the same search.
const ALONE: f32 = 0.5;

/// What the status that the words tell counts beside the reader's, added to the logarithm of its probability; on the same reports.
const TOLD: f32 = 2.0;

/// In the order of [`Predicate::statuses`].
const STATUSES: [Status; 5] = [Status::Happened, Status::Ongoing, Status::Planned, Status::Possible, Status::Denied];

/// The predictions of a reading.
pub(super) struct Predicted<'r>(pub(super) &'r Reading);

impl<'r> Predicted<'r> {
    /// The prediction for a token, if the reader thinks of an event at all.
    pub(super) fn of(&self, token: TokenIdx) -> Option<&'r Predicate> {
        self.0.predicate(token)
    }

    /// How likely a token names an event of a type, given the weight of its trigger.
    pub(super) fn confidence(&self, token: TokenIdx, event_type: &str, weight: f32) -> f32 {
        if self.0.predicates.is_empty() {
            return weight;
        }
        let reader = self.of(token).and_then(|p| p.types.iter().find(|t| t.0 == event_type)).map_or(0.0, |t| t.1);
        let odds = |p: f32| {
            let p = p.clamp(UNSURE, 1.0 - UNSURE);
            p / (1.0 - p)
        };
        let odds = CONSTANT * odds(weight).powf(POWER_OF_WEIGHT) * odds(reader).powf(POWER_OF_READER);
        odds / (1.0 + odds)
    }

    /// How real an event is: what the words around it say, unless the reader is much surer of something else.
    pub(super) fn status(&self, token: TokenIdx, told: Status) -> Status {
        let Some(predicate) = self.of(token) else { return told };
        let score = |status: Status, probability: f32| probability.max(0.001).ln() + if status == told { TOLD } else { 0.0 };
        let scored = STATUSES.into_iter().zip(predicate.statuses).map(|(status, p)| (status, score(status, p)));
        scored.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(told, |(status, _)| status)
    }

    /// The type that the reader alone is sure of, with its probability.
    pub(super) fn alone(&self, token: TokenIdx) -> Option<(&'static str, f32)> {
        self.of(token)?.types.first().copied().filter(|(_, probability)| *probability >= ALONE)
    }
}
