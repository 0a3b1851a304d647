//! The day that a written date names.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Before the first newspapers and after any that can be read today a number is no year.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2100;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const MONTH: &str = r"(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

/// The ways to write a day in full, surest first.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"(?:^|[^\d.,/-])(?<year>\d{4})[-/.](?<m>\d{1,2})[-/.](?<day>\d{1,2})(?:\D|$)".to_owned(),
        r"^\s*(?<year>\d{4})(?<m>\d{2})(?<day>\d{2})(?:T?\d{4,6}Z?)?\s*$".to_owned(),
        format!(r"\b{MONTH}\b\.?[\s,]\s*(?<day>\d{{1,2}})(?:st|nd|rd|th)?\b[\s,]\s*(?<year>\d{{4}})\b"),
        format!(r"\b(?<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]\s*(?:of\s+)?{MONTH}\b[.,]?[\s,-]\s*(?<year>\d{{4}})\b"),
        r"(?:^|[^\d.,/-])(?<a>\d{1,2})(?<s>[-/.])(?<b>\d{1,2})[-/.](?<year>\d{4})(?:[^\d.]|\.\D|\.?$)".to_owned(),
        // As C and Java print a time: Mon May 23 10:00:00 CEST 2022.
        format!(r"\b{MONTH}\s+(?<day>\d{{1,2}})\s+\d\d:\d\d:\d\d\s+(?:\S+\s+)?(?<year>\d{{4}})\b"),
    ];
    patterns.iter().filter_map(|pattern| Regex::new(&format!("(?i){pattern}")).ok()).collect()
});

/// The day that a date as machines and outlets write it names: the day of the place that wrote it, whatever its time zone.
///
/// Nothing is guessed: "5/6/2022" is no day, a month alone is none.
pub(crate) fn parse(written: &str) -> Option<Date> {
    // Nothing that is longer is a date.
    let written = written.trim().get(..120.min(written.trim().len())).unwrap_or("");
    if let Some(seconds) = epoch(written) {
        return Timestamp::from_second(seconds).ok().map(|t| t.to_zoned(TimeZone::UTC).date());
    }
    PATTERNS.iter().find_map(|pattern| date(&pattern.captures(written)?))
}

fn date(found: &Captures<'_>) -> Option<Date> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i8>().ok());
    let year: i16 = found.name("year")?.as_str().parse().ok()?;
    let (month, day) = match found.name("month") {
        Some(name) => {
            let name = name.as_str().to_lowercase();
            (MONTHS.iter().position(|m| name.starts_with(m)).and_then(|i| i8::try_from(i + 1).ok())?, number("day")?)
        }
        None => match (number("m"), number("a"), number("b")) {
            (Some(month), ..) => (month, number("day")?),
            (None, Some(a), Some(b)) if b > 12 || a == b => (a, b),
            (None, Some(a), Some(b)) if a > 12 => (b, a),
            // With points it is always day, month, year.
            (None, Some(a), Some(b)) if found.name("s").is_some_and(|s| s.as_str() == ".") => (b, a),
            _ => return None,
        },
    };
    YEARS.contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// Seconds since 1970, written as ten digits or, in milliseconds, as thirteen: 2001 to 2286.
fn epoch(written: &str) -> Option<i64> {
    let seconds = match written.len() {
        10 => written,
        13 => written.get(..10)?,
        _ => return None,
    };
    let digits = written.bytes().all(|b| b.is_ascii_digit());
    seconds.parse().ok().filter(|n| digits && (1_000_000_000..4_100_000_000).contains(n))
}

/// The day that stands in the path of an address: `/2022/05/23/`, `/2022-05-23-`, `-20220523`.
pub(crate) fn in_address(address: &str) -> Option<Date> {
    static SLASHES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)/(?<year>(?:19|20)\d\d)[-/_](?:(?<m>\d{1,2})|(?<month>[a-z]{3}))[-/_](?<day>\d{1,2})(?:[^\d]|$)").ok()
    });
    static COMPACT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:^|[^\d])(?<year>(?:19|20)\d\d)-?(?<m>[01]\d)-?(?<day>[0-3]\d)(?:[^\d]|$)").ok());
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.get(path.find('/')?..)?.split(['?', '#']).next()?;
    let found = SLASHES.as_ref().and_then(|pattern| pattern.captures(path));
    found.as_ref().and_then(date).or_else(|| COMPACT.as_ref()?.captures(path).as_ref().and_then(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(written: &str, day: &str) {
        assert_eq!(parse(written).map(|d| d.to_string()).as_deref(), Some(day), "{written}");
    }

    #[test]
    fn machines_write_a_day_in_many_ways() {
        for written in [
            "2022-05-23",
            "2022-05-23T23:30:00-05:00",
            "2022-05-23 01:02:03.456 UTC",
            "2022/05/23 10:00",
            "20220523",
            "20220523101500",
            "20220523T101500Z",
            "Mon, 23 May 2022 10:00:00 GMT",
            "Mon May 23 10:00:00 CEST 2022",
            "1653300000",
            "1653300000000",
        ] {
            check(written, "2022-05-23");
        }
    }

    #[test]
    fn outlets_write_a_day_in_many_ways() {
        for written in [
            "May 23, 2022",
            "Published: MAY 23, 2022 at 10:00 a.m.",
            "Monday, 23rd of May, 2022",
            "23 May 2022",
            "23-May-2022",
            "23. May 2022",
            "5/23/2022 10:00 AM",
            "23/05/2022",
            "23.5.2022",
            "Updated 10:31 AM ET, Mon May 23, 2022",
        ] {
            check(written, "2022-05-23");
        }
        check("Sept. 5, 2022", "2022-09-05");
        check("03.04.2022", "2022-04-03");
        check("4/4/2022", "2022-04-04");
    }

    #[test]
    fn what_is_no_one_day_is_none() {
        for written in [
            "",
            "5/6/2022",
            "May 2022",
            "2022",
            "2022-02-30",
            "23 hours ago",
            "0001-01-01",
            "12345678",
            "99999999",
            "version 1.2.2022.3.4",
            "é".repeat(100).as_str(),
        ] {
            assert_eq!(parse(written), None, "{written}");
        }
    }

    #[test]
    fn an_address_may_hold_the_day() {
        let check = |address: &str, day: Option<&str>| {
            assert_eq!(in_address(address).map(|d| d.to_string()).as_deref(), day, "{address}");
        };
        check("https://news.example/2022/05/23/mayor-leaves", Some("2022-05-23"));
        check("https://news.example/2022/may/23/mayor-leaves", Some("2022-05-23"));
        check("https://news.example/world/2022-05-23-mayor.html", Some("2022-05-23"));
        check("https://news.example/world/mayor-20220523.html", Some("2022-05-23"));
        check("https://news.example/2022/05/mayor-leaves", None);
        check("https://news.example/mayor-11574168580", None);
        check("https://news.example/a?day=2022/05/23/", None);
        check("https://news.example", None);
    }

    proptest! {
        #[test]
        fn no_words_break_it(written in "\\PC{0,60}") {
            let _ = (parse(&written), in_address(&written));
        }

        #[test]
        fn every_day_is_found_as_it_is_written(days in -40_000i32..36_500) {
            let day = Date::constant(2000, 1, 1).checked_add(jiff::Span::new().days(days)).expect("a day");
            prop_assert_eq!(parse(&format!("{day}T00:00:00Z")), Some(day));
        }
    }
}
