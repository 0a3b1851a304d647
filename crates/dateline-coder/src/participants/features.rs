//! What speaks for an entity as a participant of an event.

use super::noun_of;
use super::relation::{Relation, relation};
use crate::entities::Entities;
use crate::events::EventMention;
use crate::syntax::Syntax;
use dateline_model::report::{EntityKind, MentionForm};
use dateline_model::{ArgumentRole, TokenIdx};

/// What speaks for an entity beside where it stands and of what type the event is.
const GENERAL: [&str; 41] = [
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
    "before",
    "nearest_before",
    "nearest_after",
    "main_subject",
    "subject_before",
    "same_type_count",
    "same_type_other_count",
    "all_count",
    "all_other_count",
    "opponent",
    "told_last",
    "candidates",
];

/// Number of features.
pub const N: usize = GENERAL.len() + 2 * Relation::COUNT + TYPES.len();

/// Their names, in their order: general ones, where the entity stands from a verb and from a noun, and the type of the event.
pub fn names() -> Vec<String> {
    let relations = |trigger: &'static str| Relation::names().into_iter().map(move |name| format!("{trigger}:{name}"));
    let general = GENERAL.iter().map(|name| (*name).to_owned());
    general.chain(relations("verb")).chain(relations("noun")).chain(TYPES.iter().map(|name| format!("type:{name}"))).collect()
}

/// The types of PLOVER; those of other codebooks have no weight of their own.
const TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// Below this a probability of the reader counts as this.
const FLOOR: f32 = 0.005;

/// An article's events and entities, as the features look at them.
pub(super) struct View<'a> {
    syntax: &'a Syntax<'a>,
    entities: &'a Entities,
    events: &'a [EventMention],
    /// Source of the statement that each token stands in.
    speakers: &'a [Option<usize>],
    /// Sentences that mention each entity.
    sentences: Vec<Vec<usize>>,
    /// Whom each sentence mentions, with the heads of the mentions.
    present: Vec<Vec<(usize, TokenIdx)>>,
    clause: Vec<[Vec<usize>; 2]>,
    told: Vec<[Vec<usize>; 2]>,
    model: Vec<[Vec<(usize, f32)>; 2]>,
}

/// What an event and all who may take part in it have in common.
pub(super) struct Scene {
    event: usize,
    /// Who may take part in it, by index.
    pub(super) candidates: Vec<usize>,
    /// Where the event's sentence mentions them, nearest by the syntax.
    places: Vec<Option<(TokenIdx, Relation, usize)>>,
    main_subject: Option<usize>,
    subject_before: Option<usize>,
    /// The nearest candidates in the sentence before and after the trigger.
    nearest: [Option<usize>; 2],
}

impl<'a> View<'a> {
    pub(super) fn new(syntax: &'a Syntax<'a>, entities: &'a Entities, events: &'a [EventMention], speakers: &'a [Option<usize>]) -> Self {
        let mut sentences = vec![Vec::new(); entities.list.len()];
        let mut present = vec![Vec::new(); syntax.reading.sentences.len()];
        for (index, list) in sentences.iter_mut().enumerate() {
            for mention in entities.mentions_of(index) {
                let sentence = syntax.sentence(mention.head);
                list.push(sentence);
                if let Some(present) = present.get_mut(sentence) {
                    present.push((index, mention.head));
                }
            }
        }
        let all = |tokens: &[TokenIdx]| {
            let mut all: Vec<usize> = tokens.iter().filter_map(|t| entities.of(*t)).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let model = |event: &EventMention| {
            [ArgumentRole::Actor, ArgumentRole::Recipient].map(|role| {
                let mut best: Vec<(usize, f32)> = Vec::new();
                let predicate = syntax.reading.predicate(event.head);
                for argument in predicate.iter().flat_map(|p| &p.arguments).filter(|a| a.role == role) {
                    let Some(entity) = entities.of(noun_of(syntax, argument.token)) else { continue };
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
            present,
            clause: events.iter().map(|e| [all(&e.clause[0]), all(&e.clause[1])]).collect(),
            told: events.iter().map(|e| [all(&e.actors), all(&e.recipients)]).collect(),
            model: events.iter().map(model).collect(),
        }
    }

    /// The event with the entities that may take part in it: whom its sentence mentions, whom other tellings of its type name, whom the
    /// reader thinks of.
    pub(super) fn scene(&self, event: usize) -> Scene {
        let one = &self.events[event];
        let sentence = self.syntax.sentence(one.head);
        let here = self.present.get(sentence).map_or(&[][..], Vec::as_slice);
        let told = self.told[event].iter().flatten().copied();
        let model = self.model[event].iter().flatten().map(|(e, _)| *e);
        let same = (0..self.events.len()).filter(|j| self.events[*j].event_type == one.event_type);
        let elsewhere = same.flat_map(|j| self.clause[j].iter().flatten().copied());
        let mut candidates: Vec<usize> = here.iter().map(|(e, _)| *e).chain(told).chain(model).chain(elsewhere).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let place = |entity: &usize| {
            let ways = here.iter().filter(|(e, _)| e == entity).map(|(_, head)| {
                let (relation, length) = relation(self.syntax, one.head, *head);
                (*head, relation, length)
            });
            ways.min_by_key(|(head, _, length)| (*length, *head))
        };
        let places: Vec<_> = candidates.iter().map(place).collect();
        let subject = |sentence: usize| {
            let root = self.syntax.reading.sentences.get(sentence)?.tokens.clone().find(|t| self.syntax.head(*t).is_none())?;
            self.entities.of(self.syntax.child(root, "nsubj")?)
        };
        let at = |i: &usize| places[*i].map(|(head, ..)| head);
        let before = (0..candidates.len()).filter(|i| at(i).is_some_and(|h| h < one.head)).max_by_key(at);
        let after = (0..candidates.len()).filter(|i| at(i).is_some_and(|h| h > one.head)).min_by_key(at);
        let nearest = [before, after].map(|i| i.map(|i| candidates[i]));
        Scene {
            event,
            main_subject: subject(sentence),
            subject_before: sentence.checked_sub(1).and_then(subject),
            nearest,
            places,
            candidates,
        }
    }

    fn likely(&self, event: usize, side: usize, entity: usize) -> f32 {
        logit(self.model[event][side].iter().find(|(e, _)| *e == entity).map_or(0.0, |(_, p)| *p))
    }

    /// The features of a candidate, given by its place among those of the scene, as an actor (side 0) or recipient (side 1).
    pub(super) fn features(&self, scene: &Scene, side: usize, place: usize) -> Vec<f32> {
        let (event, entity, other) = (scene.event, scene.candidates[place], 1 - side);
        let one = &self.events[event];
        let flag = |is: bool| if is { 1.0 } else { 0.0 };
        let has = |list: &[usize]| list.contains(&entity);
        let (clause, told) = (&self.clause[event], &self.told[event]);
        let told_only = |s: usize| has(&told[s]) && !has(&clause[s]);
        let sentence = self.syntax.sentence(one.head);
        let distance = self.sentences[entity].iter().map(|s| s.abs_diff(sentence)).min().unwrap_or(99);
        let kind = self.entities.list[entity].kind;
        let noun = !matches!(self.syntax.upos(one.head), dateline_model::Upos::Verb);
        let lemma = |e: usize| self.syntax.lemma(self.events[e].head);
        let others = || (0..self.events.len()).filter(|j| *j != event);
        let same = || others().filter(|j| self.events[*j].event_type == one.event_type);
        let named = |j: usize, s: usize| has(&self.clause[j][s]);
        let count = |n: usize| (1.0 + n as f32).ln();
        let [as_here, as_other] = [side, other].map(|s| same().filter(|j| named(*j, s)).count());
        let model = self.likely(event, side, entity);
        let rivals = scene.candidates.iter().filter(|e| **e != entity).map(|e| self.likely(event, side, *e));
        let rival = rivals.fold(logit(0.0), f32::max);
        let nearest = self.entities.mentions_of(entity).min_by_key(|m| m.head.abs_diff(one.head));
        let here = scene.places[place];
        let opponents = &clause[other];
        let opposed = |j: usize| named(j, side) && opponents.iter().any(|o| self.clause[j][other].contains(o));
        let last = same().rfind(|j| *j < event && !self.clause[*j][side].is_empty());
        let general: [f32; GENERAL.len()] = [
            flag(has(&clause[side])),
            flag(has(&clause[other])),
            flag(told_only(side)),
            flag(told_only(other)),
            model,
            self.likely(event, other, entity),
            flag(!clause[side].is_empty() && !has(&clause[side])),
            flag(!told[side].is_empty() && !has(&told[side])),
            flag(distance == 0),
            count(distance),
            (self.sentences[entity].len() as f32).ln(),
            flag(self.sentences[entity].iter().any(|s| *s < 2)),
            flag(kind == EntityKind::Person),
            flag(kind == EntityKind::Group),
            flag(kind == EntityKind::Organization),
            flag(kind == EntityKind::Country),
            flag(kind == EntityKind::Place),
            flag(self.speakers.get(one.head).copied().flatten() == Some(entity)),
            flag(as_here > 0),
            flag(as_other > 0),
            flag(same().any(|j| lemma(j) == lemma(event) && named(j, side))),
            flag(same().any(|j| lemma(j) == lemma(event) && named(j, other))),
            flag(noun),
            (rival - model).max(0.0),
            flag(self.entities.mentions_of(entity).any(|m| m.form == MentionForm::Name)),
            flag(nearest.is_some_and(|m| m.form == MentionForm::Pronoun)),
            flag(noun && has(&clause[side])),
            flag(told[side].is_empty()),
            here.map_or(0.0, |(_, _, length)| 1.0 / (1.0 + length as f32)),
            flag(here.is_some_and(|(head, ..)| head < one.head)),
            flag(scene.nearest[0] == Some(entity)),
            flag(scene.nearest[1] == Some(entity)),
            flag(scene.main_subject == Some(entity)),
            flag(scene.subject_before == Some(entity)),
            count(as_here),
            count(as_other),
            count(others().filter(|j| named(*j, side)).count()),
            count(others().filter(|j| named(*j, other)).count()),
            flag(others().any(opposed)),
            flag(last.is_some_and(|j| named(j, side))),
            count(scene.candidates.len()),
        ];
        let mut features = general.to_vec();
        features.resize(N, 0.0);
        if let Some((_, relation, _)) = here {
            features[GENERAL.len() + if noun { Relation::COUNT } else { 0 } + relation.index()] = 1.0;
        }
        if let Some(kind) = TYPES.iter().position(|t| *t == one.event_type) {
            features[GENERAL.len() + 2 * Relation::COUNT + kind] = 1.0;
        }
        features
    }
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(FLOOR, 1.0 - FLOOR);
    (p / (1.0 - p)).ln()
}
