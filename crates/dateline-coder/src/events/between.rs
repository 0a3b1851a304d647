//! Which type of event one named party does to another in a sentence: the question that the PLOVER test sets ask.

use super::{EventMention, find};
use crate::syntax::Syntax;
use dateline_model::{ArgumentRole, Reading, Span, TokenIdx};
use std::collections::BTreeMap;

/// The type of the event between two parties.
#[derive(Clone, Debug, PartialEq)]
pub struct Between {
    /// Type in the built-in codebook, `ASSAULT`.
    pub event_type: String,
    /// 0 to 1.
    pub confidence: f32,
}

/// What a party in its role counts, and in the other's. Any link goes before nearness, which is below 1.
const IN_ROLE: f64 = 4.0;
const OTHER_ROLE: f64 = 1.5;

/// The probability of a role that the reader left out as too unlikely.
const UNLIKELY: f32 = 0.003;

/// The types of the event that `source` does to `target`, both spans of `text`, likeliest first; none when the text tells no event.
///
/// An empty span stands for a side that the text does not name. With a reader that scores events, every word may be the trigger: the
/// score of a type is how likely a word names it and has the two as its actor and recipient, summed over the words, as the reader was
/// trained (`training/tasks.py`, `pair_scores`). Otherwise the mention that links the two decides; where none does, the one that stands
/// nearest to both.
pub fn types_between(text: &str, reading: &Reading, source: Span, target: Span) -> Vec<Between> {
    let syntax = Syntax::new(text, reading);
    let parties = [source, target].map(|span| Party::new(&syntax, span));
    let likely = by_reader(&syntax, &parties);
    if !likely.is_empty() {
        return likely;
    }
    let best = find(&syntax).into_iter().map(|event| (link(&syntax, &event, &parties), event)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, event)| Between { event_type: event.event_type, confidence: event.confidence }).into_iter().collect()
}

fn by_reader(syntax: &Syntax, parties: &[Party; 2]) -> Vec<Between> {
    let heads = parties.each_ref().map(|p| p.head);
    let mut scores: BTreeMap<&'static str, f32> = BTreeMap::new();
    for predicate in &syntax.reading.predicates {
        let role = |head: Option<TokenIdx>, role: ArgumentRole| {
            let Some(head) = head else { return 1.0 };
            predicate.arguments.iter().find(|a| a.token == head && a.role == role).map_or(UNLIKELY, |a| a.probability)
        };
        let both = role(heads[0], ArgumentRole::Actor) * role(heads[1], ArgumentRole::Recipient);
        for (event_type, probability) in &predicate.types {
            *scores.entry(event_type).or_default() += probability * both;
        }
    }
    let all: f32 = scores.values().sum();
    let mut likely: Vec<Between> =
        scores.into_iter().map(|(name, score)| Between { event_type: name.to_owned(), confidence: score / all }).collect();
    likely.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    likely
}

/// A party by its tokens.
struct Party {
    tokens: Vec<TokenIdx>,
    head: Option<TokenIdx>,
}

impl Party {
    fn new(syntax: &Syntax, span: Span) -> Self {
        let tokens = &syntax.reading.tokens;
        let first = tokens.partition_point(|t| t.span.end <= span.start);
        let tokens = tokens.iter().enumerate().skip(first).take_while(|(_, t)| t.span.start < span.end);
        let tokens: Vec<TokenIdx> = tokens.map(|(i, _)| i).collect();
        let head = tokens.first().zip(tokens.last()).and_then(|(first, last)| syntax.head_of(&(*first..last + 1)));
        Party { tokens, head }
    }

    /// True when one of the heads is a word of the party, or the party is part of what the head stands for.
    fn is_among(&self, syntax: &Syntax, heads: &[TokenIdx]) -> bool {
        heads.iter().any(|h| self.tokens.contains(h) || self.tokens.first().is_some_and(|t| syntax.extent(*h).contains(t)))
    }

    /// Words between the party and a token.
    fn distance(&self, token: TokenIdx) -> usize {
        self.tokens.iter().map(|t| t.abs_diff(token)).min().unwrap_or(usize::MAX / 2)
    }
}

fn link(syntax: &Syntax, event: &EventMention, [source, target]: &[Party; 2]) -> f64 {
    let (actors, recipients) = (event.actors.as_slice(), event.recipients.as_slice());
    let side = |party: &Party, own: &[TokenIdx], other: &[TokenIdx]| {
        if party.is_among(syntax, own) {
            IN_ROLE
        } else if party.is_among(syntax, other) {
            OTHER_ROLE
        } else {
            0.0
        }
    };
    let near = 1.0 / (1.0 + source.distance(event.head).min(1000) as f64 + target.distance(event.head).min(1000) as f64);
    side(source, actors, recipients) + side(target, recipients, actors) + near + f64::from(event.confidence) / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;

    const TABLE: &str = "1 Rebels rebel NOUN NNS 2 nsubj
        2 attacked attack VERB VBD 0 root
        3 police police NOUN NNS 2 obj
        4 and and CCONJ CC 6 cc
        5 villagers villager NOUN NNS 6 nsubj
        6 accused accuse VERB VBD 2 conj
        7 officials official NOUN NNS 6 obj";

    fn between(source: &str, target: &str) -> Option<String> {
        let (text, reading) = reading(TABLE);
        let span = |words: &str| text.find(words).map_or(Span::new(0, 0), |at| Span::new(at, at + words.len()));
        types_between(&text, &reading, span(source), span(target)).into_iter().next().map(|b| b.event_type)
    }

    #[test]
    fn the_event_that_links_the_two_decides() {
        assert_eq!(between("Rebels", "police").as_deref(), Some("ASSAULT"));
        assert_eq!(between("villagers", "officials").as_deref(), Some("ACCUSE"));
    }

    #[test]
    fn without_a_link_the_nearest_event_decides() {
        assert_eq!(between("and", "officials").as_deref(), Some("ACCUSE"));
        assert!(between("nobody", "nowhere").is_some());
    }

    #[test]
    fn a_sentence_without_events_has_no_type() {
        let (text, reading) = reading("1 Rain rain NOUN NN 2 nsubj\n2 fell fall VERB VBD 0 root");
        assert!(types_between(&text, &reading, Span::new(0, 4), Span::new(5, 9)).is_empty());
        assert!(types_between("", &Reading::default(), Span::new(3, 1), Span::new(0, 9)).is_empty());
    }
}
