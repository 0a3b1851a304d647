//! The lines of a text.

use dateline_model::Span;

/// The lines that hold something, each without the white space around it.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let mut at = 0;
    let mut blank_before = true;
    for raw in text.split('\n') {
        let trimmed = raw.trim();
        let start = at + raw.len() - raw.trim_start().len();
        at += raw.len() + 1;
        if trimmed.is_empty() {
            blank_before = true;
            continue;
        }
        found.push(Line { span: Span::new(start, start + trimmed.len()), blank_before });
        blank_before = false;
    }
    found
}

/// A line that holds something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// From its first to its last character that is not white space.
    pub(crate) span: Span,
    /// True when a blank line or the start of the text stands before it.
    pub(crate) blank_before: bool,
}

/// The first `characters` characters of a text.
pub(crate) fn head(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// For each line, true when it goes on with the sentence of the line before or is gone on with in the next: the text is
/// wrapped there, and the line is not a whole of its own.
pub(crate) fn wrapped(text: &str, lines: &[Line]) -> Vec<bool> {
    let goes_on: Vec<bool> = lines
        .windows(2)
        .map(|pair| match pair {
            [a, b] => !b.blank_before && runs_over(a.span.of(text), b.span.of(text)),
            _ => false,
        })
        .collect();
    let at = |i: usize| goes_on.get(i).copied().unwrap_or(false);
    (0..lines.len()).map(|i| at(i) || i.checked_sub(1).is_some_and(at)).collect()
}

/// Text is wrapped at 50 columns or more; the line before ends within a sentence, and the next does not start like one.
fn runs_over(line: &str, next: &str) -> bool {
    let ends_inside = line.ends_with(|c: char| c.is_alphanumeric() || c == ',' || c == '-');
    let small = next.starts_with(char::is_lowercase);
    ends_inside && (small || line.chars().count() >= 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_and_know_blank_lines_before_them() {
        let text = "\n  One. \r\nTwo.\r\n\r\nThree.";
        let found: Vec<(&str, bool)> = lines(text).iter().map(|l| (l.span.of(text), l.blank_before)).collect();
        assert_eq!(found, [("One.", true), ("Two.", false), ("Three.", true)]);
    }

    #[test]
    fn a_wrapped_sentence_is_no_line_of_its_own() {
        let text = "The mayor asked all those who had come to the square to\nSubscribe\nto the paper.\n\nSubscribe\n\nNext.";
        assert_eq!(wrapped(text, &lines(text)), [true, true, true, false, false]);
    }
}
