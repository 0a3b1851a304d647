//! The time that the syntax ties to an event.

use super::{Bound, TimeExpression};
use crate::statements::reports_a_clause;
use dateline_model::report::TimeKind;
use dateline_model::{Reading, TokenIdx, Tokens, Upos};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Relations by which a time hangs from what happens at it.
const TIES: [&str; 5] = ["obl", "nmod", "advmod", "nummod", "amod"];

/// Relations that a nominal trigger takes up to the verb of the same clause: "the attack came on Monday".
const NOMINAL_TO_VERB: [&str; 7] = ["nsubj", "obj", "obl", "iobj", "nmod", "compound", "appos"];

/// Steps from a trigger to the verb of its clause; more mean that the tree is wrong.
const FARTHEST: usize = 6;

/// The heads of all events with their types.
pub(crate) struct Heads<'a>(pub(crate) BTreeMap<TokenIdx, &'a str>);

impl Heads<'_> {
    /// True when an event stands, by way of a token, under an event of another kind as what that one is about: "arrested in the killing", "a search for suspects in
    /// the bombings". It happened at another time.
    fn is_cause(&self, reading: &Reading, event: TokenIdx, token: TokenIdx, governor: TokenIdx) -> bool {
        let (Some(here), Some(above)) = (self.0.get(&event), self.0.get(&governor)) else { return false };
        here != above && matches!(reading.tokens[token].deprel.universal(), "obl" | "nmod")
    }
}

/// The time expression that the syntax ties to an event, an index into `times`: one that depends on the trigger, or on what governs the
/// trigger while that is the same clause; else one that opens the sentence before the clause. Never one of another clause.
pub(crate) fn of_event(reading: &Reading, times: &[TimeExpression], heads: &Heads, head: TokenIdx) -> Option<usize> {
    reading.tokens.get(head)?;
    let sentence = reading.sentences.get(reading.sentence_of(head))?;
    let first = times.partition_point(|t| t.tokens.end <= sentence.tokens.start);
    let here: Vec<usize> =
        (first..times.len()).take_while(|i| times[*i].tokens.start < sentence.tokens.end).filter(|i| places(&times[*i])).collect();
    if here.is_empty() {
        return None;
    }
    let mut at = head;
    for _ in 0..FARTHEST {
        if let Some(found) = best(reading, times, &here, at, head) {
            return Some(found);
        }
        let token = &reading.tokens[at];
        let Some(governor) = token.head.filter(|h| sentence.tokens.contains(h) && *h != at) else { break };
        if !same_clause(reading, at, governor) || heads.is_cause(reading, head, at, governor) {
            break;
        }
        at = governor;
    }
    opening(reading, times, &here, &sentence.tokens, head)
}

/// Relations between a phrase and the noun or verb that holds it.
const PHRASES: [&str; 8] = ["obl", "nmod", "obj", "iobj", "nsubj", "compound", "nummod", "amod"];

/// A time of the sentence that the event's own clause does not hold, but a phrase under it ("freed hostages taken in a 1975 attack"), a verb
/// beside it that shares its subject ("killed two and wounded six on Monday"), or the clause that it stands in ("marched Sunday to protest
/// the killings"). What a participle or a relative clause describes has its own time, as has what was said.
pub(crate) fn wider(reading: &Reading, times: &[TimeExpression], heads: &Heads, head: TokenIdx) -> Option<usize> {
    reading.tokens.get(head)?;
    let sentence = &reading.sentences.get(reading.sentence_of(head))?.tokens;
    let first = times.partition_point(|t| t.tokens.end <= sentence.start);
    let here: Vec<usize> =
        (first..times.len()).take_while(|i| times[*i].tokens.start < sentence.end).filter(|i| times[*i].start.is_some()).collect();
    let below = |index: &usize| is_below(reading, heads, &times[*index].tokens, head);
    if let Some(found) = here.iter().copied().filter(below).min_by_key(|i| times[*i].tokens.start.abs_diff(head)) {
        return Some(found);
    }
    let mut at = head;
    for _ in 0..FARTHEST {
        let governor = reading.tokens[at].head.filter(|h| sentence.contains(h) && *h != at)?;
        if !climbs(reading, at, governor) || heads.is_cause(reading, head, at, governor) {
            return None;
        }
        at = governor;
        if let Some(found) = best(reading, times, &here, at, head) {
            return Some(found);
        }
    }
    None
}

/// The time that a sentence as a whole is at: one that opens it, or hangs on its main verb.
pub(crate) fn of_sentence(reading: &Reading, times: &[TimeExpression], sentence: usize) -> Option<usize> {
    let tokens = &reading.sentences.get(sentence)?.tokens;
    let first = times.partition_point(|t| t.tokens.end <= tokens.start);
    let is_main = |tokens: &Tokens| {
        let verb = super::head(reading, tokens).and_then(|top| reading.tokens[top].head);
        verb.is_some_and(|v| reading.tokens[v].head.is_none())
    };
    (first..times.len())
        .take_while(|i| times[*i].tokens.start < tokens.end)
        .find(|i| times[*i].start.is_some() && matches!(times[*i].kind, TimeKind::Date | TimeKind::Time) && is_main(&times[*i].tokens))
}

/// True when a time stands in a phrase under a token, with no clause between but a verb that shares its subject.
fn is_below(reading: &Reading, heads: &Heads, tokens: &Tokens, head: TokenIdx) -> bool {
    let Some(mut at) = super::head(reading, tokens).filter(|_| !tokens.contains(&head)) else { return false };
    for _ in 0..FARTHEST {
        let token = &reading.tokens[at];
        let Some(above) = token.head else { return false };
        let has_subject = |t: TokenIdx| reading.dependents(t).any(|d| reading.tokens[d].deprel.is("nsubj"));
        let is_phrase = PHRASES.contains(&token.deprel.universal()) && !matches!(token.upos, Upos::Verb);
        let is_second = token.deprel.is("conj") && token.upos == Upos::Verb && !has_subject(at);
        let is_manner = token.deprel.as_str() == "advcl" && !has_subject(at) && !is_apart(reading, at);
        if !(is_phrase && !token.deprel.is("nsubj") || is_second || is_manner) {
            return false;
        }
        let is_setting = above == head && reading.dependents(at).any(|d| matches!(reading.tokens[d].lemma.as_str(), "in" | "during"));
        if heads.0.contains_key(&at) && !is_setting && is_phrase {
            return false;
        }
        if above == head {
            return true;
        }
        at = above;
    }
    false
}

/// True when a token's governor says when the token happens.
fn climbs(reading: &Reading, token: TokenIdx, governor: TokenIdx) -> bool {
    let (t, g) = (&reading.tokens[token], &reading.tokens[governor]);
    if same_clause(reading, token, governor) {
        return true;
    }
    match t.deprel.universal() {
        "advcl" => !is_apart(reading, token),
        "xcomp" => true,
        // "a plan to end the war"
        "acl" => t.xpos == "VB" && reading.dependents(token).any(|d| reading.tokens[d].deprel.is("mark")),
        "ccomp" => !reports_a_clause(&g.lemma),
        "obl" | "nmod" | "obj" | "nsubj" | "compound" => !reports_a_clause(&g.lemma),
        _ => false,
    }
}

/// "after police shot him", "until he was arrested": another time than that of the governor.
fn is_apart(reading: &Reading, clause: TokenIdx) -> bool {
    reading.dependents(clause).any(|d| {
        let t = &reading.tokens[d];
        t.deprel.is("mark")
            && matches!(t.lemma.as_str(), "after" | "before" | "until" | "since" | "if" | "because" | "although" | "though" | "unless")
    })
}

/// True for expressions that can tell when: not sets, and of durations only those that are tied to the calendar.
pub(crate) fn places(time: &TimeExpression) -> bool {
    time.start.is_some() || time.end.is_some() || time.value.contains("_REF") || time.value.starts_with("XX") || time.value.contains("-XX")
}

/// The best of the times that hang from a token: the nearest to the trigger, dates before vague references.
fn best(reading: &Reading, times: &[TimeExpression], here: &[usize], governor: TokenIdx, trigger: TokenIdx) -> Option<usize> {
    let hangs = |index: &usize| {
        let tokens = &times[*index].tokens;
        tokens.clone().any(|t| {
            let token = &reading.tokens[t];
            token.head == Some(governor) && !tokens.contains(&governor) && TIES.contains(&token.deprel.universal())
                || tokens.contains(&t) && governor == trigger && is_inside_compound(reading, t, trigger)
        }) || leads_up(reading, tokens, governor)
    };
    here.iter().copied().filter(hangs).min_by_key(|index| {
        let time = &times[*index];
        (time.start.is_none(), time.tokens.start.abs_diff(trigger))
    })
}

/// "Friday's attack", "the 2020 protests"
fn is_inside_compound(reading: &Reading, token: TokenIdx, trigger: TokenIdx) -> bool {
    let t = &reading.tokens[token];
    t.head == Some(trigger) && matches!(t.deprel.universal(), "nmod" | "nummod" | "compound" | "amod" | "det")
}

/// A time inside a longer phrase that hangs from the token: "in the early hours of Monday", "at a meeting in May" does not count.
fn leads_up(reading: &Reading, tokens: &Tokens, governor: TokenIdx) -> bool {
    let Some(top) = super::head(reading, tokens) else { return false };
    let Some(between) = reading.tokens[top].head else { return false };
    let middle = &reading.tokens[between];
    middle.head == Some(governor)
        && middle.deprel.is("obl")
        && reading.tokens[top].deprel.is("nmod")
        && matches!(
            middle.lemma.as_str(),
            "hour"
                | "morning"
                | "night"
                | "day"
                | "week"
                | "end"
                | "beginning"
                | "start"
                | "middle"
                | "evening"
                | "afternoon"
                | "eve"
                | "wake"
        )
}

/// True when a token and its governor stand in one clause, so that a time of the one is a time of the other.
pub(crate) fn same_clause(reading: &Reading, token: TokenIdx, governor: TokenIdx) -> bool {
    let (t, g) = (&reading.tokens[token], &reading.tokens[governor]);
    match t.deprel.as_str() {
        // The second of two verbs shares the time of the first when it has no subject of its own.
        "conj" => t.upos == g.upos && !reading.dependents(token).any(|d| reading.tokens[d].deprel.is("nsubj")),
        // "is expected to meet on Friday", "began attacking on Monday"
        "xcomp" => g.upos == Upos::Verb,
        relation => {
            let universal = relation.split(':').next().unwrap_or(relation);
            let is_nominal = !matches!(t.upos, Upos::Verb | Upos::Aux);
            is_nominal && NOMINAL_TO_VERB.contains(&universal) && (g.upos == Upos::Verb || is_light(reading, governor) || matches!(universal, "compound"))
                // A participle before its noun: "the planned attack".
                || t.upos == Upos::Verb && matches!(relation, "amod" | "compound")
        }
    }
}

/// Nouns that only carry the event behind them: "the start of the war", "a wave of attacks".
fn is_light(reading: &Reading, noun: TokenIdx) -> bool {
    let lemma = reading.tokens[noun].lemma.as_str();
    matches!(
        lemma,
        "start"
            | "beginning"
            | "end"
            | "wave"
            | "series"
            | "round"
            | "spate"
            | "outbreak"
            | "onset"
            | "attempt"
            | "act"
            | "case"
            | "lot"
            | "number"
            | "kind"
    )
}

/// A time that opens the sentence, when the event's clause is the main one: "On Friday, ...".
fn opening(reading: &Reading, times: &[TimeExpression], here: &[usize], sentence: &Tokens, head: TokenIdx) -> Option<usize> {
    let index = *here.first()?;
    let time = &times[index];
    let opens = time.tokens.start <= sentence.start + 2;
    let followed = reading.tokens.get(time.tokens.end).is_some_and(|t| t.upos == Upos::Punct);
    // The event must be, or stand under, the verb that the opening hangs from; a clause that reports what others say has its own time.
    let top = super::head(reading, &time.tokens)?;
    let verb = reading.tokens[top].head?;
    let mut at = head;
    for _ in 0..FARTHEST {
        if at == verb {
            return (opens && followed).then_some(index);
        }
        let token = &reading.tokens[at];
        if matches!(token.deprel.universal(), "ccomp" | "acl" | "advcl" | "csubj" | "parataxis")
            && !matches!(token.deprel.as_str(), "advcl")
        {
            return None;
        }
        at = token.head.filter(|h| sentence.contains(h))?;
    }
    None
}

/// The days of an event that happens at a time: its range, and open on the side that "since", "before" and the like leave open.
pub fn interval(times: &[TimeExpression], index: usize, published: Option<Date>) -> (Option<Date>, Option<Date>) {
    let Some(time) = times.get(index) else { return (None, None) };
    let end = if time.begins_range {
        times.get(index + 1).and_then(|t| t.end).filter(|end| time.start.is_some_and(|s| s <= *end)).or(time.end)
    } else {
        time.end
    };
    match time.bound {
        Bound::At => (time.start, end),
        Bound::Since => (time.start, published.filter(|p| time.start.is_some_and(|s| s <= *p))),
        Bound::Until => (None, end),
        // "just before 11 p.m. on May 5" is that day.
        Bound::Before | Bound::After if time.kind == TimeKind::Time => (time.start, end),
        Bound::Before => (None, time.start.and_then(|s| s.checked_sub(1.day()).ok())),
        Bound::After => (time.end.and_then(|e| e.checked_add(1.day()).ok()), None),
    }
}
