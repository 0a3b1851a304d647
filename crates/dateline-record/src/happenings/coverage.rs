//! Coverage: articles that tell, each in its own words, the same occurrence.
//!
//! It is looser than a story, whose articles share their text, and wider than a happening, which joins single events. A pair is
//! compared by its words: all, names, the others, numbers, and how the articles open. Weights are learned from ECB+ (`data/coverage.tsv`).

use super::lexicon::{idf, stem, words};
use super::profile::{cosine, top, weights};
use crate::grouping::merge::Cohesion;
use crate::grouping::order::Order;
use crate::grouping::table::{Weights, probability};
use crate::grouping::words::hash;
use crate::grouping::{ArticleFacts, Day, Evidence, Fixed, Layer, Link, Sign, Verdict};
use dateline_model::calendar::is_calendar_name;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How many keys two articles share at least to be compared.
pub const MIN_SHARED: usize = 2;

/// How many of its rarest words an article is found by.
const N_KEYS: usize = 20;

/// Within how many days an occurrence is covered.
const NEAR: i32 = 14;

/// The signs of a pair.
const SIGNS: [&str; 6] = ["words", "names", "other words", "numbers", "openings", "opening in the other"];

/// Log-odds are divided by this before they become a score, so that scores near one can still be told apart. With [`COHESION`],
/// [`NEIGHBOURS`], [`SELF`] and [`FAINT`] chosen on ECB+ train, whole and with one to three articles an occurrence.
const SOFTNESS: f64 = 3.0;

/// The score of two articles is seen relative to how alike each is to its nearest neighbours, so many of them: reports of a
/// crash in a village are more alike than those of an election, and two elections more than two crashes.
const NEIGHBOURS: usize = 8;

/// An article without near neighbours counts as having this likeness to them.
const SELF: f64 = 0.5;

/// Scores below this are none.
const FAINT: f64 = 0.25;

/// The least score that connects.
const JOINS: f64 = 0.4;

const COHESION: Cohesion = Cohesion { threshold: 0.7, closest: 0.0, missing: 0.0 };

/// Of more articles than this only those that are linked are compared.
const MANY: usize = 600;

static WEIGHTS: LazyLock<Weights<6>> = LazyLock::new(|| Weights::read(include_str!("../../data/coverage.tsv"), SIGNS));

/// The keys of an article: its rarest words.
pub fn keys(article: &ArticleFacts) -> Vec<u64> {
    let heaviest = top(weights(words(&article.text).map(stem)), N_KEYS);
    heaviest.keys().map(|stem| hash(format!("coverage {stem}").as_bytes())).collect()
}

/// How likely two articles tell the same occurrence; `None` for hardly.
pub fn compare(one: &ArticleFacts, other: &ArticleFacts) -> Option<Link> {
    let (a, b) = if one.id <= other.id { (one, other) } else { (other, one) };
    let values = signs(&Seen::of(a), &Seen::of(b));
    let score = score(a.published, b.published, &values);
    if score < FAINT {
        return None;
    }
    let parts = WEIGHTS.parts(&values);
    let mut evidence: Vec<Evidence> = SIGNS
        .iter()
        .zip(values)
        .zip(parts)
        .map(|((name, value), weight)| Evidence {
            sign: if *name == "numbers" {
                Sign::Number
            } else if *name == "names" {
                Sign::Name
            } else {
                Sign::ArticleWords
            },
            weight,
            a: format!("{name} {value:.2}"),
            b: String::new(),
            a_span: None,
            b_span: None,
        })
        .collect();
    evidence.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let verdict = if score >= JOINS { Verdict::Same } else { Verdict::Partly };
    Some(Link { layer: Layer::Coverage, a: a.id.clone(), b: b.id.clone(), verdict, score, evidence })
}

/// The signs of a pair by name; what the weights are learned from.
pub fn signs_by_name(one: &ArticleFacts, other: &ArticleFacts) -> Vec<(&'static str, f64)> {
    SIGNS.into_iter().zip(signs(&Seen::of(one), &Seen::of(other))).collect()
}

/// Divides articles that links connect into those that tell one occurrence.
pub fn cluster(articles: &[&ArticleFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
    let order = Order::of(articles.iter().map(|article| article.id.as_str()));
    let see = |article: &ArticleFacts| (article.published, Seen::of(article));
    let judge = |(day_a, a): &(_, Seen), (day_b, b): &(_, Seen)| score(*day_a, *day_b, &signs(a, b));
    let mut pairs = if articles.len() <= MANY { order.close(articles, see, judge, FAINT) } else { order.linked(links) };
    scale(articles.len(), &mut pairs);
    order.groups(&pairs, COHESION, fixed)
}

/// Divides each score by how alike the two are to their nearest neighbours.
fn scale(n_articles: usize, pairs: &mut [(usize, usize, f64)]) {
    let mut nearest: Vec<Vec<f64>> = vec![Vec::new(); n_articles];
    for (a, b, score) in pairs.iter() {
        for i in [a, b] {
            if let Some(scores) = nearest.get_mut(*i) {
                scores.push(*score);
            }
        }
    }
    let n_neighbours = NEIGHBOURS.min(n_articles.saturating_sub(1)).max(1);
    let likeness: Vec<f64> = nearest
        .into_iter()
        .map(|mut scores| {
            scores.sort_by(|a, b| b.total_cmp(a));
            (scores.iter().take(n_neighbours).sum::<f64>() / n_neighbours as f64).max(SELF)
        })
        .collect();
    let of = |i: usize| likeness.get(i).copied().unwrap_or(SELF);
    pairs.iter_mut().for_each(|(a, b, score)| *score /= (of(*a) * of(*b)).sqrt());
}

fn score(a: Option<Day>, b: Option<Day>, values: &[f64; 6]) -> f64 {
    let apart = a.zip(b).is_some_and(|(a, b)| (a - b).abs() > NEAR);
    if apart { 0.0 } else { probability(WEIGHTS.sum(values) / SOFTNESS) }
}

/// The words of an article by kind.
struct Seen {
    all: BTreeMap<String, f64>,
    names: BTreeMap<String, f64>,
    others: BTreeMap<String, f64>,
    numbers: BTreeMap<String, f64>,
    opening: BTreeMap<String, f64>,
    opening_stems: BTreeSet<String>,
    stems: BTreeSet<String>,
}

/// How many sentences (lines or parts between full stops) the opening has.
const OPENING: usize = 3;

impl Seen {
    fn of(article: &ArticleFacts) -> Self {
        let lower: BTreeSet<&str> = words(&article.text).filter(|word| word.chars().all(char::is_lowercase)).collect();
        let (mut names, mut numbers, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for word in words(&article.text) {
            let small = word.to_lowercase();
            if word.starts_with(char::is_numeric) {
                numbers.push(small);
            } else if word.starts_with(char::is_uppercase) && !lower.contains(small.as_str()) && !is_calendar_name(&small) {
                names.push(stem(&small));
            } else {
                others.push(stem(&small));
            }
        }
        let opening = opening(&article.text);
        let scaled = |stems: Vec<String>| top(weights(stems.into_iter()), usize::MAX);
        Seen {
            all: scaled(words(&article.text).map(stem).collect()),
            names: scaled(names),
            others: scaled(others),
            numbers: scaled(numbers),
            opening: scaled(words(opening).map(stem).collect()),
            opening_stems: words(opening).map(stem).collect(),
            stems: words(&article.text).map(stem).collect(),
        }
    }
}

fn opening(text: &str) -> &str {
    let mut sentences = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if c == '\n' || c == '.' && next.is_none_or(char::is_whitespace) {
            sentences += usize::from(!(c == '\n' && text.get(..at).is_some_and(|before| before.ends_with(['.', '\n']))));
            if sentences >= OPENING {
                return text.get(..at).unwrap_or(text);
            }
        }
    }
    text
}

fn signs(a: &Seen, b: &Seen) -> [f64; 6] {
    [
        cosine(&a.all, &b.all),
        cosine(&a.names, &b.names),
        cosine(&a.others, &b.others),
        cosine(&a.numbers, &b.numbers),
        cosine(&a.opening, &b.opening),
        (held(&a.opening_stems, &b.stems) + held(&b.opening_stems, &a.stems)) / 2.0,
    ]
}

/// How much of what the opening tells the other article tells too.
fn held(opening: &BTreeSet<String>, stems: &BTreeSet<String>) -> f64 {
    let weight = |stem: &String| f64::from(idf(stem));
    let all: f64 = opening.iter().map(weight).sum();
    if all > 0.0 { opening.intersection(stems).map(weight).sum::<f64>() / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grouping::{Scheme, group};
    use proptest::prelude::*;

    fn some() -> Vec<ArticleFacts> {
        [
            "Ferry runs aground off Halvik\nThe ferry Lindis ran onto rocks off Halvik on Tuesday with 120 people on board. Captain Ines Odmark called for help.",
            "The Lindis, a ferry with 120 people on board, struck rocks near Halvik. Its captain, Ines Odmark, said an engine had failed.",
            "Halvik rescuers praised\nMen who brought 120 people ashore from the ferry Lindis were praised in Halvik. Ines Odmark, the captain, thanked them.",
            "Parliament in Orm passed the budget\nAfter a night of debate Parliament in Orm passed the budget of premier Tor Vell by two votes.",
            "By two votes the budget of Tor Vell passed Parliament in Orm. The premier of Orm had threatened to resign during the debate.",
            "",
        ]
        .iter()
        .enumerate()
        .map(|(i, text)| ArticleFacts { id: format!("a{i}"), text: (*text).to_owned(), ..ArticleFacts::default() })
        .collect()
    }

    fn covered(articles: &[ArticleFacts]) -> BTreeSet<Vec<String>> {
        let scheme = Scheme { keys: &keys, min_shared: MIN_SHARED, compare: &compare, cluster: &cluster };
        let id = |i: usize| articles.get(i).map(|article| article.id.clone());
        group(articles, &scheme).0.into_iter().map(|group| group.into_iter().filter_map(id).collect()).collect()
    }

    #[test]
    fn articles_on_one_occurrence_are_grouped_whatever_their_words() {
        let told: Vec<Vec<String>> = covered(&some()).into_iter().collect();
        assert_eq!(told, [vec!["a0", "a1", "a2"], vec!["a3", "a4"], vec!["a5"]]);
    }

    #[test]
    fn articles_of_different_years_tell_different_occurrences() {
        let mut all = some();
        all[0].published = Some(19_000);
        all[1].published = Some(19_400);
        assert_eq!(compare(&all[0], &all[1]), None);
        assert_eq!(compare(&all[0], &all[2]), compare(&all[2], &all[0]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn coverage_does_not_depend_on_the_order(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
            let shuffled: Vec<ArticleFacts> = order.iter().map(|i| some()[*i].clone()).collect();
            prop_assert_eq!(covered(&some()), covered(&shuffled));
        }
    }
}
