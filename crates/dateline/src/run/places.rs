//! `dateline places`: what a name can mean, and why.

use crate::args::{AnswerFormat, Places};
use anyhow::{Context, Result};
use dateline_coder::place::{Explained, explain, level};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Write as _, stdout};
use std::process::ExitCode;
use unicode_width::UnicodeWidthStr;

pub(super) fn run(asked: &Places) -> Result<ExitCode> {
    let near: Vec<&str> = asked.near.iter().map(String::as_str).collect();
    let mut found = explain(&asked.name, &near, asked.outlet.as_deref());
    if found.is_empty() {
        return Err(anyhow::Error::msg(format!("no place in the gazetteer is called \"{}\"", asked.name)));
    }
    let n = found.len();
    found.truncate(asked.limit.get());
    let text = match asked.format {
        AnswerFormat::Table => table(&found, n),
        AnswerFormat::Json => {
            let rows: Vec<Row> = found.iter().map(Row::of).collect();
            serde_json::to_string_pretty(&rows).context("cannot write the places as JSON")? + "\n"
        }
    };
    stdout().write_all(text.as_bytes()).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// A candidate as it is written in JSON.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    geonames_id: Option<u32>,
    level: Option<&'static str>,
    country: Option<&'static str>,
    division: Option<&'static str>,
    lat: Option<f64>,
    lon: Option<f64>,
    population: u64,
    contained: bool,
    score: f64,
    points: BTreeMap<&'static str, f64>,
}

impl Row {
    fn of(one: &Explained) -> Self {
        let place = &one.place;
        Row {
            name: place.name,
            geonames_id: place.geonames_id,
            level: level(place),
            country: place.country.map(|c| c.alpha3),
            division: Some(place.division).filter(|d| !d.is_empty()),
            lat: place.lat,
            lon: place.lon,
            population: place.population,
            contained: one.is_contained,
            score: tenths(one.score.total()),
            points: one
                .score
                .parts()
                .into_iter()
                .filter(|(_, points)| *points != 0.0)
                .map(|(part, points)| (part, tenths(points)))
                .collect(),
        }
    }
}

fn tenths(points: f64) -> f64 {
    (points * 10.0).round() / 10.0
}

fn table(found: &[Explained], n: usize) -> String {
    let head = ["", "NAME", "LEVEL", "IN", "GEONAMES", "LAT", "LON", "INHABITANTS", "SCORE"].map(str::to_owned);
    let rows: Vec<[String; 9]> = std::iter::once(head).chain(found.iter().enumerate().map(|(i, one)| cells(i + 1, one))).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..9).map(width).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - cell.width());
            // Numbers to the right, words to the left.
            let _ = if column == 0 || column > 3 { write!(line, "{pad}{cell}  ") } else { write!(line, "{cell}{pad}  ") };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    if n > found.len() {
        let _ = writeln!(out, "and {} more", n - found.len());
    }
    let _ = writeln!(out, "{}", reason(found));
    out
}

fn cells(rank: usize, one: &Explained) -> [String; 9] {
    let place = &one.place;
    let country = place.country.map_or("-", |c| c.alpha3);
    let division = dateline_gazetteer::division(place.division).map(|d| d.name).filter(|_| level(place) != Some("admin1"));
    let degrees = |value: Option<f64>| value.map_or("-".to_owned(), |v| format!("{v:.2}"));
    [
        rank.to_string(),
        place.name.to_owned(),
        level(place).unwrap_or("region").to_owned(),
        division.map_or(country.to_owned(), |division| format!("{division}, {country}")),
        place.geonames_id.map_or("-".to_owned(), |id| id.to_string()),
        degrees(place.lat),
        degrees(place.lon),
        if place.population == 0 { "-".to_owned() } else { place.population.to_string() },
        format!("{:.1}", one.score.total()),
    ]
}

/// What the first has and the second has not.
fn reason(found: &[Explained]) -> String {
    let [first, rest @ ..] = found else { return String::new() };
    if first.is_contained {
        return "1 lies in what stands after the comma.".to_owned();
    }
    let Some(second) = rest.first() else { return "1 is the only place of that name.".to_owned() };
    let differences =
        first.score.parts().into_iter().zip(second.score.parts()).map(|((part, one), (_, other))| (part, tenths(one - other)));
    let told: Vec<String> = differences.filter(|(_, d)| *d != 0.0).map(|(part, d)| format!("{part} {d:+.1}")).collect();
    match told.as_slice() {
        [] => "1 and 2 score the same; the lower GeoNames id goes first.".to_owned(),
        told => format!("1 is {:.1} points before 2: {}.", first.score.total() - second.score.total(), told.join(", ")),
    }
}
