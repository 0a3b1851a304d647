//! Who did what to whom: event mentions by a codebook. Knows syntax, not entities: participants are head tokens.
//!
//! The codebook is data (`data/codebook/`): sixteen types with their triggers. A token that is a trigger becomes a mention when the words
//! around it allow; its participants come from the slots that the trigger's frame names.

mod arguments;
mod between;
mod echo;
pub(crate) mod given;
pub(crate) mod lemma;
mod lexicon;
mod matching;
mod nouns;
mod pattern;
mod predicted;
mod status;
mod support;
#[cfg(test)]
mod tests;

pub use between::{Between, types_between};
pub(crate) use echo::is_related;
pub use lexicon::{EventType, event_types};

use crate::syntax::Syntax;
use arguments::Arguments;
use dateline_model::report::Status;
use dateline_model::{TokenIdx, Tokens};
use lexicon::Lexicon;
use matching::Found;
use nouns::Nouns;
use predicted::Predicted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use support::Role;

/// Every word that the codebook's data look for.
static KNOWN: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| Lexicon::plover().words().chain(status::words()).chain(support::words()).chain(Nouns::get().all()).collect());

/// What a noun must weigh to count beside the verb of another type that it completes; by hand on the development gold reports.
const COMPLETING: f32 = 0.7;

/// One event mention in the text, in terms of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct EventMention {
    /// The words that name it, normally one verb or noun.
    pub trigger: Tokens,
    /// The syntactic head of the trigger.
    pub head: TokenIdx,
    /// Type in the codebook, `ASSAULT`.
    pub event_type: String,
    /// Mode in the codebook.
    pub mode: Option<String>,
    /// Head tokens of who did it; compound actors split.
    pub actors: Vec<TokenIdx>,
    /// Head tokens of to whom it was done.
    pub recipients: Vec<TokenIdx>,
    /// Heads of actors and recipients that its own clause names, before other tellings filled what it leaves out.
    pub clause: [Vec<TokenIdx>; 2],
    /// How real it is.
    pub status: Status,
    /// 0 to 1.
    pub confidence: f32,
}

/// Finds the event mentions of an article, in text order.
pub fn find(syntax: &Syntax) -> Vec<EventMention> {
    let classes = nouns::name_classes(syntax);
    let lexicon = Lexicon::plover();
    let lemmas: Vec<String> = (0..syntax.len()).map(|token| lemma::lemma(syntax, token, &KNOWN)).collect();
    let arguments = Arguments { syntax, classes: &classes, lemmas: &lemmas };
    let predicted = Predicted(syntax.reading);
    let mut found: Vec<Found> = (0..syntax.len()).filter_map(|token| matching::best(lexicon, &arguments, &predicted, token)).collect();
    join_complements(&mut found);
    drop_support(&arguments, &mut found);
    drop_parts(&arguments, &mut found);
    for one in &mut found {
        one.clause = [one.actors.clone(), one.recipients.clone()];
    }
    echo::complete(&arguments, &mut found);
    found.into_iter().map(|found| mention(&arguments, &predicted, found)).collect()
}

fn mention(arguments: &Arguments, predicted: &Predicted, found: Found) -> EventMention {
    EventMention {
        status: predicted.status(found.head, status::status(arguments, found.head, found.trigger)),
        trigger: found.tokens,
        head: found.head,
        event_type: found.trigger.event_type.to_owned(),
        mode: found.trigger.mode.clone(),
        clause: found.clause,
        actors: found.actors,
        recipients: found.recipients,
        confidence: found.confidence,
    }
}

/// Two triggers for one event: of "filed a lawsuit" the noun names it, and takes over whom only the verb knows. A noun that merely
/// completes a verb of another type ("accepted the offer") needs a better weight to stand beside it.
fn join_complements(found: &mut Vec<Found>) {
    let places: BTreeMap<TokenIdx, usize> = found.iter().enumerate().map(|(i, f)| (f.head, i)).collect();
    let mut dropped = BTreeSet::new();
    for i in 0..found.len() {
        let Some(&noun) = found[i].complement.and_then(|c| places.get(&c)) else { continue };
        if found[noun].trigger.event_type == found[i].trigger.event_type {
            let (actors, recipients, confidence) = (found[i].actors.clone(), found[i].recipients.clone(), found[i].confidence);
            let one = &mut found[noun];
            if one.actors.is_empty() {
                one.actors = actors.into_iter().filter(|a| !one.recipients.contains(a)).collect();
            }
            if one.recipients.is_empty() {
                one.recipients = recipients.into_iter().filter(|r| !one.actors.contains(r)).collect();
            }
            one.confidence = one.confidence.max(confidence);
            dropped.insert(found[i].head);
        } else if found[noun].confidence < COMPLETING {
            dropped.insert(found[noun].head);
        }
    }
    found.retain(|one| !dropped.contains(&one.head));
}

/// Of "held talks" the noun names the event, and the verb lends it a subject.
fn drop_support(arguments: &Arguments, found: &mut Vec<Found>) {
    let supports = |one: &Found| {
        let lent = arguments.support(one.head).filter(|(_, role)| *role != Role::Event);
        lent.map(|(verb, _)| (verb, one.trigger.event_type))
    };
    let lent: BTreeSet<(TokenIdx, &'static str)> = found.iter().filter_map(supports).collect();
    found.retain(|one| !lent.contains(&(one.head, one.trigger.event_type)));
}

/// A noun inside the words of another trigger, or before one of its own type, names no event of its own: the assassination of
/// "assassination attempt", the arson of "arson attack".
fn drop_parts(arguments: &Arguments, found: &mut Vec<Found>) {
    let types: BTreeMap<TokenIdx, &'static str> = found.iter().map(|f| (f.head, f.trigger.event_type)).collect();
    let mut covered: BTreeSet<TokenIdx> = BTreeSet::new();
    for one in found.iter() {
        covered.extend(one.tokens.clone().filter(|t| *t != one.head && arguments.syntax.head(*t) == Some(one.head)));
        let up = arguments.syntax.head(one.head).filter(|_| arguments.syntax.is(one.head, "compound"));
        if up.is_some_and(|h| types.get(&h) == Some(&one.trigger.event_type)) {
            covered.insert(one.head);
        }
    }
    found.retain(|one| !covered.contains(&one.head));
}
