//! `dateline read`: articles to reports.

use super::{Output, codebook, in_order, pipeline, pipeline_with, refused};
use crate::args::{Cli, Read, ReportFormat, Rows};
use crate::input::Source;
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
    let sources = Source::list(&read.input.files);
    let layout = Layout::new(read, sources.len());
    let pipeline = match &read.codebook {
        Some(path) => pipeline_with(codebook::file(path)?)?,
        None => pipeline()?,
    };
    let publication = Publication { outlet: read.outlet.clone(), published: read.published, ..Publication::default() };
    in_order(&read.input, &sources, layout.format == ReportFormat::Table, &layout.first()?, |source| {
        let (report, reading) =
            pipeline.report_and_reading(&source.bytes()?, publication.clone()).map_err(|problem| refused(source, &problem))?;
        layout.write(&report, reading, &source.name())
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
    fn new(read: &Read, n_sources: usize) -> Self {
        let format = read.format.unwrap_or(match (output::is_terminal(), n_sources) {
            (true, _) => ReportFormat::Table,
            (false, 1) => ReportFormat::Json,
            (false, _) => ReportFormat::Jsonl,
        });
        if format != ReportFormat::Csv && (read.rows.is_some() || read.bom) {
            let option = if read.bom { "--bom" } else { "--rows" };
            Cli::command().error(ErrorKind::ArgumentConflict, format!("{option} goes with --format csv")).exit();
        }
        let rows = match read.rows {
            Some(Rows::Statements) => sheet::Rows::Statements,
            Some(Rows::Events) | None => sheet::Rows::Events,
        };
        Layout { format, rows, byte_order_mark: read.bom, width: output::width(), several: n_sources > 1 }
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
