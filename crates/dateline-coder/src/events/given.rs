//! Mentions whose word and type are given, by a user's codebook: who takes part in them and how real they are is found as for the built-in one.

use super::arguments::Arguments;
use super::lexicon::{Class, Trigger};
use super::pattern::Frame;
use super::{EventMention, KNOWN, lemma, matching, nouns, status, support};
use crate::syntax::Syntax;
use dateline_model::{TokenIdx, Upos};
use std::sync::Arc;

/// Where the participants of a verb stand: what a thing is done with or against comes second.
const VERB: &str = "subj>obj,@against,@with,@to,@for";
/// Where those of a noun stand.
const NOUN: &str = "by,poss,mod>@on,@against,@among,@of,@for,@at";

/// A word with the type of the event it names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given {
    pub(crate) head: TokenIdx,
    pub(crate) event_type: String,
    pub(crate) confidence: f32,
}

/// The mentions that the given words make.
pub(crate) fn mentions(syntax: &Syntax, given: Vec<Given>) -> Vec<EventMention> {
    let classes = nouns::name_classes(syntax);
    let lemmas: Vec<String> = (0..syntax.len()).map(|token| lemma::lemma(syntax, token, &KNOWN)).collect();
    let arguments = Arguments { syntax, classes: &classes, lemmas: &lemmas };
    let triggers = [(Class::Verb, VERB), (Class::Noun, NOUN), (Class::Adjective, "by>holder")];
    let triggers = triggers.map(|(class, frame)| trigger(class, frame));
    given
        .into_iter()
        .map(|one| {
            let class = match syntax.upos(one.head) {
                Upos::Verb | Upos::Aux => 0,
                Upos::Adj => 2,
                _ => 1,
            };
            let trigger = &triggers[class];
            let (actors, recipients) = matching::participants(&arguments, one.head, trigger);
            EventMention {
                trigger: one.head..one.head + 1,
                head: one.head,
                event_type: one.event_type,
                mode: None,
                clause: [actors.clone(), recipients.clone()],
                actors,
                recipients,
                status: status::status(&arguments, one.head, trigger),
                confidence: one.confidence,
            }
        })
        .collect()
}

fn trigger(class: Class, frame: &str) -> Trigger {
    Trigger {
        event_type: "",
        mode: None,
        class,
        companions: Vec::new(),
        frame: Arc::new(Frame::parse(frame).unwrap_or_default()),
        when: Arc::from([]),
        weight: 1.0,
        lasting: false,
    }
}

/// Dictionary form of a word in lower case; of irregular forms even where the reader does not know it.
pub(crate) fn lemma(syntax: &Syntax, token: TokenIdx) -> String {
    lemma::lemma(syntax, token, &KNOWN)
}

/// The noun that a verb only lends its subject to: the vaccination of "carried out a vaccination".
pub(crate) fn supported(syntax: &Syntax, verb: TokenIdx) -> Option<TokenIdx> {
    support::role(&lemma(syntax, verb), "obj")?;
    syntax.child(verb, "obj").filter(|object| syntax.upos(*object) == Upos::Noun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;
    use dateline_model::report::Status;

    #[test]
    fn the_frames_are_sound() {
        assert!(Frame::parse(VERB).is_ok() && Frame::parse(NOUN).is_ok());
    }

    #[test]
    fn participants_and_status_are_found_for_any_word() {
        let (text, reading) = reading(
            "1 Nurses nurse NOUN NNS 3 nsubj
             2 will will AUX MD 3 aux
             3 vaccinate vaccinate VERB VB 0 root
             4 villagers villager NOUN NNS 3 obj
             5 during during ADP IN 7 case
             6 the the DET DT 7 det
             7 vaccination vaccination NOUN NN 3 obl
             8 of of ADP IN 9 case
             9 soldiers soldier NOUN NNS 7 nmod",
        );
        let syntax = Syntax::new(&text, &reading);
        let given = |head| Given { head, event_type: "VACCINATE".to_owned(), confidence: 0.5 };
        let found = mentions(&syntax, vec![given(2), given(6)]);
        assert_eq!((found[0].actors.as_slice(), found[0].recipients.as_slice(), found[0].status), (&[0][..], &[3][..], Status::Planned));
        assert_eq!((found[1].actors.as_slice(), found[1].recipients.as_slice()), (&[][..], &[8][..]));
        assert_eq!(found[1].event_type, "VACCINATE");
    }
}
