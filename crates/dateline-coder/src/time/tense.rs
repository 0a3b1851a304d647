//! Whether the clause around a time expression speaks of the past or the future.

use super::words::{Sense, Word, senses};
use dateline_model::{Reading, TokenIdx, Upos};

/// The tense that decides which May is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Verbs, adjectives and nouns whose infinitive lies in the future.
const PLANS: [&str; 26] = [
    "plan", "expect", "schedule", "intend", "hope", "aim", "due", "set", "slate", "vow", "promise", "want", "prepare", "pledge", "ready",
    "likely", "agree", "decide", "threaten", "ask", "urge", "order", "invite", "propose", "offer", "be",
];

/// Modals that put the clause ahead of its telling.
const AHEAD: [&str; 8] = ["will", "shall", "may", "might", "can", "should", "must", "'ll"];

/// Verbs and adjectives whose own time is that of what they announce: "is scheduled Monday", "is due on Friday".
const SCHEDULES: [&str; 6] = ["schedule", "scheduled", "slate", "slated", "due", "expect"];

/// Steps from the expression to the verb that governs it; real sentences need at most five.
const FARTHEST: usize = 8;

/// Tense of the verb that governs a token, by the tree.
pub(crate) fn by_syntax(reading: &Reading, token: TokenIdx) -> Tense {
    // "Wednesday's ruling": the verb tells of the ruling only where that is its subject.
    if let Some(noun) = attributed(reading, token)
        && !reading.tokens[noun].deprel.is("nsubj")
    {
        return Tense::Unknown;
    }
    let mut at = token;
    for _ in 0..FARTHEST {
        let Some(here) = reading.tokens.get(at) else { return Tense::Unknown };
        if matches!(here.upos, Upos::Verb | Upos::Aux) || has_copula(reading, at) {
            let tense = of_verb(reading, at);
            if tense != Tense::Unknown {
                return tense;
            }
        }
        match here.head {
            Some(head) if head != at => at = head,
            _ => return Tense::Unknown,
        }
    }
    Tense::Unknown
}

/// The noun that a time stands before: "Wednesday's ruling", "the November vote".
fn attributed(reading: &Reading, token: TokenIdx) -> Option<TokenIdx> {
    let time = reading.tokens.get(token)?;
    let noun = time.head.filter(|h| *h > token)?;
    let is_attribute = matches!(time.deprel.as_str(), "nmod:poss" | "compound" | "amod" | "nummod");
    (is_attribute && matches!(reading.tokens.get(noun)?.upos, Upos::Noun | Upos::Propn)).then_some(noun)
}

/// True when the verb that a length of time hangs from is in the present perfect: "has ruled for two years".
pub(crate) fn is_lasting(reading: &Reading, token: TokenIdx) -> bool {
    let verb = reading.tokens.get(token).and_then(|t| t.head).filter(|verb| reading.tokens.get(*verb).is_some());
    verb.is_some_and(|verb| {
        reading.dependents(verb).any(|d| {
            let t = &reading.tokens[d];
            t.deprel.is("aux") && t.lemma == "have" && matches!(t.xpos, "VBZ" | "VBP")
        })
    })
}

fn has_copula(reading: &Reading, at: TokenIdx) -> bool {
    reading.dependents(at).any(|d| reading.tokens[d].deprel.is("cop"))
}

fn of_verb(reading: &Reading, verb: TokenIdx) -> Tense {
    let token = &reading.tokens[verb];
    let helpers: Vec<&dateline_model::Token> =
        reading.dependents(verb).map(|d| &reading.tokens[d]).filter(|t| matches!(t.deprel.universal(), "aux" | "cop" | "mark")).collect();
    let has_done = helpers.iter().any(|h| h.lemma == "have" && h.deprel.is("aux"));
    if helpers.iter().any(|h| h.deprel.is("aux") && AHEAD.contains(&h.lemma.as_str())) && !has_done {
        return Tense::Future;
    }
    // "would" is the future of a past; before the article's date it mostly lies ahead of it too.
    if helpers.iter().any(|h| h.lemma == "would" && h.deprel.is("aux")) && !has_done {
        return Tense::Future;
    }
    if SCHEDULES.contains(&token.lemma.as_str()) {
        return Tense::Future;
    }
    // "the agreement, announced Friday"
    if token.xpos == "VBN" && token.deprel.is("acl") && helpers.is_empty() && !PLANS.contains(&token.lemma.as_str()) {
        return Tense::Past;
    }
    if token.lemma == "go" && token.xpos == "VBG" && reading.dependents(verb).any(|d| reading.tokens[d].deprel.is("xcomp")) {
        return Tense::Future;
    }
    if token.xpos == "VBD" || has_done || helpers.iter().any(|h| h.xpos == "VBD") {
        return Tense::Past;
    }
    if helpers.iter().any(|h| h.lemma == "to" && h.upos == Upos::Part) {
        let governor = token.head.and_then(|h| reading.tokens.get(h));
        let is_plan = governor.is_some_and(|g| PLANS.contains(&g.lemma.as_str()) || (g.upos == Upos::Noun && token.deprel.is("acl")));
        // "was expected to meet on Friday" lies ahead unless it is told as over; the weekday rules look at the date anyway.
        return if is_plan || token.deprel.is("root") { Tense::Future } else { Tense::Unknown };
    }
    Tense::Unknown
}

/// The same by words alone, for texts without a tree: a word of the future shortly before the expression, in what looks like its clause.
pub(crate) fn by_words(words: &[Word], first: usize, end: usize) -> Tense {
    let ends_clause = |w: &Word| {
        w.after_break
            || matches!(
                w.lower.as_str(),
                "." | "?" | "!" | "," | ";" | ":" | "said" | "says" | "that" | "who" | "which" | "after" | "when" | "and" | "\"" | "”"
            )
    };
    let before = (0..first).rev().take(9).take_while(|i| !words.get(*i).is_none_or(ends_clause));
    let after = (end..words.len()).take(4).take_while(|i| !words.get(*i).is_none_or(ends_clause));
    let is_future = |i: usize| senses(words, i).any(|(_, s)| s == Sense::Future);
    if before.chain(after).any(is_future) { Tense::Future } else { Tense::Unknown }
}
