//! What grouping keeps: facts, keys, links, rulings.

use super::{Sqlite, read};
use crate::error::Result;
use crate::grouping::{Layer, Link, Verdict};
use crate::store::Ruling;
use rusqlite::params;
use std::collections::BTreeMap;

/// The number by which the file knows a layer.
pub(super) fn number(layer: Layer) -> i64 {
    match layer {
        Layer::Story => 0,
        Layer::Coverage => 1,
        Layer::Happening => 2,
        Layer::Identity => 3,
    }
}

fn layer(number: i64) -> Layer {
    match number {
        0 => Layer::Story,
        1 => Layer::Coverage,
        2 => Layer::Happening,
        _ => Layer::Identity,
    }
}

impl Sqlite {
    pub(super) fn write_facts(&self, item: &str, facts: Option<&[u8]>) -> Result<()> {
        match facts {
            Some(data) => self.run("INSERT OR REPLACE INTO facts VALUES (?, ?)", params![item, data])?,
            None => self.run("DELETE FROM facts WHERE item = ?", [item])?,
        };
        Ok(())
    }

    pub(super) fn write_posting(&self, layer: Layer, item: &str, keys: &[u64]) -> Result<()> {
        for key in keys {
            self.run("INSERT OR IGNORE INTO posting VALUES (?, ?, ?)", params![number(layer), key.cast_signed(), item])?;
        }
        Ok(())
    }

    pub(super) fn remove_posting(&self, layer: Layer, item: &str, keys: &[u64]) -> Result<()> {
        for key in keys {
            let sql = "DELETE FROM posting WHERE layer = ? AND key = ? AND item = ?";
            self.run(sql, params![number(layer), key.cast_signed(), item])?;
        }
        Ok(())
    }

    pub(super) fn items_sharing(&self, layer: Layer, keys: &[u64], at_least: usize) -> Result<Vec<String>> {
        let mut shared: BTreeMap<String, usize> = BTreeMap::new();
        for key in keys {
            let sql = "SELECT item FROM posting WHERE layer = ? AND key = ?";
            for item in self.rows(sql, params![number(layer), key.cast_signed()], |row| row.get::<_, String>(0))? {
                *shared.entry(item).or_insert(0) += 1;
            }
        }
        Ok(shared.into_iter().filter(|(_, n)| *n >= at_least).map(|(item, _)| item).collect())
    }

    pub(super) fn write_link(&self, link: &Link) -> Result<()> {
        let verdict = match link.verdict {
            Verdict::Same => "same",
            Verdict::Twin => "twin",
            Verdict::Partly => "partly",
        };
        let evidence = serde_json::to_string(&link.evidence).unwrap_or_default();
        let sql = "INSERT OR REPLACE INTO link (layer, a, b, verdict, score, evidence) VALUES (?, ?, ?, ?, ?, ?)";
        self.run(sql, params![number(link.layer), link.a, link.b, verdict, link.score, evidence])?;
        Ok(())
    }

    pub(super) fn links_of(&self, layer: Layer, item: &str) -> Result<Vec<Link>> {
        // Without statistics SQLite would rather walk over all links of the layer than use the index.
        let sql = "SELECT a, b, verdict, score, evidence FROM link WHERE layer = ?1 AND a = ?2
             UNION ALL SELECT a, b, verdict, score, evidence FROM link INDEXED BY link_b WHERE layer = ?1 AND b = ?2";
        let mut links = self.rows(sql, params![number(layer), item], read::link(layer))?;
        links.sort_by(|x, y| x.other(item).cmp(y.other(item)));
        Ok(links)
    }

    pub(super) fn links_that_join(&self, layer: Layer, item: &str) -> Result<Vec<Link>> {
        // Only those of stories are asked for their evidence.
        let evidence = if layer == Layer::Story { "evidence" } else { "'[]'" };
        let sql = format!(
            "SELECT a, b, verdict, score, {evidence} FROM link INDEXED BY link_a WHERE layer = ?1 AND a = ?2 AND verdict = 'same'
             UNION ALL SELECT a, b, verdict, score, {evidence} FROM link INDEXED BY link_b WHERE layer = ?1 AND b = ?2 AND verdict = 'same'"
        );
        let mut links = self.rows(&sql, params![number(layer), item], read::link(layer))?;
        links.sort_by(|x, y| x.other(item).cmp(y.other(item)));
        Ok(links)
    }

    pub(super) fn leader_of(&self, layer: Layer, item: &str) -> Result<Option<String>> {
        let sql = "SELECT a FROM link INDEXED BY link_b WHERE layer = ? AND b = ? AND verdict = 'twin'";
        self.row(sql, params![number(layer), item], |row| row.get(0))
    }

    pub(super) fn followers_of(&self, layer: Layer, item: &str) -> Result<Vec<String>> {
        let sql = "SELECT b FROM link INDEXED BY link_a WHERE layer = ? AND a = ? AND verdict = 'twin' ORDER BY b";
        self.rows(sql, params![number(layer), item], |row| row.get(0))
    }

    pub(super) fn forget_links(&self, layer: Layer, item: &str) -> Result<()> {
        self.run("DELETE FROM link WHERE layer = ? AND a = ?", params![number(layer), item])?;
        self.run("DELETE FROM link WHERE layer = ? AND b = ?", params![number(layer), item])?;
        Ok(())
    }

    pub(super) fn rulings_of(&self, of: Layer, item: &str) -> Result<Vec<Ruling>> {
        let sql = "SELECT a, b, same FROM ruling WHERE layer = ?1 AND a = ?2
             UNION SELECT a, b, same FROM ruling INDEXED BY ruling_b WHERE layer = ?1 AND b = ?2 ORDER BY 1, 2, 3";
        self.rows(sql, params![number(of), item], |row| Ok(Ruling { layer: of, a: row.get(0)?, b: row.get(1)?, same: row.get(2)? }))
    }

    pub(super) fn write_ruling(&self, correction: i64, ruling: &Ruling) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO ruling VALUES (?, ?, ?, ?, ?)";
        self.run(sql, params![number(ruling.layer), ruling.a, ruling.b, ruling.same, correction])?;
        Ok(())
    }

    pub(super) fn forget_rulings(&self, correction: i64) -> Result<Vec<Ruling>> {
        let sql = "SELECT layer, a, b, same FROM ruling WHERE correction = ? ORDER BY layer, a, b";
        let rulings = self
            .rows(sql, [correction], |row| Ok(Ruling { layer: layer(row.get(0)?), a: row.get(1)?, b: row.get(2)?, same: row.get(3)? }))?;
        self.run("DELETE FROM ruling WHERE correction = ?", [correction])?;
        Ok(rulings)
    }
}
