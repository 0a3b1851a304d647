//! From pairs of events to happenings.

use super::compare::{FAINT, score};
use super::features::Seen;
use crate::grouping::merge::{Cohesion, merge};
use crate::grouping::{EventFacts, Fixed, Link};
use std::collections::BTreeMap;

/// Chosen on ECB+ train by cross-validation over topics: half of the closest pair, half of the mean of all.
const COHESION: Cohesion = Cohesion { threshold: 0.55, closest: 0.6, missing: 0.1 };

/// Of more events than this only those that are linked are compared.
const MANY: usize = 600;

/// Divides events that links connect into happenings: the closest merge first, as long as all of a happening hold together.
pub fn cluster(events: &[&EventFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|i| events.get(*i).map(|event| &event.id));
    let rank: BTreeMap<usize, usize> = order.iter().copied().zip(0..).collect();
    let place = |i: &usize| rank.get(i).copied();
    let mut pairs = if events.len() <= MANY {
        let seen: Vec<Seen<'_>> = order.iter().filter_map(|i| events.get(*i)).map(|event| Seen::of(event)).collect();
        all_pairs(&seen)
    } else {
        links.iter().filter_map(|(a, b, link)| Some((place(a)?.min(place(b)?), place(a)?.max(place(b)?), link.score))).collect()
    };
    pairs.sort_by_key(|pair| (pair.0, pair.1));
    let fixed: Vec<Fixed> = fixed
        .iter()
        .filter_map(|fixed| match fixed {
            Fixed::Together(a, b) => Some(Fixed::Together(place(a)?, place(b)?)),
            Fixed::Apart(a, b) => Some(Fixed::Apart(place(a)?, place(b)?)),
        })
        .collect();
    let id = |rank: usize| order.get(rank).and_then(|i| events.get(*i)).map_or("", |event| event.id.as_str());
    let groups = merge(events.len(), &pairs, COHESION, &fixed).into_sorted(id);
    groups.into_iter().map(|group| group.into_iter().filter_map(|rank| order.get(rank).copied()).collect()).collect()
}

fn all_pairs(seen: &[Seen<'_>]) -> Vec<(usize, usize, f64)> {
    let mut pairs = Vec::new();
    for (i, a) in seen.iter().enumerate() {
        for (j, b) in seen.iter().enumerate().skip(i + 1) {
            let score = score(a, b);
            if score >= FAINT {
                pairs.push((i, j, score));
            }
        }
    }
    pairs
}
