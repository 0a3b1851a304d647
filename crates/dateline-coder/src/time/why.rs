//! Why an expression means what it means: the rule that read it and the day it is counted from.

use super::meaning::{Amount, From, Meaning, Which, Year};
use super::resolve::Context;
use super::tense::Tense;
use jiff::civil::Date;

/// The rule behind a value, for people who want to see why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// What the rule does.
    pub rule: &'static str,
    /// What it counts from.
    pub anchor: Anchor,
}

/// What an expression is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The words say it all.
    Words,
    /// The day of publication.
    Published(Date),
    /// The time that the text spoke of before: its first and last day.
    Before(Date, Date),
    /// The day of publication, which is not known.
    Unknown,
}

pub(crate) fn why(context: &Context, meaning: &Meaning, tense: Tense) -> Why {
    let published = context.published.map_or(Anchor::Unknown, Anchor::Published);
    let before = context.reference.as_ref().map_or(published, |r| Anchor::Before(r.start, r.end));
    let by = |from: &From| if *from == From::Reference { before } else { published };
    let of_year = |year: &Year, open: &'static str| match year {
        Year::Given(_) => ("the words give the year", Anchor::Words),
        Year::Of(_) => ("the words say which year", published),
        Year::Which(Which::Last) => ("the last one that is over", published),
        Year::Which(Which::This) => ("the one that begins in the same year", published),
        Year::Which(Which::Next) => ("the next one that begins", published),
        Year::Open => (open, published),
    };
    let nearest = match tense {
        Tense::Past => "the clause is in the past: the last one that has begun, unless the next is near and the last long ago",
        Tense::Future => "the clause lies ahead: the next one that is not over",
        Tense::Unknown => "the last one that has begun, unless the next is three times as near",
    };
    let (rule, anchor) = match meaning {
        Meaning::Year(_) | Meaning::Decade(_) | Meaning::Century(_) => ("the words name it", Anchor::Words),
        Meaning::Day { year, .. } => of_year(year, "the nearest such day"),
        Meaning::DayOrMonth { .. } => ("which number is the month cannot be told, unless only one of the two days is near", published),
        Meaning::Month { year, .. } | Meaning::Season { year, .. } | Meaning::Half { year, .. } | Meaning::Holiday { year, .. } => {
            of_year(year, nearest)
        }
        Meaning::Quarter { year, .. } => of_year(year, "the last one that has begun, unless the next is three times as near"),
        Meaning::Period { ended: Some(_), .. } => ("the quarter that holds its last day", published),
        Meaning::Period { .. } => match &context.quarter {
            Some((quarter, _)) => ("the quarter that is reported, or as many years back", Anchor::Before(quarter.start, quarter.end)),
            None => ("the last quarter that is over, or as many years back", published),
        },
        Meaning::Weekday { which, from, .. } => match (which, tense) {
            (Some(Which::Last), _) => ("the last such day before", by(from)),
            (Some(Which::Next), _) => ("the next such day after", by(from)),
            (_, Tense::Future) => ("the clause lies ahead: the same day or one of the next six", by(from)),
            _ => ("the same day or one of the last six", by(from)),
        },
        Meaning::Weekend { .. } => ("the weekend that the words or the tense choose", published),
        Meaning::Unit { which, from, .. } => match which {
            Which::Last => ("the one before in the calendar", by(from)),
            Which::This => ("the one in the calendar that holds the day", by(from)),
            Which::Next => ("the one after in the calendar", by(from)),
        },
        Meaning::Shift { amount: Amount::Vague, .. } => ("how long is not told", Anchor::Words),
        Meaning::Shift { back: true, from, .. } => ("counted back, as precise as its unit", by(from)),
        Meaning::Shift { from, .. } => ("counted on, as precise as its unit", by(from)),
        Meaning::TimeOfDay { on: Some(day), .. } => return why(context, day, tense),
        Meaning::TimeOfDay { on: None, .. } => ("on the day that the text was at", before),
        Meaning::Reference(_) => ("near the time of writing, or not to be dated", published),
        Meaning::Duration { window: Some(_), .. } => ("a stretch that begins or ends with the day", published),
        Meaning::Duration { .. } => ("a length of time", Anchor::Words),
        Meaning::Set(_) => ("a time that comes again and again", Anchor::Words),
    };
    Why { rule, anchor }
}
