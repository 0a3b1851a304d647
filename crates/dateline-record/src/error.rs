//! What can go wrong between the record and its file.

use std::fmt;
use std::path::{Path, PathBuf};

/// An error of the record; its message names the file and the way out.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The result of asking or telling the record something.
pub type Result<T> = std::result::Result<T, Error>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// There is no such file.
    Missing(PathBuf),
    /// The file is something else.
    NotARecord(PathBuf),
    /// The file was written by a newer version.
    Newer { path: PathBuf, found: i64, known: i64 },
    /// It was written by an older version and is opened to be read.
    Older { path: PathBuf, found: i64 },
    /// It is a folder.
    Folder(PathBuf),
    /// The folder is not there.
    NoFolder(PathBuf),
    /// Somebody else writes to it.
    InUse(PathBuf),
    /// It cannot be written to.
    ReadOnly(PathBuf),
    /// There is no room for more.
    Full(PathBuf),
    /// It contradicts itself.
    Damaged(PathBuf),
    /// What was asked for cannot be answered; the words say why.
    Asked(String),
    /// Anything else that SQLite says.
    Other(PathBuf),
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Error { kind, cause: None }
    }

    pub(crate) fn asked(words: impl Into<String>) -> Self {
        Error::new(Kind::Asked(words.into()))
    }

    pub(crate) fn damaged(path: &Path, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Error { kind: Kind::Damaged(path.to_owned()), cause: Some(Box::new(cause)) }
    }

    pub(crate) fn question(why: String) -> Self {
        Error {
            kind: Kind::Asked("cannot answer the query; \"dateline schema\" lists what can be asked".to_owned()),
            cause: Some(why.into()),
        }
    }

    pub(crate) fn facts(item: &str, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Error { kind: Kind::Asked(format!("what the record knows of {item} is damaged; go back to a copy")), cause: Some(Box::new(cause)) }
    }

    pub(crate) fn output(error: std::io::Error) -> Self {
        Error { kind: Kind::Asked("cannot write the answer".to_owned()), cause: Some(Box::new(error)) }
    }

    /// What SQLite says about a file, in words for people.
    pub(crate) fn sqlite(path: &Path, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        let kind = match error.sqlite_error_code() {
            Some(Code::NotADatabase) => Kind::NotARecord(path),
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Kind::InUse(path),
            Some(Code::ReadOnly | Code::PermissionDenied) => Kind::ReadOnly(path),
            Some(Code::DiskFull) => Kind::Full(path),
            Some(Code::DatabaseCorrupt) => Kind::Damaged(path),
            _ => Kind::Other(path),
        };
        // In words: what rusqlite has as causes says the same again.
        Error { kind, cause: Some(error.to_string().into()) }
    }

    /// True when there is no such file.
    pub fn is_missing(&self) -> bool {
        matches!(self.kind, Kind::Missing(_))
    }

    /// True when the file is not a record.
    pub fn is_not_a_record(&self) -> bool {
        matches!(self.kind, Kind::NotARecord(_))
    }

    /// True when a newer version wrote the file.
    pub fn is_newer(&self) -> bool {
        matches!(self.kind, Kind::Newer { .. })
    }

    /// True when another program writes to the record.
    pub fn is_in_use(&self) -> bool {
        matches!(self.kind, Kind::InUse(_))
    }

    /// True when the record cannot be written to.
    pub fn is_read_only(&self) -> bool {
        matches!(self.kind, Kind::ReadOnly(_))
    }

    /// True when SQLite has no better word for it.
    pub(crate) fn is_other(&self) -> bool {
        matches!(self.kind, Kind::Other(_))
    }

    /// True when the disk is full.
    pub fn is_full(&self) -> bool {
        matches!(self.kind, Kind::Full(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Missing(path) => write!(f, "there is no record {0}; \"dateline add {0} PATH...\" makes one", path.display()),
            Kind::NotARecord(path) => {
                write!(f, "{} is not a record of Dateline; it is left as it is, name another file", path.display())
            }
            Kind::Newer { path, found, known } => write!(
                f,
                "{} has format {found}, this version of Dateline knows formats up to {known}; use the version that wrote it, or a newer one",
                path.display()
            ),
            Kind::Older { path, found } => {
                write!(f, "{0} has the older format {found}; \"dateline add {0} --again\" brings it up to date", path.display())
            }
            Kind::Folder(path) => write!(
                f,
                "{} is a folder, and a record is one file; name the record first: \"dateline add RECORD PATH...\"",
                path.display()
            ),
            Kind::NoFolder(path) => write!(f, "there is no folder for {}; make it first", path.display()),
            Kind::InUse(path) => {
                write!(f, "another dateline is writing to {}; wait until it ends, or end it (what it has stored stays)", path.display())
            }
            Kind::ReadOnly(path) => {
                write!(f, "{} cannot be written to; check the permissions of the file and its folder, or work on a copy", path.display())
            }
            Kind::Full(path) => write!(
                f,
                "no room left on the disk of {}; what was stored before is safe, make room and run the same command again",
                path.display()
            ),
            Kind::Damaged(path) => {
                write!(f, "{} is damaged; go back to a copy, or save what can be saved with \"sqlite3 {0} .recover\"", path.display())
            }
            Kind::Asked(words) => f.write_str(words),
            Kind::Other(path) => write!(f, "cannot use the record {}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn std::error::Error + 'static))
    }
}
