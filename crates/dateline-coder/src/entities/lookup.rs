//! What a word says about an entity: agent nouns, first names, pronouns, and the gazetteer.

use crate::syntax::Syntax;
use dateline_gazetteer as gazetteer;
use dateline_model::TokenIdx;
use dateline_model::report::EntityKind;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The grammatical sex of a person, where the text or a name tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

impl Gender {
    fn parse(letter: &str) -> Option<Gender> {
        match letter {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            _ => None,
        }
    }
}

/// A noun for a kind of actor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agent {
    pub(crate) kind: EntityKind,
    pub(crate) sector: Option<&'static str>,
    pub(crate) gender: Option<Gender>,
    /// A thing that speaks for whoever issued it: "the statement said".
    pub(crate) document: bool,
}

static AGENTS: LazyLock<BTreeMap<&'static str, Agent>> = LazyLock::new(|| {
    let rows = include_str!("../../data/agents.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|line| {
        let mut fields = line.split('\t');
        let (lemma, kind, sector, gender) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let document = kind == "document";
        let kind = match kind {
            "person" => EntityKind::Person,
            "group" => EntityKind::Group,
            "organization" | "document" => EntityKind::Organization,
            "country" => EntityKind::Country,
            _ => return None,
        };
        Some((lemma, Agent { kind, sector: Some(sector).filter(|s| *s != "-"), gender: Gender::parse(gender), document }))
    })
    .collect()
});

static FIRST_NAMES: LazyLock<BTreeMap<&'static str, Gender>> = LazyLock::new(|| {
    let rows = include_str!("../../data/first_names.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).filter_map(|(name, letter)| Some((name, Gender::parse(letter)?))).collect()
});

/// What is known of an agent noun by its lemma, lower case.
pub(crate) fn agent(lemma: &str) -> Option<Agent> {
    let lemma = lemma.to_lowercase();
    AGENTS.get(lemma.as_str()).copied().or_else(|| {
        // "ex-minister", "co-founder", "vice-president", "then-chief".
        let (first, rest) = lemma.split_once('-')?;
        matches!(first, "ex" | "co" | "vice" | "then" | "deputy" | "sub" | "under" | "counter").then(|| AGENTS.get(rest).copied()).flatten()
    })
}

/// What is known of an agent noun in its place: by its lemma, or by its form where the lemma is wrong.
pub(crate) fn agent_at(syntax: &Syntax, token: TokenIdx) -> Option<Agent> {
    let form = || syntax.form(token).trim_end_matches('.').to_lowercase();
    agent(syntax.lemma(token)).or_else(|| agent(&form())).or_else(|| {
        let form = form();
        let stems = [
            form.strip_suffix('s').map(str::to_owned),
            form.strip_suffix("es").map(str::to_owned),
            form.strip_suffix("ies").map(|s| format!("{s}y")),
        ];
        stems.iter().flatten().filter(|s| s.len() > 2).find_map(|s| agent(s))
    })
}

/// The sex that a first name tells.
pub(crate) fn first_name(name: &str) -> Option<Gender> {
    FIRST_NAMES.get(name.to_lowercase().as_str()).copied()
}

/// The sex that a form of address tells.
pub(crate) fn honorific(word: &str) -> Option<Gender> {
    match word.trim_end_matches('.') {
        "Mr" | "Sir" | "Lord" | "Don" => Some(Gender::Male),
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Madam" | "Mme" => Some(Gender::Female),
        _ => None,
    }
}

/// Whom a personal pronoun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pronoun {
    I,
    We,
    You,
    He,
    She,
    It,
    They,
}

/// The personal or possessive pronoun of this form.
pub(crate) fn pronoun(form: &str) -> Option<Pronoun> {
    Some(match form.to_lowercase().as_str() {
        "i" | "me" | "my" | "mine" | "myself" => Pronoun::I,
        "we" | "us" | "our" | "ours" | "ourselves" => Pronoun::We,
        "you" | "your" | "yours" | "yourself" | "yourselves" => Pronoun::You,
        "he" | "him" | "his" | "himself" => Pronoun::He,
        "she" | "her" | "hers" | "herself" => Pronoun::She,
        "it" | "its" | "itself" => Pronoun::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::They,
        _ => return None,
    })
}

/// The agency or outlet of this name, in its usual form.
pub(crate) fn agency(name: &str) -> Option<&'static str> {
    gazetteer::agency(name).map(|a| a.name)
}

/// The country that a name means, alpha-3.
pub(crate) fn country(name: &str) -> Option<&'static str> {
    gazetteer::country_named(name).or_else(|| name.strip_prefix("the ").and_then(gazetteer::country_named)).map(|c| c.alpha3)
}

/// The country that an adjective or noun for its people means, alpha-3.
pub(crate) fn demonym(word: &str) -> Option<&'static str> {
    gazetteer::demonym(word).map(|c| c.alpha3)
}

/// True for a name, in lower case, that means no country, people or place that the gazetteer knows.
pub(crate) fn is_unknown(word: &str) -> bool {
    let mut chars = word.chars();
    let name: String = chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect());
    country(&name).is_none() && demonym(&name).is_none() && agent(word).is_none() && gazetteer::by_name(&name).is_empty()
}

/// The country whose capital has this name: a government may be meant.
pub(crate) fn capital(name: &str) -> Option<&'static str> {
    let found = gazetteer::by_name(name);
    found
        .iter()
        .filter_map(|c| Some((c.place.country?, c.place.geonames_id?)))
        .find(|(country, id)| country.capital == Some(*id))
        .map(|(c, _)| c.alpha3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agent_noun_is_read() {
        let rows = include_str!("../../data/agents.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(AGENTS.len(), rows);
        let rows = include_str!("../../data/first_names.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(FIRST_NAMES.len(), rows);
    }

    #[test]
    fn a_prefixed_agent_noun_keeps_its_sector() {
        assert_eq!(agent("ex-minister").and_then(|a| a.sector), Some("GOV"));
        assert!(agent("table").is_none());
    }

    #[test]
    fn sex_is_told_by_first_names_kinship_and_forms_of_address() {
        assert_eq!(first_name("Olga"), Some(Gender::Female));
        assert_eq!(agent("brother").and_then(|a| a.gender), Some(Gender::Male));
        assert_eq!(honorific("Mrs."), Some(Gender::Female));
    }
}
