//! A report, flattened to what grouping compares.

use super::Day;
use super::words;
use dateline_model::report::{Entity, EntityKind, Event, LinkRole, MentionForm, PlaceLevel, Report, Stance, Statement, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All that grouping takes from one report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The article.
    pub article: ArticleFacts,
    /// Its events.
    pub events: Vec<EventFacts>,
    /// Its entities that have a name.
    pub entities: Vec<EntityFacts>,
}

/// What folding copies needs of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleFacts {
    /// Its id.
    pub id: String,
    /// The day of its publication.
    pub published: Option<Day>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Byline as written.
    pub byline: Option<String>,
    /// Headline.
    pub headline: Option<String>,
    /// Agencies credited for the text.
    pub agencies: Vec<String>,
    /// Its own address.
    pub url: Option<String>,
    /// The address the page names as the original.
    pub canonical: Option<String>,
    /// The text.
    pub text: String,
}

/// An event with everything it refers to spelt out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EventFacts {
    /// Its id in the record.
    pub id: String,
    /// The article.
    pub article: String,
    /// The day of its publication.
    pub published: Option<Day>,
    /// The events of the same article that tell the same occurrence carry the id of the first.
    pub same_as: Option<String>,
    /// Type in the codebook.
    pub event_type: String,
    /// Its mode.
    pub mode: Option<String>,
    /// The words that name it, as written.
    pub trigger: String,
    /// Where, in code points.
    pub trigger_span: (usize, usize),
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// Where.
    pub place: Option<PlaceFacts>,
    /// First day it can have happened.
    pub start: Option<Day>,
    /// Last day.
    pub end: Option<Day>,
    /// The words of the time.
    pub time: Option<String>,
    /// `happened`, `ongoing`, `planned`, `possible`, `denied`.
    pub status: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// The innermost statement it stands in.
    pub statement: Option<String>,
    /// Who says so.
    pub said: Said,
    /// The profile of its article (`happenings::article_words`); a store keeps it once for all events of an article.
    #[serde(skip)]
    pub article_words: Vec<(u64, f32)>,
}

/// Who took part.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Party {
    /// The entity.
    pub id: String,
    /// Its fullest name or description.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// True when the text names it, false when it only describes it.
    pub named: bool,
}

/// Where it was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceFacts {
    /// GeoNames id.
    pub id: Option<u32>,
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// `country`, `admin1`, `admin2`, `city`, `poi`.
    pub level: Option<String>,
    /// Degrees north and east.
    pub at: Option<(f64, f64)>,
    /// Ids of what contains it, the nearest first; empty when not known.
    pub within: Vec<u32>,
}

/// The path of a claim to the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The chain, innermost first; empty in the outlet's own voice.
    pub voices: Vec<Voice>,
    /// The stance of the innermost statement (`says`, `denies` ...).
    pub stance: Option<String>,
}

/// One voice of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Voice {
    /// The entity.
    pub entity: Option<String>,
    /// Its name or description; null when nobody is named.
    pub name: Option<String>,
    /// True when it has a name of its own.
    pub named: bool,
    /// `speaker`, `intermediary` or `outlet`.
    pub role: String,
}

/// An entity of one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityFacts {
    /// Its id in the record.
    pub id: String,
    /// The article.
    pub article: String,
    /// The day of its publication.
    pub published: Option<Day>,
    /// `person`, `group`, `organization`, `country`, `place`.
    pub kind: String,
    /// The fullest name.
    pub name: String,
    /// Every name the text gives it.
    pub names: Vec<String>,
    /// Noun phrases that describe it.
    pub descriptions: Vec<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Names of the other entities of the article: who it is seen with.
    pub company: Vec<String>,
}

impl Facts {
    /// Takes from a report what grouping compares. What a report does not carry (the canonical address, what contains a place) the
    /// caller may fill in.
    ///
    /// `article` is the id of the article in the record; `id` gives the record's id for that of an event, entity or statement of the
    /// report.
    pub fn of(report: &Report, article: &str, id: &dyn Fn(&str) -> String) -> Facts {
        let published = report.article.published.as_deref().and_then(words::day);
        let outline = Outline::new(report, article, id);
        Facts {
            article: ArticleFacts {
                id: article.to_owned(),
                published,
                outlet: report.article.outlet.clone(),
                byline: report.article.byline.clone(),
                headline: report.article.headline.clone(),
                agencies: report
                    .article
                    .credits
                    .iter()
                    .filter(|credit| credit.role == "text")
                    .map(|credit| credit.agency.clone())
                    .collect(),
                url: report.article.url.clone(),
                canonical: None,
                text: report.article.text.clone(),
            },
            events: report.events.iter().map(|event| outline.event(event, published)).collect(),
            entities: report.entities.iter().filter_map(|entity| outline.entity(entity, published)).collect(),
        }
    }
}

/// A report with its parts by id.
struct Outline<'r> {
    report: &'r Report,
    article: &'r str,
    id: &'r dyn Fn(&str) -> String,
    entities: BTreeMap<&'r str, &'r Entity>,
    statements: BTreeMap<&'r str, &'r Statement>,
    sentences: words::Sentences<'r>,
}

impl<'r> Outline<'r> {
    fn new(report: &'r Report, article: &'r str, id: &'r dyn Fn(&str) -> String) -> Self {
        Outline {
            report,
            article,
            id,
            entities: report.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect(),
            statements: report.statements.iter().map(|statement| (statement.id.as_str(), statement)).collect(),
            sentences: words::Sentences::of(&report.article.text),
        }
    }

    fn id(&self, part: &str) -> String {
        (self.id)(part)
    }

    fn event(&self, event: &Event, published: Option<Day>) -> EventFacts {
        let time = event.time.as_ref();
        EventFacts {
            id: self.id(&event.id),
            article: self.article.to_owned(),
            published,
            same_as: event.same_as.as_deref().map(|first| self.id(first)),
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            trigger: event.trigger.text.clone(),
            trigger_span: (event.trigger.start, event.trigger.end),
            actors: event.actors.iter().filter_map(|id| self.party(id)).collect(),
            recipients: event.recipients.iter().filter_map(|id| self.party(id)).collect(),
            place: event.place.as_ref().map(|place| PlaceFacts {
                id: place.geonames_id,
                name: place.name.clone(),
                country: place.country.clone(),
                level: place.level.map(level),
                at: place.lat.zip(place.lon),
                within: Vec::new(),
            }),
            start: time.and_then(|time| time.start.as_deref()).and_then(words::day),
            end: time.and_then(|time| time.end.as_deref()).and_then(words::day),
            time: time.map(|time| time.span.text.clone()),
            status: status(event.status).to_owned(),
            sentence: self.sentences.at(event.trigger.start).to_owned(),
            statement: event.statement.as_deref().map(|id| self.id(id)),
            said: self.said(event.statement.as_deref()),
            article_words: Vec::new(),
        }
    }

    fn party(&self, id: &str) -> Option<Party> {
        let entity = self.entities.get(id)?;
        Some(Party { id: self.id(id), name: entity.name.clone(), country: entity.country.clone(), named: is_named(entity) })
    }

    fn said(&self, statement: Option<&str>) -> Said {
        let Some(statement) = statement.and_then(|id| self.statements.get(id)) else {
            return Said::default();
        };
        let voices = statement.chain.iter().map(|link| {
            let entity = link.entity.as_deref().and_then(|id| self.entities.get(id));
            Voice {
                entity: link.entity.as_deref().map(|id| self.id(id)),
                name: link.name.clone().or_else(|| entity.map(|entity| entity.name.clone())),
                named: entity.map_or(link.name.is_some(), |entity| is_named(entity)),
                role: match link.role {
                    LinkRole::Speaker => "speaker",
                    LinkRole::Intermediary => "intermediary",
                    LinkRole::Outlet => "outlet",
                }
                .to_owned(),
            }
        });
        Said { voices: voices.collect(), stance: Some(stance(statement.stance).to_owned()) }
    }

    fn entity(&self, entity: &Entity, published: Option<Day>) -> Option<EntityFacts> {
        let mut names: Vec<String> =
            entity.mentions.iter().filter(|mention| mention.form == MentionForm::Name).map(|mention| mention.text.clone()).collect();
        if names.is_empty() {
            return None;
        }
        names.push(entity.name.clone());
        names.sort();
        names.dedup();
        let company = self.report.entities.iter().filter(|other| other.id != entity.id && is_named(other));
        Some(EntityFacts {
            id: self.id(&entity.id),
            article: self.article.to_owned(),
            published,
            kind: kind(entity.kind).to_owned(),
            name: entity.name.clone(),
            names,
            descriptions: entity.descriptions.clone(),
            country: entity.country.clone(),
            sector: entity.sector.clone(),
            company: company.map(|other| other.name.clone()).collect(),
        })
    }
}

fn is_named(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.form == MentionForm::Name)
}

fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Group => "group",
        EntityKind::Organization => "organization",
        EntityKind::Country => "country",
        EntityKind::Place => "place",
    }
}

fn level(level: PlaceLevel) -> String {
    match level {
        PlaceLevel::Country => "country",
        PlaceLevel::Admin1 => "admin1",
        PlaceLevel::Admin2 => "admin2",
        PlaceLevel::City => "city",
        PlaceLevel::Poi => "poi",
    }
    .to_owned()
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Happened => "happened",
        Status::Ongoing => "ongoing",
        Status::Planned => "planned",
        Status::Possible => "possible",
        Status::Denied => "denied",
    }
}

fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Says => "says",
        Stance::Denies => "denies",
        Stance::Believes => "believes",
        Stance::Wants => "wants",
        Stance::Asks => "asks",
        Stance::Promises => "promises",
        Stance::Threatens => "threatens",
        Stance::Accuses => "accuses",
        Stance::Rumoured => "rumoured",
    }
}
