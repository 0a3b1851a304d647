//! The time that the syntax ties to an event.

use super::{Bound, TimeExpression};
use dateline_model::{Reading, TokenIdx, Tokens, Upos};
use jiff::ToSpan;
use jiff::civil::Date;

/// Relations by which a time hangs from what happens at it.
const TIES: [&str; 5] = ["obl", "nmod", "advmod", "nummod", "amod"];

/// Relations that a nominal trigger takes up to the verb of the same clause: "the attack came on Monday".
const NOMINAL_TO_VERB: [&str; 7] = ["nsubj", "obj", "obl", "iobj", "nmod", "compound", "appos"];

/// Steps from a trigger to the verb of its clause; more mean that the tree is wrong.
const FARTHEST: usize = 6;

/// The time expression that the syntax ties to an event, an index into `times`: one that depends on the trigger, or on what governs the
/// trigger while that is the same clause; else one that opens the sentence before the clause. Never one of another clause.
pub fn of_event(reading: &Reading, times: &[TimeExpression], head: TokenIdx) -> Option<usize> {
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
        if !same_clause(reading, at, governor) {
            break;
        }
        at = governor;
    }
    opening(reading, times, &here, &sentence.tokens, head)
}

/// True for expressions that can tell when: not sets, and of durations only those that are tied to the calendar.
fn places(time: &TimeExpression) -> bool {
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
        Bound::Before => (None, time.start.and_then(|s| s.checked_sub(1.day()).ok())),
        Bound::After => (time.end.and_then(|e| e.checked_add(1.day()).ok()), None),
    }
}
