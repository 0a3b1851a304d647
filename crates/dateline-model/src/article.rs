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
    /// Publication date, if stated; never guessed.
    pub published: Option<Date>,
    /// ISO 639-1 code of the language, if identified.
    pub language: Option<String>,
    /// Lines by which the article names an agency.
    pub credits: Vec<Credit>,
    /// Stretches that are not text to read: captions, "READ MORE", credit lines. In text order, disjoint.
    pub background: Vec<Background>,
    /// The text all spans point into.
    pub text: String,
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
