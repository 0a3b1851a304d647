//! The record as one SQLite file.
//!
//! WAL mode: what a transaction has committed stays through `kill -9`, and others can read while one writes. One program writes at a
//! time; a lock beside the file says so, and dies with the program.

mod articles;
mod corrections;
mod days;
mod grouping;
mod groups;
mod happenings;
mod lock;
mod open;
mod query;
mod read;
mod search;
mod store;
#[cfg(test)]
mod tests;

pub use query::{Answer, Kind, Value};

use crate::error::{Error, Result};
use crate::id::Ids;
use lock::Lock;
use rusqlite::{Connection, Params, Row};
use std::path::{Path, PathBuf};

/// A record in a file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
    /// Whether happenings lie in the order of their days; not in a record that began with format 1.
    by_day: bool,
    /// How it makes the ids of the parts of articles.
    ids: Ids,
    /// Whether an event knows its happening and an article its story; not in a record before format 3, which is only read.
    in_rows: bool,
    /// Held by the one who writes. After the connection, so that the file is closed when the lock goes.
    lock: Option<Lock>,
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // At rest the record is one file; while somebody reads, it stays as it is.
            let _ = self.connection.pragma_update(None, "journal_mode", "delete");
        }
    }
}

impl Sqlite {
    /// Where the record lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses to let the file grow beyond so many pages; for tests of a full disk.
    ///
    /// # Errors
    /// When the record cannot be used.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        self.connection.pragma_update(None, "max_page_count", pages).map_err(|e| self.error(e))
    }

    fn error(&self, error: rusqlite::Error) -> Error {
        Error::sqlite(&self.path, error)
    }

    /// Runs a statement that gives nothing.
    fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map_err(|e| self.error(e))
    }

    /// The rows of a query.
    fn rows<T>(&self, sql: &str, params: impl Params, read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let rows = || -> rusqlite::Result<Vec<T>> { self.connection.prepare_cached(sql)?.query_map(params, read)?.collect() };
        rows().map_err(|e| self.error(e))
    }

    /// The first row of a query, if there is one.
    fn row<T>(&self, sql: &str, params: impl Params, read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Result<Option<T>> {
        use rusqlite::OptionalExtension as _;
        let row = || -> rusqlite::Result<Option<T>> { self.connection.prepare_cached(sql)?.query_row(params, read).optional() };
        row().map_err(|e| self.error(e))
    }
}
