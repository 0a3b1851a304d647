//! The command line of Dateline.

mod args;
mod output;
mod run;

use anyhow::Error;
use args::Cli;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run::run(Cli::parse()) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(1)
        }
    }
}

/// True when the reader of our output has gone away: it has what it wanted.
fn is_broken_pipe(error: &Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
