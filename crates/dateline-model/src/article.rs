//! An article: one published text with what is known of its publication.

use crate::Span;
use jiff::civil::Date;

/// One published text, as ingest hands it to the reader.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Address it was published at, if known.
    pub url: Option<String>,
    /// Who published it, if known.
    pub outlet: Option<String>,
    /// Its headline, if known.
    pub headline: Option<String>,
    /// Its byline as written, if known.
    pub byline: Option<String>,
    /// Its dateline as written ("MINSK (AP)"), if it has one.
    pub dateline: Option<String>,
    /// The day it was published, never guessed; [`Article::dating`] says what it rests on.
    pub published: Option<Date>,
    /// What [`Article::published`] rests on.
    pub dating: Dating,
    /// Every claim about the publication that was found, in the order in which they were found; the fields above are picks from it.
    pub evidence: Vec<Evidence>,
    /// ISO 639-1 code of the language, if identified.
    pub language: Option<String>,
    /// Lines by which the article names an agency.
    pub credits: Vec<Credit>,
    /// Stretches that are not text to read: captions, "READ MORE", credit lines. In text order, disjoint.
    pub background: Vec<Background>,
    /// The text all spans point into.
    pub text: String,
}

/// One claim about an article's publication, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is about.
    pub fact: Fact,
    /// What it says, as written.
    pub value: String,
    /// Where it was found.
    pub origin: Origin,
}

impl Evidence {
    /// A claim.
    pub fn new(fact: Fact, value: impl Into<String>, origin: Origin) -> Self {
        Evidence { fact, value: value.into(), origin }
    }
}

/// What a piece of evidence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The address it was got from.
    Address,
    /// The address that the page itself gives as its own; that of another page marks a copy.
    Canonical,
    /// Who published it.
    Outlet,
    /// Its headline.
    Headline,
    /// Who wrote it.
    Byline,
    /// When it was published.
    Published,
    /// When it was last changed; never taken for the publication.
    Modified,
    /// The language that it says it is in.
    Language,
    /// What it is called in the collection it came from: an id in a table or feed.
    Name,
}

impl Fact {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Fact::Address => "address",
            Fact::Canonical => "canonical",
            Fact::Outlet => "outlet",
            Fact::Headline => "headline",
            Fact::Byline => "byline",
            Fact::Published => "published",
            Fact::Modified => "modified",
            Fact::Language => "language",
            Fact::Name => "name",
        }
    }
}

/// Where a piece of evidence was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The caller said so, on the command line for example.
    Caller,
    /// A column of a table, a key of a JSON object.
    Column,
    /// JSON-LD in the page (schema.org).
    JsonLd,
    /// An OpenGraph property, `article:published_time`.
    OpenGraph,
    /// A `meta` element by another name.
    Meta,
    /// An element marked up with `itemprop` (schema.org).
    Microdata,
    /// A `time` element.
    Time,
    /// Words of the page that readers see.
    Words,
    /// A `link` or `title` element.
    Head,
    /// The address of the page.
    Url,
    /// The feed that the article stood in.
    Feed,
    /// The crawler that fetched the page.
    Crawl,
}

impl Origin {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Caller => "caller",
            Origin::Column => "column",
            Origin::JsonLd => "json-ld",
            Origin::OpenGraph => "opengraph",
            Origin::Meta => "meta",
            Origin::Microdata => "microdata",
            Origin::Time => "time",
            Origin::Words => "words",
            Origin::Head => "head",
            Origin::Url => "url",
            Origin::Feed => "feed",
            Origin::Crawl => "crawl",
        }
    }
}

/// What a publication date rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dating {
    /// The article, its table or the caller states it.
    Stated,
    /// The feed that it stood in states it.
    Feed,
    /// It stands in the address.
    Url,
    /// Nothing states it: it is the day on which the page was crawled, at or after the publication.
    Crawl,
    /// There is no date.
    #[default]
    None,
}

impl Dating {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Dating::Stated => "stated",
            Dating::Feed => "feed",
            Dating::Url => "url",
            Dating::Crawl => "crawl",
            Dating::None => "none",
        }
    }
}

/// A line or caption by which the article names an agency, "(With inputs from AP)".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The agency as written, "AP".
    pub agency: String,
    /// What the agency is credited for.
    pub role: CreditRole,
    /// Where the credit stands.
    pub span: Span,
}

/// What an agency is credited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditRole {
    /// A picture.
    Image,
    /// The words of the article.
    Text,
}

/// A stretch of the text that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Background {
    /// Where it stands.
    pub span: Span,
    /// Why it is not read.
    pub kind: BackgroundKind,
}

/// Why a stretch is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackgroundKind {
    /// A caption or credit, "(Image: AP)".
    Credit,
    /// The dateline, "MINSK (AP) -".
    Dateline,
    /// The byline, "By Jane Roe".
    Byline,
    /// Navigation and appeals, "READ MORE", "Sign up for our newsletter".
    Furniture,
}
