//! Whether two entities of different articles are the same.

use super::name::{acronym, generation, initials, organization, person, skeleton, words};
use crate::grouping::words::hash;
use crate::grouping::{EntityFacts, Evidence, Layer, Link, Sign, Verdict};
use crate::happenings::is_rare;
use std::collections::BTreeSet;
use std::ops::Deref;

/// How many keys two entities share at least to be compared.
pub const MIN_SHARED: usize = 1;

/// The score of names that are the same as written, in another spelling, shortened, and only fitting.
const AS_WRITTEN: f64 = 0.95;
const SPELT: f64 = 0.85;
const SHORTENED: f64 = 0.75;
const FITTING: f64 = 0.55;

/// The keys of an entity: the skeleton of a surname, of an organization's name, its acronym, the code of a country.
pub fn keys(entity: &EntityFacts) -> Vec<u64> {
    let mut keys = BTreeSet::new();
    for name in names(entity) {
        match entity.kind.as_str() {
            "person" => keys.extend(generation(person(name)).0.last().map(|surname| format!("person {}", skeleton(surname)))),
            "country" => keys.extend(entity.country.iter().map(|code| format!("country {code}"))),
            "place" => {
                keys.insert(format!("place {}", words(name).join(" ")));
            }
            _ => {
                let words = organization(name);
                keys.extend(acronym(name).into_iter().chain(initials(&words)).map(|letters| format!("letters {letters}")));
                keys.insert(format!("name {}", words.iter().map(|word| skeleton(word)).collect::<Vec<_>>().join(" ")));
            }
        }
    }
    keys.iter().map(|key| hash(format!("entity {key}").as_bytes())).collect()
}

/// An entity, made ready to be compared: some have dozens of names, and are compared with hundreds.
pub(crate) struct Seen<F> {
    pub(crate) facts: F,
    names: Apart,
}

/// Names, each taken apart.
enum Apart {
    People(Vec<(String, Person)>),
    Organizations(Vec<(String, Organization)>),
    Places(Vec<(String, Vec<String>)>),
    Country,
    Other,
}

impl<F: Deref<Target = EntityFacts>> Seen<F> {
    pub(crate) fn of(facts: F) -> Self {
        let names = match facts.kind.as_str() {
            "person" => Apart::People(apart(&facts, Person::of)),
            "group" | "organization" => Apart::Organizations(apart(&facts, Organization::of)),
            "place" => Apart::Places(apart(&facts, words)),
            "country" => Apart::Country,
            _ => Apart::Other,
        };
        Seen { names, facts }
    }
}

fn apart<T>(facts: &EntityFacts, take_apart: impl Fn(&str) -> T) -> Vec<(String, T)> {
    names(facts).map(|name| (name.to_owned(), take_apart(name))).collect()
}

/// Whether two entities are the same, and by which names; `None` for no sign of it.
pub fn compare(one: &EntityFacts, other: &EntityFacts) -> Option<Link> {
    compare_seen(&Seen::of(one), &Seen::of(other))
}

/// The same for entities that are compared with many.
pub(crate) fn compare_seen<F: Deref<Target = EntityFacts>>(one: &Seen<F>, other: &Seen<F>) -> Option<Link> {
    let (seen_a, seen_b) = if one.facts.id <= other.facts.id { (one, other) } else { (other, one) };
    let (a, b): (&EntityFacts, &EntityFacts) = (&seen_a.facts, &seen_b.facts);
    let found = match (&seen_a.names, &seen_b.names) {
        (Apart::People(a), Apart::People(b)) => best(a, b, people),
        (Apart::Organizations(a), Apart::Organizations(b)) => best(a, b, organizations),
        (Apart::Places(a), Apart::Places(b)) => best(a, b, |one, other| (one == other).then_some((AS_WRITTEN, Sign::Name))),
        (Apart::Country, Apart::Country) => {
            (a.country.is_some() && a.country == b.country).then(|| (AS_WRITTEN, Sign::Country, (a.name.clone(), b.name.clone())))
        }
        _ => None,
    };
    let (mut score, sign, (name_a, name_b)) = found?;
    let mut evidence = vec![Evidence { sign, weight: score, a: name_a.clone(), b: name_b, a_span: None, b_span: None }];
    if let Some((country_a, country_b)) = a.country.as_ref().zip(b.country.as_ref()).filter(|_| sign != Sign::Country) {
        let same = country_a == country_b;
        // A rare name outweighs a country, which the reports conclude from the words around.
        let weight = match same {
            true => 0.05,
            false if a.kind == "person" && score >= AS_WRITTEN && words(&name_a).last().is_some_and(|surname| is_rare(surname)) => -0.2,
            false => -0.6,
        };
        score = (score + weight).clamp(0.0, 1.0);
        evidence.push(Evidence { sign: Sign::Country, weight, a: country_a.clone(), b: country_b.clone(), a_span: None, b_span: None });
    }
    let verdict = if score >= 0.6 { Verdict::Same } else { Verdict::Partly };
    Some(Link { layer: Layer::Identity, a: a.id.clone(), b: b.id.clone(), verdict, score, evidence })
}

/// A name of several words, or another that stands for itself; what is only a surname or an acronym is not full.
pub(crate) fn is_full(entity: &EntityFacts) -> bool {
    names(entity).any(|name| match entity.kind.as_str() {
        "person" => generation(person(name)).0.iter().filter(|word| word.chars().count() > 1).count() > 1,
        "group" | "organization" => acronym(name).is_none(),
        _ => true,
    })
}

fn names(entity: &EntityFacts) -> impl Iterator<Item = &str> {
    std::iter::once(entity.name.as_str()).chain(entity.names.iter().map(String::as_str))
}

/// How a pair of names is judged.
type Judged = Option<(f64, Sign)>;

/// The closest pair of names.
fn best<T>(a: &[(String, T)], b: &[(String, T)], judge: impl Fn(&T, &T) -> Judged) -> Option<(f64, Sign, (String, String))> {
    let mut best: Option<(f64, Sign, (&String, &String))> = None;
    for (name, one) in a {
        for (other_name, other) in b {
            if let Some((score, sign)) = judge(one, other)
                && best.as_ref().is_none_or(|(most, _, _)| score > *most)
            {
                best = Some((score, sign, (name, other_name)));
            }
        }
    }
    best.map(|(score, sign, (a, b))| (score, sign, (a.clone(), b.clone())))
}

/// A person's name, how its words sound, and what tells generations apart.
struct Person {
    words: Vec<String>,
    skeletons: Vec<String>,
    generation: Option<String>,
}

impl Person {
    fn of(name: &str) -> Self {
        let (words, generation) = generation(person(name));
        Person { skeletons: words.iter().map(|word| skeleton(word)).collect(), words, generation }
    }
}

fn people(one: &Person, other: &Person) -> Judged {
    if one.generation.is_some() && other.generation.is_some() && one.generation != other.generation {
        return None;
    }
    let same_surname = one.skeletons.last()? == other.skeletons.last()?;
    let (Some(given_a), Some(given_b)) = (given(&one.words), given(&other.words)) else {
        // A surname alone fits everyone who has it.
        return (same_surname && one.words.last()?.chars().count() > 2).then_some((FITTING, Sign::Name));
    };
    let doubt = if one.generation == other.generation { 0.0 } else { 0.3 };
    if one.words == other.words {
        return Some((AS_WRITTEN - doubt, Sign::Name));
    }
    if !same_surname {
        return None;
    }
    let is_initial = |name: &str| name.chars().count() == 1;
    let (first_a, first_b) = (given_a.first()?, given_b.first()?);
    if is_initial(first_a) || is_initial(first_b) {
        return (first_a.chars().next() == first_b.chars().next()).then_some((FITTING, Sign::Name));
    }
    if one.skeletons.first()? != other.skeletons.first()? {
        return None;
    }
    // Given names that both have must fit; a middle name may be left out or shortened to its letter.
    let sounds = one.skeletons.iter().zip(&other.skeletons);
    let fit = given_a.iter().zip(given_b).zip(sounds).skip(1).all(|((a, b), (sound_a, sound_b))| {
        if is_initial(a) || is_initial(b) { a.chars().next() == b.chars().next() } else { sound_a == sound_b }
    });
    let score = if given_a.len() == given_b.len() { SPELT } else { SHORTENED };
    fit.then_some((score - doubt, Sign::Name))
}

/// The given names of a name of two words or more.
fn given(words: &[String]) -> Option<&[String]> {
    words.split_last().map(|(_, given)| given).filter(|given| !given.is_empty())
}

/// The name of an organization.
struct Organization {
    words: Vec<String>,
    acronym: Option<String>,
    initials: Option<String>,
    skeletons: Vec<String>,
}

impl Organization {
    fn of(name: &str) -> Self {
        let words = organization(name);
        let skeletons = words.iter().map(|word| skeleton(word)).collect();
        Organization { acronym: acronym(name), initials: initials(&words), skeletons, words }
    }
}

fn organizations(one: &Organization, other: &Organization) -> Judged {
    if one.words == other.words && !one.words.is_empty() {
        let two_letters = one.words.len() == 1 && one.words.first().is_some_and(|word| word.chars().count() <= 2);
        return Some((if two_letters { SHORTENED } else { AS_WRITTEN }, Sign::Name));
    }
    if [(&one.acronym, &other.initials), (&other.acronym, &one.initials)].iter().any(|(short, long)| short.is_some() && short == long) {
        return Some((SHORTENED, Sign::Alias));
    }
    // One word in two spellings is too little: "Fatah" is not "Fateh".
    (one.words.len() > 1 && one.skeletons == other.skeletons).then_some((SPELT, Sign::Name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(kind: &str, name: &str, country: Option<&str>) -> EntityFacts {
        EntityFacts {
            id: name.to_owned(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            country: country.map(str::to_owned),
            ..EntityFacts::default()
        }
    }

    fn verdict(one: &EntityFacts, other: &EntityFacts) -> Option<Verdict> {
        assert_eq!(compare(one, other), compare(other, one));
        let link = compare(one, other);
        let meet = keys(one).iter().any(|key| keys(other).contains(key));
        assert!(link.is_none() || meet, "a link needs a shared key: {} {}", one.name, other.name);
        link.map(|link| link.verdict)
    }

    fn people(one: &str, other: &str) -> Option<Verdict> {
        verdict(&entity("person", one, None), &entity("person", other, None))
    }

    #[test]
    fn a_person_is_the_same_under_titles_spellings_and_without_a_middle_name() {
        for (one, other) in [
            ("President Aleksandr Lukovich", "Alexander Lukovich"),
            ("Mohammed al-Karim", "Muhammad Karim"),
            ("Ines Odmark", "Ines Maria Odmark"),
            ("Tor B. Ahlgren", "Tor Bertil Ahlgren"),
            ("Tor Ahlgren", "Gen. Tor Ahlgren"),
        ] {
            assert_eq!(people(one, other), Some(Verdict::Same), "{one} / {other}");
        }
    }

    #[test]
    fn a_person_is_not_another_of_the_same_surname() {
        for (one, other) in [
            ("Ines Odmark", "Tor Odmark"),
            ("Tor Vell Sr.", "Tor Vell Jr."),
            ("Tor Bertil Ahlgren", "Tor Carl Ahlgren"),
            ("Ana Petrov", "Ana Pavlov"),
        ] {
            assert_eq!(people(one, other), None, "{one} / {other}");
        }
    }

    #[test]
    fn a_surname_or_an_initial_fits_and_proves_nothing() {
        assert_eq!(people("Odmark", "Ines Odmark"), Some(Verdict::Partly));
        assert_eq!(people("I. Odmark", "Ines Odmark"), Some(Verdict::Partly));
        assert_eq!(people("T. Odmark", "Ines Odmark"), None);
    }

    #[test]
    fn another_country_speaks_against_a_common_name() {
        let (one, other) = (entity("person", "John Smith", Some("USA")), entity("person", "Mr. John Smith", Some("AUS")));
        assert_eq!(verdict(&one, &other), Some(Verdict::Partly));
    }

    #[test]
    fn organizations_are_the_same_by_acronym_and_legal_form() {
        let organizations = |one: &str, other: &str| verdict(&entity("organization", one, None), &entity("group", other, None));
        assert_eq!(organizations("Union of Free Harbours", "UFH"), Some(Verdict::Same));
        assert_eq!(organizations("Norlin Lines", "Norlin Lines Inc."), Some(Verdict::Same));
        assert_eq!(organizations("Norlin Lines", "Norlin Mines"), None);
        assert_eq!(organizations("Fatah", "Fateh"), None);
    }

    #[test]
    fn countries_are_the_same_by_code_and_nothing_is_the_same_across_kinds() {
        assert_eq!(
            verdict(&entity("country", "Norlin", Some("NRL")), &entity("country", "Norlin Republic", Some("NRL"))),
            Some(Verdict::Same)
        );
        assert_eq!(verdict(&entity("person", "Paris", None), &entity("place", "Paris", None)), None);
        assert_eq!(verdict(&entity("person", "", None), &entity("person", "", None)), None);
    }
}
