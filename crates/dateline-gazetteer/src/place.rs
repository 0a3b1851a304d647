//! Places by name: countries, first- and second-level divisions, towns from 500 inhabitants, and regions that news names.

use crate::country::{Country, country, country_named, rows, split};
use crate::fold::{fold, is_written_as, without_article};
use crate::store::{Row, division_with_code, named, town_with_id};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a place is, from coarse to fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Larger than a country, or not an administrative unit: "the Middle East", "Donbas".
    Region,
    /// A country or territory.
    Country,
    /// A first-level division: a state, province, governorate.
    Division,
    /// A second-level division: a county, district.
    District,
    /// A town.
    City,
}

/// A place in the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Name in the gazetteer.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// GeoNames id; regions mostly have none.
    pub geonames_id: Option<u32>,
    /// The country it lies in; `None` for regions of several countries and where the country is contested.
    pub country: Option<&'static Country>,
    /// GeoNames code of the first-level division, "US.ME"; empty when unknown.
    pub division: &'static str,
    /// GeoNames code of the second-level division, "US.ME.005"; empty when unknown.
    pub district: &'static str,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Inhabitants according to GeoNames; of a division those of its towns.
    pub population: u64,
}

/// A place that a name can mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The place.
    pub place: Place,
    /// True when the name is the gazetteer's own name for it, false for one of its other spellings, some of them foreign.
    pub is_main_name: bool,
}

impl Place {
    /// True when it is the capital of its country.
    pub fn is_capital(&self) -> bool {
        self.geonames_id.is_some() && self.country.is_some_and(|c| c.capital == self.geonames_id)
    }
}

/// Every place that a name as written in a text can mean, the likeliest first: regions and countries, then own names before other
/// spellings, then by inhabitants. It does not look at the words around; whoever does has the last word.
///
/// ```
/// let found = dateline_gazetteer::by_name("Georgia");
/// assert_eq!(found[0].place.country.map(|c| c.alpha3), Some("GEO"));
/// assert!(found.iter().any(|c| c.place.division == "US.GA"));
/// ```
pub fn by_name(name: &str) -> Vec<Candidate> {
    let written = without_article(name);
    let mut found = Vec::new();
    if !written.starts_with(|c: char| c.is_alphanumeric()) || written.len() > LONGEST_NAME {
        return found;
    }
    let key = fold(written);
    if let Some((_, state, _)) = ABBREVIATIONS.iter().find(|(short, _, anywhere)| *anywhere && *short == written) {
        return vec![Candidate { place: *state, is_main_name: true }];
    }
    if let Some(regions) = REGIONS.get(&key) {
        let fits = regions.iter().filter(|(known, _)| is_written_as(written, known));
        found.extend(fits.map(|(_, place)| Candidate { place: *place, is_main_name: true }));
    }
    if let Some(country) = country_named(written) {
        found.push(Candidate { place: of_country(country), is_main_name: true });
    }
    // Abbreviations of towns are not in the data, so a name all in capitals is either a headline's or stands for something else (EU, IS).
    let is_short_capitals = written.chars().count() <= 3 && written.chars().all(|c| c.is_uppercase() || c == '.');
    // Towns of two letters (Eu, Of, Is) are words first.
    if !is_short_capitals && key.chars().count() > 2 && written.chars().any(char::is_uppercase) {
        let candidate = |(row, is_main_name): (Row, bool)| Some(Candidate { place: row.place()?, is_main_name });
        let mut towns: Vec<Candidate> = named(&key).filter_map(candidate).collect();
        for other in spelled_otherwise(&key) {
            let known = |c: &Candidate| towns.iter().any(|t| t.place.geonames_id == c.place.geonames_id);
            let more: Vec<Candidate> = named(&other).filter_map(candidate).filter(|c| !known(c)).collect();
            towns.extend(more);
        }
        towns.retain(|town| !found.iter().any(|f| f.place.geonames_id.is_some() && f.place.geonames_id == town.place.geonames_id));
        // Districts are mostly named after their town.
        towns.sort_by_key(|c| (Reverse((c.is_main_name, c.place.kind != Kind::District, c.place.population)), c.place.geonames_id));
        found.extend(towns);
    }
    found
}

/// "St Louis" and "Saint Louis" are one name, "Mt Vernon" and "Mount Vernon", "Ft Worth" and "Fort Worth"; "Kent County" is also Kent.
fn spelled_otherwise(key: &str) -> impl Iterator<Item = String> {
    const SHORT: [(&str, &str); 4] = [("st ", "saint "), ("mt ", "mount "), ("ft ", "fort "), ("ste ", "sainte ")];
    let long = SHORT.iter().filter_map(|(short, long)| Some(format!("{long}{}", key.strip_prefix(short)?)));
    let short = SHORT.iter().filter_map(|(short, long)| Some(format!("{short}{}", key.strip_prefix(long)?)));
    let county = key.strip_prefix("county ").map(|name| format!("{name} county"));
    long.chain(short).chain(county).collect::<Vec<_>>().into_iter()
}

/// The state or province that an abbreviation means after the name of a town and a comma: "London, KY".
///
/// ```
/// assert_eq!(dateline_gazetteer::abbreviated("KY").map(|p| p.division), Some("US.KY"));
/// assert!(dateline_gazetteer::by_name("KY").is_empty());
/// ```
pub fn abbreviated(written: &str) -> Option<Place> {
    ABBREVIATIONS.iter().find(|(short, _, _)| *short == written).map(|(_, place, _)| *place)
}

/// The capital of the country with an alpha-3 code.
pub fn capital_of(alpha3: &str) -> Option<Place> {
    by_geonames_id(country(alpha3)?.capital?)
}

/// The town with a GeoNames id.
pub fn by_geonames_id(id: u32) -> Option<Place> {
    town_with_id(id)
}

/// The division with a GeoNames code, "US.ME" of the first level or "US.ME.005" of the second.
pub fn division(code: &str) -> Option<Place> {
    division_with_code(code)
}

/// A country as a place.
pub fn of_country(country: &'static Country) -> Place {
    Place {
        name: country.name,
        kind: Kind::Country,
        geonames_id: Some(country.geonames_id),
        country: Some(country),
        division: "",
        district: "",
        lat: Some(country.lat),
        lon: Some(country.lon),
        population: country.population,
    }
}

/// No name in the gazetteer is longer, in bytes.
const LONGEST_NAME: usize = 100;

static ABBREVIATIONS: LazyLock<Vec<(&'static str, Place, bool)>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let (short, code, whither) = (fields.next()?, fields.next()?, fields.next()?);
        Some((short, coded(code)?, whither == "anywhere"))
    };
    rows(include_str!("../data/abbreviations.tsv")).filter_map(row).collect()
});

/// A division by its code, or a town by "@" and its GeoNames id.
fn coded(code: &str) -> Option<Place> {
    match code.strip_prefix('@') {
        Some(id) => by_geonames_id(id.parse().ok()?),
        None => division(code),
    }
}

static REGIONS: LazyLock<HashMap<String, Vec<(&'static str, Place)>>> = LazyLock::new(|| {
    let mut index: HashMap<String, Vec<(&'static str, Place)>> = HashMap::new();
    for line in rows(include_str!("../data/regions.tsv")) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("");
        let (names, code, lat, lon, id, level) = (split(next(), '|'), next(), next(), next(), next(), next());
        let mut place = Place {
            name: names.first().copied().unwrap_or(""),
            kind: if level == "admin1" { Kind::Division } else { Kind::Region },
            geonames_id: id.parse().ok(),
            country: country(code),
            division: "",
            district: "",
            lat: lat.parse().ok(),
            lon: lon.parse().ok(),
            population: 0,
        };
        let known = coded(id.strip_prefix('=').unwrap_or(id)).filter(|_| id.starts_with(['=', '@']));
        if let Some(known) = known {
            place = Place { name: place.name, ..known };
        }
        for name in names {
            index.entry(fold(name)).or_default().push((name, place));
        }
    }
    index
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, kind: Kind, country: &str) {
        let found = by_name(name);
        let first = found.first().unwrap_or_else(|| panic!("{name} is unknown"));
        assert_eq!((first.place.kind, first.place.country.map_or("", |c| c.alpha3)), (kind, country), "{name}");
    }

    #[test]
    fn the_likeliest_place_comes_first() {
        check("Minsk", Kind::City, "BLR");
        check("Kiev", Kind::City, "UKR");
        check("Kyiv", Kind::City, "UKR");
        check("MOSUL", Kind::City, "IRQ");
        check("Paris", Kind::City, "FRA");
        check("Georgia", Kind::Country, "GEO");
        check("Lebanon", Kind::Country, "LBN");
        check("the Middle East", Kind::Region, "");
        check("Middle East", Kind::Region, "");
        check("EU", Kind::Region, "");
        check("Donbas", Kind::Region, "UKR");
        check("Kashmir", Kind::Region, "");
        check("Scotland", Kind::Division, "GBR");
        check("Xinjiang", Kind::Division, "CHN");
        check("Asunción", Kind::City, "PRY");
    }

    #[test]
    fn words_that_are_no_places_find_none() {
        for word in ["", "the", "us", "IS", "UN", "Eu.", "nice", "\u{0}", "م", "🙂", "."] {
            assert!(by_name(word).is_empty(), "{word}: {:?}", by_name(word));
        }
    }

    #[test]
    fn capitals_are_known() {
        let minsk = capital_of("BLR").expect("in the data");
        assert_eq!((minsk.name, minsk.geonames_id, minsk.is_capital()), ("Minsk", Some(625144), true));
        let without: Vec<&str> = crate::countries().iter().filter(|c| capital_of(c.alpha3).is_none()).map(|c| c.alpha3).collect();
        assert_eq!(without, ["ATA", "BES", "BVT", "HMD", "PLW", "TKL", "UMI"], "countries whose capital GeoNames does not give");
    }

    #[test]
    fn every_abbreviation_is_a_state_and_those_that_look_like_words_only_after_a_town() {
        for line in rows(include_str!("../data/abbreviations.tsv")) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [short, code, whither] = fields.as_slice() else { panic!("{line}") };
            let place = abbreviated(short).unwrap_or_else(|| panic!("{line}"));
            assert!(code.starts_with('@') || place.division == *code, "{line}");
            let found = by_name(short).first().map(|c| c.place.division) == Some(place.division);
            assert!(matches!((*whither, found), ("anywhere", true) | ("after", _)), "{line}");
        }
    }

    #[test]
    fn small_towns_and_counties_are_known_in_both_spellings() {
        check("Houma", Kind::City, "USA");
        assert!(by_name("Kent County").iter().all(|c| c.place.kind == Kind::District));
        assert!(by_name("County Mayo").iter().any(|c| c.place.country.map(|c| c.alpha3) == Some("IRL")));
        let saint = |name: &str| by_name(name).iter().filter_map(|c| c.place.geonames_id).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(saint("St. Albans"), saint("Saint Albans"));
        let london = by_name("London").into_iter().find(|c| c.place.division == "US.KY").expect("in the data");
        assert_eq!(division(london.place.district).map(|d| d.name), Some("Laurel County"));
    }

    #[test]
    fn every_region_is_found_by_each_of_its_names() {
        for line in rows(include_str!("../data/regions.tsv")) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 6, "{line}");
            assert!(fields[1] == "-" || country(fields[1]).is_some(), "{line}");
            assert!(fields[4].strip_prefix('=').is_none_or(|code| division(code).is_some()), "{line}");
            let town = |id: &str| id.parse().ok().and_then(by_geonames_id).and_then(|p| p.country).map(|c| c.alpha3);
            assert!(fields[4].strip_prefix('@').is_none_or(|id| town(id) == Some(fields[1])), "{line}");
            for name in fields[0].split('|') {
                assert!(!by_name(name).is_empty(), "{name}");
            }
        }
    }
}
