//! Opening a record: what it is, which version wrote it, whether it may be written.

use super::Sqlite;
use super::lock::Lock;
use crate::error::{Error, Kind, Result};
use crate::id::Ids;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// The format that this version writes.
pub(super) const FORMAT: i64 = 5;
/// The oldest format that can be read as it is: formats 2 and 4 have other indices, which nothing must have in an older record, before format 5 ids are made otherwise ([`Ids`]), and before format 3
/// groups stand in a table of their own (`sqlite/groups.rs`).
const OLDEST: i64 = 1;
/// The format from which on an event knows its happening and an article its story.
const GROUPS_IN_ROWS: i64 = 3;
/// "DtLn", by which a record is told from other SQLite files.
const APPLICATION: i64 = 0x4474_4C6E;
/// From each format to the next one; the first from an empty file.
const MIGRATIONS: [&str; FORMAT as usize] = [
    include_str!("../../data/schema-1.sql"),
    include_str!("../../data/schema-2.sql"),
    include_str!("../../data/schema-3.sql"),
    include_str!("../../data/schema-4.sql"),
    include_str!("../../data/schema-5.sql"),
];
/// Views belong to the version, not to the format: they are made again when another version opens the record to write.
const VIEWS: &str = include_str!("../../data/views.sql");
/// How long to wait for somebody who reads or writes at the same moment.
const PATIENCE: Duration = Duration::from_secs(10);
/// Pages that the log takes before they are copied into the file. Articles write to the same pages again and again: the rarer they are copied,
/// the less is written (128 MB of log; at 32 MB copying took 4 % of the time of adding).
const CHECKPOINT_PAGES: i64 = 32768;
/// Pages that SQLite holds in memory, in KiB.
const CACHE_KIB: i64 = 32 * 1024;

impl Sqlite {
    /// Opens a record to write to it; makes it when there is none.
    ///
    /// # Errors
    /// When it is no record, a newer version wrote it, somebody else writes to it, or it cannot be written.
    pub fn open(path: &Path) -> Result<Sqlite> {
        if path.is_dir() {
            return Err(Error::new(Kind::Folder(path.to_owned())));
        }
        let lock = Lock::take(path)?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let mut record = Sqlite { connection, path: path.to_owned(), by_day: false, ids: Ids::default(), in_rows: true, lock: Some(lock) };
        let found = record.format()?;
        if record.connection.is_readonly("main").unwrap_or(false) {
            return Err(Error::new(Kind::ReadOnly(path.to_owned())));
        }
        record.pragma("journal_mode", "wal")?;
        // With WAL, what is committed survives the death of the program, and the file survives the death of the machine.
        record.pragma("synchronous", "normal")?;
        record.pragma("cache_size", -CACHE_KIB)?;
        record.pragma("temp_store", "memory")?;
        record.pragma("wal_autocheckpoint", CHECKPOINT_PAGES)?;
        record.migrate(found)?;
        record.by_day = record.says("happenings", "by day")?;
        record.ids = record.ids_of_parts()?;
        Ok(record)
    }

    /// Opens a record to read it; others may write meanwhile.
    ///
    /// # Errors
    /// When there is none, it is no record, or a newer version wrote it.
    pub fn open_to_read(path: &Path) -> Result<Sqlite> {
        if !path.exists() {
            return Err(Error::new(Kind::Missing(path.to_owned())));
        }
        if path.is_dir() {
            return Err(Error::new(Kind::Folder(path.to_owned())));
        }
        let opened = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|connection| reading(connection, path));
        match opened {
            // In a folder that cannot be written, WAL has no place for its index. Without a log there is nothing in it either.
            Err(error) if error.is_read_only() || error.is_other() => immutable(path).map_err(|_| error),
            other => other,
        }
    }

    fn readable(&self) -> Result<()> {
        match self.format()? {
            0 => Err(Error::new(Kind::NotARecord(self.path.clone()))),
            OLDEST..=FORMAT => Ok(()),
            found => Err(Error::new(Kind::Older { path: self.path.clone(), found })),
        }
    }

    fn ids_of_parts(&self) -> Result<Ids> {
        Ok(if self.says("ids", "together")? { Ids::Together } else { Ids::Scattered })
    }

    /// Whether the record says this of itself.
    fn says(&self, key: &str, value: &str) -> Result<bool> {
        let said = self.row("SELECT value FROM meta WHERE key = ?", [key], |row| row.get::<_, String>(0))?;
        Ok(said.as_deref() == Some(value))
    }

    /// The format of the file; 0 when it is empty.
    fn format(&self) -> Result<i64> {
        let number = |name: &str| self.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(|e| self.error(e));
        let (application, found) = (number("application_id")?, number("user_version")?);
        let tables: i64 =
            self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(|e| self.error(e))?;
        let path = self.path.clone();
        match (application, found) {
            (0, 0) if tables == 0 => Ok(0),
            (APPLICATION, found) if found > FORMAT => Err(Error::new(Kind::Newer { path, found, known: FORMAT })),
            (APPLICATION, found) => Ok(found),
            _ => Err(Error::new(Kind::NotARecord(path))),
        }
    }

    /// Brings the file to the present format, in one transaction.
    fn migrate(&self, found: i64) -> Result<()> {
        let version = env!("CARGO_PKG_VERSION");
        let written_by = "SELECT value FROM meta WHERE key = 'views'";
        if found == FORMAT && self.row(written_by, [], |row| row.get::<_, String>(0))?.as_deref() == Some(version) {
            return Ok(());
        }
        let mut sql = "BEGIN IMMEDIATE;\n".to_owned();
        for migration in MIGRATIONS.iter().skip(found.unsigned_abs() as usize) {
            sql += migration;
        }
        sql += VIEWS;
        sql += &format!("INSERT INTO meta VALUES ('views', '{version}') ON CONFLICT (key) DO UPDATE SET value = excluded.value;\n");
        sql += &format!("PRAGMA application_id = {APPLICATION};\nPRAGMA user_version = {FORMAT};\nCOMMIT;");
        self.connection.execute_batch(&sql).map_err(|e| {
            let _ = self.connection.execute_batch("ROLLBACK");
            self.error(e)
        })
    }

    fn pragma(&self, name: &str, value: impl rusqlite::ToSql) -> Result<()> {
        self.connection.pragma_update(None, name, value).map_err(|e| self.error(e))
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(128);
        // Otherwise SQLite plans a question with ORDER BY anew whenever its parameters change, for statistics that the record has none of.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(connection)
    };
    open().map_err(|e| Error::sqlite(path, e))
}

/// Opens a file that nobody can write, without looking for its log.
fn immutable(path: &Path) -> Result<Sqlite> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if Path::new(&log).exists() {
        return Err(Error::new(Kind::ReadOnly(path.to_owned())));
    }
    let escaped = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let uri = format!("file:{escaped}?immutable=1");
    let connection = connect(Path::new(&uri), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)?;
    reading(connection, path)
}

/// A record that is only read.
fn reading(connection: Connection, path: &Path) -> Result<Sqlite> {
    let mut record = Sqlite { connection, path: path.to_owned(), by_day: false, ids: Ids::default(), in_rows: false, lock: None };
    record.readable()?;
    record.pragma("cache_size", -CACHE_KIB)?;
    record.in_rows = record.format()? >= GROUPS_IN_ROWS;
    record.by_day = record.says("happenings", "by day")?;
    record.ids = record.ids_of_parts()?;
    Ok(record)
}
