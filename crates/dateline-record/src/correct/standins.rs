//! What people ruled about names holds when articles are read anew.
//!
//! A ruling on identities names profiles, which are a name with a kind, a country and a sector. Another version of the program may read another country
//! or sector, so that no entity has the ruled profile any more. Then those of the same kind and name stand in for it, until it is there again.

use crate::error::Result;
use crate::grouping::words::hash;
use crate::grouping::{EntityFacts, Layer};
use crate::layers::{keep, known};
use crate::record::Work;
use crate::store::{Ruling, Store};

/// Under which ruled profiles of a kind and name are found; no key of comparing is equal to it.
fn key(facts: &EntityFacts) -> u64 {
    hash(format!("ruled {} {}", facts.kind, facts.name).as_bytes())
}

/// Notes that people ruled about a profile.
pub(super) fn note(store: &mut impl Store, profile: &str) -> Result<()> {
    match known::<EntityFacts>(store, profile)? {
        Some(facts) => store.post(Layer::Identity, profile, &[key(&facts)]),
        None => Ok(()),
    }
}

/// The rulings that hold for a profile: its own, and those of profiles it stands in for.
pub(crate) fn rulings(store: &impl Store, profile: &str, facts: &EntityFacts) -> Result<Vec<Ruling>> {
    let mut all = store.rulings(Layer::Identity, profile)?;
    for ruled in store.sharing(Layer::Identity, &[key(facts)], 1)? {
        if ruled != profile && is_gone(store, &ruled)? {
            let rulings = store.rulings(Layer::Identity, &ruled)?;
            all.extend(rulings.into_iter().map(|ruling| put_in(ruling, &ruled, profile)));
        }
    }
    let mut holding = Vec::new();
    for ruling in all {
        let other = if ruling.a == profile { ruling.b.clone() } else { ruling.a.clone() };
        if is_gone(store, &other)? {
            let others = standing_in(store, &other)?;
            let others = others.into_iter().filter(|one| one != profile);
            holding.extend(others.map(|one| put_in(ruling.clone(), &other, &one)));
        } else {
            holding.push(ruling);
        }
    }
    Ok(holding)
}

/// Has those of the same kind and name find their groups again when a profile comes or goes that people ruled about.
pub(crate) fn touch(store: &impl Store, facts: &EntityFacts, work: &mut Work) -> Result<()> {
    if !store.sharing(Layer::Identity, &[key(facts)], 1)?.is_empty() {
        work.identities.touched.extend(store.profiles_named(&facts.kind, &facts.name)?);
    }
    Ok(())
}

/// The same for a profile by its id.
pub(super) fn look_again(store: &impl Store, profile: &str, work: &mut Work) -> Result<()> {
    known::<EntityFacts>(store, profile)?.map_or(Ok(()), |facts| touch(store, &facts, work))
}

/// Forgets a profile that no entity has any more, but for the name of one that people ruled about.
pub(crate) fn forget(store: &mut impl Store, facts: EntityFacts) -> Result<()> {
    let id = facts.id.clone();
    match store.rulings(Layer::Identity, &id)?.is_empty() {
        true => store.put_facts(&id, None),
        false => keep(store, &id, &EntityFacts { names: Vec::new(), ..facts }),
    }
}

fn is_gone(store: &impl Store, profile: &str) -> Result<bool> {
    Ok(store.count_profile(profile)? == 0)
}

/// The profiles that stand in for one that is gone.
fn standing_in(store: &impl Store, profile: &str) -> Result<Vec<String>> {
    match known::<EntityFacts>(store, profile)? {
        Some(facts) => store.profiles_named(&facts.kind, &facts.name),
        None => Ok(Vec::new()),
    }
}

/// The ruling with one profile in the place of another.
fn put_in(ruling: Ruling, gone: &str, one: &str) -> Ruling {
    let other = if ruling.a == gone { ruling.b } else { ruling.a };
    let (a, b) = if one < other.as_str() { (one.to_owned(), other) } else { (other, one.to_owned()) };
    Ruling { a, b, ..ruling }
}
