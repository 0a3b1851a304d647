//! `dateline correct`: what people correct in a record.

use crate::args::{Cli, Correct, CorrectEvent, Correction};
use crate::output;
use anyhow::{Context, Result};
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use dateline::table::{clean, columns};
use dateline_gazetteer::{Kind, by_geonames_id, by_name, country_named};
use dateline_record::{Change, EventChange, PartyChange, PlaceChange, Record, Sqlite, Store, Target};
use std::io::Write as _;
use std::process::ExitCode;

pub(super) fn run(asked: &Correct) -> Result<ExitCode> {
    let change = match (&asked.what, asked.undo) {
        (Some(what), None) => change(what)?,
        (None, Some(n)) => Change::Undo { n },
        (None, None) => return list(asked),
        (Some(_), Some(_)) => misuse("--undo stands alone"),
    };
    let Some(why) = asked.why.as_deref().filter(|why| !why.trim().is_empty()) else {
        misuse("say why with --why; it is kept with the correction");
    };
    let by = asked.by.clone().or_else(user).unwrap_or_else(|| "unknown".to_owned());
    let mut record = Record::new(Sqlite::open(&asked.record)?);
    let made = record.correct(change, &now(), &by, why)?;
    anstream::eprintln!("dateline: correction {}: before, {}", made.n, clean(&made.replaces));
    Ok(ExitCode::SUCCESS)
}

fn misuse(words: &str) -> ! {
    Cli::command().error(ErrorKind::MissingRequiredArgument, words).exit()
}

/// The corrections so far.
fn list(asked: &Correct) -> Result<ExitCode> {
    let rows = Sqlite::open_to_read(&asked.record)?.corrections()?;
    let names = ["n", "made", "by", "why", "before", "undone by"].map(str::to_owned);
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let undone = row.undone_by.map(|n| n.to_string()).unwrap_or_default();
            vec![row.n.to_string(), row.made.clone(), clean(&row.by), clean(&row.why), clean(&row.replaces), undone]
        })
        .collect();
    let table = if rows.is_empty() { "no corrections\n".to_owned() } else { columns(&names, &cells, output::width()) };
    anstream::stdout().write_all(table.as_bytes()).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

fn change(what: &Correction) -> Result<Change> {
    let target = |id: &String| Target { id: id.clone(), ..Target::default() };
    Ok(match what {
        Correction::Merge { ids } => Change::Merge { ids: ids.clone() },
        Correction::Split { ids } => Change::Split { ids: ids.clone() },
        Correction::Reject { id } => Change::Reject { target: target(id) },
        Correction::Event(event) => Change::Event { target: target(&event.id), to: Box::new(event_change(event)?) },
    })
}

fn event_change(event: &CorrectEvent) -> Result<EventChange> {
    let parties =
        |names: &[String]| (!names.is_empty()).then(|| names.iter().filter(|name| !name.is_empty()).map(|name| party(name)).collect());
    let written = |day: jiff::civil::Date| day.to_string();
    Ok(EventChange {
        event_type: event.event_type.as_ref().map(|event_type| event_type.to_uppercase()),
        status: event.status.clone(),
        actors: parties(&event.actor),
        recipients: parties(&event.recipient),
        days: event.date.map(|(first, last)| (first.map(written), last.map(written))),
        place: event.place.as_deref().map(place).transpose()?,
    })
}

fn party(name: &str) -> PartyChange {
    let country = country_named(name);
    PartyChange {
        name: name.to_owned(),
        kind: country.map(|_| "country".to_owned()),
        country: country.map(|country| country.alpha3.to_owned()),
    }
}

/// A place by its number in GeoNames or its name. Of several places of a name the first is the most likely one; without the article around it,
/// only the number is sure.
fn place(written: &str) -> Result<PlaceChange> {
    let place = match written.parse::<u32>() {
        Ok(id) => Some(by_geonames_id(id).with_context(|| format!("there is no place {id} in the gazetteer"))?),
        Err(_) => by_name(written).into_iter().next().map(|candidate| candidate.place),
    };
    let Some(place) = place else {
        // A village that no gazetteer knows is still where it was.
        return Ok(PlaceChange { name: written.to_owned(), ..PlaceChange::default() });
    };
    let level = match place.kind {
        Kind::Region => None,
        Kind::Country => Some("country"),
        Kind::Division => Some("admin1"),
        Kind::District => Some("admin2"),
        Kind::City => Some("city"),
    };
    Ok(PlaceChange {
        name: place.name.to_owned(),
        level: level.map(str::to_owned),
        country: place.country.map(|country| country.alpha3.to_owned()),
        geonames_id: place.geonames_id,
        lat: place.lat,
        lon: place.lon,
    })
}

/// The name of the user on this computer.
#[expect(clippy::disallowed_methods, reason = "who corrects is known to the environment alone")]
fn user() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok()).filter(|name| !name.is_empty())
}

/// The moment, in UTC to the second.
#[expect(clippy::disallowed_methods, reason = "a correction says when it was made")]
fn now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(seconds).map(|moment| moment.to_string()).unwrap_or_default()
}
