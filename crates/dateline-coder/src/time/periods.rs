//! Periods that companies report by: "the quarter", "the latest period", "the year-earlier quarter", "the year ended June 30".

use super::amounts::year;
use super::dates::date;
use super::grammar::Match;
use super::meaning::{Amount, From, Meaning, Which};
use super::words::{Sense, Unit, Word, senses};

/// How many words back a quarter is still what the text is about; a paragraph or two of a wire story.
const IN_MIND: usize = 200;

fn text(words: &[Word], at: usize) -> &str {
    words.get(at).map_or("", |w| if w.after_break { "" } else { w.lower.as_str() })
}

/// A reported period.
pub(crate) fn period(words: &[Word], at: usize) -> Match {
    let article = usize::from(words.get(at)?.lower == "the");
    let mut next = at + article;
    let (mut back, mut is_latest, mut is_whole) = (0, false, false);
    loop {
        match words.get(next)?.lower.as_str() {
            "latest" | "comparable" | "corresponding" if article > 0 => is_latest = true,
            "fiscal" | "full" if article > 0 => is_whole = true,
            "year" if text(words, next + 1) == "-" && matches!(text(words, next + 2), "ago" | "earlier") => {
                back = 1;
                next += 2;
            }
            _ => break,
        }
        next += 1;
    }
    let ordinal = senses(words, next).find_map(|(end, s)| if let Sense::Ordinal(n @ 1..=4) = s { Some((end, n as i8)) } else { None });
    let noun = ordinal.map_or(next, |(end, _)| end);
    let quarter = ordinal.map(|(_, n)| n);
    let follows = text(words, noun + 1);
    let is_ended = matches!(follows, "ended" | "ending");
    let known = || is_ended || speaks_of_quarters(words, at);
    let is_named = !words.get(noun)?.has_capital && !matches!(follows, "of" | "-" | "final");
    match words.get(noun)?.lower.as_str() {
        "quarter" if is_named && (back > 0 || article > 0 && ordinal.is_none() && known()) => {
            let ended = if is_ended { date(words, noun + 2).map(|(_, inner)| Box::new(inner)) } else { None };
            Some((noun + 1, Meaning::Period { back, quarter, ended }))
        }
        "period" if is_named && (back > 0 || is_latest) && ordinal.is_none() && known() => {
            Some((noun + 1, Meaning::Period { back, quarter: None, ended: None }))
        }
        "year" if article > 0 && back == 0 && ordinal.is_none() && is_ended => {
            Some((noun + 1, Meaning::Duration { amount: Amount::Number(1, false), unit: Unit::Year, window: None }))
        }
        "year" if article > 0 && back == 0 && ordinal.is_none() => {
            // "for the year", "the year 2000"; "the year he fled" and "the year of the flood" are other years.
            if let Some((end, value)) = year(words, noun + 1) {
                return Some((end, Meaning::Year(value)));
            }
            let before = at.checked_sub(1).map_or("", |i| text(words, i));
            let closes = words.get(noun + 1).is_none_or(|w| w.after_break || matches!(w.lower.as_str(), "." | "," | ";" | "'" | ")"));
            (is_whole || matches!(before, "for" | "of" | "in") && closes)
                .then_some((noun + 1, Meaning::Unit { unit: Unit::Year, which: Which::This, from: From::Publication }))
        }
        // "year-earlier profit"
        _ if back > 0 && ordinal.is_none() && article == 0 => Some((next, Meaning::Period { back, quarter: None, ended: None })),
        _ => None,
    }
}

fn speaks_of_quarters(words: &[Word], at: usize) -> bool {
    let before = words.get(at.saturating_sub(IN_MIND)..at).unwrap_or_default();
    before.iter().any(|w| matches!(w.lower.as_str(), "quarter" | "quarterly"))
}

/// "year-end", "year's end"
pub(crate) fn year_end(words: &[Word], at: usize) -> Match {
    let end = match (words.get(at)?.lower.as_str(), text(words, at + 1), text(words, at + 2), text(words, at + 3)) {
        ("year", "end", ..) => at + 2,
        ("year", "-", "end", _) => at + 3,
        ("year", "'", "s", "end") => at + 4,
        _ => return None,
    };
    Some((end, Meaning::Unit { unit: Unit::Year, which: Which::This, from: From::Publication }))
}
