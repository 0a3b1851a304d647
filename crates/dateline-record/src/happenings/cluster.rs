//! From pairs of events to happenings.

use super::compare::{FAINT, score};
use super::features::Seen;
use crate::grouping::merge::Cohesion;
use crate::grouping::order::Order;
use crate::grouping::{EventFacts, Fixed, Link};

/// Chosen on ECB+ train by cross-validation over topics: half of the closest pair, half of the mean of all.
const COHESION: Cohesion = Cohesion { threshold: 0.55, closest: 0.6, missing: 0.1 };

/// Of more events than this only those that are linked are compared.
const MANY: usize = 600;

/// Divides events that links connect into happenings: the closest merge first, as long as all of a happening hold together.
pub fn cluster(events: &[&EventFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
    let order = Order::of(events.iter().map(|event| event.id.as_str()));
    let pairs = if events.len() <= MANY { order.close(events, Seen::of, score, FAINT) } else { order.linked(links) };
    order.groups(&pairs, COHESION, fixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grouping::Party;
    use crate::happenings::{article_words, compare};
    use proptest::prelude::*;

    fn event(id: usize, trigger: &str, who: &str, sentence: &str) -> EventFacts {
        EventFacts {
            id: format!("v{id}"),
            article: format!("a{}", id % 4),
            published: Some(19_000),
            event_type: "COERCE".to_owned(),
            trigger: trigger.to_owned(),
            recipients: vec![Party { name: who.to_owned(), named: true, ..Party::default() }],
            sentence: sentence.to_owned(),
            article_words: article_words(sentence),
            ..EventFacts::default()
        }
    }

    fn happenings(events: &[EventFacts], fixed: &[Fixed]) -> Vec<Vec<String>> {
        let links: Vec<(usize, usize, Link)> = (0..events.len())
            .flat_map(|a| (a + 1..events.len()).map(move |b| (a, b)))
            .filter_map(|(a, b)| compare(&events[a], &events[b]).map(|link| (a, b, link)))
            .collect();
        let links: Vec<(usize, usize, &Link)> = links.iter().map(|(a, b, link)| (*a, *b, link)).collect();
        let refs: Vec<&EventFacts> = events.iter().collect();
        cluster(&refs, &links, fixed).into_iter().map(|group| group.into_iter().map(|i| events[i].id.clone()).collect()).collect()
    }

    fn some() -> Vec<EventFacts> {
        vec![
            event(0, "arrested", "Ines Odmark", "Coast guards arrested captain Ines Odmark of the ferry Lindis in Halvik."),
            event(1, "detained", "Ines Odmark", "Captain Ines Odmark of the ferry Lindis was detained in Halvik."),
            event(2, "arrest", "Odmark", "The arrest of Odmark, captain of the ferry Lindis, angered Halvik."),
            event(3, "arrested", "Tor Vell", "Police in Orm arrested the singer Tor Vell after a brawl in a hotel."),
            event(4, "arrest", "Tor Vell", "The singer Tor Vell spoke of his arrest after a brawl in a hotel in Orm."),
            event(5, "fined", "Norlin Lines", "A court fined Norlin Lines for oil in the harbour of Vell."),
        ]
    }

    #[test]
    fn events_of_one_occurrence_join_and_others_do_not() {
        assert_eq!(happenings(&some(), &[]), [vec!["v0", "v1", "v2"], vec!["v3", "v4"], vec!["v5"]]);
    }

    #[test]
    fn a_person_overrules() {
        let fixed = [Fixed::Apart(0, 2), Fixed::Together(4, 5)];
        let told = happenings(&some(), &fixed);
        let group = |id: &str| told.iter().position(|group| group.iter().any(|event| event == id));
        assert_ne!(group("v0"), group("v2"));
        assert_eq!(group("v4"), group("v5"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn happenings_do_not_depend_on_the_order(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
            let shuffled: Vec<EventFacts> = order.iter().map(|i| some()[*i].clone()).collect();
            prop_assert_eq!(happenings(&some(), &[]), happenings(&shuffled, &[]));
        }
    }
}
