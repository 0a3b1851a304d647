//! What speaks for an entity as a participant of an event.

use crate::entities::Entities;
use crate::events::EventMention;
use crate::syntax::Syntax;
use dateline_model::report::{EntityKind, MentionForm};
use dateline_model::{ArgumentRole, TokenIdx};

/// Number of features.
pub const N: usize = 31;

/// Their names, in their order.
pub const NAMES: [&str; N] = [
    "clause",
    "clause_other",
    "told",
    "told_other",
    "model",
    "model_other",
    "clause_has_another",
    "told_has_another",
    "same_sentence",
    "distance",
    "mentions",
    "lead",
    "person",
    "group",
    "organization",
    "country",
    "place",
    "speaker",
    "same_type",
    "same_type_other",
    "same_word",
    "same_word_other",
    "noun",
    "behind",
    "named",
    "pronoun",
    "noun_clause",
    "side_open",
    "path",
    "reciprocal",
    "violent",
];

/// Below this a probability of the reader counts as this.
const FLOOR: f32 = 0.005;

/// Arcs up from a word after which it is taken for unrelated.
const LONGEST: usize = 40;

/// An article's events and entities, as the features look at them.
pub(super) struct View<'a> {
    pub(super) syntax: &'a Syntax<'a>,
    pub(super) entities: &'a Entities,
    pub(super) events: &'a [EventMention],
    /// Source of the statement that each token stands in.
    pub(super) speakers: &'a [Option<usize>],
    sentences: Vec<Vec<usize>>,
    clause: Vec<[Vec<usize>; 2]>,
    told: Vec<[Vec<usize>; 2]>,
    model: Vec<[Vec<(usize, f32)>; 2]>,
}

impl<'a> View<'a> {
    pub(super) fn new(syntax: &'a Syntax<'a>, entities: &'a Entities, events: &'a [EventMention], speakers: &'a [Option<usize>]) -> Self {
        let mut sentences = vec![Vec::new(); entities.list.len()];
        for (index, list) in sentences.iter_mut().enumerate() {
            list.extend(entities.mentions_of(index).map(|m| syntax.sentence(m.head)));
        }
        let all = |tokens: &[TokenIdx]| {
            let mut all: Vec<usize> = tokens.iter().filter_map(|t| entities.of(*t)).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let mut of_token = vec![None; syntax.len()];
        for predicate in &syntax.reading.predicates {
            if let Some(slot) = of_token.get_mut(predicate.token) {
                *slot = Some(predicate);
            }
        }
        let model = |event: &EventMention| {
            [ArgumentRole::Actor, ArgumentRole::Recipient].map(|role| {
                let mut best: Vec<(usize, f32)> = Vec::new();
                let predicate = of_token.get(event.head).copied().flatten();
                for argument in predicate.iter().flat_map(|p| &p.arguments).filter(|a| a.role == role) {
                    let Some(entity) = entities.of(argument.token) else { continue };
                    match best.iter_mut().find(|(e, _)| *e == entity) {
                        Some((_, most)) => *most = most.max(argument.probability),
                        None => best.push((entity, argument.probability)),
                    }
                }
                best
            })
        };
        View {
            syntax,
            entities,
            events,
            speakers,
            sentences,
            clause: events.iter().map(|e| [all(&e.clause[0]), all(&e.clause[1])]).collect(),
            told: events.iter().map(|e| [all(&e.actors), all(&e.recipients)]).collect(),
            model: events.iter().map(model).collect(),
        }
    }

    /// The entities that may take part in an event.
    pub(super) fn candidates(&self, event: usize) -> Vec<usize> {
        let sides = self.clause[event].iter().chain(&self.told[event]).flatten().copied();
        let mut all: Vec<usize> = sides.chain(self.model[event].iter().flatten().map(|(e, _)| *e)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Arcs of the syntax between two tokens of a sentence.
    fn path(&self, from: TokenIdx, to: TokenIdx) -> Option<usize> {
        let up = |start: TokenIdx| std::iter::successors(Some(start), |t| self.syntax.head(*t)).take(LONGEST);
        up(from).enumerate().find_map(|(n, a)| up(to).position(|b| a == b).map(|m| n + m))
    }

    fn likely(&self, event: usize, side: usize, entity: usize) -> f32 {
        logit(self.model[event][side].iter().find(|(e, _)| *e == entity).map_or(0.0, |(_, p)| *p))
    }

    /// The features of an entity as an actor (side 0) or recipient (side 1) of an event.
    pub(super) fn features(&self, event: usize, side: usize, entity: usize) -> [f32; N] {
        let (other, one) = (1 - side, &self.events[event]);
        let flag = |is: bool| if is { 1.0 } else { 0.0 };
        let has = |list: &[usize]| list.contains(&entity);
        let (clause, told) = (&self.clause[event], &self.told[event]);
        let told_only = |s: usize| has(&told[s]) && !has(&clause[s]);
        let sentence = self.syntax.sentence(one.head);
        let distance = self.sentences[entity].iter().map(|s| s.abs_diff(sentence)).min().unwrap_or(99);
        let kind = self.entities.list[entity].kind;
        let noun = !matches!(self.syntax.upos(one.head), dateline_model::Upos::Verb);
        let lemma = |e: usize| self.syntax.lemma(self.events[e].head);
        let elsewhere = |s: usize, same_word: bool| {
            (0..self.events.len()).any(|j| {
                j != event
                    && self.events[j].event_type == one.event_type
                    && (!same_word || lemma(j) == lemma(event))
                    && has(&self.clause[j][s])
            })
        };
        let model = self.likely(event, side, entity);
        let rivals = self.candidates(event).into_iter().filter(|e| *e != entity).map(|e| self.likely(event, side, e));
        let rival = rivals.fold(logit(0.0), f32::max);
        let nearest = self.entities.mentions_of(entity).min_by_key(|m| m.head.abs_diff(one.head));
        [
            flag(has(&clause[side])),
            flag(has(&clause[other])),
            flag(told_only(side)),
            flag(told_only(other)),
            model,
            self.likely(event, other, entity),
            flag(!clause[side].is_empty() && !has(&clause[side])),
            flag(!told[side].is_empty() && !has(&told[side])),
            flag(distance == 0),
            (1.0 + distance as f32).ln(),
            (self.sentences[entity].len() as f32).ln(),
            flag(self.sentences[entity].iter().any(|s| *s < 2)),
            flag(kind == EntityKind::Person),
            flag(kind == EntityKind::Group),
            flag(kind == EntityKind::Organization),
            flag(kind == EntityKind::Country),
            flag(kind == EntityKind::Place),
            flag(self.speakers.get(one.head).copied().flatten() == Some(entity)),
            flag(elsewhere(side, false)),
            flag(elsewhere(other, false)),
            flag(elsewhere(side, true)),
            flag(elsewhere(other, true)),
            flag(noun),
            (rival - model).max(0.0),
            flag(self.entities.mentions_of(entity).any(|m| m.form == MentionForm::Name)),
            flag(nearest.is_some_and(|m| m.form == MentionForm::Pronoun)),
            flag(noun && has(&clause[side])),
            flag(told[side].is_empty()),
            nearest.filter(|_| distance == 0).and_then(|m| self.path(one.head, m.head)).map_or(0.0, |n| 1.0 / (1.0 + n as f32)),
            flag(matches!(one.event_type.as_str(), "CONSULT" | "AGREE" | "COOPERATE")),
            flag(one.event_type == "ASSAULT"),
        ]
    }
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(FLOOR, 1.0 - FLOOR);
    (p / (1.0 - p)).ln()
}
