//! `dateline evaluate ecbplus` and `dateline evaluate stories`: what is grouped with what, for a script to score.

use super::ecbplus::Document;
use super::pipeline;
use crate::output;
use anyhow::{Context, Result};
use dateline_record::grouping::{ArticleFacts, EventFacts, Scheme, group};
use dateline_record::{happenings, stories};
use rayon::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Groups the articles and the marked events of ECB+, twice: the events over the whole set, and within the occurrence that the names of
/// the files tell.
pub(super) fn ecbplus(folder: &Path, predictions: &Path, facts: Option<&Path>) -> Result<(String, bool)> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    if files.is_empty() {
        anyhow::bail!("{} holds no .xml files", folder.display());
    }
    let pipeline = pipeline()?;
    let read: Vec<Result<(ArticleFacts, Vec<EventFacts>)>> = files
        .par_iter()
        .map(|file| {
            let document = Document::read(file)?;
            let (article, reading) =
                pipeline.reading(document.text.as_bytes()).map_err(|problem| anyhow::anyhow!("{}: {}", file.display(), problem.note))?;
            Ok((document.article(), document.events(&article, &reading)))
        })
        .collect();
    let (mut articles, mut events, n_files) = (Vec::new(), Vec::new(), files.len());
    for result in read {
        match result {
            Ok((article, of_article)) => {
                articles.push(article);
                events.extend(of_article);
            }
            Err(error) => output::complain(&error),
        }
    }
    if let Some(path) = facts {
        write_lines(path, articles.iter().map(|article| json!(article)).chain(events.iter().map(|event| json!(event))))?;
    }

    let coverage = coverage(&articles);
    let mut lines = Vec::new();
    let covered: BTreeMap<&str, usize> =
        coverage.iter().enumerate().flat_map(|(i, group)| group.iter().map(move |article| (article.as_str(), i))).collect();
    for article in &articles {
        lines.push(json!({ "article": article.id, "group": covered.get(article.id.as_str()) }));
    }
    let over_all = mentions(&events, |event| covered.get(event.article.as_str()).map_or_else(String::new, usize::to_string));
    let within = mentions(&events, |event| occurrence(&event.article));
    for event in &events {
        lines.push(json!({ "mention": event.id, "group": over_all.get(event.id.as_str()), "group_within": within.get(event.id.as_str()) }));
    }
    write_lines(predictions, lines.into_iter())?;
    let mut page = String::new();
    let _ = writeln!(page, "{} articles in {} groups, {} events", articles.len(), coverage.len(), events.len());
    Ok((page, articles.len() == n_files))
}

/// Folds the copies among articles given as JSON lines with `id` and `text`.
pub(super) fn stories(path: &Path) -> Result<(String, bool)> {
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
        text
    } else {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?
    };
    let mut articles = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || format!("{}, line {}: no article with id and text", path.display(), i + 1);
        let row: serde_json::Value = serde_json::from_str(line).with_context(place)?;
        let field = |name: &str| row.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
        articles.push(ArticleFacts {
            id: field("id").with_context(place)?,
            text: field("text").with_context(place)?,
            byline: field("byline"),
            agencies: field("agency").into_iter().collect(),
            url: field("url"),
            canonical: field("canonical"),
            ..ArticleFacts::default()
        });
    }
    let (groups, links) = group(
        &articles,
        &Scheme { keys: &stories::keys, min_shared: stories::MIN_SHARED, compare: &stories::compare, cluster: &stories::cluster },
    );
    let mut page = String::new();
    for (_, _, link) in &links {
        let _ = writeln!(page, "{}", json!({ "a": link.a, "b": link.b, "verdict": link.verdict, "score": link.score }));
    }
    for group in &groups {
        let ids: Vec<&str> = group.iter().filter_map(|i| articles.get(*i)).map(|article| article.id.as_str()).collect();
        let _ = writeln!(page, "{}", json!({ "group": ids }));
    }
    Ok((page, true))
}

fn coverage(articles: &[ArticleFacts]) -> Vec<Vec<String>> {
    use happenings::coverage::{MIN_SHARED, cluster, compare, keys};
    let (groups, _) = group(articles, &Scheme { keys: &keys, min_shared: MIN_SHARED, compare: &compare, cluster: &cluster });
    groups.into_iter().map(|group| group.into_iter().filter_map(|i| articles.get(i)).map(|article| article.id.clone()).collect()).collect()
}

/// The group of each event among those of one part of the set.
fn mentions(events: &[EventFacts], part: impl Fn(&EventFacts) -> String) -> BTreeMap<&str, String> {
    let mut parts: BTreeMap<String, Vec<&EventFacts>> = BTreeMap::new();
    for event in events {
        parts.entry(part(event)).or_default().push(event);
    }
    let parts: Vec<(String, Vec<&EventFacts>)> = parts.into_iter().collect();
    let grouped: Vec<BTreeMap<&str, String>> = parts
        .par_iter()
        .map(|(part, events)| {
            let groups = happenings::cluster(events, &[], &[]);
            let named = groups.into_iter().enumerate().flat_map(|(i, group)| group.into_iter().map(move |event| (event, i)));
            named.filter_map(|(event, i)| Some((events.get(event)?.id.as_str(), format!("{part}/{i}")))).collect()
        })
        .collect();
    grouped.into_iter().flatten().collect()
}

/// The occurrence an article of ECB+ tells, by its name: `36_1ecbplus` and `36_4ecbplus` the same, `36_1ecb` another.
fn occurrence(article: &str) -> String {
    let (topic, rest) = article.split_once('_').unwrap_or((article, ""));
    format!("{topic}_{}", rest.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "xml") {
            files.push(path);
        }
    }
    Ok(())
}

fn write_lines(path: &Path, lines: impl Iterator<Item = serde_json::Value>) -> Result<()> {
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
