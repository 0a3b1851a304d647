//! The file as a place where a record is kept.

use super::Sqlite;
use crate::error::Result;
use crate::filter::Filter;
use crate::grouping::{Layer, Link};
use crate::id::Ids;
use crate::rows::{ArticleRow, CorrectionRow, Document, EntityRow, EventRow, HappeningRow, IdentityRow, Parts, StatementRow, StoryRow};
use crate::store::{Counts, Ruling, Store};
use dateline_model::report::Report;
use rusqlite::params;

impl Store for Sqlite {
    fn begin(&mut self) -> Result<()> {
        self.run("BEGIN IMMEDIATE", []).map(drop)
    }

    fn commit(&mut self) -> Result<()> {
        self.run("COMMIT", []).map(drop)
    }

    fn rollback(&mut self) -> Result<()> {
        // SQLite ends the transaction by itself when the disk is full.
        if self.connection.is_autocommit() { Ok(()) } else { self.run("ROLLBACK", []).map(drop) }
    }

    fn at_one_moment<T>(&self, ask: impl FnOnce() -> Result<T>) -> Result<T> {
        if !self.connection.is_autocommit() {
            return ask();
        }
        // Nor does SQLite take and leave the file's lock for each question then, which was half the time of a large dossier.
        self.run("BEGIN", [])?;
        let asked = ask();
        self.run("ROLLBACK", [])?;
        asked
    }

    fn ids(&self) -> Ids {
        self.ids
    }

    fn document(&self, key: &str, content: &str) -> Result<Option<Document>> {
        self.document_of(key, content)
    }

    fn same_content(&self, content: &str) -> Result<Option<Document>> {
        let sql = "SELECT key, content, article, problem FROM document WHERE content = ? ORDER BY key LIMIT 1";
        self.row(sql, [content], super::read::document)
    }

    fn documents_of(&self, article: &str) -> Result<Vec<Document>> {
        self.rows(
            "SELECT key, content, article, problem FROM document WHERE article = ? ORDER BY key, content",
            [article],
            super::read::document,
        )
    }

    fn put_document(&mut self, document: &Document) -> Result<()> {
        self.write_document(document)
    }

    fn put_article(&mut self, parts: &Parts) -> Result<()> {
        self.write_article(parts)
    }

    fn article(&self, id: &str) -> Result<Option<ArticleRow>> {
        self.article_row(id)
    }

    fn text(&self, id: &str) -> Result<Option<String>> {
        self.row("SELECT t.text FROM article a JOIN article_text t ON t.n = a.n WHERE a.id = ?", [id], |row| row.get(0))
    }

    fn report(&self, id: &str) -> Result<Option<Report>> {
        self.report_of(id)
    }

    fn articles_after(&self, id: &str, limit: usize) -> Result<Vec<String>> {
        self.rows("SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?", params![id, limit], |row| row.get(0))
    }

    fn entities(&self, article: &str) -> Result<Vec<EntityRow>> {
        self.entity_rows(article)
    }

    fn statements(&self, article: &str) -> Result<Vec<StatementRow>> {
        self.statement_rows(article)
    }

    fn events(&self, article: &str) -> Result<Vec<EventRow>> {
        self.event_rows(article)
    }

    fn entity(&self, id: &str) -> Result<Option<EntityRow>> {
        self.entity_row(id)
    }

    fn statement(&self, id: &str) -> Result<Option<StatementRow>> {
        self.statement_row(id)
    }

    fn event(&self, id: &str) -> Result<Option<EventRow>> {
        self.event_row(id)
    }

    fn count_profile(&self, profile: &str) -> Result<usize> {
        Ok(self.row("SELECT count(*) FROM entity WHERE profile = ?", [profile], |row| row.get(0))?.unwrap_or(0))
    }

    fn names_of(&self, profile: &str) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT n.value FROM entity e, json_each(e.names) n WHERE e.profile = ? ORDER BY 1";
        self.rows(sql, [profile], |row| row.get(0))
    }

    fn profiles_named(&self, kind: &str, name: &str) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT profile FROM entity INDEXED BY entity_name
             WHERE name = ?1 COLLATE NOCASE AND name = ?1 AND kind = ?2 AND profile IS NOT NULL ORDER BY 1";
        self.rows(sql, [name, kind], |row| row.get(0))
    }

    fn told_of(&self, profile: &str) -> Result<Vec<String>> {
        let sql = "SELECT v.id FROM entity e JOIN chain c ON c.entity = e.id JOIN event v ON v.statement = c.statement WHERE e.profile = ?1
             UNION SELECT p.event FROM entity e JOIN party p ON p.entity = e.id WHERE e.profile = ?1 ORDER BY 1";
        self.rows(sql, [profile], |row| row.get(0))
    }

    fn facts(&self, item: &str) -> Result<Option<Vec<u8>>> {
        self.row("SELECT data FROM facts WHERE item = ?", [item], |row| row.get(0))
    }

    fn put_facts(&mut self, item: &str, facts: Option<&[u8]>) -> Result<()> {
        self.write_facts(item, facts)
    }

    fn post(&mut self, layer: Layer, item: &str, keys: &[u64]) -> Result<()> {
        self.write_posting(layer, item, keys)
    }

    fn unpost(&mut self, layer: Layer, item: &str, keys: &[u64]) -> Result<()> {
        self.remove_posting(layer, item, keys)
    }

    fn sharing(&self, layer: Layer, keys: &[u64], at_least: usize) -> Result<Vec<String>> {
        self.items_sharing(layer, keys, at_least)
    }

    fn put_link(&mut self, link: &Link) -> Result<()> {
        self.write_link(link)
    }

    fn links(&self, layer: Layer, item: &str) -> Result<Vec<Link>> {
        self.links_of(layer, item)
    }

    fn joining(&self, layer: Layer, item: &str) -> Result<Vec<Link>> {
        self.links_that_join(layer, item)
    }

    fn leader(&self, layer: Layer, item: &str) -> Result<Option<String>> {
        self.leader_of(layer, item)
    }

    fn followers(&self, layer: Layer, item: &str) -> Result<Vec<String>> {
        self.followers_of(layer, item)
    }

    fn remove_links(&mut self, layer: Layer, item: &str) -> Result<()> {
        self.forget_links(layer, item)
    }

    fn group(&self, layer: Layer, item: &str) -> Result<Option<String>> {
        self.group_of(layer, item)
    }

    fn set_group(&mut self, layer: Layer, item: &str, group: Option<&str>) -> Result<()> {
        self.write_group(layer, item, group)
    }

    fn members(&self, layer: Layer, group: &str) -> Result<Vec<String>> {
        self.members_of(layer, group)
    }

    fn put_story(&mut self, story: &StoryRow) -> Result<()> {
        self.write_story(story)
    }

    fn story(&self, id: &str) -> Result<Option<StoryRow>> {
        self.story_row(id)
    }

    fn put_identity(&mut self, identity: &IdentityRow) -> Result<()> {
        self.write_identity(identity)
    }

    fn identity(&self, id: &str) -> Result<Option<IdentityRow>> {
        self.identity_row(id)
    }

    fn put_happening(&mut self, happening: &HappeningRow) -> Result<()> {
        self.write_happening(happening)
    }

    fn happening(&self, id: &str) -> Result<Option<HappeningRow>> {
        self.happening_row(id)
    }

    fn remove_group(&mut self, layer: Layer, group: &str) -> Result<()> {
        self.forget_group(layer, group)
    }

    fn happenings(&self, filter: &Filter) -> Result<Vec<HappeningRow>> {
        self.find_happenings(filter)
    }

    fn identities_named(&self, words: &str, limit: usize) -> Result<Vec<IdentityRow>> {
        self.identities_by_name(words, limit)
    }

    fn rulings(&self, layer: Layer, item: &str) -> Result<Vec<Ruling>> {
        self.rulings_of(layer, item)
    }

    fn put_ruling(&mut self, correction: i64, ruling: &Ruling) -> Result<()> {
        self.write_ruling(correction, ruling)
    }

    fn remove_rulings(&mut self, correction: i64) -> Result<Vec<Ruling>> {
        self.forget_rulings(correction)
    }

    fn put_correction(&mut self, correction: &CorrectionRow) -> Result<()> {
        self.write_correction(correction)
    }

    fn corrections(&self) -> Result<Vec<CorrectionRow>> {
        self.correction_rows()
    }

    fn corrections_of(&self, article: &str) -> Result<Vec<CorrectionRow>> {
        self.correction_rows_of(article)
    }

    fn counts(&self) -> Result<Counts> {
        let count = |sql: &str| Ok(self.row(sql, [], |row| row.get(0))?.unwrap_or(0));
        Ok(Counts {
            articles: count("SELECT count(*) FROM article")?,
            stories: count("SELECT count(*) FROM story")?,
            happenings: count("SELECT count(*) FROM happening")?,
        })
    }

    fn ids_from(&self, beginning: &str, limit: usize) -> Result<Vec<String>> {
        self.ids_beginning(beginning, limit)
    }
}
