//! Places by name: countries, first-level divisions, towns from 15,000 inhabitants, and regions that news names.

use crate::country::{Country, country, country_by_alpha2, country_named, rows, split};
use crate::fold::{fold, is_written_as, without_article};
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
    /// A town.
    City,
}

/// A place in the gazetteer.
#[derive(Clone, Debug, PartialEq)]
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
    pub division: String,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Inhabitants according to GeoNames; of a division those of its towns.
    pub population: u64,
}

/// A place that a name can mean.
#[derive(Clone, Debug, PartialEq)]
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
    if let Some(state) = STATES.iter().find(|(short, _)| *short == written).and_then(|(_, code)| division(code)) {
        return vec![Candidate { place: state, is_main_name: true }];
    }
    if let Some(regions) = REGIONS.get(&key) {
        let fits = regions.iter().filter(|(known, _)| is_written_as(written, known));
        found.extend(fits.map(|(_, place)| Candidate { place: place.clone(), is_main_name: true }));
    }
    if let Some(country) = country_named(written) {
        found.push(Candidate { place: of_country(country), is_main_name: true });
    }
    // Abbreviations of towns are not in the data, so a name all in capitals is either a headline's or stands for something else (EU, IS).
    let is_short_capitals = written.chars().count() <= 3 && written.chars().all(|c| c.is_uppercase() || c == '.');
    if !is_short_capitals
        && written.chars().any(char::is_uppercase)
        && let Some((main, other)) = names(&key)
    {
        let mut towns: Vec<Candidate> = references(main, true).chain(references(other, false)).collect();
        towns.retain(|town| !found.iter().any(|f| f.place.geonames_id.is_some() && f.place.geonames_id == town.place.geonames_id));
        towns.sort_by_key(|c| (std::cmp::Reverse((c.is_main_name, c.place.population)), c.place.geonames_id));
        found.extend(towns);
    }
    found
}

/// The capital of the country with an alpha-3 code.
pub fn capital_of(alpha3: &str) -> Option<Place> {
    by_geonames_id(country(alpha3)?.capital?)
}

/// The town with a GeoNames id.
pub fn by_geonames_id(id: u32) -> Option<Place> {
    let at = TOWNS
        .binary_search_by_key(&id, |offset| line_at(PLACES, *offset as usize).split('\t').next().and_then(|f| f.parse().ok()).unwrap_or(0))
        .ok()?;
    town(at)
}

/// The first-level division with a GeoNames code, "US.ME".
pub fn division(code: &str) -> Option<Place> {
    let at = DIVISIONS.binary_search_by_key(&code, |line| line.split('\t').next().unwrap_or("")).ok()?;
    division_at(at)
}

/// A country as a place.
pub fn of_country(country: &'static Country) -> Place {
    Place {
        name: country.name,
        kind: Kind::Country,
        geonames_id: Some(country.geonames_id),
        country: Some(country),
        division: String::new(),
        lat: Some(country.lat),
        lon: Some(country.lon),
        population: country.population,
    }
}

/// No name in the gazetteer is longer, in bytes.
const LONGEST_NAME: usize = 100;

/// Newspaper abbreviations of the states of the USA and provinces of Canada that are written with a dot, as in "Homer, Ky.". Postal
/// codes without dots (IN, OR, ME) are left out: too many words look like them.
const STATES: [(&str, &str); 51] = [
    ("Ala.", "US.AL"),
    ("Ariz.", "US.AZ"),
    ("Ark.", "US.AR"),
    ("Calif.", "US.CA"),
    ("Colo.", "US.CO"),
    ("Conn.", "US.CT"),
    ("Del.", "US.DE"),
    ("Fla.", "US.FL"),
    ("Ga.", "US.GA"),
    ("Ill.", "US.IL"),
    ("Ind.", "US.IN"),
    ("Kan.", "US.KS"),
    ("Ky.", "US.KY"),
    ("La.", "US.LA"),
    ("Md.", "US.MD"),
    ("Mass.", "US.MA"),
    ("Mich.", "US.MI"),
    ("Minn.", "US.MN"),
    ("Miss.", "US.MS"),
    ("Mo.", "US.MO"),
    ("Mont.", "US.MT"),
    ("Neb.", "US.NE"),
    ("Nev.", "US.NV"),
    ("N.H.", "US.NH"),
    ("N.J.", "US.NJ"),
    ("N.M.", "US.NM"),
    ("N.Y.", "US.NY"),
    ("N.C.", "US.NC"),
    ("N.D.", "US.ND"),
    ("Okla.", "US.OK"),
    ("Ore.", "US.OR"),
    ("Pa.", "US.PA"),
    ("R.I.", "US.RI"),
    ("S.C.", "US.SC"),
    ("S.D.", "US.SD"),
    ("Tenn.", "US.TN"),
    ("Tex.", "US.TX"),
    ("Vt.", "US.VT"),
    ("Va.", "US.VA"),
    ("Wash.", "US.WA"),
    ("W.Va.", "US.WV"),
    ("W. Va.", "US.WV"),
    ("Wis.", "US.WI"),
    ("Wyo.", "US.WY"),
    ("Ont.", "CA.08"),
    ("Que.", "CA.10"),
    ("B.C.", "CA.02"),
    ("Alta.", "CA.01"),
    ("Sask.", "CA.11"),
    ("Man.", "CA.03"),
    ("N.S.", "CA.07"),
];

const PLACES: &str = include_str!("../data/geonames/places.tsv");
const NAMES: &str = include_str!("../data/geonames/names.tsv");

/// Offset of every row of `PLACES`, which is in the order of the ids.
static TOWNS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut offsets = Vec::with_capacity(PLACES.len() / 40);
    let mut at = 0;
    for line in PLACES.split_inclusive('\n') {
        if !line.starts_with('#') {
            offsets.push(at as u32);
        }
        at += line.len();
    }
    offsets
});

static DIVISIONS: LazyLock<Vec<&'static str>> = LazyLock::new(|| rows(include_str!("../data/geonames/divisions.tsv")).collect());

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
            division: String::new(),
            lat: lat.parse().ok(),
            lon: lon.parse().ok(),
            population: 0,
        };
        let known = id.strip_prefix('=').and_then(division).or_else(|| by_geonames_id(id.strip_prefix('@')?.parse().ok()?));
        if let Some(known) = known {
            place = Place { name: place.name, ..known };
        }
        for name in names {
            index.entry(fold(name)).or_default().push((name, place.clone()));
        }
    }
    index
});

/// The two lists of references of a key, by bisection of the sorted file: nothing to load.
fn names(key: &str) -> Option<(&'static str, &'static str)> {
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = NAMES.as_bytes()[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |p| low + p + 1);
        let line = line_at(NAMES, start);
        let mut fields = line.split('\t');
        match fields.next().unwrap_or("").cmp(key) {
            std::cmp::Ordering::Equal => return Some((fields.next().unwrap_or(""), fields.next().unwrap_or(""))),
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

fn line_at(file: &'static str, start: usize) -> &'static str {
    let rest = file.get(start..).unwrap_or("");
    rest.split('\n').next().unwrap_or("")
}

fn references(list: &'static str, is_main_name: bool) -> impl Iterator<Item = Candidate> {
    list.split(',').filter(|r| !r.is_empty()).filter_map(move |reference| {
        let place = match reference.strip_prefix('d') {
            Some(n) => division_at(n.parse().ok()?),
            None => town(reference.parse().ok()?),
        };
        Some(Candidate { place: place?, is_main_name })
    })
}

fn town(at: usize) -> Option<Place> {
    let mut fields = line_at(PLACES, *TOWNS.get(at)? as usize).split('\t');
    let id = fields.next()?.parse().ok()?;
    let name = fields.next()?;
    let country_code = fields.next()?;
    let division = format!("{country_code}.{}", fields.next()?);
    Some(Place {
        name,
        kind: Kind::City,
        geonames_id: Some(id),
        country: country_by_alpha2(country_code),
        division,
        lat: fields.next()?.parse().ok(),
        lon: fields.next()?.parse().ok(),
        population: fields.next()?.parse().ok()?,
    })
}

fn division_at(at: usize) -> Option<Place> {
    let mut fields = DIVISIONS.get(at)?.split('\t');
    let code = fields.next()?;
    Some(Place {
        kind: Kind::Division,
        geonames_id: fields.next()?.parse().ok(),
        name: fields.next()?,
        country: country_by_alpha2(code.split('.').next()?),
        division: code.to_string(),
        lat: fields.next()?.parse().ok(),
        lon: fields.next()?.parse().ok(),
        population: fields.next()?.parse().ok()?,
    })
}

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
    fn names_file_is_sorted_and_its_keys_are_folded_like_here() {
        let mut last = "";
        for line in NAMES.lines() {
            let mut fields = line.split('\t');
            let key = fields.next().unwrap_or("");
            assert!(last < key, "{last} before {key}");
            last = key;
            let main = fields.next().unwrap_or("");
            for found in references(main, true) {
                assert_eq!(fold(found.place.name), key);
            }
        }
        assert_eq!(names("zzzzzzzz"), None);
        assert_eq!(names(""), None);
    }

    #[test]
    fn every_town_and_division_has_its_country() {
        for at in 0..TOWNS.len() {
            let place = town(at).expect("a row is whole");
            assert!(place.country.is_some(), "{place:?}");
        }
        for at in 0..DIVISIONS.len() {
            let place = division_at(at).expect("a row is whole");
            assert!(place.country.is_some(), "{place:?}");
            assert_eq!(division(&place.division), Some(place));
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
    fn every_abbreviated_state_is_a_division() {
        for (short, code) in STATES {
            assert_eq!(by_name(short).first().map(|c| c.place.division.as_str()), Some(code), "{short}");
        }
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
