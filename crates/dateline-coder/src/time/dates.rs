//! Dates of the calendar and times on the clock: "23 May 2022", "2022-05-23", "May last year", "the 1990s", "10:35 a.m. Friday".

use super::amounts::{is_preposition, number, spelled_year, year};
use super::grammar::{Match, is_month, is_unit, on_day, which};
use super::meaning::{Hour, Meaning, Which, Year};
use super::words::{Sense, Word, senses};

/// A date of the calendar.
pub(crate) fn date(words: &[Word], at: usize) -> Match {
    let rules: [fn(&[Word], usize) -> Match; 8] =
        [digits, weekday_and_date, day_first, month_first, month_alone, season, quarter_or_half, year_like];
    rules.iter().find_map(|rule| rule(words, at))
}

fn text(words: &[Word], at: usize) -> &str {
    words.get(at).map_or("", |w| w.lower.as_str())
}

fn touches(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|w| !w.after_space)
}

/// "2022-05-23", "23/05/2022", "5.6.2022"
fn digits(words: &[Word], at: usize) -> Match {
    let (separator, again) = (text(words, at + 1), text(words, at + 3));
    if !matches!(separator, "-" | "/" | ".") || separator != again || !(1..5).all(|i| touches(words, at + i)) {
        return None;
    }
    if touches(words, at) && matches!(text(words, at.checked_sub(1).unwrap_or(usize::MAX)), "-" | "/" | ".") {
        return None;
    }
    let part = |i: usize| text(words, at + i).parse::<i32>().ok().map(|n| (n, text(words, at + i).len()));
    let (Some((a, a_len)), Some((b, b_len)), Some((c, c_len))) = (part(0), part(2), part(4)) else { return None };
    let day = |year: i32, month: i32, day: i32| {
        let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
        fits.then_some((at + 5, Meaning::Day { year: Year::Given(year), month: month as i8, day: day as i8 }))
    };
    if a_len == 4 && b_len == 2 && c_len <= 2 {
        return day(a, b, c);
    }
    if a_len > 2 || b_len > 2 || !(c_len == 4 || c_len == 2 && separator == "/") {
        return None;
    }
    let year = if c_len == 4 { c } else { c + if c < 50 { 2000 } else { 1900 } };
    match (a, b) {
        // Dashes and dots are written where the day comes first; slashes are not telling.
        _ if separator != "/" && b <= 12 => day(year, b, a),
        (13..=31, 1..=12) => day(year, b, a),
        (1..=12, 13..=31) => day(year, a, b),
        (1..=12, 1..=12) if a == b => day(year, a, b),
        (1..=12, 1..=12) => Some((at + 5, Meaning::DayOrMonth { year, a: a as i8, b: b as i8 })),
        _ => None,
    }
}

/// "Saturday, April 5": one expression, and the date decides.
fn weekday_and_date(words: &[Word], at: usize) -> Match {
    let start = which(words, at).map_or(at, |(end, w)| if w == Which::This { which(words, end).map_or(end, |(e, _)| e) } else { end });
    let word = words.get(start).filter(|w| w.has_capital)?;
    let end = senses(words, start).find_map(|(end, s)| if let Sense::Weekday(..) = s { Some(end) } else { None })?;
    let end = end + usize::from(text(words, end) == "." && word.lower.len() < 6);
    let end = end + usize::from(text(words, end) == ",");
    let end = end + usize::from(text(words, end) == "the");
    day_first(words, end).or_else(|| month_first(words, end))
}

/// "23 May 2022", "the 23rd of May"
fn day_first(words: &[Word], at: usize) -> Match {
    let with_article = text(words, at) == "the";
    let start = at + usize::from(with_article);
    let (end, day @ 1..=31) = number(words, start)? else { return None };
    let of = text(words, end) == "of";
    if (with_article || of) && !is_ordinal(words, start) {
        return None;
    }
    let (end, month) = month(words, end + usize::from(of))?;
    let (end, year) = year_of(words, end);
    Some((end, Meaning::Day { year, month, day: day as i8 }))
}

/// "May 23, 2022", "May 23rd", "Sept. 5"
fn month_first(words: &[Word], at: usize) -> Match {
    let (end, month) = month(words, at)?;
    let end = end + usize::from(text(words, end) == "the" && is_ordinal(words, end + 1));
    if words.get(end)?.after_break {
        return None;
    }
    if spelled_year(words, end).is_some() {
        return None;
    }
    let (end, day @ 1..=31) = number(words, end)? else { return None };
    // "May 10,000 people" and "in March 12 percent"
    let follows = text(words, end);
    let is_part_of_number =
        matches!(follows, "," | ":") && touches(words, end) && number(words, end + 1).is_some() && touches(words, end + 1);
    if is_part_of_number || matches!(follows, "%" | "percent" | "people") {
        return None;
    }
    let (end, year) = year_of(words, end);
    Some((end, Meaning::Day { year, month, day: day as i8 }))
}

fn is_ordinal(words: &[Word], at: usize) -> bool {
    let word = text(words, at);
    word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(|c: char| c.is_ascii_alphabetic())
        || senses(words, at).any(|(_, s)| matches!(s, Sense::Ordinal(_)))
}

fn month(words: &[Word], at: usize) -> Option<(usize, i8)> {
    let word = words.get(at).filter(|w| w.has_capital)?;
    let (end, month) = senses(words, at).find_map(|(end, s)| if let Sense::Month(month, _) = s { Some((end, month)) } else { None })?;
    let dot = text(words, end) == "."
        && touches(words, end)
        && word.lower.len() <= 4
        && word.lower != "may"
        && word.lower != "june"
        && word.lower != "july";
    Some((end + usize::from(dot), month))
}

/// The year after a day or month: ", 2022", "last year", "of this year", ", last".
fn year_of(words: &[Word], at: usize) -> (usize, Year) {
    let comma = at + usize::from(text(words, at) == ",");
    if let Some((end, value)) = year(words, comma).filter(|_| !words.get(comma).is_some_and(|w| w.after_break)) {
        return (end, Year::Given(value));
    }
    let of = comma + usize::from(text(words, comma) == "of");
    if let Some((end, value)) = year(words, of).filter(|_| of > comma && comma == at) {
        return (end, Year::Given(value));
    }
    if let Some((end, which)) = which(words, of).filter(|(end, _)| text(words, *end) == "year") {
        return (end + 1, Year::Of(which));
    }
    (at, Year::Open)
}

/// "May 2022", "May last year", "last May", "in May"
fn month_alone(words: &[Word], at: usize) -> Match {
    let chosen = which(words, at);
    let (start, chosen) = chosen.map_or((at, None), |(end, w)| (end, Some(w)));
    let (end, value) = month(words, start)?;
    let (after, year) = year_of(words, end);
    let year = if year == Year::Open { chosen.map_or(Year::Open, Year::Which) } else { year };
    let is_plain = senses(words, start).any(|(_, s)| matches!(s, Sense::Month(_, true)));
    let before = start.checked_sub(1).map_or("", |i| text(words, i));
    let in_company = match before {
        "mid" | "early" | "late" | "-" => true,
        "as" | "and" | "to" | "about" => false,
        _ => is_preposition(before),
    };
    if is_plain && year == Year::Open && !in_company {
        return None;
    }
    // Abbreviated months stand with a day; "Jan" and "Mar" alone are more often names.
    let is_short = words.get(start).is_some_and(|w| w.lower.len() <= 4 && !matches!(w.lower.as_str(), "june" | "july" | "may"));
    if is_short && year == Year::Open && text(words, end - 1) != "." {
        return None;
    }
    Some((after, Meaning::Month { year, month: value }))
}

/// "last summer", "the spring of 2015", "summer 2015", "this fall", "the summer"
fn season(words: &[Word], at: usize) -> Match {
    let article = at + usize::from(text(words, at) == "the");
    let chosen = which(words, article);
    let (start, chosen) = chosen.map_or((article, None), |(end, w)| (end, Some(w)));
    let start = start + usize::from(matches!(text(words, start), "past" | "coming"));
    let (end, season, is_plain) =
        senses(words, start).find_map(|(end, s)| if let Sense::Season(code, plain) = s { Some((end, code, plain)) } else { None })?;
    let (after, year) = year_of(words, end);
    let year = if year == Year::Open { chosen.map_or(Year::Open, Year::Which) } else { year };
    let before = start.checked_sub(1).map_or("", |i| text(words, i));
    let in_company = year != Year::Open || matches!(before, "in" | "by" | "since" | "until" | "during") || !is_plain && article > at;
    in_company.then_some((after, Meaning::Season { year, season }))
}

/// "the third quarter", "third-quarter", "the first half of 2015", "Q3 2021"
fn quarter_or_half(words: &[Word], at: usize) -> Match {
    let mut start = at + usize::from(text(words, at) == "the");
    let mut given = Year::Open;
    if let Some((end, value)) = year(words, start) {
        (start, given) = (end, Year::Given(value));
    } else if let Some((end, chosen)) = which(words, start).filter(|(end, _)| text(words, *end) == "year" && text(words, *end + 1) == "'") {
        (start, given) = (end + 3, Year::Of(chosen));
    }
    if let Some(quarter) = text(words, start).strip_prefix('q').and_then(|q| q.parse::<i8>().ok()).filter(|q| (1..=4).contains(q)) {
        let (end, year) = year_of(words, start + 1);
        return Some((end, Meaning::Quarter { year: if given == Year::Open { year } else { given }, quarter }));
    }
    let start = start + usize::from(text(words, start) == "fiscal");
    let (end, ordinal) = senses(words, start)
        .find_map(|(end, s)| if let Sense::Ordinal(n) = s { Some((end, n)) } else { None })
        .or_else(|| (text(words, start) == "last").then_some((start + 1, 2)))?;
    let end = end + usize::from(text(words, end) == "-");
    match text(words, end) {
        "quarter" if (1..=4).contains(&ordinal) && text(words, start) != "last" => {
            let (end, year) = year_of(words, end + 1);
            Some((end, Meaning::Quarter { year: if given == Year::Open { year } else { given }, quarter: ordinal as i8 }))
        }
        // "the first half" alone is mostly a match's.
        "half" if ordinal <= 2 => {
            let (end, year) = year_of(words, end + 1);
            (year != Year::Open).then_some((end, Meaning::Half { year, half: ordinal as i8 }))
        }
        _ => None,
    }
}

/// "2022", "the 1990s", "the '90s", "the nineties", "the 19th century", "fiscal 2022"
fn year_like(words: &[Word], at: usize) -> Match {
    let article = at + usize::from(text(words, at) == "the");
    let start = article + usize::from(matches!(text(words, article), "early" | "late" | "mid"));
    let start = start + usize::from(start > article && text(words, start) == "-");
    if let Some(decade) = decade(words, start) {
        return Some(decade);
    }
    if start > article {
        return None;
    }
    if let Some((end, n @ 1..=30)) = number(words, start)
        && is_ordinal(words, start)
    {
        let end = end + usize::from(text(words, end) == "-");
        if text(words, end) == "century" {
            let bc = matches!(text(words, end + 1), "bc" | "b" | "bce");
            return (!bc).then_some((end + 1, Meaning::Century(n as i32)));
        }
    }
    // "in nineteen ninety-one"; "two thousand" alone counts something.
    if let Some((end, value)) = spelled_year(words, article).filter(|_| article == at && text(words, at) != "two") {
        return (!is_unit(words, end)).then_some((end, Meaning::Year(value)));
    }
    if article > at && text(words, article) != "fiscal" {
        return None;
    }
    let fiscal = text(words, article) == "fiscal";
    let (end, value) = year(words, article + usize::from(fiscal)).filter(|_| text(words, article) != "two")?;
    (fiscal || is_bare_year(words, article, value)).then_some((end, Meaning::Year(value)))
}

fn decade(words: &[Word], at: usize) -> Match {
    let word = text(words, at);
    if let Some(digits) = word.strip_suffix('s') {
        let value: i32 = digits.parse().ok()?;
        if digits.len() == 4 && value % 10 == 0 && (1000..2200).contains(&value) {
            return Some((at + 1, Meaning::Decade(value)));
        }
        return None;
    }
    if word == "'" && touches(words, at + 1) {
        let digits = text(words, at + 1).strip_suffix('s').filter(|d| d.len() == 2 && d.ends_with('0'))?;
        return Some((at + 2, Meaning::Decade(1900 + digits.parse::<i32>().ok()?)));
    }
    let spelled = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    let n = spelled.iter().position(|s| *s == word)?;
    let before = at.checked_sub(1).map_or("", |i| text(words, i));
    // "in his sixties" is an age.
    matches!(before, "the" | "early" | "late" | "mid" | "-").then_some((at + 1, Meaning::Decade(1920 + 10 * n as i32)))
}

/// True when four digits standing alone are a year and not a count, a price, a number of a house or a part of something longer.
fn is_bare_year(words: &[Word], at: usize, value: i32) -> bool {
    let before = at.checked_sub(1).map_or("", |i| text(words, i));
    let follows = text(words, at + 1);
    let glued_before = touches(words, at) && !matches!(before, "(" | "[" | "'" | "\"" | "“" | "-" | "/" | "*" | "");
    let glued_after =
        touches(words, at + 1) && !matches!(follows, "." | "," | ")" | "]" | ";" | ":" | "'" | "\"" | "”" | "?" | "!" | "-" | "/" | "*");
    if glued_before
        || glued_after
        || matches!(before, "$" | "£" | "€" | "#" | "no" | "rs" | "us$" | "usd" | "nearly" | "about" | "some" | "than")
    {
        return false;
    }
    if matches!(follows, "," | "." | ":" | "-" | "/")
        && touches(words, at + 1)
        && touches(words, at + 2)
        && text(words, at + 2).starts_with(|c: char| c.is_ascii_digit())
    {
        // "1,500", "2022:15"; a range of years is fine.
        return follows == "-" || follows == "/";
    }
    if is_unit(words, at + 1)
        || matches!(
            follows,
            "%" | "percent"
                | "people"
                | "men"
                | "women"
                | "troops"
                | "miles"
                | "km"
                | "kilometers"
                | "kilometres"
                | "feet"
                | "meters"
                | "metres"
                | "hours"
                | "gmt"
                | "tons"
                | "tonnes"
                | "dollars"
                | "euros"
                | "million"
                | "billion"
                | "local"
        )
    {
        return false;
    }
    let in_company =
        is_preposition(before) || matches!(before, "early" | "late" | "mid" | "the" | "(" | "-" | "year" | "or" | "," | "fiscal" | "'s");
    // Without company only years of living memory, and not the round ones that count people.
    let follows_plural = words.get(at + 1).is_some_and(|w| !w.has_capital && w.lower.ends_with('s') && w.lower.len() > 3);
    (1400..2100).contains(&value)
        && (in_company && !(value % 100 == 0 && follows_plural)
            || (1900..2060).contains(&value) && !follows_plural && !is_month(words, at + 1))
}

/// "10 p.m. Wednesday", "around 7:15 pm", "0735 GMT", "14:00", "4 in the morning"
pub(crate) fn clock(words: &[Word], at: usize) -> Match {
    let start = at + usize::from(matches!(text(words, at), "around" | "about"));
    let first = text(words, start);
    let digits = first.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = first.get(digits.len()..).unwrap_or("");
    let mut hour: u32 = digits.parse().ok()?;
    if digits.len() == 4 && matches!(text(words, start + 1), "gmt" | "hours" | "hrs" | "utc" | "est" | "edt") && suffix.is_empty() {
        let (hour, minute) = (hour / 100, hour % 100);
        return (hour < 25 && minute < 60).then(|| on_day(words, start + 2, Hour::Clock(hour, Some(minute))));
    }
    if hour > 24 || digits.len() > 2 {
        return None;
    }
    let mut end = start + 1;
    let mut minute = None;
    let mut half = suffix.to_owned();
    if half.is_empty() && matches!(text(words, end), ":" | ".") && touches(words, end) && touches(words, end + 1) {
        let next = text(words, end + 1);
        let digits = next.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if digits.len() == 2
            && let Ok(value @ 0..=59) = digits.parse::<u32>()
        {
            minute = Some((text(words, end) == ":", value));
            half = next.get(digits.len()..).unwrap_or("").to_owned();
            end += 2;
        }
    }
    if half.is_empty() {
        match text(words, end) {
            m @ ("am" | "pm") => {
                half = m.to_owned();
                end += 1;
            }
            m @ ("a" | "p")
                if text(words, end + 1) == "." && text(words, end + 2) == "m" && touches(words, end + 1) && touches(words, end + 2) =>
            {
                half = format!("{m}m");
                end += 3;
                // The dot of "p.m." is part of it even where it also ends the sentence.
                end += usize::from(text(words, end) == "." && touches(words, end));
            }
            "in" if text(words, end + 1) == "the" && matches!(text(words, end + 2), "morning" | "afternoon" | "evening") => {
                half = if text(words, end + 2) == "morning" { "am".to_owned() } else { "pm".to_owned() };
                end += 3;
            }
            "o" if text(words, end + 1) == "'" && text(words, end + 2) == "clock" => {
                end += 3;
                half = "clock".to_owned();
            }
            _ => {}
        }
    }
    match half.as_str() {
        "pm" if hour < 12 => hour += 12,
        "am" if hour == 12 => hour = 0,
        "pm" | "am" | "clock" => {}
        // "14:00" needs its colon and two digits; "3:2" is a score.
        "" if minute.is_some_and(|(colon, _)| colon) && digits.len() == 2 => {}
        _ => return None,
    }
    if matches!(text(words, end), "gmt" | "utc" | "est" | "edt" | "pst" | "pdt" | "cet" | "ist" | "et" | "local") {
        end += 1 + usize::from(text(words, end) == "local" && text(words, end + 1) == "time");
    }
    Some(on_day(words, end, Hour::Clock(hour, minute.map(|(_, m)| m))))
}
