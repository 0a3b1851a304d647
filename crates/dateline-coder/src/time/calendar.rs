//! Intervals of the calendar and their TIMEX3 values.

use super::words::Unit;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

/// A stretch of days that has a name in the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) value: String,
    pub(crate) precision: &'static str,
    /// What "the following ..." counts from here.
    pub(crate) unit: Unit,
}

impl Interval {
    pub(crate) fn day(date: Date) -> Interval {
        Interval { start: date, end: date, value: date.to_string(), precision: "day", unit: Unit::Day }
    }

    pub(crate) fn week(date: Date) -> Option<Interval> {
        let iso = date.iso_week_date();
        let (start, end) = week_bounds(iso)?;
        let value = format!("{:04}-W{:02}", iso.year(), iso.week());
        Some(Interval { start, end, value, precision: "week", unit: Unit::Week })
    }

    /// Saturday and Sunday of the ISO week of a day.
    pub(crate) fn weekend(date: Date) -> Option<Interval> {
        let week = Self::week(date)?;
        let start = week.end.checked_sub(1.day()).ok()?;
        Some(Interval { start, end: week.end, value: format!("{}-WE", week.value), precision: "weekend", unit: Unit::Week })
    }

    pub(crate) fn month(year: i32, month: i8) -> Option<Interval> {
        let start = date(year, month, 1)?;
        Some(Interval { start, end: start.last_of_month(), value: format!("{year:04}-{month:02}"), precision: "month", unit: Unit::Month })
    }

    pub(crate) fn quarter(year: i32, quarter: i8) -> Option<Interval> {
        let start = date(year, quarter.checked_mul(3)?.checked_sub(2)?, 1)?;
        let end = date(year, quarter * 3, 1)?.last_of_month();
        Some(Interval { start, end, value: format!("{year:04}-Q{quarter}"), precision: "quarter", unit: Unit::Quarter })
    }

    pub(crate) fn half(year: i32, half: i8) -> Option<Interval> {
        let start = date(year, if half == 1 { 1 } else { 7 }, 1)?;
        let end = date(year, if half == 1 { 6 } else { 12 }, 1)?.last_of_month();
        Some(Interval { start, end, value: format!("{year:04}-H{half}"), precision: "half-year", unit: Unit::Quarter })
    }

    /// A meteorological season of the north; winter begins in December of `year`.
    pub(crate) fn season(year: i32, season: &str) -> Option<Interval> {
        let first = match season {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let start = date(year, first, 1)?;
        let end = start.checked_add(2.months()).ok()?.last_of_month();
        Some(Interval { start, end, value: format!("{year:04}-{season}"), precision: "season", unit: Unit::Year })
    }

    pub(crate) fn year(year: i32) -> Option<Interval> {
        let (start, end) = (date(year, 1, 1)?, date(year, 12, 31)?);
        Some(Interval { start, end, value: format!("{year:04}"), precision: "year", unit: Unit::Year })
    }

    /// The decade of a year.
    pub(crate) fn decade(year: i32) -> Option<Interval> {
        let first = year.div_euclid(10) * 10;
        let (start, end) = (date(first, 1, 1)?, date(first + 9, 12, 31)?);
        Some(Interval { start, end, value: format!("{:03}", first / 10), precision: "decade", unit: Unit::Decade })
    }

    /// The 20th century is 1901 to 2000, its TIMEX3 value `19`.
    pub(crate) fn century(n: i32) -> Option<Interval> {
        let (start, end) = (date((n - 1) * 100 + 1, 1, 1)?, date(n * 100, 12, 31)?);
        Some(Interval { start, end, value: format!("{:02}", n - 1), precision: "century", unit: Unit::Century })
    }

    /// The interval of a unit that holds a day.
    pub(crate) fn around(day: Date, unit: Unit) -> Option<Interval> {
        let year = i32::from(day.year());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some(Self::day(day)),
            Unit::Week => Self::week(day),
            Unit::Month => Self::month(year, day.month()),
            Unit::Quarter => Self::quarter(year, (day.month() + 2) / 3),
            Unit::Year => Self::year(year),
            Unit::Decade => Self::decade(year),
            Unit::Century => Self::century((year - 1).div_euclid(100) + 1),
        }
    }
}

/// A day, if the calendar has it.
pub(crate) fn date(year: i32, month: i8, day: i8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// `n` units on from a day; negative is back.
pub(crate) fn shift(day: Date, n: i64, unit: Unit) -> Option<Date> {
    // More than this leads out of the calendar anyway, and jiff's builders panic on absurd spans.
    if n.abs() > 9_000 {
        return None;
    }
    let span: Span = match unit {
        Unit::Second | Unit::Minute => 0.days(),
        Unit::Hour => (n / 24).days(),
        Unit::Day => n.days(),
        Unit::Week => n.weeks(),
        Unit::Month => n.months(),
        Unit::Quarter => (n * 3).months(),
        Unit::Year => n.years(),
        Unit::Decade => (n * 10).try_years()?,
        Unit::Century => (n * 100).try_years()?,
    };
    day.checked_add(span).ok()
}

trait TryYears {
    fn try_years(self) -> Option<Span>;
}

impl TryYears for i64 {
    fn try_years(self) -> Option<Span> {
        (self.abs() < 9_999).then(|| self.years())
    }
}

/// Western Easter Sunday of a year (the anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, chapter 8).
pub(crate) fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year.rem_euclid(19), year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?)
}

/// Thanksgiving in the United States: the fourth Thursday of November.
pub(crate) fn thanksgiving(year: i32) -> Option<Date> {
    date(year, 11, 1)?.nth_weekday_of_month(4, Weekday::Thursday).ok()
}

fn week_bounds(iso: ISOWeekDate) -> Option<(Date, Date)> {
    let monday = ISOWeekDate::new(iso.year(), iso.week(), Weekday::Monday).ok()?.date();
    Some((monday, monday.checked_add(6.days()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(interval: Option<Interval>, value: &str, start: &str, end: &str) {
        let found = interval.expect("in the calendar");
        assert_eq!((found.value.as_str(), found.start.to_string(), found.end.to_string()), (value, start.to_owned(), end.to_owned()));
    }

    #[test]
    fn intervals_have_their_days_and_values() {
        let monday = date(2022, 5, 23).expect("a day");
        check(Some(Interval::day(monday)), "2022-05-23", "2022-05-23", "2022-05-23");
        check(Interval::week(monday), "2022-W21", "2022-05-23", "2022-05-29");
        check(Interval::weekend(monday), "2022-W21-WE", "2022-05-28", "2022-05-29");
        check(Interval::month(2024, 2), "2024-02", "2024-02-01", "2024-02-29");
        check(Interval::quarter(2022, 3), "2022-Q3", "2022-07-01", "2022-09-30");
        check(Interval::season(2021, "WI"), "2021-WI", "2021-12-01", "2022-02-28");
        check(Interval::decade(1987), "198", "1980-01-01", "1989-12-31");
        check(Interval::century(20), "19", "1901-01-01", "2000-12-31");
        check(Interval::around(monday, Unit::Quarter), "2022-Q2", "2022-04-01", "2022-06-30");
    }

    #[test]
    fn moveable_feasts() {
        assert_eq!(easter(2022), date(2022, 4, 17));
        assert_eq!(easter(2000), date(2000, 4, 23));
        assert_eq!(thanksgiving(1999), date(1999, 11, 25));
    }

    #[test]
    fn what_leads_out_of_the_calendar_is_none() {
        let day = date(2022, 5, 23).expect("a day");
        for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Year, Unit::Decade, Unit::Century] {
            assert_eq!(shift(day, i64::MAX / 200, unit), None);
            let _ = shift(day, -9_000, unit);
        }
        assert_eq!(Interval::century(900), None);
        assert_eq!(Interval::year(99_999), None);
        assert_eq!(Interval::quarter(2022, 127), None);
    }
}
