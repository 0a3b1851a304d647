//! Wire agencies and outlets that other outlets credit.

use crate::country::{rows, split};
use crate::fold::{fold, is_written_as, without_article};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A wire agency or an outlet.
#[derive(Debug, PartialEq, Eq)]
pub struct Agency {
    /// Name in reports, "The Associated Press".
    pub name: &'static str,
    /// True when it sells its reports to others.
    pub is_wire: bool,
    /// ISO 3166 alpha-3 of its seat.
    pub country: &'static str,
    /// Other names.
    pub aliases: Vec<&'static str>,
}

/// The agency or outlet that a name means, as written in a text.
///
/// ```
/// assert_eq!(dateline_gazetteer::agency("AP").map(|a| a.name), Some("The Associated Press"));
/// assert_eq!(dateline_gazetteer::agency("the BBC").map(|a| a.name), Some("BBC"));
/// ```
pub fn agency(name: &str) -> Option<&'static Agency> {
    let written = without_article(name);
    let entries = AGENCIES.by_name.get(&fold(written))?;
    let (_, at) = entries.iter().find(|(known, _)| is_written_as(written, known))?;
    AGENCIES.list.get(*at)
}

/// All agencies and outlets, in the order of the data file.
pub fn agencies() -> &'static [Agency] {
    &AGENCIES.list
}

struct Agencies {
    list: Vec<Agency>,
    by_name: HashMap<String, Vec<(&'static str, usize)>>,
}

static AGENCIES: LazyLock<Agencies> = LazyLock::new(|| {
    let mut list = Vec::new();
    let mut by_name: HashMap<String, Vec<(&'static str, usize)>> = HashMap::new();
    for line in rows(include_str!("../data/agencies.tsv")) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("");
        let (kind, country, name, aliases) = (next(), next(), next(), split(next(), '|'));
        for known in std::iter::once(&name).chain(&aliases) {
            let known = without_article(known);
            by_name.entry(fold(known)).or_default().push((known, list.len()));
        }
        list.push(Agency { name, is_wire: kind == "agency", country, aliases });
    }
    Agencies { list, by_name }
});

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn an_agency_is_found_by_its_names() {
        for (name, expect) in [
            ("AP", "The Associated Press"),
            ("the Associated Press", "The Associated Press"),
            ("Reuters", "Reuters"),
            ("Agence France-Presse", "Agence France-Presse"),
            ("AFP", "Agence France-Presse"),
            ("Xinhua News Agency", "Xinhua"),
            ("Itar-Tass", "TASS"),
            ("ANI", "Asian News International"),
            ("RFE/RL", "Radio Free Europe/Radio Liberty"),
            ("BBC", "BBC"),
            ("dpa", "dpa"),
            ("DPA", "dpa"),
            ("ap", ""),
            ("Ap", ""),
            ("", ""),
        ] {
            assert_eq!(agency(name).map_or("", |a| a.name), expect, "{name}");
        }
    }

    #[test]
    fn every_row_is_whole_and_found_by_its_own_name() {
        let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
        for agency_row in agencies() {
            assert!(crate::country(agency_row.country).is_some(), "{agency_row:?}");
            assert_eq!(agency(agency_row.name), Some(agency_row));
            for known in std::iter::once(&agency_row.name).chain(&agency_row.aliases) {
                assert_eq!(owners.insert(known, agency_row.name), None, "{known} stands twice");
            }
        }
        assert!(agencies().len() > 300);
        assert!(agencies().iter().filter(|a| a.is_wire).count() > 120);
    }
}
