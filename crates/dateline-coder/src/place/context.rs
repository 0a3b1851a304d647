//! What the article as a whole tells about its places: which countries it speaks of, and where its names lie together.
//!
//! A name with one meaning says where an article is at home; a name with many says a little for each. Every name votes for the
//! squares of the map, the divisions and the countries in which its candidates lie, and a candidate gains by the votes of the *other*
//! names for where it lies. So three villages near each other outvote three cities far apart. It is done twice, the second time with
//! what the first round thought of each candidate.

use super::hints::{Hints, hints, of_names};
use super::score::{Score, prior};
use super::spot::Spot;
use dateline_gazetteer::{Candidate, Kind, Place, by_name, fold};
use dateline_model::{Article, Reading};
use std::collections::BTreeMap;

/// Weights in points; ten points are a factor of ten in inhabitants. Tuned by hand on LGL, TR-News and GeoWebNews (development).
mod weights {
    pub(super) const SQUARE: f64 = 16.0;
    pub(super) const DIVISION: f64 = 10.0;
    pub(super) const NATION: f64 = 6.0;
    /// For a town that the outlet is named for.
    pub(super) const HOME: f64 = 40.0;
    /// What such a town votes, and what a name within a name votes.
    pub(super) const OUTLET: f64 = 1.2;
    pub(super) const INSIDE: f64 = 0.7;
    /// Inhabitants of a town that the name of an organization may name without more ado.
    pub(super) const LARGE: u64 = 150_000;
    /// Votes near a smaller one that make it plausible.
    pub(super) const NEAR: f64 = 0.6;
    /// Votes beyond this add nothing.
    pub(super) const MOST: f64 = 4.0;
    /// Of a name's vote, the part that all its candidates share alike whatever they score.
    pub(super) const EVEN: f64 = 0.4;
    /// Points of difference that make one candidate e times as likely as another.
    pub(super) const TEMPERATURE: f64 = 7.0;
}

/// Candidates of one name that vote; more cost time and are hardly ever meant.
const MOST_CANDIDATES: usize = 40;

/// What the article tells about its places.
pub(crate) struct Context {
    hints: Hints,
    field: Field,
    /// What each name voted, by its folded form.
    votes: BTreeMap<String, Vec<Vote>>,
}

/// A share of a name's vote for where one of its candidates lies.
#[derive(Clone, Copy)]
struct Vote {
    place: Place,
    weight: f64,
}

/// Votes for squares of about a degree, for divisions and for countries.
#[derive(Default)]
struct Field {
    squares: BTreeMap<(i16, i16), f64>,
    divisions: BTreeMap<&'static str, f64>,
    countries: BTreeMap<&'static str, f64>,
}

impl Context {
    /// Reads the context; `contained` are the places already known from names beside them.
    pub(crate) fn of(article: &Article, reading: &Reading, spots: &[Spot], contained: &[Option<Place>]) -> Self {
        let hints = hints(article, reading, spots);
        let mut names: BTreeMap<String, (Vec<Candidate>, f64)> = BTreeMap::new();
        for (spot, place) in spots.iter().zip(contained) {
            let name = fold(spot.span.of(&article.text));
            match place {
                Some(place) => {
                    names.insert(name, (vec![Candidate { place: *place, is_main_name: true }], 1.0));
                }
                None => {
                    let weight = if spot.is_inside { weights::INSIDE } else { 1.0 };
                    names.entry(name).or_insert_with(|| (spot.candidates.clone(), weight));
                }
            }
        }
        if let Some((name, candidates)) = &hints.home {
            names.entry(format!("outlet {name}")).or_insert_with(|| (candidates.clone(), weights::OUTLET));
        }
        Context::hold(hints, &names)
    }

    /// The context of an article that names nothing but these.
    pub(crate) fn of_names(near: &[&str], outlet: Option<&str>) -> Self {
        let names = near.iter().map(|name| (fold(name), (by_name(name), 1.0)));
        let mut names: BTreeMap<String, (Vec<Candidate>, f64)> = names.collect();
        let hints = of_names(near, outlet);
        if let Some((name, candidates)) = &hints.home {
            names.entry(format!("outlet {name}")).or_insert_with(|| (candidates.clone(), weights::OUTLET));
        }
        Context::hold(hints, &names)
    }

    /// Lets the names vote, twice.
    fn hold(hints: Hints, names: &BTreeMap<String, (Vec<Candidate>, f64)>) -> Self {
        let mut context = Context { hints, field: Field::default(), votes: BTreeMap::new() };
        for _ in 0..2 {
            let votes: BTreeMap<String, Vec<Vote>> =
                names.iter().map(|(name, (candidates, weight))| (name.clone(), context.vote(name, candidates, *weight))).collect();
            context.field = Field::default();
            for vote in votes.values() {
                context.field.add(vote);
            }
            context.votes = votes;
        }
        context
    }

    /// True when the article speaks of a country.
    pub(crate) fn speaks_of(&self, alpha3: &str) -> bool {
        self.hints.countries.contains_key(alpha3)
    }

    /// True when the article gives reason to read a place into the name of something else: it is no small town, or the town the outlet is
    /// named for, or other names lie near it.
    pub(crate) fn is_plausible(&self, name: &str, place: &Place) -> bool {
        let mut own = Field::default();
        if let Some(votes) = self.votes.get(name) {
            own.add(votes);
        }
        let is_home = self.hints.home.as_ref().is_some_and(|(home, _)| home == name);
        !matches!(place.kind, Kind::City | Kind::District)
            || place.population >= weights::LARGE
            || is_home
            || self.field.near(place) - own.near(place) >= weights::NEAR
    }

    /// The best candidate of a spot.
    pub(crate) fn best<'s>(&self, spot: &'s Spot, written: &str) -> Option<&'s Candidate> {
        let scored = self.scores(&fold(written), &spot.candidates, written, spot.is_division);
        spot.candidates
            .iter()
            .zip(scored)
            .max_by(|(x, a), (y, b)| a.total_cmp(b).then(y.place.geonames_id.cmp(&x.place.geonames_id)))
            .map(|(c, _)| c)
    }

    fn scores(&self, name: &str, candidates: &[Candidate], written: &str, is_division: bool) -> Vec<f64> {
        self.parts(name, candidates, written, is_division).iter().map(Score::total).collect()
    }

    /// What each candidate of a name scores, in parts.
    pub(crate) fn parts(&self, name: &str, candidates: &[Candidate], written: &str, is_division: bool) -> Vec<Score> {
        let mut own = Field::default();
        if let Some(votes) = self.votes.get(name) {
            own.add(votes);
        }
        let home = self.hints.home.as_ref().filter(|(home, _)| home == name);
        let at_home = |c: &Candidate| home.is_some_and(|(_, list)| list.iter().any(|h| h.place.geonames_id == c.place.geonames_id));
        let score = |c: &Candidate| {
            let mut score = prior(c, candidates, written, is_division);
            score.outlet = if at_home(c) { weights::HOME } else { 0.0 };
            self.support(name, &c.place, &own, &mut score);
            score
        };
        candidates.iter().map(score).collect()
    }

    /// What the other names of the article say for a place.
    fn support(&self, name: &str, place: &Place, own: &Field, score: &mut Score) {
        let root = |votes: f64| votes.clamp(0.0, weights::MOST).sqrt();
        let country = place.country.map_or("", |c| c.alpha3);
        let by_itself = self.hints.by_name.get(name).filter(|(told, _)| *told == country).map_or(0, |(_, n)| *n);
        let told = self.hints.countries.get(country).map_or(0, |n| n.saturating_sub(by_itself));
        score.country = if told == 0 { 0.0 } else { 8.0 + 3.0 * f64::from(told.min(6)) };
        if matches!(place.kind, Kind::Country | Kind::Region) {
            return;
        }
        let other = |all: &BTreeMap<&'static str, f64>, own: &BTreeMap<&'static str, f64>, key: &str| {
            all.get(key).unwrap_or(&0.0) - own.get(key).unwrap_or(&0.0)
        };
        if place.kind != Kind::Division {
            score.nearby = weights::SQUARE * root(self.field.near(place) - own.near(place));
        }
        score.division = weights::DIVISION * root(other(&self.field.divisions, &own.divisions, place.division));
        score.country += weights::NATION * root(other(&self.field.countries, &own.countries, country));
    }

    /// A name's vote, shared among its candidates by their scores.
    fn vote(&self, name: &str, candidates: &[Candidate], weight: f64) -> Vec<Vote> {
        let scores = self.scores(name, candidates, name, false);
        let mut ranked: Vec<(&Candidate, f64)> = candidates.iter().zip(scores).collect();
        ranked.sort_by(|(x, a), (y, b)| b.total_cmp(a).then(x.place.geonames_id.cmp(&y.place.geonames_id)));
        ranked.truncate(MOST_CANDIDATES);
        let Some(best) = ranked.first().map(|(_, score)| *score) else { return Vec::new() };
        let likely: Vec<f64> = ranked.iter().map(|(_, score)| ((score - best) / weights::TEMPERATURE).exp()).collect();
        let (sum, n) = (likely.iter().sum::<f64>(), likely.len() as f64);
        let share = |likely: f64| weight * ((1.0 - weights::EVEN) * likely / sum + weights::EVEN / n);
        ranked.iter().zip(likely).map(|((c, _), likely)| Vote { place: c.place, weight: share(likely) }).collect()
    }
}

impl Field {
    fn add(&mut self, votes: &[Vote]) {
        // A name with two candidates in one square votes there once, with the better.
        let mut squares: BTreeMap<(i16, i16), f64> = BTreeMap::new();
        let mut divisions: BTreeMap<&'static str, f64> = BTreeMap::new();
        let mut countries: BTreeMap<&'static str, f64> = BTreeMap::new();
        let raise = |slot: &mut f64, weight: f64| *slot = slot.max(weight);
        for vote in votes {
            let place = &vote.place;
            match place.kind {
                Kind::Region | Kind::Country => continue,
                Kind::Division => {}
                Kind::District | Kind::City => {
                    if let Some(square) = square(place) {
                        raise(squares.entry(square).or_default(), vote.weight);
                    }
                }
            }
            raise(divisions.entry(place.division).or_default(), vote.weight);
            if let Some(country) = place.country {
                raise(countries.entry(country.alpha3).or_default(), vote.weight);
            }
        }
        squares.into_iter().for_each(|(key, weight)| *self.squares.entry(key).or_default() += weight);
        divisions.into_iter().for_each(|(key, weight)| *self.divisions.entry(key).or_default() += weight);
        countries.into_iter().for_each(|(key, weight)| *self.countries.entry(key).or_default() += weight);
    }

    /// Votes in the square of a place and the eight around it.
    fn near(&self, place: &Place) -> f64 {
        let Some((row, column)) = square(place) else { return 0.0 };
        let mut sum = 0.0;
        for r in row - 1..=row + 1 {
            sum += self.squares.range((r, column - 1)..=(r, column + 1)).map(|(_, weight)| weight).sum::<f64>();
        }
        sum
    }
}

/// The square of the map, a degree high and wide.
fn square(place: &Place) -> Option<(i16, i16)> {
    Some((place.lat?.floor() as i16, place.lon?.floor() as i16))
}

/// True when one place lies in another, as far as the gazetteer tells.
pub(crate) fn contains(container: &Place, place: &Place) -> bool {
    match container.kind {
        Kind::Country => {
            !matches!(place.kind, Kind::Country | Kind::Region) && container.country.is_some() && container.country == place.country
        }
        Kind::Division => {
            matches!(place.kind, Kind::City | Kind::District) && !container.division.is_empty() && container.division == place.division
        }
        Kind::District => place.kind == Kind::City && !container.district.is_empty() && container.district == place.district,
        Kind::City | Kind::Region => false,
    }
}
