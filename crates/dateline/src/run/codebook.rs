//! `dateline codebook`: what its author can do about a codebook.

use super::pipeline;
use crate::args::Codebook as Command;
use crate::output;
use anyhow::{Context, Result, bail};
use dateline::score::percent;
use dateline_coder::codebook::{Check, Codebook, CodebookFile};
use dateline_coder::events::event_types;
use dateline_model::Severity;
use std::fmt::Write as _;
use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

/// Confused examples to show at most: mending the first often mends others.
const SHOWN: usize = 8;

pub(super) fn run(command: &Command) -> Result<ExitCode> {
    let page = match command {
        Command::Check { file: path } => {
            let codebook = pipeline()?.learn(file(path)?);
            checked(&codebook, &codebook.check())
        }
        Command::Show { file: Some(path) } => {
            let file = file(path)?;
            shown(&format!("{}, {}", file.stamp(), file.name), file.types.iter().map(|t| (t.name.as_str(), t.definition.as_str())))
        }
        Command::Show { file: None } => {
            shown("plover-1, the built-in codebook", event_types().iter().map(|t| (t.name.as_str(), t.definition.as_str())))
        }
    };
    stdout().write_all(page.as_bytes()).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a codebook's file; what is wrong with it is said on standard error, line by line.
pub(super) fn file(path: &Path) -> Result<CodebookFile> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the codebook {}", path.display()))?;
    let (file, faults) = CodebookFile::parse(&text);
    let n_errors = faults.iter().filter(|f| f.severity == Severity::Error).count();
    for fault in &faults {
        output::fault(&path.display().to_string(), fault);
    }
    match file {
        Some(file) => Ok(file),
        None => bail!(
            "the codebook {} cannot be used; mend the {n_errors} {} above",
            path.display(),
            if n_errors == 1 { "line" } else { "places" }
        ),
    }
}

fn shown<'c>(title: &str, types: impl Iterator<Item = (&'c str, &'c str)>) -> String {
    types.fold(format!("{title}\n"), |page, (name, definition)| format!("{page}\n{name}\n    {definition}\n"))
}

fn checked(codebook: &Codebook, check: &Check) -> String {
    let file = codebook.file();
    let (n_examples, n_found) = check.types.iter().fold((0, 0), |(n, found), t| (n + t.n_examples, found + t.n_found));
    let name = |event_type: Option<usize>| event_type.and_then(|t| file.types.get(t)).map_or("none", |t| t.name.as_str());
    let width = file.types.iter().map(|t| t.name.chars().count()).chain([4]).max().unwrap_or(4);
    let mut page = String::new();
    let _ = writeln!(page, "{}, {}: {} types\n", file.stamp(), file.name, file.types.len());
    let _ = writeln!(page, "Each example was left out in turn and coded by what the others teach.\n");
    let _ = writeln!(page, "{:<width$}  examples  found again  claimed from others", "type");
    for (entry, tally) in file.types.iter().zip(&check.types) {
        let _ = writeln!(page, "{:<width$}  {:>8}  {:>11}  {:>19}", entry.name, tally.n_examples, tally.n_found, tally.n_claimed);
    }
    if check.none.0 > 0 {
        let _ = writeln!(page, "{:<width$}  {:>8}  {:>11}", "none", check.none.0, check.none.1);
    }
    let _ = writeln!(page, "\n{n_found} of {n_examples} examples are found again ({:.0} %).", percent(n_found, n_examples));
    let example = |event_type: Option<usize>, index: usize| match event_type.and_then(|t| file.types.get(t)) {
        Some(entry) => entry.examples.get(index),
        None => file.none.get(index),
    };
    if !check.confused.is_empty() {
        let _ = writeln!(page, "\nNOT FOUND, the clearest first");
    }
    for one in check.confused.iter().take(SHOWN) {
        let Some(own) = example(one.event_type, one.index) else { continue };
        let _ = writeln!(page, "  line {}, {}, is taken for {}: \"{}\"", own.line, name(one.event_type), name(one.taken_for), own.text);
        if let Some((other, alike)) = one.closest.and_then(|(index, alike)| Some((example(one.taken_for, index)?, alike))) {
            let _ = writeln!(page, "    closest, line {} ({:.0} % alike): \"{}\"", other.line, 100.0 * alike, other.text);
        }
    }
    if check.confused.len() > SHOWN {
        let _ = writeln!(page, "  and {} more", check.confused.len() - SHOWN);
    }
    if !check.advice.is_empty() {
        let _ = writeln!(page, "\nWHAT TO DO");
    }
    for advice in &check.advice {
        let _ = writeln!(page, "  - {advice}");
    }
    page
}
