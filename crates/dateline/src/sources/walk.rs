//! Folders and patterns.

use super::{Found, Source};
use anyhow::{Context, Error};
use std::path::{Path, PathBuf};

/// Endings of files that can hold articles; without an ending a file is taken too, since collections name articles by numbers.
const ENDINGS: [&str; 25] = [
    "", "txt", "text", "md", "htm", "html", "xhtml", "shtml", "xml", "rss", "atom", "rdf", "json", "jsonl", "ndjson", "csv", "tsv", "tab",
    "opml", "parquet", "warc", "gz", "gzip", "zst", "zstd",
];

/// Adds the files of a folder and of the folders in it, by name. What is hidden stays hidden.
pub(super) fn folder(path: &Path, found: &mut Found) {
    let before = found.sources.len();
    let mut waiting = vec![path.to_owned()];
    // The last is the next, so that what is in a folder stands where its name does.
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            match entries(&path) {
                Ok(entries) => waiting.extend(entries.into_iter().rev()),
                Err(error) => found.errors.push(error),
            }
        } else if can_hold_articles(&path) {
            found.sources.push(Source::File(path));
        } else {
            found.skipped.push(path);
        }
    }
    if found.sources.len() == before && found.errors.is_empty() {
        let endings = ENDINGS.iter().filter(|e| !e.is_empty()).map(|e| format!(".{e}")).collect::<Vec<_>>().join(", ");
        found.errors.push(Error::msg(format!("the folder {} holds no file to read; files to read end in {endings}", path.display())));
    }
}

/// What is in a folder, by name; links to folders are left out, since they can lead in circles.
fn entries(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let cannot = || format!("cannot read the folder {}", path.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let leads_in_circles = link && entry.path().is_dir();
        if !hidden && !leads_in_circles {
            entries.push(entry.path());
        }
    }
    entries.sort();
    Ok(entries)
}

/// Adds the files that a pattern fits.
pub(super) fn pattern(path: &Path, found: &mut Found) {
    let before = found.sources.len();
    let written = path.to_string_lossy();
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::default() };
    match glob::glob_with(&written, options) {
        Ok(paths) => {
            let files = paths.filter_map(Result::ok).filter(|path| path.is_file());
            found.sources.extend(files.map(Source::File));
            if found.sources.len() == before {
                found.errors.push(Error::msg(format!("the pattern {written} fits no file")));
            }
        }
        Err(error) => found.errors.push(Error::new(error).context(format!("{written} is no pattern"))),
    }
}

fn can_hold_articles(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    ENDINGS.contains(&ending.as_str())
}
