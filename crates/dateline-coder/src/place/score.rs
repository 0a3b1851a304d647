//! What a candidate scores, in parts that can be told to people, and what it scores whatever the article says.

use dateline_gazetteer::{Candidate, Kind, Place, fold};

/// Points for a country or a region; a town needs three thousand million inhabitants to match it. Tuned as the weights of the context.
const COUNTRY: f64 = 95.0;
const CAPITAL: f64 = 15.0;

/// The points of a candidate; ten points are a factor of ten in inhabitants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Ten times the decimal logarithm of its inhabitants.
    pub size: f64,
    /// For what it is: countries before towns, districts after the towns they are named for.
    pub kind: f64,
    /// Against spellings that are not its own name.
    pub spelling: f64,
    /// For a capital.
    pub capital: f64,
    /// For the country that the other words speak of.
    pub country: f64,
    /// For the other places in its first-level division.
    pub division: f64,
    /// For the other places near it.
    pub nearby: f64,
    /// For the town that the outlet is named for.
    pub outlet: f64,
}

impl Score {
    /// All points together.
    pub fn total(&self) -> f64 {
        self.parts().iter().map(|(_, points)| points).sum()
    }

    /// The parts by name.
    pub fn parts(&self) -> [(&'static str, f64); 8] {
        [
            ("size", self.size),
            ("kind", self.kind),
            ("spelling", self.spelling),
            ("capital", self.capital),
            ("country", self.country),
            ("division", self.division),
            ("nearby", self.nearby),
            ("outlet", self.outlet),
        ]
    }
}

/// How likely a name means a place, when nothing is known of the article.
pub(crate) fn prior(candidate: &Candidate, all: &[Candidate], written: &str, is_division: bool) -> Score {
    let place = &candidate.place;
    let size = (place.population.max(100) as f64).log10() * 10.0;
    let (size, kind) = match place.kind {
        // "Georgia" is a state as well.
        Kind::Country if all.iter().any(|c| c.is_main_name && c.place.kind == Kind::Division && c.place.population > 1_000_000) => {
            (0.0, COUNTRY - 5.0)
        }
        Kind::Country => (0.0, COUNTRY),
        Kind::Region if place.population == 0 => (0.0, COUNTRY),
        Kind::Region => (size, 0.0),
        Kind::Division if is_division => (size, 0.0),
        // "New York" and "Salzburg" are the city first, "Nevada" is the state wherever a Nevada may lie.
        Kind::Division => (size, if all.iter().any(|c| c.is_main_name && is_seat(place, &c.place)) { -12.0 } else { 0.0 }),
        Kind::District => (size, if is_division { -6.0 } else { -22.0 }),
        Kind::City => (size, if is_division { -30.0 } else { 0.0 }),
    };
    // "White House" is also called Casablanca; spellings of one name share their first letter.
    let is_translation = !candidate.is_main_name && !same_initial(place.name, written);
    let spelling = match (candidate.is_main_name, is_translation, written.contains(' ')) {
        (true, _, _) => 0.0,
        (false, false, _) => -8.0,
        (false, true, true) => -60.0,
        (false, true, false) => -15.0,
    };
    let capital = if place.is_capital() { CAPITAL } else { 0.0 };
    Score { size, kind, spelling, capital, ..Score::default() }
}

/// True for a large town in a division of its name.
fn is_seat(division: &Place, town: &Place) -> bool {
    town.kind == Kind::City && town.population > 50_000 && town.division == division.division
}

fn same_initial(a: &str, b: &str) -> bool {
    fold(a).trim_start_matches("al ").chars().next() == fold(b).trim_start_matches("al ").chars().next()
}
