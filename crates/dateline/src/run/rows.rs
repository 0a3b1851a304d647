//! Rows of a TSV file by the names in its first line.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// A TSV file: one line of column names, then rows. Quotation marks mean nothing.
pub(super) struct Rows {
    columns: BTreeMap<String, usize>,
    /// Lines with their number, from 1.
    lines: Vec<(usize, String)>,
}

/// One row.
pub(super) struct Row<'r> {
    /// The line in the file, from 1.
    pub(super) line: usize,
    cells: Vec<&'r str>,
    columns: &'r BTreeMap<String, usize>,
}

impl Rows {
    /// Reads a file that must have the named columns.
    pub(super) fn read(path: &Path, needed: &[&str]) -> Result<Rows> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        let mut lines = text.lines().enumerate().map(|(i, line)| (i + 1, line.to_owned()));
        let names = lines.next().map(|(_, line)| line).unwrap_or_default();
        let columns: BTreeMap<String, usize> = names.split('\t').enumerate().map(|(i, name)| (name.trim().to_owned(), i)).collect();
        let missing: Vec<&str> = needed.iter().copied().filter(|n| !columns.contains_key(*n)).collect();
        if !missing.is_empty() {
            let (columns, needed) = (missing.join(", "), needed.join(", "));
            bail!("{}, line 1: no column {columns}; the first line names the columns, with tabs between: {needed}", path.display());
        }
        Ok(Rows { columns, lines: lines.filter(|(_, line)| !line.trim().is_empty()).collect() })
    }

    /// True when there is a column of this name.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// The rows in the file's order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.lines.iter().map(|(line, text)| Row { line: *line, cells: text.split('\t').collect(), columns: &self.columns })
    }
}

impl Row<'_> {
    /// The cell of a column.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.columns.get(column).and_then(|i| self.cells.get(*i)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// The cell of a column that may not be empty.
    pub(super) fn need(&self, column: &str) -> Result<&str> {
        self.get(column).with_context(|| format!("line {}, {column}: it is empty", self.line))
    }
}
