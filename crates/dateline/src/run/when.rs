//! `dateline when`: what a time expression means, and why.

use crate::args::{AnswerFormat, When};
use anstyle::Style;
use anyhow::{Context, Error, Result};
use dateline::pipeline::Pipeline;
use dateline_coder::time::{self, Anchor, TimeExpression};
use dateline_model::report::TimeKind;
use dateline_model::{Article, CodePoints};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

pub(super) fn run(when: &When) -> Result<ExitCode> {
    let pipeline = Pipeline::new().context("cannot load the reader's weights")?;
    let words = when.words.join(" ");
    let (mut article, reading) =
        pipeline.reading(words.as_bytes()).map_err(|problem| Error::msg(problem.note).context("cannot read the words"))?;
    article.published = when.published;
    let times = time::find(&article, &reading);
    let answer = match when.format {
        AnswerFormat::Table => table(&article, &times),
        AnswerFormat::Json => serde_json::to_string_pretty(&json(&article, &times)).context("cannot write the answer as JSON")? + "\n",
    };
    anstream::stdout().write_all(answer.as_bytes()).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// The expressions of a text for people.
fn table(article: &Article, times: &[TimeExpression]) -> String {
    const BOLD: Style = Style::new().bold();
    if times.is_empty() {
        return "no time expression\n".to_owned();
    }
    let mut out = String::new();
    for (n, time) in times.iter().enumerate() {
        let gap = if n > 0 { "\n" } else { "" };
        // Writing into a string does not fail.
        let _ = write!(
            out,
            "{gap}{BOLD}{}{BOLD:#}\n  {:8}  {}\n  days      {}\n  why       {}\n  from      {}\n",
            time.span.of(&article.text),
            kind(time),
            time.value,
            days(time),
            time.why.rule,
            anchor(time.why.anchor),
        );
    }
    out
}

/// The expressions of a text for programs.
fn json(article: &Article, times: &[TimeExpression]) -> Value {
    let points = CodePoints::new(&article.text);
    let list: Vec<Value> = times
        .iter()
        .map(|time| {
            let (start, end) = (points.at(time.span.start as usize), points.at(time.span.end as usize));
            json!({
                "span": { "start": start, "end": end, "text": time.span.of(&article.text) },
                "kind": kind(time),
                "value": time.value,
                "start": time.start.map(|d| d.to_string()),
                "end": time.end.map(|d| d.to_string()),
                "precision": time.precision,
                "rule": time.why.rule,
                "from": anchor(time.why.anchor),
            })
        })
        .collect();
    Value::Array(list)
}

fn kind(time: &TimeExpression) -> &'static str {
    match time.kind {
        TimeKind::Date => "date",
        TimeKind::Time => "time",
        TimeKind::Duration => "duration",
        TimeKind::Set => "set",
    }
}

fn days(time: &TimeExpression) -> String {
    match (time.start, time.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (None, None) => "not known".to_owned(),
        (start, end) => {
            let side = |d: Option<Date>| d.map_or("open".to_owned(), |d| d.to_string());
            format!("{} to {} ({})", side(start), side(end), time.precision)
        }
    }
}

fn anchor(anchor: Anchor) -> String {
    match anchor {
        Anchor::Words => "the words alone".to_owned(),
        Anchor::Published(day) => format!("{day}, the day of publication"),
        Anchor::Before(start, end) if start == end => format!("{start}, of which the text spoke before"),
        Anchor::Before(start, end) => format!("{start} to {end}, of which the text spoke before"),
        Anchor::Unknown => "the day of publication, which is not known (--published)".to_owned(),
    }
}
