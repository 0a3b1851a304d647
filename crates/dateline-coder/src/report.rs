//! Puts a report together from what the other rooms found.

use dateline_gazetteer as _;
use dateline_model::report::Report;
use dateline_model::{Article, Reading};

/// What made the report; stamped on it.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// `dateline 0.1.0`.
    pub program: String,
    /// `reader-1 sha256:..`.
    pub model: String,
}

/// Codes one article. A plain function: same article and reading, same report.
pub fn code(_article: &Article, _reading: &Reading, _stamp: &Stamp) -> Report {
    unimplemented!("written in this session")
}
