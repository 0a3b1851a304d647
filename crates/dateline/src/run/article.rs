//! `dateline article`: what ingest takes out of a source, before anything is read in it.

use super::{Entry, Output, entries, in_order};
use crate::args::{Article, ArticleFormat};
use anyhow::{Context, Result};
use dateline_model::report;
use dateline_model::{Problem, Severity};
use serde::Serialize;
use std::process::ExitCode;

/// An article and where it lies.
#[derive(Serialize)]
struct Row<'a> {
    source: &'a str,
    key: &'a str,
    article: &'a report::Article,
    problems: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    severity: &'a str,
    note: &'a str,
}

pub(super) fn run(asked: &Article) -> Result<ExitCode> {
    in_order(&asked.input, entries(&asked.input), false, "", |Entry { source, document }| {
        let key = document.key.clone();
        let (article, problems) = dateline_ingest::article(document);
        if let Some(problem) = problems.iter().find(|problem| problem.severity == Severity::Error) {
            return Err(source.refused(problem));
        }
        let article = dateline_coder::describe(&article);
        Ok(match asked.format {
            ArticleFormat::Text => Output { data: text(&article), warnings: problems },
            ArticleFormat::Jsonl => Output { data: row(&source.name(), &key, &article, &problems)?, warnings: Vec::new() },
        })
    })
}

fn row(source: &str, key: &str, article: &report::Article, problems: &[Problem]) -> Result<String> {
    let problems = problems.iter().map(|p| Told { id: p.id, severity: p.severity.as_str(), note: &p.note }).collect();
    let row = Row { source, key, article, problems };
    Ok(serde_json::to_string(&row).with_context(|| format!("cannot write an article of {source} as JSON"))? + "\n")
}

/// For people: what is known on one line, then the text.
fn text(article: &report::Article) -> String {
    let date = article.published.as_ref().map(|day| format!("{day} ({})", article.published_origin));
    let known = [&article.outlet, &date, &article.byline, &article.headline, &article.url];
    let known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
    format!("{}\n\n{}\n\n", known.join(" | "), article.text.trim_end())
}
