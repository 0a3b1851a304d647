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
            out.flush()?;
        }
    }
    anstream::eprintln!("dateline: written to {}", to.display());
    Ok(ExitCode::SUCCESS)
}

/// Where a part of an export is written to; its errors name the file and the way out.
struct Part<W> {
    out: W,
    path: PathBuf,
}

impl<W> Part<W> {
    fn told(&self, error: &std::io::Error) -> std::io::Error {
        let way_out = "the export is not whole; delete it, make room, and export again";
        std::io::Error::new(error.kind(), format!("cannot write {}: {error}; {way_out}", self.path.display()))
    }
}

impl<W: Write> Write for Part<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes).map_err(|error| self.told(&error))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush().map_err(|error| self.told(&error))
    }
}

/// A new file; what is there stays there.
fn create(path: &Path) -> std::io::Result<Part<BufWriter<File>>> {
    let named = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            std::io::Error::new(error.kind(), format!("{} is there already; name another place with --to", path.display()))
        }
        kind => std::io::Error::new(kind, format!("{}: {error}", path.display())),
    };
    let part = |file| Part { out: BufWriter::new(file), path: path.to_owned() };
    File::create_new(path).map(part).map_err(named)
}

/// "war.dateline" as "war.csv".
fn named(record: &Path, ending: &str) -> PathBuf {
    let stem = record.file_stem().unwrap_or(record.as_os_str()).to_string_lossy();
    PathBuf::from(format!("{stem}.{ending}"))
}

fn alpha2(code: &str) -> Option<String> {
    dateline_gazetteer::country(code).map(|country| country.alpha2.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for so many bytes.
    struct Disk(usize);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_with_the_file_and_the_way_out() {
        let mut part = Part { out: Disk(4), path: PathBuf::from("war.csv/events.csv") };
        part.write_all(b"id,t").unwrap();
        let error = part.write_all(b"ype").unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
        assert!(error.to_string().starts_with("cannot write war.csv/events.csv: "), "{error}");
        assert!(error.to_string().ends_with("make room, and export again"), "{error}");
    }
}
