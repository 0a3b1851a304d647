//! Reports as rows for a spreadsheet: CSV as RFC 4180 has it, in UTF-8, one event or one statement a row.

mod cell;
mod events;
mod line;
mod statements;

use cell::Cell;
use dateline_model::Reading;
use dateline_model::report::Report;
use line::Line;

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// An event.
    Events,
    /// A statement.
    Statements,
}

/// A column: its name, and what stands in it for a thing of the report.
type Column<T> = (&'static str, fn(&Line<'_, T>) -> Cell);

/// The row of column names.
///
/// # Errors
/// When there is no memory to write to.
pub fn header(rows: Rows) -> Result<String, csv::Error> {
    let names: Vec<&str> = match rows {
        Rows::Events => events::COLUMNS.iter().map(|(name, _)| *name).collect(),
        Rows::Statements => statements::COLUMNS.iter().map(|(name, _)| *name).collect(),
    };
    let mut writer = writer();
    writer.write_record(names)?;
    finished(writer)
}

/// The rows of one report, without the column names. `reading` is what the report was made from; it knows the sentences.
///
/// # Errors
/// When there is no memory to write to.
pub fn render(report: &Report, reading: &Reading, rows: Rows) -> Result<String, csv::Error> {
    let sentences = line::sentences(report, reading);
    match rows {
        Rows::Events => write(&events::COLUMNS, report.events.iter().map(|one| Line { report, sentences: &sentences, one })),
        Rows::Statements => write(&statements::COLUMNS, report.statements.iter().map(|one| Line { report, sentences: &sentences, one })),
    }
}

fn write<'r, T: 'r>(columns: &[Column<T>], lines: impl Iterator<Item = Line<'r, T>>) -> Result<String, csv::Error> {
    let mut writer = writer();
    for line in lines {
        writer.write_record(columns.iter().map(|(_, cell)| cell(&line).written()))?;
    }
    finished(writer)
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn finished(writer: csv::Writer<Vec<u8>>) -> Result<String, csv::Error> {
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests;
