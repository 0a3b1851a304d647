//! `dateline add`: documents into a record.
//!
//! One thread looks for documents, all cores read them, one thread writes. Between them are short queues, so that memory stays flat, and what
//! is lost when the program is killed is no more than what is in them.

mod progress;
mod work;

use super::{codebook, entries, pipeline, pipeline_with};
use crate::args::Add;
use crate::output;
use anyhow::{Context, Result};
use dateline_ingest::{Document, Publication};
use dateline_record::{Added, Record, Sqlite, Store, id};
use progress::Progress;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use work::Task;
pub(super) use work::{Job, read};

/// Articles that one transaction takes at most; it takes fewer when reading is slower than writing, which it is.
const BATCH: usize = 32;

pub(super) fn run(add: &Add) -> Result<ExitCode> {
    let is_new = !add.record.exists();
    // The lock first: who cannot write should not wait for the weights.
    let mut record = Record::new(Sqlite::open(&add.record)?);
    let pipeline = match &add.codebook {
        Some(path) => pipeline_with(codebook::file(path)?)?,
        None => pipeline()?,
    };
    let threads = add.input.threads.map_or_else(cores, usize::from);
    // The windows of a long text are read side by side; without a pool of its own they would take all cores, whatever was asked for.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().context("cannot start the threads")?;
    let progress = Progress::new();
    let failed = AtomicBool::new(false);
    let known = Sqlite::open_to_read(&add.record)?;
    let ids = known.ids();
    let jobs: Box<dyn Iterator<Item = Result<Job>>> = match add.again && add.input.files.is_empty() {
        true => Box::new(stored(&known)),
        false => Box::new(named(add)),
    };
    let added = std::thread::scope(|scope| {
        let (to_read, waiting) = sync_channel::<Job>(2 * threads);
        let (to_write, written) = sync_channel::<Task>(2 * threads);
        let waiting = Arc::new(Mutex::new(waiting));
        let writer = scope.spawn({
            let (record, progress, failed) = (&mut record, &progress, &failed);
            move || write(record, written, progress, failed)
        });
        for _ in 0..threads {
            let (pipeline, pool, waiting, to_write) = (&pipeline, &pool, waiting.clone(), to_write.clone());
            scope.spawn(move || work(|job| pool.install(|| read(pipeline, ids, job)), &waiting, &to_write));
        }
        // When no reader is left, the search must notice.
        drop(waiting);
        let looked = look(jobs, &known, add.again, pipeline.stamp(), &to_read, &to_write, &failed);
        drop((to_read, to_write));
        let wrote = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // What stops the writer stops the search too; the writer's error is the cause.
        wrote.and_then(|added| looked.map(|()| added))
    });
    progress.end();
    let added = added?;
    if is_new && added == Added::default() {
        drop((known, record));
        std::fs::remove_file(&add.record).with_context(|| format!("cannot remove {}, which holds nothing", add.record.display()))?;
        anyhow::bail!("nothing was found to add, so {} was not made", add.record.display());
    }
    let summary = record.store().counts()?;
    report(add, added, &summary);
    Ok(if added.unreadable > 0 || failed.into_inner() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The documents that the command line names.
fn named(add: &Add) -> impl Iterator<Item = Result<Job>> {
    let publication = Publication { outlet: add.outlet.clone(), published: add.published, ..Publication::default() };
    entries(&add.input).map(move |entry| {
        let mut entry = entry?;
        entry.document.evidence.extend(publication.clone().evidence());
        let key = entry.name();
        let content = content(&entry.document);
        Ok(Job { key: key.strip_prefix("./").unwrap_or(&key).to_owned(), content, document: entry.document, again: None })
    })
}

/// The articles that the record holds.
fn stored(record: &Sqlite) -> impl Iterator<Item = Result<Job>> {
    let mut ids: Vec<String> = Vec::new();
    let mut after = String::new();
    std::iter::from_fn(move || {
        if ids.is_empty() {
            ids = match record.articles_after(&after, BATCH) {
                Ok(next) => next.into_iter().rev().collect(),
                Err(error) => return Some(Err(error.into())),
            };
        }
        after = ids.pop()?;
        Some(work::stored(record, &after))
    })
}

/// Finds documents, passes over those that are known, and hands the others to be read.
fn look(
    jobs: impl Iterator<Item = Result<Job>>,
    known: &Sqlite,
    again: bool,
    stamp: &dateline_coder::Stamp,
    to_read: &SyncSender<Job>,
    to_write: &SyncSender<Task>,
    failed: &AtomicBool,
) -> Result<()> {
    for job in jobs {
        let job = match job {
            Ok(job) => job,
            Err(error) => {
                output::complain(&error);
                failed.store(true, Ordering::Relaxed);
                continue;
            }
        };
        let sent = match work::known(known, &job, again, stamp)? {
            Some(task) => to_write.send(task).is_ok(),
            None => to_read.send(job).is_ok(),
        };
        if !sent {
            break;
        }
    }
    Ok(())
}

/// Reads documents until there are none, or nobody takes what was read.
fn work(read: impl Fn(Job) -> Task, waiting: &Mutex<Receiver<Job>>, to_write: &SyncSender<Task>) {
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        if to_write.send(read(job)).is_err() {
            return;
        }
    }
}

/// Writes what was read, as much in one transaction as there is.
fn write(record: &mut Record<Sqlite>, written: Receiver<Task>, progress: &Progress, failed: &AtomicBool) -> Result<Added> {
    let mut all = Added::default();
    while let Ok(first) = written.recv() {
        let mut batch = vec![first];
        batch.extend(written.try_iter().take(BATCH - 1));
        let mut entries = Vec::with_capacity(batch.len());
        for task in batch {
            if let Some(error) = task.error {
                progress.aside(|| output::complain(&error));
                failed.store(true, Ordering::Relaxed);
            }
            entries.extend(task.entry);
            all.known += task.known;
        }
        let added = record.add(entries)?;
        all.articles += added.articles;
        all.known += added.known;
        all.unreadable += added.unreadable;
        progress.show(all);
    }
    Ok(all)
}

/// Says what came of it.
fn report(add: &Add, added: Added, counts: &dateline_record::Counts) {
    let file = add.record.display();
    let n = |n: usize, one: &str| dateline::table::count(n, one, &format!("{one}s"));
    anstream::eprintln!(
        "dateline: {file}: {} added, {} known before, {} unreadable; it holds {}, {}, {}",
        n(added.articles, "article"),
        added.known,
        added.unreadable,
        n(counts.articles, "article"),
        dateline::table::count(counts.stories, "story", "stories"),
        n(counts.happenings, "happening"),
    );
}

/// The digest of a document: its bytes, and what was known of it before it was opened.
fn content(document: &Document) -> String {
    let mut bytes = format!("{:?} {:?} {:?}\n", document.format, document.encoding, document.evidence).into_bytes();
    bytes.extend_from_slice(&document.bytes);
    id::digest(&bytes)
}
