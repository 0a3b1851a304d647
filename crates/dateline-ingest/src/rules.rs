//! The rules of what is not text, read from `data/background.toml`.

use dateline_model::{BackgroundKind, CreditRole};
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

/// Where a rule's pattern stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Where {
    /// It is the whole of a line.
    Line,
    /// It is the whole of what stands in brackets.
    Bracket,
    /// It ends a line.
    Closing,
}

/// One rule, ready for use.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Where its pattern stands.
    pub(crate) place: Where,
    /// Why what it finds is not read.
    pub(crate) kind: BackgroundKind,
    /// What the agencies it finds are credited for.
    pub(crate) role: Option<CreditRole>,
    /// True when the agency must be on the list.
    pub(crate) known: bool,
    /// True when a short line that ends in it is a caption.
    pub(crate) caption: bool,
    /// Its pattern, anchored for its place.
    pub(crate) pattern: Regex,
}

/// The rules in the order of the file.
pub(crate) static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| file().rule.iter().filter_map(rule).collect());

#[derive(Deserialize)]
struct File {
    rule: Vec<Entry>,
}

/// A rule as the file writes it; its name and examples are for people and tests.
#[derive(Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "name and examples are read by people and tests"))]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(rename = "where")]
    place: Where,
    kind: String,
    role: Option<String>,
    #[serde(default)]
    known: bool,
    #[serde(default)]
    caption: bool,
    pattern: String,
    #[serde(rename = "match")]
    must_match: Vec<String>,
    keep: Vec<String>,
}

/// The embedded file; that it and each of its patterns can be read is held by a test.
fn file() -> File {
    toml::from_str(include_str!("../data/background.toml")).unwrap_or(File { rule: Vec::new() })
}

fn rule(entry: &Entry) -> Option<Rule> {
    let kind = match entry.kind.as_str() {
        "credit" => BackgroundKind::Credit,
        "byline" => BackgroundKind::Byline,
        _ => BackgroundKind::Furniture,
    };
    let role = entry.role.as_deref().map(|role| if role == "image" { CreditRole::Image } else { CreditRole::Text });
    // A closing pattern begins the line or follows the end of a sentence and its quotation marks and brackets.
    let anchor = if entry.place == Where::Closing { "(?:^|[.!?…][\"”’')\\]]*\\s*)" } else { "^" };
    let pattern = Regex::new(&format!("(?s){anchor}(?<all>{})$", entry.pattern)).ok()?;
    Some(Rule { place: entry.place, kind, role, known: entry.known, caption: entry.caption, pattern })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::background::find;

    #[test]
    fn every_rule_can_be_read_and_has_examples() {
        let entries = file().rule;
        assert!(!entries.is_empty());
        assert_eq!(entries.len(), RULES.len());
        for entry in &entries {
            assert!(["credit", "byline", "furniture"].contains(&entry.kind.as_str()), "{}", entry.name);
            assert!(entry.role.as_deref().is_none_or(|r| ["image", "text"].contains(&r)), "{}", entry.name);
            assert!(!entry.must_match.is_empty() && !entry.keep.is_empty(), "{}", entry.name);
        }
    }

    #[test]
    fn every_rule_finds_its_examples() {
        for (entry, rule) in file().rule.iter().zip(RULES.iter()) {
            for example in entry.must_match.iter().map(|e| e.to_ascii_lowercase()) {
                let inner = if rule.place == Where::Bracket { example.trim_matches(['(', ')', '[', ']']) } else { &example };
                assert!(rule.pattern.is_match(inner), "{}: {example}", entry.name);
            }
        }
    }

    #[test]
    fn every_example_is_background_in_an_article_and_every_other_line_stays_text() {
        for entry in file().rule {
            for example in &entry.must_match {
                let text = format!("The mayor of Orvale left the hall.\n\n{example}\n\nNobody knew why she did so.\n");
                let found = find(&text).stretches;
                assert!(!found.is_empty(), "{}: {example}", entry.name);
                let end = example.len() + 36;
                assert!(found.iter().any(|b| b.span.end as usize == end), "{}: {example}: {found:?}", entry.name);
            }
            for example in &entry.keep {
                let text = format!("The mayor of Orvale left the hall.\n\n{example}\n\nNobody knew why she did so.\n");
                assert_eq!(find(&text).stretches, [], "{}: {example}", entry.name);
            }
        }
    }
}
