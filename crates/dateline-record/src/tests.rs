//! One set of tests for every store, and that the file and its twin in memory agree.

use crate::filter::Filter;
use crate::grouping::Layer;
use crate::id::{Sort, digest};
use crate::record::{Added, Entry, Found, Record};
use crate::rows::Parts;
use crate::store::Store;
use crate::testing::{add_entity, add_statement, report};
use crate::{Memory, Origin, Sqlite};
use dateline_model::report::EntityKind;
use tempfile::TempDir;

/// A folder for a test, which goes with the value.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A new record in a folder.
pub(crate) fn file(folder: &TempDir) -> Sqlite {
    Sqlite::open(&folder.path().join("test.dateline")).expect("a record")
}

/// A document of an article in which somebody says that the army did something.
pub(crate) fn entry(key: &str, outlet: &str, day: &str, text: &str, trigger: &str) -> Entry {
    let mut report = report(text, &[trigger]);
    report.article.outlet = Some(outlet.to_owned());
    report.article.published = Some(day.to_owned());
    let speaker = add_entity(&mut report, EntityKind::Person, "Edda Lorentz");
    let army = add_entity(&mut report, EntityKind::Organization, "army");
    let statement = add_statement(&mut report, &speaker, trigger);
    report.events[0].statement = Some(statement);
    report.events[0].actors = vec![army];
    let parts = Parts::of(report, Origin::default(), crate::id::Ids::default());
    Entry { key: key.to_owned(), content: digest(text.as_bytes()), found: Found::Article(Box::new(parts)) }
}

pub(crate) const WIRE: &str = "Edda Lorentz said the army shelled the village of Teskov on Saturday night after the ceasefire had begun, and that \
    nobody in the ministry had been told of it before the first shells fell near the old bridge and the school beside it. Two \
    farmers were killed, their neighbours found them in the morning, and the road to the capital was closed until noon by the \
    rebels of the River Front, who blamed the government for the attack and left the talks in the city of Stenmark at once.";

fn entries() -> Vec<Entry> {
    let copy = format!("{WIRE} The mayor could not be reached.");
    let other = "A convoy with flour reached Halvik on Monday, Edda Lorentz said. She thanked the army, which had repaired the road.";
    vec![
        entry("a.txt", "The Orvale Times", "2022-05-25", WIRE, "shelled"),
        entry("b.txt", "Halvik Daily", "2022-05-26", &copy, "shelled"),
        entry("c.txt", "Stenmark Post", "2022-05-27", other, "repaired"),
        Entry { key: "d.txt".to_owned(), content: digest(b"\0"), found: Found::Problem("these are binary data".to_owned()) },
    ]
}

/// All that a store holds, in one order.
pub(crate) fn content(store: &impl Store) -> String {
    let mut out = String::new();
    let mut line = |thing: &dyn std::fmt::Debug| out += &format!("{thing:?}\n");
    for id in store.articles_after("", usize::MAX >> 1).expect("articles") {
        line(&store.article(&id).expect("an article"));
        line(&store.group(Layer::Story, &id).expect("a story"));
        line(&store.links(Layer::Story, &id).expect("links"));
        line(&store.report(&id).expect("a report"));
        for entity in store.entities(&id).expect("entities") {
            let profile = entity.profile.clone().unwrap_or_default();
            let identity = store.group(Layer::Identity, &profile).expect("an identity");
            line(&(&entity, store.links(Layer::Identity, &profile).expect("links")));
            line(&identity.map(|id| store.identity(&id).expect("an identity")));
        }
        line(&store.statements(&id).expect("statements"));
        for event in store.events(&id).expect("events") {
            line(&(&event, store.group(Layer::Happening, &event.id), store.links(Layer::Happening, &event.id)));
        }
    }
    for id in store.ids_from("s", 1000).expect("stories") {
        line(&store.story(&id).expect("a story"));
    }
    line(&store.happenings(&Filter::default()).expect("happenings"));
    line(&store.corrections().expect("corrections"));
    out
}

fn filled(store: impl Store, order: &[usize], batch: usize) -> String {
    let mut record = Record::new(store);
    let all = entries();
    for part in order.chunks(batch) {
        record.add(part.iter().map(|i| all[*i].clone()).collect()).expect("it is added");
    }
    content(record.store())
}

#[test]
fn the_order_of_adding_leaves_no_trace_in_memory_or_in_a_file() {
    let expected = filled(Memory::new(), &[0, 1, 2, 3], 4);
    assert!(expected.contains("SharedText"), "{expected}");
    for (order, batch) in [([3, 2, 1, 0], 1), ([1, 0, 3, 2], 2), ([2, 0, 1, 3], 3)] {
        assert_eq!(filled(Memory::new(), &order, batch), expected);
        let folder = folder();
        assert_eq!(filled(file(&folder), &order, batch), expected);
    }
}

fn each(test: impl Fn(&str, &mut dyn FnMut(Vec<Entry>) -> Added, &dyn Fn() -> String)) {
    let memory = std::cell::RefCell::new(Record::new(Memory::new()));
    test("memory", &mut |entries| memory.borrow_mut().add(entries).expect("it is added"), &|| content(memory.borrow().store()));
    let folder = folder();
    let sqlite = std::cell::RefCell::new(Record::new(file(&folder)));
    test("file", &mut |entries| sqlite.borrow_mut().add(entries).expect("it is added"), &|| content(sqlite.borrow().store()));
}

#[test]
fn what_is_added_twice_is_there_once() {
    each(|name, add, content| {
        assert_eq!(add(entries()), Added { articles: 3, known: 0, unreadable: 1 }, "{name}");
        let before = content();
        assert_eq!(add(entries()), Added { articles: 0, known: 3, unreadable: 1 }, "{name}");
        assert_eq!(content(), before, "{name}");
    });
}

#[test]
fn a_round_up_does_not_make_one_story_of_what_it_holds() {
    let text = |seed: usize, n_words: usize| (0..n_words).map(|i| format!("w{}x{seed} ", (i * 7919 + seed) % 1009)).collect::<String>();
    let (fire, flood) = (text(1, 120), text(2, 120));
    let round_up = format!("{fire} {} {flood} {}", text(3, 500), text(4, 500));
    let entries = || {
        let texts = [&fire, &flood, &round_up].into_iter().enumerate();
        texts
            .map(|(n, text)| {
                entry(&n.to_string(), "The Orvale Times", "2022-05-25", &format!("Edda Lorentz said the army shelled. {text}"), "shelled")
            })
            .collect()
    };
    each(|store, add, content| {
        add(entries());
        assert_eq!(content().matches("articles: 1 }").count(), 3, "{store}");
    });
}

/// The parts of an article on somebody of this name, who has other names in it too.
fn about(n: usize, name: &str, names: &[&str]) -> Entry {
    let mut report = report(&format!("{name} said the army shelled village {n}."), &["shelled"]);
    add_entity(&mut report, EntityKind::Person, name);
    let mut parts = Parts::of(report, Origin::default(), crate::id::Ids::default());
    for entity in &mut parts.entities {
        entity.names = names.iter().map(|name| (*name).to_owned()).collect();
    }
    Entry { key: n.to_string(), content: n.to_string(), found: Found::Article(Box::new(parts)) }
}

#[test]
fn one_full_name_is_one_profile_with_the_names_of_all_its_articles() {
    each(|store, add, content| {
        let count = |what: &str| content().matches(what).count();
        add(vec![about(1, "Edda Lorentz", &["Edda Lorentz", "Lorentz"])]);
        add(vec![about(2, "Edda Lorentz", &["Edda Lorentz", "the Iron Minister"])]);
        assert!(count(r#"names: ["Edda Lorentz", "Lorentz", "the Iron Minister"]"#) > 0, "{store}: {}", content());
        // The second article is read anew, and says less.
        let mut again = about(2, "Edda Lorentz", &["Edda Lorentz"]);
        if let Found::Article(parts) = &mut again.found {
            parts.article.program = "dateline 9".to_owned();
        }
        add(vec![again]);
        assert_eq!(count("the Iron Minister"), 0, "{store}: {}", content());
        assert!(count(r#"names: ["Edda Lorentz", "Lorentz"]"#) > 0, "{store}");
        // A surname alone may be anybody's.
        add(vec![about(3, "Odmark", &["Odmark"]), about(4, "Odmark", &["Mrs. Odmark", "Odmark"])]);
        assert!(count(r#"names: ["Mrs. Odmark", "Odmark"]"#) > 0 && count(r#"names: ["Odmark"]"#) > 0, "{store}");
    });
}

#[test]
fn what_another_version_reads_replaces_what_was_there() {
    let newer = || {
        let mut entry = entries().swap_remove(0);
        let Found::Article(parts) = entry.found else { panic!("it is an article") };
        let mut report = parts.report;
        report.coder.program = "dateline 9".to_owned();
        report.entities.truncate(1);
        report.events[0].actors.clear();
        // A second event at the same place.
        report.events.push(dateline_model::report::Event { id: "v2".to_owned(), ..report.events[0].clone() });
        entry.found = Found::Article(Box::new(Parts::of(report, Origin::default(), crate::id::Ids::default())));
        entry
    };
    each(|name, add, content| {
        add(entries());
        assert_eq!(add(vec![newer()]), Added { articles: 0, known: 1, unreadable: 0 }, "{name}");
        let mut fresh = Record::new(Memory::new());
        fresh.add(entries().into_iter().skip(1).chain([newer()]).collect()).expect("it is added");
        assert_eq!(content(), self::content(fresh.store()), "{name}");
    });
}

#[test]
fn happenings_are_found_by_name_type_day_and_words() {
    let filters = [
        (Filter { who: vec![vec!["army".to_owned()]], ..Filter::default() }, 3),
        (Filter { who: vec![vec!["navy".to_owned()], vec!["Army".to_owned()]], ..Filter::default() }, 3),
        (Filter { who: vec![vec!["army".to_owned(), "red".to_owned()]], ..Filter::default() }, 0),
        (Filter { words: vec!["convoy".to_owned()], ..Filter::default() }, 0),
        (Filter { words: vec!["repaired".to_owned(), "road".to_owned()], ..Filter::default() }, 1),
        (Filter { types: vec!["PROTEST".to_owned()], ..Filter::default() }, 0),
        (Filter { types: vec!["ASSAULT".to_owned(), "PROTEST".to_owned()], limit: Some(1), ..Filter::default() }, 1),
        (Filter { from: Some("2022-05-27".to_owned()), ..Filter::default() }, 1),
        (Filter { to: Some("2022-05-25".to_owned()), ..Filter::default() }, 1),
        (Filter { disputed: true, ..Filter::default() }, 0),
        (Filter { sources: 9, ..Filter::default() }, 0),
    ];
    let folder = folder();
    let (mut memory, mut sqlite) = (Record::new(Memory::new()), Record::new(file(&folder)));
    memory.add(entries()).expect("it is added");
    sqlite.add(entries()).expect("it is added");
    for (filter, n) in filters {
        let found = memory.store().happenings(&filter).expect("happenings");
        assert_eq!(sqlite.store().happenings(&filter).expect("happenings"), found, "{filter:?}");
        // Copies may or may not be one happening; that is grouping's to say.
        assert!(found.len() <= n && (n == 0) == found.is_empty(), "{filter:?}: {found:?}");
    }
}

#[test]
fn ids_are_found_by_their_beginning() {
    let folder = folder();
    let (mut memory, mut sqlite) = (Record::new(Memory::new()), Record::new(file(&folder)));
    memory.add(entries()).expect("it is added");
    sqlite.add(entries()).expect("it is added");
    for sort in Sort::ALL {
        let beginning = sort.letter().to_string();
        let ids = memory.store().ids_from(&beginning, 100).expect("ids");
        assert_eq!(ids.is_empty(), sort == Sort::Profile);
        assert_eq!(sqlite.store().ids_from(&beginning, 100).expect("ids"), ids);
        let Some(id) = ids.first() else { continue };
        assert_eq!(sqlite.store().ids_from(&id[..8], 100).expect("ids"), std::slice::from_ref(id));
    }
    assert!(sqlite.store().ids_from("a' OR 1", 9).expect("ids").is_empty());
}

#[test]
fn identities_are_found_by_words_of_their_names() {
    let folder = folder();
    let (mut memory, mut sqlite) = (Record::new(Memory::new()), Record::new(file(&folder)));
    memory.add(entries()).expect("it is added");
    sqlite.add(entries()).expect("it is added");
    for (words, n) in [("edda", 1), ("Lorentz, Edda", 1), ("Lorentz Falk", 0), ("", 0)] {
        let found = memory.store().identities_named(words, 9).expect("identities");
        assert_eq!(found.len(), n, "{words}");
        assert_eq!(sqlite.store().identities_named(words, 9).expect("identities"), found);
    }
}
