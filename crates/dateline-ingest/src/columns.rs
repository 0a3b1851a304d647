//! Which column of a table, or which key of a JSON object, holds what.

use crate::{Document, Format};
use dateline_model::{Fact, Origin, Problem, Severity};
use serde_json::{Map, Value};

/// What a column can hold, with the names that are looked for when the user names none; earlier names win.
///
/// The names are those of schema.org, news-please, newspaper, GDELT, MediaCloud, LexisNexis and Common Crawl exports.
const KNOWN: [(Role, &[&str]); 8] = [
    (
        Role::Text,
        &["text", "maintext", "main_text", "articleBody", "article_text", "full_text", "fulltext", "body", "content", "story", "article"],
    ),
    (Role::Html, &["html", "raw_html", "page"]),
    (Role::Fact(Fact::Address), &["url", "link", "source_url", "address", "uri"]),
    (
        Role::Fact(Fact::Outlet),
        &["outlet", "publisher", "publication", "source_name", "media_name", "newspaper", "source", "source_domain", "domain"],
    ),
    (Role::Fact(Fact::Headline), &["headline", "title"]),
    (Role::Fact(Fact::Byline), &["byline", "author", "authors"]),
    (
        Role::Fact(Fact::Published),
        &[
            "published",
            "date_publish",
            "date_published",
            "datePublished",
            "publish_date",
            "published_at",
            "publishedAt",
            "pub_date",
            "publication_date",
            "pubDate",
            "date",
        ],
    ),
    (Role::Fact(Fact::Name), &["id", "article_id", "uid", "guid"]),
];

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Text,
    Html,
    Fact(Fact),
}

impl Role {
    /// The words by which users name it.
    const NAMES: [(&'static str, Role); 8] = [
        ("text", Role::Text),
        ("html", Role::Html),
        ("url", Role::Fact(Fact::Address)),
        ("outlet", Role::Fact(Fact::Outlet)),
        ("headline", Role::Fact(Fact::Headline)),
        ("byline", Role::Fact(Fact::Byline)),
        ("published", Role::Fact(Fact::Published)),
        ("id", Role::Fact(Fact::Name)),
    ];
}

/// Which column of a table, or which key of a JSON object, holds what, as far as the user says so. What is not said is looked for
/// under the usual names.
///
/// # Example
/// ```
/// use dateline_ingest::Columns;
///
/// let columns = Columns::default().with("text=Article Body").unwrap().with("published=meta.date").unwrap();
/// assert!(!columns.is_empty());
/// assert!(Columns::default().with("colour=red").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    named: Vec<(&'static str, Role, String)>,
}

impl Columns {
    /// Adds what a user says, `text=Article Body`; in JSON a dot goes into an object, `published=meta.date`.
    ///
    /// # Errors
    /// What is wrong with it and what it can be.
    pub fn with(mut self, said: &str) -> Result<Self, String> {
        let names = || Role::NAMES.map(|(name, _)| name).join(", ");
        let (role, column) =
            said.split_once('=').ok_or_else(|| format!("write it as text=COLUMN; before the sign stands one of {}", names()))?;
        let known = Role::NAMES.iter().find(|(name, _)| *name == role.trim());
        let (name, role) = known.ok_or_else(|| format!("\"{role}\" is nothing a column can hold; it can hold {}", names()))?;
        if column.trim().is_empty() {
            return Err(format!("no column is named after \"{name}=\""));
        }
        self.named.retain(|(_, r, _)| r != role);
        self.named.push((name, *role, column.trim().to_owned()));
        Ok(self)
    }

    /// True when the user names no column.
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// The column that the user names for the text, if any.
    pub(crate) fn text(&self) -> Option<&str> {
        self.named.iter().find(|(_, role, _)| matches!(role, Role::Text | Role::Html)).map(|(_, _, column)| column.as_str())
    }

    /// Finds the columns of a table among the names in its first line.
    ///
    /// # Errors
    /// When a column that the user names is not there, or none holds the text.
    pub(crate) fn find(&self, names: &[String]) -> Result<Found, Problem> {
        let mut found = Found { text: None, facts: Vec::new() };
        for (role, usual) in KNOWN {
            let named = self.named.iter().find(|(_, r, _)| *r == role);
            let at = match named {
                Some((name, _, column)) => match position(names, column) {
                    Some(at) => Some(at),
                    None => return Err(missing(&format!("there is no column \"{column}\" ({name}={column})"), names)),
                },
                None => usual.iter().find_map(|usual| position(names, usual)),
            };
            match (role, at) {
                (_, None) => {}
                (Role::Fact(fact), Some(at)) => found.facts.push((fact, at)),
                // What the user names wins over what has the usual name; text over a page.
                (Role::Html, Some(at)) if found.text.is_none() || (named.is_some() && self.names_no(Role::Text)) => {
                    found.text = Some((Format::Html, at));
                }
                (Role::Html, Some(_)) => {}
                (Role::Text, Some(at)) => found.text = Some((Format::Text, at)),
            }
        }
        if found.text.is_none() {
            return Err(missing("no column has a usual name for the text", names));
        }
        Ok(found)
    }

    fn names_no(&self, role: Role) -> bool {
        !self.named.iter().any(|(_, r, _)| *r == role)
    }

    /// The document of a JSON object.
    ///
    /// # Errors
    /// When a key that the user names for the text is not there, or none has a usual name.
    pub(crate) fn document(&self, object: &Map<String, Value>) -> Result<Document, Problem> {
        let names: Vec<String> = object.keys().cloned().collect();
        let mut document: Option<Document> = None;
        let mut facts = Vec::new();
        for (role, usual) in KNOWN {
            let named = self.named.iter().find(|(_, r, _)| *r == role);
            let value = match named {
                Some((_, _, path)) => at_path(object, path),
                None => usual.iter().find_map(|usual| object.get(*usual).and_then(words)),
            };
            match (role, value) {
                (Role::Fact(fact), Some(value)) => facts.push((fact, value)),
                (Role::Text, Some(text)) => document = Some(Document::new(Format::Text, text)),
                (Role::Html, Some(html)) if document.is_none() || (named.is_some() && self.names_no(Role::Text)) => {
                    document = Some(Document::new(Format::Html, html));
                }
                (Role::Text | Role::Html, None) if named.is_some() => {
                    let column = named.map_or("", |(_, _, column)| column.as_str());
                    return Err(missing(&format!("there is nothing under \"{column}\""), &names));
                }
                _ => {}
            }
        }
        let mut document = document.ok_or_else(|| missing("nothing has a usual name for the text", &names))?;
        for (fact, value) in facts {
            document.add(fact, &value, Origin::Column);
        }
        Ok(document)
    }
}

/// Where the columns of a table stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The column of the text, and what it holds.
    pub(crate) text: Option<(Format, usize)>,
    /// The columns of what is known of the publication.
    pub(crate) facts: Vec<(Fact, usize)>,
}

/// As written, else in any case.
fn position(names: &[String], column: &str) -> Option<usize> {
    let exact = names.iter().position(|name| name.trim() == column);
    exact.or_else(|| names.iter().position(|name| name.trim().eq_ignore_ascii_case(column)))
}

fn missing(what: &str, names: &[String]) -> Problem {
    let names: Vec<&str> = names.iter().map(|name| name.trim()).take(40).collect();
    let note = format!("{what}; name the one with the text, --column text=NAME; the columns are {}", names.join(", "));
    Problem::new("no-text-column", Severity::Error, note)
}

/// What stands under a key, or under `a.b` in an object in an object.
fn at_path(object: &Map<String, Value>, path: &str) -> Option<String> {
    if let Some(value) = object.get(path) {
        return words(value);
    }
    let (first, rest) = path.split_once('.')?;
    at_path(object.get(first)?.as_object()?, rest)
}

/// A JSON value as words: lists with commas between, of objects their names.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let all: Vec<String> = values.iter().filter(|value| !value.is_array()).filter_map(words).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Value::Object(object) => object.get("name").or_else(|| object.get("title")).filter(|name| name.is_string()).and_then(words),
        Value::Null | Value::Bool(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn usual_names_are_found_in_any_case() {
        let found = Columns::default().find(&names(&["ID", "Date", "Title", "Body", "html"])).expect("columns");
        assert_eq!(found.text, Some((Format::Text, 3)));
        assert_eq!(found.facts, [(Fact::Headline, 2), (Fact::Published, 1), (Fact::Name, 0)]);
    }

    #[test]
    fn what_the_user_names_wins() {
        let columns = Columns::default().with("html=Body").and_then(|c| c.with("published=When")).expect("columns");
        let found = columns.find(&names(&["text", "Body", "When", "date"])).expect("columns");
        assert_eq!((found.text, found.facts), (Some((Format::Html, 1)), vec![(Fact::Published, 2)]));
    }

    #[test]
    fn a_column_that_is_not_there_is_named_with_those_that_are() {
        let columns = Columns::default().with("text=Body").expect("columns");
        let problem = columns.find(&names(&["a", "b"])).expect_err("there is none");
        assert!(problem.note.contains("\"Body\"") && problem.note.ends_with("the columns are a, b"), "{}", problem.note);
        assert!(Columns::default().find(&names(&["a", "b"])).is_err_and(|p| p.note.contains("--column text=NAME")));
    }

    #[test]
    fn an_object_gives_its_text_and_what_is_known() {
        let object = r#"{"content":"The mayor left.","meta":{"day":"2022-05-23"},"authors":["Jane Roe","John Doe"],"source":{"name":"Orvale Times"},"id":7}"#;
        let Ok(Value::Object(object)) = serde_json::from_str(object) else { panic!("an object") };
        let document = Columns::default().with("published=meta.day").map(|c| c.document(&object)).expect("columns").expect("a document");
        assert_eq!(document.bytes, b"The mayor left.");
        let values: Vec<&str> = document.evidence.iter().map(|e| e.value.as_str()).collect();
        assert_eq!(values, ["Orvale Times", "Jane Roe, John Doe", "2022-05-23", "7"]);
    }
}
