//! Dictionary forms the codebook can be looked up by.
//!
//! The reader's lemmas are learned and now and then wrong for words it saw rarely ("indicte"); a word of the codebook must not be missed
//! for that. So a form that regular inflection or the list of irregular forms leads to a known word is taken as that word.

use crate::syntax::Syntax;
use dateline_model::{TokenIdx, Upos};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static IRREGULAR: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/codebook/irregular.tsv").lines();
    lines.filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect()
});

/// The lemma of a token in lower case, corrected where inflection leads to a word in `known`.
pub(super) fn lemma(syntax: &Syntax, token: TokenIdx, known: &BTreeSet<&str>) -> String {
    let learned = syntax.lemma(token).to_lowercase();
    let upos = syntax.upos(token);
    if !matches!(upos, Upos::Verb | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Aux) {
        return learned;
    }
    let form = syntax.form(token).to_lowercase();
    if matches!(upos, Upos::Verb | Upos::Noun)
        && let Some(lemma) = IRREGULAR.get(form.as_str()).filter(|_| upos == Upos::Verb || syntax.xpos(token) == "NNS")
    {
        return (*lemma).to_owned();
    }
    if known.contains(learned.as_str()) && upos != Upos::Verb {
        return learned;
    }
    let verb = upos == Upos::Verb;
    if verb && known.contains(learned.as_str()) && regular(&form, true).contains(&learned) {
        return learned;
    }
    // A verb form that is its own word: "attack", "hit", "set"; "threatened" is a form even where it is listed as an adjective.
    let inflected = matches!(syntax.xpos(token), "VBG" | "VBZ") || matches!(syntax.xpos(token), "VBD" | "VBN") && form.ends_with("ed");
    if verb && !inflected && known.contains(form.as_str()) {
        return form;
    }
    regular(&form, verb).into_iter().find(|c| known.contains(c.as_str())).unwrap_or(learned)
}

/// What the form can be an inflection of by the regular rules, likelier first.
fn regular(form: &str, verb: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut stems = |stem: &str| {
        let mut chars = stem.chars().rev();
        let (last, before) = (chars.next(), chars.next());
        // "stabbed" -> "stab", before "stabb"; "killed" -> "kill" is tried too.
        found.push(stem.to_owned());
        found.push(format!("{stem}e"));
        if last.is_some() && last == before {
            found.push(stem.chars().take(stem.chars().count() - 1).collect());
        }
        if let Some(y) = stem.strip_suffix('i') {
            found.push(format!("{y}y"));
        }
    };
    if verb && let Some(stem) = form.strip_suffix("ed").or_else(|| form.strip_suffix("ing")) {
        stems(stem);
    }
    if let Some(stem) = form.strip_suffix("ies") {
        found.push(format!("{stem}y"));
    }
    if let Some(stem) = form.strip_suffix("es") {
        found.push(stem.to_owned());
    }
    if let Some(stem) = form.strip_suffix('s') {
        found.push(stem.to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;

    fn check(line: &str, expected: &str) {
        let (text, reading) = reading(&format!("1 {line} 0 root"));
        let known = ["indict", "urge", "stab", "kill", "fight", "deny", "attack", "clash", "carry"].into_iter().collect();
        assert_eq!(lemma(&Syntax::new(&text, &reading), 0, &known), expected);
    }

    #[test]
    fn a_wrong_lemma_of_a_known_word_is_mended() {
        check("indicted indicte VERB VBN", "indict");
        check("urged urg VERB VBD", "urge");
        check("stabbing stabb VERB VBG", "stab");
        check("denies deni VERB VBZ", "deny");
        check("fought fough VERB VBD", "fight");
        check("clashes clashe NOUN NNS", "clash");
    }

    #[test]
    fn a_right_lemma_stays() {
        check("killed kill VERB VBD", "kill");
        check("walked walk VERB VBD", "walk");
        check("Attacks attack NOUN NNS", "attack");
    }
}
