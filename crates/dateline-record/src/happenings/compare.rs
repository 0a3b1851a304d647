//! Whether two events are the same occurrence.

use super::features::{Bond, FEATURES, Most, Named, Pair, Seen};
use super::lexicon::{Kinship, RARE, idf, stem, words};
use crate::grouping::table::{Weights, probability};
use crate::grouping::words::{hash, plain};
use crate::grouping::{Day, EventFacts, Evidence, Layer, Likeness, Link, Party, PlaceFacts, Sign, Verdict};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::LazyLock;

/// How many keys two events share at least to be compared.
pub const MIN_SHARED: usize = 1;

/// The least score that connects two events.
const JOINS: f64 = 0.5;

/// Lower scores are none.
pub(crate) const FAINT: f64 = 0.15;

/// How many of an article's rarest words an event is found by. More find more, and make keys that too many events of a long war share.
const N_WORDS: usize = 4;

/// The days that share a key.
const PERIOD: i32 = 7;

static WEIGHTS: LazyLock<Weights<{ FEATURES.len() }>> =
    LazyLock::new(|| Weights::read(include_str!("../../data/happenings.tsv"), FEATURES.map(|(name, _)| name)));

/// The keys of an event: type and time with its place or a party, and type and time with a rare word of its article. Each pair of
/// neighbouring weeks shares one, so that no border of weeks divides an occurrence.
pub fn keys(event: &EventFacts) -> Vec<u64> {
    let day = event.start.or(event.end).or(event.published);
    let weeks: Vec<String> = match day {
        Some(day) => [0, 1].map(|next| format!("{}", day.div_euclid(PERIOD) + next)).into(),
        None => vec!["?".to_owned()],
    };
    let mut names = BTreeSet::new();
    if let Some(place) = event.place.as_ref().filter(|place| place.level.as_deref() != Some("country")) {
        names.insert(format!("at {}", place.id.map_or_else(|| plain(&place.name), |id| id.to_string())));
    }
    for party in event.actors.iter().chain(&event.recipients).filter(|party| party.named) {
        // The last word is the surname, or the head of an organization's name; "said Lukashenko" and "Alexander Lukashenko" meet there.
        names.extend(words(&party.name).last().map(|word| format!("by {}", stem(word))));
    }
    let mut rare: Vec<&(u64, f32)> = event.article_words.iter().collect();
    rare.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    names.extend(rare.into_iter().take(N_WORDS).map(|(word, _)| format!("on {word}")));
    let mut keys: Vec<u64> = names
        .iter()
        .flat_map(|name| weeks.iter().map(move |week| hash(format!("event {} {week} {name}", event.event_type).as_bytes())))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// How likely two events are the same occurrence, and why; `None` for hardly.
pub fn compare(one: &EventFacts, other: &EventFacts) -> Option<Link> {
    compare_seen(&Seen::of(one), &Seen::of(other))
}

/// The same for events that are compared with many.
pub(crate) fn compare_seen<F: Deref<Target = EventFacts>>(one: &Seen<F>, other: &Seen<F>) -> Option<Link> {
    let (seen_a, seen_b) = if one.facts.id <= other.facts.id { (one, other) } else { (other, one) };
    let known = hopeful(seen_a, seen_b)?;
    let pair = Pair::of(seen_a, seen_b);
    let score = total(&pair, &known);
    if score < FAINT {
        return None;
    }
    let (a, b): (&EventFacts, &EventFacts) = (&seen_a.facts, &seen_b.facts);
    let verdict = if score >= JOINS { Verdict::Same } else { Verdict::Partly };
    Some(Link { layer: Layer::Happening, a: a.id.clone(), b: b.id.clone(), verdict, score, evidence: evidence(a, b, &pair, known) })
}

/// What is [`known`] of two events; null when they cannot score [`FAINT`] even if all that is dear to compare is alike: nine of ten candidates.
fn hopeful<F: Deref<Target = EventFacts>>(seen_a: &Seen<F>, seen_b: &Seen<F>) -> Option<Vec<Evidence>> {
    let (a, b): (&EventFacts, &EventFacts) = (&seen_a.facts, &seen_b.facts);
    if a.article == b.article || a.event_type.is_empty() || b.event_type.is_empty() {
        return Some(known(seen_a, seen_b));
    }
    let words = WEIGHTS.constant() + Bond::of(&seen_a.named, &seen_b.named).most(WEIGHTS.values(), &MOST);
    let can = |known: f64| probability(words + known + ROUNDING) >= FAINT;
    if !can(same_type(a, b) + same_subject(a, b).0 + MOST_KNOWN) {
        return None;
    }
    let known = known(seen_a, seen_b);
    can(known.iter().map(|evidence| evidence.weight).sum()).then_some(known)
}

/// Whether two linked events are one sentence of two articles, read alike.
pub(crate) fn likeness<F: Deref<Target = EventFacts>>(one: &Seen<F>, other: &Seen<F>, link: &Link) -> Likeness {
    let (a, b): (&EventFacts, &EventFacts) = (&one.facts, &other.facts);
    let names = |parties: &[Party]| parties.iter().map(|party| party.name.clone()).collect::<Vec<String>>();
    let alike = a.article != b.article
        && !a.event_type.is_empty()
        && (&a.event_type, &a.mode, &a.status) == (&b.event_type, &b.mode, &b.status)
        && (&a.sentence, &a.trigger, &a.time) == (&b.sentence, &b.trigger, &b.time)
        && (&a.start, &a.end, &a.place) == (&b.start, &b.end, &b.place)
        && names(&a.actors) == names(&b.actors)
        && names(&a.recipients) == names(&b.recipients);
    match link.verdict {
        Verdict::Same if alike => Likeness::Twin,
        _ if alike => Likeness::Near,
        _ => Likeness::Other,
    }
}

static MOST: LazyLock<Most> = LazyLock::new(|| Most::of(WEIGHTS.values()));

/// The most that a name, a place and a time add in [`known`].
const MOST_KNOWN: f64 = 1.5 + 1.0 + 1.0;

/// More than sums in another order differ by.
const ROUNDING: f64 = 1e-6;

/// The signs of a pair by name; what the weights are learned from.
pub fn signs_by_name(one: &EventFacts, other: &EventFacts) -> Vec<(&'static str, f64)> {
    FEATURES.iter().map(|(name, _)| *name).zip(Pair::of(&Seen::of(one), &Seen::of(other)).values).collect()
}

/// The score of [`compare`].
pub(crate) fn score<F: Deref<Target = EventFacts>>(a: &Seen<F>, b: &Seen<F>) -> f64 {
    total(&Pair::of(a, b), &known(a, b))
}

fn total(pair: &Pair, known: &[Evidence]) -> f64 {
    probability(WEIGHTS.sum(&pair.values) + known.iter().map(|evidence| evidence.weight).sum::<f64>())
}

/// What the reports know beyond the words: type, place, time, names and whether the articles are about one thing at all. ECB+ has none
/// of the first, and its pairs are of one occurrence; here two arrests of one day are mostly two. So the weights are a judgement: typed events start
/// below even, and it takes likeness of the articles, or a shared name with place and day, to get above it.
fn known<F: Deref<Target = EventFacts>>(seen_a: &Seen<F>, seen_b: &Seen<F>) -> Vec<Evidence> {
    let (a, b): (&EventFacts, &EventFacts) = (&seen_a.facts, &seen_b.facts);
    let mut known = Vec::new();
    let mut add = |sign, weight, a: &str, b: &str| {
        known.push(Evidence { sign, weight, a: a.to_owned(), b: b.to_owned(), a_span: None, b_span: None });
    };
    if a.event_type.is_empty() || b.event_type.is_empty() {
        return known;
    }
    add(Sign::Type, same_type(a, b), &a.event_type, &b.event_type);
    if a.article == b.article {
        // Which events of one article are the same is already told by the report.
        let first = |event: &EventFacts| event.same_as.clone().unwrap_or_else(|| event.id.clone());
        add(Sign::ArticleWords, if first(a) == first(b) { 3.0 } else { -3.0 }, "one article", "");
    } else {
        let (weight, alike) = same_subject(a, b);
        add(Sign::ArticleWords, weight, &format!("{alike:.2}"), "");
    }
    if let Some((weight, a, b)) = same_names(&seen_a.named, &seen_b.named) {
        add(Sign::Name, weight, &a, &b);
    }
    for (sign, weight, of_a, of_b) in [(Sign::Actor, -0.5, &a.actors, &b.actors), (Sign::Recipient, -1.2, &a.recipients, &b.recipients)] {
        let stems = |parties: &[Party]| parties.iter().flat_map(|party| words(&party.name)).map(stem).collect::<BTreeSet<String>>();
        if let Some((one, other)) = of_a.first().zip(of_b.first()).filter(|_| stems(of_a).is_disjoint(&stems(of_b))) {
            add(sign, weight, &one.name, &other.name);
        }
    }
    if let Some((a, b)) = a.place.as_ref().zip(b.place.as_ref()) {
        add(Sign::Place, same_place(a, b), &a.name, &b.name);
    }
    if let Some(weight) = same_time(a, b) {
        add(Sign::Time, weight, a.time.as_deref().unwrap_or(""), b.time.as_deref().unwrap_or(""));
    }
    let is_open = |event: &EventFacts| matches!(event.status.as_str(), "planned" | "possible");
    if is_open(a) != is_open(b) {
        // What was planned may have happened since: the two versions stay side by side.
        add(Sign::Status, -0.5, &a.status, &b.status);
    }
    known
}

fn same_type(a: &EventFacts, b: &EventFacts) -> f64 {
    if a.event_type == b.event_type { 0.3 } else { -2.5 }
}

/// Whether two articles are about one thing: what it weighs, and how alike they are.
fn same_subject(a: &EventFacts, b: &EventFacts) -> (f64, f64) {
    let alike = super::profile::alike(&a.article_words, &b.article_words);
    (((alike - 0.25) * 20.0).clamp(-4.5, 1.5) - 2.5, alike)
}

/// Whether somebody of one name takes part in both: a rare surname tells much, a country little; two sets of names that share none tell that they
/// are two occurrences.
fn same_names(a: &Named, b: &Named) -> Option<(f64, String, String)> {
    let (a, b) = (&a.parties, &b.parties);
    let (Some(first_a), Some(first_b)) = (a.values().next(), b.values().next()) else { return None };
    let shared = a.iter().filter_map(|(name, one)| Some((idf(name), one, b.get(name)?)));
    match shared.max_by(|(x, ..), (y, ..)| x.total_cmp(y)) {
        Some((rare, one, other)) => Some((1.5 * f64::from(rare / RARE), one.clone(), other.clone())),
        None => Some((-2.0, first_a.clone(), first_b.clone())),
    }
}

fn same_place(a: &PlaceFacts, b: &PlaceFacts) -> f64 {
    let is_country = |place: &PlaceFacts| place.level.as_deref() == Some("country");
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        return -5.0;
    }
    let same = a.id.is_some() && a.id == b.id || plain(&a.name) == plain(&b.name);
    let contains = |outer: &PlaceFacts, inner: &PlaceFacts| outer.id.is_some_and(|id| inner.within.contains(&id));
    match () {
        () if same && is_country(a) => 0.3,
        () if same => 1.0,
        () if is_country(a) || is_country(b) => 0.2,
        () if contains(a, b) || contains(b, a) => 0.7,
        () if near(a, b) => 0.5,
        () => -1.5,
    }
}

/// Within about 40 km: a town and its district, a village and the town next to it.
fn near(a: &PlaceFacts, b: &PlaceFacts) -> bool {
    a.at.zip(b.at).is_some_and(|((lat_a, lon_a), (lat_b, lon_b))| {
        let shrink = lat_a.to_radians().cos();
        (lat_a - lat_b).powi(2) + ((lon_a - lon_b) * shrink).powi(2) < 0.36_f64.powi(2)
    })
}

/// Days count most when both texts give them; else the days of publication say what is possible.
fn same_time(a: &EventFacts, b: &EventFacts) -> Option<f64> {
    let span = |event: &EventFacts| -> Option<(Day, Day)> { Some((event.start.or(event.end)?, event.end.or(event.start)?)) };
    match (span(a), span(b)) {
        (Some((a_first, a_last)), Some((b_first, b_last))) => {
            let gap = (b_first - a_last).max(a_first - b_last);
            let exact = a_last - a_first <= 1 && b_last - b_first <= 1;
            Some(match gap {
                ..=0 if exact => 1.0,
                ..=0 => 0.5,
                1 => 0.0,
                2..=3 => -1.0,
                4..=10 => -2.5,
                _ => -5.0,
            })
        }
        _ => a.published.zip(b.published).map(|(a, b)| match (a - b).abs() {
            0..=3 => 0.0,
            4..=10 => -0.7,
            11..=30 => -2.0,
            _ => -4.0,
        }),
    }
}

/// The signs that weigh anything, in words; the heaviest first.
fn evidence(a: &EventFacts, b: &EventFacts, pair: &Pair, known: Vec<Evidence>) -> Vec<Evidence> {
    let parts = WEIGHTS.parts(&pair.values);
    let mut all = known;
    for sign in [Sign::Trigger, Sign::SentenceWords, Sign::Actor, Sign::Recipient, Sign::Name, Sign::Number, Sign::Time, Sign::ArticleWords]
    {
        let weight: f64 = FEATURES.iter().zip(parts).filter(|((_, other), _)| *other == sign).map(|(_, part)| part).sum();
        if weight == 0.0 {
            continue;
        }
        let names = |parties: &[Party]| parties.iter().map(|party| party.name.clone()).collect::<Vec<_>>().join(", ");
        let told = |event: &EventFacts| match sign {
            Sign::Trigger => event.trigger.clone(),
            Sign::Actor => names(&event.actors),
            Sign::Recipient => names(&event.recipients),
            Sign::Time => event.time.clone().unwrap_or_default(),
            Sign::SentenceWords => event.sentence.clone(),
            _ => String::new(),
        };
        let (mut told_a, mut told_b) = (told(a), told(b));
        if matches!(sign, Sign::Name | Sign::ArticleWords) {
            let shared = shared_words(a, b);
            (told_a, told_b) = (shared.clone(), shared);
        }
        let at = |event: &EventFacts| (sign == Sign::Trigger).then_some(event.trigger_span);
        all.push(Evidence { sign, weight, a: told_a, b: told_b, a_span: at(a), b_span: at(b) });
    }
    if let Some(kinship) = pair.kinship.filter(|kinship| *kinship != Kinship::Same)
        && let Some(trigger) = all.iter_mut().find(|evidence| evidence.sign == Sign::Trigger)
    {
        trigger.b = format!(
            "{} ({})",
            trigger.b,
            match kinship {
                Kinship::Same => "same word",
                Kinship::Synonym => "synonym",
                Kinship::Derived => "derived word",
                Kinship::Sides => "another side of it",
                Kinship::Kind => "a kind of it",
                Kinship::Siblings => "of a kind",
            }
        );
    }
    all.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.sign.cmp(&b.sign)));
    all
}

/// The rarest words of both sentences.
fn shared_words(a: &EventFacts, b: &EventFacts) -> String {
    let stems = |event: &EventFacts| words(&event.sentence).map(stem).collect::<BTreeSet<String>>();
    let mut shared: Vec<String> = stems(a).intersection(&stems(b)).cloned().collect();
    shared.sort_by(|one, other| idf(other).total_cmp(&idf(one)).then_with(|| one.cmp(other)));
    shared.truncate(6);
    shared.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::happenings::article_words;

    const FERRY: &str =
        "The ferry Lindis ran aground off Halvik on Tuesday night. Coast guards arrested captain Ines Odmark in Halvik on Wednesday.";

    fn event(id: &str, trigger: &str, sentence: &str, text: &str) -> EventFacts {
        EventFacts {
            id: id.to_owned(),
            article: format!("of {id}"),
            published: Some(19_000),
            event_type: "COERCE".to_owned(),
            trigger: trigger.to_owned(),
            actors: vec![Party { name: "coast guards".to_owned(), ..Party::default() }],
            recipients: vec![Party { name: "Ines Odmark".to_owned(), named: true, ..Party::default() }],
            place: Some(PlaceFacts {
                id: Some(7),
                name: "Halvik".to_owned(),
                country: Some("NRL".to_owned()),
                level: Some("city".to_owned()),
                ..PlaceFacts::default()
            }),
            start: Some(18_999),
            end: Some(18_999),
            status: "happened".to_owned(),
            sentence: sentence.to_owned(),
            article_words: article_words(text),
            ..EventFacts::default()
        }
    }

    fn arrest() -> EventFacts {
        event("v1", "arrested", "Coast guards arrested captain Ines Odmark in Halvik on Wednesday.", FERRY)
    }

    fn detention() -> EventFacts {
        let text = "The captain of the ferry Lindis, Ines Odmark, was detained by coast guards in Halvik after the ship ran aground.";
        event("v2", "detained", text, text)
    }

    fn verdict(a: &EventFacts, b: &EventFacts) -> Option<Verdict> {
        assert_eq!(compare(a, b), compare(b, a), "the order of the two must not matter");
        compare(a, b).map(|link| link.verdict)
    }

    #[test]
    fn one_arrest_in_other_words_is_one_occurrence_and_says_why() {
        let link = compare(&arrest(), &detention()).expect("a link");
        assert_eq!(link.verdict, Verdict::Same);
        let trigger = link.evidence.iter().find(|evidence| evidence.sign == Sign::Trigger).expect("words that name it");
        assert!(trigger.a == "arrested" && trigger.b.starts_with("detained ("), "{trigger:?}");
        assert!(link.evidence.iter().any(|evidence| evidence.sign == Sign::Place && evidence.weight > 0.0 && evidence.a == "Halvik"));
        assert!(keys(&arrest()).iter().any(|key| keys(&detention()).contains(key)));
    }

    #[test]
    fn the_same_deed_in_another_country_or_a_month_later_is_another() {
        let mut elsewhere = detention();
        elsewhere.place = Some(PlaceFacts {
            id: Some(8),
            name: "Orm".to_owned(),
            country: Some("ORM".to_owned()),
            level: Some("city".to_owned()),
            ..PlaceFacts::default()
        });
        assert_ne!(verdict(&arrest(), &elsewhere), Some(Verdict::Same));
        let mut later = detention();
        (later.start, later.end, later.published) = (Some(19_030), Some(19_030), Some(19_031));
        assert_ne!(verdict(&arrest(), &later), Some(Verdict::Same));
    }

    #[test]
    fn an_arrest_in_an_article_on_something_else_is_another() {
        let text = "Parliament in Orm passed the budget. Police in Halvik arrested two men for theft from a farm, the town said.";
        let mut theft = event("v3", "arrested", "Police in Halvik arrested two men for theft from a farm, the town said.", text);
        theft.recipients = vec![Party { name: "two men".to_owned(), ..Party::default() }];
        theft.actors = vec![Party { name: "Police".to_owned(), ..Party::default() }];
        let link = compare(&arrest(), &theft);
        assert!(link.as_ref().is_none_or(|link| link.verdict != Verdict::Same), "{link:#?}");
    }

    #[test]
    fn versions_that_differ_in_the_day_by_one_are_still_compared_as_one() {
        let mut next_day = detention();
        (next_day.start, next_day.end) = (Some(19_000), Some(19_000));
        assert_eq!(verdict(&arrest(), &next_day), Some(Verdict::Same));
        assert!(keys(&arrest()).iter().any(|key| keys(&next_day).contains(key)));
    }

    #[test]
    fn events_without_anything_are_not_joined() {
        let empty = |id: &str| EventFacts { id: id.to_owned(), article: id.to_owned(), ..EventFacts::default() };
        assert_ne!(verdict(&empty("a"), &empty("b")), Some(Verdict::Same));
        assert_ne!(verdict(&arrest(), &EventFacts { trigger: "🚢".to_owned(), ..empty("b") }), Some(Verdict::Same));
    }

    proptest::proptest! {
        /// What is passed over for its sum of possible signs would not have scored either.
        #[test]
        fn no_pair_is_given_up_that_could_score(
            words in proptest::collection::vec(proptest::sample::select(vec!["arrested", "captain", "shelled", "Halvik", "said", "died", "7", "on"]), 2..24),
            cut in 1_usize..23, trigger in 0_usize..3, other in 0_usize..3, days in 0_i32..12, named: bool, elsewhere: bool,
        ) {
            let triggers = ["arrested", "detained", "was killed", "murder"];
            let (one, two) = words.split_at(cut.min(words.len() - 1));
            let a = event("v1", triggers[trigger], &one.join(" "), &words.join(" "));
            let mut b = event("v2", triggers[other + 1], &two.join(" "), &two.join(" "));
            b.published = b.published.map(|day| day + days);
            (b.start, b.end) = (b.start.filter(|_| days % 2 == 0).map(|day| day + days), None);
            b.recipients.iter_mut().for_each(|party| party.named = named);
            b.place = b.place.filter(|_| !elsewhere);
            let (a, b) = (Seen::of(&a), Seen::of(&b));
            let likely = score(&a, &b);
            proptest::prop_assert!(hopeful(&a, &b).is_some() || likely < FAINT, "{likely}");
        }
    }
}
