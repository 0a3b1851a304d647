//! What a time expression says, before the calendar and the article's date tell which days are meant.

use super::words::Unit;

/// Direction or choice: "last", "this", "next".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Last,
    This,
    Next,
}

/// Where a relative expression counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// The article's date: "two days ago".
    Publication,
    /// The time the text was at: "two days later".
    Reference,
}

/// The year of a month, season or quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Year {
    /// Not told.
    Open,
    /// "May 2022".
    Given(i32),
    /// "May last year".
    Of(Which),
    /// "last May": chooses the month itself.
    Which(Which),
}

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    /// A number, and a half more.
    Number(u32, bool),
    /// "several".
    Vague,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hour {
    /// TIMEX3 part of day.
    Part(&'static str),
    /// Hour and minute.
    Clock(u32, Option<u32>),
}

/// What a time expression says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// "23 May 2022"
    Day { year: Year, month: i8, day: i8 },
    /// "5/6/2022" where the text does not tell which is the month.
    DayOrMonth { year: i32, a: i8, b: i8 },
    /// "May 2022", "last May"
    Month { year: Year, month: i8 },
    /// "2022"
    Year(i32),
    /// "the 1990s"; any year of it
    Decade(i32),
    /// "the 20th century"
    Century(i32),
    /// "the third quarter"
    Quarter { year: Year, quarter: i8 },
    /// "the quarter", "the year-earlier third quarter", "year-earlier": years back from the quarter that is reported
    Period { back: i32, quarter: Option<i8>, ended: Option<Box<Meaning>> },
    /// "the first half of 2022"
    Half { year: Year, half: i8 },
    /// "last summer"
    Season { year: Year, season: &'static str },
    /// "Friday", "next Friday"
    Weekday { day: i8, which: Option<Which>, from: From },
    /// "the weekend"
    Weekend { which: Option<Which> },
    /// "last week", "the following year"
    Unit { unit: Unit, which: Which, from: From },
    /// "two days ago", "yesterday", "a week later"
    Shift { amount: Amount, unit: Unit, back: bool, from: From },
    /// "Christmas"
    Holiday { name: &'static str, year: Year },
    /// A time of day on the day told by the inner meaning, or on the day the text was at.
    TimeOfDay { hour: Hour, on: Option<Box<Meaning>> },
    /// "now", "recently"
    Reference(&'static str),
    /// "two years"; with a window: "the last two years"
    Duration { amount: Amount, unit: Unit, window: Option<Which> },
    /// "every day"
    Set(String),
}

/// A time expression in terms of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) first: usize,
    /// One past the last word.
    pub(crate) end: usize,
    pub(crate) meaning: Meaning,
}
