//! A record of any size, to measure queries on: `cargo run --release -p dateline-record --example synthesize -- FILE EVENTS`.
//!
//! Ten events an article, three articles a happening on average, words by a Zipf law, names and places from a few thousand. Grouping is not run:
//! who belongs together is decided here, so that a million events take minutes. The same number gives the same record.

use dateline_model::report::{
    Article, Coder, Entity, EntityKind, Event, EventTime, FORMAT, Link, LinkRole, Mention, MentionForm, Place, PlaceLevel, Report, Span,
    Stance, Statement, StatementKind, Status,
};
use dateline_record::grouping::Layer;
use dateline_record::id::{Sort, named_after};
use dateline_record::{Document, HappeningRow, IdentityRow, Origin, Parts, Sqlite, Store, StoryRow};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

const EVENTS_AN_ARTICLE: usize = 10;
/// Articles in one transaction; their happenings are among them, so that a row is written once.
const BATCH: usize = 300;
const TYPES: [(&str, &str); 6] =
    [("ASSAULT", "shelled"), ("PROTEST", "marched"), ("CONSULT", "met"), ("COERCE", "arrested"), ("AID", "fed"), ("THREATEN", "warned")];
const COUNTRIES: [&str; 8] = ["BLR", "UKR", "POL", "SDN", "ETH", "MMR", "COL", "LBN"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(n)) = (arguments.next(), arguments.next()) else { return Err("synthesize FILE EVENTS".into()) };
    let n_articles = n.parse::<usize>()? / EVENTS_AN_ARTICLE;
    let mut store = Sqlite::open(Path::new(&file))?;
    let mut seen = BTreeSet::new();
    for from in (0..n_articles).step_by(BATCH) {
        store.begin()?;
        let mut happenings: BTreeMap<usize, Vec<(String, Occurrence)>> = BTreeMap::new();
        for article in from..(from + BATCH).min(n_articles) {
            write(&mut store, article, from, &mut happenings, &mut seen)?;
        }
        // In the order of their days, as `Record::add` writes them.
        let mut happenings: Vec<Vec<(String, Occurrence)>> = happenings.into_values().collect();
        happenings
            .sort_by_cached_key(|events| (events.first().map(|(_, told)| told.day.clone()), events.iter().map(|(id, _)| id.clone()).min()));
        for events in happenings {
            happening(&mut store, events)?;
        }
        store.commit()?;
    }
    Ok(())
}

/// What happened, as several articles tell it.
#[derive(Clone)]
struct Occurrence {
    kind: usize,
    actor: usize,
    recipient: usize,
    place: usize,
    day: String,
}

fn occurrence(number: usize) -> Occurrence {
    let mut dice = Dice(number as u64 ^ 0x5eed);
    let day = format!("{}-{:02}-{:02}", 2004 + dice.below(20), 1 + dice.below(12), 1 + dice.below(28));
    Occurrence { kind: dice.below(TYPES.len()), actor: dice.rank(4000), recipient: dice.rank(4000), place: dice.rank(3000), day }
}

fn write(
    store: &mut Sqlite,
    number: usize,
    from: usize,
    happenings: &mut BTreeMap<usize, Vec<(String, Occurrence)>>,
    seen: &mut BTreeSet<String>,
) -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(number as u64);
    let told: Vec<usize> = (0..EVENTS_AN_ARTICLE).map(|_| from + dice.below(BATCH * EVENTS_AN_ARTICLE / 3)).collect();
    let told: Vec<(usize, Occurrence)> = told.into_iter().map(|n| (n, occurrence(n + from * EVENTS_AN_ARTICLE))).collect();
    let parts = Parts::of(report(number, &told, &mut dice), Origin::default(), dateline_record::id::Ids::default());
    let id = parts.article.id.clone();
    store.put_article(&parts)?;
    let key = format!("{number}.txt");
    store.put_document(&Document { key, content: number.to_string(), article: Some(id.clone()), problem: None })?;
    let story = named_after(Sort::Story, &id);
    store.set_group(Layer::Story, &id, Some(&story))?;
    store.put_story(&StoryRow { id: story, earliest: id, agency: None, articles: 1 })?;
    for entity in &parts.entities {
        let Some(profile) = &entity.profile else { continue };
        let identity = named_after(Sort::Identity, profile);
        if seen.insert(identity.clone()) {
            store.set_group(Layer::Identity, profile, Some(&identity))?;
            let (kind, name, names, country) = (entity.kind.clone(), entity.name.clone(), entity.names.clone(), entity.country.clone());
            store.put_identity(&IdentityRow { id: identity, kind, name, names, country, sector: None, entities: 1 })?;
        }
    }
    for (facts, (happening, occurrence)) in parts.facts.iter().zip(told) {
        store.put_facts(&facts.id, Some(&serde_json::to_vec(facts)?))?;
        happenings.entry(happening).or_default().push((facts.id.clone(), occurrence));
    }
    Ok(())
}

fn happening(store: &mut Sqlite, events: Vec<(String, Occurrence)>) -> Result<(), Box<dyn Error>> {
    let (Some(first), Some((_, told))) = (events.iter().map(|(id, _)| id).min(), events.first()) else { return Ok(()) };
    let group = named_after(Sort::Happening, first);
    let mut words = String::new();
    for (id, _) in &events {
        store.set_group(Layer::Happening, id, Some(&group))?;
        words += &store.event(id)?.map(|event| event.sentence).unwrap_or_default();
    }
    let (event_type, _) = TYPES[told.kind];
    store.put_happening(&HappeningRow {
        id: group,
        event_type: event_type.to_owned(),
        status: "happened".to_owned(),
        first: Some(told.day.clone()),
        last: Some(told.day.clone()),
        day: Some(told.day.clone()),
        until: Some(told.day.clone()),
        who: vec![name(told.actor)],
        to_whom: vec![name(told.recipient)],
        countries: vec![country(told.actor), country(told.recipient)],
        place: Some(name(told.place + 5000)),
        country: Some(country(told.place)),
        events: events.len(),
        articles: events.len(),
        stories: events.len(),
        sources: events.len(),
        words,
        ..HappeningRow::default()
    })?;
    Ok(())
}

fn report(number: usize, told: &[(usize, Occurrence)], dice: &mut Dice) -> Report {
    let mut writer = Writer::default();
    let published = told.iter().map(|(_, o)| o.day.clone()).max();
    for (_, occurrence) in told {
        writer.tell(occurrence, dice);
    }
    let Writer { text, entities, statements, events, .. } = writer;
    Report {
        format: FORMAT,
        coder: Coder { program: "synthesize".to_owned(), model: "none".to_owned(), codebook: "plover-1".to_owned() },
        article: Article {
            id: String::new(),
            url: Some(format!("https://example.org/{number}")),
            outlet: Some(format!("{} Post", name(9000 + number % 500))),
            headline: Some(words(8, dice)),
            byline: None,
            dateline: None,
            published,
            language: Some("en".to_owned()),
            credits: Vec::new(),
            published_origin: "stated".to_owned(),
            evidence: Vec::new(),
            text,
        },
        entities,
        statements,
        events,
        times: Vec::new(),
        places: Vec::new(),
        problems: Vec::new(),
    }
}

/// A report as it grows; the text is ASCII, so that bytes are code points.
#[derive(Default)]
struct Writer {
    text: String,
    entities: Vec<Entity>,
    ids: BTreeMap<String, String>,
    statements: Vec<Statement>,
    events: Vec<Event>,
}

impl Writer {
    /// One sentence that tells the occurrence, under somebody's word.
    fn tell(&mut self, occurrence: &Occurrence, dice: &mut Dice) {
        let (event_type, verb) = TYPES[occurrence.kind];
        let speaker = self.entity(EntityKind::Person, &name(7000 + dice.rank(2000)), None);
        let says = self.put(" said ");
        let start = self.text.len();
        let actor = self.entity(EntityKind::Organization, &name(occurrence.actor), Some(country(occurrence.actor)));
        self.put(" ");
        let trigger = self.put(verb);
        self.put(" ");
        let recipient = self.entity(EntityKind::Organization, &name(occurrence.recipient), Some(country(occurrence.recipient)));
        self.put(" in ");
        let place = self.put(&name(occurrence.place + 5000));
        self.put(" on ");
        let day = self.put(&occurrence.day);
        self.put(" ");
        self.put(&words(15, dice));
        let content = Span { start, end: self.text.len(), text: self.text[start..].to_owned() };
        self.put(". ");
        let statement = format!("s{}", self.statements.len() + 1);
        self.statements.push(Statement {
            id: statement.clone(),
            content: vec![content],
            cue: Some(says),
            source: Some(speaker.clone()),
            source_span: None,
            kind: StatementKind::Indirect,
            stance: Stance::Says,
            chain: vec![Link { role: LinkRole::Speaker, entity: Some(speaker), name: None, span: None }],
            inside: None,
            confidence: 0.9,
        });
        let (day_start, day_end) = (Some(occurrence.day.clone()), Some(occurrence.day.clone()));
        self.events.push(Event {
            id: format!("v{}", self.events.len() + 1),
            trigger,
            event_type: event_type.to_owned(),
            mode: None,
            actors: vec![actor],
            recipients: vec![recipient],
            place: Some(Place {
                name: place.text.clone(),
                span: place,
                geonames_id: Some(occurrence.place as u32 + 1),
                country: Some(country(occurrence.place)),
                lat: Some(50.0),
                lon: Some(30.0),
                level: Some(PlaceLevel::City),
            }),
            time: Some(EventTime { span: day, start: day_start, end: day_end, precision: "day".to_owned() }),
            status: Status::Happened,
            statement: Some(statement),
            same_as: None,
            confidence: 0.8,
        });
    }

    fn put(&mut self, words: &str) -> Span {
        let start = self.text.len();
        self.text += words;
        Span { start, end: self.text.len(), text: words.to_owned() }
    }

    fn entity(&mut self, kind: EntityKind, name: &str, country: Option<String>) -> String {
        let Span { start, end, text } = self.put(name);
        let mention = Mention { start, end, text, form: MentionForm::Name };
        if let Some(id) = self.ids.get(name) {
            return id.clone();
        }
        let id = format!("e{}", self.entities.len() + 1);
        let mentions = vec![mention];
        self.entities.push(Entity {
            id: id.clone(),
            kind,
            name: name.to_owned(),
            country,
            sector: None,
            descriptions: Vec::new(),
            mentions,
        });
        self.ids.insert(name.to_owned(), id.clone());
        id
    }
}

fn country(of: usize) -> String {
    COUNTRIES[of % COUNTRIES.len()].to_owned()
}

/// "Karimo Senta": two invented words for a number.
fn name(number: usize) -> String {
    let capital = |word: String| word[..1].to_uppercase() + &word[1..];
    format!("{} {}", capital(word(number * 2 + 100_000)), capital(word(number * 7 + 200_000)))
}

fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] = ["ka", "ri", "mo", "sen", "ta", "lu", "vor", "ne", "pi", "dal", "sho", "ge", "fu", "bra", "zi", "wen"];
    let mut rest = Dice(number as u64).next();
    (0..3).fold(String::new(), |word, _| {
        let syllable = SYLLABLES[(rest % 16) as usize];
        rest /= 16;
        word + syllable
    })
}

fn words(n: usize, dice: &mut Dice) -> String {
    (0..n).map(|_| word(dice.rank(20_000))).collect::<Vec<String>>().join(" ")
}

/// SplitMix64: the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// A rank of which the first come most often, as words and names do.
    fn rank(&mut self, n: usize) -> usize {
        let part = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((n as f64).powf(part) as usize).saturating_sub(1)
    }
}
