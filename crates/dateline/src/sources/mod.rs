//! Where documents come from: files, folders, patterns, standard input, and addresses that the user names.
//!
//! What is in them, one article or a million, is told by [`dateline_ingest::documents`]. This module opens them.

mod fetch;
mod walk;

use anyhow::{Context, Error, Result, bail};
use dateline_ingest::{Columns, Document, Format, Item, documents, documents_in_file, feeds_in_opml};
use dateline_model::{Fact, Origin, Problem, Severity};
use std::fs::File;
use std::io::{IsTerminal, Read, Seek, SeekFrom, stdin};
use std::path::{Path, PathBuf};

/// One thing that holds documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// An address on the network.
    Address(String),
}

/// How sources are opened.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Which column of a table holds what, as far as the user says so.
    pub columns: Columns,
    /// True when the page of a feed item is fetched where the feed holds only a summary.
    pub follow: bool,
}

/// What the names on a command line stand for.
#[derive(Debug, Default)]
pub struct Found {
    /// The sources, in the order named; those of a folder by name.
    pub sources: Vec<Source>,
    /// Names that stand for nothing.
    pub errors: Vec<Error>,
    /// Files of folders that were passed over, with their ending: pictures, programs.
    pub skipped: Vec<PathBuf>,
}

/// The sources that names stand for: files, the files of folders and of the folders in them, patterns (`news/*.html`) that the shell left
/// alone, addresses, `-` for standard input.
pub fn find(names: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for name in names {
        if name == Path::new("-") {
            found.sources.push(Source::Stdin);
        } else if let Some(address) = name.to_str().filter(|name| fetch::is_address(name)) {
            found.sources.push(Source::Address(address.to_owned()));
        } else if name.is_dir() {
            walk::folder(name, &mut found);
        } else if !name.exists() && name.to_string_lossy().contains(['*', '?', '[']) {
            walk::pattern(name, &mut found);
        } else {
            found.sources.push(Source::File(name.clone()));
        }
    }
    found
}

impl Source {
    /// What to call it in messages and in a record.
    pub fn name(&self) -> String {
        match self {
            Source::Stdin => "standard input".to_owned(),
            Source::File(path) => path.display().to_string(),
            Source::Address(address) => address.clone(),
        }
    }

    /// What to call the document it holds: the file's name without folder and ending.
    pub fn stem(&self) -> String {
        match self {
            Source::Stdin => "stdin".to_owned(),
            Source::File(path) => path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Source::Address(address) => {
                let path = address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/');
                path.rsplit('/').next().unwrap_or(path).to_owned()
            }
        }
    }

    /// Opens it. Its documents come one after the other, and only one is in memory.
    ///
    /// # Errors
    /// When it cannot be opened; what goes wrong later is among the items.
    pub fn documents(&self, how: &How) -> Result<impl Iterator<Item = Item> + Send + use<>> {
        let documents = self.open(&how.columns).with_context(|| format!("cannot read {}", self.name()))?;
        Ok(Wanted { documents, follow: how.follow, summaries: 0 })
    }

    fn open(&self, columns: &Columns) -> Result<Box<dyn Iterator<Item = Item> + Send>> {
        Ok(match self {
            Source::Stdin => {
                let stdin = stdin();
                if stdin.is_terminal() {
                    anstream::eprintln!("dateline: reading from the terminal; end the article with Ctrl-D");
                }
                Box::new(documents("", stdin, columns))
            }
            Source::File(path) => {
                let file = File::open(path)?;
                if file.metadata()?.is_dir() {
                    bail!("it is a folder");
                }
                let mut file = Interrupted(file);
                if is_feed_list(path, &mut file)? {
                    return feeds_of(file, columns);
                }
                Box::new(documents_in_file(&path.to_string_lossy(), file, columns))
            }
            Source::Address(address) => Box::new(fetched(address, columns)?),
        })
    }

    /// The error of a problem that came instead of a document.
    pub fn refused(&self, problem: &Problem) -> Error {
        Error::msg(problem.note.clone()).context(format!("cannot read {}", self.name()))
    }
}

/// Fetches an address; its documents know where they come from and what the server says of their encoding.
fn fetched(address: &str, columns: &Columns) -> Result<impl Iterator<Item = Item> + Send + use<>> {
    let answer = fetch::get(address)?;
    let (from, encoding) = (address.to_owned(), answer.encoding);
    let known = move |mut document: Document| {
        if document.key.is_empty() {
            document.add(Fact::Address, &from, Origin::Caller);
            document.encoding = document.encoding.or_else(|| encoding.clone());
        }
        document
    };
    Ok(documents(address, answer.body, columns).map(move |item| item.map(&known)))
}

/// True when the file is a list of feeds (OPML).
fn is_feed_list(path: &Path, file: &mut Interrupted) -> Result<bool> {
    let mut head = Vec::new();
    if path.extension().is_some_and(|ending| ["opml", "xml"].iter().any(|e| ending.eq_ignore_ascii_case(e))) {
        file.by_ref().take(4096).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
    }
    let head = head.to_ascii_lowercase();
    Ok(head.windows(5).any(|w| w == b"<opml"))
}

/// The documents of all feeds that a list names, one feed after the other; one that fails does not stop the others.
fn feeds_of(file: Interrupted, columns: &Columns) -> Result<Box<dyn Iterator<Item = Item> + Send>> {
    let mut bytes = Vec::new();
    file.take(16 << 20).read_to_end(&mut bytes)?;
    let feeds = feeds_in_opml(&bytes);
    if feeds.is_empty() {
        bail!("it is a list of feeds (OPML) that names no feed: each needs an xmlUrl");
    }
    let columns = columns.clone();
    Ok(Box::new(feeds.into_iter().flat_map(move |address| -> Box<dyn Iterator<Item = Item> + Send> {
        match fetched(&address, &columns) {
            // Items of different feeds may bear the same id.
            Ok(items) => Box::new(items.map(move |item| item.map(|document| document.with_prefix(&address)))),
            Err(error) => {
                let note = format!("{address}: {error:#}");
                Box::new(std::iter::once(Err(Problem::new("unreachable", Severity::Error, note))))
            }
        }
    })))
}

/// The documents that are articles: summaries in feeds are left out and counted, or their pages fetched.
struct Wanted {
    documents: Box<dyn Iterator<Item = Item> + Send>,
    follow: bool,
    summaries: usize,
}

impl Iterator for Wanted {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            match self.documents.next() {
                Some(Ok(document)) if document.format == Format::Summary => {
                    if self.follow {
                        return Some(followed(document));
                    }
                    self.summaries += 1;
                }
                None if self.summaries > 0 => {
                    let n = std::mem::take(&mut self.summaries);
                    let (items, pages) =
                        if n == 1 { ("item of the feed holds", "page it links") } else { ("items of the feed hold", "pages they link") };
                    let note = format!("{n} {items} only a summary; --follow fetches the {pages} to");
                    return Some(Err(Problem::new("summary-only", Severity::Warning, note)));
                }
                item => return item,
            }
        }
    }
}

/// The page that a summary links to, with what the feed says of it.
fn followed(document: Document) -> Item {
    let address = document.evidence.iter().find(|e| e.fact == Fact::Address).map(|e| e.value.clone()).filter(|a| fetch::is_address(a));
    let Some(address) = address else {
        let note = format!("item {}: it holds only a summary and has no link", document.key);
        return Err(Problem::new("unreadable-record", Severity::Warning, note));
    };
    match fetch::page(&address) {
        Ok((bytes, encoding)) => Ok(Document { bytes, encoding, format: Format::Html, ..document }),
        Err(error) => Err(Problem::new("unreachable", Severity::Error, format!("{address}: {error:#}"))),
    }
}

/// A file that is read on when a signal interrupts it, which libraries above do not always do.
struct Interrupted(File);

impl Read for Interrupted {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        loop {
            match self.0.read(into) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }
}

impl Seek for Interrupted {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_is_standard_input_and_the_order_is_kept() {
        let found = find(&["b.txt".into(), "-".into(), "a.txt".into()]);
        assert_eq!(found.sources, [Source::File("b.txt".into()), Source::Stdin, Source::File("a.txt".into())]);
    }

    #[test]
    fn a_folder_stands_for_the_files_that_can_be_read() {
        let folder = std::env::temp_dir().join(format!("dateline-walk-{}", std::process::id()));
        let inner = folder.join("2022");
        std::fs::create_dir_all(&inner).expect("a folder");
        for name in ["b.txt", "a.html", "photo.jpg", ".hidden.txt", "2022/c.jsonl.gz", "1234"] {
            std::fs::write(folder.join(name), "The mayor left.").expect("a file");
        }
        let found = find(&[folder.clone(), folder.join("*.txt")]);
        std::fs::remove_dir_all(&folder).expect("it goes");
        let names: Vec<String> = found.sources.iter().map(|s| s.name().replace(&format!("{}/", folder.display()), "")).collect();
        assert_eq!(names, ["1234", "2022/c.jsonl.gz", "a.html", "b.txt", "b.txt"]);
        assert_eq!(found.skipped, [folder.join("photo.jpg")]);
    }

    #[test]
    fn a_pattern_that_fits_nothing_is_an_error() {
        let found = find(&["/nowhere/*.txt".into()]);
        assert_eq!((found.sources.len(), found.errors.len()), (0, 1));
    }
}
