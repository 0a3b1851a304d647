//! Words on a page of limited width.

use textwrap::{Options, WordSplitter};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text on one line, without characters that steer a terminal: controls, and the marks that turn the direction of
/// writing, with which a text can show other words than it has.
pub fn clean(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let harmless = |c: char| match c {
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    words.join(" ").chars().map(harmless).collect()
}

/// The text cut to `columns`, at a space if there is one near the end.
pub fn shortened(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut used = 0;
    let fits = |(_, c): &(usize, char)| {
        used += c.width().unwrap_or(0);
        used < columns
    };
    let end = text.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8());
    let head = text.get(..end).unwrap_or("");
    let whole_word = text.get(end..).is_some_and(|rest| rest.starts_with(' '));
    let at_space = head.rfind(' ').filter(|_| !whole_word).filter(|space| *space > head.len() / 2).unwrap_or(head.len());
    format!("{}…", head.get(..at_space).unwrap_or(head).trim_end_matches([' ', ',', ';', ':']))
}

/// A text in which places are given in code points.
pub(super) struct Points<'t> {
    text: &'t str,
    /// The byte offset of every [`Self::STEP`]th code point, so that finding one does not walk through a long text.
    steps: Vec<usize>,
}

impl<'t> Points<'t> {
    const STEP: usize = 256;

    pub(super) fn new(text: &'t str) -> Self {
        Points { text, steps: text.char_indices().step_by(Self::STEP).map(|(byte, _)| byte).collect() }
    }

    fn byte(&self, points: usize) -> usize {
        let near = self.steps.get(points / Self::STEP).copied().unwrap_or(self.text.len());
        let rest = self.text.get(near..).unwrap_or("");
        near + rest.char_indices().nth(points % Self::STEP).map_or(rest.len(), |(byte, _)| byte)
    }

    /// What stands before and after a stretch, on its line and cut to `columns` each, with the space between if there is one.
    pub(super) fn around(&self, start: usize, end: usize, columns: usize) -> (String, String) {
        let (start, end) = (self.byte(start), self.byte(end));
        let before = self.text.get(..start).unwrap_or("");
        let before = before.rsplit('\n').next().unwrap_or("");
        let after = self.text.get(end..).unwrap_or("");
        let after = after.split('\n').next().unwrap_or("");
        // A line may be a megabyte; twice as many characters as columns are enough to choose from.
        let last: String = before.chars().rev().take(2 * columns).collect::<Vec<char>>().into_iter().rev().collect();
        let next: String = after.chars().take(2 * columns).collect();
        let reversed: String = clean(&last).chars().rev().collect();
        let before: String = shortened(&reversed, columns).chars().rev().collect();
        let gap = |there: bool| if there { " " } else { "" };
        let (gap_before, gap_after) = (gap(last.ends_with(char::is_whitespace)), gap(next.starts_with(char::is_whitespace)));
        (before + gap_before, gap_after.to_owned() + &shortened(&clean(&next), columns))
    }
}

/// "1 statement", "2 statements".
pub fn count(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

/// The lines of a paragraph; a word that is wider than the page is broken.
pub fn wrapped(words: &str, width: usize, first: usize, rest: usize) -> Vec<String> {
    let (first, rest) = (" ".repeat(first), " ".repeat(rest));
    let options = Options::new(width).initial_indent(&first).subsequent_indent(&rest).word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(words, options).into_iter().map(|line| line.into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        assert_eq!(clean("a\u{1B}[31m\tb\r\n\u{202E}c\u{0}"), "a\u{FFFD}[31m b \u{FFFD}c\u{FFFD}");
    }

    #[test]
    fn a_text_is_cut_at_a_space_by_columns_and_not_by_characters() {
        assert_eq!(shortened("the mayor of Orvale resigned", 20), "the mayor of Orvale…");
        assert_eq!(shortened("市長辞任市長辞任", 9), "市長辞任…");
        assert_eq!(shortened("short", 5), "short");
        assert_eq!(shortened("Donaudampfschifffahrt", 10), "Donaudamp…");
        assert_eq!(shortened("anything", 0), "…");
    }

    #[test]
    fn the_context_of_a_word_is_its_line() {
        let text = "First line.\nThe mayor — Zoë — resigned on Monday.\nLast line.";
        let start = text.chars().take_while(|c| *c != '\n').count() + 1 + "The mayor — Zoë — ".chars().count();
        assert_eq!(Points::new(text).around(start, start + 8, 40), ("The mayor — Zoë — ".to_owned(), " on Monday.".to_owned()));
        assert_eq!(Points::new(text).around(start, start + 8, 8), ("…— Zoë — ".to_owned(), " on Mond…".to_owned()));
        let long = "ü".repeat(1000) + " resigned " + &"ß".repeat(1000);
        assert_eq!(Points::new(&long).around(1001, 1009, 4), ("…üüü ".to_owned(), " ßßß…".to_owned()));
        assert_eq!(Points::new("").around(3, 9, 8), (String::new(), String::new()));
    }
}
