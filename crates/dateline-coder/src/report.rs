//! Puts a report together from what the other rooms found.

use crate::again;
use crate::codebook::Codebook;
use crate::entities::Entities;
use crate::events::EventMention;
use crate::findings::Findings;
use crate::participants;
use crate::place::{self, Happening, Inferred, PlaceMention, Scene};
use crate::statements::{self, StatementMention};
use crate::syntax::Syntax;
use crate::time::{self, EventTime, TimeExpression};
use dateline_model::report::{self, Link, LinkRole, PlaceLevel, Report, Span as ReportSpan};
use dateline_model::{Article, CodePoints, CreditRole, Problem, Reading, Severity, Span, TokenIdx};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What made the report; stamped on it.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// `dateline 0.1.0`.
    pub program: String,
    /// `reader-4 sha256:..`.
    pub model: String,
}

/// The codebook that events are coded by when the user brings none.
const CODEBOOK: &str = "plover-1";

/// Codes one article by the built-in codebook. A plain function: same article and reading, same report.
pub fn code(article: &Article, reading: &Reading, stamp: &Stamp) -> Report {
    code_by(None, article, reading, stamp)
}

/// Codes one article by the user's codebook, or by the built-in one when there is none.
pub fn code_by(codebook: Option<&Codebook>, article: &Article, reading: &Reading, stamp: &Stamp) -> Report {
    let border = Border { text: &article.text, points: CodePoints::new(&article.text) };
    let mut problems: Vec<Problem> = reading.problems.clone();
    let english = article.language.as_deref().is_none_or(|l| l == "en");
    if !english && !problems.iter().any(|p| p.id == "not-english") {
        let note = format!("the text is in {}; only English is coded", article.language.as_deref().unwrap_or("another language"));
        problems.push(Problem::new("not-english", Severity::Warning, note));
    }
    let mut report = Report {
        format: report::FORMAT,
        coder: report::Coder {
            program: stamp.program.clone(),
            model: stamp.model.clone(),
            codebook: codebook.map_or_else(|| CODEBOOK.to_owned(), |c| c.file().stamp()),
        },
        article: describe(article),
        entities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        times: Vec::new(),
        places: Vec::new(),
        problems: problems.iter().map(|p| problem(p, &border)).collect(),
    };
    if english && !reading.tokens.is_empty() {
        fill(codebook, article, reading, &border, &mut report);
    }
    report
}

fn fill(codebook: Option<&Codebook>, article: &Article, reading: &Reading, border: &Border, report: &mut Report) {
    let mut found = Findings::new(codebook, article, reading);
    if !reading.predicates.is_empty() {
        let (entities, speakers) = found.eligible();
        participants::choose(&found.syntax, &entities, &speakers, &mut found.events);
    }
    let heads: Vec<TokenIdx> = found.events.iter().flat_map(|e| e.actors.iter().chain(&e.recipients)).copied().collect();
    let entities = found.resolve(&heads);
    let Findings { syntax, mut statements, events, times, places, owners, .. } = found;
    let event_times = time::of_events(reading, &times, &events, &|token| entities.of(token), article.published);
    statements::inherit_chains(&syntax, &entities, &mut statements);
    let used = Used::of(&entities, &statements, &events);
    report.entities = used.report(&entities, border, reading);
    report.statements = statements.iter().enumerate().map(|(i, s)| statement(i, s, article, &syntax, &entities, &used, border)).collect();
    let mut event_places = event_places(article, reading, &events, &places, &entities, border);
    report.events = events
        .iter()
        .enumerate()
        .map(|(index, event)| report::Event {
            id: format!("v{}", index + 1),
            trigger: border.span(reading.span(&event.trigger)),
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            actors: used.ids(&entities, &event.actors),
            recipients: used.ids(&entities, &event.recipients),
            place: event_places.get_mut(index).and_then(Option::take),
            time: event_times.get(index).and_then(|t| event_time(&times, t.as_ref()?, border)),
            status: event.status,
            statement: owners.get(event.head).copied().flatten().map(|s| format!("s{}", s + 1)),
            same_as: None,
            confidence: round(event.confidence),
        })
        .collect();
    again::tell(&syntax, &events, &mut report.events);
    report.times = times
        .iter()
        .map(|t| report::Time { span: border.span(t.span), kind: t.kind, value: t.value.clone(), start: day(t.start), end: day(t.end) })
        .collect();
    report.places = places.iter().map(|p| place_name(p, border)).collect();
}

fn event_time(times: &[TimeExpression], time: &EventTime, border: &Border) -> Option<report::EventTime> {
    let span = border.span(times.get(time.expression)?.span);
    Some(report::EventTime { span, start: day(time.start), end: day(time.end), precision: time.precision.to_owned() })
}

/// The place of each event: the one that the text ties to it, with the country that the article tells when the place does not; else
/// that country alone.
fn event_places(
    article: &Article,
    reading: &Reading,
    events: &[EventMention],
    places: &[PlaceMention],
    entities: &Entities,
    border: &Border,
) -> Vec<Option<report::Place>> {
    let scene = Scene::new(article, reading, places);
    let lemma = |event: &EventMention| reading.tokens.get(event.head).map_or("", |t| t.lemma.as_str());
    let tied: Vec<Option<&PlaceMention>> =
        events.iter().map(|event| place::of_event(reading, places, event.head).and_then(|p| places.get(p))).collect();
    let mut told: BTreeMap<&str, &'static str> = BTreeMap::new();
    for (event, place) in events.iter().zip(&tied) {
        if let Some(country) = place.and_then(|p| p.country) {
            told.entry(lemma(event)).or_insert(country);
        }
    }
    let country = |token: &TokenIdx| entities.of(*token).and_then(|e| entities.list.get(e)).and_then(|e| e.country);
    let participants = |tokens: &[TokenIdx]| tokens.iter().map(|t| (*t, country(t))).collect();
    let mut out = Vec::with_capacity(events.len());
    for (event, tied) in events.iter().zip(tied) {
        if let Some(place) = tied.filter(|p| p.country.is_some() || p.geonames_id.is_some()) {
            out.push(Some(place_name(place, border)));
            continue;
        }
        let asked = Happening {
            head: event.head,
            event_type: &event.event_type,
            actors: participants(&event.actors),
            recipients: participants(&event.recipients),
            told_elsewhere: told.get(lemma(event)).copied(),
        };
        let inferred = scene.of_event(reading, &asked);
        out.push(match tied {
            Some(place) => Some(report::Place { country: inferred.map(|i| i.country.to_owned()), ..place_name(place, border) }),
            None => inferred.and_then(|inferred| country_place(inferred, border)),
        });
    }
    out
}

/// A country that was concluded, at the words it was concluded from.
fn country_place(inferred: Inferred, border: &Border) -> Option<report::Place> {
    let country = dateline_gazetteer::country(inferred.country)?;
    Some(report::Place {
        span: border.span(inferred.span),
        name: country.name.to_owned(),
        geonames_id: Some(country.geonames_id),
        country: Some(country.alpha3.to_owned()),
        lat: Some(country.lat),
        lon: Some(country.lon),
        level: Some(PlaceLevel::Country),
    })
}

fn place_name(place: &PlaceMention, border: &Border) -> report::Place {
    report::Place {
        span: border.span(place.span),
        name: place.name.clone(),
        geonames_id: place.geonames_id,
        country: place.country.map(str::to_owned),
        lat: place.lat,
        lon: place.lon,
        level: place.level,
    }
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

/// "told The Daily Star" in the Daily Star: the outlet is the end of the chain, and no link before it.
fn is_one_name(a: &str, b: &str) -> bool {
    let bare = |name: &str| {
        let name = name.to_lowercase();
        name.strip_prefix("the ").map_or(name.clone(), str::to_owned)
    };
    bare(a) == bare(b)
}

fn statement(
    index: usize,
    statement: &StatementMention,
    article: &Article,
    syntax: &Syntax,
    entities: &Entities,
    used: &Used,
    border: &Border,
) -> report::Statement {
    let reading = syntax.reading;
    let source = statement.source_head.and_then(|h| entities.of(h));
    let mut chain = Vec::new();
    if let Some(entity) = source.and_then(|e| entities.list.get(e)) {
        chain.push(Link { role: LinkRole::Speaker, entity: source.and_then(|e| used.id(e)), name: Some(entity.name.clone()), span: None });
    }
    for link in &statement.via {
        let span = Some(border.span(reading.span(&link.tokens)));
        let entity = entities.of(link.head);
        let name = entity.and_then(|e| entities.list.get(e)).map_or_else(|| link.name.clone(), |e| e.name.clone());
        if (entity.is_some() && entity == source) || article.outlet.as_ref().is_some_and(|outlet| is_one_name(outlet, &name)) {
            continue;
        }
        chain.push(Link { role: LinkRole::Intermediary, entity: entity.and_then(|e| used.id(e)), name: Some(name), span });
    }
    chain.push(Link { role: LinkRole::Outlet, entity: None, name: article.outlet.clone(), span: None });
    report::Statement {
        id: format!("s{}", index + 1),
        content: statements::content_spans(syntax, statement).into_iter().map(|s| border.span(s)).collect(),
        cue: statement.cue.as_ref().map(|c| border.span(reading.span(c))),
        source: source.and_then(|e| used.id(e)),
        source_span: statement.source.as_ref().map(|s| border.span(reading.span(s))),
        kind: statement.kind,
        stance: statement.stance,
        chain,
        inside: statement.inside.map(|i| format!("s{}", i + 1)),
        confidence: round(statement.confidence),
    }
}

/// The entities that statements and events refer to, with their ids.
struct Used {
    /// Entity by order of id.
    order: Vec<usize>,
    ids: BTreeMap<usize, String>,
}

impl Used {
    fn of(entities: &Entities, statements: &[StatementMention], events: &[EventMention]) -> Self {
        let sources = statements.iter().filter_map(|s| s.source_head);
        let passed = statements.iter().flat_map(|s| &s.via).map(|v| v.head);
        let participants = events.iter().flat_map(|e| e.actors.iter().chain(&e.recipients)).copied();
        let set: BTreeSet<usize> = sources.chain(passed).chain(participants).filter_map(|h| entities.of(h)).collect();
        let mut order: Vec<usize> = set.into_iter().collect();
        order.sort_by_key(|e| (entities.mentions_of(*e).map(|m| m.tokens.start).min(), *e));
        let ids = order.iter().enumerate().map(|(i, e)| (*e, format!("e{}", i + 1))).collect();
        Used { order, ids }
    }

    fn id(&self, entity: usize) -> Option<String> {
        self.ids.get(&entity).cloned()
    }

    /// Ids of the entities that tokens stand for, each once.
    fn ids(&self, entities: &Entities, tokens: &[TokenIdx]) -> Vec<String> {
        let mut list: Vec<String> = Vec::new();
        for id in tokens.iter().filter_map(|t| entities.of(*t)).filter_map(|e| self.id(e)) {
            if !list.contains(&id) {
                list.push(id);
            }
        }
        list
    }

    fn report(&self, entities: &Entities, border: &Border, reading: &Reading) -> Vec<report::Entity> {
        let known = self.order.iter().filter_map(|e| Some((*e, entities.list.get(*e)?)));
        known
            .map(|(index, entity)| report::Entity {
                id: self.id(index).unwrap_or_default(),
                kind: entity.kind,
                name: entity.name.clone(),
                country: entity.country.map(str::to_owned),
                sector: entity.sector.map(str::to_owned),
                descriptions: entity.descriptions.clone(),
                mentions: entities
                    .mentions_of(index)
                    .map(|m| {
                        let span = border.span(reading.span(&m.tokens));
                        report::Mention { start: span.start, end: span.end, text: span.text, form: m.form }
                    })
                    .collect(),
            })
            .collect()
    }
}

/// The border between byte spans and the code points of a report.
pub(crate) struct Border<'a> {
    text: &'a str,
    points: CodePoints<'a>,
}

impl Border<'_> {
    pub(crate) fn span(&self, span: Span) -> ReportSpan {
        let (start, end) = (self.points.at(span.start as usize), self.points.at(span.end as usize));
        ReportSpan { start, end, text: span.of(self.text).to_owned() }
    }
}

/// What a report tells of the article itself.
pub fn describe(article: &Article) -> report::Article {
    let border = Border { text: &article.text, points: CodePoints::new(&article.text) };
    let evidence = |e: &dateline_model::Evidence| report::Evidence {
        fact: e.fact.as_str().to_owned(),
        value: e.value.clone(),
        origin: e.origin.as_str().to_owned(),
    };
    let role = |r: CreditRole| match r {
        CreditRole::Image => "image",
        CreditRole::Text => "text",
    };
    report::Article {
        id: format!("sha256:{:x}", Sha256::digest(article.text.as_bytes())),
        url: article.url.clone(),
        outlet: article.outlet.clone(),
        headline: article.headline.clone(),
        byline: article.byline.clone(),
        dateline: article.dateline.clone(),
        published: article.published.map(|d| d.to_string()),
        published_origin: article.dating.as_str().to_owned(),
        language: article.language.clone(),
        credits: article
            .credits
            .iter()
            .map(|c| report::Credit { agency: c.agency.clone(), role: role(c.role).to_owned(), span: border.span(c.span) })
            .collect(),
        evidence: article.evidence.iter().map(evidence).collect(),
        text: article.text.clone(),
    }
}

fn problem(problem: &Problem, border: &Border) -> report::Problem {
    report::Problem {
        id: problem.id.to_owned(),
        severity: problem.severity.as_str().to_owned(),
        span: problem.span.map(|s| border.span(s)),
        note: problem.note.clone(),
    }
}

/// Two digits: more would promise a precision that no figure here has.
fn round(confidence: f32) -> f32 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;

    const TABLE: &str = "1 😀 😀 SYM NFP 4 dep
        2 Olga Olga PROPN NNP 4 nsubj B-PER
        3 Véla Véla PROPN NNP 2 flat I-PER
        4 said say VERB VBD 0 root
        5 rebels rebel NOUN NNS 6 nsubj
        6 attacked attack VERB VBD 4 ccomp
        7 Véla Véla PROPN NNP 6 obj B-PER
        8 ^. . PUNCT . 4 punct";

    fn report(language: Option<&str>) -> Report {
        let (text, reading) = reading(TABLE);
        let article =
            Article { text, language: language.map(str::to_owned), outlet: Some("The Varna Post".to_owned()), ..Article::default() };
        let stamp = Stamp { program: "dateline 0".to_owned(), model: "none".to_owned() };
        code(&article, &reading, &stamp)
    }

    #[test]
    fn spans_are_code_points_and_references_resolve() {
        let report = report(None);
        let chars: Vec<char> = report.article.text.chars().collect();
        let at = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
        let [entity, ..] = report.entities.as_slice() else { panic!("no entity") };
        assert_eq!((entity.id.as_str(), entity.name.as_str()), ("e1", "Olga Véla"));
        for mention in report.entities.iter().flat_map(|e| &e.mentions) {
            assert_eq!(at(mention.start, mention.end), mention.text);
        }
        let [statement] = report.statements.as_slice() else { panic!("no statement") };
        assert_eq!(statement.source.as_deref(), Some("e1"));
        assert_eq!(at(statement.content[0].start, statement.content[0].end), "rebels attacked Véla");
        let names: Vec<_> = statement.chain.iter().map(|l| (l.role, l.name.as_deref())).collect();
        assert_eq!(names, [(LinkRole::Speaker, Some("Olga Véla")), (LinkRole::Outlet, Some("The Varna Post"))]);
        let [event] = report.events.as_slice() else { panic!("no event") };
        assert_eq!(event.statement.as_deref(), Some("s1"));
        assert_eq!((event.actors.len(), event.recipients.as_slice()), (1, ["e1".to_owned()].as_slice()));
    }

    #[test]
    fn another_language_is_kept_but_not_coded() {
        let report = report(Some("fr"));
        assert!(report.entities.is_empty() && report.statements.is_empty() && report.events.is_empty());
        assert_eq!(report.problems.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["not-english"]);
    }

    #[test]
    fn an_empty_article_makes_an_empty_report() {
        let stamp = Stamp { program: "p".to_owned(), model: "m".to_owned() };
        let report = code(&Article::default(), &Reading::default(), &stamp);
        assert!(report.problems.is_empty() && report.times.is_empty());
        assert_eq!(report.article.id, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
