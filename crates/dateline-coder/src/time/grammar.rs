//! The grammar of time expressions: from words to meanings. It needs no syntax, so it holds where the parser fails.
//!
//! Extents follow TIMEX3: articles and modifiers belong to the expression ("the late 1990s", "nearly two years"), prepositions do not.

use super::amounts::{amount, is_preposition, number, year};
use super::dates::{clock, date};
use super::meaning::{Amount, Found, From, Hour, Meaning, Which, Year};
use super::periods::{period, year_end};
use super::words::{Sense, Unit, Word, senses};

/// A match: the word after it, and what it says.
pub(crate) type Match = Option<(usize, Meaning)>;

/// Finds the time expressions among words, in text order and disjoint.
pub(crate) fn expressions(words: &[Word]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match words[at].can_begin().then(|| expression(words, at)).flatten() {
            Some((end, meaning)) if end > at && !crosses_break(words, at, end) => {
                companions(words, at, end, &meaning, &mut found);
                at = found.last().map_or(end, |f| f.end.max(end));
            }
            _ => at += 1,
        }
    }
    found
}

fn crosses_break(words: &[Word], at: usize, end: usize) -> bool {
    words.get(at + 1..end).is_none_or(|inner| inner.iter().any(|w| w.after_break))
}

/// Adds an expression, and beside it the bare numbers that share its month or century: "8 and 12 May", "May 8-12", "1939-45".
fn companions(words: &[Word], at: usize, end: usize, meaning: &Meaning, found: &mut Vec<Found>) {
    let links = |at: usize| words.get(at).is_some_and(|w| matches!(w.lower.as_str(), "and" | "to" | "-" | "or" | "until" | "through"));
    if let Meaning::Day { year, month, .. } = meaning {
        let starts_with_number = number(words, at).is_some();
        if let (true, Some(before)) = (starts_with_number, at.checked_sub(2))
            && links(at - 1)
            && let Some((_, day @ 1..=31)) = number(words, before).filter(|(e, _)| *e == at - 1)
            && found.last().is_none_or(|f| f.end <= before)
        {
            found.push(Found { first: before, end: at - 1, meaning: Meaning::Day { year: *year, month: *month, day: day as i8 } });
        }
        found.push(Found { first: at, end, meaning: meaning.clone() });
        if !starts_with_number
            && links(end)
            && let Some((after, day @ 1..=31)) = number(words, end + 1)
            && !words.get(after).is_some_and(|w| w.lower == "%" || w.lower == ":" || is_unit(words, after) || is_month(words, after))
            && !crosses_break(words, at, after)
        {
            let (after, year) = year_after(words, after).map_or((after, *year), |(e, y)| (e, Year::Given(y)));
            if let (Some(last), Year::Given(_)) = (found.last_mut(), year)
                && let Meaning::Day { year: first_year @ Year::Open, .. } = &mut last.meaning
            {
                *first_year = year;
            }
            found.push(Found { first: end + 1, end: after, meaning: Meaning::Day { year, month: *month, day: day as i8 } });
        }
        return;
    }
    found.push(Found { first: at, end, meaning: meaning.clone() });
    if let Meaning::Year(first) = meaning
        && words.get(end).is_some_and(|w| w.lower == "-" && !w.after_space)
        && let Some(short) = words.get(end + 1).filter(|w| !w.after_space && w.lower.len() == 2)
        && let Ok(short) = short.lower.parse::<i32>()
        && first % 100 < short
    {
        found.push(Found { first: end + 1, end: end + 2, meaning: Meaning::Year(first / 100 * 100 + short) });
    }
}

fn year_after(words: &[Word], at: usize) -> Option<(usize, i32)> {
    let at = if words.get(at)?.lower == "," { at + 1 } else { at };
    year(words, at)
}

pub(crate) fn is_unit(words: &[Word], at: usize) -> bool {
    senses(words, at).any(|(_, s)| matches!(s, Sense::Unit(_)))
}

pub(crate) fn is_month(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|w| w.has_capital) && senses(words, at).any(|(_, s)| matches!(s, Sense::Month(..)))
}

/// The longest expression that begins at a word.
fn expression(words: &[Word], at: usize) -> Match {
    let rules: [fn(&[Word], usize) -> Match; 12] =
        [staged, clock, date, period, year_end, named, relative, set, long, duration, vague_plural, reference];
    let mut best: Match = None;
    for rule in rules {
        if let Some((end, meaning)) = rule(words, at)
            && best.as_ref().is_none_or(|(known, _)| end > *known)
        {
            best = Some((end, meaning));
        }
    }
    best
}

/// "early next year", "the late 1990s", "mid-November", "the end of 1990", "earlier this month"
fn staged(words: &[Word], at: usize) -> Match {
    let mut next = skip_article(words, at);
    if !senses(words, next).any(|(_, s)| s == Sense::Stage) {
        return None;
    }
    let stage = words.get(next)?.lower.as_str();
    next += 1;
    match stage {
        "end" | "middle" | "beginning" | "start" => {
            if words.get(next)?.lower != "of" {
                return None;
            }
            next += 1;
        }
        _ => {
            if words.get(next)?.lower == "-" || words.get(next)?.lower == "in" && matches!(stage, "earlier" | "later" | "early" | "late") {
                next += 1;
            }
        }
    }
    let inner = |at: usize| date(words, at).or_else(|| named(words, at)).or_else(|| relative(words, at));
    match inner(next) {
        Some((end, meaning)) => match meaning {
            Meaning::Reference(_) | Meaning::Duration { .. } | Meaning::Set(_) => None,
            _ => Some((end, meaning)),
        },
        // "the end of the year", "later in the day"
        None if words.get(next)?.lower == "the" => senses(words, next + 1).find_map(|(end, s)| match s {
            Sense::Unit(unit) if unit >= Unit::Day => Some((end, Meaning::Unit { unit, which: Which::This, from: From::Reference })),
            _ => None,
        }),
        None => None,
    }
}

fn skip_article(words: &[Word], at: usize) -> usize {
    at + usize::from(words.get(at).is_some_and(|w| w.lower == "the"))
}

/// "today", "yesterday morning", "tonight", "last night", "the weekend", "Christmas", weekdays with their part of the day
fn named(words: &[Word], at: usize) -> Match {
    let day = |n: u32, back: bool| Meaning::Shift { amount: Amount::Number(n, false), unit: Unit::Day, back, from: From::Publication };
    let word = words.get(at)?;
    let following = words.get(at + 1).map_or("", |w| w.lower.as_str());
    let part_at = |at: usize| senses(words, at).find_map(|(end, s)| if let Sense::Part(part) = s { Some((end, part)) } else { None });
    let simple = match (word.lower.as_str(), following) {
        ("today", _) => Some((at + 1, day(0, false))),
        ("yesterday", _) => Some((at + 1, day(1, true))),
        ("tomorrow", _) => Some((at + 1, day(1, false))),
        ("tonight", _) => return Some((at + 1, time_of_day("NI", Some(day(0, false))))),
        ("overnight", _) => return Some((at + 1, time_of_day("NI", None))),
        ("last", "night") => return Some((at + 2, time_of_day("NI", Some(day(1, true))))),
        ("the", "day") => match (words.get(at + 2)?.lower.as_str(), words.get(at + 3).map_or("", |w| w.lower.as_str())) {
            ("before", "yesterday") => Some((at + 4, day(2, true))),
            ("after", "tomorrow") => Some((at + 4, day(2, false))),
            ("before" | "earlier", _) => {
                Some((at + 3, Meaning::Shift { amount: Amount::Number(1, false), unit: Unit::Day, back: true, from: From::Reference }))
            }
            _ => None,
        },
        ("this", _) if part_at(at + 1).is_some() => {
            let (end, part) = part_at(at + 1)?;
            return Some((end, time_of_day(part, Some(day(0, false)))));
        }
        ("the", "next" | "following" | "previous") if part_at(at + 2).is_some() => {
            let (end, part) = part_at(at + 2)?;
            let back = words.get(at + 1)?.lower == "previous";
            let day = Meaning::Shift { amount: Amount::Number(1, false), unit: Unit::Day, back, from: From::Reference };
            return Some((end, time_of_day(part, Some(day))));
        }
        ("noon" | "midday", _) => return Some(on_day(words, at + 1, Hour::Clock(12, Some(0)))),
        ("midnight", _) => return Some(on_day(words, at + 1, Hour::Clock(24, Some(0)))),
        _ => None,
    };
    let simple = simple.or_else(|| weekday(words, at)).or_else(|| weekend(words, at)).or_else(|| holiday(words, at));
    let (end, meaning) = simple?;
    // "Friday's" keeps its "'s" outside; "Friday night" is a time of that day.
    match part_at(end) {
        Some((after, part)) if !words.get(end)?.after_break => Some((after, time_of_day(part, Some(meaning)))),
        _ => Some((end, meaning)),
    }
}

fn time_of_day(part: &'static str, on: Option<Meaning>) -> Meaning {
    Meaning::TimeOfDay { hour: Hour::Part(part), on: on.map(Box::new) }
}

/// A time of day with the day that follows it, "noon Thursday", "10 p.m. on May 5".
pub(crate) fn on_day(words: &[Word], at: usize, hour: Hour) -> (usize, Meaning) {
    let skipped = (at..at + 2).find(|i| !words.get(*i).is_some_and(|w| matches!(w.lower.as_str(), "," | "on"))).unwrap_or(at + 2);
    let day = date(words, skipped).or_else(|| named(words, skipped)).filter(|(end, meaning)| {
        !crosses_break(words, at.saturating_sub(1), *end)
            && matches!(meaning, Meaning::Day { .. } | Meaning::Weekday { .. } | Meaning::Shift { unit: Unit::Day, .. })
    });
    match day {
        Some((end, meaning)) => (end, Meaning::TimeOfDay { hour, on: Some(Box::new(meaning)) }),
        None => (at, Meaning::TimeOfDay { hour, on: None }),
    }
}

pub(crate) fn which(words: &[Word], at: usize) -> Option<(usize, Which)> {
    senses(words, at).find_map(|(end, sense)| match sense {
        Sense::Last => Some((end, Which::Last)),
        Sense::This => Some((end, Which::This)),
        Sense::Next => Some((end, Which::Next)),
        _ => None,
    })
}

/// "Friday", "next Friday", "the previous Friday", "this coming Sunday"
fn weekday(words: &[Word], at: usize) -> Match {
    let after_article = skip_article(words, at);
    let chosen =
        which(words, after_article).map(|(end, w)| if w == Which::This { which(words, end).unwrap_or((end, w)) } else { (end, w) });
    let (start, which) = chosen.map_or((at, None), |(end, w)| (end, Some(w)));
    let word = words.get(start)?;
    if !word.has_capital {
        return None;
    }
    let (mut end, day) = senses(words, start).find_map(|(end, s)| match s {
        // "Sun" and "Sat" in capitals at most with a number beside them; "Wed" is also a verb.
        Sense::Weekday(day, plain) => {
            let is_short_form = match words.get(end).map_or("", |w| w.lower.as_str()) {
                "." => true,
                "," => is_month(words, end + 1),
                _ => false,
            };
            (!plain || is_short_form).then_some((end, day))
        }
        _ => None,
    })?;
    if words.get(start)?.lower.len() < 6 {
        let dotted = words.get(end).is_some_and(|w| w.lower == "." && !w.after_space);
        if dotted && words.get(end + 1).is_some_and(|w| !w.has_capital || is_month(words, end + 1)) {
            end += 1;
        }
    }
    let is_relative =
        after_article > at && words.get(after_article).is_some_and(|w| matches!(w.lower.as_str(), "previous" | "following" | "next"));
    let from = if is_relative { From::Reference } else { From::Publication };
    Some((end, Meaning::Weekday { day, which, from }))
}

/// "the weekend", "last weekend"
fn weekend(words: &[Word], at: usize) -> Match {
    let after_article = skip_article(words, at);
    let (next, which) = which(words, after_article).map_or((after_article, None), |(end, w)| (end, Some(w)));
    (words.get(next)?.lower == "weekend" && next > at).then_some((next + 1, Meaning::Weekend { which }))
}

/// "Christmas", "last Thanksgiving", "Easter 2016"
fn holiday(words: &[Word], at: usize) -> Match {
    let (next, which) = which(words, at).map_or((at, None), |(end, w)| (end, Some(w)));
    words.get(next).filter(|w| w.has_capital)?;
    let (end, name) = senses(words, next).find_map(|(end, s)| if let Sense::Holiday(name) = s { Some((end, name)) } else { None })?;
    if let Some((after, given)) = year(words, end) {
        return Some((after, Meaning::Holiday { name, year: Year::Given(given) }));
    }
    Some((end, Meaning::Holiday { name, year: which.map_or(Year::Open, Year::Which) }))
}

/// "last week", "the following year", "that day", "next month", "this century", "last year's"
fn relative(words: &[Word], at: usize) -> Match {
    let after_article = skip_article(words, at);
    let unit_at = |at: usize| senses(words, at).find_map(|(end, s)| if let Sense::Unit(unit) = s { Some((end, unit)) } else { None });
    let is_singular = |end: usize| words.get(end - 1).is_some_and(|w| !w.lower.ends_with('s'));
    let is_compound = |end: usize| words.get(end).is_some_and(|w| w.lower == "-" && !w.after_space);
    if matches!(words.get(at)?.lower.as_str(), "that" | "same" | "the") {
        // "that year", "that same day", "the same month"
        let same = at + usize::from(matches!(words.get(at + 1)?.lower.as_str(), "same"));
        if (words.get(at)?.lower == "that" || same > at)
            && let Some((end, unit)) = unit_at(same + 1)
            && unit >= Unit::Day
            && is_singular(end)
        {
            return Some((end, Meaning::Unit { unit, which: Which::This, from: From::Reference }));
        }
    }
    let (next, chosen) = which(words, after_article)?;
    let (next, chosen) = if chosen == Which::This { which(words, next).unwrap_or((next, chosen)) } else { (next, chosen) };
    let next = next + usize::from(words.get(next).is_some_and(|w| matches!(w.lower.as_str(), "calendar" | "full" | "fiscal" | "school")));
    let (end, unit) = unit_at(next)?;
    // "This Week" is a programme.
    if words.get(at).is_some_and(|w| w.has_capital) && words.get(end - 1).is_some_and(|w| w.has_capital) {
        return None;
    }
    if unit < Unit::Day || !is_singular(end) || is_compound(end) {
        return None;
    }
    let anchor = words.get(after_article)?.lower.as_str();
    // "the past year" and "the last week" are stretches up to today, "last year" is a calendar year.
    if anchor == "past" || after_article > at && anchor == "last" {
        return Some((end, Meaning::Duration { amount: Amount::Number(1, false), unit, window: Some(Which::Last) }));
    }
    let is_from_reference = anchor == "following" || after_article > at && matches!(anchor, "previous" | "preceding" | "next");
    let from = if is_from_reference { From::Reference } else { From::Publication };
    if unit == Unit::Day && from == From::Publication && !matches!(chosen, Which::Next) {
        return None;
    }
    Some((end, Meaning::Unit { unit, which: chosen, from }))
}

/// "daily", "every Friday", "each July", "a year" after a number
fn set(words: &[Word], at: usize) -> Match {
    let lexical =
        senses(words, at).find_map(|(end, s)| if let Sense::Set(value) = s { Some((end, Meaning::Set(value.to_owned()))) } else { None });
    if lexical.is_some() {
        return lexical;
    }
    match words.get(at)?.lower.as_str() {
        "every" | "each" => senses(words, at + 1).find_map(|(end, s)| match s {
            Sense::Weekday(day, _) => Some((end, Meaning::Set(format!("XXXX-WXX-{day}")))),
            Sense::Month(month, _) => Some((end, Meaning::Set(format!("XXXX-{month:02}")))),
            Sense::Season(season, _) => Some((end, Meaning::Set(format!("XXXX-{season}")))),
            Sense::Unit(unit) => Some((end, Meaning::Set(duration_value(Amount::Number(1, false), unit)))),
            Sense::Number(n) => senses(words, end).find_map(|(end, s)| match s {
                Sense::Unit(unit) => Some((end, Meaning::Set(duration_value(Amount::Number(n, false), unit)))),
                _ => None,
            }),
            _ => None,
        }),
        // "$3 million a year", "twice a week"
        "a" | "an" | "per" => {
            let counted = (at.saturating_sub(3)..at).any(|i| {
                words.get(i).is_some_and(|w| {
                    w.lower.starts_with(|c: char| c.is_ascii_digit())
                        || matches!(w.lower.as_str(), "%" | "million" | "billion" | "once" | "twice" | "times")
                })
            });
            let before = at.checked_sub(1).and_then(|i| words.get(i))?;
            let (end, unit) =
                senses(words, at + 1).find_map(|(end, s)| if let Sense::Unit(unit) = s { Some((end, unit)) } else { None })?;
            let follows = words.get(end).map_or("", |w| w.lower.as_str());
            let is_counted =
                counted && !is_preposition(&before.lower) && !matches!(follows, "ago" | "earlier" | "later" | "before" | "after" | "-");
            (is_counted || words.get(at)?.lower == "per").then(|| (end, Meaning::Set(duration_value(Amount::Number(1, false), unit))))
        }
        _ => None,
    }
}

/// "two years", "nearly a decade", "the last three months", "22 days ago", "a week later", "two-day"
fn duration(words: &[Word], at: usize) -> Match {
    let mut next = at;
    // "nearly two years" is one expression; in "over the last two years" the first word is a preposition.
    let approximate = senses(words, next).find_map(|(end, s)| (s == Sense::Approximate && words.get(end)?.lower != "the").then_some(end));
    next = approximate.unwrap_or(next);
    let after_article = skip_article(words, next);
    let window =
        which(words, after_article).or_else(|| (words.get(after_article)?.lower == "first").then_some((after_article + 1, Which::This)));
    let window = window.filter(|(_, w)| after_article > next || *w != Which::This);
    let (start, window) = window.map_or((after_article, None), |(end, w)| (end, Some(w)));
    let (end, quantity) = amount(words, start)?;
    let joined = words.get(end).is_some_and(|w| w.lower == "-" && !w.after_space);
    // In "the two-year war" the article is the war's; the expression is found again at its number.
    if joined && after_article > next && window.is_none() {
        return None;
    }
    let more = words.get(end).is_some_and(|w| matches!(w.lower.as_str(), "more" | "full" | "straight" | "consecutive" | "additional"));
    let (mut end, unit) = senses(words, end + usize::from(joined || more))
        .find_map(|(end, s)| if let Sense::Unit(unit) = s { Some((end, unit)) } else { None })?;
    let tail = |at: usize| words.get(at).map_or("", |w| if w.after_break { "" } else { w.lower.as_str() });
    // "three-quarters of the votes", "60 Minutes"
    let is_title = words.get(end - 1).is_some_and(|w| w.has_capital) && words.get(start).is_some_and(|w| !w.has_capital);
    let is_one_of_many = matches!(words.get(start)?.lower.as_str(), "a" | "an")
        && quantity == Amount::Number(1, false)
        && words.get(end - 1)?.lower.ends_with('s');
    if is_title || is_one_of_many || unit == Unit::Quarter && joined && words.get(end - 1).is_some_and(|w| w.lower == "quarters") {
        return None;
    }
    // "a second", "one quarter" are rarely times, ages are not, and "the 1988 quarter" counts nothing.
    if matches!(quantity, Amount::Number(1400..2200, _)) && unit > Unit::Hour && year(words, start).is_some() {
        return None;
    }
    if matches!(unit, Unit::Second | Unit::Quarter) && quantity == Amount::Number(1, false) {
        return None;
    }
    if tail(end) == "old" || tail(end) == "-" && tail(end + 1) == "old" {
        return None;
    }
    // "two and a half years", "a year and a half"
    let mut quantity = quantity;
    if tail(end) == "and" && tail(end + 1) == "a" && tail(end + 2) == "half" {
        if let Amount::Number(n, _) = quantity {
            quantity = Amount::Number(n, true);
        }
        end += 3;
    }
    if tail(end) == "-" && tail(end + 1) == "long" {
        end += 2;
    }
    let from = |back: bool, from: From, end: usize| Some((end, Meaning::Shift { amount: quantity, unit, back, from }));
    let end_of_or_so = if tail(end) == "or" && tail(end + 1) == "so" { end + 2 } else { end };
    if window.is_none() {
        match (tail(end_of_or_so), tail(end_of_or_so + 1)) {
            ("ago", _) => return from(true, From::Publication, end_of_or_so + 1),
            ("from", "now" | "today") => return from(false, From::Publication, end_of_or_so + 2),
            ("earlier" | "later" | "afterwards" | "thereafter", _) if unit < Unit::Day => {}
            ("earlier" | "previously", _) => return from(true, From::Reference, end_of_or_so + 1),
            ("later" | "afterwards" | "thereafter", _) => return from(false, From::Reference, end_of_or_so + 1),
            ("-", "ago" | "earlier") if !words.get(end)?.after_space => return from(true, From::Publication, end + 2),
            _ => {}
        }
    }
    if quantity == Amount::Number(1, false) && window.is_none() && approximate.is_none() && !joined && matches!(tail(start), "a" | "an") {
        // "a year" alone is as often a rate or no time at all: it needs a preposition or a verb of lasting before it.
        let before = start.checked_sub(1).and_then(|i| words.get(i)).map_or("", |w| w.lower.as_str());
        if !is_preposition(before) && !matches!(before, "than" | "last" | "lasted" | "took" | "takes" | "take" | "spent" | "spend" | "half")
        {
            return None;
        }
    }
    // A bare article takes part only with a window: "the last two years"; in "the two years" it does too.
    Some((end, Meaning::Duration { amount: quantity, unit, window }))
}

/// "decades-long", "day-long", "weeklong", "years-old"
fn long(words: &[Word], at: usize) -> Match {
    let word = words.get(at)?.lower.as_str();
    if let Some(unit) = word.strip_suffix("long").and_then(|w| ["day", "week", "month", "year", "decade"].into_iter().find(|u| *u == w)) {
        let unit = [Unit::Day, Unit::Week, Unit::Month, Unit::Year, Unit::Decade].into_iter().find(|u| u.as_str() == unit)?;
        return Some((at + 1, Meaning::Duration { amount: Amount::Number(1, false), unit, window: None }));
    }
    let (end, unit) = senses(words, at).find_map(|(end, s)| if let Sense::Unit(unit) = s { Some((end, unit)) } else { None })?;
    let joined = words.get(end).is_some_and(|w| w.lower == "-" && !w.after_space);
    let is_counted = at.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| w.lower == "-");
    let tail = words.get(end + 1).filter(|_| joined && !is_counted).map_or("", |w| w.lower.as_str());
    let is_plural = word.ends_with('s');
    match tail {
        "long" => {
            let amount = if is_plural { Amount::Vague } else { Amount::Number(1, false) };
            Some((end + 2, Meaning::Duration { amount, unit, window: None }))
        }
        "old" if is_plural => Some((end + 2, Meaning::Duration { amount: Amount::Vague, unit, window: None })),
        _ => None,
    }
}

/// "recent years", "coming weeks", "for years"
fn vague_plural(words: &[Word], at: usize) -> Match {
    let unit_at = |at: usize| {
        let plural = words.get(at).is_some_and(|w| w.lower.ends_with('s') && !w.has_capital);
        senses(words, at)
            .find_map(|(end, s)| if let Sense::Unit(unit) = s { (plural && unit >= Unit::Day).then_some((end, unit)) } else { None })
    };
    let chosen = skip_article(words, at);
    let window = match words.get(chosen)?.lower.as_str() {
        "recent" | "past" | "previous" => Some(Which::Last),
        "coming" | "upcoming" => Some(Which::Next),
        _ => None,
    };
    let meaning = |unit, window| Meaning::Duration { amount: Amount::Vague, unit, window };
    if let (Some(window), Some((end, unit))) = (window, unit_at(chosen + 1)) {
        return Some((end, meaning(unit, Some(window))));
    }
    let (end, unit) = unit_at(at)?;
    let follows = words.get(end).map_or("", |w| w.lower.as_str());
    let before = at.checked_sub(1).and_then(|i| words.get(i)).map_or("", |w| w.lower.as_str());
    match follows {
        "ago" | "earlier" => Some((
            end + 1,
            Meaning::Shift {
                amount: Amount::Vague,
                unit,
                back: true,
                from: if follows == "ago" { From::Publication } else { From::Reference },
            },
        )),
        "later" => Some((end + 1, Meaning::Shift { amount: Amount::Vague, unit, back: false, from: From::Reference })),
        "of" => None,
        _ => matches!(before, "for" | "in" | "within" | "after" | "over").then(|| (end, meaning(unit, None))),
    }
}

/// "now", "recently", "soon"
fn reference(words: &[Word], at: usize) -> Match {
    let (end, value) = senses(words, at).find_map(|(end, s)| if let Sense::Reference(value) = s { Some((end, value)) } else { None })?;
    let follows = words.get(end).map_or("", |w| w.lower.as_str());
    let before = at.checked_sub(1).and_then(|i| words.get(i)).map_or("", |w| w.lower.as_str());
    let is_other = match words.get(at)?.lower.as_str() {
        // "as soon as", "soon after"
        "soon" => before == "as" || matches!(follows, "as" | "after"),
        // "the past three summers", "the future king"
        "the" => words.get(end).is_some_and(|w| !w.after_break && w.lower.starts_with(char::is_alphanumeric)) && !is_function_word(follows),
        _ => false,
    };
    (!is_other).then_some((end, Meaning::Reference(value)))
}

fn is_function_word(word: &str) -> bool {
    is_preposition(word)
        || matches!(
            word,
            "that" | "is" | "was" | "has" | "had" | "have" | "when" | "but" | "or" | "he" | "she" | "they" | "we" | "it" | "will" | "would"
        )
}

/// TIMEX3 value of a length of time.
pub(crate) fn duration_value(amount: Amount, unit: Unit) -> String {
    let number = |factor: u32| match amount {
        Amount::Vague => "X".to_owned(),
        Amount::Number(n, half) => {
            let tenths = u64::from(n) * 10 * u64::from(factor) + if half { u64::from(factor) * 5 } else { 0 };
            if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
        }
    };
    match (unit, amount) {
        (Unit::Year, Amount::Number(n, true)) => format!("P{n}Y6M"),
        (Unit::Second, _) => format!("PT{}S", number(1)),
        (Unit::Minute, _) => format!("PT{}M", number(1)),
        (Unit::Hour, Amount::Number(0, true)) => "PT30M".to_owned(),
        (Unit::Hour, _) => format!("PT{}H", number(1)),
        (Unit::Day, _) => format!("P{}D", number(1)),
        (Unit::Week, _) => format!("P{}W", number(1)),
        (Unit::Month, _) => format!("P{}M", number(1)),
        (Unit::Quarter, Amount::Vague) => "PXQ".to_owned(),
        (Unit::Quarter, _) => format!("P{}M", number(3)),
        (Unit::Year, _) => format!("P{}Y", number(1)),
        (Unit::Decade, Amount::Vague) => "PXDE".to_owned(),
        (Unit::Century, Amount::Vague) => "PXCE".to_owned(),
        (Unit::Decade, _) => format!("P{}Y", number(10)),
        (Unit::Century, _) => format!("P{}Y", number(100)),
    }
}
