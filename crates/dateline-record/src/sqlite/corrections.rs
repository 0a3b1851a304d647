//! What people corrected.

use super::{Sqlite, read};
use crate::error::Result;
use crate::rows::CorrectionRow;
use rusqlite::params;

impl Sqlite {
    pub(super) fn write_correction(&self, row: &CorrectionRow) -> Result<()> {
        let CorrectionRow { n, made, by, why, what, replaces, undone_by, article } = row;
        let sql = "INSERT OR REPLACE INTO correction VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        self.run(sql, params![n, made, by, why, what, replaces, undone_by, article])?;
        Ok(())
    }

    pub(super) fn correction_rows(&self) -> Result<Vec<CorrectionRow>> {
        self.rows(&format!("SELECT {} FROM correction ORDER BY n", read::CORRECTION), [], read::correction)
    }

    pub(super) fn correction_rows_of(&self, article: &str) -> Result<Vec<CorrectionRow>> {
        let sql = format!("SELECT {} FROM correction WHERE article = ? ORDER BY n", read::CORRECTION);
        self.rows(&sql, [article], read::correction)
    }
}
