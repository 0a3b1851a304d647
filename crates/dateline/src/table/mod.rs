//! A report for people to read in a terminal: who says what, who did what to whom, what went wrong.
//!
//! The text carries ANSI colours; whoever writes it to something else than a terminal takes them out. Nothing of an
//! article reaches the terminal as a control character.

mod article;
mod columns;
mod entities;
mod events;
mod statements;
mod text;

use anstyle::{AnsiColor, Style};
pub use columns::columns;
use dateline_model::report::Report;
use std::fmt::Write as _;
pub use text::{clean, count, shortened, wrapped};

const HEADING: Style = Style::new().bold().underline();
const NAME: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const TYPE: Style = AnsiColor::Cyan.on_default().bold();
const DOUBT: Style = AnsiColor::Yellow.on_default();
const NO: Style = AnsiColor::Red.on_default();

/// Columns before the lines under an id.
const INDENT: usize = 5;

/// The report as lines of at most `width` columns where words allow; `name` is what the article is called.
pub fn render(report: &Report, name: &str, width: usize) -> String {
    let mut page = Page { out: String::new(), width };
    article::render(report, name, &mut page);
    statements::render(report, &mut page);
    events::render(report, &mut page);
    if report.statements.is_empty() && report.events.is_empty() {
        page.paragraph(2, 2, "no statements and no events");
    }
    if !report.problems.is_empty() {
        page.heading("PROBLEMS", "");
        for problem in &report.problems {
            let style = if problem.severity == "note" { QUIET } else { DOUBT };
            page.paragraph(0, 2, &format!("{style}{}{style:#} {}: {}", problem.severity, problem.id, clean(&problem.note)));
        }
    }
    page.out
}

/// The lines so far.
struct Page {
    out: String,
    width: usize,
}

impl Page {
    fn heading(&mut self, words: &str, quietly: &str) {
        let _ = write!(self.out, "\n{HEADING}{words}{HEADING:#}");
        if !quietly.is_empty() {
            let _ = write!(self.out, "  {QUIET}{quietly}{QUIET:#}");
        }
        self.out.push('\n');
    }

    /// A paragraph whose first line is indented by `first` columns and the others by `rest`.
    fn paragraph(&mut self, first: usize, rest: usize, words: &str) {
        for line in wrapped(words, self.width, first, rest) {
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests;
