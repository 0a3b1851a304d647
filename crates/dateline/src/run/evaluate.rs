//! `dateline evaluate`: figures on sentences whose answer is known.

use super::rows::{Row, Rows};
use super::{codebook, groups, pipeline};
use crate::args::Evaluate;
use crate::output;
use anyhow::{Context, Result, bail};
use dateline::pipeline::Pipeline;
use dateline::score::{ClassScore, by_class, macro_f1, percent};
use dateline_coder::codebook::Codebook;
use dateline_coder::events::{Between, types_between};
use dateline_coder::syntax::Syntax;
use dateline_model::Span;
use rayon::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::ExitCode;

/// The classes of the published PLOVER test with their quad: verbal and material cooperation, verbal and material conflict.
const QUADS: [(&str, &str); 17] = [
    ("AGREE", "1"),
    ("CONSULT", "1"),
    ("SUPPORT", "1"),
    ("COOPERATE", "2"),
    ("AID", "2"),
    ("YIELD", "2"),
    ("CONCEDE", "2"),
    ("RETREAT", "2"),
    ("REQUEST", "3"),
    ("ACCUSE", "3"),
    ("REJECT", "3"),
    ("THREATEN", "3"),
    ("PROTEST", "4"),
    ("SANCTION", "4"),
    ("MOBILIZE", "4"),
    ("COERCE", "4"),
    ("ASSAULT", "4"),
];

/// The set's words for a side that the sentence does not name.
const UNNAMED: [&str; 2] = ["an actor", "a recipient"];

/// What the sentences of no event are called in a test of a codebook.
const NONE: &str = "NONE";

pub(super) fn run(set: &Evaluate) -> Result<ExitCode> {
    let (page, all_read) = match set {
        Evaluate::Plover { file, predictions } => plover(file, predictions)?,
        Evaluate::Codebook { codebook: own, file } => own_codebook(own, file)?,
        Evaluate::Ecbplus { folder, predictions, facts } => groups::ecbplus(folder, predictions, facts.as_deref())?,
        Evaluate::Stories { file } => groups::stories(file)?,
    };
    stdout().write_all(page.as_bytes()).context("cannot write to standard output")?;
    Ok(if all_read { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Works on the rows in parallel, and says of those that cannot be read why; true when there were none.
fn each<T: Send>(path: &Path, rows: &Rows, work: impl Fn(&Row) -> Result<T> + Sync + Send) -> (Vec<T>, bool) {
    let rows: Vec<Row> = rows.iter().collect();
    let done: Vec<Result<T>> = rows.par_iter().map(&work).collect();
    let (mut results, n_rows) = (Vec::new(), done.len());
    for result in done {
        match result {
            Ok(result) => results.push(result),
            Err(error) => output::complain(&error.context(format!("a row of {} cannot be read", path.display()))),
        }
    }
    let all_read = results.len() == n_rows;
    (results, all_read)
}

/// The type between source and target for each row, and how right they are.
fn plover(path: &Path, out: &Path) -> Result<(String, bool)> {
    let rows = Rows::read(path, &["sentence", "source", "target"])?;
    let has_gold = rows.has("gold_root");
    let pipeline = pipeline()?;
    let first = rows.iter().next().map_or(0, |row| row.line);
    let (predictions, all_read) = each(path, &rows, |row| {
        // Without uids rows count from 0, as a script that enumerates them does.
        let uid = row.get("uid").map_or_else(|| (row.line - first).to_string(), str::to_owned);
        let gold = if has_gold { Some(gold(row)?) } else { None };
        Ok((uid, gold, between(&pipeline, row)?))
    });

    let failed = || format!("cannot write {}", out.display());
    let mut writer = BufWriter::new(std::fs::File::create(out).with_context(failed)?);
    for (uid, _, event_type) in &predictions {
        writeln!(writer, "{}", json!({ "uid": uid, "type": event_type })).with_context(failed)?;
    }
    writer.flush().with_context(failed)?;

    let n_silent = predictions.iter().filter(|(_, _, event_type)| event_type.is_none()).count();
    let mut page = format!("{} rows, {n_silent} without a type\n", predictions.len());
    if has_gold {
        let root = predictions.iter().filter_map(|(_, gold, event_type)| Some((gold.as_deref()?, event_type.as_deref().map(fold))));
        page += &plover_figures(&root.collect::<Vec<_>>());
    }
    Ok((page, all_read))
}

fn gold<'r>(row: &'r Row) -> Result<String> {
    let gold: &'r str = row.need("gold_root")?;
    if quad(gold).is_none() {
        bail!("line {}, gold_root: {gold:?} is no class of PLOVER; they are {}", row.line, QUADS.map(|(name, _)| name).join(", "));
    }
    Ok(gold.to_owned())
}

fn between(pipeline: &Pipeline, row: &Row) -> Result<Option<String>> {
    let sentence = row.need("sentence")?;
    let (article, reading) =
        pipeline.reading(sentence.as_bytes()).map_err(|problem| anyhow::anyhow!("line {}, sentence: {}", row.line, problem.note))?;
    let span = |column: &str| -> Result<Span> {
        let words = row.need(column)?;
        match stands(&article.text, words) {
            Some(span) => Ok(span),
            None if UNNAMED.contains(&words.to_lowercase().as_str()) => Ok(Span::new(0, 0)),
            None => bail!("line {}, {column}: {words:?} does not stand in the sentence as written here", row.line),
        }
    };
    Ok(best_class(types_between(&article.text, &reading, span("source")?, span("target")?)))
}

/// The likelier type of the likeliest class: CONCEDE and RETREAT count together, since the published set has one class for both.
fn best_class(types: Vec<Between>) -> Option<String> {
    let class = |of: &str| types.iter().filter(|t| fold(&t.event_type) == of).map(|t| t.confidence).sum::<f32>();
    let mut best: Option<(&Between, f32)> = None;
    for one in &types {
        let score = class(fold(&one.event_type));
        if best.is_none_or(|(_, most)| score > most) {
            best = Some((one, score));
        }
    }
    best.map(|(one, _)| one.event_type.clone())
}

/// Where words stand in a sentence, whole words first: the "US" of "Russia" only if there is no other.
fn stands(sentence: &str, words: &str) -> Option<Span> {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |at: &usize| {
        let (before, after) = (sentence.get(..*at).unwrap_or(""), sentence.get(at + words.len()..).unwrap_or(""));
        !inside(before.chars().next_back()) && !inside(after.chars().next())
    };
    let places = || sentence.match_indices(words).map(|(at, _)| at);
    let at = places().find(whole).or_else(|| places().next())?;
    Some(Span::new(at, at + words.len()))
}

/// The published set has one class for two types.
fn fold(event_type: &str) -> &str {
    if matches!(event_type, "CONCEDE" | "RETREAT") { "YIELD" } else { event_type }
}

fn quad(class: &str) -> Option<&'static str> {
    QUADS.iter().find(|(name, _)| *name == class).map(|(_, quad)| *quad)
}

fn side(quad: &str) -> &'static str {
    if matches!(quad, "1" | "2") { "cooperation" } else { "conflict" }
}

fn plover_figures(root: &[(&str, Option<&str>)]) -> String {
    let quads: Vec<_> = root.iter().filter_map(|(gold, predicted)| Some((quad(gold)?, predicted.and_then(quad)))).collect();
    let sides: Vec<_> = quads.iter().map(|(gold, predicted)| (side(gold), predicted.map(side))).collect();
    let classes = by_class(root.iter().copied());
    let right = root.iter().filter(|(gold, predicted)| *predicted == Some(*gold)).count();
    let mut page = format!("\nmacro F1\n  root    {:5.1}\n", macro_f1(&classes));
    let _ = writeln!(page, "  quad    {:5.1}\n  binary  {:5.1}", macro_f1(&by_class(quads)), macro_f1(&by_class(sides)));
    let _ = writeln!(page, "root accuracy {:.1}\n", percent(right, root.len()));
    page + &table(&classes)
}

fn table(classes: &BTreeMap<String, ClassScore>) -> String {
    let width = classes.keys().map(|c| c.chars().count()).chain([5]).max().unwrap_or(5);
    let mut page = format!("{:<width$}   rows  precision  recall     F1\n", "class");
    for (class, score) in classes {
        let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
        let _ = writeln!(page, "{class:<width$}  {:>5}  {precision:>9.1}  {recall:>6.1}  {f1:>5.1}", score.n_gold);
    }
    page
}

/// How many sentences a codebook gives their type.
fn own_codebook(own: &Path, path: &Path) -> Result<(String, bool)> {
    let rows = Rows::read(path, &["type", "sentence"])?;
    let file = codebook::file(own)?;
    let names: BTreeSet<&str> = file.types.iter().map(|t| t.name.as_str()).chain([NONE]).collect();
    let wrong = rows.iter().find(|row| row.get("type").is_some_and(|t| !names.contains(t)));
    if let Some(row) = wrong {
        let names: Vec<&str> = names.into_iter().collect();
        bail!(
            "{}, line {}: {:?} is no type of the codebook; they are {}",
            path.display(),
            row.line,
            row.get("type").unwrap_or(""),
            names.join(", ")
        );
    }
    let pipeline = pipeline()?;
    let codebook = pipeline.learn(file);
    let (coded, all_read) = each(path, &rows, |row| {
        let sentence = row.need("sentence")?;
        Ok((row.line, row.need("type")?.to_owned(), best_type(&pipeline, &codebook, sentence, row.line)?, sentence.to_owned()))
    });
    let share = |keep: &dyn Fn(&str) -> bool| {
        let (n, right) = coded
            .iter()
            .filter(|(_, gold, ..)| keep(gold))
            .fold((0, 0), |(n, right), (_, gold, found, _)| (n + 1, right + usize::from(gold == found)));
        format!("{right} of {n} ({:.1} %)", percent(right, n))
    };
    let mut page = format!("{}: {} sentences\n\n", codebook.file().stamp(), coded.len());
    let _ = writeln!(page, "right, all sentences            {}", share(&|_| true));
    let _ = writeln!(page, "right, sentences with an event  {}", share(&|gold| gold != NONE));
    let _ = writeln!(page, "right, sentences without one    {}\n", share(&|gold| gold == NONE));
    page += &table(&by_class(coded.iter().map(|(_, gold, found, _)| (gold.as_str(), Some(found.as_str())))));
    page += "\n";
    for (line, gold, found, sentence) in coded.iter().filter(|(_, gold, found, _)| gold != found) {
        let _ = writeln!(page, "line {line}, {gold}, is taken for {found}: {sentence}");
    }
    Ok((page, all_read))
}

/// The type that fits a row's sentence best.
fn best_type(pipeline: &Pipeline, codebook: &Codebook, sentence: &str, line: usize) -> Result<String> {
    let (article, reading) =
        pipeline.reading(sentence.as_bytes()).map_err(|problem| anyhow::anyhow!("line {line}, sentence: {}", problem.note))?;
    let syntax = Syntax::new(&article.text, &reading);
    let matches = (0..reading.sentences.len()).flat_map(|sentence| codebook.matches(&syntax, sentence));
    let best = matches.max_by(|a, b| a.score.total_cmp(&b.score));
    Ok(best.and_then(|m| codebook.file().types.get(m.event_type)).map_or_else(|| NONE.to_owned(), |t| t.name.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_they_are_whole() {
        assert_eq!(stands("RUSSIA and the US met", "US"), Some(Span::new(15, 17)));
        assert_eq!(stands("RUSSIA met", "US"), Some(Span::new(1, 3)));
        assert_eq!(stands("the king", "queen"), None);
    }
}
