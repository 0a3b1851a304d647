//! Bytes to articles.
//!
//! [`plain_text`] takes the bytes of one article and what the caller knows of its publication, and returns an [`Article`]
//! with a list of problems; it never fails and never panics. What it does:
//!
//! - **Decoding.** UTF-8 first; otherwise a byte order mark or the encoding that the bytes look like, with a problem that
//!   names it. `article.text` is the decoded input unchanged: line ends, tabs and runs of spaces are kept. Only a byte
//!   order mark is not part of the text (it is a mark of the encoding).
//! - **Refusing.** Binary data and input above [`MAX_BYTES`] yield an article without text and a problem of severity
//!   error.
//! - **Language.** Identified when there is enough text; null when not.
//! - **Background.** Credits, captions, bylines, datelines, "READ MORE" and the like are marked, not removed, and the
//!   agencies they credit are kept.
//!
//! What it does not do yet: HTML, feeds, archives. A headline is taken only from the caller, never guessed.
//!
//! # Example
//! ```
//! use dateline_ingest::{Publication, plain_text};
//!
//! let (article, problems) = plain_text(b"ORVALE (AP) - The mayor resigned on Monday.\n\n(Image: AP)\n", Publication::default());
//! assert_eq!(article.dateline.as_deref(), Some("ORVALE (AP)"));
//! assert_eq!(article.credits.len(), 2);
//! assert!(problems.is_empty());
//! ```

mod agency;
mod background;
mod columns;
mod day;
mod decode;
mod document;
mod documents;
mod language;
mod lines;
mod opening;
mod page;
mod pick;
mod rules;

pub use columns::Columns;
pub use document::{Document, Format};
pub use documents::{Documents, Item, documents, documents_in_file, feeds_in_opml};

use dateline_model::{Article, Evidence, Fact, Origin, Problem, Severity, Span};
use jiff::civil::Date;

/// The largest text taken as one article, in bytes.
///
/// No news report comes near it; what is larger is a collection. Reading 4 MB as one article takes 460 MB of memory, which is
/// above what reading may take (400 MB).
pub const MAX_BYTES: usize = 3 << 20;

/// The largest web page taken, in bytes. The largest of the 86 pages of the development set has 2 MB; a page of 8 MB takes seconds.
pub const MAX_PAGE: usize = 8 << 20;

/// What the caller knows of an article's publication; nothing of it is guessed from the text.
#[derive(Clone, Debug, Default)]
pub struct Publication {
    /// Address it was published at.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
}

impl Publication {
    /// What the caller knows, as evidence.
    pub fn evidence(self) -> Vec<Evidence> {
        let published = self.published.map(|day| day.to_string());
        let known = [(Fact::Address, self.url), (Fact::Outlet, self.outlet), (Fact::Headline, self.headline), (Fact::Published, published)];
        known.into_iter().filter_map(|(fact, value)| Some(Evidence::new(fact, value?, Origin::Caller))).collect()
    }
}

/// Makes an article of a document: the part of ingest that takes time, free of everything around it, so that documents can be worked on in
/// parallel.
///
/// It never fails and never panics. A problem of severity error says that there is nothing to read; the article then has no text.
pub fn article(document: Document) -> (Article, Vec<Problem>) {
    let Document { bytes, evidence, format, encoding, .. } = document;
    let mut article = Article { evidence, ..Article::default() };
    if format != Format::Text {
        let read = if format == Format::Html { page::read } else { page::read_fragment };
        return match read(&bytes, encoding.as_deref()) {
            Ok(mut page) => {
                if format == Format::Summary {
                    let note = "only a summary of the article is here; the article is at its address";
                    page.problems.push(Problem::new("summary-only", Severity::Warning, note));
                }
                from_page(article, page)
            }
            Err(problem) => {
                pick::pick(&mut article);
                (article, vec![problem])
            }
        };
    }
    let mut problems = pick::pick(&mut article);
    if bytes.len() > MAX_BYTES {
        return (article, vec![too_large(bytes.len() as u64)]);
    }
    match decode::decode(&bytes) {
        Ok((text, found)) => {
            article.text = text;
            problems.splice(0..0, found);
        }
        Err(problem) => return (article, vec![problem]),
    }
    if decode::looks_like_html(&article.text) {
        let note = "this looks like HTML; its markup is read as text, save the page as plain text first";
        problems.push(Problem::new("looks-like-html", Severity::Warning, note));
    }
    finish(&mut article, &mut problems);
    (article, problems)
}

/// Makes an article of the bytes of a plain-text file.
///
/// A problem of severity error says that there is nothing to read; the article then has no text.
pub fn plain_text(bytes: &[u8], publication: Publication) -> (Article, Vec<Problem>) {
    if bytes.len() > MAX_BYTES {
        let mut article = Article { evidence: publication.evidence(), ..Article::default() };
        pick::pick(&mut article);
        return (article, vec![too_large(bytes.len() as u64)]);
    }
    article(Document { evidence: publication.evidence(), ..Document::new(Format::Text, bytes) })
}

/// Makes an article of what a page gives.
fn from_page(mut article: Article, page: page::Page) -> (Article, Vec<Problem>) {
    let page::Page { text, evidence, mut problems } = page;
    article.evidence.extend(evidence);
    article.text = text;
    problems.extend(pick::pick(&mut article));
    finish(&mut article, &mut problems);
    (article, problems)
}

/// What is done to every text, wherever it comes from: its language, and what in it is not text to read.
fn finish(article: &mut Article, problems: &mut Vec<Problem>) {
    if article.text.trim().is_empty() {
        problems.push(Problem::new("empty", Severity::Warning, "there is no text"));
        return;
    }
    let (language, problem) = language::identify(&article.text);
    article.language = language.map(str::to_owned);
    problems.extend(problem);
    mark_background(article);
}

/// The problem of an input that is larger than [`MAX_BYTES`].
pub fn too_large(bytes: u64) -> Problem {
    let (has, limit) = (bytes.div_ceil(1 << 20), MAX_BYTES >> 20);
    let note = format!("{has} MB are too many for one article, the limit is {limit} MB; split it into one file for each article");
    Problem::new("too-large", Severity::Error, note)
}

/// Finds what is not text to read and the credits it holds; both in text order, the stretches disjoint.
fn mark_background(article: &mut Article) {
    let text = article.text.as_str();
    let mut found = background::find(text);
    let opening = opening::find(text, &found.stretches);
    found.stretches.extend(opening.stretches);
    found.credits.extend(opening.credits);
    found.stretches.sort_by_key(|b| (b.span.start, std::cmp::Reverse(b.span.end)));
    let mut end = 0;
    found.stretches.retain(|b| {
        let keep = !b.span.is_empty() && b.span.start >= end;
        end = if keep { b.span.end } else { end };
        keep
    });
    agency::wire_copy(text, &mut found.credits);
    found.credits.sort_by_key(|c| (c.span, c.role as u8));
    found.credits.dedup();
    article.byline = article.byline.take().or_else(|| opening.byline.map(|span: Span| span.of(text).to_owned()));
    article.dateline = opening.dateline.map(|span: Span| span.of(text).to_owned());
    article.background = found.stretches;
    article.credits = found.credits;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
        let (article, problems) = plain_text(bytes, Publication::default());
        let text = article.text.as_str();
        let mut end = 0;
        for stretch in &article.background {
            prop_assert!(stretch.span.start >= end && !stretch.span.of(text).is_empty());
            end = stretch.span.end;
        }
        for credit in &article.credits {
            prop_assert_eq!(credit.span.of(text), credit.agency.as_str());
        }
        prop_assert!(problems.iter().all(|p| p.span.is_none_or(|s| text.get(s.range()).is_some())));
        Ok(())
    }

    proptest! {
        #[test]
        fn any_bytes_yield_an_article_with_sound_spans(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            check(&bytes)?;
        }

        #[test]
        fn any_mixture_of_pieces_yields_an_article_with_sound_spans(pieces in proptest::collection::vec(prop_oneof![
            Just("(Image: AP)"), Just("ORVALE (AP) - "), Just("\n"), Just("\r\n\n"), Just("By Jane Roe"), Just(" Reuters"), Just("("), Just(")"),
            Just("ÉVORA — "), Just("Read more: "), Just("\u{A0}"), Just("İ"), Just("The mayor left. "), Just("— AFP"), Just("מזג"), Just("😀"),
        ], 0..20)) {
            check(pieces.concat().as_bytes())?;
        }
    }

    fn ids(bytes: &[u8]) -> Vec<&'static str> {
        plain_text(bytes, Publication::default()).1.into_iter().map(|p| p.id).collect()
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert_eq!(ids(b""), ["empty"]);
        assert_eq!(ids(b" \n\t"), ["empty"]);
        assert_eq!(ids(&vec![b'a'; MAX_BYTES + 1]), ["too-large"]);
        assert_eq!(ids(b"\x7FELF\x00\x00\x00\x01"), ["binary"]);
        assert_eq!(ids(b"<!DOCTYPE html><p>The mayor left the hall on Sunday.</p>"), ["looks-like-html"]);
        assert_eq!(ids("Der Bürgermeister sagte am Montag, dass er nicht mehr antreten werde.".as_bytes()), ["not-english"]);
    }

    #[test]
    fn what_the_caller_knows_is_kept_and_nothing_is_guessed() {
        let publication =
            Publication { outlet: Some("The Orvale Times".to_owned()), published: "2022-05-23".parse().ok(), ..Publication::default() };
        let (article, _) = plain_text(b"Mayor resigns\n\nThe mayor of Orvale resigned on Monday.", publication);
        assert_eq!(article.outlet.as_deref(), Some("The Orvale Times"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2022-05-23"));
        assert_eq!(article.headline, None);
        assert_eq!(article.language.as_deref(), Some("en"));
    }
}
