//! What a record gives to other tools.

mod followthemoney;
mod gdelt;
mod parquet;
mod tables;

pub use followthemoney::follow_the_money;
pub use gdelt::gdelt;
pub use tables::{Lines, Sheet, Table, tables};

use crate::error::{Error, Result};
use crate::sqlite::{Answer, Kind, Sqlite, Value};
use std::io;

/// Asks a record and hands over each row.
fn each(record: &Sqlite, sql: &str, row: &mut dyn FnMut(&[Value]) -> io::Result<()>) -> Result<()> {
    struct Rows<'f>(&'f mut dyn FnMut(&[Value]) -> io::Result<()>);
    impl Answer for Rows<'_> {
        fn columns(&mut self, _: &[String], _: &[Kind]) -> io::Result<()> {
            Ok(())
        }

        fn row(&mut self, values: &[Value]) -> io::Result<()> {
            (self.0)(values)
        }
    }
    record.query(sql, &mut Rows(row))
}

/// The words of a value; null for none.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Text(text) if !text.is_empty() => Some(text.clone()),
        Value::Integer(n) => Some(n.to_string()),
        Value::Real(x) => Some(x.to_string()),
        _ => None,
    }
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::output(io::Error::other(error))
}
