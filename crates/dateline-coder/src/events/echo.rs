//! Participants that stand elsewhere: in the event that the mention depends on, or in an earlier mention of the same event.

use super::arguments::Arguments;
use super::lexicon::Class;
use super::matching::Found;
use dateline_model::TokenIdx;
use std::collections::BTreeMap;

/// Actors and recipients.
type Sides = (Vec<TokenIdx>, Vec<TokenIdx>);

/// Fills empty sides of mentions from the mentions they depend on or repeat.
pub(super) fn complete(arguments: &Arguments, found: &mut [Found]) {
    from_objects(arguments, found);
    from_governors(arguments, found);
    from_earlier(arguments, found);
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
            if *event_type != one.trigger.event_type {
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

/// "The attack ..." after "Rebels attacked the town": a bare mention repeats the last one of its word that named somebody.
fn from_earlier(arguments: &Arguments, found: &mut [Found]) {
    let mut last: BTreeMap<(&'static str, String), Sides> = BTreeMap::new();
    for one in found.iter_mut() {
        let key = (one.trigger.event_type, arguments.lemma(one.head).to_owned());
        if one.actors.is_empty() && one.recipients.is_empty() {
            if let Some((actors, recipients)) = last.get(&key).filter(|_| one.trigger.class == Class::Noun) {
                one.actors.clone_from(actors);
                one.recipients.clone_from(recipients);
            }
        } else {
            last.insert(key, (one.actors.clone(), one.recipients.clone()));
        }
    }
}
