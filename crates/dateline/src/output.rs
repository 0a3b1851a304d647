//! Data on standard output, messages on standard error.

use anstyle::{AnsiColor, Style};
use anyhow::Error;
use dateline_coder::codebook::Fault;
use dateline_model::{Problem, Severity};
use std::io::{IsTerminal, stdout};
use std::path::PathBuf;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Width of a table that does not go to a terminal.
const WIDTH_ELSEWHERE: usize = 100;
/// Lines below are broken to death, lines above are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=120;

/// True when standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    stdout().is_terminal()
}

/// Columns to use for a table.
pub(crate) fn width() -> usize {
    if !is_terminal() {
        return WIDTH_ELSEWHERE;
    }
    let columns = terminal_size::terminal_size().map_or(WIDTH_ELSEWHERE, |(width, _)| usize::from(width.0));
    columns.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Says on standard error what went wrong, with its causes.
pub(crate) fn complain(error: &Error) {
    let causes: String = error.chain().skip(1).map(|cause| format!("\n  Cause: {cause}")).collect();
    // In one piece: several threads may complain at once.
    anstream::eprintln!("{ERROR}error:{ERROR:#} {error}{causes}");
}

/// Says on standard error what a format has no place for.
pub(crate) fn warn(source: &str, problem: &Problem) {
    if problem.severity >= Severity::Warning {
        anstream::eprintln!("{WARNING}warning:{WARNING:#} {source}: {}", problem.note);
    }
}

/// Says on standard error which files of folders were passed over.
pub(crate) fn skipped(files: &[PathBuf]) {
    if let Some(first) = files.first() {
        let n = files.len();
        let (were, them) = if n == 1 { ("file was", "it") } else { ("files were", "them") };
        anstream::eprintln!("dateline: {n} {were} passed over by the ending, such as {}; name {them} to read {them}", first.display());
    }
}

/// Says on standard error what is wrong with a line of a file that the user wrote.
pub(crate) fn fault(file: &str, fault: &Fault) {
    let (style, word) = if fault.severity == Severity::Error { (ERROR, "error") } else { (WARNING, "warning") };
    anstream::eprintln!("{style}{word}:{style:#} {file}:{}: {}", fault.line, fault.note);
}
