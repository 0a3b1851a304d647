//! From pairs of entities to identities.

use super::compare::is_full;
use crate::grouping::groups::Groups;
use crate::grouping::{EntityFacts, Fixed, Link, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Divides entities that links connect into identities. Full names are joined first; a surname or an acronym alone then joins what it
/// is linked to, when that is one identity and not two.
pub fn cluster(entities: &[&EntityFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
    let full: Vec<bool> = entities.iter().map(|entity| is_full(entity)).collect();
    let is_full = |i: usize| full.get(i).copied().unwrap_or(false);
    let mut same: Vec<(usize, usize, &Link)> = links.iter().filter(|(_, _, link)| link.verdict == Verdict::Same).copied().collect();
    same.sort_by(|(_, _, one), (_, _, other)| other.score.total_cmp(&one.score).then_with(|| (&one.a, &one.b).cmp(&(&other.a, &other.b))));
    let mut groups = Groups::new(entities.len(), fixed);
    for (a, b, _) in same.iter().filter(|(a, b, _)| is_full(*a) == is_full(*b)) {
        groups.join(*a, *b);
    }
    // What each short name may mean, before any of them is joined.
    let mut meant: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (a, b, _) in &same {
        match (is_full(*a), is_full(*b)) {
            (true, false) => _ = meant.entry(groups.of(*b)).or_default().insert(groups.of(*a)),
            (false, true) => _ = meant.entry(groups.of(*a)).or_default().insert(groups.of(*b)),
            _ => {}
        }
    }
    for (short, full) in &meant {
        if let (1, Some(full)) = (full.len(), full.first()) {
            groups.join(*short, *full);
        }
    }
    groups.into_sorted(|i| entities.get(i).map_or("", |entity| entity.id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::compare;
    use proptest::prelude::*;

    fn entity(kind: &str, names: &[&str], country: Option<&str>) -> EntityFacts {
        EntityFacts {
            id: names.join("/"),
            kind: kind.to_owned(),
            name: names.first().copied().unwrap_or_default().to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            country: country.map(str::to_owned),
            ..EntityFacts::default()
        }
    }

    fn identities(all: &[EntityFacts], fixed: &[Fixed]) -> Vec<Vec<String>> {
        let links: Vec<(usize, usize, Link)> = (0..all.len())
            .flat_map(|a| (a + 1..all.len()).map(move |b| (a, b)))
            .filter_map(|(a, b)| compare(&all[a], &all[b]).map(|link| (a, b, link)))
            .collect();
        let links: Vec<(usize, usize, &Link)> = links.iter().map(|(a, b, link)| (*a, *b, link)).collect();
        let refs: Vec<&EntityFacts> = all.iter().collect();
        cluster(&refs, &links, fixed).into_iter().map(|group| group.into_iter().map(|i| all[i].id.clone()).collect()).collect()
    }

    #[test]
    fn an_acronym_joins_only_what_it_can_mean_alone() {
        let harbours = entity("organization", &["Union of Free Harbours"], None);
        let hunters = entity("organization", &["United Forest Hunters"], None);
        let letters = entity("organization", &["UFH"], None);
        assert_eq!(identities(&[harbours.clone(), letters.clone()], &[]).len(), 1);
        assert_eq!(identities(&[harbours.clone(), letters.clone(), hunters.clone()], &[]).len(), 3);
        assert_eq!(identities(&[harbours, letters, hunters], &[Fixed::Together(0, 1)]).len(), 2);
    }

    #[test]
    fn an_article_that_gives_both_names_joins_them() {
        let both = entity("organization", &["Free Harbours", "FRH"], None);
        let letters = entity("organization", &["FRH"], None);
        let full = entity("organization", &["Free Harbours"], None);
        assert_eq!(identities(&[both, letters, full], &[]).len(), 1);
    }

    proptest! {
        #[test]
        fn identities_do_not_depend_on_the_order(order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle()) {
            let all = [
                entity("person", &["Aleksandr Lukovich", "Lukovich"], Some("NRL")), entity("person", &["Alexander Lukovich"], Some("NRL")),
                entity("person", &["Lukovich"], None), entity("person", &["Viktor Lukovich"], None), entity("organization", &["UFH"], None),
                entity("organization", &["Union of Free Harbours"], None), entity("organization", &["United Forest Hunters"], None),
                entity("person", &["President A. Lukovich"], Some("NRL")),
            ];
            let shuffled: Vec<EntityFacts> = order.iter().map(|i| all[*i].clone()).collect();
            prop_assert_eq!(identities(&all, &[]), identities(&shuffled, &[]));
        }
    }
}
