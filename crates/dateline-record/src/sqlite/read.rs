//! Rows of tables as values.

use crate::grouping::{Layer, Link};
use crate::rows::{ArticleRow, CorrectionRow, Document, EntityRow, EventRow, HappeningRow, IdentityRow, StatementRow, StoryRow};
use rusqlite::{Result, Row};

/// Between the names of a list in one cell.
pub(super) const BETWEEN: &str = "; ";

pub(super) const ARTICLE: &str = "id, url, canonical, outlet, headline, byline, dateline, published, published_from, language, agencies, words, program, model, codebook";
pub(super) const ENTITY: &str = "id, article, in_report, kind, name, names, country, sector, descriptions, profile";
pub(super) const STATEMENT: &str =
    r#"id, article, in_report, kind, stance, source, source_name, cue, content, "start", "end", inside, confidence, rejected"#;
pub(super) const EVENT: &str = r#"id, article, in_report, type, mode, "trigger", trigger_start, trigger_end, sentence, status, statement, same_as, place, place_level, country, geonames_id, lat, lon, "start", "end", precision, time_words, confidence, rejected, corrected"#;
pub(super) const HAPPENING: &str = "h.id, h.type, h.mode, h.status, h.first, h.last, h.reported, h.day, h.until, h.who, h.to_whom, h.countries, h.place, h.country, h.geonames_id, h.lat, h.lon, h.events, h.articles, h.stories, h.sources, h.anonymous, h.denying, h.disputed";
pub(super) const CORRECTION: &str = "n, made, by, why, what, replaces, undone_by, article";
pub(super) const IDENTITY: &str = "i.id, i.kind, i.name, i.names, i.country, i.sector, i.entities";

pub(super) fn document(row: &Row<'_>) -> Result<Document> {
    Ok(Document { key: row.get(0)?, content: row.get(1)?, article: row.get(2)?, problem: row.get(3)? })
}

pub(super) fn article(row: &Row<'_>) -> Result<ArticleRow> {
    Ok(ArticleRow {
        id: row.get(0)?,
        url: row.get(1)?,
        canonical: row.get(2)?,
        outlet: row.get(3)?,
        headline: row.get(4)?,
        byline: row.get(5)?,
        dateline: row.get(6)?,
        published: row.get(7)?,
        published_from: row.get(8)?,
        language: row.get(9)?,
        agencies: split(&row.get::<_, String>(10)?),
        words: row.get(11)?,
        program: row.get(12)?,
        model: row.get(13)?,
        codebook: row.get(14)?,
    })
}

pub(super) fn entity(row: &Row<'_>) -> Result<EntityRow> {
    Ok(EntityRow {
        id: row.get(0)?,
        article: row.get(1)?,
        in_report: row.get(2)?,
        kind: row.get(3)?,
        name: row.get(4)?,
        names: list(&row.get::<_, String>(5)?),
        country: row.get(6)?,
        sector: row.get(7)?,
        descriptions: list(&row.get::<_, String>(8)?),
        profile: row.get(9)?,
    })
}

/// A statement without its chain.
pub(super) fn statement(row: &Row<'_>) -> Result<StatementRow> {
    Ok(StatementRow {
        id: row.get(0)?,
        article: row.get(1)?,
        in_report: row.get(2)?,
        kind: row.get(3)?,
        stance: row.get(4)?,
        source: row.get(5)?,
        source_name: row.get(6)?,
        cue: row.get(7)?,
        content: row.get(8)?,
        start: row.get(9)?,
        end: row.get(10)?,
        inside: row.get(11)?,
        chain: Vec::new(),
        confidence: row.get(12)?,
        rejected: row.get(13)?,
    })
}

/// An event without its parties.
pub(super) fn event(row: &Row<'_>) -> Result<EventRow> {
    Ok(EventRow {
        id: row.get(0)?,
        article: row.get(1)?,
        in_report: row.get(2)?,
        event_type: row.get(3)?,
        mode: row.get(4)?,
        trigger: row.get(5)?,
        trigger_start: row.get(6)?,
        trigger_end: row.get(7)?,
        sentence: row.get(8)?,
        status: row.get(9)?,
        statement: row.get(10)?,
        same_as: row.get(11)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        place: row.get(12)?,
        place_level: row.get(13)?,
        country: row.get(14)?,
        geonames_id: row.get(15)?,
        lat: row.get(16)?,
        lon: row.get(17)?,
        start: row.get(18)?,
        end: row.get(19)?,
        precision: row.get(20)?,
        time_words: row.get(21)?,
        confidence: row.get(22)?,
        rejected: row.get(23)?,
        corrected: row.get(24)?,
    })
}

pub(super) fn happening(row: &Row<'_>) -> Result<HappeningRow> {
    Ok(HappeningRow {
        id: row.get(0)?,
        event_type: row.get(1)?,
        mode: row.get(2)?,
        status: row.get(3)?,
        first: row.get(4)?,
        last: row.get(5)?,
        reported: row.get(6)?,
        day: row.get(7)?,
        until: row.get(8)?,
        who: split(&row.get::<_, String>(9)?),
        to_whom: split(&row.get::<_, String>(10)?),
        countries: split(&row.get::<_, String>(11)?),
        place: row.get(12)?,
        country: row.get(13)?,
        geonames_id: row.get(14)?,
        lat: row.get(15)?,
        lon: row.get(16)?,
        events: row.get(17)?,
        articles: row.get(18)?,
        stories: row.get(19)?,
        sources: row.get(20)?,
        anonymous: row.get(21)?,
        denying: row.get(22)?,
        disputed: split(&row.get::<_, String>(23)?),
        words: String::new(),
    })
}

pub(super) fn identity(row: &Row<'_>) -> Result<IdentityRow> {
    Ok(IdentityRow {
        id: row.get(0)?,
        kind: row.get(1)?,
        name: row.get(2)?,
        names: list(&row.get::<_, String>(3)?),
        country: row.get(4)?,
        sector: row.get(5)?,
        entities: row.get(6)?,
    })
}

pub(super) fn story(row: &Row<'_>) -> Result<StoryRow> {
    Ok(StoryRow { id: row.get(0)?, earliest: row.get(1)?, agency: row.get(2)?, articles: row.get(3)? })
}

pub(super) fn correction(row: &Row<'_>) -> Result<CorrectionRow> {
    Ok(CorrectionRow {
        n: row.get(0)?,
        made: row.get(1)?,
        by: row.get(2)?,
        why: row.get(3)?,
        what: row.get(4)?,
        replaces: row.get(5)?,
        undone_by: row.get(6)?,
        article: row.get(7)?,
    })
}

pub(super) fn link(layer: Layer) -> impl Fn(&Row<'_>) -> Result<Link> {
    move |row| {
        let (verdict, evidence): (String, String) = (row.get(2)?, row.get(4)?);
        Ok(Link {
            layer,
            a: row.get(0)?,
            b: row.get(1)?,
            verdict: json(2, &format!("\"{verdict}\""))?,
            score: row.get(3)?,
            evidence: json(4, &evidence)?,
        })
    }
}

/// A list in one cell, for people.
fn split(cell: &str) -> Vec<String> {
    cell.split(BETWEEN).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// A list in one cell, as JSON.
fn list(cell: &str) -> Vec<String> {
    serde_json::from_str(cell).unwrap_or_default()
}

fn json<T: serde::de::DeserializeOwned>(column: usize, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e)))
}
