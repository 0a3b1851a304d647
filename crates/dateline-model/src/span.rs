//! Byte spans, and their conversion to the code points of a report.

use std::fmt;
use std::ops::Range;

/// A stretch of `article.text` in **bytes**, end-exclusive, on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; `end` below `start` is read as empty.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The span as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text under the span; empty when the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// True when `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Converts byte offsets of one text to code point offsets.
///
/// Keeps one count per 64 bytes, so a lookup scans at most 64 bytes and pure ASCII costs nothing.
pub struct CodePoints<'t> {
    text: &'t str,
    ascii: bool,
    counts: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    const STEP: usize = 64;

    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let ascii = text.is_ascii();
        let mut counts = Vec::new();
        if !ascii {
            let mut n = 0u32;
            for (i, b) in text.bytes().enumerate() {
                if i % Self::STEP == 0 {
                    counts.push(n);
                }
                n += u32::from(b & 0xC0 != 0x80);
            }
        }
        CodePoints { text, ascii, counts }
    }

    /// The number of code points before byte `at`; offsets beyond the text are clamped to its end.
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if self.ascii {
            return at;
        }
        let block = at / Self::STEP;
        let Some(&base) = self.counts.get(block) else {
            return self.text.chars().count();
        };
        let tail = &self.text.as_bytes()[block * Self::STEP..at];
        base as usize + tail.iter().filter(|b| **b & 0xC0 != 0x80).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_counting_chars(text in "(\\PC|\n){0,300}") {
            let index = CodePoints::new(&text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                prop_assert_eq!(index.at(byte), text[..byte].chars().count());
            }
        }
    }

    #[test]
    fn a_span_that_does_not_fit_yields_no_text() {
        assert_eq!(Span::new(1, 9).of("abc"), "");
        assert_eq!(Span::new(1, 2).of("é"), "");
    }
}
