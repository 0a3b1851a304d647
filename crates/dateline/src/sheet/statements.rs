//! The columns of a sheet of statements.

use super::{Cell, Column};
use dateline_model::report::Statement;

/// In the order of questions: which article, how, who says, what, through whom.
pub(super) const COLUMNS: [Column<Statement>; 17] = [
    ("article", |l| Cell::text(Some(&l.report.article.id))),
    ("outlet", |l| Cell::text(l.report.article.outlet.as_ref())),
    ("headline", |l| Cell::text(l.report.article.headline.as_ref())),
    ("published", |l| Cell::text(l.report.article.published.as_ref())),
    ("statement", |l| Cell::text(Some(&l.one.id))),
    ("kind", |l| Cell::word(&l.one.kind)),
    ("stance", |l| Cell::word(&l.one.stance)),
    ("source", |l| Cell::text(l.one.source.as_ref().and_then(|id| l.entity(id)).map(|e| &e.name))),
    ("source_kind", |l| l.one.source.as_ref().and_then(|id| l.entity(id)).map_or(Cell::text(None::<&str>), |e| Cell::word(&e.kind))),
    ("source_country", |l| Cell::text(l.one.source.as_ref().and_then(|id| l.entity(id)).and_then(|e| e.country.as_ref()))),
    ("source_sector", |l| Cell::text(l.one.source.as_ref().and_then(|id| l.entity(id)).and_then(|e| e.sector.as_ref()))),
    ("cue", |l| Cell::text(l.one.cue.as_ref().map(|c| &c.text))),
    ("content", |l| Cell::text(Some(l.one.content.iter().map(|span| span.text.as_str()).collect::<Vec<_>>().join(" … ")))),
    ("source_chain", |l| Cell::text(Some(l.chain(l.one)))),
    ("inside", |l| Cell::text(l.one.inside.as_ref())),
    ("confidence", |l| Cell::number(Some(l.one.confidence))),
    ("sentence", |l| {
        let at = l.one.cue.as_ref().or_else(|| l.one.content.first());
        Cell::text(at.and_then(|span| l.sentences.around(span.start)))
    }),
];
