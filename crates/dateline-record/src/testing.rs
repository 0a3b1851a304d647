//! Reports for tests, made by hand.

use dateline_model::report::{
    Article, Coder, Entity, EntityKind, Event, FORMAT, Link, LinkRole, Mention, MentionForm, Report, Span, Stance, Statement,
    StatementKind, Status,
};

/// A report of a text with an ASSAULT event at each of these words.
pub(crate) fn report(text: &str, triggers: &[&str]) -> Report {
    let events = triggers.iter().enumerate().map(|(i, words)| event(text, i + 1, words)).collect();
    Report {
        format: FORMAT,
        coder: Coder { program: "dateline test".to_owned(), model: "test".to_owned(), codebook: "plover-1".to_owned() },
        article: Article {
            id: String::new(),
            url: None,
            outlet: None,
            headline: None,
            byline: None,
            dateline: None,
            published: Some("2022-05-25".to_owned()),
            published_origin: "stated".to_owned(),
            language: Some("en".to_owned()),
            credits: Vec::new(),
            evidence: Vec::new(),
            text: text.to_owned(),
        },
        entities: Vec::new(),
        statements: Vec::new(),
        events,
        times: Vec::new(),
        places: Vec::new(),
        problems: Vec::new(),
    }
}

/// Where words stand in a text.
pub(crate) fn span(text: &str, words: &str) -> Span {
    let byte = text.find(words).expect("the words are in the text");
    let start = text[..byte].chars().count();
    Span { start, end: start + words.chars().count(), text: words.to_owned() }
}

fn event(text: &str, n: usize, words: &str) -> Event {
    Event {
        id: format!("v{n}"),
        trigger: span(text, words),
        event_type: "ASSAULT".to_owned(),
        mode: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        place: None,
        time: None,
        status: Status::Happened,
        statement: None,
        same_as: None,
        confidence: 0.5,
    }
}

/// Adds a person or group named by these words, and gives its id.
pub(crate) fn add_entity(report: &mut Report, kind: EntityKind, words: &str) -> String {
    let id = format!("e{}", report.entities.len() + 1);
    let Span { start, end, text } = span(&report.article.text, words);
    let mention = Mention { start, end, text, form: MentionForm::Name };
    let (name, mentions) = (words.to_owned(), vec![mention]);
    report.entities.push(Entity { id: id.clone(), kind, name, country: None, sector: None, descriptions: Vec::new(), mentions });
    id
}

/// Adds what a source says, and gives its id.
pub(crate) fn add_statement(report: &mut Report, source: &str, words: &str) -> String {
    let id = format!("s{}", report.statements.len() + 1);
    let link = Link { role: LinkRole::Speaker, entity: Some(source.to_owned()), name: None, span: None };
    report.statements.push(Statement {
        id: id.clone(),
        content: vec![span(&report.article.text, words)],
        cue: None,
        source: Some(source.to_owned()),
        source_span: None,
        kind: StatementKind::Indirect,
        stance: Stance::Says,
        chain: vec![link],
        inside: None,
        confidence: 0.9,
    });
    id
}
