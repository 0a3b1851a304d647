//! `dateline schema`: what can be asked in SQL.

use anstyle::Style;
use anyhow::{Context, Result};
use dateline_record::views;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

pub(super) fn run() -> Result<ExitCode> {
    const BOLD: Style = Style::new().bold();
    let mut out = String::new();
    for (n, view) in views().iter().enumerate() {
        let gap = if n > 0 { "\n" } else { "" };
        // Writing into a string does not fail.
        let _ = writeln!(out, "{gap}{BOLD}{}{BOLD:#}  {}", view.name, view.about);
        let width = view.columns.iter().map(|column| column.name.len()).max().unwrap_or(0);
        for column in &view.columns {
            let _ = writeln!(out, "  {:width$}  {}", column.name, column.about);
        }
    }
    anstream::stdout().write_all(out.as_bytes()).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}
