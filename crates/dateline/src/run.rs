//! What the commands do.

use crate::args::{Cli, Command, Input, Parse, Read, ReadingFormat, ReportFormat};
use crate::input::Source;
use crate::output;
use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Error, Result};
use dateline::pipeline::Pipeline;
use dateline::table;
use dateline_ingest::Publication;
use dateline_model::Problem;
use dateline_model::report::Report;
use dateline_reader::conllu;
use rayon::prelude::*;
use std::io::{Write, stdout};
use std::process::ExitCode;

/// Articles in work at a time for each thread: enough to keep all threads busy, few enough to keep memory flat.
const ARTICLES_PER_THREAD: usize = 4;

/// Runs a command; an error is one that ends the run.
pub(crate) fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Read(read) => run_read(&read),
        Command::Parse(parse) => run_parse(&parse),
    }
}

fn run_read(read: &Read) -> Result<ExitCode> {
    let pipeline = Pipeline::new().context("cannot load the reader's weights")?;
    let publication = Publication { outlet: read.outlet.clone(), published: read.published, ..Publication::default() };
    let sources = Source::list(&read.input.files);
    let format = read.format.unwrap_or(match (output::is_terminal(), sources.len()) {
        (true, _) => ReportFormat::Table,
        (false, 1) => ReportFormat::Json,
        (false, _) => ReportFormat::Jsonl,
    });
    let width = output::width();
    let several = sources.len() > 1;
    let colours = format == ReportFormat::Table;
    in_order(&read.input, &sources, colours, |source| {
        let report = pipeline.report(&source.bytes()?, publication.clone()).map_err(|problem| refused(source, &problem))?;
        let data = written(&report, format, &source.name(), width)?;
        let between = if several && format == ReportFormat::Table { "\n" } else { "" };
        Ok(Output { data: data + between, warnings: Vec::new() })
    })
}

fn run_parse(parse: &Parse) -> Result<ExitCode> {
    let pipeline = Pipeline::new().context("cannot load the reader's weights")?;
    let sources = Source::list(&parse.input.files);
    in_order(&parse.input, &sources, false, |source| {
        let (article, reading) = pipeline.reading(&source.bytes()?).map_err(|problem| refused(source, &problem))?;
        let data = match parse.format {
            ReadingFormat::Conllu => conllu::write(&article.text, &reading, &source.stem()),
        };
        Ok(Output { data, warnings: reading.problems })
    })
}

/// What one source gives.
struct Output {
    /// For standard output.
    data: String,
    /// Problems that the data have no place for.
    warnings: Vec<Problem>,
}

/// Works on the sources in parallel and writes what they give in their order; one that fails does not stop the others.
///
/// With `colours` they go to a terminal that wants them and are taken out elsewhere; without, every byte is written as it is.
fn in_order(input: &Input, sources: &[Source], colours: bool, work: impl Fn(&Source) -> Result<Output> + Sync) -> Result<ExitCode> {
    let threads = input.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().context("cannot start the threads")?;
    let mut code = ExitCode::SUCCESS;
    let choice = if colours { AutoStream::choice(&stdout()) } else { ColorChoice::AlwaysAnsi };
    let mut out = AutoStream::new(stdout(), choice);
    for batch in sources.chunks(pool.current_num_threads() * ARTICLES_PER_THREAD) {
        let done: Vec<Result<Output>> = pool.install(|| batch.par_iter().map(&work).collect());
        for (source, result) in batch.iter().zip(done) {
            match result {
                Ok(output) => {
                    for problem in &output.warnings {
                        output::warn(&source.name(), problem);
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

fn refused(source: &Source, problem: &Problem) -> Error {
    Error::msg(problem.note.clone()).context(format!("cannot read {}", source.name()))
}

fn written(report: &Report, format: ReportFormat, name: &str, width: usize) -> Result<String> {
    let json = match format {
        ReportFormat::Table => return Ok(table::render(report, name, width)),
        ReportFormat::Json => serde_json::to_string_pretty(report),
        ReportFormat::Jsonl => serde_json::to_string(report),
    };
    Ok(json.with_context(|| format!("cannot write the report of {name} as JSON"))? + "\n")
}
