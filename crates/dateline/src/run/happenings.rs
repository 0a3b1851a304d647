//! `dateline happenings`: the occurrences that a record's articles tell of.

use crate::args::{Happenings, ListFormat};
use crate::output;
use anyhow::{Context, Result};
use dateline::table::{clean, columns, count};
use dateline_gazetteer::{Country, country_named, demonym};
use dateline_record::{Filter, HappeningRow, Sqlite, Store};
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

/// How many a table lists when nothing is said.
const LISTED: usize = 50;
/// Identities whose other names are looked for too.
const ALIASES: usize = 20;
/// Letters of an id that a table shows; `show` takes them.
const SHOWN: usize = 9;

pub(super) fn run(asked: &Happenings) -> Result<ExitCode> {
    let record = Sqlite::open_to_read(&asked.record)?;
    let format = asked.format.unwrap_or(if output::is_terminal() { ListFormat::Table } else { ListFormat::Jsonl });
    let limit = asked.limit.or((format == ListFormat::Table).then_some(LISTED));
    let mut filter = filter(asked, &record)?;
    // One more than asked for tells that there are more.
    filter.limit = limit.map(|limit| limit.saturating_add(1));
    let mut rows = record.happenings(&filter)?;
    let more = limit.is_some_and(|limit| rows.len() > limit);
    rows.truncate(limit.unwrap_or(usize::MAX));
    let mut out = BufWriter::new(anstream::AutoStream::auto(stdout()));
    match format {
        ListFormat::Table => out.write_all(table(&rows).as_bytes())?,
        ListFormat::Jsonl => {
            for row in &rows {
                serde_json::to_writer(&mut out, row).context("cannot write a happening as JSON")?;
                out.write_all(b"\n")?;
            }
        }
        ListFormat::Csv => out.write_all(&sheet(&rows)?)?,
    }
    out.flush()?;
    if more {
        anstream::eprintln!("dateline: there are more than {}; --limit shows more", count(rows.len(), "happening", "happenings"));
    }
    Ok(ExitCode::SUCCESS)
}

fn filter(asked: &Happenings, record: &Sqlite) -> Result<Filter> {
    let mut filter = Filter {
        types: asked.types.iter().map(|t| t.to_uppercase()).collect(),
        from: asked.from.map(|day| day.to_string()),
        to: asked.to.map(|day| day.to_string()),
        words: asked.text.iter().flat_map(|text| words(text)).collect(),
        sources: asked.sources,
        disputed: asked.disputed,
        ..Filter::default()
    };
    for name in &asked.who {
        filter.who.push(words(name));
        filter.who.extend(country(name).map(|country| vec![format!("iso:{}", country.alpha3)]));
        // Who is known under the name is found under the others too.
        for identity in record.identities_named(name, ALIASES)? {
            filter.who.extend(identity.names.iter().map(|alias| words(alias)));
        }
    }
    for place in &asked.places {
        filter.places.push(words(place));
        filter.places.extend(country(place).map(|country| vec![format!("iso:{}", country.alpha3)]));
    }
    filter.who.sort();
    filter.who.dedup();
    Ok(filter)
}

/// The country of a name, a code or a demonym.
fn country(name: &str) -> Option<&'static Country> {
    let code = (name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase())).then(|| dateline_gazetteer::country(name)).flatten();
    code.or_else(|| country_named(name)).or_else(|| demonym(name))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn table(rows: &[HappeningRow]) -> String {
    // Most records have few disputes; the column would take the room of the names.
    let disputed = rows.iter().any(|row| !row.disputed.is_empty());
    let mut names = vec!["happening", "day", "type", "who", "to whom", "where", "sources"];
    names.extend(disputed.then_some("disputed"));
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let sources = if row.articles > row.sources { format!("{} in {}", row.sources, row.articles) } else { row.sources.to_string() };
            let mut cells = vec![
                row.id.get(..SHOWN).unwrap_or(&row.id).to_owned(),
                day(row),
                row.event_type.clone(),
                row.who.join(", "),
                row.to_whom.join(", "),
                place(row),
                sources,
            ];
            cells.extend(disputed.then(|| row.disputed.join(", ")));
            cells.iter().map(|cell| clean(cell)).collect()
        })
        .collect();
    if rows.is_empty() {
        "no happenings\n".to_owned()
    } else {
        columns(&names.into_iter().map(str::to_owned).collect::<Vec<String>>(), &cells, output::width())
    }
}

/// "2022-05-21", "2022-05-01/31", "2022-05-30/…", and in brackets the day of the first report when nobody tells the day.
fn day(row: &HappeningRow) -> String {
    match (&row.first, &row.last, &row.reported) {
        (Some(first), Some(last), _) if first == last => first.clone(),
        (Some(first), Some(last), _) => {
            let same = [8, 5].into_iter().find(|n| first.get(..*n) == last.get(..*n)).unwrap_or(0);
            format!("{first}/{}", last.get(same..).unwrap_or(last))
        }
        (Some(first), None, _) => format!("{first}/…"),
        (None, Some(last), _) => format!("…/{last}"),
        (None, None, Some(reported)) => format!("({reported})"),
        (None, None, None) => String::new(),
    }
}

fn place(row: &HappeningRow) -> String {
    match (&row.place, &row.country) {
        (Some(place), Some(country)) => format!("{place}, {country}"),
        (place, country) => place.clone().or_else(|| country.clone()).unwrap_or_default(),
    }
}

fn sheet(rows: &[HappeningRow]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let names = [
        "id",
        "type",
        "mode",
        "status",
        "first",
        "last",
        "reported",
        "who",
        "to_whom",
        "countries",
        "place",
        "country",
        "geonames_id",
        "lat",
        "lon",
        "sources",
        "anonymous",
        "denying",
        "stories",
        "articles",
        "events",
        "disputed",
    ];
    writer.write_record(names)?;
    for row in rows {
        let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let number = |cell: Option<f64>| cell.map(|x| x.to_string()).unwrap_or_default();
        writer.write_record([
            row.id.clone(),
            row.event_type.clone(),
            text(&row.mode),
            row.status.clone(),
            text(&row.first),
            text(&row.last),
            text(&row.reported),
            row.who.join("; "),
            row.to_whom.join("; "),
            row.countries.join("; "),
            text(&row.place),
            text(&row.country),
            row.geonames_id.map(|id| id.to_string()).unwrap_or_default(),
            number(row.lat),
            number(row.lon),
            row.sources.to_string(),
            row.anonymous.to_string(),
            row.denying.to_string(),
            row.stories.to_string(),
            row.articles.to_string(),
            row.events.to_string(),
            row.disputed.join("; "),
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
