//! Numbers, years and amounts in words or digits.

use super::meaning::Amount;
use super::words::{Sense, Word, senses};

/// A cardinal or ordinal number up to 9999: "23", "23rd", "twenty-one", "first".
pub(crate) fn number(words: &[Word], at: usize) -> Option<(usize, u32)> {
    let word = words.get(at)?;
    if word.lower.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = word.lower.get(digits.len()..).unwrap_or("");
        if digits.len() > 4 || !matches!(suffix, "" | "st" | "nd" | "rd" | "th") {
            return None;
        }
        return Some((at + 1, digits.parse().ok()?));
    }
    let (end, value, is_ordinal) = spelled(words, at)?;
    if (20..100).contains(&value) && value % 10 == 0 && !is_ordinal {
        let joined = end + usize::from(words.get(end).is_some_and(|w| w.lower == "-"));
        if let Some((end, unit @ 1..=9, _)) = spelled(words, joined) {
            return Some((end, value + unit));
        }
    }
    Some((end, value))
}

fn spelled(words: &[Word], at: usize) -> Option<(usize, u32, bool)> {
    senses(words, at).find_map(|(end, s)| match s {
        Sense::Number(n) => Some((end, n, false)),
        Sense::Ordinal(n) => Some((end, n, true)),
        _ => None,
    })
}

/// A year of four digits that can be one: 1000 to 2199.
pub(crate) fn year(words: &[Word], at: usize) -> Option<(usize, i32)> {
    let word = words.get(at)?;
    if let Some(spelled) = spelled_year(words, at) {
        return Some(spelled);
    }
    if word.lower.len() != 4 || !word.lower.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: i32 = word.lower.parse().ok()?;
    (1000..2200).contains(&value).then_some((at + 1, value))
}

/// "nineteen ninety-one", "twenty twenty-two", "two thousand", "two thousand and five"
pub(crate) fn spelled_year(words: &[Word], at: usize) -> Option<(usize, i32)> {
    let small = |at: usize| {
        let is_spelled = words.get(at).is_some_and(|w| !w.after_break && w.lower.starts_with(|c: char| c.is_ascii_lowercase()));
        number(words, at).filter(|_| is_spelled)
    };
    let word = |at: usize| words.get(at).map_or("", |w| w.lower.as_str());
    match word(at) {
        "eighteen" | "nineteen" | "twenty" => {
            let century = match word(at) {
                "eighteen" => 1800,
                "nineteen" => 1900,
                _ => 2000,
            };
            let (end, rest @ 10..=99) = small(at + 1)? else { return None };
            Some((end, century + i32::try_from(rest).ok()?))
        }
        "two" if word(at + 1) == "thousand" => {
            let next = at + 2 + usize::from(word(at + 2) == "and");
            match small(next) {
                Some((end, rest @ 1..=40)) => Some((end, 2000 + i32::try_from(rest).ok()?)),
                _ => Some((at + 2, 2000)),
            }
        }
        _ => None,
    }
}

/// How many: "two", "2 1/2", "a", "a couple of", "several", "half a".
pub(crate) fn amount(words: &[Word], at: usize) -> Option<(usize, Amount)> {
    let word = |at: usize| words.get(at).map_or("", |w| w.lower.as_str());
    match (word(at), word(at + 1), word(at + 2)) {
        ("half", "a" | "an", _) => return Some((at + 2, Amount::Number(0, true))),
        ("a", "couple", "of") => return Some((at + 3, Amount::Number(2, false))),
        ("couple", "of", _) => return Some((at + 2, Amount::Number(2, false))),
        ("a", "dozen", _) => return Some((at + 2, Amount::Number(12, false))),
        ("a" | "an", "hundred", _) => return Some((at + 2, Amount::Number(100, false))),
        _ => {}
    }
    if let Some((end, _)) = senses(words, at).find(|(_, s)| *s == Sense::Vague) {
        return Some((end, Amount::Vague));
    }
    if matches!(word(at), "a" | "an") {
        return Some((at + 1, Amount::Number(1, false)));
    }
    // "1.5 years" and "1,500 years" are cut into three words; read as numbers of their last part they would be wrong.
    let before = at.checked_sub(1).map_or("", word);
    if matches!(before, "." | "," | "/" | "$" | "£" | "€") && words.get(at).is_some_and(|w| !w.after_space) {
        return None;
    }
    let is_ordinal = senses(words, at).any(|(_, s)| matches!(s, Sense::Ordinal(_)));
    let (end, value) = number(words, at).filter(|_| !is_ordinal)?;
    if word(at).ends_with(|c: char| c.is_ascii_alphabetic()) && word(at).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // "two to three weeks": the lower bound stands for the value, as in TIMEX3.
    if matches!(word(end), "to" | "or" | "-")
        && let Some((after, upper)) = number(words, end + 1)
        && upper > value
        && words.get(end).is_some_and(|w| w.lower != "-" || !w.after_space)
        && senses(words, after).any(|(_, s)| matches!(s, Sense::Unit(_)))
    {
        return Some((after, Amount::Number(value, false)));
    }
    if word(end) == "1" && word(end + 1) == "/" && word(end + 2) == "2" {
        return Some((end + 3, Amount::Number(value, true)));
    }
    if word(end) == "and" && word(end + 1) == "a" && word(end + 2) == "half" {
        return Some((end + 3, Amount::Number(value, true)));
    }
    if word(end) == "." && word(end + 1) == "5" && words.get(end + 1).is_some_and(|w| !w.after_space) {
        return Some((end + 2, Amount::Number(value, true)));
    }
    Some((end, Amount::Number(value, false)))
}

/// Prepositions that a time or a length of time can follow.
pub(crate) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "of"
            | "by"
            | "for"
            | "since"
            | "until"
            | "till"
            | "from"
            | "to"
            | "before"
            | "after"
            | "during"
            | "within"
            | "over"
            | "through"
            | "throughout"
            | "between"
            | "and"
            | "about"
            | "around"
            | "under"
            | "as"
            | "nearly"
            | "almost"
            | "circa"
            | "pre"
            | "post"
    )
}
