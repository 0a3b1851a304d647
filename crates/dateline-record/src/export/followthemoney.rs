//! FollowTheMoney, the entity format of investigative platforms (Aleph, OpenSanctions): articles, persons and organizations, and happenings
//! that involve them and are proven by the articles.

use super::{each, text};
use crate::error::Result;
use crate::sqlite::{Sqlite, Value};
use crate::store::Store as _;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes one entity a line. `alpha2` gives the two-letter code that the format has for countries.
///
/// # Errors
/// When the record cannot be read or the lines cannot be written.
pub fn follow_the_money(record: &Sqlite, alpha2: &dyn Fn(&str) -> Option<String>, out: &mut dyn Write) -> Result<()> {
    record.at_one_moment(|| {
        articles(record, out)?;
        identities(record, alpha2, out)?;
        happenings(record, alpha2, out)
    })
}

fn articles(record: &Sqlite, out: &mut dyn Write) -> Result<()> {
    let sql = "SELECT id, headline, byline, published, url, outlet, language FROM articles ORDER BY id";
    each(record, sql, &mut |row| {
        let mut entity = Entity::new("Article", row);
        entity.put("title", row.get(1)).put("author", row.get(2)).put("publishedAt", row.get(3));
        entity.put("sourceUrl", row.get(4)).put("publisher", row.get(5)).put("language", row.get(6));
        entity.write(out)
    })
}

fn identities(record: &Sqlite, alpha2: &dyn Fn(&str) -> Option<String>, out: &mut dyn Write) -> Result<()> {
    let sql = "SELECT id, kind, name, country, names FROM identities WHERE kind IN ('person', 'group', 'organization') ORDER BY id";
    each(record, sql, &mut |row| {
        let schema = match text(row.get(1)).as_deref() {
            Some("person") => "Person",
            Some("organization") => "Organization",
            _ => "LegalEntity",
        };
        let mut entity = Entity::new(schema, row);
        let name = text(row.get(2)).unwrap_or_default();
        let names: Vec<String> = text(row.get(4)).and_then(|names| serde_json::from_str(&names).ok()).unwrap_or_default();
        names.into_iter().filter(|other| *other != name).for_each(|other| entity.add("alias", other));
        entity.add("name", name);
        text(row.get(3)).and_then(|code| alpha2(&code)).into_iter().for_each(|code| entity.add("country", code));
        entity.write(out)
    })
}

fn happenings(record: &Sqlite, alpha2: &dyn Fn(&str) -> Option<String>, out: &mut dyn Write) -> Result<()> {
    let involved = lists(
        record,
        "SELECT DISTINCT v.happening, p.identity FROM parties p JOIN events v ON v.id = p.event JOIN identities i ON i.id = p.identity
         WHERE v.happening IS NOT NULL AND i.kind IN ('person', 'group', 'organization') ORDER BY 1, 2",
    )?;
    let proof = lists(record, "SELECT DISTINCT happening, article FROM events WHERE happening IS NOT NULL ORDER BY 1, 2")?;
    let sql = "SELECT id, type, who, to_whom, place, country, first, last, reported, status, sources, disputed FROM happenings ORDER BY id";
    each(record, sql, &mut |row| {
        let mut entity = Entity::new("Event", row);
        let known = |at: usize| text(row.get(at));
        let side = |at: usize| known(at).unwrap_or_else(|| "–".to_owned());
        let place = known(4).map_or(String::new(), |place| format!(", {place}"));
        entity.add("name", format!("{}: {} → {}{place}", side(1), side(2), side(3)));
        entity.put("location", row.get(4)).put("startDate", row.get(6)).put("endDate", row.get(7));
        known(5).and_then(|code| alpha2(&code)).into_iter().for_each(|code| entity.add("country", code));
        let disputed = known(11).map_or(String::new(), |what| format!("; disputed: {what}"));
        let reported = known(8).map_or(String::new(), |day| format!("; first reported {day}"));
        entity.add("summary", format!("{}; independent sources: {}{disputed}{reported}", side(9), side(10)));
        let id = known(0).unwrap_or_default();
        involved.get(&id).into_iter().flatten().for_each(|other| entity.add("involved", other.clone()));
        proof.get(&id).into_iter().flatten().for_each(|other| entity.add("proof", other.clone()));
        entity.write(out)
    })
}

/// Pairs, by the first of each.
fn lists(record: &Sqlite, sql: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    each(record, sql, &mut |row| {
        if let (Some(one), Some(other)) = (text(row.first()), text(row.get(1))) {
            lists.entry(one).or_default().push(other);
        }
        Ok(())
    })?;
    Ok(lists)
}

/// An entity of the format; every property is a list.
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(schema: &'static str, row: &[Value]) -> Self {
        Entity { id: text(row.first()).unwrap_or_default(), schema, properties: BTreeMap::new() }
    }

    fn put(&mut self, property: &'static str, value: Option<&Value>) -> &mut Self {
        if let Some(value) = text(value) {
            self.add(property, value);
        }
        self
    }

    fn add(&mut self, property: &'static str, value: String) {
        self.properties.entry(property).or_default().push(value);
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let properties: Map<String, Json> = self.properties.iter().map(|(name, values)| ((*name).to_owned(), json!(values))).collect();
        writeln!(out, "{}", json!({ "id": self.id, "schema": self.schema, "properties": properties }))
    }
}
