//! Groups that grow by joining, under what people fixed.

use super::Fixed;
use std::collections::BTreeMap;

/// A division of the items `0..n` into groups. What was fixed as together is joined from the start; what was fixed as apart never
/// comes into one group.
pub(crate) struct Groups {
    parent: Vec<usize>,
    apart: Vec<(usize, usize)>,
}

impl Groups {
    pub(crate) fn new(n_items: usize, fixed: &[Fixed]) -> Self {
        let is_item = |a: &usize, b: &usize| *a < n_items && *b < n_items;
        let apart = fixed.iter().filter_map(|fixed| match fixed {
            Fixed::Apart(a, b) if is_item(a, b) => Some((*a, *b)),
            _ => None,
        });
        let mut groups = Groups { parent: (0..n_items).collect(), apart: apart.collect() };
        for fixed in fixed {
            if let Fixed::Together(a, b) = fixed
                && is_item(a, b)
            {
                groups.join(*a, *b);
            }
        }
        groups
    }

    /// The item that stands for the group of an item.
    pub(crate) fn of(&self, mut item: usize) -> usize {
        while let Some(parent) = self.parent.get(item).filter(|parent| **parent != item) {
            item = *parent;
        }
        item
    }

    /// True when nothing fixed keeps the groups of two items apart.
    pub(crate) fn may_join(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.of(a), self.of(b));
        !self.apart.iter().map(|(one, other)| (self.of(*one), self.of(*other))).any(|pair| pair == (a, b) || pair == (b, a))
    }

    /// Makes one group of two, unless something fixed forbids it; true when it did.
    pub(crate) fn join(&mut self, a: usize, b: usize) -> bool {
        let (root_a, root_b) = (self.of(a), self.of(b));
        if root_a == root_b || !self.may_join(a, b) {
            return false;
        }
        for item in [a, b] {
            self.shorten(item);
        }
        if let Some(parent) = self.parent.get_mut(root_a.max(root_b)) {
            *parent = root_a.min(root_b);
        }
        true
    }

    fn shorten(&mut self, mut item: usize) {
        let root = self.of(item);
        while let Some(parent) = self.parent.get_mut(item).filter(|parent| **parent != root) {
            item = std::mem::replace(parent, root);
        }
    }

    /// The groups, each in the order of its items' names, and in the order of their first names.
    pub(crate) fn into_sorted<'n>(self, name: impl Fn(usize) -> &'n str) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for item in 0..self.parent.len() {
            groups.entry(self.of(item)).or_default().push(item);
        }
        let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
        for group in &mut groups {
            group.sort_by_key(|item| name(*item));
        }
        groups.sort_by_key(|group| group.first().map_or("", |item| name(*item)));
        groups
    }
}
