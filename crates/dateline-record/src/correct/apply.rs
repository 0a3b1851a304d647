//! Correcting what one article is read to say.

use super::{Change, EventChange, PartyChange, Target, change as parsed, written};
use crate::dossier::resolve;
use crate::error::{Error, Result};
use crate::grouping::words::day;
use crate::grouping::{EventFacts, Party, PlaceFacts};
use crate::id::{Ids, Sort};
use crate::parts::profile;
use crate::rows::{CorrectionRow, EntityRow, EventRow, Parts};
use crate::store::Store;

/// Notes that an event is otherwise than read.
pub(super) fn change(store: &impl Store, event: &str, to: EventChange, row: &mut CorrectionRow) -> Result<()> {
    if to == EventChange::default() {
        return Err(Error::asked("say how the event is: its actor, recipient, type, status, date or place"));
    }
    let id = resolve(store, Sort::Event, event)?;
    let event = store.event(&id)?.ok_or_else(|| Error::asked(format!("there is no event {id}")))?;
    row.replaces = before(store, &event, &to)?;
    row.article = Some(event.article.clone());
    row.what = written(&Change::Event { target: Target { id, start: event.trigger_start, end: event.trigger_end }, to: Box::new(to) })?;
    Ok(())
}

/// Notes that an article does not say this.
pub(super) fn reject(store: &impl Store, id: &str, row: &mut CorrectionRow) -> Result<()> {
    let target = match Sort::of(id) {
        Some(Sort::Statement) => {
            let id = resolve(store, Sort::Statement, id)?;
            let statement = store.statement(&id)?.ok_or_else(|| Error::asked(format!("there is no statement {id}")))?;
            row.replaces = format!("{} {}: {}", statement.source_name.unwrap_or_default(), statement.stance, statement.content);
            row.article = Some(statement.article);
            Target { id, start: statement.start, end: statement.end }
        }
        Some(Sort::Event) => {
            let id = resolve(store, Sort::Event, id)?;
            let event = store.event(&id)?.ok_or_else(|| Error::asked(format!("there is no event {id}")))?;
            row.replaces = format!("{} “{}”", event.event_type, event.trigger);
            row.article = Some(event.article);
            Target { id, start: event.trigger_start, end: event.trigger_end }
        }
        _ => return Err(Error::asked(format!("{id} is no id of a statement (q...) or an event (v...)"))),
    };
    row.what = written(&Change::Reject { target })?;
    Ok(())
}

/// What the event was in those respects that change.
fn before(store: &impl Store, event: &EventRow, to: &EventChange) -> Result<String> {
    let names = |ids: &[String]| -> Result<String> {
        let mut names = Vec::new();
        for id in ids {
            names.extend(store.entity(id)?.map(|entity| entity.name));
        }
        Ok(if names.is_empty() { "nobody".to_owned() } else { names.join(", ") })
    };
    let known = |value: &Option<String>| value.clone().unwrap_or_else(|| "not told".to_owned());
    let mut was = Vec::new();
    was.extend(to.event_type.as_ref().map(|_| format!("type {}", event.event_type)));
    was.extend(to.status.as_ref().map(|_| format!("status {}", event.status)));
    if to.actors.is_some() {
        was.push(format!("actor {}", names(&event.actors)?));
    }
    if to.recipients.is_some() {
        was.push(format!("recipient {}", names(&event.recipients)?));
    }
    was.extend(to.days.as_ref().map(|_| format!("date {} to {}", known(&event.start), known(&event.end))));
    was.extend(to.place.as_ref().map(|_| format!("place {}", known(&event.place))));
    Ok(was.join("; "))
}

/// Applies the corrections that hold for an article to its rows.
pub(crate) fn apply(store: &impl Store, parts: &mut Parts) -> Result<()> {
    for row in store.corrections_of(&parts.article.id)?.iter().filter(|row| row.undone_by.is_none()) {
        match parsed(row)? {
            Change::Event { target, to } => apply_one(&target, *to, store.ids(), parts),
            Change::Reject { target } => apply_rejection(&target, parts),
            Change::Merge { .. } | Change::Split { .. } | Change::Undo { .. } => {}
        }
    }
    Ok(())
}

fn apply_one(target: &Target, to: EventChange, ids: Ids, parts: &mut Parts) {
    let Some(at) = found(target, parts.events.iter().map(|event| (event.id.as_str(), event.trigger_start, event.trigger_end))) else {
        return;
    };
    let Parts { events, facts, entities, article, .. } = parts;
    let (Some(event), Some(facts)) = (events.get_mut(at), facts.get_mut(at)) else { return };
    event.corrected = true;
    if let Some(event_type) = to.event_type {
        facts.event_type.clone_from(&event_type);
        event.event_type = event_type;
        // A mode belongs to its type.
        (event.mode, facts.mode) = (None, None);
    }
    if let Some(status) = to.status {
        facts.status.clone_from(&status);
        event.status = status;
    }
    if let Some(actors) = to.actors {
        (event.actors, facts.actors) = took_part(actors, &article.id, ids, entities);
    }
    if let Some(recipients) = to.recipients {
        (event.recipients, facts.recipients) = took_part(recipients, &article.id, ids, entities);
    }
    if let Some((start, end)) = to.days {
        set_days(event, facts, start, end);
    }
    if let Some(place) = to.place {
        event.place = Some(place.name.clone());
        event.place_level.clone_from(&place.level);
        event.country.clone_from(&place.country);
        (event.geonames_id, event.lat, event.lon) = (place.geonames_id, place.lat, place.lon);
        facts.place = Some(PlaceFacts {
            id: place.geonames_id,
            name: place.name,
            country: place.country,
            level: place.level,
            at: place.lat.zip(place.lon),
            within: Vec::new(),
        });
    }
}

fn set_days(event: &mut EventRow, facts: &mut EventFacts, start: Option<String>, end: Option<String>) {
    facts.start = start.as_deref().and_then(day);
    facts.end = end.as_deref().and_then(day);
    // Nobody's words say it, and how fine it is shows in its length.
    (event.time_words, facts.time) = (None, None);
    event.precision = (start.is_some() && start == end).then(|| "day".to_owned());
    (event.start, event.end) = (start, end);
}

/// The entities of these names: those of the article, or new ones.
fn took_part(parties: Vec<PartyChange>, article: &str, ids: Ids, entities: &mut Vec<EntityRow>) -> (Vec<String>, Vec<Party>) {
    let mut chosen = Vec::new();
    let mut facts = Vec::new();
    for PartyChange { name, kind, country } in parties {
        let folded = name.to_lowercase();
        let has = |entity: &&EntityRow| {
            entity.id == name || entity.name.to_lowercase() == folded || entity.names.iter().any(|own| own.to_lowercase() == folded)
        };
        let known = entities.iter().find(has).cloned();
        let entity = known.unwrap_or_else(|| {
            let mut entity = EntityRow {
                id: ids.part(Sort::Entity, article, &["corrected", &name]),
                article: article.to_owned(),
                in_report: String::new(),
                kind: kind.unwrap_or_else(|| "organization".to_owned()),
                names: vec![name.clone()],
                name,
                country,
                ..EntityRow::default()
            };
            entity.profile = profile(&entity).map(|facts| facts.id);
            entities.push(entity.clone());
            entity
        });
        facts.push(Party { id: entity.id.clone(), name: entity.name, country: entity.country, named: !entity.names.is_empty() });
        chosen.push(entity.id);
    }
    (chosen, facts)
}

fn apply_rejection(target: &Target, parts: &mut Parts) {
    if target.id.starts_with(Sort::Event.letter()) {
        let places = parts.events.iter().map(|event| (event.id.as_str(), event.trigger_start, event.trigger_end));
        if let Some(event) = found(target, places).and_then(|at| parts.events.get_mut(at)) {
            event.rejected = true;
        }
        return;
    }
    let places = parts.statements.iter().map(|statement| (statement.id.as_str(), statement.start, statement.end));
    let Some(statement) = found(target, places).and_then(|at| parts.statements.get_mut(at)) else { return };
    statement.rejected = true;
    // Under whose word its events stand is not known any more; in the outlet's own they do not.
    for event in parts.events.iter_mut().filter(|event| event.statement.as_ref() == Some(&statement.id)) {
        event.rejected = true;
    }
}

/// The one with the id; another version may place it a little otherwise, then the one that shares most of it, if that is half of both.
fn found<'p>(target: &Target, places: impl Iterator<Item = (&'p str, usize, usize)>) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (at, (id, start, end)) in places.enumerate() {
        if id == target.id {
            return Some(at);
        }
        let shared = end.min(target.end).saturating_sub(start.max(target.start));
        let longer = end.saturating_sub(start).max(target.end.saturating_sub(target.start));
        if 2 * shared >= longer && shared > best.map_or(0, |(most, _)| most) {
            best = Some((shared, at));
        }
    }
    best.map(|(_, at)| at)
}
