//! What went wrong, as data: reading never fails, it reports.

use crate::Span;

/// How much a problem costs the reader of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The report is complete; something about the input is worth knowing.
    Note,
    /// Part of the input was not read or is doubtful.
    Warning,
    /// The article could not be read.
    Error,
}

impl Severity {
    /// The word used in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One problem met on the way from bytes to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable name in kebab case, for example `not-utf-8`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where in `article.text`, if it has a place there.
    pub span: Option<Span>,
    /// What happened and what to do, in lower case, without a final dot.
    pub note: String,
}

impl Problem {
    /// A problem without a place in the text.
    pub fn new(id: &'static str, severity: Severity, note: impl Into<String>) -> Self {
        Problem { id, severity, span: None, note: note.into() }
    }

    /// The same problem, placed in the text.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}
