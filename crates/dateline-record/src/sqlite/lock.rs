//! One writer at a time.

use crate::error::{Error, Kind, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// A lock beside the record, `NAME-lock`. The system takes it back when the program dies, however it dies.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock.
    ///
    /// # Errors
    /// When another program holds it, or the folder cannot be written to.
    pub(super) fn take(record: &Path) -> Result<Lock> {
        let mut name = record.as_os_str().to_owned();
        name.push("-lock");
        let path = PathBuf::from(name);
        loop {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(|e| unwritable(record, &e))?;
            match file.try_lock() {
                Ok(()) if is_still_there(&file, &path) => return Ok(Lock { file, path }),
                // The one before has removed it between our opening and our locking.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Error::new(Kind::InUse(record.to_owned()))),
                // A file system without locks: SQLite's own are left.
                Err(TryLockError::Error(_)) => return Ok(Lock { file, path }),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // What is not removed does not matter: the lock is on the file, not in its being there.
        let _ = std::fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

fn unwritable(record: &Path, error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::new(Kind::Full(record.to_owned())),
        std::io::ErrorKind::NotFound => Error::new(Kind::NoFolder(record.to_owned())),
        _ => Error::new(Kind::ReadOnly(record.to_owned())),
    }
}

/// True when the path still leads to the open file.
#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(there)) => (open.dev(), open.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// Elsewhere an open file is not removed.
#[cfg(not(unix))]
fn is_still_there(_: &File, _: &Path) -> bool {
    true
}
