//! The columns of a sheet of events.

use super::{Cell, Column};
use dateline_model::report::Event;

/// In the order of questions: which article, what, who to whom, where, when, who says so.
pub(super) const COLUMNS: [Column<Event>; 30] = [
    ("article", |l| Cell::text(Some(&l.report.article.id))),
    ("outlet", |l| Cell::text(l.report.article.outlet.as_ref())),
    ("headline", |l| Cell::text(l.report.article.headline.as_ref())),
    ("published", |l| Cell::text(l.report.article.published.as_ref())),
    ("event", |l| Cell::text(Some(&l.one.id))),
    ("type", |l| Cell::text(Some(&l.one.event_type))),
    ("mode", |l| Cell::text(l.one.mode.as_ref())),
    ("status", |l| Cell::word(&l.one.status)),
    ("trigger", |l| Cell::text(Some(&l.one.trigger.text))),
    ("actors", |l| Cell::list(l.entities(&l.one.actors).map(|e| Some(&e?.name)))),
    ("actor_countries", |l| Cell::list(l.entities(&l.one.actors).map(|e| e?.country.as_ref()))),
    ("actor_sectors", |l| Cell::list(l.entities(&l.one.actors).map(|e| e?.sector.as_ref()))),
    ("recipients", |l| Cell::list(l.entities(&l.one.recipients).map(|e| Some(&e?.name)))),
    ("recipient_countries", |l| Cell::list(l.entities(&l.one.recipients).map(|e| e?.country.as_ref()))),
    ("recipient_sectors", |l| Cell::list(l.entities(&l.one.recipients).map(|e| e?.sector.as_ref()))),
    ("place", |l| Cell::text(l.one.place.as_ref().map(|p| &p.name))),
    ("place_country", |l| Cell::text(l.one.place.as_ref().and_then(|p| p.country.as_ref()))),
    ("geonames_id", |l| Cell::number(l.one.place.as_ref().and_then(|p| p.geonames_id))),
    ("lat", |l| Cell::number(l.one.place.as_ref().and_then(|p| p.lat))),
    ("lon", |l| Cell::number(l.one.place.as_ref().and_then(|p| p.lon))),
    ("place_level", |l| l.one.place.as_ref().and_then(|p| p.level).map_or(Cell::text(None::<&str>), |level| Cell::word(&level))),
    ("start", |l| Cell::text(l.one.time.as_ref().and_then(|t| t.start.as_ref()))),
    ("end", |l| Cell::text(l.one.time.as_ref().and_then(|t| t.end.as_ref()))),
    ("precision", |l| Cell::text(l.one.time.as_ref().map(|t| &t.precision))),
    ("time_words", |l| Cell::text(l.one.time.as_ref().map(|t| &t.span.text))),
    ("statement", |l| Cell::text(l.one.statement.as_ref())),
    ("source_chain", |l| match l.one.statement.as_ref().and_then(|id| l.statement(id)) {
        Some(statement) => Cell::text(Some(l.chain(statement))),
        None => Cell::text(l.report.article.outlet.as_ref()),
    }),
    ("same_as", |l| Cell::text(l.one.same_as.as_ref())),
    ("confidence", |l| Cell::number(Some(l.one.confidence))),
    ("sentence", |l| Cell::text(l.sentences.around(l.one.trigger.start))),
];
