//! Tables: CSV with any separator.

use super::{Documents, Item, broken};
use crate::columns::Found;
use crate::{Columns, Document, Format};
use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use dateline_model::{Origin, Problem, Severity};
use std::io::Read;

/// The rows of a table whose first line names the columns.
pub(super) fn rows<'r>(read: impl Read + Send + 'r, separator: u8, columns: &Columns) -> Documents<'r> {
    let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(read);
    let names = match reader.byte_headers() {
        Ok(names) => names.iter().map(|name| decoded(name.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(name))).collect::<Vec<String>>(),
        Err(error) => return Documents::failed(Problem::new("unreadable-record", Severity::Error, error.to_string())),
    };
    let found = match columns.find(&names) {
        Ok(found) => found,
        Err(problem) => return Documents::failed(problem),
    };
    let mut number = 0usize;
    let mut over = false;
    Documents::new(std::iter::from_fn(move || {
        if over {
            return None;
        }
        number += 1;
        let mut record = ByteRecord::new();
        match reader.read_byte_record(&mut record) {
            Ok(true) => Some(item(&record, number, &found)),
            Ok(false) => None,
            Err(error) => {
                over = true;
                Some(Err(stopped(error, number)))
            }
        }
    }))
}

fn item(record: &ByteRecord, number: usize, found: &Found) -> Item {
    let line = record.position().map_or(0, csv::Position::line);
    let (format, column) = found.text.unwrap_or((Format::Text, 0));
    let text = record.get(column).unwrap_or_default();
    if text.trim_ascii().is_empty() {
        let note = format!("row {number} (line {line}): the column of the text is empty");
        return Err(Problem::new("unreadable-record", Severity::Warning, note));
    }
    let mut document = Document::new(format, text).with_key(number.to_string());
    for (fact, column) in &found.facts {
        document.add(*fact, &decoded(record.get(*column).unwrap_or_default()), Origin::Column);
    }
    Ok(document)
}

fn stopped(error: csv::Error, number: usize) -> Problem {
    let text = error.to_string();
    match error.into_kind() {
        ErrorKind::Io(error) => Problem { note: format!("row {number}: {error}; the rows before it are read"), ..broken(&error) },
        _ => Problem::new("unreadable-record", Severity::Error, format!("row {number}: {text}; the rows before it are read")),
    }
}

/// A cell as text; one that is not UTF-8 in the encoding it looks like.
fn decoded(cell: &[u8]) -> String {
    crate::decode::decode(cell).map_or_else(|_| String::from_utf8_lossy(cell).into_owned(), |(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(table: &[u8], separator: u8) -> Vec<String> {
        let told = |item: Item| match item {
            Ok(document) => {
                let known: Vec<String> = document.evidence.iter().map(|e| format!("{}={}", e.fact.as_str(), e.value)).collect();
                format!("{}: {} [{}]", document.key, decoded(&document.bytes), known.join(" "))
            }
            Err(problem) => format!("{}: {}", problem.id, problem.note),
        };
        rows(table, separator, &Columns::default()).map(told).collect()
    }

    #[test]
    fn a_row_is_a_document() {
        let table =
            b"\xEF\xBB\xBFid,title,text\n7,Mayor leaves,\"The mayor left.\n\nShe \"\"had to\"\".\"\n8,,\n9,\"Judge, too\",He left.\n";
        assert_eq!(
            told(table, b','),
            [
                "1: The mayor left.\n\nShe \"had to\". [headline=Mayor leaves name=7]",
                "unreadable-record: row 2 (line 5): the column of the text is empty",
                "3: He left. [headline=Judge, too name=9]",
            ]
        );
    }

    #[test]
    fn a_table_of_an_old_spreadsheet_is_decoded() {
        assert_eq!(told(b"text;author\nThe caf\xE9 closed.;Zo\xEB Berg\n", b';'), ["1: The café closed. [byline=Zoë Berg]"]);
    }

    #[test]
    fn a_table_without_text_says_which_columns_there_are() {
        assert!(told(b"a,b\n1,2\n", b',').iter().all(|p| p.contains("the columns are a, b")));
        assert_eq!(told(b"", b',').len(), 1);
    }
}
