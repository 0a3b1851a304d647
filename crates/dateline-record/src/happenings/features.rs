//! What a pair of events has in common, as numbers.

use super::lexicon::{Kinship, RARE, idf, kinship, lemma, sides, stem, words};
use super::profile::{alike, cosine, top, weights};
use crate::grouping::{EventFacts, Party, Sign};
use std::collections::{BTreeMap, BTreeSet};

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

/// An event, made ready to be compared.
pub(crate) struct Seen<'f> {
    pub(crate) facts: &'f EventFacts,
    named: Named,
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
    sentence: BTreeMap<String, f64>,
    around: BTreeMap<String, f64>,
    names: BTreeSet<String>,
    numbers: BTreeSet<String>,
    time: BTreeSet<String>,
}

impl<'f> Seen<'f> {
    pub(crate) fn of(facts: &'f EventFacts) -> Self {
        let said: Vec<&str> = words(&facts.sentence).collect();
        let forms: BTreeSet<String> = words(&facts.trigger).map(stem).collect();
        let first = words(&facts.trigger).next();
        let at = first.and_then(|first| said.iter().position(|word| *word == first));
        let own = |word: &str| Some(stem(word)).filter(|stem| !forms.contains(stem) && idf(stem) > 1.0);
        let around = |i: usize| at.is_some_and(|at| i + NEAR >= at && i <= at + NEAR + forms.len());
        let near = said.iter().enumerate().filter(|(i, _)| around(*i)).filter_map(|(_, word)| own(word));
        Seen {
            facts,
            named: Named::of(facts),
            actors: party_words(&facts.actors),
            recipients: party_words(&facts.recipients),
            sentence: top(weights(said.iter().filter_map(|word| own(word))), usize::MAX),
            around: top(weights(near), usize::MAX),
            // The first word of a sentence has a capital without being a name.
            names: said.iter().skip(1).filter(|word| word.starts_with(char::is_uppercase)).filter_map(|word| own(word)).collect(),
            numbers: said.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(|word| (*word).to_owned()).collect(),
            time: facts.time.as_deref().into_iter().flat_map(words).map(stem).collect(),
        }
    }
}

/// The words that name an event.
pub(crate) struct Named {
    /// The one that tells most.
    head: String,
    lemmas: BTreeSet<String>,
    sides: BTreeSet<usize>,
}

impl Named {
    pub(crate) fn of(facts: &EventFacts) -> Self {
        let trigger: Vec<String> = words(&facts.trigger).map(lemma).collect();
        let head = trigger.iter().find(|word| !LIGHT.contains(&word.as_str())).or(trigger.first()).cloned().unwrap_or_default();
        let mut of_sides = sides(&trigger.join(" "));
        for word in &trigger {
            of_sides.extend(sides(word));
        }
        Named { head, sides: of_sides, lemmas: trigger.into_iter().filter(|word| !LIGHT.contains(&word.as_str())).collect() }
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
        let same = !a.head.is_empty() && (by_senses == Some(Kinship::Same) || stem(&a.head) == stem(&b.head));
        let shared = !a.lemmas.is_disjoint(&b.lemmas);
        let of_sides = !same && !a.sides.is_disjoint(&b.sides);
        let kin = !same && (is_close(by_senses) || of_sides);
        let rare = f64::from(idf(&stem(&a.head)) + idf(&stem(&b.head))) / f64::from(2.0 * RARE);
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
    pub(crate) fn most(&self, weights: &[f64; FEATURES.len()]) -> f64 {
        let own: f64 = self.values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        let counts = |name: &str| match name.rsplit_once(", ").map(|(_, words)| words) {
            Some("word") => self.same,
            Some("kin") => self.kin,
            Some("unrelated") => !self.same && !self.kin,
            _ => !name.starts_with("one "),
        };
        let others = FEATURES.iter().zip(weights).skip(BOND).filter(|((name, _), weight)| **weight > 0.0 && counts(name));
        // A feature is one at most.
        own + others.map(|(_, weight)| weight).sum::<f64>()
    }

    fn kinship(&self) -> Option<Kinship> {
        match self.by_senses {
            _ if self.same => Some(Kinship::Same),
            by_senses if self.of_sides && !is_close(by_senses) => Some(Kinship::Sides),
            by_senses => by_senses,
        }
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
    pub(crate) fn of(a: &Seen<'_>, b: &Seen<'_>) -> Pair {
        let bond = Bond::of(&a.named, &b.named);
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
        let one_article = a.facts.article == b.facts.article;
        let articles = if one_article { 1.0 } else { alike(&a.facts.article_words, &b.facts.article_words) };
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
            is(one_article && a.facts.sentence == b.facts.sentence),
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
