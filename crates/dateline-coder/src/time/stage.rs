//! The part of an interval that "early", "mid", "late", "earlier" and "later" leave.
//!
//! English has no rule for where early ends. Thirds are what people mean at least: days 1 to 10, 11 to 20 and 21 to the last of a month; four
//! months of a year; of a decade 0 to 3, 4 to 6 and 7 to 9. The TIMEX3 value stays that of the whole.

use super::calendar::date;
use super::words::Word;
use jiff::civil::Date;

/// The days left of an interval by the words that open its expression.
pub(crate) fn narrow(words: &[Word], precision: &str, days: (Date, Date), published: Option<Date>) -> (Date, Date) {
    let skipped = usize::from(words.first().is_some_and(|w| w.lower == "the"));
    let stage = words.get(skipped).map_or("", |w| w.lower.as_str());
    let third = match stage {
        "early" => 0,
        "mid" => 1,
        "late" => 2,
        "earlier" | "later" => return beside(stage, days, published),
        _ => return days,
    };
    within(third, precision, days).unwrap_or(days)
}

/// "earlier this year" is over on the day of publication, "later this year" begins with it.
fn beside(stage: &str, (start, end): (Date, Date), published: Option<Date>) -> (Date, Date) {
    match published.filter(|today| (start..=end).contains(today) && start < end) {
        Some(today) if stage == "earlier" => (start, today),
        Some(today) => (today, end),
        None => (start, end),
    }
}

fn within(third: usize, precision: &str, (start, end): (Date, Date)) -> Option<(Date, Date)> {
    let year = i32::from(start.year());
    match precision {
        "month" => {
            let (first, last) = [(1, 10), (11, 20), (21, end.day())][third];
            Some((date(year, start.month(), first)?, date(year, start.month(), last)?))
        }
        "year" => {
            let (first, last) = [(1, 4), (5, 8), (9, 12)][third];
            Some((date(year, first, 1)?, date(year, last, 1)?.last_of_month()))
        }
        "decade" => {
            let (first, last) = [(0, 3), (4, 6), (7, 9)][third];
            Some((date(year + first, 1, 1)?, date(year + last, 12, 31)?))
        }
        "century" => {
            let (first, last) = [(0, 32), (33, 65), (66, 99)][third];
            Some((date(year + first, 1, 1)?, date(year + last, 12, 31)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::time::find;
    use dateline_model::{Article, Reading};
    use jiff::civil::date;

    #[track_caller]
    fn check(text: &str, value: &str, start: &str, end: &str) {
        let article = Article { text: text.to_owned(), published: Some(date(2022, 5, 23)), ..Article::default() };
        let found = find(&article, &Reading::default());
        let day = |d: Option<jiff::civil::Date>| d.map_or(String::new(), |d| d.to_string());
        assert_eq!((found[0].value.as_str(), day(found[0].start).as_str(), day(found[0].end).as_str()), (value, start, end), "{text}");
    }

    #[test]
    fn early_mid_and_late_are_thirds() {
        check("in early March", "2022-03", "2022-03-01", "2022-03-10");
        check("in mid-October", "2021-10", "2021-10-11", "2021-10-20");
        check("in late February", "2022-02", "2022-02-21", "2022-02-28");
        check("in early 2019", "2019", "2019-01-01", "2019-04-30");
        check("in the mid-1990s", "199", "1994-01-01", "1996-12-31");
        check("in the late 1980s", "198", "1987-01-01", "1989-12-31");
        check("early on Friday", "2022-05-20", "2022-05-20", "2022-05-20");
    }

    #[test]
    fn earlier_and_later_lie_on_the_two_sides_of_the_day_of_publication() {
        check("earlier this year", "2022", "2022-01-01", "2022-05-23");
        check("later this month", "2022-05", "2022-05-23", "2022-05-31");
    }
}
