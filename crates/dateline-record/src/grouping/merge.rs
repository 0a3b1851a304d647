//! Clusters that merge while they hold together.

use super::Fixed;
use super::groups::Groups;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// When two clusters merge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cohesion {
    /// The least bond of two clusters that merge.
    pub(crate) threshold: f64,
    /// The bond is so much of their closest pair and, for the rest, of the mean of all pairs.
    pub(crate) closest: f64,
    /// What a pair counts that is not given.
    pub(crate) missing: f64,
}

/// Two clusters and their bond; the strongest first, of equals the first in order.
#[derive(PartialEq)]
struct Bond {
    strength: f64,
    pair: (usize, usize),
}

impl Eq for Bond {}

impl Ord for Bond {
    fn cmp(&self, other: &Self) -> Ordering {
        self.strength.total_cmp(&other.strength).then_with(|| other.pair.cmp(&self.pair))
    }
}

impl PartialOrd for Bond {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The pairs between two clusters.
#[derive(Clone, Copy, Default)]
struct Between {
    n: f64,
    sum: f64,
    closest: f64,
}

/// Merges the items `0..n_items`, strongest bond first, until none is left above the threshold. Items must come in an order of their own (that
/// of their ids) for the answer not to depend on any other.
pub(crate) fn merge(n_items: usize, pairs: &[(usize, usize, f64)], cohesion: Cohesion, fixed: &[Fixed]) -> Groups {
    let mut groups = Groups::new(n_items, fixed);
    let mut sizes: BTreeMap<usize, f64> = BTreeMap::new();
    (0..n_items).for_each(|item| *sizes.entry(groups.of(item)).or_default() += 1.0);
    let mut neighbours: BTreeMap<usize, BTreeMap<usize, Between>> = BTreeMap::new();
    for (a, b, score) in pairs {
        let (a, b) = (groups.of(*a), groups.of(*b));
        if a != b {
            for (one, other) in [(a, b), (b, a)] {
                let between = neighbours.entry(one).or_default().entry(other).or_default();
                *between = Between { n: between.n + 1.0, sum: between.sum + score, closest: between.closest.max(*score) };
            }
        }
    }
    let strength = |between: &Between, size_a: f64, size_b: f64| {
        let n_all = size_a * size_b;
        let mean = (between.sum + (n_all - between.n) * cohesion.missing) / n_all;
        cohesion.closest * between.closest + (1.0 - cohesion.closest) * mean
    };
    let size = |sizes: &BTreeMap<usize, f64>, cluster: usize| sizes.get(&cluster).copied().unwrap_or(1.0);

    let mut bonds = BinaryHeap::new();
    for (a, others) in &neighbours {
        for (b, between) in others.range(a + 1..) {
            bonds.push(Bond { strength: strength(between, size(&sizes, *a), size(&sizes, *b)), pair: (*a, *b) });
        }
    }
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    while let Some(Bond { strength: bond, pair: (a, b) }) = bonds.pop() {
        if bond < cohesion.threshold {
            break;
        }
        let now = neighbours.get(&a).and_then(|others| others.get(&b)).map(|between| strength(between, size(&sizes, a), size(&sizes, b)));
        let is_stale = gone.contains(&a) || gone.contains(&b) || now != Some(bond);
        if is_stale || !groups.join(a, b) {
            continue;
        }
        // The root of the two is the smaller, which is `a`.
        gone.insert(b);
        let grown = size(&sizes, a) + size(&sizes, b);
        sizes.insert(a, grown);
        for (other, theirs) in neighbours.remove(&b).unwrap_or_default() {
            if let Some(others) = neighbours.get_mut(&other) {
                others.remove(&b);
            }
            if other != a {
                for (one, two) in [(a, other), (other, a)] {
                    let ours = neighbours.entry(one).or_default().entry(two).or_default();
                    *ours = Between { n: ours.n + theirs.n, sum: ours.sum + theirs.sum, closest: ours.closest.max(theirs.closest) };
                }
            }
        }
        let mine = neighbours.get(&a).cloned().unwrap_or_default();
        bonds.extend(mine.iter().map(|(other, between)| Bond {
            strength: strength(between, size(&sizes, a), size(&sizes, *other)),
            pair: (a.min(*other), a.max(*other)),
        }));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    const AVERAGE: Cohesion = Cohesion { threshold: 0.5, closest: 0.0, missing: 0.0 };

    fn merged(n: usize, pairs: &[(usize, usize, f64)], cohesion: Cohesion, fixed: &[Fixed]) -> Vec<Vec<usize>> {
        merge(n, pairs, cohesion, fixed).into_sorted(|_| "")
    }

    #[test]
    fn a_chain_of_pairs_does_not_hold_together_by_its_ends() {
        let chain = [(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.9)];
        assert_eq!(merged(4, &chain, AVERAGE, &[]), [[0, 1], [2, 3]]);
        assert_eq!(merged(4, &chain, Cohesion { closest: 1.0, ..AVERAGE }, &[]), [[0, 1, 2, 3]]);
    }

    #[test]
    fn what_people_fixed_is_kept() {
        let all = [(0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9)];
        assert_eq!(merged(3, &all, AVERAGE, &[Fixed::Apart(0, 1)]), [vec![0, 2], vec![1]]);
        assert_eq!(merged(4, &all, AVERAGE, &[Fixed::Together(2, 3)]), [vec![0, 1], vec![2, 3]]);
        assert_eq!(merged(2, &[], AVERAGE, &[Fixed::Apart(0, 9), Fixed::Together(7, 9)]), [[0], [1]]);
    }
}
