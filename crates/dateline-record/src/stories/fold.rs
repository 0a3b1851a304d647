//! From copies to stories.

use crate::grouping::groups::Groups;
use crate::grouping::{ArticleFacts, Fixed, Link, Sign, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// An article of which less than this comes from a copy holds the copy among other things.
const HOLDS: f64 = 0.25;

/// Divides articles that copies connect into stories: who is linked is one story, but for round-ups. An article that holds two texts
/// that are no copies of each other, each a small part of it, is a round-up or a live page, and makes no story of what it holds.
pub fn cluster(articles: &[&ArticleFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
    let mut copies: Vec<(usize, usize, &Link)> = links.iter().filter(|(_, _, link)| link.verdict == Verdict::Same).copied().collect();
    // What is fixed as apart goes with its closest copy.
    copies
        .sort_by(|(_, _, one), (_, _, other)| other.score.total_cmp(&one.score).then_with(|| (&one.a, &one.b).cmp(&(&other.a, &other.b))));
    let linked: BTreeSet<(usize, usize)> = copies.iter().flat_map(|(a, b, _)| [(*a, *b), (*b, *a)]).collect();
    let mut held: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (a, b, link) in &copies {
        if let Some((holder, part)) = holder(articles, *a, *b, link) {
            held.entry(holder).or_default().push(part);
        }
    }
    let is_round_up = |holder: usize| {
        let parts = held.get(&holder).map_or(&[][..], Vec::as_slice);
        parts.iter().enumerate().any(|(i, one)| parts.iter().skip(i + 1).any(|other| !linked.contains(&(*one, *other))))
    };
    let mut groups = Groups::new(articles.len(), fixed);
    for (a, b, link) in &copies {
        if !holder(articles, *a, *b, link).is_some_and(|(holder, _)| is_round_up(holder)) {
            groups.join(*a, *b);
        }
    }
    groups.into_sorted(|i| articles.get(i).map_or("", |article| article.id.as_str()))
}

/// Of two copies, the one of which the other is a small part, with that part.
fn holder(articles: &[&ArticleFacts], a: usize, b: usize, link: &Link) -> Option<(usize, usize)> {
    if link.evidence.iter().any(|evidence| evidence.sign == Sign::Canonical) {
        return None;
    }
    let share = link.evidence.iter().find(|evidence| evidence.sign == Sign::Containment)?;
    let percent = |text: &str| text.trim_end_matches(" %").parse().map_or(1.0, |percent: f64| percent / 100.0);
    let (of_a, of_b) = match articles.get(a).is_some_and(|article| article.id == link.a) {
        true => (percent(&share.a), percent(&share.b)),
        false => (percent(&share.b), percent(&share.a)),
    };
    match (of_a < HOLDS, of_b < HOLDS) {
        (true, false) => Some((a, b)),
        (false, true) => Some((b, a)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::compare;
    use proptest::prelude::*;

    fn article(id: usize, text: &str) -> ArticleFacts {
        ArticleFacts { id: format!("a{id:02}"), text: text.to_owned(), ..ArticleFacts::default() }
    }

    fn text(seed: usize, n_words: usize) -> String {
        (0..n_words).map(|i| format!("w{}x{seed} ", (i * 7919 + seed) % 1009)).collect()
    }

    fn stories(articles: &[ArticleFacts], fixed: &[Fixed]) -> Vec<Vec<String>> {
        let refs: Vec<&ArticleFacts> = articles.iter().collect();
        let links: Vec<(usize, usize, Link)> = (0..articles.len())
            .flat_map(|a| (a + 1..articles.len()).map(move |b| (a, b)))
            .filter_map(|(a, b)| compare(&articles[a], &articles[b]).map(|link| (a, b, link)))
            .collect();
        let links: Vec<(usize, usize, &Link)> = links.iter().map(|(a, b, link)| (*a, *b, link)).collect();
        cluster(&refs, &links, fixed).into_iter().map(|story| story.into_iter().map(|i| articles[i].id.clone()).collect()).collect()
    }

    #[test]
    fn a_round_up_does_not_make_one_story_of_what_it_holds() {
        let (fire, flood) = (text(1, 120), text(2, 120));
        let round_up = format!("{fire} {} {flood} {}", text(3, 500), text(4, 500));
        let all = [article(1, &fire), article(2, &flood), article(3, &round_up), article(4, &format!("{fire} {}", text(5, 20)))];
        assert_eq!(stories(&all, &[]), [vec!["a01", "a04"], vec!["a02"], vec!["a03"]]);
    }

    #[test]
    fn a_long_version_of_one_text_belongs_to_its_story() {
        let fire = text(1, 100);
        let long = format!("{fire} {}", text(3, 600));
        assert_eq!(stories(&[article(1, &fire), article(2, &long)], &[]), [vec!["a01", "a02"]]);
    }

    #[test]
    fn a_person_overrules() {
        let (fire, flood) = (text(1, 120), text(2, 120));
        let all = [article(1, &fire), article(2, &flood), article(3, &fire)];
        assert_eq!(stories(&all, &[Fixed::Together(0, 1)]), [vec!["a01", "a02", "a03"]]);
        assert_eq!(stories(&all, &[Fixed::Apart(0, 2)]), [["a01"], ["a02"], ["a03"]]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn stories_do_not_depend_on_the_order(order in Just((0..9).collect::<Vec<usize>>()).prop_shuffle()) {
            let (fire, flood) = (text(1, 120), text(2, 200));
            let texts = [
                fire.clone(), flood.clone(), format!("{fire} {} {flood} {}", text(3, 700), text(4, 500)), fire[..400].to_owned(), flood[300..].to_owned(),
                text(6, 80), format!("{} {}", text(6, 60), text(7, 30)), text(8, 10), String::new(),
            ];
            let all: Vec<ArticleFacts> = texts.iter().enumerate().map(|(i, text)| article(i, text)).collect();
            let shuffled: Vec<ArticleFacts> = order.iter().map(|i| all[*i].clone()).collect();
            prop_assert_eq!(stories(&all, &[]), stories(&shuffled, &[]));
        }
    }
}
