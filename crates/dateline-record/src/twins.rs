//! Where an item stands among those it is alike to: whom it is linked with, and whom it follows.
//!
//! Many copies of one text would make a link for each pair of them. So of twins (one thing told again, almost word for word) the one with the
//! smallest id leads; the others follow it, are found under no key and linked with nobody else. An item follows the first leader that is
//! its twin, and leads when there is none, so that who leads depends on the set of items alone: it is what going through them in the order of their
//! ids gives. When an item comes that comes first, those after it are placed again, in that order.
//!
//! What people ruled about stands for itself: it neither leads nor follows.

use crate::engine::{Changes, Grouped};
use crate::error::Result;
use crate::grouping::{Likeness, Link, Verdict};
use crate::store::Store;
use std::sync::Arc;

/// An item that another one is alike to.
struct Found<G: Grouped> {
    id: String,
    seen: Arc<G::Seen>,
    link: Link,
    likeness: Likeness,
}

/// Finds what an item without links is alike to, and keeps why.
pub(crate) fn place<G: Grouped>(store: &mut impl Store, item: &str, changes: &mut Changes<G>) -> Result<()> {
    let Some(seen) = changes.recent.get(store, item)? else { return Ok(()) };
    changes.touched.insert(item.to_owned());
    let keys = G::keys(G::facts(&seen));
    let mut found = Vec::new();
    for other in store.sharing(G::LAYER, &keys, G::MIN_SHARED)? {
        found.extend(pair(store, (item, &seen), other, changes)?);
    }
    let is_twin = |found: &Found<G>| found.likeness == Likeness::Twin;
    let mut twins = Vec::new();
    if found.iter().any(is_twin) && store.rulings(G::LAYER, item)?.is_empty() {
        for found in found.iter().filter(|found| is_twin(found)) {
            if store.rulings(G::LAYER, &found.id)?.is_empty() {
                if found.id.as_str() < item {
                    return follow(store, &found.link);
                }
                twins.push(found.id.clone());
            }
        }
    }
    store.post(G::LAYER, item, &keys)?;
    for Found { id, seen: other, link, likeness } in found {
        if twins.contains(&id) {
            withdraw(store, &id, G::facts(&other).as_ref(), changes)?;
            follow(store, &link)?;
            changes.touched.insert(id);
            continue;
        }
        store.put_link(&link)?;
        if likeness != Likeness::Other && item < id.as_str() {
            lure(store, (item, &seen), &id, changes)?;
        }
    }
    Ok(())
}

/// Makes those who follow a leader that comes later follow this item, where they are its twins too.
fn lure<G: Grouped>(store: &mut impl Store, item: (&str, &Arc<G::Seen>), leader: &str, changes: &mut Changes<G>) -> Result<()> {
    let followers = store.followers(G::LAYER, leader)?;
    if followers.is_empty() || !store.rulings(G::LAYER, item.0)?.is_empty() {
        return Ok(());
    }
    for follower in followers {
        if let Some(Found { id, link, likeness: Likeness::Twin, .. }) = pair(store, item, follower, changes)? {
            store.remove_links(G::LAYER, &id)?;
            follow(store, &link)?;
            changes.touched.insert(id);
        }
    }
    Ok(())
}

/// Takes an item's keys and links away, which are those of these facts; who followed it is placed again.
pub(crate) fn withdraw<G: Grouped>(store: &mut impl Store, item: &str, facts: &G::Facts, changes: &mut Changes<G>) -> Result<()> {
    if let Some(group) = store.group(G::LAYER, item)? {
        changes.touched.extend(store.members(G::LAYER, &group)?);
        changes.groups.insert(group);
    }
    changes.touched.extend(store.joining(G::LAYER, item)?.into_iter().map(|link| link.other(item).to_owned()));
    changes.waiting.extend(store.followers(G::LAYER, item)?);
    store.unpost(G::LAYER, item, &G::keys(facts))?;
    store.remove_links(G::LAYER, item)
}

/// Has an item placed again: what people ruled about it is another now.
pub(crate) fn again<G: Grouped>(store: &mut impl Store, item: &str, changes: &mut Changes<G>) -> Result<()> {
    if let Some(seen) = changes.recent.get(store, item)? {
        withdraw(store, item, G::facts(&seen).as_ref(), changes)?;
        changes.waiting.insert(item.to_owned());
    }
    Ok(())
}

/// What an item and another are to each other.
fn pair<G: Grouped>(
    store: &impl Store,
    (item, seen): (&str, &Arc<G::Seen>),
    id: String,
    changes: &mut Changes<G>,
) -> Result<Option<Found<G>>> {
    if id == item {
        return Ok(None);
    }
    let Some(other) = changes.recent.get(store, &id)? else { return Ok(None) };
    let (one, two) = if item < id.as_str() { (seen, &other) } else { (&other, seen) };
    let Some(link) = G::compare(one, two) else { return Ok(None) };
    let likeness = G::likeness(one, two, &link);
    let (a, b) = if item < id.as_str() { (item.to_owned(), id.clone()) } else { (id.clone(), item.to_owned()) };
    Ok(Some(Found { id, seen: other, link: Link { layer: G::LAYER, a, b, ..link }, likeness }))
}

/// Keeps that the second of a pair follows the first.
fn follow(store: &mut impl Store, link: &Link) -> Result<()> {
    store.put_link(&Link { verdict: Verdict::Twin, ..link.clone() })
}

#[cfg(test)]
mod tests {
    use crate::Change;
    use crate::Memory;
    use crate::grouping::{Layer, Verdict};
    use crate::record::{Entry, Record};
    use crate::store::Store;
    use crate::tests::{WIRE, content, entry};
    use proptest::prelude::*;

    /// Copies of one text: whole, with lines before and after it, cut, and one that holds it among other things.
    fn copies() -> Vec<Entry> {
        let sentences: Vec<&str> = WIRE.split_inclusive(". ").collect();
        let lines =
            ["From our own sources in the north.", "Read more on the war in our weekend edition.", "The mayor could not be reached."];
        let other =
            "Prices for flour rose again in the south, where the harvest was poor and the mills stand still for want of diesel. ".repeat(3);
        let mut texts: Vec<String> = lines.iter().flat_map(|line| [format!("{line} {WIRE}"), format!("{WIRE} {line}")]).collect();
        texts.extend([
            WIRE.to_owned(),
            sentences[0].to_owned(),
            format!("{WIRE} {other}"),
            format!("{} {}", lines.join(" "), sentences[0]),
        ]);
        let all = texts.iter().enumerate();
        all.map(|(i, text)| entry(&format!("{i}.txt"), &format!("Paper {i}"), "2022-05-25", text, "shelled")).collect()
    }

    fn filled(store: impl Store, order: &[usize], batch: usize) -> Record<impl Store> {
        let (mut record, all) = (Record::new(store), copies());
        for part in order.chunks(batch) {
            record.add(part.iter().map(|i| all[*i].clone()).collect()).expect("it is added");
        }
        record
    }

    fn links(record: &Record<impl Store>, verdict: Verdict) -> usize {
        let articles = record.store().articles_after("", 100).expect("articles");
        let links = articles.iter().flat_map(|id| record.store().links(Layer::Story, id).expect("links"));
        links.filter(|link| link.verdict == verdict).count() / 2
    }

    #[test]
    fn copies_follow_one_and_stay_one_story() {
        let record = filled(Memory::new(), &[0, 1, 2, 3, 4, 5, 6], 3);
        assert_eq!((links(&record, Verdict::Twin), links(&record, Verdict::Same)), (6, 0));
        assert_eq!(record.store().ids_from("s", 9).expect("stories").len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn who_leads_does_not_depend_on_the_order(order in Just((0..10).collect::<Vec<usize>>()).prop_shuffle(), batch in 1_usize..6) {
            let expected = filled(Memory::new(), &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10);
            prop_assert_eq!(content(filled(Memory::new(), &order, batch).store()), content(expected.store()));
        }
    }

    #[test]
    fn what_is_split_off_leaves_the_others_together_and_comes_back() {
        let folder = crate::tests::folder();
        let mut record = filled(crate::tests::file(&folder), &[0, 1, 2, 3, 4, 5, 6], 2);
        let before = content(record.store());
        let first = record.store().articles_after("", 1).expect("articles").remove(0);
        record.correct(Change::Split { ids: vec![first.clone()] }, "2026-01-01T00:00:00Z", "ana", "it is older").expect("it is corrected");
        let stories = record.store().ids_from("s", 9).expect("stories");
        let sizes: Vec<usize> = stories.iter().map(|id| record.store().members(Layer::Story, id).expect("members").len()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 7);
        assert!(sizes.contains(&1) && sizes.contains(&6), "{sizes:?}");
        record.correct(Change::Undo { n: 1 }, "2026-01-02T00:00:00Z", "ana", "it is not").expect("it is corrected");
        // The corrections stand last.
        let without = |content: String| content.trim_end().rsplit_once('\n').map(|(rest, _)| rest.to_owned());
        assert_eq!(without(content(record.store())), without(before));
    }
}
