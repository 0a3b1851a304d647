//! One document on its way into a record.

use anyhow::{Context, Error, Result};
use dateline::pipeline::Pipeline;
use dateline_coder::Stamp;
use dateline_ingest::{Document, Format};
use dateline_model::{Article, Dating, Evidence, Fact};
use dateline_record::id::Ids;
use dateline_record::{Entry, Found, Origin, Parts, Sqlite, Store};

/// A document to read.
pub(in crate::run) struct Job {
    /// What it is called in the record.
    pub(in crate::run) key: String,
    /// Its digest.
    pub(in crate::run) content: String,
    /// The document.
    pub(in crate::run) document: Document,
    /// The article of the record that it is, and what was known of it, when it is read anew.
    pub(in crate::run) again: Option<(String, Origin)>,
}

/// What there is to write.
#[derive(Default)]
pub(in crate::run) struct Task {
    /// What comes into the record.
    pub(in crate::run) entry: Option<Entry>,
    /// 1 for a document that was there before.
    pub(in crate::run) known: usize,
    /// Why the document could not be read.
    pub(in crate::run) error: Option<Error>,
}

/// What is to be done with a document that the record knows; null when it is to be read.
pub(in crate::run) fn known(record: &Sqlite, job: &Job, again: bool, stamp: &Stamp) -> Result<Option<Task>> {
    if let Some((id, _)) = &job.again {
        let there = record.article(id)?.is_some_and(|row| row.program == stamp.program && row.model == stamp.model);
        return Ok(there.then(|| Task { known: 1, ..Task::default() }));
    }
    if again {
        return Ok(None);
    }
    if record.document(&job.key, &job.content)?.is_some() {
        return Ok(Some(Task { known: 1, ..Task::default() }));
    }
    let same = record.same_content(&job.content)?;
    let entry = |found| Entry { key: job.key.clone(), content: job.content.clone(), found };
    Ok(same.map(|document| Task { entry: Some(entry(Found::Same(document))), ..Task::default() }))
}

/// Reads a document, for a record that makes such ids.
pub(in crate::run) fn read(pipeline: &Pipeline, ids: Ids, job: Job) -> Task {
    let Job { key, content, document, again } = job;
    let unreadable = |note: String| {
        let error = Error::msg(note.clone()).context(format!("cannot read {key}"));
        Task {
            entry: Some(Entry { key: key.clone(), content: content.clone(), found: Found::Problem(note) }),
            known: 0,
            error: Some(error),
        }
    };
    match pipeline.read(document) {
        Ok((_, _, report)) if report.article.text.trim().is_empty() => unreadable("there is no text".to_owned()),
        Ok((article, _, report)) => {
            let origin = again.map_or_else(|| origin(&article), |(_, origin)| origin);
            let parts = Parts::of(report, origin, ids);
            let found = Found::Article(Box::new(parts));
            Task { entry: Some(Entry { key, content, found }), ..Task::default() }
        }
        Err(problem) => unreadable(problem.note),
    }
}

/// An article of the record as a document to read anew.
pub(in crate::run) fn stored(record: &Sqlite, id: &str) -> Result<Job> {
    let missing = || format!("the article {id} has no text");
    let (row, text) = (record.article(id)?.with_context(missing)?, record.text(id)?.with_context(missing)?);
    let mut document = Document::new(Format::Text, text);
    document.encoding = Some("utf-8".to_owned());
    let known = [
        (Fact::Address, row.url),
        (Fact::Outlet, row.outlet),
        (Fact::Headline, row.headline),
        (Fact::Published, row.published),
        (Fact::Byline, row.byline),
    ];
    let caller = dateline_model::Origin::Caller;
    document.evidence = known.into_iter().filter_map(|(fact, value)| Some(Evidence::new(fact, value?, caller))).collect();
    let documents = record.documents_of(id)?;
    let first = documents.into_iter().next().with_context(missing)?;
    let origin = Origin { canonical: row.canonical, published_from: row.published_from };
    Ok(Job { key: first.key, content: first.content, document, again: Some((id.to_owned(), origin)) })
}

/// What is known of an article beside its report.
fn origin(article: &Article) -> Origin {
    let canonical = article.evidence.iter().find(|evidence| evidence.fact == Fact::Canonical).map(|evidence| evidence.value.clone());
    let published_from = (article.dating != Dating::None).then(|| article.dating.as_str().to_owned());
    Origin { canonical, published_from }
}
