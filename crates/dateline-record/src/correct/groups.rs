//! Merging and splitting happenings, identities and stories.

use super::{Change, layer, standins, written};
use crate::dossier::resolve;
use crate::error::{Error, Result};
use crate::grouping::Layer;
use crate::id::{Sort, named_after};
use crate::record::Work;
use crate::rows::CorrectionRow;
use crate::store::{Ruling, Store};
use crate::twins::again;
use std::collections::BTreeSet;

/// Rules that the groups of these ids are one.
pub(super) fn merge(store: &mut impl Store, ids: &[String], row: &mut CorrectionRow, work: &mut Work) -> Result<()> {
    let (layer, ids, items) = items(store, ids)?;
    let mut pairs = Vec::new();
    for (one, other) in items.iter().zip(items.iter().skip(1)) {
        if one == other || store.group(layer, one)? == store.group(layer, other)? {
            return Err(Error::asked(format!("{one} and {other} are one already")));
        }
        if store.rulings(layer, one)?.iter().any(|ruling| !ruling.same && (ruling.a == *other || ruling.b == *other)) {
            return Err(Error::asked(format!("an earlier correction keeps {one} and {other} apart; undo that one instead")));
        }
        pairs.push((one.clone(), other.clone()));
    }
    if pairs.is_empty() {
        return Err(Error::asked("name two or more to merge"));
    }
    rule(store, layer, pairs, true, row.n, work)?;
    row.replaces = format!("{} were apart", ids.join(", "));
    row.what = written(&Change::Merge { ids })?;
    Ok(())
}

/// Rules that these do not belong with the others of their group.
pub(super) fn split(store: &mut impl Store, ids: &[String], row: &mut CorrectionRow, work: &mut Work) -> Result<()> {
    let (layer, ids, items) = items(store, ids)?;
    let mut groups = BTreeSet::new();
    for item in &items {
        groups.extend(store.group(layer, item)?);
    }
    let mut groups = groups.into_iter();
    let (Some(group), None) = (groups.next(), groups.next()) else {
        return Err(Error::asked("what is split off must belong to one group"));
    };
    let others: Vec<String> = store.members(layer, &group)?.into_iter().filter(|member| !items.contains(member)).collect();
    if others.is_empty() {
        return Err(Error::asked(format!("{group} would be empty; name some of what is in it, not all")));
    }
    let apart = items.iter().flat_map(|item| others.iter().map(move |other| (item.clone(), other.clone())));
    rule(store, layer, apart.collect(), false, row.n, work)?;
    // What is taken out together stays together.
    let together = items.iter().zip(items.iter().skip(1)).map(|(one, other)| (one.clone(), other.clone()));
    rule(store, layer, together.collect(), true, row.n, work)?;
    row.replaces = format!("{} belonged to {group}", ids.join(", "));
    row.what = written(&Change::Split { ids })?;
    Ok(())
}

fn rule(store: &mut impl Store, layer: Layer, pairs: Vec<(String, String)>, same: bool, n: i64, work: &mut Work) -> Result<()> {
    for (one, other) in pairs {
        let (a, b) = if one < other { (one, other) } else { (other, one) };
        let ruling = Ruling { layer, a, b, same };
        if layer == Layer::Identity {
            standins::note(store, &ruling.a)?;
            standins::note(store, &ruling.b)?;
        }
        store.put_ruling(n, &ruling)?;
        touch(store, &ruling, work)?;
    }
    Ok(())
}

/// Has both sides of a ruling find their groups again.
pub(super) fn touch(store: &mut impl Store, ruling: &Ruling, work: &mut Work) -> Result<()> {
    for item in [&ruling.a, &ruling.b] {
        match ruling.layer {
            Layer::Happening => again(store, item, &mut work.happenings)?,
            Layer::Story | Layer::Coverage => again(store, item, &mut work.stories)?,
            Layer::Identity => {
                work.identities.touched.insert(item.clone());
                standins::look_again(store, item, work)?;
            }
        }
    }
    Ok(())
}

/// The layer, the full ids and the items that stand for them.
fn items(store: &impl Store, ids: &[String]) -> Result<(Layer, Vec<String>, Vec<String>)> {
    let (mut layers, mut full, mut items) = (BTreeSet::new(), Vec::new(), Vec::new());
    for id in ids {
        let unknown = || Error::asked(format!("{id} is no id of a happening, identity, story, event, entity or article"));
        let sort = Sort::of(id).ok_or_else(unknown)?;
        layers.insert(layer(sort).ok_or_else(unknown)?);
        let id = resolve(store, sort, id)?;
        items.push(match sort {
            Sort::Happening => named_after(Sort::Event, &id),
            Sort::Identity => named_after(Sort::Profile, &id),
            Sort::Story => named_after(Sort::Article, &id),
            Sort::Entity => {
                let described = || Error::asked(format!("{id} has no name in its article, so that it has no identity"));
                store.entity(&id)?.and_then(|entity| entity.profile).ok_or_else(described)?
            }
            _ => id.clone(),
        });
        full.push(id);
    }
    let mut layers = layers.into_iter();
    match (layers.next(), layers.next()) {
        (Some(layer), None) => Ok((layer, full, items)),
        _ => Err(Error::asked(
            "these are of different kinds; name happenings and events, or identities and entities, or stories and articles",
        )),
    }
}
