//! Text to atoms, the units of which tokens are runs.
//!
//! An atom is a run of letters, digits and marks, or any other single character that is not white space. The model only
//! has to say where among the atoms a token begins. `training/atoms.py` is the twin of this module: the two must cut alike.

use crate::characters::{is_letter, is_space, is_word};
use dateline_model::{Background, Span};

/// The characters that stand for an apostrophe in news text.
pub(crate) const APOSTROPHES: [char; 4] = ['\'', '’', '`', '´'];

/// Words that Universal Dependencies writes as two, with the length of the first; all are ASCII.
const CUT: [(&str, usize); 6] = [("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3), ("lemme", 3), ("gimme", 3)];

/// One atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Atom {
    /// Its characters.
    pub span: Span,
    /// The white space before it.
    pub gap: Gap,
    /// True when a stretch that is not read stands between the atom before and this one.
    pub after_background: bool,
}

/// The white space before an atom, as the model was taught it; the values are rows of the embedding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// No white space.
    None = 0,
    /// White space on one line.
    Space = 1,
    /// White space with one newline.
    Newline = 2,
    /// White space with two or more newlines; also the start of the text.
    BlankLine = 3,
}

/// The case of an atom, as the model was taught it; the values are rows of the embedding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Lower case or no letters.
    Lower = 0,
    /// The first letter is upper, no other is.
    Title = 1,
    /// More than one letter, all upper.
    Upper = 2,
    /// Anything else.
    Mixed = 3,
}

impl Case {
    /// The case of a form.
    pub(crate) fn of(form: &str) -> Case {
        let (mut first_upper, mut n_upper, mut lower) = (false, 0usize, false);
        for (i, c) in form.chars().filter(|c| is_letter(*c)).enumerate() {
            first_upper |= i == 0 && c.is_uppercase();
            n_upper += usize::from(c.is_uppercase());
            lower |= c.is_lowercase();
        }
        match n_upper {
            0 => Case::Lower,
            1 if first_upper => Case::Title,
            _ if !lower => Case::Upper,
            _ => Case::Mixed,
        }
    }
}

/// The atoms of `text` outside `background`, in order.
pub(crate) fn atoms(text: &str, background: &[Background]) -> Vec<Atom> {
    let mut cutter = Cutter { text, atoms: Vec::with_capacity(text.len() / 5), last: None, after_background: false };
    let mut at = 0;
    for stretch in background {
        let (start, end) = (stretch.span.start as usize, stretch.span.end as usize);
        // Spans that overlap, run backwards or do not fit the text are ignored rather than trusted.
        if start < at || end <= start || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            continue;
        }
        cutter.cut(at, start);
        cutter.after_background = true;
        at = end;
    }
    cutter.cut(at, text.len());
    cutter.atoms
}

struct Cutter<'t> {
    text: &'t str,
    atoms: Vec<Atom>,
    /// End of the atom before.
    last: Option<usize>,
    /// A stretch that is not read has been passed since the atom before.
    after_background: bool,
}

impl Cutter<'_> {
    /// Cuts `text[from..to]`, both on character boundaries.
    fn cut(&mut self, from: usize, to: usize) {
        let Some(text) = self.text.get(..to) else { return };
        let first = self.atoms.len();
        let mut at = from;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let mut end = at + c.len_utf8();
            if is_space(c) {
                at = end;
                continue;
            }
            if is_word(c) {
                end += text[end..].find(|c| !is_word(c)).unwrap_or(to - end);
            }
            self.word(at, end);
            at = end;
            self.negation(first);
        }
    }

    /// Adds the characters from `start` to `end`, as two atoms if they are a word that is written together.
    fn word(&mut self, start: usize, end: usize) {
        let form = &self.text[start..end];
        match CUT.iter().find(|(word, _)| word.eq_ignore_ascii_case(form)) {
            Some((_, first)) => {
                self.push(start, start + first);
                self.push(start + first, end);
            }
            None => self.push(start, end),
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        let gap = match self.last {
            _ if self.after_background => Gap::BlankLine,
            Some(last) => gap(&self.text[last..start]),
            None => Gap::BlankLine,
        };
        self.atoms.push(Atom { span: Span::new(start, end), gap, after_background: self.after_background });
        self.last = Some(end);
        self.after_background = false;
    }

    /// Cuts the n off "don" when the last three atoms, all after `first`, are "don ' t".
    fn negation(&mut self, first: usize) {
        let Some(verb) = self.atoms.len().checked_sub(3).filter(|i| *i >= first) else { return };
        let [a, b, c] = [self.atoms[verb], self.atoms[verb + 1], self.atoms[verb + 2]];
        let ends_in_n = a.span.len() > 1 && matches!(self.text.as_bytes().get(a.span.end as usize - 1), Some(b'n' | b'N'));
        let together = b.gap == Gap::None && c.gap == Gap::None;
        if ends_in_n && together && b.span.of(self.text).starts_with(APOSTROPHES) && c.span.of(self.text).eq_ignore_ascii_case("t") {
            let cut = a.span.end as usize - 1;
            self.atoms[verb].span = Span::new(a.span.start as usize, cut);
            self.atoms.insert(verb + 1, Atom { span: Span::new(cut, cut + 1), gap: Gap::None, after_background: false });
        }
    }
}

/// The kind of a stretch of white space.
fn gap(space: &str) -> Gap {
    match space.bytes().filter(|b| *b == b'\n').take(2).count() {
        _ if space.is_empty() => Gap::None,
        0 => Gap::Space,
        1 => Gap::Newline,
        _ => Gap::BlankLine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::BackgroundKind;
    use proptest::prelude::*;

    fn check(text: &str, expect: &str) {
        let forms: Vec<&str> = atoms(text, &[]).iter().map(|a| a.span.of(text)).collect();
        assert_eq!(forms.join("|"), expect);
    }

    #[test]
    fn letters_digits_and_marks_stay_together_and_the_rest_stands_alone() {
        check("Oil rose 2.5% to $91.", "Oil|rose|2|.|5|%|to|$|91|.");
        check("naïve nai\u{308}ve", "naïve|nai\u{308}ve");
        check("(\"Ana\")…😀😀", "(|\"|Ana|\"|)|…|😀|😀");
        check("שלום, عالم", "שלום|,|عالم");
        check("", "");
        check(" \u{a0}\u{1f}\t", "");
    }

    #[test]
    fn a_negation_loses_its_n_to_the_clitic() {
        check("I don't", "I|do|n|'|t");
        check("DON’T isn`t can´t", "DO|N|’|T|is|n|`|t|ca|n|´|t");
        check("n't don' t don'tt", "n|'|t|don|'|t|don|'|tt");
    }

    #[test]
    fn words_written_together_are_cut() {
        check("I cannot, Wanna GIMME cannots", "I|can|not|,|Wan|na|GIM|ME|cannots");
    }

    #[test]
    fn the_gap_counts_newlines() {
        let gaps: Vec<u8> = atoms("a b\nc \r\n \r\n d,e", &[]).iter().map(|a| a.gap as u8).collect();
        assert_eq!(gaps, [3, 1, 2, 3, 0, 0]);
    }

    #[test]
    fn case_has_four_values() {
        let cases: Vec<u8> =
            ["the", "2", "The", "A", "3D", "USA", "McKay", "iPhone", "東A", "Ⓑ"].iter().map(|f| Case::of(f) as u8).collect();
        assert_eq!(cases, [0, 0, 1, 1, 1, 2, 3, 3, 2, 0]);
    }

    #[test]
    fn background_is_not_read_and_breaks_the_paragraph() {
        let text = "One (Image: AP) two";
        let credit = |start, end| Background { span: Span::new(start, end), kind: BackgroundKind::Credit };
        let got = atoms(text, &[credit(4, 15)]);
        assert_eq!(got.iter().map(|a| a.span.of(text)).collect::<Vec<_>>(), ["One", "two"]);
        assert_eq!((got[1].gap, got[1].after_background), (Gap::BlankLine, true));
        assert_eq!(atoms("é", &[credit(1, 2), credit(0, 9), credit(1, 0)]).len(), 1);
    }

    proptest! {
        #[test]
        fn atoms_are_in_order_disjoint_and_cover_all_but_white_space(text in "(\\PC|[ \n'’.]|n['’]t|cannot|[a-zA-Z]){0,80}") {
            let mut at = 0;
            let mut covered = String::new();
            for atom in atoms(&text, &[]) {
                prop_assert!(atom.span.start as usize >= at && !atom.span.is_empty());
                prop_assert_eq!(atom.span.of(&text).len(), atom.span.len());
                prop_assert!(text[at..atom.span.start as usize].chars().all(is_space));
                covered.push_str(atom.span.of(&text));
                at = atom.span.end as usize;
            }
            let all: String = text.chars().filter(|c| !is_space(*c)).collect();
            prop_assert_eq!(covered, all);
        }
    }
}
