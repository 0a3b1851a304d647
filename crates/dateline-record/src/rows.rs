//! What the record holds, row by row. Ids are those of [`crate::id`]; unknown is null.

use dateline_model::report::Report;
use serde::{Deserialize, Serialize};

/// A document that was offered to the record: a file, a page of an archive, an item of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Document {
    /// What ingest calls it, the same in every run.
    pub key: String,
    /// The digest of its bytes.
    pub content: String,
    /// The article made from it; null when nothing could be read.
    pub article: Option<String>,
    /// Why nothing could be read.
    pub problem: Option<String>,
}

/// An article without its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the report's article")]
pub struct ArticleRow {
    pub id: String,
    pub url: Option<String>,
    /// The address that the page names as its own original.
    pub canonical: Option<String>,
    pub outlet: Option<String>,
    pub headline: Option<String>,
    pub byline: Option<String>,
    pub dateline: Option<String>,
    pub published: Option<String>,
    /// Where the day of publication comes from: `stated`, `feed`, `url`, `crawl`.
    pub published_from: Option<String>,
    pub language: Option<String>,
    /// Agencies credited for the text.
    pub agencies: Vec<String>,
    pub words: usize,
    pub program: String,
    pub model: String,
    pub codebook: String,
}

/// An entity of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the report's entity")]
pub struct EntityRow {
    pub id: String,
    pub article: String,
    /// `e1` in the report.
    pub in_report: String,
    pub kind: String,
    pub name: String,
    /// The different names the article uses; empty when it only describes.
    pub names: Vec<String>,
    pub country: Option<String>,
    pub sector: Option<String>,
    pub descriptions: Vec<String>,
    /// All entities of the same kind, full name, country and sector share a profile; null when the article only describes it.
    pub profile: Option<String>,
}

/// A statement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the report's statement")]
pub struct StatementRow {
    pub id: String,
    pub article: String,
    pub in_report: String,
    pub kind: String,
    pub stance: String,
    pub source: Option<String>,
    pub source_name: Option<String>,
    pub cue: Option<String>,
    /// The content, its parts with " … " between them.
    pub content: String,
    /// First code point of the content.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    pub inside: Option<String>,
    pub chain: Vec<ChainRow>,
    pub confidence: f32,
    /// A person said that the article does not say this.
    pub rejected: bool,
}

/// One link of a statement's chain, innermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the report's link")]
pub struct ChainRow {
    pub role: String,
    pub entity: Option<String>,
    pub name: Option<String>,
}

/// An event of one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the report's event")]
pub struct EventRow {
    pub id: String,
    pub article: String,
    pub in_report: String,
    pub event_type: String,
    pub mode: Option<String>,
    pub trigger: String,
    pub trigger_start: usize,
    pub trigger_end: usize,
    pub sentence: String,
    pub status: String,
    pub statement: Option<String>,
    pub same_as: Option<String>,
    /// Entity ids.
    pub actors: Vec<String>,
    /// Entity ids.
    pub recipients: Vec<String>,
    pub place: Option<String>,
    pub place_level: Option<String>,
    pub country: Option<String>,
    pub geonames_id: Option<u32>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub precision: Option<String>,
    pub time_words: Option<String>,
    pub confidence: f32,
    /// A person said that the article does not tell this.
    pub rejected: bool,
    /// A person changed something of it.
    pub corrected: bool,
}

/// An article with all that its report says, as the record keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The article.
    pub article: ArticleRow,
    /// The report as it was read, before any correction.
    pub report: Report,
    /// Its entities.
    pub entities: Vec<EntityRow>,
    /// Its statements.
    pub statements: Vec<StatementRow>,
    /// Its events.
    pub events: Vec<EventRow>,
    /// What grouping compares of its events, one for each event.
    pub facts: Vec<crate::grouping::EventFacts>,
}

/// Articles that are copies of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryRow {
    /// Its id.
    pub id: String,
    /// The article that was published first.
    pub earliest: String,
    /// The agency credited by most of its articles.
    pub agency: Option<String>,
    /// How many articles.
    pub articles: usize,
}

/// An entity across articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRow {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: String,
    /// The name that most entities have.
    pub name: String,
    /// All names.
    pub names: Vec<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// How many entities of articles.
    pub entities: usize,
}

/// An occurrence that one or more articles tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HappeningRow {
    /// Its id.
    pub id: String,
    /// The type that most of its events have.
    pub event_type: String,
    /// The mode that most of them have.
    pub mode: Option<String>,
    /// The status that most of them have.
    pub status: String,
    /// The first day, by the most precise version.
    pub first: Option<String>,
    /// The last day, by the most precise version.
    pub last: Option<String>,
    /// The first day on which it was reported.
    pub reported: Option<String>,
    /// The day to sort by: the first day, else the day of the first report.
    pub day: Option<String>,
    /// The day up to which it may have lasted.
    pub until: Option<String>,
    /// Who did it, the name told most first.
    pub who: Vec<String>,
    /// To whom.
    pub to_whom: Vec<String>,
    /// Countries of those who did it and to whom, ISO 3166 alpha-3.
    pub countries: Vec<String>,
    /// Where, as most versions say.
    pub place: Option<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How many events of articles.
    pub events: usize,
    /// How many articles.
    pub articles: usize,
    /// How many stories.
    pub stories: usize,
    /// How many independent sources.
    pub sources: usize,
    /// How many sources without a name.
    pub anonymous: usize,
    /// How many sources deny it.
    pub denying: usize,
    /// What its versions disagree on: `date`, `place`, `toll`, `actor` ...
    pub disputed: Vec<String>,
    /// The words by which it is found: sentences, trigger, places.
    #[serde(skip)]
    pub words: String,
}

/// A correction by a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionRow {
    /// 1, 2, 3 ... in the order in which they were made.
    pub n: i64,
    /// When, as the caller's clock says.
    pub made: String,
    /// Who made it.
    pub by: String,
    /// Why.
    pub why: String,
    /// What is corrected, as JSON.
    pub what: String,
    /// What stood there before, in words.
    pub replaces: String,
    /// The correction that takes this one back.
    pub undone_by: Option<i64>,
    /// The article whose rows it changes; null for one that changes groups.
    pub article: Option<String>,
}
