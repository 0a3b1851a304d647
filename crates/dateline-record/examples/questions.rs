//! How long a record takes to answer: `cargo run --release -p dateline-record --example questions -- FILE`.
//!
//! Each question is asked five times; the median and the longest are told, in milliseconds, and how many rows came. The first answers warm the
//! system's memory of the file, as they do for people.

use dateline_record::{Answer, Filter, Kind, Sqlite, Store, Value, dossier};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

const TIMES: usize = 5;
const LISTED: Option<usize> = Some(51);

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("questions FILE")?;
    let record = Sqlite::open_to_read(Path::new(&file))?;
    let some = Filter { limit: LISTED, ..Filter::default() };
    let first = record.happenings(&Filter { limit: Some(2000), ..Filter::default() })?;
    let row = first.last().ok_or("the record is empty")?;
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<String>>();
    let (name, place) = (words(&row.who.join(" ")), words(row.place.as_deref().unwrap_or_default()));
    let sentence = record.event(&format!("v{}", &row.id[1..]))?.map(|event| event.sentence).unwrap_or_default();
    let rare: Vec<String> = words(&sentence).into_iter().rev().take(2).map(|word| word.replace('.', "")).collect();
    let day = row.day.clone();
    let filters = [
        ("happenings", some.clone()),
        ("--type PROTEST", Filter { types: vec!["PROTEST".to_owned()], ..some.clone() }),
        ("--from --to one day", Filter { from: day.clone(), to: day, ..some.clone() }),
        ("--who NAME", Filter { who: vec![name.clone()], ..some.clone() }),
        ("--who COUNTRY, half of all", Filter { who: vec![vec!["iso:BLR".to_owned()]], ..some.clone() }),
        (
            "--who COUNTRY --type --from",
            Filter {
                who: vec![vec!["iso:BLR".to_owned()]],
                types: vec!["PROTEST".to_owned()],
                from: Some("2021-01-01".to_owned()),
                ..some.clone()
            },
        ),
        ("--where PLACE", Filter { places: vec![place], ..some.clone() }),
        ("--text two rare words", Filter { words: rare.clone(), ..some.clone() }),
        ("--text the commonest word", Filter { words: vec![common(&record)?], ..some.clone() }),
        ("--sources 8", Filter { sources: 8, ..some.clone() }),
    ];
    for (question, filter) in filters {
        time(question, || Ok(record.happenings(&filter)?.len()))?;
    }
    time("show", || Ok(dossier(&record, &row.id)?.versions.len()))?;
    time("show, by the beginning of the id", || Ok(dossier(&record, &row.id[..9])?.versions.len()))?;
    time("identities by name", || Ok(record.identities_named(&name.join(" "), 20)?.len()))?;
    let rare = rare.join(" AND ");
    for (question, sql) in [
        ("query: full text of articles, ranked", format!("SELECT article FROM article_search WHERE article_search MATCH '{rare}' ORDER BY rank LIMIT 20")),
        (
            "query: full text of statements, with outlets",
            format!(
                "SELECT s.content, a.outlet FROM statement_search f JOIN statements s ON s.id = f.statement JOIN articles a ON a.id = s.article
                 WHERE statement_search MATCH '{rare}' LIMIT 20"
            ),
        ),
        ("query: events of a happening", format!("SELECT * FROM events WHERE happening = '{}'", row.id)),
        ("query: events of a type in a month", "SELECT count(*) FROM events WHERE type = 'PROTEST' AND start BETWEEN '2021-05-01' AND '2021-05-31'".to_owned()),
        ("query: all events by type (reads all)", "SELECT type, count(*) FROM events GROUP BY type".to_owned()),
    ] {
        time(question, || {
            let mut rows = Rows(0);
            record.query(&sql, &mut rows)?;
            Ok(rows.0)
        })?;
    }
    Ok(())
}

/// The word that most sentences have, of the first few hundred.
fn common(record: &Sqlite) -> Result<String, Box<dyn Error>> {
    let mut counts = std::collections::BTreeMap::new();
    for article in record.articles_after("", 50)? {
        for event in record.events(&article)? {
            for word in event.sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 5) {
                *counts.entry(word.to_lowercase()).or_insert(0_usize) += 1;
            }
        }
    }
    Ok(counts.into_iter().max_by_key(|(_, n)| *n).map(|(word, _)| word).unwrap_or_default())
}

struct Rows(usize);

impl Answer for Rows {
    fn columns(&mut self, _: &[String], _: &[Kind]) -> std::io::Result<()> {
        Ok(())
    }

    fn row(&mut self, _: &[Value]) -> std::io::Result<()> {
        self.0 += 1;
        Ok(())
    }
}

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement is printed and needs a clock")]
fn time(question: &str, mut ask: impl FnMut() -> Result<usize, Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let (mut took, mut rows) = (Vec::new(), 0);
    for _ in 0..TIMES {
        let start = Instant::now();
        rows = ask()?;
        took.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    let (median, longest) = (took[TIMES / 2], took[TIMES - 1]);
    println!("{median:8.1} {longest:8.1}  {rows:5} rows  {question}");
    Ok(())
}
