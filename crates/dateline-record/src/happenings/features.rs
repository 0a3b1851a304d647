//! What a pair of events has in common, as numbers.

use super::lexicon::{Kinship, RARE, idf, kinship, lemma, sides, stem, words};
use super::profile::{alike, cosine, top, weights};
use crate::grouping::{EventFacts, Party, Sign};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::OnceLock;

/// The features in the order of [`Pair::values`], each with the sign it speaks for. Weights are in `data/happenings.tsv`.
pub(crate) const FEATURES: [(&str, Sign); 40] = [
    ("word", Sign::Trigger),
    ("word rare", Sign::Trigger),
    ("word shared", Sign::Trigger),
    ("word shared phrase", Sign::Trigger),
    ("synonym", Sign::Trigger),
    ("derived", Sign::Trigger),
    ("sides", Sign::Trigger),
    ("sides and senses", Sign::Trigger),
    ("kind", Sign::Trigger),
    ("siblings", Sign::Trigger),
    ("kin rare", Sign::Trigger),
    ("reporting word", Sign::Trigger),
    ("unrelated words", Sign::Trigger),
    ("sentences", Sign::SentenceWords),
    ("sentences, word", Sign::SentenceWords),
    ("sentences, kin", Sign::SentenceWords),
    ("sentences, unrelated", Sign::SentenceWords),
    ("around", Sign::SentenceWords),
    ("around, word", Sign::SentenceWords),
    ("around, kin", Sign::SentenceWords),
    ("around, unrelated", Sign::SentenceWords),
    ("actor", Sign::Actor),
    ("other actor", Sign::Actor),
    ("recipient", Sign::Recipient),
    ("other recipient", Sign::Recipient),
    ("parties crossed", Sign::Actor),
    ("parties, word", Sign::Actor),
    ("parties, kin", Sign::Actor),
    ("parties, unrelated", Sign::Actor),
    ("names", Sign::Name),
    ("other names", Sign::Name),
    ("numbers", Sign::Number),
    ("time words", Sign::Time),
    ("other time words", Sign::Time),
    ("articles", Sign::ArticleWords),
    ("articles, word", Sign::ArticleWords),
    ("articles, kin", Sign::ArticleWords),
    ("articles, unrelated", Sign::ArticleWords),
    ("one article", Sign::ArticleWords),
    ("one sentence", Sign::SentenceWords),
];

/// Words that carry no meaning as the first word of a trigger ("took part", "to be fired").
const LIGHT: [&str; 28] = [
    "be", "have", "do", "get", "make", "take", "go", "give", "a", "an", "the", "to", "of", "in", "on", "up", "out", "off", "into", "for",
    "at", "by", "with", "not", "will", "would", "can", "s",
];

/// Words of reporting: who says something in two articles seldom says it twice at one time.
const REPORTING: [&str; 14] = [
    "say",
    "tell",
    "report",
    "announce",
    "add",
    "claim",
    "accord",
    "state",
    "note",
    "comment",
    "release",
    "statement",
    "confirm",
    "confirmation",
];

/// How many words around the trigger count as near it.
const NEAR: usize = 6;

/// An event, made ready to be compared. What is dear is made when it is first asked for: nine of ten pairs are given up before.
pub(crate) struct Seen<F> {
    pub(crate) facts: F,
    /// The words that name it.
    pub(crate) named: Named,
    words: OnceLock<Words>,
}

/// The words of an event's sentence, parties and time.
struct Words {
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
    sentence: BTreeMap<String, f64>,
    around: BTreeMap<String, f64>,
    names: BTreeSet<String>,
    numbers: BTreeSet<String>,
    time: BTreeSet<String>,
}

impl<F: Deref<Target = EventFacts>> Seen<F> {
    pub(crate) fn of(facts: F) -> Self {
        Seen { named: Named::of(&facts), words: OnceLock::new(), facts }
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::of(&self.facts))
    }
}

impl Words {
    fn of(facts: &EventFacts) -> Self {
        let said: Vec<(&str, String)> = words(&facts.sentence).map(|word| (word, stem(word))).collect();
        let forms: BTreeSet<String> = words(&facts.trigger).map(stem).collect();
        let first = words(&facts.trigger).next();
        let at = first.and_then(|first| said.iter().position(|(word, _)| *word == first));
        let own = |stem: &String| (!forms.contains(stem) && idf(stem) > 1.0).then(|| stem.clone());
        let around = |i: usize| at.is_some_and(|at| i + NEAR >= at && i <= at + NEAR + forms.len());
        let near = said.iter().enumerate().filter(|(i, _)| around(*i)).filter_map(|(_, (_, stem))| own(stem));
        let capital = said.iter().skip(1).filter(|(word, _)| word.starts_with(char::is_uppercase));
        let numbers = said.iter().filter(|(word, _)| word.starts_with(|c: char| c.is_ascii_digit()));
        Words {
            actors: party_words(&facts.actors),
            recipients: party_words(&facts.recipients),
            sentence: top(weights(said.iter().filter_map(|(_, stem)| own(stem))), usize::MAX),
            around: top(weights(near), usize::MAX),
            // The first word of a sentence has a capital without being a name.
            names: capital.filter_map(|(_, stem)| own(stem)).collect(),
            numbers: numbers.map(|(word, _)| (*word).to_owned()).collect(),
            time: facts.time.as_deref().into_iter().flat_map(words).map(stem).collect(),
        }
    }
}

/// The words that name an event, and those who took part by name.
pub(crate) struct Named {
    /// The word that tells most, and its stem.
    head: String,
    stem: String,
    lemmas: BTreeSet<String>,
    sides: BTreeSet<usize>,
    /// Names by the stem of their last word.
    pub(crate) parties: BTreeMap<String, String>,
}

impl Named {
    fn of(facts: &EventFacts) -> Self {
        let trigger: Vec<String> = words(&facts.trigger).map(lemma).collect();
        let head = trigger.iter().find(|word| !LIGHT.contains(&word.as_str())).or(trigger.first()).cloned().unwrap_or_default();
        let mut of_sides = sides(&trigger.join(" "));
        for word in &trigger {
            of_sides.extend(sides(word));
        }
        let parties = facts.actors.iter().chain(&facts.recipients).filter(|party| party.named);
        Named {
            stem: stem(&head),
            head,
            sides: of_sides,
            lemmas: trigger.into_iter().filter(|word| !LIGHT.contains(&word.as_str())).collect(),
            parties: parties.filter_map(|party| Some((stem(words(&party.name).last()?), party.name.clone()))).collect(),
        }
    }
}

/// What the words that name two events have to do with each other.
pub(crate) struct Bond {
    by_senses: Option<Kinship>,
    same: bool,
    kin: bool,
    of_sides: bool,
    /// The first features, which are about these words alone.
    values: [f64; BOND],
}

/// How many of [`FEATURES`] are about the words that name the two.
const BOND: usize = 13;

impl Bond {
    pub(crate) fn of(a: &Named, b: &Named) -> Self {
        let by_senses = kinship(&a.head, &b.head);
        let same = !a.head.is_empty() && (by_senses == Some(Kinship::Same) || a.stem == b.stem);
        let shared = !a.lemmas.is_disjoint(&b.lemmas);
        let of_sides = !same && !a.sides.is_disjoint(&b.sides);
        let kin = !same && (is_close(by_senses) || of_sides);
        let rare = f64::from(idf(&a.stem) + idf(&b.stem)) / f64::from(2.0 * RARE);
        let reporting = |named: &Named| REPORTING.contains(&named.head.as_str());
        let senses = |kind: Kinship| is(!same && by_senses == Some(kind));
        let values = [
            is(same),
            is(same) * rare,
            is(shared && !same),
            is(shared && a.lemmas.len() > 1 && b.lemmas.len() > 1),
            senses(Kinship::Synonym),
            senses(Kinship::Derived),
            is(of_sides),
            is(of_sides && by_senses.is_some()),
            senses(Kinship::Kind),
            senses(Kinship::Siblings),
            is(kin) * rare,
            is(same && (reporting(a) || reporting(b))),
            is(!same && !kin),
        ];
        Bond { by_senses, same, kin, of_sides, values }
    }

    /// The most that the features of two events of different articles can add up to, whatever else the two have in common.
    pub(crate) fn most(&self, weights: &[f64; FEATURES.len()], others: &Most) -> f64 {
        let own: f64 = self.values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        own + match (self.same, self.kin) {
            (true, _) => others.same,
            (false, true) => others.kin,
            (false, false) => others.unrelated,
        }
    }

    fn kinship(&self) -> Option<Kinship> {
        match self.by_senses {
            _ if self.same => Some(Kinship::Same),
            by_senses if self.of_sides && !is_close(by_senses) => Some(Kinship::Sides),
            by_senses => by_senses,
        }
    }
}

/// The most that features beside those of [`Bond`] add up to: a feature is one at most.
pub(crate) struct Most {
    same: f64,
    kin: f64,
    unrelated: f64,
}

impl Most {
    pub(crate) fn of(weights: &[f64; FEATURES.len()]) -> Self {
        let sum = |case: &str| {
            let counts = |name: &str| match name.rsplit_once(", ").map(|(_, words)| words) {
                Some(words @ ("word" | "kin" | "unrelated")) => words == case,
                _ => !name.starts_with("one "),
            };
            let others = FEATURES.iter().zip(weights).skip(BOND).filter(|((name, _), weight)| **weight > 0.0 && counts(name));
            others.map(|(_, weight)| weight).sum()
        };
        Most { same: sum("word"), kin: sum("kin"), unrelated: sum("unrelated") }
    }
}

fn is_close(by_senses: Option<Kinship>) -> bool {
    matches!(by_senses, Some(Kinship::Synonym | Kinship::Derived | Kinship::Kind))
}

fn is(what: bool) -> f64 {
    f64::from(u8::from(what))
}

fn party_words(parties: &[Party]) -> BTreeSet<String> {
    parties.iter().flat_map(|party| words(&party.name)).map(stem).filter(|stem| idf(stem) > 0.7).collect()
}

/// What a pair has in common.
pub(crate) struct Pair {
    /// One number for each of [`FEATURES`].
    pub(crate) values: [f64; FEATURES.len()],
    /// What the words that name the two have to do with each other.
    pub(crate) kinship: Option<Kinship>,
}

impl Pair {
    pub(crate) fn of<F: Deref<Target = EventFacts>>(a: &Seen<F>, b: &Seen<F>) -> Pair {
        let bond = Bond::of(&a.named, &b.named);
        let (facts_a, facts_b): (&EventFacts, &EventFacts) = (&a.facts, &b.facts);
        let (a, b) = (a.words(), b.words());
        let (same, kin) = (bond.same, bond.kin);
        let none = !same && !kin;
        let sentences = cosine(&a.sentence, &b.sentence);
        let around = cosine(&a.around, &b.around);
        let (actor, other_actor) = overlap(&a.actors, &b.actors);
        let (recipient, other_recipient) = overlap(&a.recipients, &b.recipients);
        let crossed = overlap(&a.actors, &b.recipients).0.max(overlap(&a.recipients, &b.actors).0);
        let parties = actor.max(recipient).max(0.7 * crossed);
        let (names, other_names) = overlap(&a.names, &b.names);
        let (time, other_time) = overlap(&a.time, &b.time);
        let one_article = facts_a.article == facts_b.article;
        let articles = if one_article { 1.0 } else { alike(&facts_a.article_words, &facts_b.article_words) };
        let others = [
            sentences,
            is(same) * sentences,
            is(kin) * sentences,
            is(none) * sentences,
            around,
            is(same) * around,
            is(kin) * around,
            is(none) * around,
            actor,
            other_actor,
            recipient,
            other_recipient,
            crossed,
            is(same) * parties,
            is(kin) * parties,
            is(none) * parties,
            names,
            other_names,
            is(!a.numbers.is_disjoint(&b.numbers)),
            is(time > 0.0),
            other_time,
            articles,
            is(same) * articles,
            is(kin) * articles,
            is(none) * articles,
            is(one_article),
            is(one_article && facts_a.sentence == facts_b.sentence),
        ];
        let mut values = [0.0; FEATURES.len()];
        values.iter_mut().zip(bond.values.into_iter().chain(others)).for_each(|(value, found)| *value = found);
        Pair { values, kinship: bond.kinship() }
    }
}

/// How telling what two sets share is, 0 to 1, and 1 when both have something and share nothing.
fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> (f64, f64) {
    if a.is_empty() || b.is_empty() {
        return (0.0, 0.0);
    }
    let rarest = a.intersection(b).map(|stem| f64::from(idf(stem) / RARE)).fold(0.0, f64::max);
    (rarest, f64::from(u8::from(a.is_disjoint(b))))
}
