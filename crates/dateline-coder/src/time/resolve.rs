//! From meanings to days: which Friday, which May, whose last year.

use super::calendar::{Interval, date, easter, shift, thanksgiving};
use super::grammar::duration_value;
use super::meaning::{Amount, From, Hour, Meaning, Which, Year};
use super::tense::Tense;
use super::words::Unit;
use dateline_model::report::TimeKind;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Days, by hand on TimeBank and AQUAINT: all 7 bare months there that were taken for the wrong year lie at most 64 days ahead.
const SOON: i32 = 75;

/// Days back from which on a month is said with its year or "last".
const LONG_AGO: i32 = 240;

/// Words within which "a year earlier" is said of the quarter named before; a paragraph or two.
const REPORTED_NEAR: usize = 150;

/// A meaning with its days, as far as they can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub(crate) kind: TimeKind,
    pub(crate) value: String,
    pub(crate) start: Option<Date>,
    pub(crate) end: Option<Date>,
    pub(crate) precision: &'static str,
}

/// What is known where an expression stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    pub(crate) published: Option<Date>,
    /// The calendar time the text spoke of last.
    pub(crate) reference: Option<Interval>,
    /// Where the expression being resolved begins, in words.
    pub(crate) at: usize,
    /// The quarter that is reported, and where it was named.
    pub(crate) quarter: Option<(Interval, usize)>,
}

impl Context {
    /// Resolves an expression and remembers the time it speaks of.
    pub(crate) fn resolve(&mut self, meaning: &Meaning, tense: Tense) -> Resolved {
        match meaning {
            Meaning::Reference(value) => {
                let day = self.published.filter(|_| *value == "PRESENT_REF");
                Resolved { kind: TimeKind::Date, value: (*value).to_owned(), start: day, end: day, precision: "day" }
            }
            Meaning::Set(value) => Resolved { kind: TimeKind::Set, value: value.clone(), start: None, end: None, precision: "set" },
            Meaning::Duration { amount, unit, window } => {
                // After "in the nine months" and "for the year ended" a year earlier is no quarter.
                if matches!((amount, unit), (Amount::Number(6.., _), Unit::Month) | (Amount::Number(1, false), Unit::Year))
                    && window.is_none()
                {
                    self.quarter = None;
                }
                self.duration(*amount, *unit, *window)
            }
            Meaning::Shift { amount: Amount::Vague, back, .. } => {
                let value = if *back { "PAST_REF" } else { "FUTURE_REF" };
                Resolved { kind: TimeKind::Date, value: value.to_owned(), start: None, end: None, precision: "unknown" }
            }
            Meaning::TimeOfDay { hour, on } => self.time_of_day(*hour, on.as_deref(), tense),
            _ => match self.interval(meaning, tense) {
                Some(interval) => {
                    let is_comparison = matches!(meaning, Meaning::Period { back: 1.., .. })
                        || matches!(meaning, Meaning::Shift { amount: Amount::Number(1, false), unit: Unit::Year, back: true, .. });
                    if matches!(meaning, Meaning::Quarter { .. } | Meaning::Period { back: 0, .. }) {
                        self.quarter = Some((interval.clone(), self.at));
                    }
                    // "up from $3 million a year earlier" compares; the story stays where it was.
                    if !is_comparison {
                        self.reference = Some(interval.clone());
                    }
                    dated(TimeKind::Date, interval)
                }
                None => {
                    let (value, precision) = open(meaning);
                    Resolved { kind: TimeKind::Date, value, start: None, end: None, precision }
                }
            },
        }
    }

    fn time_of_day(&mut self, hour: Hour, on: Option<&Meaning>, tense: Tense) -> Resolved {
        let day = match on {
            Some(meaning) => self.interval(meaning, tense),
            None => self.reference.clone().filter(|r| r.precision == "day").or_else(|| self.published.map(Interval::day)),
        };
        let clock = match hour {
            Hour::Part(part) => format!("T{part}"),
            Hour::Clock(hour, minute) => format!("T{hour:02}:{:02}", minute.unwrap_or(0)),
        };
        match day {
            Some(mut day) => {
                self.reference = Some(day.clone());
                day.value.push_str(&clock);
                dated(TimeKind::Time, day)
            }
            None => Resolved { kind: TimeKind::Time, value: format!("XXXX-XX-XX{clock}"), start: None, end: None, precision: "day" },
        }
    }

    fn duration(&self, amount: Amount, unit: Unit, window: Option<Which>) -> Resolved {
        let days = match (amount, window, self.published) {
            (Amount::Number(n, half), Some(Which::Last), Some(today)) => back_or_on(today, n, half, unit, true).map(|start| (start, today)),
            (Amount::Number(n, half), Some(Which::Next), Some(today)) => back_or_on(today, n, half, unit, false).map(|end| (today, end)),
            _ => None,
        };
        let (start, end) = days.unzip();
        Resolved { kind: TimeKind::Duration, value: duration_value(amount, unit), start, end, precision: unit.as_str() }
    }

    /// The days an expression names, if they can be told.
    fn interval(&self, meaning: &Meaning, tense: Tense) -> Option<Interval> {
        match meaning {
            Meaning::Year(year) => Interval::year(*year),
            Meaning::Decade(year) => Interval::decade(*year),
            Meaning::Century(n) => Interval::century(*n),
            Meaning::Day { year, month, day } => self.day(*year, *month, *day, tense).map(Interval::day),
            Meaning::DayOrMonth { year, a, b } => self.day_or_month(*year, *a, *b),
            Meaning::Month { year, month } => {
                let build = |y: i32| Interval::month(y, *month);
                self.in_year(*year, tense, &build)
            }
            Meaning::Season { year, season } => {
                let build = |y: i32| Interval::season(y, season);
                self.in_year(*year, tense, &build)
            }
            Meaning::Quarter { year, quarter } => {
                // "third-quarter results" are told in any tense; the nearest is meant.
                let build = |y: i32| Interval::quarter(y, *quarter);
                self.in_year(*year, Tense::Unknown, &build)
            }
            Meaning::Half { year, half } => {
                let build = |y: i32| Interval::half(y, *half);
                self.in_year(*year, tense, &build)
            }
            Meaning::Holiday { name, year } => {
                let build = |y: i32| holiday(name, y).map(Interval::day);
                self.in_year(*year, tense, &build)
            }
            Meaning::Weekday { day, which, from } => self.weekday(*day, *which, *from, tense).map(Interval::day),
            Meaning::Weekend { which } => self.weekend(*which, tense),
            Meaning::Unit { unit, which, from } => self.unit(*unit, *which, *from),
            Meaning::Shift { amount: Amount::Number(1, false), unit: Unit::Year, back: true, .. } if self.reported().is_some() => {
                self.quarter_of(self.reported()?, 1)
            }
            Meaning::Period { back, quarter, ended } => self.period(*back, *quarter, ended.as_deref(), tense),
            Meaning::Shift { amount: Amount::Number(n, half), unit, back, from } => {
                let base = self.base(*from, *unit, *back)?;
                let day = back_or_on(base, *n, *half, *unit, *back)?;
                // "a decade ago" names a year, not a decade.
                Interval::around(day, (*unit).min(Unit::Year))
            }
            Meaning::TimeOfDay { on, .. } => self.interval(on.as_deref()?, tense),
            Meaning::Shift { amount: Amount::Vague, .. } | Meaning::Reference(_) | Meaning::Duration { .. } | Meaning::Set(_) => None,
        }
    }

    /// The quarter that is reported where the expression stands.
    fn reported(&self) -> Option<&Interval> {
        self.quarter.as_ref().filter(|(_, named)| self.at.saturating_sub(*named) < REPORTED_NEAR).map(|(quarter, _)| quarter)
    }

    fn quarter_of(&self, quarter: &Interval, years_back: i32) -> Option<Interval> {
        Interval::around(shift(quarter.start, -i64::from(years_back), Unit::Year)?, Unit::Quarter)
    }

    /// "the quarter ended Sept. 30", "the year-earlier quarter": the quarter named, else the one reported, else the last one that is over.
    fn period(&self, back: i32, quarter: Option<i8>, ended: Option<&Meaning>, tense: Tense) -> Option<Interval> {
        let last_over = || Interval::around(shift(self.published?, -1, Unit::Quarter)?, Unit::Quarter);
        let base = match (quarter, ended) {
            (_, Some(ended)) => Interval::around(self.interval(ended, tense)?.end, Unit::Quarter)?,
            (Some(quarter), None) => self.in_year(Year::Open, Tense::Unknown, &|y| Interval::quarter(y, quarter))?,
            (None, None) => match self.reported() {
                Some(reported) => reported.clone(),
                // "year-earlier" where no quarter is reported is the year before.
                None if back > 0 => return Interval::around(shift(self.published?, -i64::from(back), Unit::Year)?, Unit::Year),
                None => last_over()?,
            },
        };
        self.quarter_of(&base, back)
    }

    /// The day a relative expression counts from; none when the text was at a time too coarse to count from.
    fn base(&self, from: From, unit: Unit, back: bool) -> Option<Date> {
        match (from, &self.reference) {
            (From::Reference, Some(reference)) => {
                let finest = if unit < Unit::Day { Unit::Day } else { unit };
                (reference.unit <= finest).then_some(if back { reference.start } else { reference.end })
            }
            _ => self.published,
        }
    }

    fn unit(&self, unit: Unit, which: Which, from: From) -> Option<Interval> {
        let (base, n) = match which {
            Which::Last => (self.base(from, unit, true)?, -1),
            Which::This => {
                let base = match (from, &self.reference) {
                    (From::Reference, Some(reference)) => Some(reference.start).filter(|_| reference.unit <= unit),
                    _ => self.published,
                };
                (base?, 0)
            }
            Which::Next => (self.base(from, unit, false)?, 1),
        };
        Interval::around(shift(base, n, unit)?, unit)
    }

    fn day(&self, year: Year, month: i8, day: i8, tense: Tense) -> Option<Date> {
        if let Some(year) = self.given(year) {
            return date(year, month, day);
        }
        let today = self.published?;
        let this_year = i32::from(today.year());
        let candidates = (this_year - 1..=this_year + 1).filter_map(|y| date(y, month, day));
        // The nearest occurrence is right in 94 % of TimeBank and AQUAINT; the tense only keeps the far side of it honest.
        candidates.min_by_key(|d| {
            let days = days_between(today, *d);
            let is_far_side = match tense {
                Tense::Future => days < -31,
                Tense::Past => days > 31,
                // "the Oct. 23 shooting" is told of as it is known.
                Tense::Unknown => days > 92,
            };
            let penalty = if is_far_side { 100 } else { 0 };
            (days.abs() + penalty, -days)
        })
    }

    /// Where the text does not tell which number is the month, the whole year is all that is certain - unless one of the two days has not yet come.
    fn day_or_month(&self, year: i32, a: i8, b: i8) -> Option<Interval> {
        let both = [date(year, a, b), date(year, b, a)];
        if let (Some(today), [Some(first), Some(second)]) = (self.published, both) {
            match (days_between(today, first).abs() <= 45, days_between(today, second).abs() <= 45) {
                (true, false) => return Some(Interval::day(first)),
                (false, true) => return Some(Interval::day(second)),
                _ => {}
            }
        }
        Interval::year(year)
    }

    fn given(&self, year: Year) -> Option<i32> {
        match year {
            Year::Given(year) => Some(year),
            Year::Of(which) => {
                let today = i32::from(self.published?.year());
                Some(match which {
                    Which::Last => today - 1,
                    Which::This => today,
                    Which::Next => today + 1,
                })
            }
            Year::Open | Year::Which(_) => None,
        }
    }

    /// Chooses the year of a month, season, quarter or feast.
    fn in_year(&self, year: Year, tense: Tense, build: &dyn Fn(i32) -> Option<Interval>) -> Option<Interval> {
        if let Some(year) = self.given(year) {
            return build(year);
        }
        let today = self.published?;
        let this_year = i32::from(today.year());
        let candidates: Vec<Interval> = (this_year - 2..=this_year + 2).filter_map(build).collect();
        let started = || candidates.iter().rev().find(|i| i.start <= today).cloned();
        let not_over = || candidates.iter().find(|i| i.end >= today).cloned();
        match year {
            Year::Which(Which::Last) => candidates.iter().rev().find(|i| i.end < today).cloned(),
            Year::Which(Which::Next) => candidates.iter().find(|i| i.start > today).cloned(),
            Year::Which(Which::This) => candidates.iter().find(|i| i32::from(i.start.year()) == this_year).cloned(),
            _ => match tense {
                // A month or season that comes soon and was last nearly a year ago is ahead even of a past verb: "gave them until November".
                Tense::Past => match (started(), not_over()) {
                    (Some(past), Some(ahead))
                        if days_between(today, ahead.start) <= SOON
                            && days_between(past.end, today) > LONG_AGO
                            && past.precision != "day" =>
                    {
                        Some(ahead)
                    }
                    (past, _) => past,
                },
                Tense::Future => not_over(),
                // 60 % past to 24 % future for bare months in TimeBank: the past, unless it lies three times as far away.
                Tense::Unknown => match (started(), not_over()) {
                    (Some(past), Some(ahead)) if days_between(today, ahead.start) * 3 < days_between(past.end, today) => Some(ahead),
                    (past, ahead) => past.or(ahead),
                },
            },
        }
    }

    fn weekday(&self, day: i8, which: Option<Which>, from: From, tense: Tense) -> Option<Date> {
        let day = Weekday::from_monday_one_offset(day).ok()?;
        let base = match (from, &self.reference) {
            (From::Reference, Some(reference)) if reference.precision == "day" => reference.start,
            _ => self.published?,
        };
        let on_or_before = || base.checked_add(1.day()).ok()?.nth_weekday(-1, day).ok();
        let on_or_after = || base.checked_sub(1.day()).ok()?.nth_weekday(1, day).ok();
        match (which, tense) {
            (Some(Which::Last), _) => base.nth_weekday(-1, day).ok(),
            (Some(Which::Next), _) => base.nth_weekday(1, day).ok(),
            (Some(Which::This) | None, Tense::Future) => on_or_after(),
            // 91.6 % of bare weekdays in TimeBank and AQUAINT are the same day or one of the last six.
            (Some(Which::This) | None, _) => on_or_before(),
        }
    }

    fn weekend(&self, which: Option<Which>, tense: Tense) -> Option<Interval> {
        let today = self.published?;
        let is_weekend = matches!(today.weekday(), Weekday::Saturday | Weekday::Sunday);
        let ahead = which == Some(Which::Next)
            || which != Some(Which::Last) && (tense == Tense::Future || which == Some(Which::This) && !is_weekend);
        let weeks = match (ahead, is_weekend) {
            (true, true) if which == Some(Which::Next) => 1,
            (false, true) if which == Some(Which::Last) => -1,
            (true, _) | (false, true) => 0,
            (false, false) => -1,
        };
        Interval::weekend(shift(today, weeks, Unit::Week)?)
    }
}

fn dated(kind: TimeKind, interval: Interval) -> Resolved {
    Resolved { kind, value: interval.value, start: Some(interval.start), end: Some(interval.end), precision: interval.precision }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn back_or_on(base: Date, n: u32, half: bool, unit: Unit, back: bool) -> Option<Date> {
    let sign = if back { -1 } else { 1 };
    let day = shift(base, sign * i64::from(n), unit)?;
    if !half {
        return Some(day);
    }
    match unit {
        Unit::Year => shift(day, sign * 6, Unit::Month),
        Unit::Decade => shift(day, sign * 5, Unit::Year),
        Unit::Century => shift(day, sign * 50, Unit::Year),
        Unit::Month => shift(day, sign * 15, Unit::Day),
        Unit::Week => shift(day, sign * 3, Unit::Day),
        _ => Some(day),
    }
}

fn holiday(name: &str, year: i32) -> Option<Date> {
    match name {
        "easter" => easter(year),
        "good friday" => shift(easter(year)?, -2, Unit::Day),
        "palm sunday" => shift(easter(year)?, -7, Unit::Day),
        "easter monday" => shift(easter(year)?, 1, Unit::Day),
        "ash wednesday" => shift(easter(year)?, -46, Unit::Day),
        // In the United States: the Tuesday after the first Monday of November, the first Monday of September, the last of May.
        "election" => shift(date(year, 11, 1)?.nth_weekday_of_month(1, Weekday::Monday).ok()?, 1, Unit::Day),
        "labor" => date(year, 9, 1)?.nth_weekday_of_month(1, Weekday::Monday).ok(),
        "memorial" => date(year, 5, 1)?.nth_weekday_of_month(-1, Weekday::Monday).ok(),
        "thanksgiving" => thanksgiving(year),
        _ => {
            let (month, day) = name.split_once('-')?;
            date(year, month.parse().ok()?, day.parse().ok()?)
        }
    }
}

/// TIMEX3 value and precision where the days are not known.
fn open(meaning: &Meaning) -> (String, &'static str) {
    match meaning {
        Meaning::Day { year: Year::Given(year), month, day } => (format!("{year:04}-{month:02}-{day:02}"), "day"),
        Meaning::Day { month, day, .. } => (format!("XXXX-{month:02}-{day:02}"), "day"),
        Meaning::DayOrMonth { year, .. } => (format!("{year:04}-XX-XX"), "year"),
        Meaning::Month { month, .. } => (format!("XXXX-{month:02}"), "month"),
        Meaning::Season { season, .. } => (format!("XXXX-{season}"), "season"),
        Meaning::Period { .. } => ("XXXX-QX".to_owned(), "quarter"),
        Meaning::Quarter { quarter, .. } => (format!("XXXX-Q{quarter}"), "quarter"),
        Meaning::Half { half, .. } => (format!("XXXX-H{half}"), "half-year"),
        Meaning::Weekday { day, .. } => (format!("XXXX-WXX-{day}"), "day"),
        Meaning::Weekend { .. } => ("XXXX-WXX-WE".to_owned(), "weekend"),
        Meaning::Unit { unit, .. } | Meaning::Shift { unit, .. } => match unit {
            Unit::Week => ("XXXX-WXX".to_owned(), "week"),
            Unit::Month => ("XXXX-XX".to_owned(), "month"),
            Unit::Quarter => ("XXXX-QX".to_owned(), "quarter"),
            Unit::Year => ("XXXX".to_owned(), "year"),
            Unit::Decade => ("XXX".to_owned(), "decade"),
            Unit::Century => ("XX".to_owned(), "century"),
            _ => ("XXXX-XX-XX".to_owned(), "day"),
        },
        Meaning::Holiday { name, .. } if name.contains('-') => (format!("XXXX-{name}"), "day"),
        Meaning::Holiday { .. } => ("XXXX-XX-XX".to_owned(), "day"),
        Meaning::Year(year) => (format!("{year:04}"), "year"),
        _ => ("XXXX".to_owned(), "unknown"),
    }
}
