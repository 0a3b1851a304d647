//! `dateline read`: articles to reports.

use super::{Entry, Output, codebook, entries, in_order, pipeline, pipeline_with};
use crate::args::{Cli, Read, ReportFormat, Rows};
use crate::output;
use anyhow::{Context, Result};
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use dateline::{sheet, table};
use dateline_ingest::Publication;
use dateline_model::Reading;
use dateline_model::report::Report;
use std::process::ExitCode;

/// By which Excel tells UTF-8 from the code page of the computer.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

pub(super) fn run(read: &Read) -> Result<ExitCode> {
    let mut entries = entries(&read.input);
    // Whether there are several documents decides how they are written; the first two tell.
    let first: Vec<_> = entries.by_ref().take(2).collect();
    let layout = Layout::new(read, first.len() > 1);
    let pipeline = match &read.codebook {
        Some(path) => pipeline_with(codebook::file(path)?)?,
        None => pipeline()?,
    };
    let publication = Publication { outlet: read.outlet.clone(), published: read.published, ..Publication::default() };
    let entries = first.into_iter().chain(entries);
    in_order(&read.input, entries, layout.format == ReportFormat::Table, &layout.first()?, |mut entry: Entry| {
        let name = entry.name();
        entry.document.evidence.extend(publication.clone().evidence());
        let Entry { source, document } = entry;
        let (_, reading, report) = pipeline.read(document).map_err(|problem| source.refused(&problem))?;
        layout.write(&report, reading, &name)
    })
}

/// How reports are written.
struct Layout {
    format: ReportFormat,
    rows: sheet::Rows,
    byte_order_mark: bool,
    width: usize,
    several: bool,
}

impl Layout {
    /// As asked for, or as suits where the output goes. Options that do not go together end the program as misuse.
    fn new(read: &Read, several: bool) -> Self {
        let format = read.format.unwrap_or(match (output::is_terminal(), several) {
            (true, _) => ReportFormat::Table,
            (false, false) => ReportFormat::Json,
            (false, true) => ReportFormat::Jsonl,
        });
        if format != ReportFormat::Csv && (read.rows.is_some() || read.bom) {
            let option = if read.bom { "--bom" } else { "--rows" };
            Cli::command().error(ErrorKind::ArgumentConflict, format!("{option} goes with --format csv")).exit();
        }
        let rows = match read.rows {
            Some(Rows::Statements) => sheet::Rows::Statements,
            Some(Rows::Events) | None => sheet::Rows::Events,
        };
        Layout { format, rows, byte_order_mark: read.bom, width: output::width(), several }
    }

    /// What stands before the first report.
    fn first(&self) -> Result<String> {
        if self.format != ReportFormat::Csv {
            return Ok(String::new());
        }
        let mark = if self.byte_order_mark { BYTE_ORDER_MARK } else { "" };
        Ok(mark.to_owned() + &sheet::header(self.rows)?)
    }

    fn write(&self, report: &Report, reading: Reading, name: &str) -> Result<Output> {
        let no_json = || format!("cannot write the report of {name} as JSON");
        let data = match self.format {
            ReportFormat::Table => table::render(report, name, self.width) + if self.several { "\n" } else { "" },
            ReportFormat::Json => serde_json::to_string_pretty(report).with_context(no_json)? + "\n",
            ReportFormat::Jsonl => serde_json::to_string(report).with_context(no_json)? + "\n",
            ReportFormat::Csv => sheet::render(report, &reading, self.rows)?,
        };
        // A sheet has no place for problems.
        let warnings = if self.format == ReportFormat::Csv { reading.problems } else { Vec::new() };
        Ok(Output { data, warnings })
    }
}
