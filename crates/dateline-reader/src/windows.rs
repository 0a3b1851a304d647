//! The windows in which a text is read: whole paragraphs while they fit, long paragraphs cut at a likely sentence end.
//!
//! The sizes are those of the training recipe (`training/data.py`); the model has seen no longer window.

use crate::atoms::{Atom, Case, Gap};
use crate::wordpiece::WordPiece;
use dateline_model::Span;
use std::ops::Range;

/// Pieces in a window at most, without the piece that begins it.
pub(crate) const LIMIT: usize = 382;
/// Paragraphs are packed together up to this many pieces.
const PACKED: usize = 320;
/// A sentence end is a place to cut when at least this many pieces stand before it.
const LEAST: usize = 127;

/// The text as the encoder takes it: pieces of all atoms, and how they fall into windows.
pub(crate) struct Pieces {
    /// Ids of the pieces of all atoms.
    pub ids: Vec<u32>,
    /// Where the pieces of atom `i` start; one more entry than atoms.
    pub starts: Vec<u32>,
    /// The case of every atom.
    pub cases: Vec<Case>,
}

impl Pieces {
    /// Cuts every atom into pieces.
    pub(crate) fn new(text: &str, atoms: &[Atom], wordpiece: &WordPiece) -> Self {
        let mut pieces = Pieces { ids: Vec::with_capacity(atoms.len() * 5 / 4), starts: vec![0], cases: Vec::with_capacity(atoms.len()) };
        pieces.starts.reserve(atoms.len());
        let mut buffer = Vec::new();
        for atom in atoms {
            let form = atom.span.of(text);
            wordpiece.pieces(form, &mut buffer, &mut pieces.ids);
            pieces.starts.push(pieces.ids.len() as u32);
            pieces.cases.push(Case::of(form));
        }
        pieces
    }

    /// The pieces of a run of atoms.
    pub(crate) fn of(&self, atoms: Range<usize>) -> Range<usize> {
        self.starts[atoms.start] as usize..self.starts[atoms.end] as usize
    }

    fn length(&self, start: usize, end: usize) -> usize {
        self.of(start..end).len()
    }
}

/// The gap from which on white space parts paragraphs: a blank line, or any newline in a text without blank lines.
pub(crate) fn paragraph_gap(atoms: &[Atom]) -> Gap {
    let blank_lines = atoms.iter().skip(1).any(|a| a.gap == Gap::BlankLine && !a.after_background);
    if blank_lines { Gap::BlankLine } else { Gap::Newline }
}

/// The atoms at which paragraphs start, the first included.
pub(crate) fn paragraphs(atoms: &[Atom]) -> Vec<usize> {
    let least = paragraph_gap(atoms);
    atoms.iter().enumerate().filter(|(i, a)| *i == 0 || a.gap >= least).map(|(i, _)| i).collect()
}

/// The windows as runs of atoms; together they are all atoms in order.
pub(crate) fn windows(text: &str, atoms: &[Atom], pieces: &Pieces, paragraphs: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut add = |start: usize, end: usize| match out.last_mut() {
        Some(last) if pieces.length(last.start, end) <= PACKED => last.end = end,
        _ => out.push(start..end),
    };
    for (i, start) in paragraphs.iter().enumerate() {
        let end = paragraphs.get(i + 1).copied().unwrap_or(atoms.len());
        let mut at = *start;
        while at < end {
            let next = if pieces.length(at, end) <= LIMIT { end } else { cut(text, atoms, pieces, at, end) };
            add(at, next);
            at = next;
        }
    }
    out
}

/// Where to cut a paragraph from `start` to `end` that is too long for one window.
fn cut(text: &str, atoms: &[Atom], pieces: &Pieces, start: usize, end: usize) -> usize {
    // An atom has at most as many pieces as characters, far below the limit, so one always fits.
    let fits = (start + 1..end).take_while(|i| pieces.length(start, *i) <= LIMIT).last().unwrap_or(start + 1);
    let sentence_end = (start + 1..=fits).rev().take_while(|i| pieces.length(start, *i) > LEAST).find(|i| ends_sentence(text, atoms, *i));
    let white_space = || (start + 1..=fits).rev().find(|i| atoms[*i].gap > Gap::None);
    sentence_end.or_else(white_space).unwrap_or(fits)
}

/// True when a sentence likely ends before atom `at`, which exists and is not the first.
fn ends_sentence(text: &str, atoms: &[Atom], at: usize) -> bool {
    let first = |i: usize| character(text, atoms[i].span);
    if atoms[at].gap == Gap::None {
        return false;
    }
    let mut last = at - 1;
    while last > 0 && atoms[last].gap == Gap::None && matches!(first(last), '"' | '”' | '’' | '\'' | ')' | ']' | '»') {
        last -= 1;
    }
    let next = first(at);
    matches!(first(last), '.' | '!' | '?')
        && (next.is_uppercase() || next.is_numeric() || matches!(next, '"' | '“' | '‘' | '\'' | '«' | '('))
}

fn character(text: &str, span: Span) -> char {
    span.of(text).chars().next().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atoms::atoms;
    use proptest::prelude::*;

    /// One piece per letter, digit or stop.
    fn letters() -> WordPiece {
        let v: Vec<String> = ('a'..='z').flat_map(|c| [c.to_string(), format!("##{c}")]).collect();
        WordPiece::new(v.iter().map(String::as_str))
    }

    fn cut_text(text: &str) -> Vec<String> {
        let atoms = atoms(text, &[]);
        let pieces = Pieces::new(text, &atoms, &letters());
        let windows = windows(text, &atoms, &pieces, &paragraphs(&atoms));
        windows.iter().map(|w| text[atoms[w.start].span.start as usize..atoms[w.end - 1].span.end as usize].to_owned()).collect()
    }

    /// So many words of four pieces.
    fn words(n: usize) -> String {
        vec!["word"; n].join(" ")
    }

    #[test]
    fn paragraphs_share_a_window_while_they_fit() {
        let (a, b, c) = (words(20), words(PACKED / 4 - 20), words(1));
        assert_eq!(cut_text(&format!("{a}\n\n{b}\n\n{c}")), [format!("{a}\n\n{b}"), c]);
    }

    #[test]
    fn lines_are_paragraphs_when_the_text_has_no_blank_line() {
        let (a, b) = (words(PACKED / 4), words(1));
        assert_eq!(cut_text(&format!("{a}\n{b}")), [a.clone(), b.clone()]);
        assert_eq!(paragraphs(&atoms("a\nb\n\nc", &[])), [0, 2]);
    }

    #[test]
    fn a_long_paragraph_is_cut_at_the_last_sentence_end_that_fits() {
        let (a, b, c) = (words(20) + ".", format!("“S{}.”", words(20)), format!("“S{}”", words(LIMIT / 4 - 20)));
        assert_eq!(cut_text(&format!("{a} {b} {c}")), [format!("{a} {b}"), c]);
    }

    #[test]
    fn without_a_sentence_end_it_is_cut_at_white_space_and_without_that_anywhere() {
        assert_eq!(cut_text(&words(100)), [words(LIMIT / 4), words(100 - LIMIT / 4)]);
        assert_eq!(cut_text(&"!".repeat(600)).iter().map(String::len).collect::<Vec<_>>(), [LIMIT, 600 - LIMIT]);
    }

    proptest! {
        #[test]
        fn windows_are_all_atoms_in_order_and_fit(text in "([a-z]{1,9}[ .\n]|[a-z]{30}|\\PC|[.] [A-Z]){0,300}") {
            let atoms = atoms(&text, &[]);
            let pieces = Pieces::new(&text, &atoms, &letters());
            let mut at = 0;
            for w in windows(&text, &atoms, &pieces, &paragraphs(&atoms)) {
                prop_assert!(w.start == at && w.end > at && pieces.length(w.start, w.end) <= LIMIT);
                at = w.end;
            }
            prop_assert_eq!(at, atoms.len());
        }
    }
}
