//! Countries and territories: names, codes, demonyms, capitals.

use crate::fold::{fold, is_written_as, without_article};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A country or territory with a code of its own.
#[derive(Debug, PartialEq)]
pub struct Country {
    /// ISO 3166 alpha-3; `XKX` for Kosovo, as in GeoNames.
    pub alpha3: &'static str,
    /// ISO 3166 alpha-2.
    pub alpha2: &'static str,
    /// GeoNames id.
    pub geonames_id: u32,
    /// Name used in reports.
    pub name: &'static str,
    /// All names and abbreviations, the one used in reports first.
    pub names: Vec<&'static str>,
    /// Adjectives and nouns for its people, plurals included.
    pub demonyms: Vec<String>,
    /// Degrees north of a point well inside.
    pub lat: f64,
    /// Degrees east of a point well inside.
    pub lon: f64,
    /// GeoNames id of the capital.
    pub capital: Option<u32>,
    /// Inhabitants according to GeoNames.
    pub population: u64,
    /// UN M49 regions that hold it, the largest first: `Europe`, `Eastern Europe`.
    pub regions: Vec<&'static str>,
    /// alpha-2 codes of its neighbours.
    pub neighbours: Vec<&'static str>,
}

/// The country with an ISO 3166 alpha-3 code.
pub fn country(alpha3: &str) -> Option<&'static Country> {
    Some(&COUNTRIES.list[*COUNTRIES.by_code.get(alpha3)?])
}

/// The country with an ISO 3166 alpha-2 code.
pub fn country_by_alpha2(alpha2: &str) -> Option<&'static Country> {
    Some(&COUNTRIES.list[*COUNTRIES.by_code.get(alpha2)?])
}

/// The country that a name or abbreviation means, as written in a text: "Belarus", "the U.K.", "DPRK". "turkey" and "us" mean none.
///
/// ```
/// assert_eq!(dateline_gazetteer::country_named("Burma").map(|c| c.alpha3), Some("MMR"));
/// assert_eq!(dateline_gazetteer::country_named("turkey"), None);
/// ```
pub fn country_named(name: &str) -> Option<&'static Country> {
    find(&COUNTRIES.by_name, without_article(name))
}

/// The country whose people or things an adjective or noun means: "Belarusian", "Britons", "Dutch".
///
/// ```
/// assert_eq!(dateline_gazetteer::demonym("Emiratis").map(|c| c.alpha3), Some("ARE"));
/// assert_eq!(dateline_gazetteer::demonym("polish"), None);
/// ```
pub fn demonym(word: &str) -> Option<&'static Country> {
    find(&COUNTRIES.by_demonym, word)
}

/// All countries, by alpha-3 code.
pub fn countries() -> &'static [Country] {
    &COUNTRIES.list
}

fn find(index: &HashMap<String, Vec<(String, usize)>>, written: &str) -> Option<&'static Country> {
    let entries = index.get(&fold(written))?;
    let (_, country) = entries.iter().find(|(name, _)| is_written_as(written, name))?;
    COUNTRIES.list.get(*country)
}

struct Countries {
    list: Vec<Country>,
    by_code: HashMap<&'static str, usize>,
    by_name: HashMap<String, Vec<(String, usize)>>,
    by_demonym: HashMap<String, Vec<(String, usize)>>,
}

static COUNTRIES: LazyLock<Countries> = LazyLock::new(load);

fn load() -> Countries {
    let facts: HashMap<&str, Vec<&'static str>> = rows(include_str!("../data/geonames/countries.tsv"))
        .filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            Some((*fields.first()?, fields))
        })
        .collect();
    let mut list: Vec<(usize, Country)> = Vec::new();
    for (n, line) in rows(include_str!("../data/countries.tsv")).enumerate() {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("");
        let (alpha3, lat, lon, names, demonyms) = (next(), next(), next(), next(), next());
        let fact = |n: usize| facts.get(alpha3).and_then(|f| f.get(n)).copied().unwrap_or("");
        let names = split(names, '|');
        let demonyms = split(demonyms, '|').into_iter().flat_map(forms).collect();
        let country = Country {
            alpha3,
            alpha2: fact(1),
            geonames_id: fact(2).parse().unwrap_or(0),
            name: names.first().copied().unwrap_or(alpha3),
            names,
            demonyms,
            lat: lat.parse().unwrap_or(0.0),
            lon: lon.parse().unwrap_or(0.0),
            capital: fact(3).parse().ok(),
            population: fact(4).parse().unwrap_or(0),
            regions: split(fact(5), '|'),
            neighbours: split(fact(6), ','),
        };
        list.push((n, country));
    }
    // The file's order decides who owns a demonym of two countries; the list itself is kept by code.
    list.sort_by_key(|(_, country)| country.alpha3);
    let mut in_file_order: Vec<(usize, usize)> = list.iter().enumerate().map(|(at, (n, _))| (*n, at)).collect();
    in_file_order.sort_unstable();
    let list: Vec<Country> = list.into_iter().map(|(_, country)| country).collect();
    let mut by_code = HashMap::new();
    let mut by_name: HashMap<String, Vec<(String, usize)>> = HashMap::new();
    let mut by_demonym: HashMap<String, Vec<(String, usize)>> = HashMap::new();
    for (_, at) in in_file_order {
        let country = &list[at];
        by_code.insert(country.alpha3, at);
        by_code.insert(country.alpha2, at);
        for name in &country.names {
            by_name.entry(fold(without_article(name))).or_default().push((without_article(name).to_string(), at));
        }
        for word in &country.demonyms {
            by_demonym.entry(fold(word)).or_default().push((word.clone(), at));
        }
    }
    Countries { list, by_code, by_name, by_demonym }
}

/// "Serb+" is Serb, Serbs; "British" is British.
fn forms(demonym: &str) -> Vec<String> {
    match demonym.strip_suffix('+') {
        Some(word) => vec![word.to_string(), format!("{word}s")],
        None => vec![demonym.to_string()],
    }
}

pub(crate) fn split(field: &'static str, by: char) -> Vec<&'static str> {
    field.split(by).filter(|part| !part.is_empty()).collect()
}

/// The rows of a data file: no comments, no empty lines.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Option<&Country>, expect: &str) {
        assert_eq!(found.map_or("", |c| c.alpha3), expect);
    }

    #[test]
    fn a_country_is_found_by_its_names_and_abbreviations() {
        for (name, code) in [
            ("Belarus", "BLR"),
            ("the United States", "USA"),
            ("The United Kingdom", "GBR"),
            ("U.S.", "USA"),
            ("US", "USA"),
            ("UK", "GBR"),
            ("North Korea", "PRK"),
            ("Côte d’Ivoire", "CIV"),
            ("Ivory Coast", "CIV"),
            ("Türkiye", "TUR"),
            ("TURKEY", "TUR"),
            ("Congo", "COD"),
            ("Republic of Congo", "COG"),
            ("Kosovo", "XKX"),
            ("Holy See", "VAT"),
            ("St Lucia", "LCA"),
            ("Georgia", "GEO"),
            ("us", ""),
            ("Us", ""),
            ("turkey", ""),
            ("EU", ""),
            ("", ""),
            ("the", ""),
        ] {
            check(country_named(name), code);
        }
    }

    #[test]
    fn a_demonym_is_found_in_all_its_forms() {
        for (word, code) in [
            ("Belarusian", "BLR"),
            ("Belarusians", "BLR"),
            ("British", "GBR"),
            ("Britons", "GBR"),
            ("Dutch", "NLD"),
            ("Filipino", "PHL"),
            ("Filipinas", "PHL"),
            ("Emirati", "ARE"),
            ("Saudi", "SAU"),
            ("Saudis", "SAU"),
            ("Palestinian", "PSE"),
            ("American", "USA"),
            ("US", "USA"),
            ("South Koreans", "KOR"),
            ("Congolese", "COD"),
            ("Dominican", "DOM"),
            ("Burkinabè", "BFA"),
            ("IRANIAN", "IRN"),
            ("Thais", "THA"),
            ("polish", ""),
            ("turks", ""),
            ("us", ""),
            ("European", ""),
        ] {
            check(demonym(word), code);
        }
    }

    #[test]
    fn every_country_has_its_facts() {
        for country in countries() {
            assert_eq!(country.alpha3.len(), 3, "{country:?}");
            assert_eq!(country.alpha2.len(), 2, "{country:?}");
            assert!(country.geonames_id > 0, "{country:?}");
            assert!((-90.0..=90.0).contains(&country.lat) && (-180.0..=180.0).contains(&country.lon), "{country:?}");
            assert_eq!(country_named(country.name), Some(country));
        }
        assert!(countries().len() > 240);
    }

    #[test]
    fn regions_and_neighbours_come_with_a_country() {
        let belarus = country("BLR").expect("in the data");
        assert_eq!(belarus.regions, ["Europe", "Eastern Europe"]);
        assert!(belarus.neighbours.contains(&"PL"));
        check(country_by_alpha2("BY"), "BLR");
    }
}
