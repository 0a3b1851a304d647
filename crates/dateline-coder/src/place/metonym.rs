//! Place names that stand for a government: "Tehran denied", "accused Russia", "talks with Washington".

use super::resolve::Resolution;
use super::words::WORDS;
use dateline_gazetteer::Kind;
use dateline_model::{Reading, Tokens, Upos};

/// True when a country or capital acts, is acted with or spoken to, as governments are.
pub(crate) fn is_metonym(reading: &Reading, tokens: &Tokens, place: &Resolution) -> bool {
    let Resolution::Known(place) = place else { return false };
    if !(place.kind == Kind::Country || place.is_capital() || place.name == "European Union") {
        return false;
    }
    let Some(head) = super::event::head(reading, tokens) else { return false };
    // "Russia and Iran signed": the second of two shares the relation of the first.
    let mut top = head;
    while reading.tokens[top].deprel.is("conj")
        && let Some(first) = reading.tokens[top].head
        && reading.tokens[first].upos == Upos::Propn
    {
        top = first;
    }
    let token = &reading.tokens[top];
    let Some(governor) = token.head else { return false };
    let verb = &reading.tokens[governor];
    let case = reading.dependents(top).find(|d| reading.tokens[*d].deprel.is("case")).map_or("", |d| reading.tokens[d].lemma.as_str());
    match token.deprel.as_str() {
        "nsubj" | "nsubj:xsubj" | "nsubj:outer" => verb.upos == Upos::Verb && !WORDS.scene.contains(verb.lemma.as_str()),
        "obl:agent" => true,
        "obl" | "nmod" if case == "by" => true,
        // "the assault against Ukraine" happens there; "the vote against Russia" does not.
        "obl" | "nmod" | "obl:arg" => match case {
            "with" => true,
            "against" | "between" => !WORDS.territorial.contains(verb.lemma.as_str()),
            _ => false,
        },
        "obj" | "iobj" | "nsubj:pass" => WORDS.address.contains(verb.lemma.as_str()),
        _ => false,
    }
}
