//! How many were killed and injured, as a sentence says.

use super::lexicon::{lemma, words};
use std::collections::BTreeMap;

/// A number of people as told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toll {
    /// The number with the words that bound it, `at least 12`.
    pub(crate) words: String,
    least: u64,
    most: u64,
}

impl Toll {
    /// True when both can be true: "at least 12" and "14".
    pub(crate) fn fits(&self, other: &Toll) -> bool {
        self.least <= other.most && other.least <= self.most
    }
}

/// Words of death and of injury by their lemmas.
const KILLED: [&str; 7] = ["kill", "die", "dead", "death", "fatality", "perish", "drown"];
const INJURED: [&str; 5] = ["injure", "wound", "hurt", "injury", "wounded"];

/// What stands between a number and what it counts, at most.
const REACH: usize = 5;

const NUMBERS: [(&str, u64); 21] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
];

/// The first toll of each kind (`killed`, `injured`) that a sentence tells.
pub(crate) fn tolls(sentence: &str) -> BTreeMap<&'static str, Toll> {
    // Commas within numbers are no ends of words.
    let joined: Vec<char> = sentence.chars().collect();
    let is_digit = |i: Option<usize>| i.and_then(|i| joined.get(i)).is_some_and(char::is_ascii_digit);
    let sentence: String = joined
        .iter()
        .enumerate()
        .filter(|(i, c)| !(**c == ',' && is_digit(i.checked_sub(1)) && is_digit(Some(i + 1))))
        .map(|(_, c)| *c)
        .collect();
    let said: Vec<&str> = words(&sentence).collect();
    let lemmas: Vec<String> = said.iter().map(|word| lemma(word)).collect();
    let mut tolls = BTreeMap::new();
    for (kind, of_kind) in [("killed", &KILLED[..]), ("injured", &INJURED[..])] {
        let mut at = lemmas.iter().enumerate().filter(|(_, lemma)| of_kind.contains(&lemma.as_str())).map(|(i, _)| i);
        if let Some(toll) = at.find_map(|at| number_near(&said, &lemmas, at, of_kind)) {
            tolls.insert(kind, toll);
        }
    }
    tolls
}

/// The number that a word of death counts: before it ("12 people were killed"), else after it ("killed at least 12").
fn number_near(said: &[&str], lemmas: &[String], at: usize, of_kind: &[&str]) -> Option<Toll> {
    // A number beyond another word of death or injury is that one's.
    let is_other = |i: usize| {
        let word = lemmas.get(i).map_or("", String::as_str);
        (KILLED.contains(&word) || INJURED.contains(&word)) && !of_kind.contains(&word)
    };
    let before = (1..=REACH).map_while(|back| at.checked_sub(back)).take_while(|i| !is_other(*i)).find_map(|i| number(said, i));
    before.or_else(|| (at + 1..=at + REACH).take_while(|i| !is_other(*i)).find_map(|i| number(said, i)))
}

fn number(said: &[&str], at: usize) -> Option<Toll> {
    let word = said.get(at)?.to_lowercase();
    let next = said.get(at + 1).map(|next| next.to_lowercase()).unwrap_or_default();
    let n: u64 = word.parse().ok().or_else(|| NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, n)| *n))?;
    let is_date = word.len() == 4 && (1900..2100).contains(&n)
        || ["year", "years", "day", "days", "month", "months", "hours", "percent", "am", "pm"].contains(&next.as_str());
    if is_date {
        return None;
    }
    let before = |back: usize| at.checked_sub(back).and_then(|i| said.get(i)).map(|word| word.to_lowercase()).unwrap_or_default();
    let (bound, least, most) = match (before(2).as_str(), before(1).as_str()) {
        ("at", "least") => ("at least ", n, u64::MAX),
        ("more", "than") => ("more than ", n + 1, u64::MAX),
        (_, "over") => ("over ", n, u64::MAX),
        ("up", "to") => ("up to ", 0, n),
        (_, "about" | "around" | "some" | "nearly" | "almost") => ("about ", n - n / 5, n + n / 5),
        _ => ("", n, n),
    };
    Some(Toll { words: format!("{bound}{n}"), least, most })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sentence: &str) -> Vec<(&'static str, String)> {
        tolls(sentence).into_iter().map(|(kind, toll)| (kind, toll.words)).collect()
    }

    #[test]
    fn tolls_are_read_with_what_bounds_them() {
        assert_eq!(
            told("At least 12 people were killed and three injured in Halvik in 2019."),
            [("injured", "3".to_owned()), ("killed", "at least 12".to_owned())]
        );
        assert_eq!(told("The blast killed more than 1,200, officials said."), [("killed", "more than 1200".to_owned())]);
        assert_eq!(told("The death toll rose to 14."), [("killed", "14".to_owned())]);
        assert_eq!(told("He died in 2019 after 12 years in prison."), []);
        assert_eq!(told("Nobody was hurt."), []);
    }

    #[test]
    fn a_bound_fits_what_lies_within_it() {
        let toll = |sentence: &str| tolls(sentence).remove("killed").expect("a toll");
        assert!(toll("at least 12 died").fits(&toll("14 died")));
        assert!(!toll("at least 12 died").fits(&toll("11 died")));
        assert!(toll("about 10 died").fits(&toll("11 died")));
    }
}
