//! The documents of a source, one after the other, whatever it is: a text, a page, a feed, an archive, a table, compressed or not.

mod json;
mod kind;
mod peek;
mod table;

use crate::{Columns, Document, Format, MAX_BYTES, too_large};
use dateline_model::{Problem, Severity};
use kind::Kind;
use peek::Peeked;
use std::io::{self, Read};

/// What a source gives: documents, and problems where a part of it gives none. After a problem the next document may follow.
pub type Item = Result<Document, Problem>;

/// The documents of a source, in their order.
pub struct Documents<'r> {
    items: Box<dyn Iterator<Item = Item> + Send + 'r>,
}

impl<'r> Documents<'r> {
    fn new(items: impl Iterator<Item = Item> + Send + 'r) -> Self {
        Documents { items: Box::new(items) }
    }

    fn failed(problem: Problem) -> Self {
        Documents::new(std::iter::once(Err(problem)))
    }
}

impl Iterator for Documents<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.items.next()
    }
}

impl std::fmt::Debug for Documents<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Documents")
    }
}

/// The documents in `read`: what it is is told from its first bytes, with the ending of `name` as a hint.
///
/// No more than one of its documents is in memory at a time, and nothing is read before the first is asked for.
///
/// # Example
/// ```
/// use dateline_ingest::{Columns, article, documents};
///
/// let lines = br#"{"text": "The mayor of Orvale resigned.", "date": "2022-05-23"}
/// {"text": "The mayor of Lindhaven did not.", "date": "2022-05-24"}
/// "#;
/// let articles: Vec<_> = documents("mayors.jsonl", &lines[..], &Columns::default()).map(|d| article(d.unwrap()).0).collect();
/// assert_eq!(articles.len(), 2);
/// assert_eq!(articles[0].published.unwrap().to_string(), "2022-05-23");
/// ```
pub fn documents<'r>(name: &str, read: impl Read + Send + 'r, columns: &Columns) -> Documents<'r> {
    let (name, columns) = (name.to_owned(), columns.clone());
    let mut rest: Option<Box<dyn Read + Send + 'r>> = Some(Box::new(read));
    let mut opened: Option<Documents<'r>> = None;
    Documents::new(std::iter::from_fn(move || {
        if let Some(read) = rest.take() {
            opened = Some(open(&name, read, &columns));
        }
        opened.as_mut()?.next()
    }))
}

fn open<'r>(name: &str, read: Box<dyn Read + Send + 'r>, columns: &Columns) -> Documents<'r> {
    let peeked = match Peeked::new(read) {
        Ok(peeked) => peeked,
        Err(error) => return Documents::failed(broken(&error)),
    };
    match kind::of(name, peeked.head(), columns) {
        Kind::JsonLines => Documents::new(json::lines(peeked, columns.clone())),
        Kind::Json => Documents::new(json::objects(peeked, columns.clone())),
        Kind::Table(separator) => table::rows(peeked, separator, columns),
        Kind::Html => Documents::new(whole(peeked, Format::Html, MAX_PAGE)),
        Kind::Text => Documents::new(whole(peeked, Format::Text, MAX_BYTES)),
    }
}

/// The largest web page taken, in bytes: the largest of the 86 pages of the development set has 2 MB.
pub const MAX_PAGE: usize = 16 << 20;

/// The one document that a source is.
fn whole<'r>(read: Peeked<'r>, format: Format, limit: usize) -> impl Iterator<Item = Item> + Send + 'r {
    let mut read = Some(read);
    std::iter::from_fn(move || {
        let mut bytes = Vec::new();
        match read.take()?.take(limit as u64 + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > limit && format == Format::Text => {
                let note = format!(
                    "it is larger than the limit of {} MB for one article; split it into one file for each article",
                    MAX_BYTES >> 20
                );
                Some(Err(Problem { note, ..too_large(bytes.len() as u64) }))
            }
            Ok(_) if bytes.len() > limit => Some(Err(page_too_large())),
            Ok(_) => Some(Ok(Document::new(format, bytes))),
            Err(error) => Some(Err(broken(&error))),
        }
    })
}

fn page_too_large() -> Problem {
    let note = format!("the page is larger than {} MB, which no article is; save its text as plain text", MAX_PAGE >> 20);
    Problem::new("too-large", Severity::Error, note)
}

/// The problem of a source that breaks off.
fn broken(error: &io::Error) -> Problem {
    Problem::new("broken", Severity::Error, error.to_string())
}
