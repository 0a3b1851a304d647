//! Which of the places of one name is meant.

use super::spot::Spot;
use dateline_gazetteer::{Candidate, Kind, Place, agency, by_name, demonym};
use dateline_model::report::PlaceLevel;
use dateline_model::{Article, Reading, Tokens};
use std::collections::BTreeMap;

/// What a name was resolved to.
#[derive(Clone, Debug)]
pub(crate) enum Resolution {
    /// A place of the gazetteer.
    Known(Place),
    /// A point of interest that the gazetteer does not have; its country when its own name tells it ("Mosul University").
    Poi(Option<&'static str>),
    /// Not in the gazetteer; its country when a place beside it tells it ("Kyoto's Fushimi Ward").
    Unknown(Option<&'static str>),
}

impl Resolution {
    pub(crate) fn name(&self) -> Option<&'static str> {
        if let Resolution::Known(place) = self { Some(place.name) } else { None }
    }

    pub(crate) fn geonames_id(&self) -> Option<u32> {
        if let Resolution::Known(place) = self { place.geonames_id } else { None }
    }

    pub(crate) fn lat(&self) -> Option<f64> {
        if let Resolution::Known(place) = self { place.lat } else { None }
    }

    pub(crate) fn lon(&self) -> Option<f64> {
        if let Resolution::Known(place) = self { place.lon } else { None }
    }

    pub(crate) fn country(&self) -> Option<&'static str> {
        match self {
            Resolution::Known(place) => place.country.map(|c| c.alpha3),
            Resolution::Poi(country) | Resolution::Unknown(country) => *country,
        }
    }

    pub(crate) fn level(&self) -> Option<PlaceLevel> {
        match self {
            Resolution::Known(place) => match place.kind {
                Kind::Region => None,
                Kind::Country => Some(PlaceLevel::Country),
                Kind::Division => Some(PlaceLevel::Admin1),
                Kind::City => Some(PlaceLevel::City),
            },
            Resolution::Poi(_) => Some(PlaceLevel::Poi),
            Resolution::Unknown(_) => None,
        }
    }
}

/// How often an article speaks of each country, by alpha-3 code.
type Countries = BTreeMap<&'static str, u32>;

/// Resolves every spot; one name means one place throughout an article unless a name beside it says otherwise.
pub(crate) fn resolve(article: &Article, reading: &Reading, spots: &[Spot]) -> Vec<Resolution> {
    let countries = countries(article, reading, spots);
    let mut senses: BTreeMap<&str, Place> = BTreeMap::new();
    // First the names that another name contains, "Portland, Maine": they tell the rest of the article what they mean.
    let contained: Vec<Option<Place>> = (0..spots.len()).map(|i| by_containment(article, reading, spots, i, &countries)).collect();
    let written = |spot: &Spot| reading.span(&spot.tokens).of(&article.text);
    for (spot, place) in spots.iter().zip(&contained) {
        if let Some(place) = place {
            senses.entry(written(spot)).or_insert_with(|| place.clone());
        }
    }
    let mut out = Vec::with_capacity(spots.len());
    for (spot, place) in spots.iter().zip(contained) {
        let place = place.or_else(|| senses.get(written(spot)).filter(|_| !spot.is_division).cloned());
        let place = place.or_else(|| best(spot, written(spot), &countries, &[]).map(|c| c.place.clone()));
        out.push(match place {
            Some(place) => {
                senses.entry(written(spot)).or_insert_with(|| place.clone());
                Resolution::Known(place)
            }
            None if spot.is_facility => Resolution::Poi(inner_country(article, reading, &spot.tokens, &countries)),
            None => Resolution::Unknown(None),
        });
    }
    let held: Vec<Option<&'static str>> = (0..out.len()).map(|at| holder_country(article, reading, spots, &out, at)).collect();
    for (resolution, country) in out.iter_mut().zip(held) {
        match resolution {
            Resolution::Poi(known @ None) | Resolution::Unknown(known) => *known = country,
            _ => {}
        }
    }
    out
}

/// Counts names and demonyms of countries, and the seat of the outlet as half a mention.
fn countries(article: &Article, reading: &Reading, spots: &[Spot]) -> Countries {
    let mut countries = Countries::new();
    for spot in spots {
        // A name that is only a country's, or a capital's with no rival of its size, counts at once.
        match spot.candidates.as_slice() {
            [first, rest @ ..]
                if first.place.kind == Kind::Country
                    && rest.iter().all(|c| c.place.kind == Kind::City && c.place.population < 1_000_000) =>
            {
                add(&mut countries, first, 2)
            }
            [first, rest @ ..] if first.place.is_capital() && rest.iter().all(|c| c.place.population < first.place.population / 10) => {
                add(&mut countries, first, 1)
            }
            [only] => add(&mut countries, only, 1),
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
    countries
}

/// News from anywhere speaks of this country, and it has a town of almost every name: only its own towns and states make it the scene.
const EVERYWHERE: &str = "USA";

fn add(countries: &mut Countries, candidate: &Candidate, n: u32) {
    if let Some(country) = candidate.place.country.filter(|c| c.alpha3 != EVERYWHERE || candidate.place.kind != Kind::Country) {
        *countries.entry(country.alpha3).or_default() += n;
    }
}

/// The best candidate of a spot by itself and by the countries of the article. Weights tried on the four development sets of `place/`.
fn best<'s>(spot: &'s Spot, written: &str, countries: &Countries, containers: &[&Place]) -> Option<&'s Candidate> {
    let score = |candidate: &Candidate| {
        let place = &candidate.place;
        let size = (place.population.max(1) as f64).log10() * 10.0;
        let kind = match place.kind {
            Kind::Region if place.population > 0 => size,
            Kind::Region => 95.0,
            Kind::Country => 95.0,
            Kind::Division => size - if spot.is_division { 0.0 } else { 12.0 },
            Kind::City => size - if spot.is_division { 30.0 } else { 0.0 },
        };
        // "White House" is also called Casablanca; spellings of one name share their first letter.
        let is_translation = !candidate.is_main_name && !same_initial(place.name, written);
        let spelling = match (candidate.is_main_name, is_translation) {
            (true, _) => 0.0,
            (false, false) => -8.0,
            (false, true) => {
                if written.contains(' ') {
                    -60.0
                } else {
                    -15.0
                }
            }
        };
        let capital = if place.is_capital() { 12.0 } else { 0.0 };
        let context = place.country.and_then(|c| countries.get(c.alpha3)).map_or(0.0, |n| 8.0 + 3.0 * f64::from((*n).min(6)));
        let containment = if containers.iter().any(|c| contains(c, place)) { 200.0 } else { 0.0 };
        kind + spelling + capital + context + containment
    };
    spot.candidates
        .iter()
        .map(|c| (score(c), c))
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.place.geonames_id.cmp(&x.place.geonames_id)))
        .map(|(_, c)| c)
}

fn same_initial(a: &str, b: &str) -> bool {
    dateline_gazetteer::fold(a).trim_start_matches("al ").chars().next()
        == dateline_gazetteer::fold(b).trim_start_matches("al ").chars().next()
}

fn contains(container: &Place, place: &Place) -> bool {
    match container.kind {
        Kind::Country => place.kind != Kind::Country && container.country.is_some() && container.country == place.country,
        Kind::Division => place.kind == Kind::City && !container.division.is_empty() && container.division == place.division,
        Kind::City | Kind::Region => false,
    }
}

/// "Portland, Maine", "Paris (Texas)", "Homs in Syria": the place of this spot when the next or the one before contains it, or it contains them.
fn by_containment(article: &Article, reading: &Reading, spots: &[Spot], at: usize, countries: &Countries) -> Option<Place> {
    let this = spots.get(at)?;
    let next = spots.get(at + 1).filter(|next| joined(article, reading, &this.tokens, &next.tokens));
    let before = at.checked_sub(1).and_then(|i| spots.get(i)).filter(|before| joined(article, reading, &before.tokens, &this.tokens));
    if let Some(next) = next {
        let containers: Vec<&Place> = next.candidates.iter().map(|c| &c.place).collect();
        let found = best(this, reading.span(&this.tokens).of(&article.text), countries, &containers)?;
        if containers.iter().any(|c| contains(c, &found.place)) {
            return Some(found.place.clone());
        }
    }
    if let Some(before) = before {
        // "Atlanta, Georgia": the state, since a town of that name lies in it.
        let fits = |c: &&Candidate| before.candidates.iter().any(|inner| inner.is_main_name && contains(&c.place, &inner.place));
        let largest = |c: &&Candidate| before.candidates.iter().filter(|i| contains(&c.place, &i.place)).map(|i| i.place.population).max();
        return this.candidates.iter().filter(fits).max_by_key(largest).map(|c| c.place.clone());
    }
    None
}

/// The country of a known place that the text puts around this one: "Kyoto's Fushimi Ward", "Safina, Iraq", "the institute in Asan".
fn holder_country(article: &Article, reading: &Reading, spots: &[Spot], places: &[Resolution], at: usize) -> Option<&'static str> {
    let this = spots.get(at)?;
    let known = |i: usize| places.get(i).filter(|p| matches!(p, Resolution::Known(_))).and_then(Resolution::country);
    if let Some(next) = spots.get(at + 1) {
        let between: Vec<&str> = (this.tokens.end..next.tokens.start).map(|t| reading.form(&article.text, t)).collect();
        if let [","] | ["("] | ["in"] | ["in", "the", "city", "of"] = between.as_slice() {
            return known(at + 1);
        }
    }
    let before = spots.get(at.checked_sub(1)?)?;
    let between: Vec<&str> = (before.tokens.end..this.tokens.start).map(|t| reading.form(&article.text, t)).collect();
    matches!(between.as_slice(), ["'s" | "’s"] | ["'" | "’", "s"]).then(|| known(at - 1)).flatten()
}

/// True when only a comma or a bracket stands between two names.
fn joined(article: &Article, reading: &Reading, first: &Tokens, second: &Tokens) -> bool {
    let between = first.end..second.start;
    (1..=1).contains(&between.len()) && between.clone().all(|t| matches!(reading.form(&article.text, t), "," | "("))
}

/// The country of a place inside the name of a building, "Mosul University": a country, a capital or a town of a country the article
/// speaks of.
fn inner_country(article: &Article, reading: &Reading, tokens: &Tokens, countries: &Countries) -> Option<&'static str> {
    for start in tokens.clone() {
        for end in (start + 1..=tokens.end).rev().filter(|end| end - start < tokens.len()) {
            let found = by_name(reading.span(&(start..end)).of(&article.text));
            let fits = |c: &&Candidate| {
                let country = c.place.country.map_or("", |c| c.alpha3);
                c.is_main_name
                    && (countries.contains_key(country) && c.place.population > 50_000
                        || c.place.kind == Kind::Country
                        || c.place.is_capital())
            };
            if let Some(country) = found.iter().find(fits).and_then(|c| c.place.country) {
                return Some(country.alpha3);
            }
        }
    }
    None
}
