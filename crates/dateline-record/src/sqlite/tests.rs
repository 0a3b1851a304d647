//! What only a file can do wrong.

use super::days::Part;
use super::{Answer, Kind, Sqlite, Value};
use crate::filter::Filter;
use crate::record::{Entry, Found, Record};
use crate::rows::Parts;
use crate::store::Store as _;
use crate::testing::report;
use crate::tests::{content, file, folder};
use crate::{Memory, Origin};

fn entry(n: usize) -> Entry {
    let text = format!("The army shelled village number {n} on Saturday. {}", "Nobody was hurt there, officials said. ".repeat(20));
    let parts = Parts::of(report(&text, &["shelled"]), Origin::default(), crate::id::Ids::default());
    Entry { key: format!("{n}.txt"), content: n.to_string(), found: Found::Article(Box::new(parts)) }
}

#[test]
fn a_file_that_is_no_record_is_left_as_it_is() {
    let folder = folder();
    let text = folder.path().join("story.txt");
    std::fs::write(&text, "The mayor of Orvale resigned on Monday. ".repeat(100)).expect("a file");
    assert!(Sqlite::open(&text).is_err_and(|e| e.is_not_a_record()));
    assert!(Sqlite::open_to_read(&text).is_err_and(|e| e.is_not_a_record()));
    let other = folder.path().join("other.sqlite");
    rusqlite::Connection::open(&other).expect("a database").execute_batch("CREATE TABLE t (x)").expect("a table");
    let before = std::fs::read(&other).expect("bytes");
    assert!(Sqlite::open(&other).is_err_and(|e| e.is_not_a_record()));
    assert_eq!(std::fs::read(&other).expect("bytes"), before);
    assert!(Sqlite::open_to_read(&folder.path().join("nowhere")).is_err_and(|e| e.is_missing()));
    for opened in [Sqlite::open(folder.path()), Sqlite::open_to_read(folder.path())] {
        assert!(opened.expect_err("it is a folder").to_string().contains("is a folder"));
    }
}

#[test]
fn a_record_of_a_newer_version_is_not_touched() {
    let folder = folder();
    let path = folder.path().join("test.dateline");
    Sqlite::open(&path).expect("a record").connection.pragma_update(None, "user_version", 99).expect("a version");
    let before = std::fs::read(&path).expect("bytes");
    for opened in [Sqlite::open(&path), Sqlite::open_to_read(&path)] {
        let error = opened.expect_err("it is newer");
        assert!(error.is_newer() && error.to_string().contains("99"), "{error}");
    }
    assert_eq!(std::fs::read(&path).expect("bytes"), before);
}

#[test]
fn one_writes_and_others_read() {
    let folder = folder();
    let path = folder.path().join("test.dateline");
    let mut one = Record::new(Sqlite::open(&path).expect("a record"));
    assert!(Sqlite::open(&path).is_err_and(|e| e.is_in_use()));
    one.add(vec![entry(1)]).expect("it is added");
    let reader = Sqlite::open_to_read(&path).expect("to read");
    assert_eq!(content(&reader), content(one.store()));
    drop(one);
    let mut two = Record::new(Sqlite::open(&path).expect("the lock is free"));
    two.add(vec![entry(2)]).expect("it is added");
    drop((reader, two));
    content(&Sqlite::open_to_read(&path).expect("to read"));
    let left: Vec<_> = std::fs::read_dir(path.parent().expect("a folder")).expect("it is read").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_full_disk_harms_nothing_that_is_stored() {
    let folder = folder();
    let path = folder.path().join("test.dateline");
    let mut record = Record::new(Sqlite::open(&path).expect("a record"));
    record.add(vec![entry(0)]).expect("there is room");
    let before = content(record.store());
    record.store().limit_pages(130).expect("a limit");
    let error = record.add((1..2000).map(entry).collect()).expect_err("no room");
    assert!(error.is_full(), "{error:?}");
    assert_eq!(content(record.store()), before);
    record.store().limit_pages(1 << 30).expect("room again");
    record.add(vec![entry(1)]).expect("it goes on");
    let mut twin = Record::new(Memory::new());
    twin.add(vec![entry(0), entry(1)]).expect("it is added");
    assert_eq!(content(record.store()), content(twin.store()));
}

#[derive(Default)]
struct Rows(Vec<Vec<Value>>);

impl Answer for Rows {
    fn columns(&mut self, names: &[String], _: &[Kind]) -> std::io::Result<()> {
        self.0.push(names.iter().cloned().map(Value::Text).collect());
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> std::io::Result<()> {
        self.0.push(values.to_vec());
        Ok(())
    }
}

#[test]
fn a_query_asks_and_changes_nothing() {
    let folder = folder();
    let path = folder.path().join("test.dateline");
    let mut record = Record::new(Sqlite::open(&path).expect("a record"));
    record.add(vec![entry(1), entry(2)]).expect("it is added");
    let before = content(record.store());
    let text = |words: &str| Value::Text(words.to_owned());
    let mut rows = Rows::default();
    record.store().query("SELECT type, count(*) AS n FROM events GROUP BY type", &mut rows).expect("an answer");
    assert_eq!(rows.0, [vec![text("type"), text("n")], vec![text("ASSAULT"), Value::Integer(2)]]);
    let mut rows = Rows::default();
    let search = "SELECT count(*) FROM article_search WHERE article_search MATCH 'shell'";
    record.store().query(search, &mut rows).expect("an answer");
    assert_eq!(rows.0[1], [Value::Integer(2)]);
    for wrong in [
        "DELETE FROM article",
        "SELECT nothing FROM nowhere",
        "",
        "PRAGMA user_version = 7",
        "CREATE TABLE t (x)",
        "SELECT 1; DELETE FROM article",
    ] {
        let _ = record.store().query(wrong, &mut Rows::default());
        assert_eq!(content(record.store()), before, "{wrong}");
    }
    assert!(record.store().query("DELETE FROM article", &mut Rows::default()).is_err());
}

#[test]
fn few_are_looked_at_one_by_one_and_many_are_sought_by_their_words_with_the_same_answer() {
    let folder = folder();
    let mut record = Record::new(file(&folder));
    record.add((0..9).map(entry).collect()).expect("it is added");
    let (store, words) = (record.store(), vec!["village".to_owned()]);
    let typed = Filter { words: words.clone(), types: vec!["ASSAULT".to_owned()], ..Filter::default() };
    let few = store.few(&typed).expect("a count");
    assert!(few.is_some_and(|table| table.contains("type")));
    let found = store.find(&typed, Some(Part::Short), few).expect("happenings");
    assert!(!found.is_empty());
    assert_eq!(found, store.find(&typed, Some(Part::Short), None).expect("happenings"));
    let sources = Filter { words, sources: 2, ..Filter::default() };
    assert!(store.few(&sources).expect("a count").is_some_and(|table| table.contains("sources")));
    let by_sources = |few| store.find(&sources, Some(Part::Short), few).expect("happenings");
    assert_eq!(by_sources(store.few(&sources).expect("a count")), by_sources(None));
    assert_eq!(store.few(&Filter { sources: 1, ..Filter::default() }).expect("a count"), None);
}

#[test]
fn what_is_asked_at_one_moment_does_not_see_what_is_added_meanwhile() {
    let folder = folder();
    let mut record = Record::new(file(&folder));
    record.add(vec![entry(1)]).expect("it is added");
    let reader = Sqlite::open_to_read(record.store().path()).expect("to read");
    let before = reader
        .at_one_moment(|| {
            let before = content(&reader);
            record.add(vec![entry(2)]).expect("it is added");
            assert_eq!(content(&reader), before);
            // One moment within another is the same one.
            reader.at_one_moment(|| Ok(before))
        })
        .expect("an answer");
    assert_ne!(content(&reader), before);
}
