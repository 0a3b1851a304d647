//! What the commands do.

mod add;
mod article;
mod codebook;
mod correct;
mod demo;
mod ecbplus;
mod evaluate;
mod export;
mod groups;
mod happenings;
mod places;
mod query;
mod read;
mod rows;
mod schema;
mod show;
mod when;

use crate::args::{Cli, Command, Input, Parse, ReadingFormat};
use crate::output;
use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result};
use dateline::pipeline::Pipeline;
use dateline::sources::{self, How, Source};
use dateline_coder::codebook::CodebookFile;
use dateline_coder::entities::{self, layer};
use dateline_ingest::Document;
use dateline_model::Problem;
use dateline_reader::conllu::{self, Layer};
use rayon::prelude::*;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

/// Articles in work at a time for each thread: enough to keep all threads busy, few enough to keep memory flat.
const ARTICLES_PER_THREAD: usize = 4;

/// Runs a command; an error is one that ends the run.
pub(crate) fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Read(read) => read::run(&read),
        Command::Add(add) => add::run(&add),
        Command::Happenings(asked) => happenings::run(&asked),
        Command::Show(show) => show::run(&show),
        Command::Correct(correct) => correct::run(&correct),
        Command::Export(export) => export::run(&export),
        Command::Demo(demo) => demo::run(&demo),
        Command::Query(query) => query::run(&query),
        Command::Schema => schema::run(),
        Command::Article(asked) => article::run(&asked),
        Command::Parse(parse) => run_parse(&parse),
        Command::Places(asked) => places::run(&asked),
        Command::When(when) => when::run(&when),
        Command::Codebook(command) => codebook::run(&command),
        Command::Evaluate(set) => evaluate::run(&set),
    }
}

fn pipeline() -> Result<Pipeline> {
    Pipeline::new().context("cannot load the reader's weights")
}

/// The pipeline with a codebook of the user's.
fn pipeline_with(file: CodebookFile) -> Result<Pipeline> {
    let pipeline = pipeline()?;
    let codebook = pipeline.learn(file);
    Ok(pipeline.with_codebook(codebook))
}

fn run_parse(parse: &Parse) -> Result<ExitCode> {
    let pipeline = pipeline()?;
    in_order(&parse.input, entries(&parse.input), false, "", |Entry { source, document }| {
        let key = document.key.clone();
        let (article, reading) = pipeline.parse(document).map_err(|problem| source.refused(&problem))?;
        let name = if key.is_empty() { source.stem() } else { format!("{}.{key}", source.stem()) };
        let data = match parse.format {
            ReadingFormat::Conllu => {
                let misc = layer::misc(&entities::find(&article, &reading), reading.tokens.len());
                conllu::write_with(&article.text, &reading, &name, Layer { comment: layer::COMMENT, misc: &misc })
            }
        };
        Ok(Output { data, warnings: reading.problems })
    })
}

/// A document on its way, with the source it came from.
struct Entry {
    source: Source,
    document: Document,
}

impl Entry {
    /// What to call it in messages.
    fn name(&self) -> String {
        name(&self.source, &self.document.key)
    }
}

fn name(source: &Source, key: &str) -> String {
    if key.is_empty() { source.name() } else { format!("{} ({key})", source.name()) }
}

/// The documents of all that the command line names, opened one after the other as they are asked for.
fn entries(input: &Input) -> impl Iterator<Item = Result<Entry>> {
    let standard_input = [PathBuf::from("-")];
    let found = sources::find(if input.files.is_empty() { &standard_input } else { &input.files });
    output::skipped(&found.skipped);
    let how = How { columns: input.columns(), follow: input.follow };
    let of_source = move |source: Source| -> Box<dyn Iterator<Item = Result<Entry>>> {
        match source.documents(&how) {
            Err(error) => Box::new(std::iter::once(Err(error))),
            Ok(documents) => Box::new(documents.map(move |item| match item {
                Ok(document) => Ok(Entry { source: source.clone(), document }),
                Err(problem) => Err(source.refused(&problem)),
            })),
        }
    };
    found.errors.into_iter().map(Err).chain(found.sources.into_iter().flat_map(of_source))
}

/// What one document gives.
struct Output {
    /// For standard output.
    data: String,
    /// Problems that the data have no place for.
    warnings: Vec<Problem>,
}

/// Works on the documents in parallel and writes what they give in their order after `first`; one that fails does not stop the others.
///
/// With `colours` they go to a terminal that wants them and are taken out elsewhere; without, every byte is written as it is.
fn in_order(
    input: &Input,
    entries: impl Iterator<Item = Result<Entry>>,
    colours: bool,
    first: &str,
    work: impl Fn(Entry) -> Result<Output> + Sync,
) -> Result<ExitCode> {
    let threads = input.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().context("cannot start the threads")?;
    let mut code = ExitCode::SUCCESS;
    let choice = if colours { AutoStream::choice(&stdout()) } else { ColorChoice::AlwaysAnsi };
    let mut out = AutoStream::new(stdout(), choice);
    out.write_all(first.as_bytes()).context("cannot write to standard output")?;
    let mut entries = entries.peekable();
    while entries.peek().is_some() {
        let batch: Vec<Result<Entry>> = entries.by_ref().take(pool.current_num_threads() * ARTICLES_PER_THREAD).collect();
        let work = |entry: Result<Entry>| {
            let entry = entry?;
            let name = entry.name();
            Ok((name, work(entry)?))
        };
        let done: Vec<Result<(String, Output)>> = pool.install(|| batch.into_par_iter().map(work).collect());
        for result in done {
            match result {
                Ok((name, output)) => {
                    for problem in &output.warnings {
                        output::warn(&name, problem);
                    }
                    out.write_all(output.data.as_bytes()).context("cannot write to standard output")?;
                }
                Err(error) => {
                    output::complain(&error);
                    code = ExitCode::from(1);
                }
            }
        }
        out.flush().context("cannot write to standard output")?;
    }
    Ok(code)
}
