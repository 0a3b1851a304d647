//! Questions in SQL.

use super::Sqlite;
use crate::error::{Error, Result};
use rusqlite::types::ValueRef;

/// A value of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not known.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Words.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// Words.
    Text,
}

/// What an answer is given to, row by row.
pub trait Answer {
    /// The names of the columns, and what stands in them as far as the record declares it; words otherwise.
    ///
    /// # Errors
    /// When they cannot be taken; this ends the query.
    fn columns(&mut self, names: &[String], kinds: &[Kind]) -> std::io::Result<()>;

    /// One row.
    ///
    /// # Errors
    /// When it cannot be taken; this ends the query.
    fn row(&mut self, values: &[Value]) -> std::io::Result<()>;
}

impl Sqlite {
    /// Answers one SELECT. The record is not changed, whatever the words.
    ///
    /// # Errors
    /// When the words are no question, or the answer cannot be taken; the cause says which.
    pub fn query(&self, sql: &str, answer: &mut dyn Answer) -> Result<()> {
        let wrong = |e: rusqlite::Error| Error::question(e.to_string());
        self.connection.pragma_update(None, "query_only", true).map_err(|e| self.error(e))?;
        let mut statement = self.connection.prepare(sql).map_err(wrong)?;
        if !statement.readonly() || statement.column_count() == 0 {
            return Err(Error::question("it is no SELECT".to_owned()));
        }
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let kinds: Vec<Kind> = statement.columns().map(|column| kind(column.decl_type())).collect();
        answer.columns(&names, &kinds).map_err(Error::output)?;
        let mut rows = statement.query([]).map_err(wrong)?;
        while let Some(row) = rows.next().map_err(wrong)? {
            let values: rusqlite::Result<Vec<Value>> = (0..names.len()).map(|i| row.get_ref(i).map(value)).collect();
            answer.row(&values.map_err(wrong)?).map_err(Error::output)?;
        }
        Ok(())
    }
}

fn kind(declared: Option<&str>) -> Kind {
    match declared {
        Some("INTEGER") => Kind::Integer,
        Some("REAL") => Kind::Real,
        _ => Kind::Text,
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}
