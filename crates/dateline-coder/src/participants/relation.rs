//! Where a word stands in the sentence of an event, seen from the event's trigger.

use crate::syntax::Syntax;
use dateline_model::{TokenIdx, Upos};

/// Arcs up from a word after which it is taken for unrelated.
const LONGEST: usize = 40;

/// The shape of the way from a trigger to another word of its sentence.
///
/// "Own" ones hang on the trigger, "upper" ones on a word above it, whose clause or phrase the trigger is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    OwnSubject,
    OwnPassiveSubject,
    OwnObject,
    OwnPossessor,
    OwnModifier,
    OwnBy,
    OwnOf,
    OwnAgainst,
    OwnWith,
    OwnTo,
    OwnFrom,
    OwnPhrase,
    /// In a clause about the trigger: "the raid that police made".
    OwnClause,
    OwnDeep,
    /// The word is what the trigger's clause or phrase describes: "the man who was shot", "victims of the attack".
    Described,
    Over,
    UpperSubject,
    UpperPassiveSubject,
    /// A subject beyond a nearer one.
    FarSubject,
    UpperObject,
    UpperPossessor,
    UpperBy,
    UpperAgainst,
    UpperWith,
    UpperTo,
    UpperPhrase,
    UpperDeep,
    Elsewhere,
}

/// All of them with their names, in their order.
pub(super) const RELATIONS: [&str; 28] = [
    "own_subject",
    "own_passive_subject",
    "own_object",
    "own_possessor",
    "own_modifier",
    "own_by",
    "own_of",
    "own_against",
    "own_with",
    "own_to",
    "own_from",
    "own_phrase",
    "own_clause",
    "own_deep",
    "described",
    "over",
    "upper_subject",
    "upper_passive_subject",
    "far_subject",
    "upper_object",
    "upper_possessor",
    "upper_by",
    "upper_against",
    "upper_with",
    "upper_to",
    "upper_phrase",
    "upper_deep",
    "elsewhere",
];

/// The relation of a word to a trigger and the number of arcs between them.
pub(super) fn relation(syntax: &Syntax, trigger: TokenIdx, word: TokenIdx) -> (Relation, usize) {
    let chain = |start: TokenIdx| std::iter::successors(Some(start), |t| syntax.head(*t)).take(LONGEST).collect::<Vec<_>>();
    let (above, down) = (chain(trigger), chain(first_of_pair(syntax, word)));
    let meeting = above.iter().enumerate().find_map(|(ups, a)| down.iter().position(|b| a == b).map(|downs| (ups, downs)));
    let Some((ups, downs)) = meeting else { return (Relation::Elsewhere, LONGEST) };
    let length = ups + downs;
    if downs == 0 {
        let below = ups.checked_sub(1).and_then(|i| above.get(i));
        let describes = below.is_some_and(|b| syntax.is(*b, "acl") || syntax.is(*b, "nmod"));
        return (if describes { Relation::Described } else { Relation::Over }, length);
    }
    let top = down[downs - 1];
    let deep = downs > 1 && !(downs == 2 && syntax.is(top, "acl"));
    (if ups == 0 { own(syntax, top, deep) } else { upper(syntax, &above[..ups], top, deep) }, length)
}

/// The first of words that are coordinated or name one thing side by side.
fn first_of_pair(syntax: &Syntax, word: TokenIdx) -> TokenIdx {
    let mut at = word;
    for _ in 0..LONGEST {
        let aside = ["conj", "appos", "flat"].iter().any(|r| syntax.is(at, r));
        match syntax.head(at).filter(|h| aside && *h < at && syntax.upos(*h) != Upos::Verb) {
            Some(up) => at = up,
            None => break,
        }
    }
    at
}

fn preposition<'a>(syntax: &Syntax<'a>, word: TokenIdx) -> &'a str {
    syntax.child(word, "case").map_or("", |c| syntax.lemma(c))
}

fn own(syntax: &Syntax, top: TokenIdx, deep: bool) -> Relation {
    if syntax.is(top, "acl") {
        return Relation::OwnClause;
    }
    if deep {
        return Relation::OwnDeep;
    }
    let marker = preposition(syntax, top);
    match syntax.deprel(top) {
        "nsubj:pass" => Relation::OwnPassiveSubject,
        "nsubj" => Relation::OwnSubject,
        "obl:agent" => Relation::OwnBy,
        "nmod:poss" => Relation::OwnPossessor,
        "compound" | "amod" => Relation::OwnModifier,
        "obj" | "iobj" => Relation::OwnObject,
        _ => match marker {
            "" => Relation::OwnModifier,
            "by" => Relation::OwnBy,
            "of" => Relation::OwnOf,
            "against" | "on" | "upon" | "over" => Relation::OwnAgainst,
            "with" | "between" | "among" => Relation::OwnWith,
            "to" | "for" | "toward" | "towards" => Relation::OwnTo,
            "from" => Relation::OwnFrom,
            _ => Relation::OwnPhrase,
        },
    }
}

/// `path` leads from the trigger up to the word below the one that `top` hangs on.
fn upper(syntax: &Syntax, path: &[TokenIdx], top: TokenIdx, deep: bool) -> Relation {
    if deep {
        return Relation::UpperDeep;
    }
    match syntax.deprel(top) {
        "nsubj" | "nsubj:pass" if path.iter().any(|p| syntax.child(*p, "nsubj").is_some()) => Relation::FarSubject,
        "nsubj:pass" => Relation::UpperPassiveSubject,
        "nsubj" => Relation::UpperSubject,
        "obj" | "iobj" => Relation::UpperObject,
        "nmod:poss" => Relation::UpperPossessor,
        "obl:agent" => Relation::UpperBy,
        _ => match preposition(syntax, top) {
            "by" => Relation::UpperBy,
            "against" | "on" | "upon" | "over" => Relation::UpperAgainst,
            "with" | "between" | "among" => Relation::UpperWith,
            "to" | "for" | "toward" | "towards" => Relation::UpperTo,
            "" => Relation::UpperDeep,
            _ => Relation::UpperPhrase,
        },
    }
}
