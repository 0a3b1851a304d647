//! What two articles are to each other: copy, partly derived, or independent.

use super::shingles::{Run, SHINGLE, Words, runs, sample};
use crate::grouping::words::{hash, plain};
use crate::grouping::{ArticleFacts, Evidence, Layer, Likeness, Link, Sign, Verdict};
use std::collections::BTreeSet;
use std::ops::Deref;

/// How many keys two articles share at least to be compared. Copies cut to half with 15 % of their words changed share about eight.
pub const MIN_SHARED: usize = 2;

/// The share of the shorter text's shingles that makes two texts copies: found .997-1.0 of abridged, localised and edited copies of
/// ECB+ articles, and .055 of different reports of one event.
const COPY: f64 = 0.25;

/// The same for texts published more than [`NEAR`] days apart. Beyond a month two texts with half their words alike are mostly two issues of a
/// recurring one (a weekly summary, a notice), which is no copy. A judgement, not measured.
const COPY_LATER: f64 = 0.8;

/// Within how many days copies of a text appear.
const NEAR: i32 = 30;

/// The least share with which a credit to the same agency, the same byline or a canonical link makes two texts copies.
const COPY_WITH_ORIGIN: f64 = 0.15;

/// The least share of the shorter text that makes one partly derived from the other.
const PARTLY: f64 = 0.08;

/// A run of so many words outside quotations is no chance either: 98.5 % of the pairs over [`COPY`] that are no copies share one (ECB+).
const LONG_RUN: usize = 12;

/// Fewer shared shingles than this tell nothing: a sentence of furniture has as many.
const MIN_SHINGLES: usize = 8;

/// With fewer shingles outside quotations than this, those within count too.
const MIN_OWN: usize = 30;

/// How many shared runs are kept as evidence.
const KEPT_RUNS: usize = 12;

/// The keys of an article: a sample of its shingles, its address and the address it names as the original.
pub fn keys(article: &ArticleFacts) -> Vec<u64> {
    let mut keys = sample(&Words::of(&article.text).shingles());
    let addresses: BTreeSet<String> = [&article.url, &article.canonical].into_iter().flatten().filter_map(|url| address(url)).collect();
    // Twice, so that an address alone reaches `MIN_SHARED`.
    keys.extend(
        addresses.iter().flat_map(|address| [hash(format!("url {address}").as_bytes()), hash(format!("link {address}").as_bytes())]),
    );
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// An article, made ready to be compared.
pub(crate) struct Seen<F> {
    pub(crate) facts: F,
    words: Words,
    shingles: Vec<u64>,
}

impl<F: Deref<Target = ArticleFacts>> Seen<F> {
    pub(crate) fn of(facts: F) -> Self {
        let words = Words::of(&facts.text);
        Seen { shingles: words.shingles(), words, facts }
    }
}

/// What two articles have in common, and whether it makes them copies; `None` when they are independent.
pub fn compare(one: &ArticleFacts, other: &ArticleFacts) -> Option<Link> {
    compare_seen(&Seen::of(one), &Seen::of(other))
}

/// The same for articles that are compared with many.
pub(crate) fn compare_seen<F: Deref<Target = ArticleFacts>>(one: &Seen<F>, other: &Seen<F>) -> Option<Link> {
    let (seen_a, seen_b) = if one.facts.id <= other.facts.id { (one, other) } else { (other, one) };
    let (a, b): (&ArticleFacts, &ArticleFacts) = (&seen_a.facts, &seen_b.facts);
    let (words_a, words_b) = (&seen_a.words, &seen_b.words);
    let (shingles_a, shingles_b) = (&seen_a.shingles, &seen_b.shingles);
    let shared = Shared::of((words_a, shingles_a), (words_b, shingles_b));
    let origins = origins(a, b);
    let is_linked = origins.iter().any(|origin| origin.sign == Sign::Canonical);
    if shared.n < MIN_SHINGLES && !is_linked && !shared.is_whole() {
        return None;
    }

    let runs = runs(words_a, words_b, shingles_a, shingles_b);
    let unquoted = runs.iter().map(|run| unquoted(run, words_a)).max().unwrap_or(0);
    let days_apart = a.published.zip(b.published).map_or(0, |(a, b)| (a - b).abs());
    let copy = match days_apart > NEAR {
        true => COPY_LATER,
        false if !origins.is_empty() => COPY_WITH_ORIGIN,
        false => COPY,
    };
    let verdict = if is_linked || shared.containment >= copy {
        Verdict::Same
    } else if shared.containment >= PARTLY || unquoted >= LONG_RUN {
        Verdict::Partly
    } else {
        return None;
    };
    let mut evidence = vec![share(&shared)];
    evidence.extend(origins);
    evidence.extend(runs.iter().take(KEPT_RUNS).map(|run| shared_text(run, (a, words_a), (b, words_b))));
    let score = if is_linked { 1.0 } else { shared.containment };
    Some(Link { layer: Layer::Story, a: a.id.clone(), b: b.id.clone(), verdict, score, evidence })
}

/// The share that copies have of each other when they differ by a line at their beginning or end alone.
const TWIN: f64 = 0.8;

/// Two texts that are twins of a third have at least this share of each other.
const NEAR_TWIN: f64 = 0.4;

/// Whether two linked articles are one text but for a few lines.
pub(crate) fn likeness(link: &Link) -> Likeness {
    let percent = |text: &str| text.trim_end_matches(" %").parse().map_or(0.0, |percent: f64| percent / 100.0);
    let share = link.evidence.iter().find(|evidence| evidence.sign == Sign::Containment);
    let least = share.map_or(0.0, |share| percent(&share.a).min(percent(&share.b)));
    match () {
        () if least >= TWIN && link.verdict == Verdict::Same => Likeness::Twin,
        () if least >= NEAR_TWIN => Likeness::Near,
        () => Likeness::Other,
    }
}

/// The shingles of two texts, compared as sets. Those within quotations do not count, unless there is little else: two
/// reporters who quote one speech share its words and nothing else.
struct Shared {
    n: usize,
    n_a: usize,
    n_b: usize,
    containment: f64,
}

impl Shared {
    fn of(a: (&Words, &[u64]), b: (&Words, &[u64])) -> Self {
        let own = |(words, shingles): (&Words, &[u64])| -> BTreeSet<u64> {
            let of_its_own = |i: &usize| words.quoted.iter().skip(*i).take(SHINGLE).any(|quoted| !quoted);
            (0..shingles.len()).filter(of_its_own).filter_map(|i| shingles.get(i).copied()).collect()
        };
        let (own_a, own_b) = (own(a), own(b));
        let (a, b) = match own_a.len().min(own_b.len()) >= MIN_OWN {
            true => (own_a, own_b),
            false => (a.1.iter().copied().collect(), b.1.iter().copied().collect()),
        };
        let n = a.intersection(&b).count();
        let n_shorter = a.len().min(b.len());
        Shared { n, n_a: a.len(), n_b: b.len(), containment: if n_shorter == 0 { 0.0 } else { n as f64 / n_shorter as f64 } }
    }

    /// True for a text of a few words that the other has whole.
    fn is_whole(&self) -> bool {
        self.n == self.n_a.min(self.n_b) && self.n > 0
    }
}

/// How much of each text the other has; what folding needs to tell a copy from a round-up that quotes it.
fn share(shared: &Shared) -> Evidence {
    let of = |n_shingles: usize| format!("{:.0} %", 100.0 * shared.n as f64 / n_shingles.max(1) as f64);
    Evidence { sign: Sign::Containment, weight: shared.containment, a: of(shared.n_a), b: of(shared.n_b), a_span: None, b_span: None }
}

/// Signs beside the text that two articles come from one origin.
fn origins(a: &ArticleFacts, b: &ArticleFacts) -> Vec<Evidence> {
    let mut found = Vec::new();
    let mut add =
        |sign, a: &str, b: &str| found.push(Evidence { sign, weight: 1.0, a: a.to_owned(), b: b.to_owned(), a_span: None, b_span: None });
    let (names_a, names_b) = ([&a.url, &a.canonical], [&b.url, &b.canonical]);
    let same_address = names_a.into_iter().flatten().find_map(|url_a| {
        let name = address(url_a)?;
        names_b.into_iter().flatten().find(|url_b| address(url_b).as_ref() == Some(&name)).map(|url_b| (url_a, url_b))
    });
    if let Some((url_a, url_b)) = same_address {
        add(Sign::Canonical, url_a, url_b);
    }
    let same_agency =
        a.agencies.iter().find_map(|one| b.agencies.iter().find(|other| plain(one) == plain(other)).map(|other| (one, other)));
    if let Some((one, other)) = same_agency {
        add(Sign::Credit, one, other);
    }
    if let (Some(one), Some(other)) = (&a.byline, &b.byline)
        && plain(one) == plain(other)
        && plain(one).split(' ').count() > 1
    {
        add(Sign::Byline, one, other);
    }
    found
}

/// An address without what does not change the page: scheme, `www.`, a slash at the end, query and fragment. `None` for a front page.
fn address(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/');
    let rest = rest.strip_prefix("www.").unwrap_or(rest).to_lowercase();
    rest.contains('/').then_some(rest)
}

fn shared_text(run: &Run, (a, words_a): (&ArticleFacts, &Words), (b, words_b): (&ArticleFacts, &Words)) -> Evidence {
    let (a_span, b_span) = (span(words_a, run.a, run.n_words), span(words_b, run.b, run.n_words));
    let text = |article: &ArticleFacts, span: (usize, usize)| article.text.chars().skip(span.0).take(span.1 - span.0).collect();
    Evidence {
        sign: Sign::SharedText,
        weight: run.n_words as f64,
        a: text(a, a_span),
        b: text(b, b_span),
        a_span: Some(a_span),
        b_span: Some(b_span),
    }
}

fn span(words: &Words, from: usize, n_words: usize) -> (usize, usize) {
    let start = words.spans.get(from).map_or(0, |span| span.0);
    (start, words.spans.get(from + n_words.max(1) - 1).map_or(start, |span| span.1))
}

/// The longest stretch of a run outside quotation marks: two reporters who quote one speech share its words and nothing else.
fn unquoted(run: &Run, words: &Words) -> usize {
    let quoted = words.quoted.iter().skip(run.a).take(run.n_words);
    quoted.fold((0, 0), |(longest, now), quoted| if *quoted { (longest, 0) } else { (longest.max(now + 1), now + 1) }).0
}

#[cfg(test)]
mod tests {
    use super::*;

    const FERRY: &str = "A ferry with 120 people on board ran aground off the port of Halvik on Tuesday night, the coast guard said. \
        All passengers were brought ashore by morning, and two crew members were treated for broken arms. \
        The operator, Norlin Lines, said the vessel had lost power in one of its engines minutes before. \
        Divers will look for leaks once the storm has passed, harbour master Ines Odmark told reporters.";

    fn article(id: &str, text: &str) -> ArticleFacts {
        ArticleFacts { id: id.to_owned(), published: Some(19_000), text: text.to_owned(), ..ArticleFacts::default() }
    }

    fn verdict(a: &ArticleFacts, b: &ArticleFacts) -> Option<Verdict> {
        assert_eq!(compare(a, b), compare(b, a), "the order of the two must not matter");
        compare(a, b).map(|link| link.verdict)
    }

    #[test]
    fn an_abridged_and_localised_text_is_a_copy_and_says_what_it_shares() {
        let cut = "Local families wait for news. All passengers were brought ashore by morning, and two crew members were treated for \
            broken arms. The operator, Norlin Lines, said the ship had lost power in one of its engines minutes before.";
        let link = compare(&article("a", FERRY), &article("b", cut)).expect("a link");
        assert_eq!(link.verdict, Verdict::Same);
        let run = link.evidence.iter().find(|evidence| evidence.sign == Sign::SharedText).expect("shared words");
        assert_eq!(
            run.a,
            "All passengers were brought ashore by morning, and two crew members were treated for broken arms. The operator, Norlin Lines, said the"
        );
        assert_eq!(run.a, run.b);
        let (start, end) = run.b_span.expect("a span");
        assert_eq!(cut.chars().skip(start).take(end - start).collect::<String>(), run.b);
    }

    #[test]
    fn another_report_of_the_same_event_is_independent() {
        let own = "Passengers of a ferry that ran onto rocks near Halvik spoke of a long night. Nobody was killed. Ines Odmark, who runs the \
            harbour, said divers would go down when the wind dropped, while Norlin Lines blamed an engine.";
        assert_eq!(verdict(&article("a", FERRY), &article("b", own)), None);
    }

    #[test]
    fn a_shared_quotation_does_not_make_an_article_derived() {
        let speech = "\u{201c}we will rebuild every house in this valley before the first snow falls upon it\u{201d}";
        let a = article("a", &format!("{FERRY} Minister Tor Ahlgren said {speech} on Monday."));
        let b = article(
            "b",
            &format!(
                "Homes were lost in the flood at Orm and farmers lost herds and hay and hope, they say. {speech}, the minister promised them. \
            Nobody there believes him, as the last flood has shown what promises are worth in spring, when the voters look elsewhere, and no help comes."
            ),
        );
        assert_eq!(verdict(&a, &b), None);
    }

    #[test]
    fn a_paragraph_taken_over_makes_an_article_partly_derived() {
        let other = "Shipping in the north had a bad week. Three trawlers broke loose in Orm. Two lighthouses went dark, and the road to Vell was under water \
            for a day. In the worst case passengers were brought ashore by morning, and two crew members were treated for broken arms. Insurers \
            expect claims of nine million crowns from the whole coast, and more once the islands can be reached again by boats. Prices for salmon rose, \
            schools stayed shut on the outer islands, and the mail came late wherever it came at all, said the office for the coast in its report of Friday, \
            which lists all that was broken, sunk or lost between the first and the fourth of the month and what it may cost to mend.";
        assert_eq!(verdict(&article("a", FERRY), &article("b", other)), Some(Verdict::Partly));
    }

    #[test]
    fn the_same_text_a_year_later_is_a_copy_only_when_nearly_whole() {
        let mut later = article("b", FERRY);
        later.published = Some(19_400);
        assert_eq!(verdict(&article("a", FERRY), &later), Some(Verdict::Same));
        later.text = format!(
            "{} Weather was fair in every port of the coast this year and trade was brisk, as in the years before it, says the yearly summary.",
            &FERRY[200..]
        );
        assert_eq!(verdict(&article("a", FERRY), &later), Some(Verdict::Partly));
    }

    #[test]
    fn a_canonical_link_makes_copies_of_texts_that_share_nothing() {
        let mut a = article("a", FERRY);
        a.url = Some("https://www.norlin-post.example/ferry/?ref=feed".to_owned());
        let mut b = article("b", "Subscribe to read on.");
        b.canonical = Some("http://norlin-post.example/ferry".to_owned());
        assert_eq!(verdict(&a, &b), Some(Verdict::Same));
        assert!(keys(&a).iter().filter(|key| keys(&b).contains(key)).count() >= MIN_SHARED);
        b.canonical = Some("https://norlin-post.example/".to_owned());
        assert_eq!(verdict(&a, &b), None);
    }

    #[test]
    fn a_shared_credit_needs_less_shared_text() {
        let cut = format!(
            "{} {}",
            &FERRY[..150],
            "Here at home the news woke old memories. In 1988 a ferry sank in this very sound, with nobody saved but a cook and a child of six. \
            The town lays a wreath each year, and did so again last week with the choir of the school, in rain, as the mayor spoke."
        );
        let (mut a, mut b) = (article("a", FERRY), article("b", &cut));
        let without = verdict(&a, &b);
        a.agencies = vec!["Nordpress".to_owned()];
        b.agencies = vec!["NORDPRESS".to_owned()];
        assert_eq!((without, verdict(&a, &b)), (Some(Verdict::Same), Some(Verdict::Same)));
    }

    #[test]
    fn texts_without_words_are_independent() {
        assert_eq!(verdict(&article("a", ""), &article("b", "")), None);
        assert_eq!(verdict(&article("a", "🚢🚢"), &article("b", "🚢🚢")), None);
    }
}
