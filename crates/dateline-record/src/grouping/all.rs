//! Grouping of a set that fits into memory, as a record does it one article at a time.

use super::{Fixed, Link, Verdict};
use crate::grouping::groups::Groups;
use std::collections::BTreeMap;

/// Divides items that links connect, by their indices.
type Cluster<'s, F> = &'s dyn Fn(&[&F], &[(usize, usize, &Link)], &[Fixed]) -> Vec<Vec<usize>>;

/// Groups of items and links between them, by the indices of the items.
type Grouped = (Vec<Vec<usize>>, Vec<(usize, usize, Link)>);

/// How items of one layer are grouped.
pub struct Scheme<'s, F> {
    /// The hashes by which an item finds candidates.
    pub keys: &'s dyn Fn(&F) -> Vec<u64>,
    /// How many of them candidates share.
    pub min_shared: usize,
    /// Judges a pair.
    pub compare: &'s dyn Fn(&F, &F) -> Option<Link>,
    /// Divides what links connect.
    pub cluster: Cluster<'s, F>,
}

/// Every group of a set, by the indices of its items, and every link.
pub fn group<F>(items: &[F], scheme: &Scheme<'_, F>) -> Grouped {
    let mut posted: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut links = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for key in (scheme.keys)(item) {
            let posted = posted.entry(key).or_default();
            posted.iter().for_each(|other| *shared.entry(*other).or_default() += 1);
            posted.push(i);
        }
        let candidates =
            shared.into_iter().filter(|(_, n)| *n >= scheme.min_shared).filter_map(|(other, _)| Some((other, items.get(other)?)));
        links.extend(candidates.filter_map(|(other, candidate)| Some((other, i, (scheme.compare)(candidate, item)?))));
    }

    let mut connected = Groups::new(items.len(), &[]);
    for (a, b, _) in links.iter().filter(|(_, _, link)| link.verdict == Verdict::Same) {
        connected.join(*a, *b);
    }
    let mut inner: BTreeMap<usize, Vec<(usize, usize, &Link)>> = BTreeMap::new();
    for (a, b, link) in links.iter().filter(|(_, _, link)| link.verdict == Verdict::Same) {
        inner.entry(connected.of(*a)).or_default().push((*a, *b, link));
    }
    let mut groups = Vec::new();
    for part in connected.into_sorted(|_| "") {
        let position: BTreeMap<usize, usize> = part.iter().copied().zip(0..).collect();
        let refs: Vec<&F> = part.iter().filter_map(|i| items.get(*i)).collect();
        let root = part.iter().find_map(|i| inner.get(i));
        let inner: Vec<(usize, usize, &Link)> =
            root.into_iter().flatten().filter_map(|(a, b, link)| Some((*position.get(a)?, *position.get(b)?, *link))).collect();
        let clusters = (scheme.cluster)(&refs, &inner, &[]);
        groups.extend(clusters.into_iter().map(|cluster| cluster.into_iter().filter_map(|i| part.get(i).copied()).collect::<Vec<usize>>()));
    }
    (groups, links)
}
