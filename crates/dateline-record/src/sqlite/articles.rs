//! Documents, articles and what their reports say.

use super::Sqlite;
use super::read::{self, BETWEEN};
use crate::error::{Error, Result};
use crate::rows::{ArticleRow, ChainRow, Document, EntityRow, EventRow, Parts, StatementRow};
use dateline_model::report::Report;
use rusqlite::params;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};

impl Sqlite {
    pub(super) fn document_of(&self, key: &str, content: &str) -> Result<Option<Document>> {
        self.row("SELECT key, content, article, problem FROM document WHERE key = ? AND content = ?", [key, content], read::document)
    }

    pub(super) fn write_document(&self, document: &Document) -> Result<()> {
        let Document { key, content, article, problem } = document;
        self.run("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", params![key, content, article, problem])?;
        Ok(())
    }

    pub(super) fn write_article(&self, parts: &Parts) -> Result<()> {
        let row = &parts.article;
        self.remove_article(&row.id)?;
        let sql = "INSERT INTO article (id, url, canonical, outlet, headline, byline, dateline, published, published_from, language, agencies, words,
             program, model, codebook) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.run(
            sql,
            params![
                row.id,
                row.url,
                row.canonical,
                row.outlet,
                row.headline,
                row.byline,
                row.dateline,
                row.published,
                row.published_from,
                row.language,
                row.agencies.join(BETWEEN),
                row.words,
                row.program,
                row.model,
                row.codebook
            ],
        )?;
        let n = self.connection.last_insert_rowid();
        let text = &parts.report.article.text;
        self.run("INSERT INTO article_text VALUES (?, ?, ?, ?)", params![n, row.headline, text, packed(&parts.report)])?;
        self.run("INSERT INTO article_search (rowid, headline, text) VALUES (?, ?, ?)", params![n, row.headline, text])?;
        for entity in &parts.entities {
            self.write_entity(entity)?;
        }
        let entities: BTreeMap<&str, &EntityRow> = parts.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect();
        for statement in &parts.statements {
            self.write_statement(statement, &entities)?;
        }
        for event in &parts.events {
            self.write_event(event, &entities)?;
        }
        Ok(())
    }

    fn write_entity(&self, row: &EntityRow) -> Result<()> {
        self.run(
            "INSERT INTO entity (id, article, in_report, kind, name, names, country, sector, descriptions, profile)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                row.id,
                row.article,
                row.in_report,
                row.kind,
                row.name,
                list(&row.names),
                row.country,
                row.sector,
                list(&row.descriptions),
                row.profile
            ],
        )?;
        Ok(())
    }

    fn write_statement(&self, row: &StatementRow, entities: &BTreeMap<&str, &EntityRow>) -> Result<()> {
        self.run(
            r#"INSERT INTO statement (id, article, in_report, kind, stance, source, source_name, cue, content, "start", "end", inside, confidence, rejected)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
            params![
                row.id,
                row.article,
                row.in_report,
                row.kind,
                row.stance,
                row.source,
                row.source_name,
                row.cue,
                row.content,
                row.start,
                row.end,
                row.inside,
                row.confidence,
                row.rejected
            ],
        )?;
        let n = self.connection.last_insert_rowid();
        let source = row.source_name.as_deref().unwrap_or_default();
        self.run("INSERT INTO statement_search (rowid, source, content) VALUES (?, ?, ?)", params![n, source, row.content])?;
        for (position, link) in row.chain.iter().enumerate() {
            let entity = link.entity.as_deref().and_then(|id| entities.get(id));
            let profile = entity.and_then(|entity| entity.profile.as_ref());
            let values = params![row.id, position, link.role, link.entity, link.name, profile];
            self.run("INSERT INTO chain (statement, position, role, entity, name, profile) VALUES (?, ?, ?, ?, ?, ?)", values)?;
        }
        Ok(())
    }

    fn write_event(&self, row: &EventRow, entities: &BTreeMap<&str, &EntityRow>) -> Result<()> {
        let names = |ids: &[String]| -> Option<String> {
            let names: Vec<&str> = ids.iter().filter_map(|id| entities.get(id.as_str()).map(|entity| entity.name.as_str())).collect();
            (!names.is_empty()).then(|| names.join(BETWEEN))
        };
        self.run(
            r#"INSERT INTO event (id, article, in_report, type, mode, "trigger", trigger_start, trigger_end, sentence, status, statement, same_as,
             place, place_level, country, geonames_id, lat, lon, "start", "end", precision, time_words, confidence, rejected, corrected, actors, recipients)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
            params![
                row.id,
                row.article,
                row.in_report,
                row.event_type,
                row.mode,
                row.trigger,
                row.trigger_start,
                row.trigger_end,
                row.sentence,
                row.status,
                row.statement,
                row.same_as,
                row.place,
                row.place_level,
                row.country,
                row.geonames_id,
                row.lat,
                row.lon,
                row.start,
                row.end,
                row.precision,
                row.time_words,
                row.confidence,
                row.rejected,
                row.corrected,
                names(&row.actors),
                names(&row.recipients)
            ],
        )?;
        let sql =
            "INSERT INTO party (event, role, position, entity, name, kind, country, sector, profile) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        for (role, ids) in [("actor", &row.actors), ("recipient", &row.recipients)] {
            for (position, id) in ids.iter().enumerate() {
                let is = entities.get(id.as_str());
                let (name, kind) = (is.map(|is| &is.name), is.map(|is| &is.kind));
                let (country, sector, profile) =
                    (is.and_then(|is| is.country.as_ref()), is.and_then(|is| is.sector.as_ref()), is.and_then(|is| is.profile.as_ref()));
                self.run(sql, params![row.id, role, position, id, name, kind, country, sector, profile])?;
            }
        }
        Ok(())
    }

    /// Takes an article and its parts out, the searched words included.
    fn remove_article(&self, id: &str) -> Result<()> {
        let Some(n) = self.row("SELECT n FROM article WHERE id = ?", [id], |row| row.get::<_, i64>(0))? else {
            return Ok(());
        };
        for sql in [
            "INSERT INTO article_search (article_search, rowid, headline, text, article)
             SELECT 'delete', n, headline, text, article FROM search_article WHERE n = ?1",
            "DELETE FROM article_text WHERE n = ?1",
            "DELETE FROM article WHERE n = ?1",
        ] {
            self.run(sql, [n])?;
        }
        for sql in [
            "INSERT INTO statement_search (statement_search, rowid, source, content, statement)
             SELECT 'delete', n, coalesce(source_name, ''), content, id FROM statement WHERE article = ?1",
            "DELETE FROM chain WHERE statement IN (SELECT id FROM statement WHERE article = ?1)",
            "DELETE FROM statement WHERE article = ?1",
            "DELETE FROM party WHERE event IN (SELECT id FROM event WHERE article = ?1)",
            "DELETE FROM event WHERE article = ?1",
            "DELETE FROM entity WHERE article = ?1",
        ] {
            self.run(sql, [id])?;
        }
        Ok(())
    }

    pub(super) fn article_row(&self, id: &str) -> Result<Option<ArticleRow>> {
        self.row(&format!("SELECT {} FROM article WHERE id = ?", read::ARTICLE), [id], read::article)
    }

    pub(super) fn report_of(&self, id: &str) -> Result<Option<Report>> {
        let sql = "SELECT t.text, t.report FROM article a JOIN article_text t ON t.n = a.n WHERE a.id = ?";
        let Some((text, report)) = self.row(sql, [id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)))? else {
            return Ok(None);
        };
        unpacked(&report, text).map(Some).map_err(|e| Error::damaged(self.path(), e))
    }

    pub(super) fn entity_rows(&self, article: &str) -> Result<Vec<EntityRow>> {
        self.rows(&format!("SELECT {} FROM entity WHERE article = ? ORDER BY n", read::ENTITY), [article], read::entity)
    }

    pub(super) fn statement_rows(&self, article: &str) -> Result<Vec<StatementRow>> {
        let rows =
            self.rows(&format!("SELECT {} FROM statement WHERE article = ? ORDER BY n", read::STATEMENT), [article], read::statement)?;
        rows.into_iter().map(|row| self.with_chain(row)).collect()
    }

    pub(super) fn event_rows(&self, article: &str) -> Result<Vec<EventRow>> {
        let rows = self.rows(&format!("SELECT {} FROM event WHERE article = ? ORDER BY n", read::EVENT), [article], read::event)?;
        rows.into_iter().map(|row| self.with_parties(row)).collect()
    }

    pub(super) fn entity_row(&self, id: &str) -> Result<Option<EntityRow>> {
        self.row(&format!("SELECT {} FROM entity WHERE id = ?", read::ENTITY), [id], read::entity)
    }

    pub(super) fn statement_row(&self, id: &str) -> Result<Option<StatementRow>> {
        let row = self.row(&format!("SELECT {} FROM statement WHERE id = ?", read::STATEMENT), [id], read::statement)?;
        row.map(|row| self.with_chain(row)).transpose()
    }

    pub(super) fn event_row(&self, id: &str) -> Result<Option<EventRow>> {
        let row = self.row(&format!("SELECT {} FROM event WHERE id = ?", read::EVENT), [id], read::event)?;
        row.map(|row| self.with_parties(row)).transpose()
    }

    fn with_chain(&self, mut row: StatementRow) -> Result<StatementRow> {
        let link = |row: &rusqlite::Row<'_>| Ok(ChainRow { role: row.get(0)?, entity: row.get(1)?, name: row.get(2)? });
        row.chain = self.rows("SELECT role, entity, name FROM chain WHERE statement = ? ORDER BY position", [&row.id], link)?;
        Ok(row)
    }

    fn with_parties(&self, mut row: EventRow) -> Result<EventRow> {
        let sql = "SELECT role, entity FROM party WHERE event = ? ORDER BY role, position";
        let parties = self.rows(sql, [&row.id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        for (role, entity) in parties {
            if role == "actor" { row.actors.push(entity) } else { row.recipients.push(entity) }
        }
        Ok(row)
    }
}

/// The report without its text, as deflated JSON.
fn packed(report: &Report) -> Vec<u8> {
    let mut report = report.clone();
    report.article.text.clear();
    let json = serde_json::to_vec(&report).unwrap_or_default();
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    // Writing into memory does not fail.
    let _ = encoder.write_all(&json);
    encoder.finish().unwrap_or_default()
}

fn unpacked(bytes: &[u8], text: String) -> std::io::Result<Report> {
    let mut json = Vec::new();
    flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut json)?;
    let mut report: Report = serde_json::from_slice(&json)?;
    report.article.text = text;
    Ok(report)
}

fn list(names: &[String]) -> String {
    serde_json::to_string(names).unwrap_or_default()
}
