//! Every view as a table of its own: CSV, JSON lines, Parquet.

use super::parquet;
use crate::error::{Error, Result};
use crate::schema::{View, views};
use crate::sqlite::{Answer, Kind, Sqlite, Value};
use crate::store::Store as _;
use serde_json::Number;
use std::io::{self, Write};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// RFC 4180, UTF-8, one row of column names.
    Csv,
    /// One object on a line for each row.
    Jsonl,
    /// Apache Parquet, zstd.
    Parquet,
}

impl Table {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Table::Csv => "csv",
            Table::Jsonl => "jsonl",
            Table::Parquet => "parquet",
        }
    }
}

/// Writes every view of a record, each to what `open` gives for its name. Rows come in one order, whatever the order of adding.
///
/// # Errors
/// When the record cannot be read or a table cannot be written.
pub fn tables(record: &Sqlite, table: Table, open: &mut dyn FnMut(&str) -> io::Result<Box<dyn Write + Send>>) -> Result<()> {
    record.at_one_moment(|| {
        for view in views().into_iter().filter(|view| !view.name.ends_with("_search")) {
            let out = open(&format!("{}.{}", view.name, table.ending())).map_err(Error::output)?;
            write(record, &sql(&view), table, out)?;
        }
        Ok(())
    })
}

fn write(record: &Sqlite, sql: &str, table: Table, out: Box<dyn Write + Send>) -> Result<()> {
    match table {
        Table::Csv => {
            let mut sheet = Sheet::new(out);
            record.query(sql, &mut sheet)?;
            sheet.finish().map_err(Error::output)
        }
        Table::Jsonl => {
            let mut lines = Lines::new(out);
            record.query(sql, &mut lines)?;
            lines.finish().map_err(Error::output)
        }
        Table::Parquet => {
            let mut rows = parquet::Rows::new(out);
            record.query(sql, &mut rows)?;
            rows.finish().map_err(super::unwritable)
        }
    }
}

/// All rows of a view by what names them: the id, or the columns before the first that tells something.
fn sql(view: &View) -> String {
    let by = match view.name.as_str() {
        "links" | "parties" => "1, 2, 3",
        "chains" | "documents" => "1, 2",
        _ => "1",
    };
    format!("SELECT * FROM {} ORDER BY {by}", view.name)
}

/// An answer as a sheet: RFC 4180, UTF-8, one row of column names.
pub struct Sheet<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Sheet<W> {
    /// A sheet that goes to `out`.
    pub fn new(out: W) -> Self {
        Sheet { writer: csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out) }
    }

    /// Writes what is not written yet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl<W: Write> Answer for Sheet<W> {
    fn columns(&mut self, names: &[String], _: &[Kind]) -> io::Result<()> {
        Ok(self.writer.write_record(names)?)
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        Ok(self.writer.write_record(values.iter().map(Value::cell))?)
    }
}

/// An answer as JSON lines: one object on a line for each row.
pub struct Lines<W> {
    names: Vec<String>,
    out: W,
}

impl<W: Write> Lines<W> {
    /// Lines that go to `out`.
    pub fn new(out: W) -> Self {
        Lines { names: Vec::new(), out }
    }

    /// Writes what is not written yet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Answer for Lines<W> {
    fn columns(&mut self, names: &[String], _: &[Kind]) -> io::Result<()> {
        self.names = names.to_vec();
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let object: serde_json::Map<String, serde_json::Value> = self.names.iter().cloned().zip(values.iter().map(Value::json)).collect();
        serde_json::to_writer(&mut self.out, &object)?;
        self.out.write_all(b"\n")
    }
}

impl Value {
    /// The value in a sheet; nothing for null.
    pub fn cell(&self) -> String {
        match self {
            Value::Null => String::new(),
            Value::Integer(n) => n.to_string(),
            Value::Real(x) => x.to_string(),
            Value::Text(text) => text.clone(),
            Value::Blob(bytes) => format!("{} bytes", bytes.len()),
        }
    }

    /// The value in JSON.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Value::Null | Value::Blob(_) => serde_json::Value::Null,
            Value::Integer(n) => (*n).into(),
            Value::Real(x) => Number::from_f64(*x).map_or(serde_json::Value::Null, serde_json::Value::Number),
            Value::Text(text) => text.clone().into(),
        }
    }
}
