//! A report as the rows of a record.

use crate::entities::is_full;
use crate::grouping::{EntityFacts, Facts};
use crate::id::{Ids, Sort, id};
use crate::rows::{ArticleRow, ChainRow, EntityRow, EventRow, Parts, StatementRow};
use dateline_model::report::{Entity, Event, MentionForm, Report, Statement};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is known of an article beside its report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address that the page names as its own original.
    pub canonical: Option<String>,
    /// Where the day of publication comes from: `stated`, `feed`, `url`, `crawl`.
    pub published_from: Option<String>,
}

/// The id of an article: of what it says and of where and when it says it, whatever file it came from.
pub fn article_id(report: &Report) -> String {
    let article = &report.article;
    let known = |part: &Option<String>| part.clone().unwrap_or_default();
    let parts = [&article.text, &known(&article.url), &known(&article.outlet), &known(&article.headline), &known(&article.published)];
    id(Sort::Article, &parts.map(String::as_str))
}

impl Parts {
    /// The rows of a report in a record that makes such ids ([`crate::Store::ids`]).
    pub fn of(report: Report, origin: Origin, ids: Ids) -> Parts {
        let article = article_id(&report);
        let names = Names::new(&report, &article, ids);
        let facts = Facts::of(&report, &article, &|part| names.of(part));
        let sentences: Vec<String> = facts.events.iter().map(|event| event.sentence.clone()).collect();
        Parts {
            entities: report.entities.iter().map(|entity| names.entity(entity)).collect(),
            statements: report.statements.iter().map(|statement| names.statement(statement, &report)).collect(),
            events: report.events.iter().zip(sentences).map(|(event, sentence)| names.event(event, sentence)).collect(),
            article: row(&report, article, origin),
            facts: facts.events,
            report,
        }
    }
}

fn row(report: &Report, id: String, origin: Origin) -> ArticleRow {
    let article = report.article.clone();
    let mut agencies: Vec<String> =
        article.credits.iter().filter(|credit| credit.role == "text").map(|credit| credit.agency.clone()).collect();
    agencies.dedup();
    ArticleRow {
        id,
        url: article.url,
        canonical: origin.canonical,
        outlet: article.outlet,
        headline: article.headline,
        byline: article.byline,
        dateline: article.dateline,
        published: article.published,
        published_from: origin.published_from,
        language: article.language,
        agencies,
        words: article.text.split_whitespace().count(),
        program: report.coder.program.clone(),
        model: report.coder.model.clone(),
        codebook: report.coder.codebook.clone(),
    }
}

/// The record's ids for those of a report. They come from where a thing stands, so that a newer version that finds one thing more
/// does not rename the others.
struct Names<'r> {
    article: &'r str,
    ids: BTreeMap<&'r str, String>,
}

impl<'r> Names<'r> {
    fn new(report: &'r Report, article: &'r str, ids: Ids) -> Self {
        let mut names = Names { article, ids: BTreeMap::new() };
        let mut seen = BTreeMap::new();
        let mut add = |sort, own: &'r str, start: usize, end: usize| {
            // Two things of one sort at one place are told apart by their order.
            let nth = seen.entry((sort, start, end)).or_insert(0_usize);
            let place = [&*start.to_string(), &end.to_string(), &nth.to_string()];
            names.ids.insert(own, ids.part(sort, article, &place));
            *nth += 1;
        };
        for entity in &report.entities {
            let first = entity.mentions.first();
            add(Sort::Entity, &entity.id, first.map_or(0, |m| m.start), first.map_or(0, |m| m.end));
        }
        for statement in &report.statements {
            let first = statement.content.first();
            add(Sort::Statement, &statement.id, first.map_or(0, |s| s.start), first.map_or(0, |s| s.end));
        }
        for event in &report.events {
            add(Sort::Event, &event.id, event.trigger.start, event.trigger.end);
        }
        names
    }

    fn of(&self, part: &str) -> String {
        self.ids.get(part).cloned().unwrap_or_default()
    }

    fn maybe(&self, part: Option<&str>) -> Option<String> {
        part.and_then(|part| self.ids.get(part).cloned())
    }

    fn entity(&self, entity: &Entity) -> EntityRow {
        let mut names: Vec<String> = entity.mentions.iter().filter(|m| m.form == MentionForm::Name).map(|m| m.text.clone()).collect();
        if !names.is_empty() {
            names.push(entity.name.clone());
        }
        names.sort();
        names.dedup();
        let mut row = EntityRow {
            id: self.of(&entity.id),
            article: self.article.to_owned(),
            in_report: entity.id.clone(),
            kind: word(entity.kind),
            name: entity.name.clone(),
            names,
            country: entity.country.clone(),
            sector: entity.sector.clone(),
            descriptions: entity.descriptions.clone(),
            profile: None,
        };
        row.profile = profile(&row).map(|facts| facts.id);
        row
    }

    fn statement(&self, statement: &Statement, report: &Report) -> StatementRow {
        let entity = |id: &str| report.entities.iter().find(|entity| entity.id == id);
        let name = |id: Option<&str>| id.and_then(entity).map(|entity| entity.name.clone());
        let content: Vec<&str> = statement.content.iter().map(|span| span.text.as_str()).collect();
        let chain = statement.chain.iter().map(|link| ChainRow {
            role: word(link.role),
            entity: self.maybe(link.entity.as_deref()),
            name: link.name.clone().or_else(|| name(link.entity.as_deref())),
        });
        StatementRow {
            id: self.of(&statement.id),
            article: self.article.to_owned(),
            in_report: statement.id.clone(),
            kind: word(statement.kind),
            stance: word(statement.stance),
            source: self.maybe(statement.source.as_deref()),
            source_name: name(statement.source.as_deref()),
            cue: statement.cue.as_ref().map(|cue| cue.text.clone()),
            content: content.join(" … "),
            start: statement.content.first().map_or(0, |span| span.start),
            end: statement.content.last().map_or(0, |span| span.end),
            inside: self.maybe(statement.inside.as_deref()),
            chain: chain.collect(),
            confidence: statement.confidence,
            rejected: false,
        }
    }

    fn event(&self, event: &Event, sentence: String) -> EventRow {
        let all = |ids: &[String]| ids.iter().filter_map(|id| self.maybe(Some(id))).collect();
        let (place, time) = (event.place.as_ref(), event.time.as_ref());
        EventRow {
            id: self.of(&event.id),
            article: self.article.to_owned(),
            in_report: event.id.clone(),
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            trigger: event.trigger.text.clone(),
            trigger_start: event.trigger.start,
            trigger_end: event.trigger.end,
            sentence,
            status: word(event.status),
            statement: self.maybe(event.statement.as_deref()),
            same_as: self.maybe(event.same_as.as_deref()),
            actors: all(&event.actors),
            recipients: all(&event.recipients),
            place: place.map(|place| place.name.clone()),
            place_level: place.and_then(|place| place.level).map(word),
            country: place.and_then(|place| place.country.clone()),
            geonames_id: place.and_then(|place| place.geonames_id),
            lat: place.and_then(|place| place.lat),
            lon: place.and_then(|place| place.lon),
            start: time.and_then(|time| time.start.clone()),
            end: time.and_then(|time| time.end.clone()),
            precision: time.map(|time| time.precision.clone()),
            time_words: time.map(|time| time.span.text.clone()),
            confidence: event.confidence,
            rejected: false,
            corrected: false,
        }
    }
}

/// What is compared of an entity across articles: no more than its profile, which all entities of the same full name share; a surname or an acronym alone
/// means no one by itself, so there the other names must be the same too. Null when the article only describes it. The names given are those of
/// this entity; a store keeps those of all that share the profile.
pub(crate) fn profile(entity: &EntityRow) -> Option<EntityFacts> {
    if entity.names.is_empty() {
        return None;
    }
    let mut facts = EntityFacts {
        kind: entity.kind.clone(),
        name: entity.name.clone(),
        country: entity.country.clone(),
        sector: entity.sector.clone(),
        ..EntityFacts::default()
    };
    let (country, sector) = (entity.country.as_deref().unwrap_or_default(), entity.sector.as_deref().unwrap_or_default());
    let mut parts = vec![entity.kind.as_str(), &entity.name, country, sector];
    if !is_full(&facts) {
        parts.extend(entity.names.iter().map(String::as_str));
    }
    facts.id = id(Sort::Profile, &parts);
    facts.names.clone_from(&entity.names);
    Some(facts)
}

/// The word that a report has for a value of a closed set.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::report;

    #[test]
    fn ids_come_from_places_in_the_text() {
        let one = Parts::of(report("The army shelled Teskov.", &["shelled"]), Origin::default(), Ids::default());
        let mut more = report("The army shelled Teskov.", &["army", "shelled"]);
        more.coder.program = "dateline 9".to_owned();
        let more = Parts::of(more, Origin::default(), Ids::default());
        assert_eq!(one.article.id, more.article.id);
        assert_eq!(one.events[0].id, more.events[1].id);
        assert_eq!((one.events[0].in_report.as_str(), more.events[1].in_report.as_str()), ("v1", "v2"));
        assert_eq!(one.facts[0].id, one.events[0].id);
    }

    #[test]
    fn the_same_text_from_another_outlet_is_another_article() {
        let (one, mut two) = (report("It rained.", &[]), report("It rained.", &[]));
        two.article.outlet = Some("The Orvale Times".to_owned());
        assert_ne!(article_id(&one), article_id(&two));
    }
}
