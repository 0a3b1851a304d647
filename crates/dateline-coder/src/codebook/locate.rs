//! Which word of a sentence names the event of a type that the sentence was matched to.

use super::features::{family, is_content};
use crate::events::given::supported;
use crate::syntax::Syntax;
use dateline_model::{Span, TokenIdx, Tokens, Upos};
use std::collections::BTreeMap;

/// Clauses within clauses beyond this depth occur only in broken trees.
const MAX_STEPS: usize = 8;

/// Verbs that only say how or whether something is done; the event is in the clause below them.
const CARRIERS: [&str; 34] = [
    "ask", "be", "begin", "continue", "decide", "expect", "fail", "fear", "force", "have", "help", "hope", "intend", "let", "make",
    "manage", "need", "order", "plan", "promise", "require", "say", "see", "seem", "start", "struggle", "tell", "think", "threaten", "try",
    "urge", "use", "want", "warn",
];

/// The words that name events of a type, by family, with how much they speak for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Triggers {
    families: BTreeMap<String, f64>,
}

/// Of a word that an example marks, and of the main predicate of an example that marks none.
const MARKED: f64 = 1.0;
const GUESSED: f64 = 0.5;

/// Of the predicate on which the sentence hangs, beside words that speak for the type.
const MAIN: f64 = 0.25;

impl Triggers {
    /// Takes over the triggers of an example: those marked, else its main predicate.
    pub(super) fn learn(&mut self, syntax: &Syntax, marked: &[Span]) {
        let marked: Vec<TokenIdx> = marked.iter().filter_map(|span| head_of_words(syntax, *span)).collect();
        let (heads, weight) = if marked.is_empty() { (main_predicate(syntax, 0).into_iter().collect(), GUESSED) } else { (marked, MARKED) };
        for head in heads {
            let entry = self.families.entry(family(syntax, head)).or_default();
            *entry = entry.max(weight);
        }
    }

    /// True when a word of the sentence is marked in an example.
    pub(super) fn marked(&self, syntax: &Syntax, tokens: Tokens) -> Option<TokenIdx> {
        let mut tokens = tokens.filter(|t| is_content(syntax, *t));
        tokens.find(|t| self.families.get(&family(syntax, *t)).is_some_and(|w| *w >= MARKED))
    }

    /// The word of the sentence that names the event; `speaks` tells how strongly a family speaks for the type.
    pub(super) fn locate(&self, syntax: &Syntax, sentence: usize, speaks: impl Fn(&str) -> f64) -> Option<TokenIdx> {
        let main = main_predicate(syntax, sentence);
        let tokens = syntax.reading.sentences.get(sentence)?.tokens.clone();
        let mut best = (main, MAIN);
        for token in tokens.filter(|t| is_content(syntax, *t)) {
            let family = family(syntax, token);
            let mut weight = self.families.get(&family).copied().unwrap_or(0.0);
            if syntax.upos(token) == Upos::Verb {
                weight += speaks(&family).max(0.0);
            }
            if weight > 0.0 && Some(token) == main {
                weight += MAIN;
            }
            if weight > best.1 {
                best = (Some(token), weight);
            }
        }
        best.0
    }
}

/// The head of the words under a span; the last content word when the head says nothing.
fn head_of_words(syntax: &Syntax, span: Span) -> Option<TokenIdx> {
    let tokens: Vec<TokenIdx> = (0..syntax.len()).filter(|t| syntax.reading.tokens[*t].span.overlaps(span)).collect();
    let (first, last) = (*tokens.first()?, *tokens.last()?);
    let head = syntax.head_of(&(first..last + 1)).filter(|h| is_content(syntax, *h));
    head.or_else(|| tokens.iter().rev().copied().find(|t| is_content(syntax, *t))).or(Some(last))
}

/// The predicate that says what happens: below words of saying and wanting, and the noun of "carried out a vaccination".
pub(super) fn main_predicate(syntax: &Syntax, sentence: usize) -> Option<TokenIdx> {
    let tokens = syntax.reading.sentences.get(sentence)?.tokens.clone();
    let mut at = tokens.clone().find(|t| syntax.head(*t).is_none_or(|h| !tokens.contains(&h)))?;
    let is_cue = |token: TokenIdx| syntax.reading.attributions.iter().any(|a| a.cue.contains(&token));
    for _ in 0..MAX_STEPS {
        let carries = is_cue(at) || CARRIERS.contains(&syntax.lemma(at).to_lowercase().as_str());
        let below = |relation: &str| syntax.children_by(at, relation).find(|c| syntax.is_predicate(*c) || syntax.upos(*c) == Upos::Noun);
        let next = if carries { below("ccomp").or_else(|| below("xcomp")).or_else(|| below("parataxis")) } else { None };
        match next.or_else(|| supported(syntax, at)) {
            Some(next) if tokens.contains(&next) && next != at => at = next,
            _ => break,
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;

    const CARRIED: &str = "1 Officials official NOUN NNS 2 nsubj
        2 said say VERB VBD 0 root
        3 teams team NOUN NNS 4 nsubj
        4 began begin VERB VBD 2 ccomp
        5 to to PART TO 6 mark
        6 drain drain VERB VB 4 xcomp
        7 the the DET DT 8 det
        8 marsh marsh NOUN NN 6 obj";

    #[test]
    fn the_main_predicate_is_below_words_of_saying_and_beginning() {
        let (text, reading) = reading(CARRIED);
        assert_eq!(main_predicate(&Syntax::new(&text, &reading), 0), Some(5));
        assert_eq!(main_predicate(&Syntax::new(&text, &reading), 7), None);
    }

    #[test]
    fn a_marked_word_goes_before_the_main_predicate_and_a_strong_verb_too() {
        let (text, reading) = reading(CARRIED);
        let syntax = Syntax::new(&text, &reading);
        let mut triggers = Triggers::default();
        assert_eq!(triggers.locate(&syntax, 0, |_| 0.0), Some(5));
        assert_eq!(triggers.locate(&syntax, 0, |f| if f == "begin" { 0.3 } else { 0.0 }), Some(3));
        let marsh = text.find("marsh").unwrap();
        triggers.learn(&syntax, &[Span::new(marsh, marsh + 5)]);
        assert_eq!(triggers.locate(&syntax, 0, |_| 0.0), Some(7));
        assert_eq!(triggers.marked(&syntax, 0..8), Some(7));
    }

    #[test]
    fn an_example_without_a_mark_teaches_its_main_predicate() {
        let (text, reading) = reading(CARRIED);
        let syntax = Syntax::new(&text, &reading);
        let mut triggers = Triggers::default();
        triggers.learn(&syntax, &[]);
        assert_eq!(triggers.families, [("drain".to_owned(), GUESSED)].into());
        assert_eq!(triggers.marked(&syntax, 0..8), None);
    }
}
