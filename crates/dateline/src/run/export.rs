//! `dateline export`: a whole record for other tools.

use crate::args::{Export, ExportFormat};
use anyhow::{Context, Result};
use dateline_record::Sqlite;
use dateline_record::export::{Table, follow_the_money, gdelt, tables};
use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(super) fn run(export: &Export) -> Result<ExitCode> {
    let record = Sqlite::open_to_read(&export.record)?;
    let (table, ending) = match export.format {
        ExportFormat::Csv => (Some(Table::Csv), "csv"),
        ExportFormat::Jsonl => (Some(Table::Jsonl), "jsonl"),
        ExportFormat::Parquet => (Some(Table::Parquet), "parquet"),
        ExportFormat::FollowTheMoney => (None, "ftm.jsonl"),
        ExportFormat::Gdelt => (None, "gdelt.tsv"),
    };
    let to = export.to.clone().unwrap_or_else(|| named(&export.record, ending));
    match table {
        Some(table) => {
            create_dir_all(&to).with_context(|| format!("cannot make the folder {}", to.display()))?;
            tables(&record, table, &mut |name| create(&to.join(name)).map(|file| Box::new(file) as Box<dyn Write + Send>))?;
        }
        None => {
            let mut out = create(&to).with_context(|| format!("cannot write {}", to.display()))?;
            match export.format {
                ExportFormat::Gdelt => gdelt(&record, &mut out)?,
                _ => follow_the_money(&record, &alpha2, &mut out)?,
            }
            out.flush().with_context(|| format!("cannot write {}", to.display()))?;
        }
    }
    anstream::eprintln!("dateline: written to {}", to.display());
    Ok(ExitCode::SUCCESS)
}

/// A new file; what is there stays there.
fn create(path: &Path) -> std::io::Result<BufWriter<File>> {
    let named = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            std::io::Error::new(error.kind(), format!("{} is there already; name another place with --to", path.display()))
        }
        kind => std::io::Error::new(kind, format!("{}: {error}", path.display())),
    };
    File::create_new(path).map(BufWriter::new).map_err(named)
}

/// "war.dateline" as "war.csv".
fn named(record: &Path, ending: &str) -> PathBuf {
    let stem = record.file_stem().unwrap_or(record.as_os_str()).to_string_lossy();
    PathBuf::from(format!("{stem}.{ending}"))
}

fn alpha2(code: &str) -> Option<String> {
    dateline_gazetteer::country(code).map(|country| country.alpha2.to_lowercase())
}
