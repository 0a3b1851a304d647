//! Report format 1: the shapes that leave the program.
//!
//! One article in, one report out. Offsets are **Unicode code points into `article.text`**, end-exclusive. Unknown is
//! null, lists are in text order, keys appear always.

use serde::{Deserialize, Serialize};

/// The version of this format.
pub const FORMAT: u32 = 1;

/// All that one article says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: u32,
    /// What made the report.
    pub coder: Coder,
    /// The article it was made from.
    pub article: Article,
    /// Those that statements and events refer to.
    pub entities: Vec<Entity>,
    /// The attributions.
    pub statements: Vec<Statement>,
    /// The events.
    pub events: Vec<Event>,
    /// Every time expression of the text.
    pub times: Vec<Time>,
    /// Every place name of the text.
    pub places: Vec<Place>,
    /// What could not be read or is doubtful.
    pub problems: Vec<Problem>,
}

/// Program, model and codebook, so that a report can be made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coder {
    /// Name and version, `dateline 0.1.0`.
    pub program: String,
    /// Name and digest of the weights, `reader-4 sha256:..`.
    pub model: String,
    /// Name of the codebook, `plover-1`.
    pub codebook: String,
}

/// A stretch of `article.text` in code points, end-exclusive, with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The text between them.
    pub text: String,
}

/// The article and what is known of its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// `sha256:` and the digest of the text's UTF-8.
    pub id: String,
    /// Address.
    pub url: Option<String>,
    /// Publisher.
    pub outlet: Option<String>,
    /// Headline.
    pub headline: Option<String>,
    /// Byline as written.
    pub byline: Option<String>,
    /// Dateline as written.
    pub dateline: Option<String>,
    /// Publication date, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// What the date rests on: `stated`, `feed`, `url`, `crawl` or `none`.
    #[serde(default)]
    pub published_origin: String,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Agencies credited.
    pub credits: Vec<Credit>,
    /// Every claim about the publication, with where it was found; the fields above are picks from it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// The text.
    pub text: String,
}

/// A claim about an article's publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is about: `address`, `canonical`, `outlet`, `headline`, `byline`, `published`, `modified`, `language` or `name`.
    pub fact: String,
    /// What it says, as written.
    pub value: String,
    /// Where it was found: `caller`, `column`, `json-ld`, `opengraph`, `meta`, `microdata`, `time`, `words`, `head`, `url`, `feed` or `crawl`.
    pub origin: String,
}

/// A credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The agency as written.
    pub agency: String,
    /// `image` or `text`.
    pub role: String,
    /// Where it stands.
    pub span: Span,
}

/// What mentions refer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// `e1`, `e2`, ... in order of first mention.
    pub id: String,
    /// `person`, `group`, `organization`, `country` or `place`.
    pub kind: EntityKind,
    /// The fullest form in the text.
    pub name: String,
    /// ISO 3166 alpha-3 of the country it belongs to.
    pub country: Option<String>,
    /// PLOVER sector (GOV, MIL, REB ...).
    pub sector: Option<String>,
    /// Noun phrases that describe it.
    pub descriptions: Vec<String>,
    /// Where the text refers to it.
    pub mentions: Vec<Mention>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// One human being.
    Person,
    /// Several people without an organization.
    Group,
    /// An organization, a government named by its capital included.
    Organization,
    /// A state as an actor.
    Country,
    /// Any other place.
    Place,
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The text between them.
    pub text: String,
    /// `name`, `nominal` or `pronoun`.
    pub form: MentionForm,
}

/// The form of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionForm {
    /// A proper name.
    Name,
    /// A noun phrase.
    Nominal,
    /// A pronoun.
    Pronoun,
}

/// An attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// `s1`, `s2`, ... in text order.
    pub id: String,
    /// What is attributed, without its quotation marks; more than one span when it is broken.
    pub content: Vec<Span>,
    /// The words that signal the attribution.
    pub cue: Option<Span>,
    /// The entity it is attributed to; null when the text names nobody.
    pub source: Option<String>,
    /// Where the source is named at this place; may be a pronoun.
    pub source_span: Option<Span>,
    /// Quoted, paraphrased or both.
    pub kind: StatementKind,
    /// What the source does with the content.
    pub stance: Stance,
    /// The path to the reader, innermost first.
    pub chain: Vec<Link>,
    /// The statement it is nested in.
    pub inside: Option<String>,
    /// 0 to 1.
    pub confidence: f32,
}

/// Quoted, paraphrased or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// A whole quotation.
    Direct,
    /// A paraphrase.
    Indirect,
    /// A paraphrase with quoted words.
    Mixed,
}

/// What a source does with the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words are the field's own and defined in the guide")]
#[rustfmt::skip]
pub enum Stance { Says, Denies, Believes, Wants, Asks, Promises, Threatens, Accuses, Rumoured }

/// One link of a source chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its place in the chain.
    pub role: LinkRole,
    /// The entity, when the text mentions it as one.
    pub entity: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Where the text names it.
    pub span: Option<Span>,
}

/// The place of a link in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkRole {
    /// Who said it.
    Speaker,
    /// Who passed it on.
    Intermediary,
    /// Who published it.
    Outlet,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `v1`, `v2`, ... in text order.
    pub id: String,
    /// The word or words that name it.
    pub trigger: Span,
    /// Its type in the codebook.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The codebook's mode, finer than the type.
    pub mode: Option<String>,
    /// Who did it; entity ids.
    pub actors: Vec<String>,
    /// To whom; entity ids.
    pub recipients: Vec<String>,
    /// Where, if the text says.
    pub place: Option<Place>,
    /// When, if the text says.
    pub time: Option<EventTime>,
    /// How real it is.
    pub status: Status,
    /// The innermost statement it stands in; null in the outlet's own voice.
    pub statement: Option<String>,
    /// The event of this report that it tells again.
    pub same_as: Option<String>,
    /// 0 to 1.
    pub confidence: f32,
}

/// How real an event is in the words that tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It took place.
    Happened,
    /// It is taking place.
    Ongoing,
    /// It is intended or promised.
    Planned,
    /// It is conditional, hypothetical, urged or feared.
    Possible,
    /// It is said not to have taken place.
    Denied,
}

/// A place name, resolved as far as the text and the gazetteer allow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Where the text names it.
    pub span: Span,
    /// Name in the gazetteer, or as written when unresolved.
    pub name: String,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How fine it is.
    pub level: Option<PlaceLevel>,
}

/// How fine a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceLevel {
    /// A country.
    Country,
    /// A first-level division.
    Admin1,
    /// A second-level division.
    Admin2,
    /// A populated place.
    City,
    /// A point of interest.
    Poi,
}

/// The time of an event as an interval of days, with the words it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTime {
    /// The words.
    pub span: Span,
    /// First day, `YYYY-MM-DD`; null when open.
    pub start: Option<String>,
    /// Last day, `YYYY-MM-DD`; null when open.
    pub end: Option<String>,
    /// `day`, `week`, `month`, `season`, `year` ...
    pub precision: String,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// The words.
    pub span: Span,
    /// TIMEX3 type in lower case.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// First day, `YYYY-MM-DD`; null when open or not a calendar time.
    pub start: Option<String>,
    /// Last day, `YYYY-MM-DD`; null when open or not a calendar time.
    pub end: Option<String>,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeKind {
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable name.
    pub id: String,
    /// `note`, `warning` or `error`.
    pub severity: String,
    /// Where, if it has a place in the text.
    pub span: Option<Span>,
    /// What happened and what to do.
    pub note: String,
}
