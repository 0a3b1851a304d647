//! The words that signal statements, from `data/cues.tsv`.

use crate::syntax::Syntax;
use dateline_model::report::Stance;
use dateline_model::{TokenIdx, Upos};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where the content of a cue stands; see the head of `data/cues.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Frame {
    That,
    Whether,
    Quote,
    To,
    ObjTo,
    ToPassive,
    ThatPassive,
    Pred,
    PredPassive,
    Obj,
    /// A phrase with this preposition.
    With(&'static str),
    CallFor,
    CallOn,
    OnTo,
    Clause,
    So,
}

/// What is known of one cue word.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    pub(crate) stance: Stance,
    pub(crate) frames: Vec<Frame>,
    /// True when it makes a statement where the model saw none.
    pub(crate) strong: bool,
}

impl Cue {
    pub(crate) fn takes(&self, frame: Frame) -> bool {
        self.frames.contains(&frame)
    }
}

static CUES: LazyLock<BTreeMap<&'static str, Vec<(char, Cue)>>> = LazyLock::new(|| {
    let mut cues: BTreeMap<&'static str, Vec<(char, Cue)>> = BTreeMap::new();
    for ((lemma, class), cue) in include_str!("../../data/cues.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(line) {
        cues.entry(lemma).or_default().push((class, cue));
    }
    cues
});

/// The cue that a token is.
pub(crate) fn of(syntax: &Syntax, token: TokenIdx) -> Option<(&'static str, &'static Cue)> {
    let class = class(syntax.upos(token))?;
    let find = |lemma: &str| {
        let (lemma, cues) = CUES.get_key_value(lemma)?;
        cues.iter().find(|(c, _)| *c == class).map(|(_, cue)| (*lemma, cue))
    };
    // "worried" and "concerned" are cues as adjectives.
    find(syntax.lemma(token)).or_else(|| find(&syntax.form(token).to_lowercase()))
}

/// True when a token is a form of one of the words.
pub(crate) fn is_form_of(syntax: &Syntax, token: TokenIdx, words: &[&str]) -> bool {
    words.contains(&syntax.lemma(token))
}

/// True for verbs whose clause is what somebody says or thinks: "say", "allege", "believe".
pub(crate) fn reports_a_clause(lemma: &str) -> bool {
    CUES.get(lemma).is_some_and(|cues| cues.iter().any(|(class, cue)| *class == 'v' && cue.takes(Frame::That)))
}

/// The cue with this lemma, as a verb, noun, adjective or adverb.
#[cfg(test)]
fn cue(lemma: &str, upos: Upos) -> Option<&'static Cue> {
    let class = class(upos)?;
    CUES.get(lemma)?.iter().find(|(c, _)| *c == class).map(|(_, cue)| cue)
}

fn class(upos: Upos) -> Option<char> {
    Some(match upos {
        Upos::Verb | Upos::Aux => 'v',
        Upos::Noun => 'n',
        Upos::Adj => 'a',
        Upos::Adv => 'r',
        _ => return None,
    })
}

fn line(line: &'static str) -> Option<((&'static str, char), Cue)> {
    let mut fields = line.split('\t');
    let (lemma, class) = (fields.next()?, fields.next()?.chars().next()?);
    let stance = stance(fields.next()?)?;
    let frames = fields.next()?.split(' ').filter_map(frame).collect();
    Some(((lemma, class), Cue { stance, frames, strong: fields.next() == Some("strong") }))
}

fn stance(word: &str) -> Option<Stance> {
    Some(match word {
        "says" => Stance::Says,
        "denies" => Stance::Denies,
        "believes" => Stance::Believes,
        "wants" => Stance::Wants,
        "asks" => Stance::Asks,
        "promises" => Stance::Promises,
        "threatens" => Stance::Threatens,
        "accuses" => Stance::Accuses,
        "rumoured" => Stance::Rumoured,
        _ => return None,
    })
}

fn frame(word: &'static str) -> Option<Frame> {
    Some(match word {
        "that" => Frame::That,
        "whether" => Frame::Whether,
        "quote" => Frame::Quote,
        "to" => Frame::To,
        "obj-to" => Frame::ObjTo,
        "to-passive" => Frame::ToPassive,
        "that-passive" => Frame::ThatPassive,
        "pred" => Frame::Pred,
        "pred-passive" => Frame::PredPassive,
        "obj" => Frame::Obj,
        "call-for" => Frame::CallFor,
        "call-on" => Frame::CallOn,
        "on-to" => Frame::OnTo,
        "clause" => Frame::Clause,
        "so" => Frame::So,
        "as" | "of" | "for" | "about" | "with" => Frame::With(word),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_read() {
        let lines = include_str!("../../data/cues.tsv").lines().filter(|l| !l.starts_with('#'));
        for text in lines {
            let ((lemma, _), cue) = line(text).unwrap_or_else(|| panic!("{text}"));
            assert!(!lemma.is_empty());
            let frames = text.split('\t').nth(3).unwrap().split(' ').count();
            assert_eq!(cue.frames.len(), frames, "unknown frame in {text}");
        }
    }

    #[test]
    fn a_cue_is_known_by_lemma_and_part_of_speech() {
        assert_eq!(cue("deny", Upos::Verb).map(|c| c.stance), Some(Stance::Denies));
        assert_eq!(cue("charge", Upos::Noun).map(|c| c.stance), Some(Stance::Accuses));
        assert!(cue("table", Upos::Noun).is_none());
    }
}
