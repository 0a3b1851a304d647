//! A report for tests, of an article with invented names.

use dateline_model::report;
use dateline_model::report::{EntityKind, LinkRole, Report, Stance, StatementKind, Status};

pub(crate) const TEXT: &str = "\"We will hold the bridge,\" Ana Berg told The Lindmark Wire on Monday, \"for as long as it takes.\"\n\
                    Soldiers of Orvale shelled the bridge at Lindhaven in May.";

pub(crate) fn span(words: &str) -> report::Span {
    let start = TEXT.find(words).map(|byte| TEXT[..byte].chars().count()).expect("the words are in the text");
    report::Span { start, end: start + words.chars().count(), text: words.to_owned() }
}

fn entity(id: &str, kind: EntityKind, name: &str, descriptions: &[&str]) -> report::Entity {
    let descriptions = descriptions.iter().map(|d| (*d).to_owned()).collect();
    report::Entity { id: id.to_owned(), kind, name: name.to_owned(), country: None, sector: None, descriptions, mentions: Vec::new() }
}

fn link(role: LinkRole, name: Option<&str>) -> report::Link {
    report::Link { role, entity: None, name: name.map(str::to_owned), span: None }
}

pub(crate) fn sample() -> Report {
    let statement = report::Statement {
        id: "s1".to_owned(),
        content: vec![span("We will hold the bridge,"), span("for as long as it takes.")],
        cue: Some(span("told")),
        source: Some("e1".to_owned()),
        source_span: Some(span("Ana Berg")),
        kind: StatementKind::Direct,
        stance: Stance::Promises,
        chain: vec![
            link(LinkRole::Speaker, Some("Ana Berg")),
            link(LinkRole::Intermediary, Some("The Lindmark Wire")),
            link(LinkRole::Outlet, None),
        ],
        inside: None,
        confidence: 0.934,
    };
    let event = report::Event {
        id: "v1".to_owned(),
        trigger: span("shelled"),
        event_type: "ASSAULT".to_owned(),
        mode: None,
        actors: vec!["e2".to_owned()],
        recipients: Vec::new(),
        place: Some(report::Place {
            span: span("Lindhaven"),
            name: "Lindhaven".to_owned(),
            geonames_id: None,
            country: None,
            lat: None,
            lon: None,
            level: None,
        }),
        time: Some(report::EventTime {
            span: span("May"),
            start: Some("2022-05-01".to_owned()),
            end: Some("2022-05-31".to_owned()),
            precision: "month".to_owned(),
        }),
        status: Status::Happened,
        statement: None,
        same_as: None,
        confidence: 0.5,
    };
    Report {
        format: report::FORMAT,
        coder: report::Coder { program: String::new(), model: String::new(), codebook: String::new() },
        article: report::Article {
            id: String::new(),
            url: None,
            outlet: Some("The Orvale Times".to_owned()),
            headline: None,
            byline: None,
            dateline: None,
            published: Some("2022-06-01".to_owned()),
            published_origin: "stated".to_owned(),
            language: Some("en".to_owned()),
            credits: vec![report::Credit {
                agency: "The Lindmark Wire".to_owned(),
                role: "text".to_owned(),
                span: span("The Lindmark Wire"),
            }],
            evidence: Vec::new(),
            text: TEXT.to_owned(),
        },
        entities: vec![
            entity("e1", EntityKind::Person, "Ana Berg", &["commander of the bridge"]),
            entity("e2", EntityKind::Group, "Soldiers of Orvale", &[]),
        ],
        statements: vec![statement],
        events: vec![event],
        times: Vec::new(),
        places: Vec::new(),
        problems: vec![report::Problem {
            id: "not-utf-8".to_owned(),
            severity: "warning".to_owned(),
            span: None,
            note: "read as windows-1252".to_owned(),
        }],
    }
}
