//! What is wrong with a file that a person wrote, and where.

use dateline_model::Severity;

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// [`Severity::Error`] when the file cannot be used as it is.
    pub severity: Severity,
    /// What is wrong and what to do, in lower case, without a final dot.
    pub note: String,
}

/// Faults found so far in a text.
pub(super) struct Faults<'t> {
    text: &'t str,
    list: Vec<Fault>,
}

impl<'t> Faults<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Faults { text, list: Vec::new() }
    }

    /// The line of a byte.
    pub(super) fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|b| *b == b'\n').count()
    }

    pub(super) fn error(&mut self, at: usize, note: String) {
        self.error_in_line(self.line(at), note);
    }

    pub(super) fn error_in_line(&mut self, line: usize, note: String) {
        self.list.push(Fault { line, severity: Severity::Error, note });
    }

    /// In the order of the lines.
    pub(super) fn sorted(self) -> Vec<Fault> {
        let mut list = self.list;
        list.sort_by_key(|fault| fault.line);
        list
    }
}
