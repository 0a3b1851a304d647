//! Items in the order of their ids, so that groups do not depend on the order in which items come.

use super::merge::{Cohesion, merge};
use super::{Fixed, Link};

/// The order of items by their ids. A rank is a place in it, an index a place among the items as they came.
pub(crate) struct Order<'i> {
    /// Ids and indices by rank.
    by_rank: Vec<(&'i str, usize)>,
    /// Ranks by index.
    ranks: Vec<usize>,
}

impl<'i> Order<'i> {
    pub(crate) fn of(ids: impl Iterator<Item = &'i str>) -> Self {
        let mut by_rank: Vec<(&str, usize)> = ids.zip(0..).collect();
        by_rank.sort_unstable();
        let mut ranks: Vec<(usize, usize)> = by_rank.iter().map(|(_, index)| *index).zip(0..).collect();
        ranks.sort_unstable();
        Order { by_rank, ranks: ranks.into_iter().map(|(_, rank)| rank).collect() }
    }

    /// Pairs of ranks that score `least` or more, of all there are.
    pub(crate) fn close<'t, T, S>(
        &self,
        items: &[&'t T],
        see: impl Fn(&'t T) -> S,
        score: impl Fn(&S, &S) -> f64,
        least: f64,
    ) -> Vec<(usize, usize, f64)> {
        let seen: Vec<S> = self.by_rank.iter().filter_map(|(_, index)| items.get(*index)).map(|item| see(item)).collect();
        let mut pairs = Vec::new();
        for (i, a) in seen.iter().enumerate() {
            for (j, b) in seen.iter().enumerate().skip(i + 1) {
                let score = score(a, b);
                if score >= least {
                    pairs.push((i, j, score));
                }
            }
        }
        pairs
    }

    /// The pairs of ranks that are linked.
    pub(crate) fn linked(&self, links: &[(usize, usize, &Link)]) -> Vec<(usize, usize, f64)> {
        let pair = |a: usize, b: usize, score| Some((self.rank(a)?.min(self.rank(b)?), self.rank(a)?.max(self.rank(b)?), score));
        let mut pairs: Vec<_> = links.iter().filter_map(|(a, b, link)| pair(*a, *b, link.score)).collect();
        pairs.sort_by_key(|(a, b, _)| (*a, *b));
        pairs
    }

    /// The groups, as indices, that pairs of ranks make.
    pub(crate) fn groups(&self, pairs: &[(usize, usize, f64)], cohesion: Cohesion, fixed: &[Fixed]) -> Vec<Vec<usize>> {
        let ranked = fixed.iter().filter_map(|fixed| {
            Some(match fixed {
                Fixed::Together(a, b) => Fixed::Together(self.rank(*a)?, self.rank(*b)?),
                Fixed::Apart(a, b) => Fixed::Apart(self.rank(*a)?, self.rank(*b)?),
            })
        });
        let groups = merge(self.by_rank.len(), pairs, cohesion, &ranked.collect::<Vec<Fixed>>());
        let groups = groups.into_sorted(|rank| self.by_rank.get(rank).map_or("", |(id, _)| id));
        let index = |rank: usize| self.by_rank.get(rank).map(|(_, index)| *index);
        groups.into_iter().map(|group| group.into_iter().filter_map(index).collect()).collect()
    }

    fn rank(&self, index: usize) -> Option<usize> {
        self.ranks.get(index).copied()
    }
}
