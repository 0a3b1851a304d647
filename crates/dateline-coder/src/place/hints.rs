//! Hints at where an article is at home that are no places of its own: demonyms and the outlet.

use super::spot::Spot;
use super::words::WORDS;
use dateline_gazetteer::{Candidate, Country, Kind, agency, by_name, country_by_alpha2, country_named, demonym, fold};
use dateline_model::{Article, Reading};
use std::collections::BTreeMap;

/// News from anywhere speaks of this country, and it has a town of almost every name: only its own towns and states make it the scene.
const EVERYWHERE: &str = "USA";

/// What hints there are.
pub(crate) struct Hints {
    /// How often the article speaks of each country, by alpha-3 code.
    pub(crate) countries: BTreeMap<&'static str, u32>,
    /// How much of that comes from each name, by its folded form: no name speaks for itself.
    pub(crate) by_name: BTreeMap<String, (&'static str, u32)>,
    /// The town or division in the outlet's name: its folded name and what it can mean.
    pub(crate) home: Option<(String, Vec<Candidate>)>,
}

/// A country's address on the web counts like so many mentions.
const ADDRESS: u32 = 3;

/// An outlet read here writes in English; one that is called by a town is mostly called by a town of these countries.
const ENGLISH: [&str; 9] = ["USA", "GBR", "CAN", "AUS", "IRL", "NZL", "ZAF", "JAM", "GUY"];

/// Collects the hints of an article.
pub(crate) fn hints(article: &Article, reading: &Reading, spots: &[Spot]) -> Hints {
    let mut hints = Hints { countries: BTreeMap::new(), by_name: BTreeMap::new(), home: None };
    countries(article, reading, spots, &mut hints);
    if let Some(outlet) = article.outlet.as_deref() {
        of_outlet(outlet, &mut hints);
    }
    hints
}

/// The hints of names alone: the countries they are, and the outlet.
pub(crate) fn of_names(names: &[&str], outlet: Option<&str>) -> Hints {
    let mut hints = Hints { countries: BTreeMap::new(), by_name: BTreeMap::new(), home: None };
    for name in names {
        let candidates = by_name(name);
        let country = candidates.first().filter(|c| c.place.kind == Kind::Country).and_then(|c| c.place.country);
        if let Some(country) = country.or_else(|| demonym(name)) {
            *hints.countries.entry(country.alpha3).or_default() += 2;
            hints.by_name.insert(fold(name), (country.alpha3, 2));
        }
    }
    if let Some(outlet) = outlet {
        of_outlet(outlet, &mut hints);
    }
    hints
}

/// Counts names and demonyms of countries, and the seat of an agency as half a mention.
fn countries(article: &Article, reading: &Reading, spots: &[Spot], hints: &mut Hints) {
    let Hints { countries, by_name, .. } = hints;
    for spot in spots {
        let mut add = |candidate: &Candidate, n: u32| {
            if let Some(country) = candidate.place.country.filter(|c| c.alpha3 != EVERYWHERE || candidate.place.kind != Kind::Country) {
                *countries.entry(country.alpha3).or_default() += n;
                by_name.entry(fold(spot.span.of(&article.text))).or_insert((country.alpha3, 0)).1 += n;
            }
        };
        // A name that is only a country's, or a capital's with no rival of its size, counts at once.
        match spot.candidates.as_slice() {
            [first, rest @ ..]
                if first.place.kind == Kind::Country
                    && rest.iter().all(|c| c.place.kind != Kind::Division && c.place.population < 1_000_000) =>
            {
                add(first, 2);
            }
            [first, rest @ ..] if first.place.is_capital() && rest.iter().all(|c| c.place.population < first.place.population / 10) => {
                add(first, 1);
            }
            [only] => add(only, 1),
            _ => {}
        }
    }
    for (at, token) in reading.tokens.iter().enumerate() {
        let form = token.span.of(&article.text);
        if !form.starts_with(char::is_uppercase) || form.len() < 2 {
            continue;
        }
        let pair = reading.span(&(at..(at + 2).min(reading.tokens.len()))).of(&article.text);
        if let Some(country) = demonym(pair).or_else(|| demonym(form)).filter(|c| c.alpha3 != EVERYWHERE) {
            *countries.entry(country.alpha3).or_default() += 2;
        }
    }
    if let Some(seat) = article.outlet.as_deref().and_then(agency) {
        *countries.entry(seat.country).or_default() += 1;
    }
}

/// The country of an outlet as its name or its address tells it, alpha-3: an agency's seat, the country or the large town it is called by
/// ("The Orvale Times"), the end of its address.
pub(crate) fn seat(outlet: &str) -> Option<&'static str> {
    let labels = labels(outlet);
    agency(outlet).map(|a| a.country).or_else(|| of_address(&labels).map(|c| c.alpha3)).or_else(|| called_by(&name(outlet, &labels)))
}

/// A town this large is meant by a name that it shares with smaller ones.
const LARGE: u64 = 500_000;

/// The country in a name: its own name, its people's, or that of a large town.
fn called_by(name: &str) -> Option<&'static str> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let town = |name: &str| {
        let first = by_name(name).into_iter().next()?;
        (first.is_main_name && (first.place.is_capital() || first.place.population >= LARGE)).then_some(first.place.country?.alpha3)
    };
    let meaning = |name: &str| country_named(name).or_else(|| demonym(name)).map(|c| c.alpha3).or_else(|| town(name));
    let runs = (1..=words.len().min(3)).rev().flat_map(|n| words.windows(n));
    runs.map(|run| run.join(" ")).find_map(|run| meaning(&run))
}

/// "www.example.ie" in its parts; none for a name.
fn labels(outlet: &str) -> Vec<&str> {
    let address = outlet.trim_start_matches("https://").trim_start_matches("http://").split('/').next().unwrap_or("");
    if address.contains(' ') || !address.contains('.') { Vec::new() } else { address.split('.').collect() }
}

/// The country of an address on the web. ".com" is not the Comoros.
fn of_address(labels: &[&str]) -> Option<&'static Country> {
    let top = labels.last().filter(|top| top.len() == 2)?.to_uppercase();
    country_by_alpha2(if top == "UK" { "GB" } else { &top })
}

/// The place in the outlet's name or in its address, and the country of its address.
fn of_outlet(outlet: &str, hints: &mut Hints) {
    let labels = labels(outlet);
    let seat = of_address(&labels);
    if let Some(country) = seat {
        *hints.countries.entry(country.alpha3).or_default() += ADDRESS;
    }
    let name = name(outlet, &labels);
    let fits = |c: &Candidate| {
        let country = c.place.country.map_or("", |c| c.alpha3);
        c.is_main_name
            && !matches!(c.place.kind, Kind::Region | Kind::Country)
            && seat.map_or(ENGLISH.contains(&country), |seat| seat.alpha3 == country)
    };
    let found: Vec<Candidate> = by_name(&name).into_iter().filter(fits).collect();
    if !found.is_empty() {
        hints.home = Some((fold(&name), found));
    }
}

/// What an outlet is called without the words that newspapers are called by, of an address its main part.
fn name(outlet: &str, labels: &[&str]) -> String {
    let words: Vec<String> = if labels.is_empty() {
        outlet.split_whitespace().filter(|w| !WORDS.paper.contains(w.to_lowercase().as_str())).map(str::to_owned).collect()
    } else {
        vec![without_paper(labels.iter().rev().skip(1).find(|l| l.len() > 3).copied().unwrap_or(""))]
    };
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or(String::new(), |first| first.to_uppercase().to_string() + chars.as_str())
    };
    words.iter().map(|w| capital(w)).collect::<Vec<_>>().join(" ")
}

/// "houmatoday" without the words that newspapers are called by.
fn without_paper(label: &str) -> String {
    let mut name = label.to_lowercase().replace('-', "");
    name = name.strip_prefix("the").unwrap_or(&name).to_owned();
    while let Some(shorter) = WORDS.paper.iter().find_map(|word| name.strip_suffix(word)).filter(|rest| rest.len() > 2) {
        name = shorter.to_owned();
    }
    name
}
