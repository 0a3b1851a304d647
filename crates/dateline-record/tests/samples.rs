//! Records of every format so far open, and can be added to.

use dateline_record::id::Ids;
use dateline_record::{Answer, Filter, Kind, Record, Sqlite, Store, Value};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The sample of a format, unpacked: the record of `dateline demo` of that time.
fn sample(format: u32) -> (TempDir, PathBuf) {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/samples/format-{format}.dateline.gz"));
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&packed).expect("the sample");
    flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).expect("it unpacks");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sample.dateline");
    std::fs::write(&path, bytes).expect("a file");
    (folder, path)
}

struct Count(i64);

impl Answer for Count {
    fn columns(&mut self, _: &[String], _: &[Kind]) -> std::io::Result<()> {
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> std::io::Result<()> {
        if let [Value::Integer(n)] = values {
            self.0 = *n;
        }
        Ok(())
    }
}

fn count(record: &Sqlite, sql: &str) -> i64 {
    let mut count = Count(-1);
    record.query(sql, &mut count).expect("an answer");
    count.0
}

fn event_ids(record: &Sqlite) -> Vec<String> {
    let events = record.articles_after("", 100).expect("articles").into_iter().flat_map(|id| record.events(&id).expect("events"));
    events.map(|event| event.id).collect()
}

#[test]
fn a_record_of_format_1_opens_and_can_be_corrected() {
    opens_and_can_be_corrected(1);
}

#[test]
fn a_record_of_format_2_opens_and_can_be_corrected() {
    opens_and_can_be_corrected(2);
}

#[test]
fn a_record_of_format_3_opens_and_can_be_corrected() {
    opens_and_can_be_corrected(3);
}

#[test]
fn a_record_of_format_4_opens_and_can_be_corrected() {
    opens_and_can_be_corrected(4);
}

#[test]
fn a_record_of_format_5_opens_and_can_be_corrected() {
    opens_and_can_be_corrected(5);
}

fn opens_and_can_be_corrected(format: u32) {
    let (_folder, path) = sample(format);
    let by_day = |record: &Sqlite| {
        let rows = record.happenings(&Filter::default()).expect("happenings");
        let words = Filter { words: vec!["the".to_owned()], from: Some("1990-01-01".to_owned()), ..Filter::default() };
        assert!(rows.len() > 5 && !record.happenings(&words).expect("happenings").is_empty());
        assert!(rows.iter().map(|row| (row.day.is_none(), &row.day, &row.id)).is_sorted());
        rows
    };
    {
        let record = Sqlite::open_to_read(&path).expect("to read");
        assert_eq!(count(&record, "SELECT count(*) FROM articles"), 12);
        assert_eq!(count(&record, "SELECT max(articles) FROM stories"), 3);
        assert!(count(&record, "SELECT count(*) FROM article_search WHERE article_search MATCH 'ceasefire'") >= 3);
        for id in record.articles_after("", 100).expect("articles") {
            let report = record.report(&id).expect("it unpacks").expect("a report");
            assert_eq!(record.events(&id).expect("events").len(), report.events.len());
        }
        assert_eq!(count(&record, "SELECT count(*) FROM events WHERE happening IS NULL"), 0);
        by_day(&record);
    }
    let before = by_day(&Sqlite::open_to_read(&path).expect("to read"));
    let ids = if format < 5 { Ids::Scattered } else { Ids::Together };
    assert_eq!(Sqlite::open_to_read(&path).expect("to read").ids(), ids);
    let mut record = Record::new(Sqlite::open(&path).expect("to write"));
    assert_eq!(by_day(record.store()), before);
    let event = record.store().ids_from("v", 1).expect("ids").remove(0);
    let events = event_ids(record.store());
    let change = dateline_record::Change::Reject { target: dateline_record::Target { id: event, ..dateline_record::Target::default() } };
    record.correct(change, "2026-01-01T00:00:00Z", "ana", "to see whether it can be").expect("it is corrected");
    // A corrected article is made again from its report, under the ids that it had.
    assert_eq!((record.store().ids(), event_ids(record.store())), (ids, events));
    // Opened to write, a record has the format of today.
    assert!(count(record.store(), "SELECT count(*) FROM event WHERE happening IN (SELECT id FROM happening)") > 5);
    assert_eq!(count(record.store(), "SELECT count(*) FROM membership WHERE layer IN (0, 2)"), 0);
    let parties = "SELECT count(*) FROM party p LEFT JOIN entity e ON e.id = p.entity WHERE p.name IS NOT e.name";
    assert_eq!(count(record.store(), parties), 0);
    assert_eq!(count(record.store(), "SELECT count(*) FROM pragma_index_list('party') WHERE name = 'party_profile'"), 1);
    assert_eq!(count(record.store(), "SELECT count(*) FROM sqlite_stat1"), 40);
}
