//! `dateline query`: a record asked in SQL.

use crate::args::{ListFormat, Query};
use crate::output;
use anyhow::Result;
use dateline::table::{clean, columns};
use dateline_record::export::{Lines, Sheet};
use dateline_record::{Answer, Kind, Sqlite, Value};
use std::io::{self, BufWriter, Write, stdout};
use std::process::ExitCode;

/// Rows that a table holds before it is written: its columns are as wide as the widest cell.
const ROWS: usize = 1000;

pub(super) fn run(query: &Query) -> Result<ExitCode> {
    let record = Sqlite::open_to_read(&query.record)?;
    let format = query.format.unwrap_or(if output::is_terminal() { ListFormat::Table } else { ListFormat::Jsonl });
    let mut out = BufWriter::new(anstream::AutoStream::auto(stdout()));
    match format {
        ListFormat::Table => {
            let mut table = Table { names: Vec::new(), rows: Vec::new(), more: 0 };
            record.query(&query.sql, &mut table)?;
            out.write_all(columns(&table.names, &table.rows, output::width()).as_bytes())?;
            if table.more > 0 {
                anstream::eprintln!("dateline: {} more rows; --format csv or jsonl writes all, LIMIT in the query fewer", table.more);
            }
        }
        ListFormat::Jsonl => record.query(&query.sql, &mut Lines::new(&mut out))?,
        ListFormat::Csv => {
            let mut sheet = Sheet::new(&mut out);
            record.query(&query.sql, &mut sheet)?;
            sheet.finish()?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
    more: usize,
}

impl Answer for Table {
    fn columns(&mut self, names: &[String], _: &[Kind]) -> io::Result<()> {
        self.names = names.to_vec();
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        if self.rows.len() < ROWS {
            self.rows.push(values.iter().map(|value| clean(&value.cell())).collect());
        } else {
            self.more += 1;
        }
        Ok(())
    }
}
