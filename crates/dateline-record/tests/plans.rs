//! Questions that people ask in SQL find their rows by the index that leaves the fewest, and read no table through.

use dateline_record::{Answer, Kind, Sqlite, Value};

/// How SQLite goes about a question, a step a line.
struct Plan(Vec<String>);

impl Answer for Plan {
    fn columns(&mut self, _: &[String], _: &[Kind]) -> std::io::Result<()> {
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> std::io::Result<()> {
        if let Some(Value::Text(step)) = values.last() {
            self.0.push(step.clone());
        }
        Ok(())
    }
}

/// What a question looks into, in order, without repeats and without what SQLite makes on the way.
fn check(sql: &str, expect: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plans.dateline");
    drop(Sqlite::open(&path).expect("a record"));
    let mut plan = Plan(Vec::new());
    Sqlite::open_to_read(&path).expect("to read").query(&format!("EXPLAIN QUERY PLAN {sql}"), &mut plan).expect("a plan");
    let mut steps: Vec<&str> = Vec::new();
    for step in plan.0.iter().filter(|step| step.starts_with("SEARCH") || step.starts_with("SCAN")) {
        let by = step.split_once("INDEX ").map_or(step.as_str(), |(_, by)| by.split(" (").next().unwrap_or(by));
        if !steps.contains(&by) {
            steps.push(by);
        }
    }
    assert_eq!(steps, expect, "{sql}\n{:#?}", plan.0);
}

#[test]
fn one_identity_finds_what_it_did_and_said() {
    let identity = "identity = 'i000000000000'";
    let did = format!("SELECT e.type, count(*) FROM parties p JOIN events e ON e.id = p.event WHERE p.{identity} GROUP BY e.type");
    check(&did, &["membership_group", "party_profile", "sqlite_autoindex_event_1"]);
    let under = format!("SELECT e.id FROM chains c JOIN events e ON e.statement = c.statement WHERE c.{identity}");
    check(&under, &["membership_group", "chain_profile", "event_statement"]);
    let said = format!("SELECT s.cue FROM entities e JOIN statements s ON s.source = e.id WHERE e.{identity}");
    check(&said, &["membership_group", "entity_profile", "statement_source"]);
}

#[test]
fn speakers_and_stances_find_their_statements() {
    check("SELECT cue FROM statements WHERE stance = 'denies'", &["statement_stance"]);
    check("SELECT cue FROM statements WHERE source_name = 'Edda Lorentz' AND stance = 'says'", &["statement_source_name"]);
    check("SELECT cue FROM statements WHERE article = 'a000000000000' AND stance = 'says'", &["statement_article"]);
}

#[test]
fn an_article_says_less_than_a_type_or_a_country() {
    check("SELECT * FROM events WHERE type = 'PROTEST' AND article = 'a000000000000'", &["event_article"]);
    check("SELECT * FROM events WHERE country = 'BLR' AND happening = 'h000000000000'", &["event_happening"]);
    let of_outlet =
        "SELECT e.sentence FROM articles a JOIN events e ON e.article = a.id WHERE e.type = 'PROTEST' AND a.outlet = 'Halvik Daily'";
    check(of_outlet, &["article_outlet", "event_article"]);
}

#[test]
fn why_things_are_joined_is_found_by_one_of_them() {
    check("SELECT * FROM links WHERE layer = 'happening' AND a = 'v000000000000'", &["link_a"]);
    let of_happening = "SELECT l.* FROM events e JOIN links l ON l.a = e.id WHERE e.happening = 'h000000000000'";
    check(of_happening, &["event_happening", "link_a"]);
}

#[test]
fn counting_looks_into_an_index_alone() {
    check("SELECT type, count(*) FROM events GROUP BY type", &["event_type"]);
    check("SELECT country, count(*) FROM events GROUP BY country", &["event_country"]);
}
