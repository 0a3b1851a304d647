//! Labels as static strings: a reading names tags and relations without owning them.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

static LABELS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The label as a static string. Each distinct label is kept for the life of the program; label sets are small and fixed.
pub(crate) fn intern(label: &str) -> &'static str {
    let mut labels = LABELS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = labels.get(label) {
        return known;
    }
    let kept: &'static str = Box::leak(label.into());
    labels.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_kept_once() {
        let (a, b) = (intern("nsubj:outer"), intern(&String::from("nsubj:outer")));
        assert!(std::ptr::eq(a, b));
        assert_ne!(a, intern("nsubj"));
    }
}
