//! `dateline demo`: a small record to play with, from articles written for it.

use super::add::{Job, read};
use super::pipeline;
use crate::args::Demo;
use anyhow::{Result, bail};
use dateline_ingest::{Document, Format};
use dateline_model::{Fact, Origin};
use dateline_record::{Record, Sqlite, Store, id};
use std::process::ExitCode;

/// The articles: lines of what is known of the publication, a blank line, the text. All names are invented.
const ARTICLES: [(&str, &str); 12] = [
    ("01-wire", include_str!("../../demo/01-wire.txt")),
    ("02-copy-cut", include_str!("../../demo/02-copy-cut.txt")),
    ("03-copy-local", include_str!("../../demo/03-copy-local.txt")),
    ("04-rebels", include_str!("../../demo/04-rebels.txt")),
    ("05-ministry", include_str!("../../demo/05-ministry.txt")),
    ("06-observers", include_str!("../../demo/06-observers.txt")),
    ("07-rumour", include_str!("../../demo/07-rumour.txt")),
    ("08-denial", include_str!("../../demo/08-denial.txt")),
    ("09-correction", include_str!("../../demo/09-correction.txt")),
    ("10-protest-organisers", include_str!("../../demo/10-protest-organisers.txt")),
    ("11-protest-police", include_str!("../../demo/11-protest-police.txt")),
    ("12-talks", include_str!("../../demo/12-talks.txt")),
];

pub(super) fn run(demo: &Demo) -> Result<ExitCode> {
    let path = &demo.record;
    if path.exists() {
        bail!("{} is there already; name another file", path.display());
    }
    let pipeline = pipeline()?;
    let mut record = Record::new(Sqlite::open(path)?);
    let ids = record.store().ids();
    let entries = ARTICLES.iter().filter_map(|(name, text)| {
        let document = document(text);
        let job = Job { key: format!("demo/{name}"), content: id::digest(text.as_bytes()), document, again: None };
        read(&pipeline, ids, job).entry
    });
    record.add(entries.collect())?;
    let counts = record.store().counts()?;
    anstream::eprintln!(
        "dateline: {} holds {} articles in {} stories, and {} happenings. Look at them:\n  dateline happenings {0}\n  dateline happenings {0} \
         --who Falk\n  dateline show {0} HAPPENING\n  dateline query {0} \"SELECT source_name, content FROM statements WHERE stance = 'denies'\"",
        path.display(),
        counts.articles,
        counts.stories,
        counts.happenings
    );
    Ok(ExitCode::SUCCESS)
}

fn document(written: &str) -> Document {
    let (head, text) = written.split_once("\n\n").unwrap_or(("", written));
    let mut document = Document::new(Format::Text, text);
    for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
        let fact = match name {
            "outlet" => Fact::Outlet,
            "published" => Fact::Published,
            "headline" => Fact::Headline,
            _ => Fact::Address,
        };
        document.add(fact, value, Origin::Column);
    }
    document
}
