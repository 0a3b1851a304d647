//! Where documents come from: files, folders, patterns and standard input.
//!
//! What is in them, one article or a million, is told by [`dateline_ingest::documents`]. This module opens them.

mod walk;

use anyhow::{Context, Error, Result, bail};
use dateline_ingest::{Columns, Documents, documents};
use dateline_model::Problem;
use std::fs::File;
use std::io::{IsTerminal, Read, stdin};
use std::path::{Path, PathBuf};

/// One thing that holds documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
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
/// alone, `-` for standard input.
pub fn find(names: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for name in names {
        if name == Path::new("-") {
            found.sources.push(Source::Stdin);
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
        }
    }

    /// What to call the document it holds: the file's name without folder and ending.
    pub fn stem(&self) -> String {
        match self {
            Source::Stdin => "stdin".to_owned(),
            Source::File(path) => path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        }
    }

    /// Opens it. Its documents come one after the other, and only one is in memory.
    ///
    /// # Errors
    /// When it cannot be opened; what goes wrong later is among the items.
    pub fn documents(&self, columns: &Columns) -> Result<Documents<'static>> {
        self.open(columns).with_context(|| format!("cannot read {}", self.name()))
    }

    fn open(&self, columns: &Columns) -> Result<Documents<'static>> {
        match self {
            Source::Stdin => {
                let stdin = stdin();
                if stdin.is_terminal() {
                    anstream::eprintln!("dateline: reading from the terminal; end the article with Ctrl-D");
                }
                Ok(documents("", stdin, columns))
            }
            Source::File(path) => {
                let file = File::open(path)?;
                if file.metadata()?.is_dir() {
                    bail!("it is a folder");
                }
                Ok(documents(&path.to_string_lossy(), Interrupted(file), columns))
            }
        }
    }

    /// The error of a problem that came instead of a document.
    pub fn refused(&self, problem: &Problem) -> Error {
        Error::msg(problem.note.clone()).context(format!("cannot read {}", self.name()))
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
