//! What a word denotes, as far as it decides whether it can take part in an event.

use crate::syntax::Syntax;
use dateline_model::calendar::is_calendar_name;
use dateline_model::{NameClass, TokenIdx, Upos};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What a word denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A person, group, organization or country: can act.
    Agent,
    /// A quantity of something else: "dozens of people".
    Quantity,
    /// A place or building that is no name of a state or town.
    Place,
    /// An arm or an attack: acts for somebody unnamed.
    Weapon,
    /// What harms without anybody doing it.
    Cause,
    /// Anything else.
    Thing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agent_endings: String,
    people: String,
    organizations: String,
    places: String,
    quantities: String,
    things: String,
    weapons: String,
    victims: String,
    causes: String,
    sport: String,
}

/// Lists of common nouns by what they denote.
pub(super) struct Nouns {
    agent_endings: Vec<String>,
    agents: BTreeSet<String>,
    quantities: BTreeSet<String>,
    places: BTreeSet<String>,
    things: BTreeSet<String>,
    weapons: BTreeSet<String>,
    victims: BTreeSet<String>,
    causes: BTreeSet<String>,
    sport: BTreeSet<String>,
}

static NOUNS: LazyLock<Nouns> = LazyLock::new(|| Nouns::read().unwrap_or_else(|_| Nouns::empty()));

fn words(list: &str) -> impl Iterator<Item = String> {
    list.split([',', '\n']).map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned)
}

impl Nouns {
    /// The built-in lists, read on first use.
    pub(super) fn get() -> &'static Nouns {
        &NOUNS
    }

    fn read() -> Result<Nouns, String> {
        let file: File = toml::from_str(include_str!("../../data/codebook/nouns.toml")).map_err(|e| e.to_string())?;
        Ok(Nouns {
            agent_endings: words(&file.agent_endings).collect(),
            agents: words(&file.people).chain(words(&file.organizations)).collect(),
            quantities: words(&file.quantities).collect(),
            places: words(&file.places).collect(),
            things: words(&file.things).collect(),
            weapons: words(&file.weapons).collect(),
            victims: words(&file.victims).collect(),
            causes: words(&file.causes).collect(),
            sport: words(&file.sport).collect(),
        })
    }

    fn empty() -> Nouns {
        let none = BTreeSet::new;
        Nouns {
            agent_endings: Vec::new(),
            agents: none(),
            quantities: none(),
            places: none(),
            things: none(),
            weapons: none(),
            victims: none(),
            causes: none(),
            sport: none(),
        }
    }

    /// All words of the lists.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        [&self.agents, &self.victims, &self.quantities, &self.places, &self.things, &self.weapons, &self.causes, &self.sport]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// True for a noun that before an event noun names who suffers.
    pub(super) fn is_victim(&self, lemma: &str) -> bool {
        self.victims.contains(lemma)
    }

    /// True for a word of sport.
    pub(super) fn is_sport(&self, lemma: &str) -> bool {
        self.sport.contains(lemma)
    }

    /// What a common noun denotes.
    pub(super) fn sense(&self, lemma: &str) -> Sense {
        if self.quantities.contains(lemma) {
            Sense::Quantity
        } else if self.agents.contains(lemma) {
            Sense::Agent
        } else if self.places.contains(lemma) {
            Sense::Place
        } else if self.weapons.contains(lemma) {
            Sense::Weapon
        } else if self.causes.contains(lemma) {
            Sense::Cause
        } else if !self.things.contains(lemma) && self.agent_endings.iter().any(|e| lemma.len() > e.len() && lemma.ends_with(e.as_str())) {
            Sense::Agent
        } else {
            Sense::Thing
        }
    }
}

/// The class of the name that holds each token.
pub(super) fn name_classes(syntax: &Syntax) -> Vec<Option<NameClass>> {
    let mut classes = vec![None; syntax.len()];
    for name in &syntax.reading.names {
        for token in name.tokens.clone() {
            if let Some(class) = classes.get_mut(token) {
                *class = Some(name.class);
            }
        }
    }
    classes
}

/// What a token denotes where it stands.
pub(super) fn sense(syntax: &Syntax, classes: &[Option<NameClass>], lemma: &str, token: TokenIdx) -> Sense {
    match syntax.upos(token) {
        Upos::Pron => match lemma {
            "i" | "you" | "he" | "she" | "we" | "they" | "who" | "whoever" | "one" | "someone" | "somebody" => Sense::Agent,
            "it" if !syntax.is(token, "expl") => Sense::Agent,
            // Possessive and object forms keep their form as lemma in some treebanks.
            "me" | "him" | "her" | "us" | "them" | "my" | "your" | "his" | "our" | "their" | "its" => Sense::Agent,
            _ => Sense::Thing,
        },
        Upos::Propn | Upos::X => match classes.get(token).copied().flatten() {
            Some(NameClass::Person | NameClass::Organization | NameClass::Norp) => Sense::Agent,
            Some(NameClass::Location) => Sense::Agent,
            Some(NameClass::Facility) => Sense::Place,
            Some(NameClass::Date | NameClass::Money | NameClass::Product | NameClass::Misc) => Sense::Thing,
            None => match Nouns::get().sense(lemma) {
                Sense::Thing if is_calendar(lemma) => Sense::Thing,
                Sense::Thing => Sense::Agent,
                other => other,
            },
        },
        Upos::Noun => match classes.get(token).copied().flatten() {
            Some(NameClass::Organization | NameClass::Person | NameClass::Norp | NameClass::Location) => Sense::Agent,
            _ => Nouns::get().sense(lemma),
        },
        Upos::Adj | Upos::Verb => {
            let norp = matches!(classes.get(token), Some(Some(NameClass::Norp | NameClass::Location)));
            let nominal = syntax.child(token, "det").is_some() && syntax.child(token, "nsubj").is_none();
            if norp || nominal && matches!(Nouns::get().sense(lemma), Sense::Agent) { Sense::Agent } else { Sense::Thing }
        }
        // "36 were killed", "most of those detained".
        Upos::Num if !is_year(lemma) && !matches!(classes.get(token), Some(Some(NameClass::Date | NameClass::Money))) => Sense::Quantity,
        // "those detained", but not "each other".
        Upos::Det if lemma != "each" => Sense::Quantity,
        _ => Sense::Thing,
    }
}

fn is_year(lemma: &str) -> bool {
    lemma.len() == 4 && (lemma.starts_with("19") || lemma.starts_with("20")) && lemma.bytes().all(|b| b.is_ascii_digit())
}

fn is_calendar(lemma: &str) -> bool {
    is_calendar_name(lemma) || matches!(lemma, "jan." | "sept.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_read_whole_and_are_in_lower_case() {
        let nouns = Nouns::read().unwrap();
        assert!(nouns.agents.len() > 700, "{}", nouns.agents.len());
        assert!(nouns.agents.iter().chain(&nouns.things).all(|w| *w == w.to_lowercase()));
    }

    #[test]
    fn nouns_are_sorted_by_what_they_denote() {
        let nouns = Nouns::get();
        assert_eq!(nouns.sense("rebel"), Sense::Agent);
        assert_eq!(nouns.sense("strategist"), Sense::Agent);
        assert_eq!(nouns.sense("government"), Sense::Agent);
        assert_eq!(nouns.sense("dozen"), Sense::Quantity);
        assert_eq!(nouns.sense("earthquake"), Sense::Cause);
        assert_eq!(nouns.sense("rocket"), Sense::Weapon);
        assert_eq!(nouns.sense("proposal"), Sense::Thing);
    }
}
