//! The number of a happening in the file: the order of its day, then of its id.
//!
//! Full-text search gives rows in the order of their numbers. Where that is the order in which people want them, the first fifty of a hundred
//! thousand cost as much as fifty. Happenings that last long stand behind the others, which end soon after they begin: so a day to begin from is a
//! bound for the others.

use crate::grouping::Day;
use crate::grouping::words::day;
use crate::id::digits;
use crate::rows::HappeningRow;

/// The two stretches in which happenings lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Those of a month at most, and those without a day.
    Short,
    /// The others.
    Long,
}

/// Days after which a happening is long.
const MONTH: Day = 31;

/// Digits of the id that a number holds, and their bits.
const DIGITS: usize = 8;
const BITS: u32 = 40;

/// Days from the year -220 on are above zero; up to the year 9999 they have 22 bits.
const FIRST: i64 = 800_000;
const UNKNOWN: i64 = (1 << 22) - 1;

/// Where the long ones begin.
const LONG: i64 = 1 << 62;

/// The number of a happening; two of one day whose ids begin alike share it.
pub(super) fn number(row: &HappeningRow) -> i64 {
    let (first, last) = (row.day.as_deref().and_then(day), row.until.as_deref().and_then(day));
    let long = first.zip(last).is_some_and(|(first, last)| last - first > MONTH);
    (if long { LONG } else { 0 }) + first.map_or(UNKNOWN << BITS, first_of) + digits(&row.id, DIGITS).cast_signed()
}

/// The least and the greatest number that happenings between two days can have.
pub(super) fn range(part: Part, from: Option<&str>, to: Option<&str>) -> (i64, i64) {
    let end = to.and_then(day).map(|day| first_of(day.saturating_add(1)) - 1);
    match part {
        Part::Short => (from.and_then(day).map_or(0, |day| first_of(day.saturating_sub(MONTH))), end.unwrap_or(LONG - 1)),
        Part::Long => (LONG, end.map_or(i64::MAX, |end| LONG + end)),
    }
}

/// The least number of a day.
fn first_of(day: Day) -> i64 {
    (i64::from(day) + FIRST).clamp(0, UNKNOWN) << BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: Option<&str>, until: Option<&str>, id: &str) -> HappeningRow {
        HappeningRow { day: day.map(str::to_owned), until: until.map(str::to_owned), id: id.to_owned(), ..HappeningRow::default() }
    }

    #[test]
    fn numbers_are_in_the_order_of_days_then_ids() {
        let order = [
            row(Some("0001-01-01"), Some("0001-01-01"), "hzzzzzzzzzzzz"),
            row(Some("2021-05-24"), Some("2021-06-24"), "h0000000000zz"),
            row(Some("2021-05-24"), None, "h00000001zzzz"),
            row(Some("2021-05-24"), Some("2021-05-24"), "hzzzzzzzzzzzz"),
            row(Some("2021-05-25"), Some("2021-05-26"), "h000000000000"),
            row(Some("9999-12-31"), Some("9999-12-31"), "hzzzzzzzzzzzz"),
            row(None, None, "h000000000000"),
            row(Some("2021-05-24"), Some("2021-06-25"), "h0000000000zz"),
            row(Some("9999-01-01"), Some("9999-12-31"), "hzzzzzzzzzzzz"),
        ];
        let numbers: Vec<i64> = order.iter().map(number).collect();
        assert!(numbers.iter().zip(numbers.iter().skip(1)).all(|(one, next)| 0 < *one && one < next), "{numbers:?}");
    }

    #[test]
    fn a_range_holds_what_lies_between_its_days() {
        let held = |part, row: &HappeningRow, from, to| {
            let (least, greatest) = range(part, from, to);
            (least..=greatest).contains(&number(row))
        };
        let short = row(Some("2021-05-24"), Some("2021-06-24"), "h000000000000");
        assert!(held(Part::Short, &short, Some("2021-06-24"), Some("2021-06-30")));
        assert!(held(Part::Short, &short, None, Some("2021-05-24")) && !held(Part::Short, &short, None, Some("2021-05-23")));
        assert!(!held(Part::Short, &short, Some("2021-06-25"), None) && !held(Part::Long, &short, None, None));
        let long = row(Some("2020-01-01"), Some("2020-12-31"), "hzzzzzzzzzzzz");
        assert!(held(Part::Long, &long, Some("2020-12-31"), Some("2020-12-31")) && !held(Part::Long, &long, None, Some("2019-12-31")));
        assert!(held(Part::Short, &row(None, None, "hzzzzzzzzzzzz"), None, None));
    }
}
