//! How items find their groups: by keys to candidates, by comparing to links, by links to groups.
//!
//! The three layers differ in what they compare; this is what they share. A group is a function of the links of its neighbourhood and of
//! what people decided, whatever the order in which its items came.

use crate::error::Result;
use crate::grouping::{Fixed, Layer, Likeness, Link};
use crate::id::{Sort, named_after};
use crate::recent::Recent;
use crate::store::{Ruling, Store};
use crate::twins;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A layer: what is compared in it, and how.
pub(crate) trait Grouped: Sized {
    /// What is known of an item.
    type Facts;
    /// The same, made ready to be compared with many.
    type Seen;
    /// Its name in the store.
    const LAYER: Layer;
    /// The sort of its groups.
    const GROUP: Sort;
    /// How many keys two items must share to be compared.
    const MIN_SHARED: usize;
    /// How many items are held ready at least; some 10 MB.
    const KEPT: usize;
    /// Under which hashes an item is found.
    fn keys(facts: &Self::Facts) -> Vec<u64>;
    /// Makes an item ready to be compared.
    fn see(facts: Arc<Self::Facts>) -> Self::Seen;
    /// What it was made of.
    fn facts(seen: &Self::Seen) -> &Arc<Self::Facts>;
    /// What two items are to each other, in the order of their ids.
    fn compare(one: &Self::Seen, other: &Self::Seen) -> Option<Link>;
    /// Whether two linked items are one thing told twice.
    fn likeness(_: &Self::Seen, _: &Self::Seen, _: &Link) -> Likeness {
        Likeness::Other
    }
    /// What people decided about an item and others.
    fn rulings(store: &impl Store, item: &str, _: &Self::Facts) -> Result<Vec<Ruling>> {
        store.rulings(Self::LAYER, item)
    }
    /// The groups of items that links connect.
    fn cluster(items: &[&Self::Facts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>>;
    /// What the store knows of an item; null when it is not there any more.
    fn load(store: &impl Store, item: &str) -> Result<Option<Self::Facts>>;
    /// As much of it as dividing into groups asks for.
    fn outline(store: &impl Store, recent: &mut Recent<Self>, item: &str) -> Result<Option<Arc<Self::Facts>>> {
        Ok(recent.get(store, item)?.map(|seen| Self::facts(&seen).clone()))
    }
}

/// What one transaction changes in a layer.
#[derive(Debug)]
pub(crate) struct Changes<G: Grouped> {
    /// Items whose neighbourhood is to be looked at again.
    pub(crate) touched: BTreeSet<String>,
    /// Groups whose row is to be made again.
    pub(crate) groups: BTreeSet<String>,
    /// Items whose links are to be made.
    pub(crate) waiting: BTreeSet<String>,
    /// What the transactions before looked at.
    pub(crate) recent: Recent<G>,
}

impl<G: Grouped> Default for Changes<G> {
    fn default() -> Self {
        Changes { touched: BTreeSet::new(), groups: BTreeSet::new(), waiting: BTreeSet::new(), recent: Recent::default() }
    }
}

/// Takes an item in; [`settle`] finds what it is alike to.
pub(crate) fn enter<G: Grouped>(item: &str, facts: G::Facts, changes: &mut Changes<G>) {
    changes.recent.put(item, Arc::new(G::see(Arc::new(facts))));
    changes.waiting.insert(item.to_owned());
}

/// Takes an item out: its neighbours have to find their groups without it.
pub(crate) fn leave<G: Grouped>(store: &mut impl Store, item: &str, facts: &G::Facts, changes: &mut Changes<G>) -> Result<()> {
    part::<G>(store, item, facts, changes)?;
    changes.touched.remove(item);
    store.set_group(G::LAYER, item, None)
}

/// Takes an item's keys and links away, which are those of these facts; what stood in its group is to be looked at again.
pub(crate) fn part<G: Grouped>(store: &mut impl Store, item: &str, facts: &G::Facts, changes: &mut Changes<G>) -> Result<()> {
    changes.recent.forget(item);
    changes.waiting.remove(item);
    twins::withdraw(store, item, facts, changes)
}

/// Gives the touched items, and all that links connect with them, their groups; tells which items have moved.
pub(crate) fn settle<G: Grouped>(store: &mut impl Store, changes: &mut Changes<G>) -> Result<BTreeSet<String>> {
    // In the order of ids, in which nobody is placed twice but those who followed one that follows another now.
    while let Some(item) = changes.waiting.pop_first() {
        twins::place(store, &item, changes)?;
    }
    let (mut seen, mut moved, mut followers) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for item in std::mem::take(&mut changes.touched) {
        if seen.contains(&item) {
            continue;
        }
        if let Some(leader) = store.leader(G::LAYER, &item)? {
            followers.push((item, leader));
            continue;
        }
        let connected = Connected::around::<G>(store, &mut changes.recent, &item)?;
        for members in connected.groups::<G>() {
            let Some(first) = members.iter().min() else { continue };
            let group = named_after(G::GROUP, first);
            for member in &members {
                if moves(store, member, &group, changes, &mut moved)? {
                    for follower in store.followers(G::LAYER, member)? {
                        moves(store, &follower, &group, changes, &mut moved)?;
                    }
                }
            }
            changes.groups.insert(group);
        }
        seen.extend(connected.items.into_keys());
    }
    for (item, leader) in followers {
        if let Some(group) = store.group(G::LAYER, &leader)? {
            moves(store, &item, &group, changes, &mut moved)?;
            changes.groups.insert(group);
        }
    }
    Ok(moved)
}

/// Puts an item into a group; true when it was in another.
fn moves<G: Grouped>(
    store: &mut impl Store,
    item: &str,
    group: &str,
    changes: &mut Changes<G>,
    moved: &mut BTreeSet<String>,
) -> Result<bool> {
    let before = store.group(G::LAYER, item)?;
    let other = before.as_deref() != Some(group);
    if other {
        store.set_group(G::LAYER, item, Some(group))?;
        changes.groups.extend(before);
        moved.insert(item.to_owned());
    }
    Ok(other)
}

/// Items that links connect.
struct Connected<F> {
    items: BTreeMap<String, Arc<F>>,
    links: Vec<Link>,
    /// Pairs of ids, and whether they are the same.
    rulings: BTreeSet<(String, String, bool)>,
}

impl<F> Connected<F> {
    fn around<G: Grouped<Facts = F>>(store: &impl Store, recent: &mut Recent<G>, item: &str) -> Result<Self> {
        let mut connected = Connected { items: BTreeMap::new(), links: Vec::new(), rulings: BTreeSet::new() };
        let mut waiting = vec![item.to_owned()];
        while let Some(item) = waiting.pop() {
            if connected.items.contains_key(&item) {
                continue;
            }
            let Some(facts) = G::outline(store, recent, &item)? else { continue };
            for link in store.joining(G::LAYER, &item)? {
                waiting.push(link.other(&item).to_owned());
                // Every link is met from both its ends.
                if link.a == item {
                    connected.links.push(link);
                }
            }
            for ruling in G::rulings(store, &item, &facts)? {
                if ruling.same {
                    waiting.push(if ruling.a == item { ruling.b.clone() } else { ruling.a.clone() });
                }
                connected.rulings.insert((ruling.a, ruling.b, ruling.same));
            }
            connected.items.insert(item, facts);
        }
        connected.links.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        Ok(connected)
    }

    fn groups<G: Grouped<Facts = F>>(&self) -> Vec<Vec<String>> {
        let ids: Vec<&String> = self.items.keys().collect();
        let facts: Vec<&F> = self.items.values().map(Arc::as_ref).collect();
        let at = |id: &String| ids.binary_search(&id).ok();
        let links: Vec<(usize, usize, &Link)> = self.links.iter().filter_map(|link| Some((at(&link.a)?, at(&link.b)?, link))).collect();
        let fixed = self.rulings.iter().filter_map(|(a, b, same)| {
            let (a, b) = (at(a)?, at(b)?);
            Some(if *same { Fixed::Together(a, b) } else { Fixed::Apart(a, b) })
        });
        let groups = G::cluster(&facts, &links, &fixed.collect::<Vec<Fixed>>());
        let named = |group: Vec<usize>| group.into_iter().filter_map(|i| ids.get(i).map(|id| (*id).clone())).collect();
        groups.into_iter().map(named).collect()
    }
}
