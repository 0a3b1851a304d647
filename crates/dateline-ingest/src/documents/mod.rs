//! The documents of a source, one after the other, whatever it is: a text, a page, a feed, an archive, a table, compressed or not.

mod archive;
mod feed;
mod http;
mod json;
mod kind;
mod parquet;
mod peek;
mod table;
mod unpack;

use crate::page::page_too_large;
use crate::{Columns, Document, Format, MAX_BYTES, MAX_PAGE, too_large};
use dateline_model::{Problem, Severity};
use kind::Kind;
use peek::Peeked;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

pub use feed::feeds_in_opml;

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

/// The documents in a file that can be sought in: as [`documents`], and tables in Parquet without holding them in memory.
pub fn documents_in_file(name: &str, file: impl Read + Seek + Send + 'static, columns: &Columns) -> Documents<'static> {
    let mut file = file;
    let mut magic = Vec::new();
    let start = (&mut file).take(parquet::MAGIC.len() as u64).read_to_end(&mut magic).and_then(|_| file.seek(SeekFrom::Start(0)));
    match start {
        Ok(_) if magic == parquet::MAGIC => parquet::rows(file, columns),
        // What cannot be sought in (a pipe) has lost nothing that was read.
        Ok(_) => documents(name, file, columns),
        Err(_) => documents(name, Cursor::new(magic).chain(file), columns),
    }
}

/// A Parquet table that comes as a stream is held in memory up to this size.
const MAX_TABLE: u64 = 1 << 30;

fn table_in_memory(read: Peeked<'_>, columns: &Columns) -> Documents<'static> {
    let mut bytes = Vec::new();
    match read.take(MAX_TABLE + 1).read_to_end(&mut bytes) {
        Ok(n) if n as u64 > MAX_TABLE => {
            let note = "a Parquet table of more than 1 GB cannot be read from a stream; write it to a file and name that";
            Documents::failed(Problem::new("too-large", Severity::Error, note))
        }
        Ok(_) => parquet::rows(Cursor::new(bytes), columns),
        Err(error) => Documents::failed(broken(&error)),
    }
}

fn open<'r>(name: &str, read: Box<dyn Read + Send + 'r>, columns: &Columns) -> Documents<'r> {
    let peeked = match Peeked::new(read).and_then(unpack::unpack) {
        Ok(peeked) => peeked,
        Err(error) => return Documents::failed(broken(&error)),
    };
    match kind::of(name, peeked.head(), columns) {
        Kind::Archive => Documents::new(archive::pages(peeked)),
        Kind::Parquet => table_in_memory(peeked, columns),
        Kind::Feed => Documents::new(feed::items(peeked).into_iter()),
        Kind::FeedList => Documents::failed(feed_list()),
        Kind::JsonLines => Documents::new(json::lines(peeked, columns.clone())),
        Kind::Json => Documents::new(json::objects(peeked, columns.clone())),
        Kind::Table(separator) => table::rows(peeked, separator, columns),
        Kind::Html => Documents::new(whole(peeked, Format::Html, MAX_PAGE)),
        Kind::Text => Documents::new(whole(peeked, Format::Text, MAX_BYTES)),
    }
}

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

fn feed_list() -> Problem {
    let note = "this is a list of feeds (OPML); the program fetches them when the list is a file, a library asks feeds_in_opml for them";
    Problem::new("feed-list", Severity::Error, note)
}

/// The problem of a source that breaks off.
fn broken(error: &io::Error) -> Problem {
    Problem::new("broken", Severity::Error, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article;
    use proptest::prelude::*;

    fn check(name: &str, bytes: Vec<u8>) -> Result<(), TestCaseError> {
        for item in documents(name, Cursor::new(bytes), &Columns::default()).take(100) {
            let Ok(document) = item else { continue };
            let (article, problems) = article(document);
            prop_assert!(article.background.iter().all(|b| !b.span.of(&article.text).is_empty()));
            prop_assert!(problems.iter().all(|p| p.span.is_none_or(|span| article.text.get(span.range()).is_some())));
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_bytes_under_any_name_break_nothing(
            start in prop_oneof![Just(&b""[..]), Just(&b"\x1F\x8B\x08"[..]), Just(&b"\x28\xB5\x2F\xFD"[..]), Just(&b"PAR1"[..]), Just(&b"WARC/1.0\r\n"[..]), Just(&b"<rss "[..]), Just(&b"{"[..])],
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            name in prop_oneof![Just(""), Just("a.html"), Just("a.csv"), Just("a.jsonl"), Just("a.json"), Just("a.txt")],
        ) {
            check(name, [start, &bytes].concat())?;
        }

        #[test]
        fn any_mixture_of_pieces_of_sources_breaks_nothing(pieces in proptest::collection::vec(prop_oneof![
            Just("<html>"), Just("<p>The mayor left. "), Just("</p>"), Just("<div class='date'>"), Just("<time datetime='2022-05-23'>"), Just("<meta name='date' content='"),
            Just("'>"), Just("<script type='application/ld+json'>"), Just("</script>"), Just("{\"@type\":\"Article\","), Just("\"datePublished\":\"2022-05-23\"}"), Just("<rss><channel>"),
            Just("<item>"), Just("</item>"), Just("<pubDate>Mon, 23 May 2022</pubDate>"), Just("&amp;"), Just("WARC/1.0\r\nContent-Length: 5\r\n\r\n"), Just("text,date\n"),
            Just("\"a\","), Just("\n"), Just("é😀"), Just("<!--"), Just("]]>"), Just("<table><tr><td>"), Just("<svg><b>"),
        ], 0..30)) {
            check("", pieces.concat().into_bytes())?;
        }
    }
}
