//! Stories, identities and happenings, and the search for happenings.

use super::Sqlite;
use super::days::{self, Part};
use super::grouping::number;
use super::read::{self, BETWEEN};
use super::search::{all_of, any_of};
use crate::error::Result;
use crate::filter::{Filter, country, texts, words};
use crate::grouping::Layer;
use crate::rows::{HappeningRow, IdentityRow, StoryRow};
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

/// Happenings by their type, by their sources.
const OF_TYPE: &str = "happening h INDEXED BY happening_of_type";
const OF_SOURCES: &str = "happening h INDEXED BY happening_sources";
/// So many rows are sooner looked at one by one than sought among all: fifty of a type that has five hundred of a million stand every twenty
/// thousand rows.
const FEW: usize = 500;

impl Sqlite {
    pub(super) fn write_story(&self, story: &StoryRow) -> Result<()> {
        let StoryRow { id, earliest, agency, articles } = story;
        self.run("INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?)", params![id, earliest, agency, articles])?;
        Ok(())
    }

    pub(super) fn story_row(&self, id: &str) -> Result<Option<StoryRow>> {
        self.row("SELECT id, earliest, agency, articles FROM story WHERE id = ?", [id], read::story)
    }

    pub(super) fn write_identity(&self, row: &IdentityRow) -> Result<()> {
        self.forget("identity", &row.id)?;
        let names = serde_json::to_string(&row.names).unwrap_or_default();
        let sql = "INSERT INTO identity (id, kind, name, names, country, sector, entities) VALUES (?, ?, ?, ?, ?, ?, ?)";
        self.run(sql, params![row.id, row.kind, row.name, names, row.country, row.sector, row.entities])?;
        let n = self.connection.last_insert_rowid();
        self.run("INSERT INTO identity_search (rowid, names) VALUES (?, ?)", params![n, row.names.join(BETWEEN)])?;
        Ok(())
    }

    pub(super) fn identity_row(&self, id: &str) -> Result<Option<IdentityRow>> {
        self.row(&format!("SELECT {} FROM identity i WHERE id = ?", read::IDENTITY), [id], read::identity)
    }

    pub(super) fn identities_by_name(&self, name: &str, limit: usize) -> Result<Vec<IdentityRow>> {
        let Some(search) = all_of("names", &words(name)) else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT {} FROM identity_search s JOIN identity i ON i.n = s.rowid WHERE identity_search MATCH ? ORDER BY i.id LIMIT ?",
            read::IDENTITY
        );
        self.rows(&sql, params![search, limit], read::identity)
    }

    pub(super) fn write_happening(&self, row: &HappeningRow) -> Result<()> {
        self.forget("happening", &row.id)?;
        let sql =
            "INSERT INTO happening (n, id, type, mode, status, first, last, reported, day, until, who, to_whom, countries, place, country,
             geonames_id, lat, lon, events, articles, stories, sources, anonymous, denying, disputed)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.run(
            sql,
            params![
                self.free_number(row)?,
                row.id,
                row.event_type,
                row.mode,
                row.status,
                row.first,
                row.last,
                row.reported,
                row.day,
                row.until,
                row.who.join(BETWEEN),
                row.to_whom.join(BETWEEN),
                row.countries.join(BETWEEN),
                row.place,
                row.country,
                row.geonames_id,
                row.lat,
                row.lon,
                row.events,
                row.articles,
                row.stories,
                row.sources,
                row.anonymous,
                row.denying,
                row.disputed.join(BETWEEN)
            ],
        )?;
        let n = self.connection.last_insert_rowid();
        let [who, place, words] = texts(row);
        self.run("INSERT INTO happening_search (rowid, who, place, words) VALUES (?, ?, ?, ?)", params![n, who, place, words])?;
        Ok(())
    }

    /// A number for a new row; null for any.
    fn free_number(&self, row: &HappeningRow) -> Result<Option<i64>> {
        if !self.by_day {
            return Ok(None);
        }
        let mut n = days::number(row);
        while self.row("SELECT 1 FROM happening WHERE n = ?", [n], |row| row.get::<_, i64>(0))?.is_some() {
            n += 1;
        }
        Ok(Some(n))
    }

    /// Takes a row out of a table whose words are searched, and its words with it.
    fn forget(&self, table: &str, id: &str) -> Result<()> {
        if let Some(n) = self.row(&format!("DELETE FROM {table} WHERE id = ? RETURNING n"), [id], |row| row.get::<_, i64>(0))? {
            self.run(&format!("DELETE FROM {table}_search WHERE rowid = ?"), [n])?;
        }
        Ok(())
    }

    pub(super) fn happening_row(&self, id: &str) -> Result<Option<HappeningRow>> {
        self.row(&format!("SELECT {} FROM happening h WHERE id = ?", read::HAPPENING), [id], read::happening)
    }

    pub(super) fn forget_group(&self, layer: Layer, group: &str) -> Result<()> {
        match layer {
            Layer::Story => self.run("DELETE FROM story WHERE id = ?", [group]).map(drop),
            Layer::Happening => self.forget("happening", group),
            Layer::Identity => self.forget("identity", group),
            Layer::Coverage => self.run("DELETE FROM membership WHERE layer = ? AND grp = ?", params![number(layer), group]).map(drop),
        }
    }

    pub(super) fn find_happenings(&self, filter: &Filter) -> Result<Vec<HappeningRow>> {
        if !self.by_day {
            return self.find(filter, None, None);
        }
        let few = self.few(filter)?;
        let mut rows = self.find(filter, Some(Part::Short), few)?;
        rows.extend(self.find(filter, Some(Part::Long), few)?);
        rows.sort_by(|x, y| (x.day.is_none(), &x.day, &x.id).cmp(&(y.day.is_none(), &y.day, &y.id)));
        rows.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(rows)
    }

    /// The happenings of one part that pass a filter, in their order; of a record whose happenings lie as they were added, of all. Where they
    /// are few by an index, it is that one that finds them.
    pub(super) fn find(&self, filter: &Filter, part: Option<Part>, few: Option<&str>) -> Result<Vec<HappeningRow>> {
        let (mut conditions, mut values): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
        let (table, number) = match (part, few, filter.has_words(), filter.types.as_slice()) {
            (Some(_), Some(few), _, _) => (few, "h.n"),
            // The search comes first and gives them in their order.
            (Some(_), None, true, _) => ("happening_search s CROSS JOIN happening h ON h.n = s.rowid", "s.rowid"),
            (Some(_), None, false, [_]) => (OF_TYPE, "h.n"),
            _ => ("happening h", "h.n"),
        };
        if filter.has_words() {
            conditions.push(match (part, few) {
                (Some(_), None) => "happening_search MATCH ?".to_owned(),
                (Some(_), Some(_)) => "EXISTS (SELECT 1 FROM happening_search WHERE happening_search MATCH ? AND rowid = h.n)".to_owned(),
                // A query of its own, so that SQLite finds the few rows by their words first.
                (None, _) => "h.n IN (SELECT rowid FROM happening_search WHERE happening_search MATCH ?)".to_owned(),
            });
            values.push(Value::Text(search(filter)));
        }
        if let Some(part) = part {
            let (least, greatest) = days::range(part, filter.from.as_deref(), filter.to.as_deref());
            conditions.push(format!("{number} BETWEEN ? AND ?"));
            values.extend([Value::Integer(least), Value::Integer(greatest)]);
        }
        if !filter.types.is_empty() {
            conditions.push(format!("h.type IN ({})", vec!["?"; filter.types.len()].join(", ")));
            values.extend(filter.types.iter().map(|t| Value::Text(t.clone())));
        }
        for (condition, day) in [("h.until >= ?", &filter.from), ("h.day <= ?", &filter.to)] {
            if let Some(day) = day {
                conditions.push(condition.to_owned());
                values.push(Value::Text(day.clone()));
            }
        }
        if filter.sources > 0 {
            conditions.push("h.sources >= ?".to_owned());
            values.push(Value::Integer(i64::try_from(filter.sources).unwrap_or(i64::MAX)));
        }
        if filter.disputed {
            conditions.push("h.disputed <> ''".to_owned());
        }
        let conditions = if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") };
        let order = if part.is_some() { number } else { "h.day IS NULL, h.day, h.id" };
        let sql = format!("SELECT {} FROM {table} WHERE {conditions} ORDER BY {order} LIMIT ?", read::HAPPENING);
        values.push(Value::Integer(filter.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1)));
        self.rows(&sql, params_from_iter(values), read::happening)
    }

    /// By which index the happenings that pass a filter are few, if by any.
    pub(super) fn few(&self, filter: &Filter) -> Result<Option<&'static str>> {
        let types: Vec<Value> = filter.types.iter().cloned().map(Value::Text).collect();
        let sources = vec![Value::Integer(i64::try_from(filter.sources).unwrap_or(i64::MAX))];
        let of_types = format!("h.type IN ({})", vec!["?"; types.len()].join(", "));
        for (table, condition, values, asked) in
            [(OF_TYPE, of_types, types, !filter.types.is_empty()), (OF_SOURCES, "h.sources >= ?".to_owned(), sources, filter.sources > 1)]
        {
            let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {condition} LIMIT {})", FEW + 1);
            if asked && self.row(&sql, params_from_iter(values), |row| row.get::<_, usize>(0))?.is_some_and(|n| n <= FEW) {
                return Ok(Some(table));
            }
        }
        Ok(None)
    }
}

/// The filter's words as FTS5 asks for them.
fn search(filter: &Filter) -> String {
    let iso = |word: &String| word.strip_prefix("iso:").map_or_else(|| word.clone(), country);
    let either = |column: &str, names: &[Vec<String>]| {
        let names: Vec<Vec<String>> = names.iter().map(|name| name.iter().map(iso).collect()).collect();
        any_of(column, &names)
    };
    let parts = [either("who", &filter.who), either("place", &filter.places), all_of("words", &filter.words)];
    parts.into_iter().flatten().collect::<Vec<String>>().join(" AND ")
}
