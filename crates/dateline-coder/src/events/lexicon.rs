//! The codebook as the program holds it: types, and triggers by the lemma of their head word.

use super::pattern::{Companion, Condition, Frame, parse_words};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The part of speech a trigger has as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Class {
    Verb,
    Noun,
    Adjective,
}

/// One trigger.
#[derive(Clone, Debug)]
pub(super) struct Trigger {
    pub(super) event_type: &'static str,
    pub(super) mode: Option<String>,
    pub(super) class: Class,
    pub(super) companions: Vec<Companion>,
    pub(super) frame: Arc<Frame>,
    pub(super) when: Arc<[Condition]>,
    /// How often this word in the news names an event of this type, 0 to 1.
    pub(super) weight: f32,
    /// True for what lasts ("war", "siege") and is thought of as going on unless said otherwise.
    pub(super) lasting: bool,
}

/// A type of event: what the codebook says of it.
#[derive(Clone, Debug, Deserialize)]
pub struct EventType {
    /// `ASSAULT`.
    #[serde(rename = "type")]
    pub name: String,
    /// What it covers.
    pub definition: String,
    /// Names and meanings of its modes.
    #[serde(default)]
    pub modes: BTreeMap<String, String>,
    #[serde(default, rename = "trigger")]
    triggers: Vec<Group>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    class: Class,
    words: String,
    weight: f32,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    frame: Option<String>,
    #[serde(default)]
    when: String,
    #[serde(default)]
    lasting: bool,
}

const FILES: [(&str, &str); 16] = [
    ("AGREE", include_str!("../../data/codebook/plover/agree.toml")),
    ("CONSULT", include_str!("../../data/codebook/plover/consult.toml")),
    ("SUPPORT", include_str!("../../data/codebook/plover/support.toml")),
    ("CONCEDE", include_str!("../../data/codebook/plover/concede.toml")),
    ("COOPERATE", include_str!("../../data/codebook/plover/cooperate.toml")),
    ("AID", include_str!("../../data/codebook/plover/aid.toml")),
    ("RETREAT", include_str!("../../data/codebook/plover/retreat.toml")),
    ("REQUEST", include_str!("../../data/codebook/plover/request.toml")),
    ("ACCUSE", include_str!("../../data/codebook/plover/accuse.toml")),
    ("REJECT", include_str!("../../data/codebook/plover/reject.toml")),
    ("THREATEN", include_str!("../../data/codebook/plover/threaten.toml")),
    ("PROTEST", include_str!("../../data/codebook/plover/protest.toml")),
    ("SANCTION", include_str!("../../data/codebook/plover/sanction.toml")),
    ("MOBILIZE", include_str!("../../data/codebook/plover/mobilize.toml")),
    ("COERCE", include_str!("../../data/codebook/plover/coerce.toml")),
    ("ASSAULT", include_str!("../../data/codebook/plover/assault.toml")),
];

/// The built-in codebook, PLOVER.
pub(super) struct Lexicon {
    pub(super) types: Vec<EventType>,
    by_lemma: BTreeMap<String, Vec<Trigger>>,
    /// For each type and part of speech a trigger without words, with the frame that most of its words have.
    generic: Vec<Trigger>,
}

static PLOVER: LazyLock<Lexicon> = LazyLock::new(|| match Lexicon::read() {
    Ok(lexicon) => lexicon,
    // The files are part of the program and read whole by a test, so this branch is never taken in a build that passed it.
    Err(_) => Lexicon { types: Vec::new(), by_lemma: BTreeMap::new(), generic: Vec::new() },
});

/// The types of the built-in codebook with their definitions, in the codebook's order.
pub fn event_types() -> &'static [EventType] {
    &PLOVER.types
}

impl Lexicon {
    /// The built-in lexicon, read on first use.
    pub(super) fn plover() -> &'static Lexicon {
        &PLOVER
    }

    /// The triggers whose head word has this lemma, the more demanding first.
    pub(super) fn triggers(&self, lemma: &str) -> &[Trigger] {
        self.by_lemma.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// What stands for words of a type that the codebook does not list.
    pub(super) fn generic(&self, event_type: &str, class: Class) -> Option<&Trigger> {
        self.generic.iter().find(|t| t.event_type == event_type && t.class == class)
    }

    /// The words of triggers and of their companions.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let companions = self.by_lemma.values().flatten().flat_map(|t| &t.companions).flat_map(|companion| match companion {
            Companion::Complement(words) => words.as_slice(),
            Companion::Particle(word) | Companion::Before(word) => std::slice::from_ref(word),
            Companion::Phrase(_) => &[],
        });
        self.by_lemma.keys().chain(companions).map(String::as_str)
    }

    fn read() -> Result<Lexicon, String> {
        let mut lexicon = Lexicon { types: Vec::new(), by_lemma: BTreeMap::new(), generic: Vec::new() };
        for (name, text) in FILES {
            let event_type: EventType = toml::from_str(text).map_err(|e| format!("{name}: {e}"))?;
            if event_type.name != name {
                return Err(format!("{name}: the file is of type {}", event_type.name));
            }
            for group in &event_type.triggers {
                lexicon.add(name, group).map_err(|e| format!("{name}: {e}"))?;
            }
            lexicon.types.push(event_type);
            lexicon.generalize(name);
        }
        for triggers in lexicon.by_lemma.values_mut() {
            triggers.sort_by_key(|t| std::cmp::Reverse(t.companions.len()));
        }
        Ok(lexicon)
    }

    fn generalize(&mut self, name: &'static str) {
        for class in [Class::Verb, Class::Noun, Class::Adjective] {
            let own = || self.by_lemma.values().flatten().filter(|t| t.event_type == name && t.class == class);
            let words = |frame: &Arc<Frame>| own().filter(|t| Arc::ptr_eq(&t.frame, frame)).count();
            // The first of the largest groups, in the order of their words.
            let Some(most) = own().map(|t| words(&t.frame)).max() else { continue };
            let common = own().find(|t| words(&t.frame) == most).cloned();
            self.generic.extend(common.map(|t| Trigger {
                mode: None,
                companions: Vec::new(),
                when: Arc::new([]),
                weight: 0.0,
                lasting: false,
                ..t
            }));
        }
    }

    fn add(&mut self, name: &'static str, group: &Group) -> Result<(), String> {
        let default = match group.class {
            Class::Verb => "subj>obj",
            Class::Noun => "by,poss,mod>@on,@against,@of,@at",
            Class::Adjective => "by>holder",
        };
        // Shared by the triggers of a group: copies would cost more than reading the files.
        let frame = Arc::new(Frame::parse(group.frame.as_deref().unwrap_or(default))?);
        let when: Arc<[Condition]> = group.when.split_whitespace().map(Condition::parse).collect::<Result<_, _>>()?;
        for words in group.words.split([',', '\n']).map(str::trim).filter(|w| !w.is_empty()) {
            let (head, companions, weight) = parse_words(words)?;
            let trigger = Trigger {
                event_type: name,
                mode: group.mode.clone(),
                class: group.class,
                companions,
                frame: Arc::clone(&frame),
                when: Arc::clone(&when),
                weight: weight.unwrap_or(group.weight),
                lasting: group.lasting,
            };
            self.by_lemma.entry(head).or_default().push(trigger);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_codebook_reads_whole() {
        let lexicon = Lexicon::read().unwrap();
        assert_eq!(lexicon.types.len(), FILES.len());
        let n_triggers: usize = FILES.iter().map(|(name, _)| count(&lexicon, name)).sum();
        assert!(n_triggers >= 1500, "{n_triggers} triggers");
        for (name, _) in FILES {
            assert!(count(&lexicon, name) >= 30, "{name} has {} triggers", count(&lexicon, name));
        }
    }

    fn count(lexicon: &Lexicon, name: &str) -> usize {
        lexicon.by_lemma.values().flatten().filter(|t| t.event_type == name).count()
    }

    #[test]
    fn every_mode_used_is_defined_and_every_weight_is_a_share() {
        let lexicon = Lexicon::read().unwrap();
        for event_type in &lexicon.types {
            assert!(event_type.definition.len() > 20, "{} lacks a definition", event_type.name);
            for group in &event_type.triggers {
                let defined = group.mode.as_ref().is_none_or(|m| event_type.modes.contains_key(m));
                assert!(defined, "{}: mode {:?} is not defined", event_type.name, group.mode);
                assert!((0.0..=1.0).contains(&group.weight));
            }
        }
    }

    #[test]
    fn no_trigger_is_listed_twice_in_a_type() {
        let lexicon = Lexicon::read().unwrap();
        for event_type in &lexicon.types {
            let mut seen = BTreeSet::new();
            for group in &event_type.triggers {
                for words in group.words.split([',', '\n']).map(str::trim).filter(|w| !w.is_empty()) {
                    let (head, companions, _) = parse_words(words).unwrap();
                    let key = format!("{:?} {head} {companions:?} {:?} {:?}", group.class, group.when, group.frame);
                    assert!(seen.insert(key), "{}: `{words}` is listed twice", event_type.name);
                }
            }
        }
    }

    #[test]
    fn triggers_are_found_by_their_lemma() {
        let found = Lexicon::plover().triggers("attack");
        assert!(found.iter().any(|t| t.class == Class::Noun && t.event_type == "ASSAULT"));
        assert!(Lexicon::plover().triggers("sandwich").is_empty());
    }
}
