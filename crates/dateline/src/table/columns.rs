//! Rows under column names, as wide as the page allows.

use super::text::shortened;
use super::{NAME, QUIET};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Between two columns.
const GAP: usize = 2;
/// A column is not made narrower than this to let others be seen.
const LEAST: usize = 8;

/// A table for people: the names, then the rows; cells are cut where the page is too narrow.
pub fn columns(names: &[String], rows: &[Vec<String>], width: usize) -> String {
    let mut widths: Vec<usize> = names.iter().map(|name| name.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    fit(&mut widths, width);
    let mut out = String::new();
    line(&mut out, names, &widths, &format!("{QUIET}"), &format!("{QUIET:#}"));
    for row in rows {
        line(&mut out, row, &widths, "", "");
    }
    if rows.is_empty() {
        let _ = writeln!(out, "{NAME}no rows{NAME:#}");
    }
    out
}

/// Takes columns from the widest until all fit.
fn fit(widths: &mut [usize], page: usize) {
    let gaps = GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > page {
        match widths.iter_mut().max() {
            Some(widest) if *widest > LEAST => *widest -= 1,
            _ => return,
        }
    }
}

fn line(out: &mut String, cells: &[String], widths: &[usize], before: &str, after: &str) {
    out.push_str(before);
    let last = widths.len().saturating_sub(1);
    for (i, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let cell = shortened(cell, *width);
        out.push_str(&cell);
        if i < last {
            out.push_str(&" ".repeat(width.saturating_sub(cell.width()) + GAP));
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out.push_str(after);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_column_gives_way() {
        let text = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<String>>();
        let table = columns(&text(&["id", "words"]), &[text(&["h1", "soldiers shelled the village of Teskov"]), text(&["h22", ""])], 24);
        let plain: String = anstream::adapter::strip_str(&table).to_string();
        assert_eq!(plain, "id   words\nh1   soldiers shelled…\nh22\n");
        assert!(columns(&text(&["a"]), &[], 50).contains("no rows"));
    }
}
