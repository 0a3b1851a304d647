//! The names of days and months.

/// The days of the week, Monday first, in lower case.
pub const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The months, January first, in lower case.
pub const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// True for the name of a day or a month, written out in lower case.
pub fn is_calendar_name(word: &str) -> bool {
    WEEKDAYS.contains(&word) || MONTHS.contains(&word)
}
