//! Web pages: the text of the article in one, and what the page says about its publication.
//!
//! The main text is found by the crate `trafilatura`, which was the best of those measured. What the page says of itself is read here, since
//! that crate keeps no origins and takes dates that nothing states.

mod charset;
mod jsonld;
mod metadata;
mod nesting;
mod prose;
mod restore;
mod trim;
mod words;

use crate::{MAX_BYTES, MAX_PAGE, too_large};
use dateline_model::{Evidence, Fact, Problem, Severity};
use std::panic::catch_unwind;
use trafilatura::dom::Document as Tree;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

/// What a page gives.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The text of the article, paragraphs with blank lines between.
    pub(crate) text: String,
    /// What the page says about its publication.
    pub(crate) evidence: Vec<Evidence>,
    /// What is doubtful about it.
    pub(crate) problems: Vec<Problem>,
}

/// Reads a page; `encoding` is the name of the encoding that the protocol states.
///
/// # Errors
/// The problem for which there is nothing to read.
pub(crate) fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Page, Problem> {
    if bytes.len() > MAX_PAGE {
        return Err(page_too_large());
    }
    let (html, mut problems) = charset::decode(bytes, encoding)?;
    let Ok(((text, evidence), cut)) = catch_unwind(|| nesting::with_tree(&html, parse)) else {
        return Err(Problem::new("unreadable-page", Severity::Error, "the page cannot be taken apart; save its text as plain text"));
    };
    if cut {
        let note = "the page nests elements far deeper than pages do; the markup of the deepest is not read, their text is";
        problems.push(Problem::new("deep-nesting", Severity::Warning, note));
    }
    if text.len() > MAX_BYTES {
        return Err(too_large(text.len() as u64));
    }
    Ok(Page { text, evidence, problems })
}

/// Reads markup that is an article alone: all of its text is the article's.
///
/// # Errors
/// The problem for which there is nothing to read.
pub(crate) fn read_fragment(bytes: &[u8], encoding: Option<&str>) -> Result<Page, Problem> {
    if bytes.len() > MAX_PAGE {
        return Err(page_too_large());
    }
    let (html, problems) = charset::decode(bytes, encoding)?;
    Ok(Page { text: fragment(&html), evidence: Vec::new(), problems })
}

/// All the text of some markup.
pub(crate) fn fragment(html: &str) -> String {
    nesting::with_tree(html, |tree| prose::of_tree(&tree)).0
}

/// The problem of a page that is larger than [`MAX_PAGE`].
pub(crate) fn page_too_large() -> Problem {
    let note = format!("the page is larger than {} MB, which no article is; save its text as plain text", MAX_PAGE >> 20);
    Problem::new("too-large", Severity::Error, note)
}

/// The main text, and what the page says of itself.
fn parse(tree: Tree) -> (String, Vec<Evidence>) {
    let evidence = metadata::of(&tree);
    let options = Options::default()
        .with_fallback(true)
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let page = prose::of_tree(&tree);
    let found = trafilatura::extract_document(tree, &options).map(|found| prose::of(&found.content_html)).unwrap_or_default();
    let headlines: Vec<&str> = evidence.iter().filter(|e| e.fact == Fact::Headline).map(|e| e.value.as_str()).collect();
    let text = trim::article(&restore::lines(&found, &page), &headlines);
    (text, evidence)
}
