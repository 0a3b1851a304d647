//! Names for the ids of a report.

use super::text::{clean, shortened};
use dateline_model::report::{Entity, EntityKind, Report};

/// Longer names are descriptions.
const NAME: usize = 44;

/// The name of the entity with an id; the id when there is none.
pub(super) fn name(report: &Report, id: &str) -> String {
    find(report, id).map_or_else(|| id.to_owned(), |entity| shortened(&clean(&entity.name), NAME))
}

/// The entity with an id.
pub(super) fn find<'r>(report: &'r Report, id: &str) -> Option<&'r Entity> {
    report.entities.iter().find(|entity| entity.id == id)
}

/// Names one after the other: "Orvale, Lindmark and the mayor".
pub(super) fn names(report: &Report, ids: &[String]) -> String {
    let names: Vec<String> = ids.iter().map(|id| name(report, id)).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// What an entity is: "person, BLR, REB".
pub(super) fn facts(entity: &Entity) -> String {
    let kind = match entity.kind {
        EntityKind::Person => "person",
        EntityKind::Group => "group",
        EntityKind::Organization => "organization",
        EntityKind::Country => "country",
        EntityKind::Place => "place",
    };
    [Some(kind), entity.country.as_deref(), entity.sector.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
