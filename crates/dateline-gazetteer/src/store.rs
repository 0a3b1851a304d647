//! The tables of GeoNames as they lie in the program: rows by number, names by bisection. Nothing is loaded.

use crate::country::country_by_alpha2;
use crate::place::{Kind, Place};

const PLACES: Table =
    Table { text: include_str!(concat!(env!("OUT_DIR"), "/places.tsv")), rows: include_bytes!(concat!(env!("OUT_DIR"), "/places.rows")) };
const DIVISIONS: Table = Table {
    text: include_str!(concat!(env!("OUT_DIR"), "/divisions.tsv")),
    rows: include_bytes!(concat!(env!("OUT_DIR"), "/divisions.rows")),
};
const NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/names.tsv"));

/// Lines of tab-separated fields, and where each begins.
struct Table {
    text: &'static str,
    /// Offsets as little-endian 32-bit numbers.
    rows: &'static [u8],
}

impl Table {
    fn len(&self) -> usize {
        self.rows.len() / 4
    }

    fn row(&self, at: usize) -> Option<&'static str> {
        let bytes = self.rows.get(at * 4..at * 4 + 4)?;
        Some(line_at(self.text, u32::from_le_bytes(bytes.try_into().ok()?) as usize))
    }

    /// The row whose first field is `key`, in a table sorted by it.
    fn find<K: Ord>(&self, key: &K, read: impl Fn(&'static str) -> K) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let first = self.row(middle)?.split('\t').next()?;
            match read(first).cmp(key) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// A row that a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Town(usize),
    Division(usize),
}

impl Row {
    pub(crate) fn place(self) -> Option<Place> {
        match self {
            Row::Town(at) => town(at),
            Row::Division(at) => division(at),
        }
    }
}

/// The rows that a folded name refers to, with whether it is their main name.
pub(crate) fn named(key: &str) -> impl Iterator<Item = (Row, bool)> + use<> {
    let (main, other) = names(key).unwrap_or_default();
    references(main).map(|row| (row, true)).chain(references(other).map(|row| (row, false)))
}

/// The town with a GeoNames id.
pub(crate) fn town_with_id(id: u32) -> Option<Place> {
    town(PLACES.find(&id, |field| field.parse().unwrap_or(0))?)
}

/// The division with a GeoNames code, "US.ME" or "US.ME.005".
pub(crate) fn division_with_code(code: &str) -> Option<Place> {
    division(DIVISIONS.find(&code, |field| field)?)
}

fn references(list: &'static str) -> impl Iterator<Item = Row> {
    list.split(',').filter_map(|reference| match reference.strip_prefix('d') {
        Some(n) => n.parse().ok().map(Row::Division),
        None => reference.parse().ok().map(Row::Town),
    })
}

/// The two lists of references of a key, by bisection of the sorted file.
fn names(key: &str) -> Option<(&'static str, &'static str)> {
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = NAMES.as_bytes().get(low..middle)?.iter().rposition(|b| *b == b'\n').map_or(low, |p| low + p + 1);
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

fn town(at: usize) -> Option<Place> {
    let mut fields = PLACES.row(at)?.split('\t');
    let id = fields.next()?.parse().ok()?;
    let name = fields.next()?;
    let division = fields.next()?;
    let district = fields.next()?.parse().ok().and_then(|row| DIVISIONS.row(row)?.split('\t').next());
    Some(Place {
        name,
        kind: Kind::City,
        geonames_id: Some(id),
        country: country_by_alpha2(division.split('.').next()?),
        division,
        district: district.unwrap_or(""),
        lat: fields.next()?.parse().ok(),
        lon: fields.next()?.parse().ok(),
        population: fields.next()?.parse().ok()?,
    })
}

fn division(at: usize) -> Option<Place> {
    let mut fields = DIVISIONS.row(at)?.split('\t');
    let code = fields.next()?;
    let first_dot = code.find('.')?;
    let second_dot = code.get(first_dot + 1..)?.find('.').map(|dot| first_dot + 1 + dot);
    Some(Place {
        kind: if second_dot.is_some() { Kind::District } else { Kind::Division },
        geonames_id: fields.next()?.parse().ok(),
        name: fields.next()?,
        country: country_by_alpha2(code.get(..first_dot)?),
        division: code.get(..second_dot.unwrap_or(code.len()))?,
        district: if second_dot.is_some() { code } else { "" },
        lat: fields.next()?.parse().ok(),
        lon: fields.next()?.parse().ok(),
        population: fields.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    #[test]
    fn names_file_is_sorted_and_its_keys_are_folded_like_here() {
        let mut last = "";
        for line in NAMES.lines() {
            let mut fields = line.split('\t');
            let key = fields.next().unwrap_or("");
            assert!(last < key, "{last} before {key}");
            last = key;
            for row in references(fields.next().unwrap_or("")).take(3) {
                assert_eq!(fold(row.place().expect("a row").name), key);
            }
        }
        assert_eq!(names("zzzzzzzz"), None);
        assert_eq!(names(""), None);
    }

    #[test]
    fn every_town_and_division_is_whole() {
        for at in 0..PLACES.len() {
            let place = town(at).expect("a row is whole");
            assert!(place.country.is_some() && place.lat.is_some(), "{place:?}");
        }
        for at in 0..DIVISIONS.len() {
            let place = division(at).expect("a row is whole");
            assert!(place.country.is_some() && place.lat.is_some(), "{place:?}");
            let code = if place.kind == Kind::District { place.district } else { place.division };
            assert_eq!(division_with_code(code), Some(place));
        }
        assert_eq!(town(PLACES.len()), None);
        assert_eq!(town_with_id(0), None);
    }
}
