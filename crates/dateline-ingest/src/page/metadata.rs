//! What a page says about its publication: every claim, with its origin.

use super::{jsonld, words};
use crate::day;
use dateline_model::{Evidence, Fact, Origin};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use trafilatura::dom::{Document as Tree, NodeId};

/// A value that is longer is none of what is looked for.
const MAX_VALUE: usize = 1000;

struct Name {
    fact: Fact,
    origin: Origin,
    rank: usize,
}

/// What pages call what, from `data/metadata.tsv`.
static NAMES: LazyLock<BTreeMap<(&'static str, &'static str), Name>> = LazyLock::new(|| {
    let lines = include_str!("../../data/metadata.tsv").lines().filter(|line| !line.starts_with('#'));
    let entry = |(rank, line): (usize, &'static str)| {
        let mut cells = line.split('\t');
        let (place, name, fact, origin) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(((place, name), Name { fact: fact_named(fact)?, origin: origin_named(origin)?, rank }))
    };
    lines.enumerate().filter_map(entry).collect()
});

fn fact_named(name: &str) -> Option<Fact> {
    let facts = [Fact::Canonical, Fact::Outlet, Fact::Headline, Fact::Byline, Fact::Published, Fact::Modified, Fact::Language];
    facts.into_iter().find(|fact| fact.as_str() == name)
}

fn origin_named(name: &str) -> Option<Origin> {
    [Origin::OpenGraph, Origin::Meta, Origin::Microdata].into_iter().find(|origin| origin.as_str() == name)
}

/// Every claim of a page about its publication.
pub(super) fn of(tree: &Tree) -> Vec<Evidence> {
    let mut page = Page::default();
    for node in tree.iter_descendants(tree.root(), &[]) {
        page.look(tree, node);
    }
    let canonical: Vec<String> = page.of_fact(Fact::Canonical).map(|e| bare(&e.value).to_owned()).collect();
    let mut evidence = jsonld::evidence(&page.scripts, |address| canonical.iter().any(|own| own == bare(address)));
    page.ranked.sort_by_key(|(rank, _)| *rank);
    evidence.extend(page.ranked.into_iter().map(|(_, e)| e));
    evidence.extend(page.other);
    let stated = evidence.iter().any(|e| e.fact == Fact::Published && day::parse(&e.value).is_some());
    evidence.extend(words::dates(tree, stated));
    tidy(&mut evidence);
    evidence
}

/// An address without what differs between two ways to write it.
fn bare(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/').trim_start_matches("www.")
}

#[derive(Default)]
struct Page {
    scripts: Vec<String>,
    ranked: Vec<(usize, Evidence)>,
    other: Vec<Evidence>,
}

impl Page {
    fn of_fact(&self, fact: Fact) -> impl Iterator<Item = &Evidence> {
        self.ranked.iter().map(|(_, e)| e).chain(&self.other).filter(move |e| e.fact == fact)
    }

    fn look(&mut self, tree: &Tree, node: NodeId) {
        match tree.tag_name(node) {
            "meta" => self.meta(tree, node),
            "script" => {
                let kind = tree.get_attribute(node, "type").unwrap_or_default().to_ascii_lowercase();
                if kind.contains("ld+json") {
                    self.scripts.push(tree.text_content(node));
                }
            }
            "link" if tree.get_attribute(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.add(Fact::Canonical, tree.get_attribute(node, "href"), Origin::Head);
            }
            "title" if self.of_fact(Fact::Headline).all(|e| e.origin != Origin::Head) => {
                self.add(Fact::Headline, Some(tree.text_content(node)), Origin::Head);
            }
            "h1" if self.of_fact(Fact::Headline).all(|e| e.origin != Origin::Words) => {
                self.add(Fact::Headline, Some(tree.text_content(node)), Origin::Words);
            }
            "html" => self.add(Fact::Language, tree.get_attribute(node, "lang"), Origin::Head),
            "a" if tree.get_attribute(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("author")) => {
                self.add(Fact::Byline, Some(tree.text_content(node)), Origin::Words);
            }
            _ => {}
        }
        if let Some(item) = tree.get_attribute(node, "itemprop") {
            self.item(tree, node, &item);
        }
    }

    fn meta(&mut self, tree: &Tree, node: NodeId) {
        let Some(content) = tree.get_attribute(node, "content").filter(|content| content.len() <= MAX_VALUE) else { return };
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            let Some(name) = tree.get_attribute(node, attribute) else { continue };
            for name in name.to_ascii_lowercase().split_whitespace() {
                if let Some(known) = NAMES.get(&("meta", name)) {
                    self.ranked.push((known.rank, Evidence::new(known.fact, content.as_str(), known.origin)));
                    break;
                }
            }
        }
    }

    fn item(&mut self, tree: &Tree, node: NodeId, item: &str) {
        let value = |name: &str| tree.get_attribute(node, name).filter(|value| !value.trim().is_empty());
        for name in item.to_ascii_lowercase().split_whitespace() {
            if let Some(known) = NAMES.get(&("item", name)) {
                let value = value("content").or_else(|| value("datetime")).unwrap_or_else(|| tree.text_content(node));
                // The first of the page is the article's; related ones follow.
                if value.len() <= MAX_VALUE && !self.ranked.iter().any(|(rank, _)| *rank == known.rank) {
                    self.ranked.push((known.rank, Evidence::new(known.fact, value, known.origin)));
                }
            }
        }
    }

    fn add(&mut self, fact: Fact, value: Option<String>, origin: Origin) {
        self.other.extend(value.filter(|value| value.len() <= MAX_VALUE).map(|value| Evidence::new(fact, value, origin)));
    }
}

/// White space is made single; what is empty, an address in place of a name, or said twice goes.
fn tidy(evidence: &mut Vec<Evidence>) {
    let is_address =
        |value: &str| value.starts_with("http://") || value.starts_with("https://") || value.starts_with("//") || value.starts_with('@');
    for e in evidence.iter_mut() {
        e.value = e.value.split_whitespace().collect::<Vec<_>>().join(" ");
        if e.fact == Fact::Byline {
            let name = ["By ", "by ", "BY "].iter().find_map(|by| e.value.strip_prefix(by)).map(str::to_owned);
            e.value = name.unwrap_or_else(|| e.value.clone());
        }
    }
    evidence.retain(|e| !e.value.is_empty() && (matches!(e.fact, Fact::Canonical) || !is_address(&e.value)));
    let mut seen: Vec<Evidence> = Vec::new();
    evidence.retain(|e| {
        let new = !seen.contains(e);
        if new {
            seen.push(e.clone());
        }
        new
    });
    // A headline often bears the name of the outlet: "Mayor leaves - Orvale Times".
    let outlets: Vec<String> = evidence.iter().filter(|e| e.fact == Fact::Outlet).map(|e| e.value.clone()).collect();
    for e in evidence.iter_mut().filter(|e| e.fact == Fact::Headline) {
        for outlet in &outlets {
            let bare =
                e.value.strip_suffix(outlet.as_str()).map(|rest| rest.trim_end_matches([' ', '-', '|', '–', '—', '·', ':', '«', '»']));
            if let Some(bare) = bare.filter(|bare| !bare.is_empty() && bare.len() + outlet.len() < e.value.len()) {
                e.value = bare.to_owned();
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> Vec<String> {
        of(&Tree::parse(html)).into_iter().map(|e| format!("{} {} {}", e.fact.as_str(), e.origin.as_str(), e.value)).collect()
    }

    #[test]
    fn every_line_of_the_names_can_be_read() {
        let lines = include_str!("../../data/metadata.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(NAMES.len(), lines);
        assert!(NAMES.keys().all(|(place, name)| ["meta", "item"].contains(place) && *name == name.to_ascii_lowercase()));
    }

    #[test]
    fn a_date_that_is_none_does_not_hide_the_one_that_readers_see() {
        let html = r#"<meta name="date" content="0001-01-01T00:00:00Z"><h1>Mayor leaves</h1><p>Published 7:07 PM EST May 23, 2022</p>"#;
        assert!(told(html).contains(&"published words Published 7:07 PM EST May 23, 2022".to_owned()));
    }

    #[test]
    fn every_claim_is_kept_with_its_origin() {
        let html = r#"<html lang="en"><head><title>Mayor leaves - Orvale Times</title><link rel="canonical" href="https://orvale.example/mayor">
            <meta property="og:site_name" content="Orvale Times"><meta property="article:published_time" content="2022-05-23T10:00:00Z">
            <meta name="author" content="By Jane Roe"><meta property="article:author" content="https://orvale.example/jane">
            <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-05-23"}</script></head>
            <body><h1>Mayor of Orvale leaves</h1><span itemprop="datePublished" content="2022-05-22">yesterday</span></body></html>"#;
        assert_eq!(
            told(html),
            [
                "published json-ld 2022-05-23",
                "published opengraph 2022-05-23T10:00:00Z",
                "outlet opengraph Orvale Times",
                "byline meta Jane Roe",
                "published microdata 2022-05-22",
                "language head en",
                "headline head Mayor leaves",
                "canonical head https://orvale.example/mayor",
                "headline words Mayor of Orvale leaves",
            ]
        );
    }
}
