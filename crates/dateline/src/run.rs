//! What the commands do.

mod codebook;
mod evaluate;
mod places;
mod read;
mod rows;
mod when;

use crate::args::{Cli, Command, Input, Parse, ReadingFormat};
use crate::input::Source;
use crate::output;
use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Error, Result};
use dateline::pipeline::Pipeline;
use dateline_coder::codebook::CodebookFile;
use dateline_model::Problem;
use dateline_reader::conllu;
use rayon::prelude::*;
use std::io::{Write, stdout};
use std::process::ExitCode;

/// Articles in work at a time for each thread: enough to keep all threads busy, few enough to keep memory flat.
const ARTICLES_PER_THREAD: usize = 4;

/// Runs a command; an error is one that ends the run.
pub(crate) fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Read(read) => read::run(&read),
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
    let sources = Source::list(&parse.input.files);
    in_order(&parse.input, &sources, false, "", |source| {
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

/// Works on the sources in parallel and writes what they give in their order after `first`; one that fails does not stop the others.
///
/// With `colours` they go to a terminal that wants them and are taken out elsewhere; without, every byte is written as it is.
fn in_order(
    input: &Input,
    sources: &[Source],
    colours: bool,
    first: &str,
    work: impl Fn(&Source) -> Result<Output> + Sync,
) -> Result<ExitCode> {
    let threads = input.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().context("cannot start the threads")?;
    let mut code = ExitCode::SUCCESS;
    let choice = if colours { AutoStream::choice(&stdout()) } else { ColorChoice::AlwaysAnsi };
    let mut out = AutoStream::new(stdout(), choice);
    out.write_all(first.as_bytes()).context("cannot write to standard output")?;
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
