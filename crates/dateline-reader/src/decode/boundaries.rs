//! Atoms to tokens and sentences.

use crate::atoms::{Atom, Gap};
use std::ops::Range;

/// Outputs of the boundary head for one atom.
pub(crate) const N_LABELS: usize = 3;
const CONTINUES: usize = 0;
const TOKEN: usize = 1;
const SENTENCE: usize = 2;

/// Tokens as runs of atoms, sentences as runs of tokens; both cover everything in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Segments {
    /// Atoms of every token.
    pub tokens: Vec<Range<usize>>,
    /// Tokens of every sentence.
    pub sentences: Vec<Range<usize>>,
}

/// Reads the boundary scores, one row of [`N_LABELS`] per atom of a window.
///
/// White space always starts a token and a blank line always starts a sentence, whatever the scores say.
pub(crate) fn segments(atoms: &[Atom], scores: &[f32]) -> Segments {
    let mut out = Segments { tokens: Vec::with_capacity(atoms.len()), sentences: Vec::new() };
    for (i, (atom, row)) in atoms.iter().zip(scores.chunks_exact(N_LABELS)).enumerate() {
        let starts_sentence = row[SENTENCE] > row[TOKEN];
        let label = match atom.gap {
            _ if i == 0 => SENTENCE,
            Gap::BlankLine => SENTENCE,
            Gap::None if row[CONTINUES] >= row[TOKEN].max(row[SENTENCE]) => CONTINUES,
            _ if starts_sentence => SENTENCE,
            _ => TOKEN,
        };
        if label == SENTENCE {
            out.sentences.push(out.tokens.len()..out.tokens.len());
        }
        match out.tokens.last_mut() {
            Some(token) if label == CONTINUES => token.end = i + 1,
            _ => {
                out.tokens.push(i..i + 1);
                if let Some(sentence) = out.sentences.last_mut() {
                    sentence.end = out.tokens.len();
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atoms::atoms;

    fn check(text: &str, labels: &[usize], expect: &str) {
        let atoms = atoms(text, &[]);
        let scores: Vec<f32> = labels.iter().flat_map(|l| (0..N_LABELS).map(move |i| f32::from(u8::from(i == *l)))).collect();
        let segments = segments(&atoms, &scores);
        let form = |t: &Range<usize>| &text[atoms[t.start].span.start as usize..atoms[t.end - 1].span.end as usize];
        let sentence = |s: &Range<usize>| segments.tokens[s.clone()].iter().map(form).collect::<Vec<_>>().join("|");
        assert_eq!(segments.sentences.iter().map(sentence).collect::<Vec<_>>().join("#"), expect);
    }

    #[test]
    fn tokens_are_runs_of_atoms_and_sentences_runs_of_tokens() {
        check("It rose 2.5%. He left.", &[2, 1, 1, 0, 0, 1, 1, 2, 1, 1], "It|rose|2.5|%|.#He|left|.");
    }

    #[test]
    fn white_space_and_blank_lines_overrule_the_scores() {
        check("a b\n\nc", &[0, 0, 0], "a|b#c");
    }
}
