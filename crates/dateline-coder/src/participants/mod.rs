//! Who of the article's entities takes part in an event: what its own clause says, what other tellings of it say and what the reader
//! thinks, weighed together.
//!
//! A logistic regression for either side over the features of [`names`]; `data/participants.tsv` holds its weights, which
//! `training/participants.py` fits. A reading without predictions (made by hand, or by weights without these heads) leaves the sides as the
//! syntax gives them.

mod features;
mod relation;
mod weights;

use crate::entities::Entities;
use crate::events::EventMention;
use crate::findings::Findings;
use crate::syntax::Syntax;
use dateline_model::report::MentionForm;
use dateline_model::{ArgumentRole, Article, Reading, TokenIdx};
use features::View;
pub use features::{N, names};
use weights::WEIGHTS;

/// Below this the reader's word for a participant is not looked into.
const LEAST: f32 = 0.03;

/// What participants need to be taken; chosen by cross-validation over the articles that the weights are from.
struct Needs {
    /// The first of a side, where the event's own clause names none.
    first: f32,
    /// Each further one.
    further: f32,
    /// One that the clause names.
    named: f32,
    /// One beside such.
    beside: f32,
}

const NEEDS: Needs = Needs { first: 0.35, further: 0.65, named: 0.15, beside: 0.85 };

/// For actors of what several do together, who are seldom all named by one clause.
const TOGETHER: Needs = Needs { first: 0.4, further: 0.45, named: 0.15, beside: 0.6 };

/// An article's events with all who may take part in them: what the weights are fitted on.
#[derive(Clone, Debug)]
pub struct Study {
    /// The entities of the article, those that only might take part in an event among them.
    pub entities: Entities,
    /// The events by the built-in codebook.
    pub events: Vec<EventMention>,
    /// Who may take part in them.
    pub candidates: Vec<Candidate>,
}

/// Finds the events of an article and describes who may take part in them.
pub fn study(article: &Article, reading: &Reading) -> Study {
    let found = Findings::new(None, article, reading);
    let (entities, speakers) = found.eligible();
    let candidates = describe(&found.syntax, &entities, &found.events, &speakers);
    Study { entities, events: found.events, candidates }
}

/// The tokens that may stand for a participant of one of the events.
pub(crate) fn candidates(syntax: &Syntax, events: &[EventMention]) -> Vec<TokenIdx> {
    let mut is_event = vec![false; syntax.len()];
    events.iter().filter(|e| e.head < syntax.len()).for_each(|e| is_event[e.head] = true);
    let told = events.iter().flat_map(|e| e.actors.iter().chain(&e.recipients).chain(e.clause.iter().flatten())).copied();
    let predicates = syntax.reading.predicates.iter().filter(|p| is_event.get(p.token) == Some(&true));
    let likely = predicates
        .flat_map(|p| &p.arguments)
        .filter(|a| matches!(a.role, ArgumentRole::Actor | ArgumentRole::Recipient) && a.probability >= LEAST)
        .map(|a| noun_of(syntax, a.token));
    let mut all: Vec<TokenIdx> = told.chain(likely).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The noun of an article: the reader now and then marks the first word of a phrase.
pub(crate) fn noun_of(syntax: &Syntax, token: TokenIdx) -> TokenIdx {
    let article = syntax.is(token, "det") && matches!(syntax.lemma(token), "the" | "a");
    syntax.head(token).filter(|_| article).unwrap_or(token)
}

/// An entity that may take part in an event, with its features on either side.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the event.
    pub event: usize,
    /// Index of the entity.
    pub entity: usize,
    /// [`N`] features as actor and as recipient, in the order of [`names`].
    pub features: [Vec<f32>; 2],
}

/// All candidates of all events, by event and entity. `speakers` holds for each token the source of the statement it stands in.
pub(crate) fn describe(syntax: &Syntax, entities: &Entities, events: &[EventMention], speakers: &[Option<usize>]) -> Vec<Candidate> {
    let view = View::new(syntax, entities, events, speakers);
    let of = |event| {
        let scene = view.scene(event);
        let candidate = |(place, entity): (usize, &usize)| {
            let features = [0, 1].map(|side| view.features(&scene, side, place));
            Candidate { event, entity: *entity, features }
        };
        scene.candidates.iter().enumerate().map(candidate).collect::<Vec<_>>()
    };
    (0..events.len()).flat_map(of).collect()
}

/// Gives the events the participants that are likely. `entities` must know the tokens of [`candidates`].
pub(crate) fn choose(syntax: &Syntax, entities: &Entities, speakers: &[Option<usize>], events: &mut [EventMention]) {
    let all = describe(syntax, entities, events, speakers);
    for of_one in all.chunk_by(|a, b| a.event == b.event) {
        let Some(event) = of_one.first().and_then(|c| events.get_mut(c.event)) else { continue };
        let scores: Vec<(usize, [f32; 2])> =
            of_one.iter().map(|c| (c.entity, [0, 1].map(|side| WEIGHTS.score(side, &c.features[side])))).collect();
        let named = event.clause.each_ref().map(|side| side.iter().filter_map(|t| entities.of(*t)).collect::<Vec<_>>());
        let together = matches!(event.event_type.as_str(), "AGREE" | "CONSULT" | "COOPERATE");
        let needs = [if together { TOGETHER } else { NEEDS }, NEEDS];
        let [mut actors, mut recipients] = [0, 1].map(|side| likely(&scores, side, &named[side], &needs[side]));
        // Nobody does something to himself: who is likely on both sides stays where he is likelier.
        for (entity, [as_actor, as_recipient]) in &scores {
            if actors.contains(entity) && recipients.contains(entity) {
                let weaker = if as_actor >= as_recipient { &mut recipients } else { &mut actors };
                weaker.retain(|e| e != entity);
            }
        }
        let token = |entity: usize, known: &[TokenIdx]| {
            let named = known.iter().copied().find(|t| entities.of(*t) == Some(entity));
            named.or_else(|| nearest(entities, entity, event.head))
        };
        let tokens = |chosen: Vec<usize>, side: usize, told: &[TokenIdx]| {
            let mut tokens: Vec<TokenIdx> =
                chosen.into_iter().filter_map(|e| token(e, &event.clause[side]).or_else(|| token(e, told))).collect();
            tokens.sort_unstable();
            tokens.dedup();
            tokens
        };
        (event.actors, event.recipients) = (tokens(actors, 0, &event.actors), tokens(recipients, 1, &event.recipients));
    }
}

/// Whom the event's own clause names is taken unless much speaks against it, and others beside them only if very much speaks for them.
fn likely(scores: &[(usize, [f32; 2])], side: usize, named: &[usize], needs: &Needs) -> Vec<usize> {
    let mut ranked: Vec<(usize, f32)> = scores.iter().map(|(entity, both)| (*entity, both[side])).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    if ranked.iter().any(|(entity, score)| named.contains(entity) && *score >= needs.named) {
        let enough = |(entity, score): &(usize, f32)| *score >= if named.contains(entity) { needs.named } else { needs.beside };
        return ranked.into_iter().filter(enough).map(|(entity, _)| entity).collect();
    }
    let enough = |(place, (_, score)): &(usize, (usize, f32))| *score >= if *place == 0 { needs.first } else { needs.further };
    ranked.into_iter().enumerate().take_while(enough).map(|(_, (entity, _))| entity).collect()
}

/// The mention of an entity that says best who it is near a token: a name or a noun phrase rather than a pronoun.
fn nearest(entities: &Entities, entity: usize, token: TokenIdx) -> Option<TokenIdx> {
    entities.mentions_of(entity).min_by_key(|m| (m.form == MentionForm::Pronoun, m.head.abs_diff(token), m.head)).map(|m| m.head)
}
