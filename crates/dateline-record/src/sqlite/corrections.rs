//! What people corrected.

use super::{Sqlite, read};
use crate::error::Result;
use crate::rows::CorrectionRow;
use rusqlite::params;

impl Sqlite {
    pub(super) fn write_correction(&self, row: &CorrectionRow) -> Result<()> {
        let CorrectionRow { n, made, by, why, what, replaces, undone_by } = row;
        self.run("INSERT OR REPLACE INTO correction VALUES (?, ?, ?, ?, ?, ?, ?)", params![n, made, by, why, what, replaces, undone_by])?;
        Ok(())
    }

    pub(super) fn correction_rows(&self) -> Result<Vec<CorrectionRow>> {
        self.rows("SELECT n, made, by, why, what, replaces, undone_by FROM correction ORDER BY n", [], read::correction)
    }
}
