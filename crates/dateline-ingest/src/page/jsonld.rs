//! JSON-LD: what a page tells search engines in the words of schema.org.

use dateline_model::{Evidence, Fact, Origin};
use regex::Regex;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Types of schema.org that are the article of a page; what else bears a date (comments, videos, products) says nothing about it.
const ARTICLES: [&str; 18] = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "AskPublicNewsArticle",
    "ReviewNewsArticle",
    "AdvertiserContentArticle",
    "Article",
    "BlogPosting",
    "LiveBlogPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "SocialMediaPosting",
    "ClaimReview",
    "CreativeWork",
];
/// Types that stand for the page around the article; they count where no article is described.
const PAGES: [&str; 3] = ["WebPage", "ItemPage", "MedicalWebPage"];

/// Objects within objects are followed to this depth.
const MAX_DEPTH: usize = 6;

/// What the JSON-LD scripts of a page say about its article; `own` tells whether an address is the page's own.
pub(super) fn evidence(scripts: &[String], own: impl Fn(&str) -> bool) -> Vec<Evidence> {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut described = Vec::new();
    for value in &values {
        collect(value, 0, &mut described);
    }
    let of = |types: &'static [&'static str]| described.iter().copied().filter(move |object| is_one_of(object, types));
    let articles: Vec<&Map<String, Value>> = of(&ARTICLES).collect();
    // Pages describe related articles too; the one with the page's own address is meant, else the first.
    let is_own = |object: &&&Map<String, Value>| addresses(object).iter().any(|address| own(address));
    let chosen = articles.iter().find(is_own).or_else(|| articles.first()).copied();
    let mut found = Vec::new();
    for object in chosen.into_iter().chain(of(&PAGES)) {
        describe(object, &described, &mut found);
    }
    if values.len() < scripts.len() && found.iter().all(|e: &Evidence| e.fact != Fact::Published) {
        scripts.iter().for_each(|script| salvage(script, &mut found));
    }
    found
}

fn describe(object: &Map<String, Value>, all: &[&Map<String, Value>], found: &mut Vec<Evidence>) {
    let mut add = |fact, value: Option<String>| {
        let value = value.map(|v| plain(&v)).filter(|v| !v.is_empty());
        found.extend(value.map(|value| Evidence::new(fact, value, Origin::JsonLd)));
    };
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let is_page = is_one_of(object, &PAGES);
    add(Fact::Published, text("datePublished"));
    add(Fact::Published, text("dateCreated").filter(|_| !is_page && !object.contains_key("datePublished")));
    add(Fact::Modified, text("dateModified"));
    add(Fact::Headline, text("headline").filter(|_| !is_page));
    add(Fact::Byline, object.get("author").filter(|_| !is_page).and_then(|author| names(author, all, 0)));
    add(Fact::Outlet, object.get("publisher").filter(|_| !is_page).and_then(|publisher| names(publisher, all, 0)));
    add(Fact::Language, text("inLanguage"));
    add(Fact::Canonical, addresses(object).into_iter().find(|address| address.starts_with("http")).map(str::to_owned).filter(|_| !is_page));
}

/// The objects that a document describes, outermost first. What hangs on an article (comments, the list of related ones) is not followed.
fn collect<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Map<String, Value>>) {
    match value {
        Value::Array(values) if depth < MAX_DEPTH => values.iter().for_each(|value| collect(value, depth + 1, found)),
        Value::Object(object) if depth < MAX_DEPTH => {
            found.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                object.get(key).into_iter().for_each(|value| collect(value, depth + 1, found));
            }
        }
        _ => {}
    }
}

fn is_one_of(object: &Map<String, Value>, types: &[&str]) -> bool {
    let is = |name: &str| types.contains(&name.rsplit(['/', ':', '#']).next().unwrap_or(name));
    match object.get("@type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

fn addresses(object: &Map<String, Value>) -> Vec<&str> {
    let of = |key: &str| match object.get(key) {
        Some(Value::String(address)) => Some(address.as_str()),
        Some(Value::Object(object)) => object.get("@id").or_else(|| object.get("url")).and_then(Value::as_str),
        _ => None,
    };
    ["url", "mainEntityOfPage", "@id"].into_iter().filter_map(of).collect()
}

/// The names of people or organizations, given in one of four ways: as words, as objects, as lists, as references to other objects.
fn names(value: &Value, all: &[&Map<String, Value>], depth: usize) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()).filter(|name| !name.starts_with("http")),
        Value::Array(values) if depth < MAX_DEPTH => {
            let names: Vec<String> = values.iter().filter_map(|value| names(value, all, depth + 1)).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(object) => {
            let named = |object: &Map<String, Value>| match object.get("name") {
                Some(Value::String(name)) => Some(name.clone()),
                Some(Value::Array(names)) => names.first().and_then(Value::as_str).map(str::to_owned),
                _ => None,
            };
            let id = object.get("@id").and_then(Value::as_str);
            let referred =
                || all.iter().find(|other| id.is_some() && other.get("@id").and_then(Value::as_str) == id && other.contains_key("name"));
            named(object).or_else(|| referred().and_then(|other| named(other)))
        }
        _ => None,
    }
}

/// Reads a script; what pages do wrong most often is mended: comments around it, line breaks within words, commas before brackets.
fn parse(script: &str) -> Option<Value> {
    let trimmed = script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let trimmed = trimmed.trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(trimmed) {
        return Some(value);
    }
    static COMMAS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r",\s*([}\]])").ok());
    let spaced: String = trimmed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mended = COMMAS.as_ref().map_or_else(|| spaced.clone(), |commas| commas.replace_all(&spaced, "$1").into_owned());
    serde_json::from_str(&mended).ok()
}

/// Takes single values out of a script that is no JSON, such as one with quotation marks within words.
fn salvage(script: &str, found: &mut Vec<Evidence>) {
    static VALUES: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#""(?<key>datePublished|dateModified)"\s*:\s*"(?<value>[^"]{8,40})""#).ok());
    if parse(script).is_some() || !ARTICLES.iter().any(|name| script.contains(&format!("\"{name}\""))) {
        return;
    }
    for value in VALUES.iter().flat_map(|values| values.captures_iter(script)) {
        let fact = if value.name("key").is_some_and(|key| key.as_str() == "datePublished") { Fact::Published } else { Fact::Modified };
        found.extend(value.name("value").map(|value| Evidence::new(fact, value.as_str(), Origin::JsonLd)));
    }
}

/// Values are plain text by the book; some pages put character references into them.
fn plain(value: &str) -> String {
    let mut text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    for (reference, c) in
        [("&quot;", "\""), ("&#039;", "'"), ("&#39;", "'"), ("&#8217;", "’"), ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        text = text.replace(reference, c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(script: &str) -> Vec<String> {
        let own = |address: &str| address.contains("/own");
        evidence(&[script.to_owned()], own).into_iter().map(|e| format!("{}={}", e.fact.as_str(), e.value)).collect()
    }

    #[test]
    fn an_article_tells_its_publication() {
        let script = r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"Mayor leaves &amp; stays","datePublished":"2022-05-23T10:00:00Z",
            "dateModified":"2022-05-24","author":[{"@type":"Person","name":"Jane Roe"},"John Doe"],"publisher":{"name":"Orvale Times"}}"#;
        let expected = [
            "published=2022-05-23T10:00:00Z",
            "modified=2022-05-24",
            "headline=Mayor leaves & stays",
            "byline=Jane Roe, John Doe",
            "outlet=Orvale Times",
        ];
        assert_eq!(told(script), expected);
    }

    #[test]
    fn the_article_with_the_pages_own_address_is_meant() {
        let script = r#"[{"@type":"Article","url":"https://a/other","datePublished":"2020-01-01"},
            {"@type":"Article","mainEntityOfPage":{"@id":"https://a/own"},"datePublished":"2022-05-23"}]"#;
        assert_eq!(told(script), ["published=2022-05-23", "canonical=https://a/own"]);
    }

    #[test]
    fn a_graph_refers_to_names_elsewhere() {
        let script = r##"{"@graph":[{"@type":"Organization","@id":"#o","name":"Orvale Times"},{"@type":"Article","publisher":{"@id":"#o"}},
            {"@type":"WebPage","datePublished":"2022-05-23"},{"@type":"VideoObject","uploadDate":"2019-01-01","datePublished":"2019-01-01"}]}"##;
        assert_eq!(told(script), ["outlet=Orvale Times", "published=2022-05-23"]);
    }

    #[test]
    fn what_pages_do_wrong_is_mended() {
        assert_eq!(told("<!-- {\"@type\":\"Article\",\"headline\":\"Two\nlines\",\"datePublished\":\"2022-05-23\",} -->").len(), 2);
        let quoted = r#"{"@type":"Article","headline":"The "old" town","datePublished":"2022-05-23"}"#;
        assert_eq!(told(quoted), ["published=2022-05-23"]);
        assert_eq!(told("{\"datePublished\":\"2022-05-23\""), [""; 0]);
        assert_eq!(told(""), [""; 0]);
    }
}
