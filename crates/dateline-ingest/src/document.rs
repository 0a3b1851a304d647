//! What one article is made from: its bytes, and what was known of it before it was opened.

use dateline_model::{Evidence, Fact, Origin};

/// One article as it lies in its source, not yet read.
///
/// Sources of many articles (archives, feeds, tables) give one for each; [`article`](crate::article) makes an article of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What tells it from the others of its source, the same at every run: the number of its record or line, the id of its feed item.
    /// Empty when it is the only one.
    pub key: String,
    /// What its bytes are.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The name of the encoding, when the protocol or the source states it.
    pub encoding: Option<String>,
    /// What is known of its publication from outside.
    pub evidence: Vec<Evidence>,
}

/// What the bytes of a document are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text to read as it is.
    Text,
    /// A web page.
    Html,
    /// The article alone, with markup, as feeds hold it.
    Fragment,
    /// A summary of an article that lies elsewhere, with markup, as feeds hold it.
    Summary,
}

impl Document {
    /// A document of which only the bytes are known.
    pub fn new(format: Format, bytes: impl Into<Vec<u8>>) -> Self {
        Document { key: String::new(), format, bytes: bytes.into(), encoding: None, evidence: Vec::new() }
    }

    /// The same document, with its key.
    pub fn with_key(self, key: impl Into<String>) -> Self {
        Document { key: key.into(), ..self }
    }

    /// The same document, with something before its key that tells its source from others.
    pub fn with_prefix(self, prefix: &str) -> Self {
        Document { key: format!("{prefix} {}", self.key), ..self }
    }

    /// Adds a claim about its publication; an empty one is none.
    pub fn add(&mut self, fact: Fact, value: &str, origin: Origin) {
        if !value.trim().is_empty() {
            self.evidence.push(Evidence::new(fact, value.trim(), origin));
        }
    }
}
