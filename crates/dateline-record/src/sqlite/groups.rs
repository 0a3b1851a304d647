//! Which group an item belongs to.
//!
//! An event knows its happening and an article its story, so that a question about events needs no other table. Profiles of entities have no
//! rows of their own: their identities stand in `membership`, as all groups did before format 3.

use super::Sqlite;
use super::grouping::number;
use crate::error::Result;
use crate::grouping::Layer;
use rusqlite::params;

impl Sqlite {
    pub(super) fn group_of(&self, layer: Layer, item: &str) -> Result<Option<String>> {
        match self.table(layer) {
            Some((table, column)) => {
                let sql = format!("SELECT {column} FROM {table} WHERE id = ?");
                Ok(self.row(&sql, [item], |row| row.get::<_, Option<String>>(0))?.flatten())
            }
            None => self.row("SELECT grp FROM membership WHERE layer = ? AND item = ?", params![number(layer), item], |row| row.get(0)),
        }
    }

    pub(super) fn write_group(&self, layer: Layer, item: &str, group: Option<&str>) -> Result<()> {
        match (self.table(layer), group) {
            (Some((table, column)), group) => self.run(&format!("UPDATE {table} SET {column} = ? WHERE id = ?"), params![group, item])?,
            (None, Some(group)) => self.run("INSERT OR REPLACE INTO membership VALUES (?, ?, ?)", params![number(layer), item, group])?,
            (None, None) => self.run("DELETE FROM membership WHERE layer = ? AND item = ?", params![number(layer), item])?,
        };
        Ok(())
    }

    pub(super) fn members_of(&self, layer: Layer, group: &str) -> Result<Vec<String>> {
        match self.table(layer) {
            Some((table, column)) => {
                self.rows(&format!("SELECT id FROM {table} WHERE {column} = ? ORDER BY id"), [group], |row| row.get(0))
            }
            None => {
                let sql = "SELECT item FROM membership WHERE layer = ? AND grp = ? ORDER BY item";
                self.rows(sql, params![number(layer), group], |row| row.get(0))
            }
        }
    }

    /// The table whose rows know their groups, and the column.
    fn table(&self, layer: Layer) -> Option<(&'static str, &'static str)> {
        match layer {
            Layer::Story if self.in_rows => Some(("article", "story")),
            Layer::Happening if self.in_rows => Some(("event", "happening")),
            Layer::Story | Layer::Happening | Layer::Identity | Layer::Coverage => None,
        }
    }
}
