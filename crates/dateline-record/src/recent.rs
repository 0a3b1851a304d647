//! What was looked at last, ready to be compared again: articles of one day meet the same events of that day.

use crate::engine::Grouped;
use crate::error::Result;
use crate::store::Store;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Items ready to be compared; at most twice [`Grouped::KEPT`], whatever the size of the record.
pub(crate) struct Recent<G: Grouped> {
    now: BTreeMap<String, Arc<G::Seen>>,
    /// Those that `now` began anew after; what is not asked for again goes with it.
    before: BTreeMap<String, Arc<G::Seen>>,
}

impl<G: Grouped> Recent<G> {
    /// An item, from the store if it is not at hand; null when it is not there.
    pub(crate) fn get(&mut self, store: &impl Store, item: &str) -> Result<Option<Arc<G::Seen>>> {
        if let Some(seen) = self.now.get(item) {
            return Ok(Some(seen.clone()));
        }
        let seen = match self.before.remove(item) {
            Some(seen) => Some(seen),
            None => G::load(store, item)?.map(|facts| Arc::new(G::see(Arc::new(facts)))),
        };
        if let Some(seen) = &seen {
            self.put(item, seen.clone());
        }
        Ok(seen)
    }

    /// Takes in what an item is now.
    pub(crate) fn put(&mut self, item: &str, seen: Arc<G::Seen>) {
        if self.now.len() >= G::KEPT {
            self.before = std::mem::take(&mut self.now);
        }
        self.before.remove(item);
        self.now.insert(item.to_owned(), seen);
    }

    /// Forgets what an item was.
    pub(crate) fn forget(&mut self, item: &str) {
        self.now.remove(item);
        self.before.remove(item);
    }
}

impl<G: Grouped> Default for Recent<G> {
    fn default() -> Self {
        Recent { now: BTreeMap::new(), before: BTreeMap::new() }
    }
}

impl<G: Grouped> std::fmt::Debug for Recent<G> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} items", self.now.len() + self.before.len())
    }
}
