//! Where a word stands in the sentence of an event, seen from the event's trigger.

use crate::syntax::Syntax;
use dateline_model::{TokenIdx, Upos};

/// Arcs up from a word after which it is taken for unrelated.
const LONGEST: usize = 40;

/// What a word is to the word it hangs on, as far as it matters for who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    PassiveSubject,
    Object,
    Possessor,
    /// Before a noun, or with nothing that tells more.
    Modifier,
    By,
    Of,
    Against,
    With,
    To,
    From,
    /// After another preposition.
    Phrase,
    /// In a clause about the noun: "the raid that police made".
    Clause,
    /// Further down.
    Deep,
}

/// The names of [`Place`]s, in their order.
const PLACES: [&str; 14] = [
    "subject",
    "passive_subject",
    "object",
    "possessor",
    "modifier",
    "by",
    "of",
    "against",
    "with",
    "to",
    "from",
    "phrase",
    "clause",
    "deep",
];

/// The shape of the way from a trigger to another word of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// It hangs on the trigger.
    Own(Place),
    /// It hangs on a word above the trigger, of whose clause or phrase the trigger is a part.
    Upper(Place),
    /// The subject of a word above, beyond a nearer subject.
    FarSubject,
    /// The trigger's clause or phrase describes it: "the man who was shot", "victims of the attack".
    Described,
    /// Another word above the trigger.
    Over,
    /// No way leads there.
    Elsewhere,
}

impl Relation {
    /// Number of relations.
    pub(super) const COUNT: usize = 2 * PLACES.len() + 4;

    /// The relation's place among all, below [`Relation::COUNT`].
    pub(super) fn index(self) -> usize {
        match self {
            Relation::Own(place) => place as usize,
            Relation::Upper(place) => PLACES.len() + place as usize,
            Relation::FarSubject => 2 * PLACES.len(),
            Relation::Described => 2 * PLACES.len() + 1,
            Relation::Over => 2 * PLACES.len() + 2,
            Relation::Elsewhere => 2 * PLACES.len() + 3,
        }
    }

    /// The names of all relations, in the order of [`Relation::index`].
    pub(super) fn names() -> Vec<String> {
        let of = |prefix: &'static str| PLACES.iter().map(move |place| format!("{prefix}_{place}"));
        let others = ["far_subject", "described", "over", "elsewhere"].map(str::to_owned);
        of("own").chain(of("upper")).chain(others).collect()
    }
}

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
    let place = place(syntax, top, downs);
    let nearer = || above[..ups].iter().any(|p| syntax.child(*p, "nsubj").is_some());
    let relation = match place {
        _ if ups == 0 => Relation::Own(place),
        Place::Subject | Place::PassiveSubject if nearer() => Relation::FarSubject,
        _ => Relation::Upper(place),
    };
    (relation, length)
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

/// The place of a word that stands `arcs` below another, seen from it; `top` is the first on the way down.
fn place(syntax: &Syntax, top: TokenIdx, arcs: usize) -> Place {
    if syntax.is(top, "acl") && arcs <= 2 {
        return Place::Clause;
    }
    if arcs > 1 {
        return Place::Deep;
    }
    match syntax.deprel(top) {
        "nsubj:pass" => Place::PassiveSubject,
        "nsubj" => Place::Subject,
        "obj" | "iobj" => Place::Object,
        "nmod:poss" => Place::Possessor,
        "obl:agent" => Place::By,
        _ => match syntax.child(top, "case").map_or("", |c| syntax.lemma(c)) {
            "" => Place::Modifier,
            "by" => Place::By,
            "of" => Place::Of,
            "against" | "on" | "upon" | "over" => Place::Against,
            "with" | "between" | "among" => Place::With,
            "to" | "for" | "toward" | "towards" => Place::To,
            "from" => Place::From,
            _ => Place::Phrase,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;

    #[test]
    fn a_relation_tells_where_a_word_stands_from_the_trigger() {
        let (text, reading) = reading(
            "1 Rebels rebel NOUN NNS 2 nsubj
             2 refused refuse VERB VBD 0 root
             3 to to PART TO 4 mark
             4 free free VERB VB 2 xcomp
             5 hostages hostage NOUN NNS 4 obj
             6 taken take VERB VBN 5 acl
             7 by by ADP IN 8 case
             8 gunmen gunman NOUN NNS 6 obl:agent",
        );
        let syntax = Syntax::new(&text, &reading);
        let from = |trigger, word| relation(&syntax, trigger, word).0;
        assert_eq!(from(1, 0), Relation::Own(Place::Subject));
        assert_eq!(from(3, 0), Relation::Upper(Place::Subject));
        assert_eq!(from(3, 4), Relation::Own(Place::Object));
        assert_eq!(from(5, 4), Relation::Described);
        assert_eq!(from(5, 7), Relation::Own(Place::By));
        assert_eq!(from(5, 0), Relation::Upper(Place::Subject));
    }

    #[test]
    fn every_relation_has_a_name_of_its_own() {
        let names = Relation::names();
        assert_eq!(names.len(), Relation::COUNT);
        assert_eq!(names[Relation::Own(Place::Deep).index()], "own_deep");
        assert_eq!(names[Relation::Upper(Place::Subject).index()], "upper_subject");
        assert_eq!(names[Relation::Elsewhere.index()], "elsewhere");
    }
}
