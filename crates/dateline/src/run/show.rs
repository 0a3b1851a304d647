//! `dateline show`: one occurrence with every version of it.

use crate::args::{AnswerFormat, Show};
use crate::output;
use anyhow::{Context, Result};
use dateline::dossier;
use dateline_record::Sqlite;
use std::io::Write as _;
use std::process::ExitCode;

pub(super) fn run(show: &Show) -> Result<ExitCode> {
    let record = Sqlite::open_to_read(&show.record)?;
    let found = dateline_record::dossier(&record, &show.id)?;
    let format = show.format.unwrap_or(if output::is_terminal() { AnswerFormat::Table } else { AnswerFormat::Json });
    let answer = match format {
        AnswerFormat::Table => dossier::render(&found, output::width()),
        AnswerFormat::Json => serde_json::to_string_pretty(&found).context("cannot write the dossier as JSON")? + "\n",
    };
    anstream::stdout().write_all(answer.as_bytes()).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}
