//! What the versions of a happening agree on, where they disagree, and how many independent sources they have.

use super::toll::{Toll, tolls};
use crate::grouping::words::plain;
use crate::grouping::{Day, EventFacts, PlaceFacts, Voice};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An event of a happening, with what the record knows beyond its report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountEvent {
    /// The event.
    pub facts: EventFacts,
    /// The story of its article.
    pub story: String,
    /// Who published the article.
    pub outlet: Option<String>,
    /// The agency that the story credits.
    pub agency: Option<String>,
    /// The identity and its name for each entity the event or its statement refers to, by the id of the entity.
    pub identities: BTreeMap<String, (String, String)>,
}

/// All versions side by side; nothing is averaged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What is said of the time, the place, who did it, to whom, the toll and whether it happened.
    pub attributes: Vec<Attribute>,
    /// Who vouches for it: the innermost voice of each version.
    pub sources: Vec<Source>,
    /// Who passes it on: the voices between, and the outlets.
    pub passed_on: Vec<Source>,
    /// How many sources know it each by itself: named speakers, agencies and outlets in their own voice, copies folded. Those who deny it and
    /// those without a name are not counted.
    pub n_independent: usize,
    /// How many sources without a name there are.
    pub n_anonymous: usize,
    /// How many sources deny it.
    pub n_denying: usize,
    /// How many stories tell it.
    pub n_stories: usize,
}

/// One thing that is said of a happening.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// `date`, `place`, `actor`, `recipient`, `killed`, `injured`, `status`.
    pub name: String,
    /// True when all variants can be true together.
    pub agreed: bool,
    /// What is said, the most often said first. Who does not say has no variant.
    pub variants: Vec<Variant>,
}

/// One version of an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// In words.
    pub value: String,
    /// The events that say so, by their index.
    pub events: Vec<usize>,
}

/// Someone who vouches for a happening or passes it on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The name, or what is said of someone without one.
    pub name: String,
    /// `speaker`, `agency`, `outlet`, `anonymous` or `intermediary`.
    pub kind: String,
    /// What it is counted by: equal keys are one source.
    pub key: String,
    /// True when it says that it did not happen.
    pub denies: bool,
    /// The events it stands behind, by their index.
    pub events: Vec<usize>,
}

/// Lays the versions of a happening side by side.
pub fn account(events: &[AccountEvent]) -> Account {
    let sources = gather(events.iter().enumerate().map(|(i, event)| (i, source(event))));
    let passed_on = gather(events.iter().enumerate().flat_map(|(i, event)| passing(event).into_iter().map(move |source| (i, source))));
    let count = |kind: &dyn Fn(&Source) -> bool| {
        sources.iter().filter(|source| kind(source)).map(|source| &source.key).collect::<BTreeSet<_>>().len()
    };
    Account {
        n_independent: count(&|source| source.kind != "anonymous" && !source.denies),
        n_anonymous: count(&|source| source.kind == "anonymous"),
        n_denying: count(&|source| source.denies),
        n_stories: events.iter().map(|event| &event.story).collect::<BTreeSet<_>>().len(),
        attributes: attributes(events),
        sources,
        passed_on,
    }
}

/// Who vouches for one version: the innermost voice with a name; in the outlet's own voice the agency it took the story from, or itself.
fn source(event: &AccountEvent) -> Source {
    let voices: Vec<&Voice> = event.facts.said.voices.iter().filter(|voice| voice.role != "outlet").collect();
    let denies = event.facts.status == "denied" || event.facts.said.stance.as_deref() == Some("denies");
    let Some(innermost) = voices.first() else {
        let (name, kind, key) = match (&event.agency, &event.outlet) {
            (Some(agency), _) => (agency.clone(), "agency", format!("name {}", plain(agency))),
            // Copies without a credit are one text by one author, whoever prints it first.
            (None, outlet) => (outlet.clone().unwrap_or_default(), "outlet", format!("story {}", event.story)),
        };
        return Source { name, kind: kind.to_owned(), key, denies, events: Vec::new() };
    };
    if innermost.named {
        let (key, name) = who(event, innermost);
        return Source { name, kind: "speaker".to_owned(), key, denies, events: Vec::new() };
    }
    // Two officials without a name may be one: they are kept apart from those with a name, one for each who heard them.
    let described = innermost.name.clone().unwrap_or_default();
    let heard_by =
        voices.iter().skip(1).find(|voice| voice.named).map_or_else(|| format!("story {}", event.story), |voice| who(event, voice).0);
    Source {
        key: format!("anonymous {} {heard_by}", plain(&described)),
        name: described,
        kind: "anonymous".to_owned(),
        denies,
        events: Vec::new(),
    }
}

/// Who passes a version on.
fn passing(event: &AccountEvent) -> Vec<Source> {
    let between = event.facts.said.voices.iter().filter(|voice| voice.role != "outlet").skip(1).filter(|voice| voice.named).map(|voice| {
        let (key, name) = who(event, voice);
        Source { name, kind: "intermediary".to_owned(), key, ..Source::default() }
    });
    let outlet = event.outlet.iter().map(|outlet| Source {
        name: outlet.clone(),
        kind: "outlet".to_owned(),
        key: format!("name {}", plain(outlet)),
        ..Source::default()
    });
    between.chain(outlet).collect()
}

fn who(event: &AccountEvent, voice: &Voice) -> (String, String) {
    let identity = voice.entity.as_ref().and_then(|entity| event.identities.get(entity));
    match (identity, &voice.name) {
        (Some((identity, name)), _) => (format!("identity {identity}"), name.clone()),
        (None, name) => {
            let name = name.clone().unwrap_or_default();
            (format!("name {}", plain(&name)), name)
        }
    }
}

/// Sources by key, those behind the most events first. Someone who says it here and denies it there stands there twice.
fn gather(found: impl Iterator<Item = (usize, Source)>) -> Vec<Source> {
    let mut by_key: BTreeMap<(String, String, bool), Source> = BTreeMap::new();
    for (event, source) in found {
        let known = by_key.entry((source.key.clone(), source.kind.clone(), source.denies)).or_insert_with(|| source.clone());
        known.events.push(event);
        // Of several names of one source the first in the alphabet, whatever the order of the events.
        if source.name < known.name {
            known.name = source.name;
        }
    }
    let mut sources: Vec<Source> = by_key.into_values().collect();
    sources.sort_by(|a, b| b.events.len().cmp(&a.events.len()).then_with(|| a.key.cmp(&b.key)));
    sources
}

fn attributes(events: &[AccountEvent]) -> Vec<Attribute> {
    let each = |name: &str, value: &dyn Fn(&AccountEvent) -> Option<String>, fit: &dyn Fn(usize, usize) -> bool| {
        attribute(name, events, value, fit)
    };
    let facts = |i: usize| events.get(i).map(|event| &event.facts);
    let both = |i: usize, j: usize, fit: &dyn Fn(&EventFacts, &EventFacts) -> bool| facts(i).zip(facts(j)).is_none_or(|(a, b)| fit(a, b));
    let toll = |i: usize, kind: &str| facts(i).and_then(|event| tolls(&event.sentence).remove(kind));
    let tolls_fit = |kind: &'static str| move |i: usize, j: usize| toll(i, kind).zip(toll(j, kind)).is_none_or(|(a, b)| a.fits(&b));
    let told = |kind: &'static str| move |event: &AccountEvent| tolls(&event.facts.sentence).remove(kind).map(|toll: Toll| toll.words);
    let parties_fit = |actors: bool| {
        move |i: usize, j: usize| {
            let of = |i: usize| events.get(i).map(|event| party_keys(event, actors)).unwrap_or_default();
            let (a, b) = (of(i), of(j));
            !a.is_disjoint(&b)
        }
    };
    [
        each("date", &|event| date(&event.facts), &|i, j| both(i, j, &dates_fit)),
        each("place", &|event| event.facts.place.as_ref().map(|place| place.name.clone()), &|i, j| {
            both(i, j, &|a, b| a.place.as_ref().zip(b.place.as_ref()).is_none_or(|(a, b)| places_fit(a, b)))
        }),
        each("actor", &|event| party_names(event, true), &parties_fit(true)),
        each("recipient", &|event| party_names(event, false), &parties_fit(false)),
        each("killed", &told("killed"), &tolls_fit("killed")),
        each("injured", &told("injured"), &tolls_fit("injured")),
        each("status", &|event| Some(event.facts.status.clone()).filter(|status| !status.is_empty()), &|i, j| {
            // What was planned and then happened is one course of things; what is denied is a disagreement.
            both(i, j, &|a, b| (a.status == "denied") == (b.status == "denied"))
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn attribute(
    name: &str,
    events: &[AccountEvent],
    value: &dyn Fn(&AccountEvent) -> Option<String>,
    fit: &dyn Fn(usize, usize) -> bool,
) -> Option<Attribute> {
    let mut variants: BTreeMap<String, Variant> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        if let Some(value) = value(event) {
            variants.entry(plain(&value)).or_insert_with(|| Variant { value, events: Vec::new() }).events.push(i);
        }
    }
    let said: Vec<usize> = variants.values().flat_map(|variant| variant.events.iter().copied()).collect();
    let agreed = said.iter().enumerate().all(|(n, i)| said.iter().skip(n + 1).all(|j| fit(*i, *j)));
    let mut variants: Vec<Variant> = variants.into_values().collect();
    variants.sort_by(|a, b| b.events.len().cmp(&a.events.len()).then_with(|| a.value.cmp(&b.value)));
    (!variants.is_empty()).then(|| Attribute { name: name.to_owned(), agreed, variants })
}

fn date(event: &EventFacts) -> Option<String> {
    let text = |day: Day| jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(day)).map(|date| date.to_string()).ok();
    match (event.start, event.end) {
        (Some(start), Some(end)) if start == end => text(start),
        (Some(start), Some(end)) => Some(format!("{} to {}", text(start)?, text(end)?)),
        (Some(start), None) => Some(format!("from {}", text(start)?)),
        (None, Some(end)) => Some(format!("until {}", text(end)?)),
        (None, None) => None,
    }
}

/// "In March" and "on 2 March" can both be true.
fn dates_fit(a: &EventFacts, b: &EventFacts) -> bool {
    let before = |one: Option<Day>, other: Option<Day>| one.zip(other).is_some_and(|(end, start)| end < start);
    !before(a.end, b.start) && !before(b.end, a.start)
}

/// A town and its country can both be true.
fn places_fit(a: &PlaceFacts, b: &PlaceFacts) -> bool {
    let same = a.id.is_some() && a.id == b.id || plain(&a.name) == plain(&b.name);
    let within = |outer: &PlaceFacts, inner: &PlaceFacts| {
        let by_country = outer.level.as_deref() == Some("country") && outer.country.is_some() && outer.country == inner.country;
        by_country || outer.id.is_some_and(|id| inner.within.contains(&id))
    };
    same || within(a, b) || within(b, a)
}

fn party_keys(event: &AccountEvent, actors: bool) -> BTreeSet<String> {
    let parties = if actors { &event.facts.actors } else { &event.facts.recipients };
    let key = |party: &crate::grouping::Party| {
        event.identities.get(&party.id).map_or_else(|| plain(&party.name), |(identity, _)| identity.clone())
    };
    parties.iter().map(key).collect()
}

fn party_names(event: &AccountEvent, actors: bool) -> Option<String> {
    let parties = if actors { &event.facts.actors } else { &event.facts.recipients };
    let name =
        |party: &crate::grouping::Party| event.identities.get(&party.id).map_or_else(|| party.name.clone(), |(_, name)| name.clone());
    let names: BTreeSet<String> = parties.iter().map(name).collect();
    (!names.is_empty()).then(|| names.into_iter().collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grouping::{Party, Said};

    fn voice(name: &str, named: bool, role: &str) -> Voice {
        Voice { entity: None, name: Some(name.to_owned()), named, role: role.to_owned() }
    }

    fn event(story: &str, outlet: &str, voices: &[Voice]) -> AccountEvent {
        AccountEvent {
            facts: EventFacts {
                status: "happened".to_owned(),
                said: Said { voices: voices.to_vec(), stance: (!voices.is_empty()).then(|| "says".to_owned()) },
                ..EventFacts::default()
            },
            story: story.to_owned(),
            outlet: Some(outlet.to_owned()),
            ..AccountEvent::default()
        }
    }

    fn counts(events: &[AccountEvent]) -> (usize, usize, usize) {
        let account = account(events);
        (account.n_independent, account.n_anonymous, account.n_denying)
    }

    #[test]
    fn a_speaker_heard_by_three_papers_is_one_source() {
        let odmark = voice("Ines Odmark", true, "speaker");
        let events = [
            event("s1", "Halvik Daily", std::slice::from_ref(&odmark)),
            event("s2", "Orm Post", &[odmark.clone(), voice("Nordpress", true, "intermediary")]),
            event("s3", "Vell Times", &[odmark, voice("Vell Times", true, "outlet")]),
        ];
        let account = account(&events);
        assert_eq!((account.n_independent, account.n_stories), (1, 3));
        assert_eq!(account.sources[0].events, [0, 1, 2]);
        let passing: Vec<(&str, &str)> = account.passed_on.iter().map(|source| (source.kind.as_str(), source.name.as_str())).collect();
        assert_eq!(passing, [("outlet", "Halvik Daily"), ("intermediary", "Nordpress"), ("outlet", "Orm Post"), ("outlet", "Vell Times")]);
    }

    #[test]
    fn copies_and_an_agency_count_once() {
        let mut wire = event("s1", "Halvik Daily", &[]);
        wire.agency = Some("Nordpress".to_owned());
        let mut other_wire = event("s2", "Orm Post", &[]);
        other_wire.agency = Some("NORDPRESS".to_owned());
        assert_eq!(counts(&[wire.clone(), other_wire.clone()]), (1, 0, 0));
        // Someone who quotes the agency adds no source either.
        assert_eq!(counts(&[wire, other_wire, event("s3", "Vell Times", &[voice("Nordpress", true, "speaker")])]), (1, 0, 0));
        assert_eq!(counts(&[event("s4", "A", &[]), event("s4", "B", &[]), event("s5", "C", &[])]), (2, 0, 0));
    }

    #[test]
    fn sources_without_a_name_are_counted_apart() {
        let official = voice("an official", false, "speaker");
        let nordpress = voice("Nordpress", true, "intermediary");
        let events = [
            event("s1", "Halvik Daily", &[official.clone(), nordpress.clone()]),
            event("s2", "Orm Post", &[official.clone(), nordpress]),
            event("s3", "Vell Times", &[official]),
        ];
        assert_eq!(counts(&events), (0, 2, 0));
    }

    #[test]
    fn one_identity_under_two_names_is_one_source() {
        let mut one = event("s1", "A", &[Voice { entity: Some("e1".to_owned()), ..voice("A. Lukovich", true, "speaker") }]);
        one.identities.insert("e1".to_owned(), ("i1".to_owned(), "Aleksandr Lukovich".to_owned()));
        let mut other = event("s2", "B", &[Voice { entity: Some("e2".to_owned()), ..voice("Alexander Lukovich", true, "speaker") }]);
        other.identities.insert("e2".to_owned(), ("i1".to_owned(), "Aleksandr Lukovich".to_owned()));
        assert_eq!(counts(&[one, other]), (1, 0, 0));
    }

    #[test]
    fn a_denial_is_a_disagreement_and_no_confirmation() {
        let says = event("s1", "A", &[voice("Ines Odmark", true, "speaker")]);
        let mut denies = event("s2", "B", &[voice("Norlin Lines", true, "speaker")]);
        denies.facts.status = "denied".to_owned();
        let account = account(&[says, denies]);
        assert_eq!((account.n_independent, account.n_denying), (1, 1));
        assert!(
            account.attributes.iter().any(|attribute| attribute.name == "status" && !attribute.agreed && attribute.variants.len() == 2)
        );
    }

    #[test]
    fn variants_stay_side_by_side_and_agree_when_both_can_be_true() {
        let place = |name: &str, level: &str| PlaceFacts {
            name: name.to_owned(),
            level: Some(level.to_owned()),
            country: Some("NRL".to_owned()),
            ..PlaceFacts::default()
        };
        let mut all = [event("s1", "A", &[]), event("s2", "B", &[]), event("s3", "C", &[])];
        (all[0].facts.start, all[0].facts.end) = (Some(19_000), Some(19_000));
        (all[1].facts.start, all[1].facts.end) = (Some(18_990), Some(19_020));
        all[0].facts.place = Some(place("Halvik", "city"));
        all[1].facts.place = Some(place("Norlin", "country"));
        all[0].facts.sentence = "At least 12 people were killed.".to_owned();
        all[1].facts.sentence = "Fourteen people died and 3 were injured.".to_owned();
        all[2].facts.sentence = "11 were killed.".to_owned();
        all[2].facts.actors = vec![Party { name: "rebels".to_owned(), ..Party::default() }];
        let account = account(&all);
        let told: Vec<(&str, bool, usize)> =
            account.attributes.iter().map(|attribute| (attribute.name.as_str(), attribute.agreed, attribute.variants.len())).collect();
        assert_eq!(
            told,
            [("date", true, 2), ("place", true, 2), ("actor", true, 1), ("killed", false, 3), ("injured", true, 1), ("status", true, 1)]
        );
        assert_eq!(account.attributes[0].variants[0].value, "2021-12-29 to 2022-01-28");
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        assert_eq!(account(&[]), Account::default());
    }
}
