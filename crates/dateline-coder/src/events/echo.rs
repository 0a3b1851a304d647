//! Participants that stand elsewhere: in the event that the mention depends on, or in an earlier mention of the same event.

use super::arguments::Arguments;
use super::lexicon::Class;
use super::matching::Found;
use super::nouns::Sense;
use dateline_model::{TokenIdx, Upos};
use std::collections::BTreeMap;

/// How many mentions away a repeated one is looked for: about a page of news.
const REACH: usize = 40;

/// Actors and recipients.
type Sides = (Vec<TokenIdx>, Vec<TokenIdx>);

/// Fills empty sides of mentions from the mentions they depend on or repeat.
pub(super) fn complete(arguments: &Arguments, found: &mut [Found]) {
    from_objects(arguments, found);
    from_clauses(arguments, found);
    attendants(arguments, found);
    from_governors(arguments, found);
    from_repeats(arguments, found);
}

/// "condemned the killing of X by Y" is said against Y.
fn from_objects(arguments: &Arguments, found: &mut [Found]) {
    let actors: BTreeMap<TokenIdx, Vec<TokenIdx>> = found.iter().map(|f| (f.head, f.actors.clone())).collect();
    for one in found.iter_mut() {
        let spoken = matches!(one.trigger.event_type, "ACCUSE" | "SUPPORT" | "REJECT");
        if !spoken || one.trigger.class != Class::Verb || !one.recipients.is_empty() {
            continue;
        }
        let object = arguments.patient(one.head).or_else(|| {
            arguments.syntax.children(one.head).iter().copied().find(|c| arguments.syntax.is(*c, "obl") && actors.contains_key(c))
        });
        if let Some(others) = object.and_then(|o| actors.get(&o)) {
            one.recipients = others.iter().copied().filter(|a| !one.actors.contains(a)).collect();
        }
    }
}

/// "threatened to attack X", "agreed to give Y arms": what is threatened or promised is so to X and Y. "alleged that X stole", "demanded
/// that X leave": what is alleged or demanded is so of X.
fn from_clauses(arguments: &Arguments, found: &mut [Found]) {
    let recipients: BTreeMap<TokenIdx, Vec<TokenIdx>> = found.iter().map(|f| (f.head, f.recipients.clone())).collect();
    for one in found.iter_mut().filter(|f| f.recipients.is_empty()) {
        let clauses = arguments.syntax.children(one.head).iter().copied();
        let relations: &[&str] = if one.trigger.class == Class::Verb { &["xcomp", "ccomp", "advcl"] } else { &["acl", "ccomp"] };
        let mut clauses =
            clauses.filter(|c| relations.iter().any(|r| arguments.syntax.is(*c, r)) && arguments.syntax.deprel(*c) != "acl:relcl");
        let others: Vec<TokenIdx> = match one.trigger.event_type {
            "AGREE" | "THREATEN" | "REJECT" => {
                clauses.filter_map(|c| recipients.get(&c)).find(|r| !r.is_empty()).cloned().unwrap_or_default()
            }
            "ACCUSE" | "REQUEST" => {
                let subject = clauses.find_map(|c| arguments.syntax.child(c, "nsubj").filter(|s| arguments.sense(*s) == Sense::Agent));
                subject.into_iter().collect()
            }
            _ => continue,
        };
        one.recipients = others.into_iter().filter(|r| !one.actors.contains(r)).collect();
    }
}

/// "Speaking after a meeting with X, Y said": who speaks after a meeting was at it.
fn attendants(arguments: &Arguments, found: &mut [Found]) {
    for one in found.iter_mut() {
        let meeting = one.trigger.event_type == "CONSULT" && one.trigger.class == Class::Noun && one.actors.len() < 2;
        let at = matches!(arguments.marker(one.head).as_deref(), Some("after" | "during" | "at" | "in" | "before" | "following"));
        if !meeting || !at || !arguments.syntax.is(one.head, "obl") {
            continue;
        }
        let subject = arguments.syntax.head(one.head).and_then(|verb| arguments.agent(verb));
        if let Some(subject) =
            subject.filter(|s| arguments.sense(*s) == Sense::Agent && !one.actors.contains(s) && !one.recipients.contains(s))
        {
            one.actors.insert(0, subject);
        }
    }
}

/// "killed 60 people in air strikes": the strikes are theirs who killed, and hit whom they killed.
fn from_governors(arguments: &Arguments, found: &mut [Found]) {
    let known: BTreeMap<TokenIdx, (&'static str, Sides)> =
        found.iter().map(|f| (f.head, (f.trigger.event_type, (f.actors.clone(), f.recipients.clone())))).collect();
    for one in found.iter_mut() {
        if one.trigger.class != Class::Noun || !one.actors.is_empty() && !one.recipients.is_empty() {
            continue;
        }
        let Some(up) = arguments.syntax.head(one.head) else { continue };
        let near = arguments.syntax.is(one.head, "obl") || arguments.syntax.is(one.head, "conj");
        if let Some((event_type, (actors, recipients))) = known.get(&up).filter(|_| near) {
            // What stands in one row is done by the same: "arrests, beatings and killings".
            if *event_type != one.trigger.event_type && !arguments.syntax.is(one.head, "conj") {
                continue;
            }
            if one.actors.is_empty() {
                one.actors = actors.iter().copied().filter(|a| !one.recipients.contains(a)).collect();
            }
            if one.recipients.is_empty() {
                one.recipients = recipients.iter().copied().filter(|r| !one.actors.contains(r)).collect();
            }
        }
    }
}

/// "The attack ..." after "Rebels attacked the town", "15 people were killed" beside "Rebels killed 15 people": a mention that repeats
/// another one takes over the side it leaves out. The nearest such mention decides, earlier ones first.
fn from_repeats(arguments: &Arguments, found: &mut [Found]) {
    let known: Vec<Sides> = found.iter().map(|f| (f.actors.clone(), f.recipients.clone())).collect();
    for i in 0..found.len() {
        let (no_actor, no_recipient) = (known[i].0.is_empty(), known[i].1.is_empty());
        if !no_actor && !no_recipient {
            continue;
        }
        let (before, after) = (i.saturating_sub(REACH)..i, i + 1..(i + 1 + REACH).min(found.len()));
        for j in before.rev().chain(after) {
            let (actors, recipients) = &known[j];
            let adds = found[i].actors.is_empty() && !actors.is_empty() || found[i].recipients.is_empty() && !recipients.is_empty();
            if !adds || !repeats(arguments, found, &known, i, j) {
                continue;
            }
            let one = &mut found[i];
            if one.actors.is_empty() {
                one.actors = actors.iter().copied().filter(|a| !one.recipients.contains(a)).collect();
            }
            if one.recipients.is_empty() {
                one.recipients = recipients.iter().copied().filter(|r| !one.actors.contains(r)).collect();
            }
        }
    }
}

/// True when mention `i` tells again what mention `j` tells: no side of one contradicts the other's, and either both have a word family
/// and a participant in common, or the one leaves both sides out and refers back.
fn repeats(arguments: &Arguments, found: &[Found], known: &[Sides], i: usize, j: usize) -> bool {
    let (one, other) = (&found[i], &found[j]);
    if one.trigger.event_type != other.trigger.event_type {
        return false;
    }
    let related = is_related(arguments.lemma(one.head), arguments.lemma(other.head));
    let (actors, recipients) = (compare(arguments, &known[i].0, &known[j].0), compare(arguments, &known[i].1, &known[j].1));
    if actors == Some(false) || recipients == Some(false) {
        return false;
    }
    let shared = actors == Some(true) || recipients == Some(true);
    let bare = known[i].0.is_empty() && known[i].1.is_empty();
    let definite = one.trigger.class == Class::Noun && refers_back(arguments, one.head) && j < i;
    // "The assassination" needs no word in common with what it takes up, if that is told in full.
    let full = !known[j].0.is_empty() && !known[j].1.is_empty();
    related && shared || bare && one.trigger.class == Class::Noun && related && j < i || definite && (bare && full || shared)
}

/// Whether two sides name the same: `None` when one of them is empty or a pronoun.
fn compare(arguments: &Arguments, some: &[TokenIdx], others: &[TokenIdx]) -> Option<bool> {
    let pronoun = |tokens: &[TokenIdx]| tokens.iter().all(|t| arguments.syntax.upos(*t) == Upos::Pron);
    if pronoun(some) || pronoun(others) {
        return None;
    }
    Some(some.iter().any(|s| others.iter().any(|o| s == o || arguments.lemma(*s) == arguments.lemma(*o))))
}

/// "The attack", "this violence": with an article or demonstrative that points back.
fn refers_back(arguments: &Arguments, noun: TokenIdx) -> bool {
    let syntax = arguments.syntax;
    let described = ["nmod", "acl", "compound", "amod"].iter().any(|r| syntax.children_by(noun, r).any(|c| syntax.upos(c) != Upos::Num));
    !described
        && syntax.children_by(noun, "det").any(|d| matches!(arguments.lemma(d), "the" | "this" | "that" | "these" | "those" | "such"))
}

/// True for words of one family: "kill" and "killing", "arrest" and "rearrest" not.
pub(crate) fn is_related(one: &str, other: &str) -> bool {
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    one == other || common >= 4 && common + 2 >= one.chars().count().min(other.chars().count())
}
