//! Pages per second on one core: main text and metadata, from the bytes of a page to the article.
//!
//! `cargo bench -p dateline-ingest --bench pages -- [FOLDER]`; without a folder, the development pages beside the repository
//! (`../shared/data/html/pages`), and without those the pages of this repository's tests. Pages may be packed with gzip.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads files and the clock")]

use dateline_ingest::{Document, Format, article};
use std::fs::{read, read_dir};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Every page is read again and again for so long; the fastest round counts. Where the system tells it (Linux), a round is measured in processor time, so
/// that others who share the core do not count.
const TIME: Duration = Duration::from_secs(20);

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // Cargo passes `--bench` along.
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let folders = [named, Some(root.join("../shared/data/html/pages")), Some(root.join("crates/dateline/tests/pages"))];
    let Some((folder, pages)) = folders
        .into_iter()
        .flatten()
        .map(|folder| (pages(&folder), folder))
        .find_map(|(pages, folder)| (!pages.is_empty()).then_some((folder, pages)))
    else {
        println!("no pages");
        return;
    };
    let size: usize = pages.iter().map(Vec::len).sum();
    let (start, mut best, mut letters) = (Instant::now(), Duration::MAX, 0);
    while start.elapsed() < TIME {
        let (round, spent) = (Instant::now(), processor());
        letters = pages.iter().map(|page| article(Document::new(Format::Html, page.clone())).0.text.len()).sum();
        best = best.min(processor().zip(spent).map_or_else(|| round.elapsed(), |(now, then)| now - then));
    }
    let a_second = |n: f64| n / best.as_secs_f64();
    println!(
        "{}: {} pages, {:.0} pages a second, {:.1} MB of markup a second, {letters} bytes of text",
        folder.display(),
        pages.len(),
        a_second(pages.len() as f64),
        a_second(size as f64 / 1e6)
    );
}

/// The processor time of this thread so far.
fn processor() -> Option<Duration> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    statistics.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// The pages of a folder.
fn pages(folder: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().filter_map(|file| page(file)).collect()
}

fn page(file: &Path) -> Option<Vec<u8>> {
    let name = file.file_name()?.to_string_lossy().into_owned();
    let bytes = read(file).ok()?;
    if name.ends_with(".html.gz") {
        let mut page = Vec::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut page).ok()?;
        return Some(page);
    }
    name.ends_with(".html").then_some(bytes)
}
