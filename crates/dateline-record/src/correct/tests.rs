use super::*;
use crate::Memory;
use crate::filter::Filter;
use crate::record::{Entry, Found};
use crate::rows::EventRow;
use crate::testing::{add_entity, add_statement, report};
use crate::tests::{content, file, folder};
use dateline_model::report::EntityKind;

const TEXT: &str = "Edda Lorentz said the army shelled Teskov. The River Front burned the bridge.";

/// The article as a version of the program reads it; another version finds one event more before the others.
fn entry(version: &str, triggers: &[&str]) -> Entry {
    let mut report = report(TEXT, triggers);
    report.coder.program = format!("dateline {version}");
    let speaker = add_entity(&mut report, EntityKind::Person, "Edda Lorentz");
    let army = add_entity(&mut report, EntityKind::Organization, "army");
    add_entity(&mut report, EntityKind::Group, "River Front");
    let statement = add_statement(&mut report, &speaker, "the army shelled Teskov");
    for event in report.events.iter_mut().filter(|event| event.trigger.text == "shelled") {
        event.statement = Some(statement.clone());
        event.actors = vec![army.clone()];
    }
    let found = Found::Article(Box::new(Parts::of(report, Origin::default(), crate::id::Ids::default())));
    Entry { key: "a.txt".to_owned(), content: version.to_owned(), found }
}

fn event(store: &impl Store, trigger: &str) -> EventRow {
    let article = store.articles_after("", 1).expect("articles").remove(0);
    store.events(&article).expect("events").into_iter().find(|event| event.trigger == trigger).expect("the event")
}

fn actors(store: &impl Store, trigger: &str) -> Vec<String> {
    let ids = event(store, trigger).actors;
    ids.iter().map(|id| store.entity(id).expect("an entity").expect("it is there").name).collect()
}

fn both(test: impl Fn(&mut dyn FnMut(Step<'_>) -> Result<()>)) {
    let mut memory = Record::new(Memory::new());
    let folder = folder();
    let mut sqlite = Record::new(file(&folder));
    test(&mut |step| {
        let done = run(&mut memory, &step);
        let also = run(&mut sqlite, &step);
        assert_eq!(done.is_ok(), also.is_ok());
        assert_eq!(content(memory.store()), content(sqlite.store()));
        done
    });
}

/// The event of a trigger, and the names of its actors.
type Event<'e> = dyn Fn(&str) -> EventRow + 'e;
type Actors<'e> = dyn Fn(&str) -> Vec<String> + 'e;
type Correct<'t> = dyn Fn(&Event<'_>) -> Change + 't;
type Look<'t> = dyn Fn(&Event<'_>, &Actors<'_>, usize) + 't;

enum Step<'t> {
    Add(Entry),
    Correct(Box<Correct<'t>>),
    Look(Box<Look<'t>>),
}

fn run<S: Store>(record: &mut Record<S>, step: &Step<'_>) -> Result<()> {
    match step {
        Step::Add(entry) => record.add(vec![entry.clone()]).map(drop),
        Step::Correct(change) => {
            let change = change(&|trigger| event(record.store(), trigger));
            record.correct(change, "2022-06-01T12:00:00Z", "ana", "the article says so").map(drop)
        }
        Step::Look(look) => {
            let n = record.store().happenings(&Filter::default())?.len();
            look(&|trigger| event(record.store(), trigger), &|trigger| actors(record.store(), trigger), n);
            Ok(())
        }
    }
}

fn target(event: EventRow) -> Target {
    Target { id: event.id, ..Target::default() }
}

#[test]
fn an_event_is_corrected_through_another_version_and_until_it_is_undone() {
    both(|step| {
        step(Step::Add(entry("1", &["shelled", "burned"]))).expect("it is added");
        let to = EventChange {
            actors: Some(vec![PartyChange { name: "River Front".to_owned(), ..PartyChange::default() }]),
            recipients: Some(vec![PartyChange { name: "Kingdom of Marvia".to_owned(), ..PartyChange::default() }]),
            days: Some((Some("2022-05-21".to_owned()), Some("2022-05-21".to_owned()))),
            ..EventChange::default()
        };
        let change = |event: &Event<'_>| Change::Event { target: target(event("shelled")), to: Box::new(to.clone()) };
        step(Step::Correct(Box::new(change))).expect("it is corrected");
        let corrected = |event: &Event<'_>, actors: &Actors<'_>, _: usize| {
            assert_eq!(actors("shelled"), ["River Front"]);
            assert_eq!(event("shelled").start.as_deref(), Some("2022-05-21"));
            assert!(event("shelled").corrected && !event("burned").corrected);
        };
        step(Step::Look(Box::new(corrected))).expect("it holds");
        step(Step::Add(entry("2", &["said", "shelled", "burned"]))).expect("it is read anew");
        step(Step::Look(Box::new(corrected))).expect("it still holds");
        step(Step::Correct(Box::new(|_| Change::Undo { n: 1 }))).expect("it is undone");
        step(Step::Look(Box::new(|event, actors, _| {
            assert_eq!(actors("shelled"), ["army"]);
            assert!(event("shelled").start.is_none() && !event("shelled").corrected);
        })))
        .expect("it is as before");
        assert!(step(Step::Correct(Box::new(|_| Change::Undo { n: 1 }))).is_err());
        assert!(step(Step::Correct(Box::new(|_| Change::Undo { n: 2 }))).is_err());
        assert!(step(Step::Correct(Box::new(|_| Change::Undo { n: 9 }))).is_err());
    });
}

#[test]
fn a_rejected_statement_takes_its_events_out_of_the_happenings() {
    both(|step| {
        step(Step::Add(entry("1", &["shelled", "burned"]))).expect("it is added");
        step(Step::Look(Box::new(|_, _, n| assert_eq!(n, 2)))).expect("two happenings");
        let reject = |event: &Event<'_>| {
            let id = event("shelled").statement.expect("a statement");
            Change::Reject { target: Target { id, ..Target::default() } }
        };
        step(Step::Correct(Box::new(reject))).expect("it is rejected");
        step(Step::Look(Box::new(|event, _, n| assert!(n == 1 && event("shelled").rejected)))).expect("one is left");
        step(Step::Add(entry("2", &["shelled", "burned"]))).expect("it is read anew");
        step(Step::Look(Box::new(|_, _, n| assert_eq!(n, 1)))).expect("one is left");
        step(Step::Correct(Box::new(|_| Change::Undo { n: 1 }))).expect("it is undone");
        step(Step::Look(Box::new(|_, _, n| assert_eq!(n, 2)))).expect("two happenings");
    });
}

#[test]
fn happenings_are_merged_and_split_and_the_merger_is_undone() {
    both(|step| {
        step(Step::Add(entry("1", &["shelled", "burned"]))).expect("it is added");
        let ids = |event: &Event<'_>| vec![event("shelled").id, event("burned").id];
        let merge = |event: &Event<'_>| Change::Merge { ids: ids(event) };
        step(Step::Correct(Box::new(merge))).expect("they are merged");
        step(Step::Look(Box::new(|_, _, n| assert_eq!(n, 1)))).expect("one happening");
        assert!(step(Step::Correct(Box::new(merge))).is_err(), "they are one already");
        step(Step::Add(entry("2", &["said", "shelled", "burned"]))).expect("it is read anew");
        step(Step::Look(Box::new(|_, _, n| assert_eq!(n, 2)))).expect("the merged ones and the new one");
        step(Step::Correct(Box::new(|_| Change::Undo { n: 1 }))).expect("it is undone");
        step(Step::Look(Box::new(|_, _, n| assert_eq!(n, 3)))).expect("three happenings");
        step(Step::Correct(Box::new(merge))).expect("they are merged again");
        let split = |event: &Event<'_>| Change::Split { ids: vec![event("burned").id] };
        assert!(step(Step::Correct(Box::new(|event| Change::Split { ids: ids(event) }))).is_err(), "nothing would be left");
        step(Step::Correct(Box::new(split))).expect("it is split off");
        step(Step::Look(Box::new(|_, _, n| assert_eq!(n, 3)))).expect("three happenings");
        assert!(step(Step::Correct(Box::new(merge))).is_err(), "an earlier correction keeps them apart");
    });
}

/// An article with two names, the first of which this version gives a country.
fn named(version: &str, country: Option<&str>) -> Entry {
    let mut report = report("Edda Lorentz left. So did the Front of the River.", &["left"]);
    report.coder.program = format!("dateline {version}");
    add_entity(&mut report, EntityKind::Person, "Edda Lorentz");
    add_entity(&mut report, EntityKind::Organization, "Front of the River");
    report.entities[0].country = country.map(str::to_owned);
    let found = Found::Article(Box::new(Parts::of(report, Origin::default(), crate::id::Ids::default())));
    Entry { key: "a.txt".to_owned(), content: version.to_owned(), found }
}

fn identities(store: &impl Store) -> Vec<Option<String>> {
    let article = store.articles_after("", 1).expect("articles").remove(0);
    let entities = store.entities(&article).expect("entities");
    let profiles = entities.iter().map(|entity| entity.profile.clone().expect("a profile"));
    profiles.map(|profile| store.group(Layer::Identity, &profile).expect("an identity")).collect()
}

fn names_stay_merged(store: impl Store) -> String {
    let mut record = Record::new(store);
    record.add(vec![named("1", None)]).expect("it is added");
    let article = record.store().articles_after("", 1).expect("articles").remove(0);
    let ids = record.store().entities(&article).expect("entities").into_iter().map(|entity| entity.id).collect();
    record.correct(Change::Merge { ids }, "2022-06-01T12:00:00Z", "ana", "a pen name").expect("they are merged");
    for (version, country) in [("2", Some("MRV")), ("3", None), ("4", Some("ORM"))] {
        record.add(vec![named(version, country)]).expect("it is read anew");
        let identities = identities(record.store());
        assert!(identities[0].is_some() && identities[0] == identities[1], "version {version}: {identities:?}");
    }
    record.correct(Change::Undo { n: 1 }, "2022-06-01T12:00:00Z", "ana", "it was none").expect("it is undone");
    content(record.store())
}

#[test]
fn names_that_were_merged_stay_so_when_another_country_is_read() {
    let memory = names_stay_merged(Memory::new());
    let folder = folder();
    assert_eq!(memory, names_stay_merged(file(&folder)));
    assert_eq!(memory.matches("IdentityRow").count(), 2);
}
