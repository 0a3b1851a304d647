//! What a source does with the content, from the cue word and what stands around it.

use super::cues;
use crate::syntax::Syntax;
use dateline_model::report::Stance;
use dateline_model::{TokenIdx, Tokens, Upos};

/// The stance of a cue as the model marks it.
pub(crate) fn of(syntax: &Syntax, cue: Option<&Tokens>, head: Option<TokenIdx>) -> Stance {
    let Some(cue) = cue else { return Stance::Says };
    // The last word of the cue that is known: in "declined to say whether", "was quoted as saying" it decides.
    let known = |i: &TokenIdx| cues::of(syntax, *i).is_some();
    let word = head.filter(known).or_else(|| cue.clone().rev().find(known));
    let Some(word) = word else {
        return if cue.clone().any(|i| syntax.form(i) == "?") { Stance::Asks } else { Stance::Says };
    };
    let stance = cues::of(syntax, word).map_or(Stance::Says, |(_, c)| c.stance);
    adjust(syntax, word, stance)
}

/// The stance of a cue word in its context: called for, called on, refused to, "tell X to".
pub(crate) fn adjust(syntax: &Syntax, word: TokenIdx, stance: Stance) -> Stance {
    let next = syntax.form(word + 1);
    let lemma = cues::of(syntax, word).map_or(syntax.lemma(word), |(lemma, _)| lemma);
    let verb = syntax.upos(word) == Upos::Verb;
    if verb && lemma == "call" && matches!(next, "for" | "on" | "upon") {
        return Stance::Asks;
    }
    let infinitive = || syntax.children_by(word, "xcomp").any(|c| syntax.children_by(c, "mark").any(|m| syntax.lemma(m) == "to"));
    if verb && matches!(lemma, "tell" | "remind" | "warn") && infinitive() {
        return Stance::Asks;
    }
    // "agreed that it was late" is an opinion, "agreed to pay" a promise.
    if verb && lemma == "agree" && infinitive() {
        return Stance::Promises;
    }
    // "sought an inquiry" asks for it, "sought to leave" is a wish.
    if verb && lemma == "seek" && infinitive() {
        return Stance::Wants;
    }
    // "deny" under "not" is no denial: "did not deny that".
    let negated = syntax.children(word).iter().any(|c| matches!(syntax.lemma(*c), "not" | "never") && syntax.is(*c, "advmod"));
    match (stance, negated) {
        (Stance::Denies | Stance::Accuses | Stance::Threatens | Stance::Promises, true) => Stance::Says,
        _ => stance,
    }
}
