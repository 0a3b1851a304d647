//! One cell.

use crate::table::clean;
use serde::Serialize;
use std::fmt::Display;

/// What a spreadsheet takes for the beginning of a formula, and the wide forms of it
/// (OWASP, "CSV Injection", <https://owasp.org/www-community/attacks/CSV_Injection>).
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A cell: words from a text, which nobody vouches for, on one line; or a number of ours.
pub(super) enum Cell {
    Text(String),
    Number(String),
}

impl Cell {
    /// Words; nothing when unknown.
    pub(super) fn text(words: Option<impl AsRef<str>>) -> Cell {
        Cell::Text(words.map(|w| clean(w.as_ref())).unwrap_or_default())
    }

    /// A number; nothing when unknown.
    pub(super) fn number(number: Option<impl Display>) -> Cell {
        Cell::Number(number.map(|n| n.to_string()).unwrap_or_default())
    }

    /// A word of the report format: "happened".
    pub(super) fn word(value: &impl Serialize) -> Cell {
        Cell::text(serde_json::to_value(value).ok().as_ref().and_then(|v| v.as_str()))
    }

    /// Several values, "; " between; each keeps its position even where others are unknown, and all unknown are nothing.
    pub(super) fn list<S: AsRef<str>>(values: impl Iterator<Item = Option<S>>) -> Cell {
        let values: Vec<String> = values.map(|v| v.map(|v| clean(v.as_ref())).unwrap_or_default()).collect();
        Cell::Text(if values.iter().all(String::is_empty) { String::new() } else { values.join("; ") })
    }

    /// The cell as it stands in the file: with an apostrophe before what a spreadsheet would calculate.
    pub(super) fn written(self) -> String {
        match self {
            Cell::Text(words) if words.starts_with(FORMULA) => format!("'{words}"),
            Cell::Text(cell) | Cell::Number(cell) => cell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_would_be_calculated_are_disarmed() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "＝1", " -1"] {
            assert!(Cell::text(Some(formula)).written().starts_with('\''), "{formula:?}");
        }
        assert_eq!(Cell::text(Some("a = b")).written(), "a = b");
        assert_eq!(Cell::number(Some(-53.5)).written(), "-53.5");
    }

    #[test]
    fn a_cell_is_one_line() {
        assert_eq!(Cell::text(Some("the bridge\r\nat  Lindhaven")).written(), "the bridge at Lindhaven");
    }

    #[test]
    fn lists_keep_positions() {
        assert_eq!(Cell::list([Some("BLR"), None, Some("FRA")].into_iter()).written(), "BLR; ; FRA");
        assert_eq!(Cell::list([Some("BLR"), None].into_iter()).written(), "BLR; ");
        assert_eq!(Cell::list([None::<&str>, None].into_iter()).written(), "");
    }
}
