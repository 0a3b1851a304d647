//! A table in the shape of GDELT 1.0 events, for pipelines that read nothing else: 58 columns, tabs between, no names.
//!
//! One row for each happening, not for each mention. What the shape has no place for is lost: who says so, disputes, open intervals. A day
//! that no article tells is that of the first report, as in GDELT. What Dateline does not know stays empty: tone, ethnic and religious codes.

use super::{each, text};
use crate::error::Result;
use crate::sqlite::{Sqlite, Value};
use std::collections::BTreeMap;
use std::io::Write;

const CODES: &str = include_str!("../../data/cameo.tsv");
/// Columns of the format.
const COLUMNS: usize = 58;

/// Writes the table.
///
/// # Errors
/// When the record cannot be read or the table cannot be written.
pub fn gdelt(record: &Sqlite, out: &mut dyn Write) -> Result<()> {
    let codes: BTreeMap<&str, (&str, &str)> = CODES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, (cells.next()?, cells.next()?)))
        })
        .collect();
    let sql = "SELECT h.id, h.type, coalesce(h.first, h.reported), h.reported, h.who, h.to_whom, h.place, h.country, h.geonames_id, h.lat,
                 h.lon, h.events, h.sources, h.articles, h.actor_country, h.recipient_country,
                 (SELECT a.url FROM events v JOIN articles a ON a.id = v.article WHERE v.happening = h.id AND a.url IS NOT NULL
                  ORDER BY a.published IS NULL, a.published, a.id LIMIT 1)
               FROM (SELECT h.*,
                 (SELECT p.country FROM events v JOIN parties p ON p.event = v.id
                  WHERE v.happening = h.id AND p.role = 'actor' AND p.country IS NOT NULL ORDER BY v.id, p.position LIMIT 1) AS actor_country,
                 (SELECT p.country FROM events v JOIN parties p ON p.event = v.id
                  WHERE v.happening = h.id AND p.role = 'recipient' AND p.country IS NOT NULL ORDER BY v.id, p.position LIMIT 1)
                  AS recipient_country FROM happenings h) h
               ORDER BY h.id";
    each(record, sql, &mut |row| writeln!(out, "{}", line(row, &codes).join("\t")))
}

fn line(row: &[Value], codes: &BTreeMap<&str, (&str, &str)>) -> Vec<String> {
    let known = |at: usize| text(row.get(at)).map(|cell| cell.replace(['\t', '\n', '\r'], " ")).unwrap_or_default();
    let first = |at: usize| known(at).split("; ").next().unwrap_or_default().to_uppercase();
    let (root, quad) = codes.get(known(1).as_str()).copied().unwrap_or_default();
    let day = known(2).replace('-', "");
    let part = |from: usize, to: usize| day.get(from..to).unwrap_or_default().to_owned();
    let mut cells = vec![String::new(); COLUMNS];
    let place = if known(8).is_empty() {
        ""
    } else if known(6).is_empty() {
        "1"
    } else {
        "4"
    };
    let full = [known(6), known(7)].into_iter().filter(|name| !name.is_empty()).collect::<Vec<String>>().join(", ");
    let set: [(usize, String); 26] = [
        (0, known(0)),
        (1, day.clone()),
        (2, part(0, 6)),
        (3, part(0, 4)),
        (5, known(14)),
        (6, first(4)),
        (7, known(14)),
        (15, known(15)),
        (16, first(5)),
        (17, known(15)),
        (25, "1".to_owned()),
        (26, root.to_owned()),
        (27, root.to_owned()),
        (28, root.to_owned()),
        (29, quad.to_owned()),
        (31, known(11)),
        (32, known(12)),
        (33, known(13)),
        (49, place.to_owned()),
        (50, full),
        (51, known(7)),
        (53, known(9)),
        (54, known(10)),
        (55, known(8)),
        (56, known(3).replace('-', "")),
        (57, known(16)),
    ];
    for (at, value) in set {
        if let Some(cell) = cells.get_mut(at) {
            *cell = value;
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_the_columns_of_the_format() {
        let codes = BTreeMap::from([("ASSAULT", ("19", "4"))]);
        let mut row = vec![Value::Null; 17];
        row[1] = Value::Text("ASSAULT".to_owned());
        row[2] = Value::Text("2021-05-22".to_owned());
        row[4] = Value::Text("army; River\tFront".to_owned());
        let cells = line(&row, &codes);
        assert_eq!(cells.len(), 58);
        assert_eq!((cells[1].as_str(), cells[2].as_str(), cells[3].as_str()), ("20210522", "202105", "2021"));
        assert_eq!((cells[6].as_str(), cells[26].as_str(), cells[29].as_str()), ("ARMY", "19", "4"));
    }

    #[test]
    fn every_type_of_the_codebook_has_a_code() {
        assert_eq!(CODES.lines().filter(|line| !line.starts_with('#')).count(), 16);
    }
}
