//! Which of the places of one name is meant.

use super::context::{Context, contains};
use super::spot::Spot;
use dateline_gazetteer::{Candidate, Kind, Place, by_name};
use dateline_model::report::PlaceLevel;
use dateline_model::{Article, Reading, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What a name was resolved to.
#[derive(Clone, Debug)]
pub(crate) enum Resolution {
    /// A place of the gazetteer.
    Known(Place),
    /// A point of interest that the gazetteer does not have; its country when its own name tells it ("Mosul University"), and the town
    /// in its name when the article speaks of that town.
    Poi(Option<&'static str>, Option<Place>),
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
        if let Resolution::Known(place) | Resolution::Poi(_, Some(place)) = self { place.lat } else { None }
    }

    pub(crate) fn lon(&self) -> Option<f64> {
        if let Resolution::Known(place) | Resolution::Poi(_, Some(place)) = self { place.lon } else { None }
    }

    pub(crate) fn country(&self) -> Option<&'static str> {
        match self {
            Resolution::Known(place) => place.country.map(|c| c.alpha3),
            Resolution::Poi(country, _) | Resolution::Unknown(country) => *country,
        }
    }

    pub(crate) fn level(&self) -> Option<PlaceLevel> {
        match self {
            Resolution::Known(place) => match place.kind {
                Kind::Region => None,
                Kind::Country => Some(PlaceLevel::Country),
                Kind::Division => Some(PlaceLevel::Admin1),
                Kind::District => Some(PlaceLevel::Admin2),
                Kind::City => Some(PlaceLevel::City),
            },
            Resolution::Poi(..) => Some(PlaceLevel::Poi),
            Resolution::Unknown(_) => None,
        }
    }
}

/// Resolves every spot; one name means one place throughout an article unless a name beside it says otherwise.
pub(crate) fn resolve(article: &Article, reading: &Reading, spots: &[Spot]) -> Vec<Resolution> {
    let written = |spot: &Spot| spot.span.of(&article.text);
    let mut senses: BTreeMap<String, Place> = BTreeMap::new();
    let key = |spot: &Spot| (dateline_gazetteer::fold(written(spot)), spot.is_division);
    // First the names that another name contains, "Portland, Maine": they tell the rest of the article what they mean.
    let contained = by_containment(article, spots);
    for (spot, place) in spots.iter().zip(&contained) {
        if let Some(place) = place {
            senses.entry(key(spot).0).or_insert(*place);
        }
    }
    let context = Context::of(article, reading, spots, &contained);
    let named: BTreeSet<String> = spots.iter().filter(|s| !s.is_inside).map(|s| key(s).0).collect();
    let mut out = Vec::with_capacity(spots.len());
    for (spot, place) in spots.iter().zip(contained) {
        let (name, is_division) = key(spot);
        let place = place.or_else(|| senses.get(&name).filter(|_| !is_division).copied());
        let place = place.or_else(|| context.best(spot, written(spot)).map(|c| c.place));
        let place = place.filter(|place| !spot.is_inside || named.contains(&name) || context.is_plausible(&name, place));
        out.push(match place {
            Some(place) => {
                senses.entry(name).or_insert(place);
                Resolution::Known(place)
            }
            None if spot.is_facility => Resolution::Poi(inner_country(article, reading, spot, &context), None),
            None => Resolution::Unknown(None),
        });
    }
    for (spot, resolution) in spots.iter().zip(&mut out) {
        if let Resolution::Poi(country, town @ None) = resolution
            && let Some(place) = town_in(article, reading, spot, &senses)
        {
            (*country, *town) = (place.country.map(|c| c.alpha3).or(*country), Some(place));
        }
    }
    let held: Vec<Option<&'static str>> = (0..out.len()).map(|at| holder_country(article, spots, &out, at)).collect();
    for (resolution, country) in out.iter_mut().zip(held) {
        match resolution {
            Resolution::Poi(known @ None, _) | Resolution::Unknown(known) => *known = country,
            _ => {}
        }
    }
    out
}

/// "Portland, Maine", "Paris (Texas)", "Homs in Syria", "Tuscany's Pisa": the place of each spot that a name beside it contains, or that
/// contains one. From the end backwards, so that "Maine" is known when "Cumberland County, Maine" is read, and that before "Portland".
fn by_containment(article: &Article, spots: &[Spot]) -> Vec<Option<Place>> {
    let mut out: Vec<Option<Place>> = vec![None; spots.len()];
    let places = |at: usize, known: &Option<Place>| match known {
        Some(place) => vec![*place],
        None => spots.get(at).map_or(Vec::new(), |s| s.candidates.iter().map(|c| c.place).collect()),
    };
    for at in (0..spots.len()).rev() {
        let Some(this) = spots.get(at) else { continue };
        let next = spots.get(at + 1).filter(|next| matches!(between(article, this.span, next.span), "," | "(" | "in" | ", in" | ", of"));
        if next.is_some() {
            let containers = places(at + 1, out.get(at + 1).unwrap_or(&None));
            out[at] = largest_inside(&this.candidates, &containers);
        }
        let after = spots.get(at + 1).filter(|next| matches!(between(article, this.span, next.span), "'s" | "’s"));
        if after.is_some() && out.get(at + 1).is_some_and(Option::is_none) {
            out[at + 1] = spots.get(at + 1).and_then(|next| largest_inside(&next.candidates, &places(at, &out[at])));
        }
    }
    for at in 1..spots.len() {
        // "Atlanta, Georgia": the state, since a town of that name lies in it.
        let (Some(before), Some(this)) = (spots.get(at - 1), spots.get(at)) else { continue };
        let Some(Some(inner)) = out.get(at - 1).copied() else { continue };
        if out[at].is_none() && matches!(between(article, before.span, this.span), "," | "(" | "in" | ", in") {
            let fits = |c: &&Candidate| contains(&c.place, &inner);
            out[at] = this.candidates.iter().filter(fits).max_by_key(|c| fineness(c.place.kind)).map(|c| c.place);
        }
    }
    out
}

/// The largest of the places that lies in one of the containers; own names before others, finer containers before countries.
fn largest_inside(candidates: &[Candidate], containers: &[Place]) -> Option<Place> {
    let fits = |c: &Candidate| containers.iter().filter(|outer| contains(outer, &c.place)).map(|outer| fineness(outer.kind)).max();
    let ranked = candidates.iter().filter_map(|c| Some((fits(c)?, c)));
    // A district named like its town is meant only when it says so, and then its name says so too.
    let order = |(fineness, c): &(u8, &Candidate)| (*fineness, c.is_main_name, c.place.kind != Kind::District, c.place.population);
    ranked.max_by_key(order).map(|(_, c)| c.place)
}

fn fineness(kind: Kind) -> u8 {
    match kind {
        Kind::Region => 0,
        Kind::Country => 1,
        Kind::Division => 2,
        Kind::District => 3,
        Kind::City => 4,
    }
}

/// What stands between two names, without the spaces around it; nothing when it is long.
fn between(article: &Article, first: Span, second: Span) -> &str {
    let text = article.text.get(first.end as usize..second.start as usize).unwrap_or("");
    // Two line ends are two paragraphs.
    if text.len() > 24 || text.matches('\n').count() > 1 { "" } else { text.trim() }
}

/// The country of a known place that the text puts around this one: "Kyoto's Fushimi Ward", "Safina, Iraq", "the institute in Asan".
fn holder_country(article: &Article, spots: &[Spot], places: &[Resolution], at: usize) -> Option<&'static str> {
    let this = spots.get(at)?;
    let known = |i: usize| places.get(i).filter(|p| matches!(p, Resolution::Known(_))).and_then(Resolution::country);
    if let Some(next) = spots.get(at + 1)
        && let "," | "(" | "in" | "in the city of" | ", in" = between(article, this.span, next.span)
    {
        return known(at + 1);
    }
    let before = spots.get(at.checked_sub(1)?)?;
    matches!(between(article, before.span, this.span), "'s" | "’s").then(|| known(at - 1)).flatten()
}

/// The town in the name of a building, "Paris City Hall", that the article names for its own sake too.
fn town_in(article: &Article, reading: &Reading, spot: &Spot, senses: &BTreeMap<String, Place>) -> Option<Place> {
    let starts = spot.tokens.clone();
    let parts = starts.flat_map(|start| (start + 1..=spot.tokens.end).rev().map(move |end| start..end));
    let mut known = parts.filter_map(|part| senses.get(&dateline_gazetteer::fold(reading.span(&part).of(&article.text))));
    known.find(|place| matches!(place.kind, Kind::City | Kind::District)).copied()
}

/// Inhabitants of a town after which a building elsewhere is hardly named.
const LARGE: u64 = 250_000;

/// The country of a place inside the name of a building, "Mosul University": a country, a capital or a town of a country the article
/// speaks of.
fn inner_country(article: &Article, reading: &Reading, spot: &Spot, context: &Context) -> Option<&'static str> {
    let tokens = &spot.tokens;
    for start in tokens.clone() {
        for end in (start + 1..=tokens.end).rev().filter(|end| end - start < tokens.len()) {
            let found = by_name(reading.span(&(start..end)).of(&article.text));
            let fits = |c: &&Candidate| {
                let country = c.place.country.map_or("", |c| c.alpha3);
                c.is_main_name
                    && (context.speaks_of(country) && c.place.population > 50_000
                        || c.place.kind == Kind::City && c.place.population >= LARGE
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
