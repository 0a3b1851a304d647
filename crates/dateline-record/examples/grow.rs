//! What an article costs while a record grows: `cargo run --release -p dateline-record --example grow -- FROM TO TIMES`.
//!
//! The reports of the record FROM go into a new record TO, as often as TIMES says: each time 45 days later, with the same names and other words, as
//! a long conflict is told. So stories and happenings stay apart while those who take part stay the same. Reading is not in the figures.

use dateline_model::report::Report;
use dateline_record::{Entry, Found, Origin, Parts, Record, Sqlite, Store, id};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::Value;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// Articles a line of figures is over.
const STEP: usize = 500;
/// Articles in one transaction, about as many as readers have ready.
const BATCH: usize = 4;
/// Words of fewer letters stay.
const SHORT: usize = 5;
/// Values that are no words of the article.
const FIXED: [&str; 27] = [
    "id",
    "type",
    "mode",
    "kind",
    "status",
    "stance",
    "role",
    "form",
    "precision",
    "level",
    "value",
    "country",
    "sector",
    "language",
    "same_as",
    "statement",
    "source",
    "entity",
    "actors",
    "recipients",
    "inside",
    "url",
    "outlet",
    "published_origin",
    "agency",
    "coder",
    "evidence",
];

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement is printed and needs a clock")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, times] = arguments.as_slice() else { return Err("grow FROM TO TIMES".into()) };
    let from = Sqlite::open_to_read(Path::new(from))?;
    let mut record = Record::new(Sqlite::open(Path::new(to))?);
    let articles = from.articles_after("", usize::MAX >> 1)?;
    let (mut n, mut took, mut batch) = (0, 0.0, Vec::new());
    for time in 0..times.parse::<usize>()? {
        for article in &articles {
            let Some(report) = from.report(article)? else { continue };
            let parts = Parts::of(later(&report, time)?, Origin::default(), dateline_record::id::Ids::default());
            let key = format!("{time}/{article}");
            batch.push(Entry { content: id::digest(key.as_bytes()), key, found: Found::Article(Box::new(parts)) });
            n += 1;
            if batch.len() == BATCH {
                let start = Instant::now();
                record.add(std::mem::take(&mut batch))?;
                took += start.elapsed().as_secs_f64();
            }
            if n % STEP == 0 {
                let counts = record.store().counts()?;
                println!("{n:7} articles  {:6.1} ms an article  {} happenings", took * 1000.0 / STEP as f64, counts.happenings);
                took = 0.0;
            }
        }
    }
    Ok(())
}

/// A report of other words, some weeks later.
fn later(report: &Report, times: usize) -> Result<Report, Box<dyn Error>> {
    let mut value = serde_json::to_value(report)?;
    change(&mut value, times);
    Ok(serde_json::from_value(value)?)
}

fn change(value: &mut Value, times: usize) {
    match value {
        Value::String(text) => *text = text.parse::<Date>().map_or_else(|_| words(text, times), |day| shifted(day, times)),
        Value::Array(values) => values.iter_mut().for_each(|value| change(value, times)),
        Value::Object(values) => {
            for (_, value) in values.iter_mut().filter(|(key, _)| !FIXED.contains(&key.as_str())) {
                change(value, times);
            }
        }
        _ => {}
    }
}

fn shifted(day: Date, times: usize) -> String {
    day.saturating_add((45 * times as i64).days()).to_string()
}

/// Longer words in lower case become others of the same length; names stay.
fn words(text: &str, times: usize) -> String {
    let mut changed = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let common = word.chars().count() > SHORT && word.chars().all(|c| !c.is_uppercase());
        let other =
            |c: char| if common && c.is_ascii_lowercase() { char::from(b'a' + (c as u8 - b'a' + (times % 26) as u8) % 26) } else { c };
        changed.extend(word.chars().map(other));
    }
    changed
}
