//! Where articles come from: files and standard input.

use anyhow::{Context, Result, bail};
use dateline_ingest::{MAX_BYTES, too_large};
use std::fs::File;
use std::io::{IsTerminal, Read, stdin};
use std::path::{Path, PathBuf};

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// The sources named on the command line; standard input when there is none.
    pub(crate) fn list(files: &[PathBuf]) -> Vec<Source> {
        let source = |path: &PathBuf| if path == Path::new("-") { Source::Stdin } else { Source::File(path.clone()) };
        if files.is_empty() { vec![Source::Stdin] } else { files.iter().map(source).collect() }
    }

    /// What to call it in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Source::Stdin => "standard input".to_owned(),
            Source::File(path) => path.display().to_string(),
        }
    }

    /// What to call the document it holds: the file's name without folder and ending.
    pub(crate) fn stem(&self) -> String {
        match self {
            Source::Stdin => "stdin".to_owned(),
            Source::File(path) => path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        }
    }

    /// Its bytes; no more than fit into one article are ever held.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        match self {
            Source::Stdin => {
                let stdin = stdin();
                if stdin.is_terminal() {
                    anstream::eprintln!("dateline: reading from the terminal; end the article with Ctrl-D");
                }
                at_most_one_article(stdin.lock())
            }
            Source::File(path) => file(path),
        }
        .with_context(|| format!("cannot read {}", self.name()))
    }
}

fn file(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        bail!("it is a folder; name the files in it, for example {}", path.join("*.txt").display());
    }
    if about.len() > MAX_BYTES as u64 {
        bail!(too_large(about.len()).note);
    }
    at_most_one_article(file)
}

/// Reads to the end, or to one byte above the limit.
fn at_most_one_article(from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_BYTES {
        bail!("it is larger than the limit of {} MB for one article; split it into one file for each article", MAX_BYTES >> 20);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_input_is_read_when_no_file_is_named_or_a_dash_is() {
        assert_eq!(Source::list(&[]), [Source::Stdin]);
        assert_eq!(Source::list(&["a.txt".into(), "-".into()]), [Source::File("a.txt".into()), Source::Stdin]);
    }

    #[test]
    fn endless_input_is_refused_after_the_limit() {
        assert!(at_most_one_article(std::io::repeat(b'a')).is_err_and(|e| e.to_string().contains("limit")));
        assert_eq!(at_most_one_article(&b"abc"[..]).ok(), Some(b"abc".to_vec()));
    }
}
