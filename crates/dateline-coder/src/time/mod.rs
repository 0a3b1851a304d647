//! When: the time expressions of an article, and the one that the syntax ties to an event.
//!
//! Useful for: explicit and relative dates, durations, sets and times of day in English, as TIMEX3 values and as intervals of days.
//! Not useful for: guessing the time of an event that names none; such events have no time.
//!
//! Four steps, each a plain function: `words` cuts the text, `grammar` finds expressions and what they say, `tense` asks the
//! tree whether the clause lies ahead, `resolve` finds the days from the publication date and the time the text was at.

mod amounts;
mod calendar;
mod dates;
mod event;
mod grammar;
mod link;
mod meaning;
mod periods;
mod resolve;
mod stage;
mod tense;
#[cfg(test)]
mod tests;
mod why;
mod words;

pub use event::interval;
pub(crate) use event::same_clause;
pub use link::{EventTime, of_events};
pub use why::{Anchor, Why};

use dateline_model::report::TimeKind;
use dateline_model::{Article, Reading, Span, Tokens};
use jiff::civil::Date;
use meaning::Meaning;
use resolve::Context;
use std::borrow::Cow;
use words::Word;

/// One time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// The words, without prepositions.
    pub span: Span,
    /// The tokens that share characters with the span; empty where the reading has none.
    pub tokens: Tokens,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value; digits that cannot be told are `X`.
    pub value: String,
    /// First day, if it can be told.
    pub start: Option<Date>,
    /// Last day, if it can be told.
    pub end: Option<Date>,
    /// `day`, `week`, `weekend`, `month`, `quarter`, `half-year`, `season`, `year`, `decade`, `century`; for durations their unit; `set`;
    /// `unknown`.
    pub precision: &'static str,
    /// How the words before it bound the time: "since 2014".
    pub bound: Bound,
    /// True when the next expression is the end of the range or pair that this one begins: "from 2009 to 2013", "in 2009 and 2013".
    pub begins_range: bool,
    /// How the value came about.
    pub why: Why,
}

/// How the words before a time expression bound the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// At that time.
    At,
    /// From then until the article's date: "since".
    Since,
    /// At some time up to and including it: "until", "by".
    Until,
    /// At some time before it.
    Before,
    /// At some time after it.
    After,
}

/// Finds the time expressions of an article, in text order and disjoint.
///
/// Works without tokens; with them, the tense of the clause decides between the May behind and the May ahead.
pub fn find(article: &Article, reading: &Reading) -> Vec<TimeExpression> {
    let words = words::words(article);
    let found = grammar::expressions(&words);
    let mut context = Context { published: article.published, ..Context::default() };
    let mut out: Vec<TimeExpression> = Vec::with_capacity(found.len());
    let mut first_token = 0;
    for (n, expression) in found.iter().enumerate() {
        let (Some(first), Some(last)) = (words.get(expression.first), words.get(expression.end.wrapping_sub(1))) else { continue };
        let span = first.span.cover(last.span);
        first_token += reading.tokens.get(first_token..).unwrap_or_default().partition_point(|t| t.span.end <= span.start);
        let n_tokens = reading.tokens.get(first_token..).unwrap_or_default().partition_point(|t| t.span.start < span.end);
        let tokens = first_token..first_token + n_tokens;
        let tense = match head(reading, &tokens) {
            Some(head) if reading.tokens[head].head.is_some() => tense::by_syntax(reading, head),
            _ => tense::by_words(&words, expression.first, expression.end),
        };
        context.at = expression.first;
        let why = why::why(&context, &expression.meaning, tense);
        let meaning = lasting(&words, expression, reading, &tokens);
        let resolved = context.resolve(&meaning, tense);
        let own = words.get(expression.first..expression.end).unwrap_or_default();
        let days = resolved.start.zip(resolved.end).map(|days| stage::narrow(own, resolved.precision, days, article.published));
        let (start, end) = days.map_or((resolved.start, resolved.end), |(start, end)| (Some(start), Some(end)));
        out.push(TimeExpression {
            span,
            tokens,
            kind: resolved.kind,
            value: resolved.value,
            start,
            end,
            precision: resolved.precision,
            bound: bound(&words, expression.first),
            begins_range: found.get(n + 1).is_some_and(|next| begins_range(&words, expression, next)),
            why,
        });
    }
    out
}

/// "has ruled for two years" is still so: the length is a stretch that ends with the day of publication.
fn lasting<'m>(words: &[Word], found: &'m meaning::Found, reading: &Reading, tokens: &Tokens) -> Cow<'m, Meaning> {
    let follows_for = found.first.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| w.lower == "for");
    match &found.meaning {
        Meaning::Duration { amount, unit, window: None }
            if follows_for && head(reading, tokens).is_some_and(|head| tense::is_lasting(reading, head)) =>
        {
            Cow::Owned(Meaning::Duration { amount: *amount, unit: *unit, window: Some(meaning::Which::Last) })
        }
        other => Cow::Borrowed(other),
    }
}

/// The token of an expression that the rest of it hangs from.
fn head(reading: &Reading, tokens: &Tokens) -> Option<usize> {
    let outside = |i: &usize| reading.tokens.get(*i).is_some_and(|t| t.head.is_none_or(|h| !tokens.contains(&h)));
    tokens.clone().find(outside)
}

fn bound(words: &[Word], first: usize) -> Bound {
    match first.checked_sub(1).and_then(|i| words.get(i)).map_or("", |w| w.lower.as_str()) {
        "since" => Bound::Since,
        "until" | "till" | "by" => Bound::Until,
        "before" => Bound::Before,
        "after" => Bound::After,
        _ => Bound::At,
    }
}

/// "from 2009 to 2013", "in the 1950s and 1960s", "between 8 and 12 May", "2009-2013", "May 8 to 12"
fn begins_range(words: &[Word], first: &meaning::Found, second: &meaning::Found) -> bool {
    let between: Vec<&str> = words.get(first.end..second.first).unwrap_or_default().iter().map(|w| w.lower.as_str()).collect();
    let before = first.first.checked_sub(1).and_then(|i| words.get(i)).map_or("", |w| w.lower.as_str());
    let is_date = |found: &meaning::Found| {
        !matches!(found.meaning, meaning::Meaning::Duration { .. } | meaning::Meaning::Set(_) | meaning::Meaning::Reference(_))
    };
    is_date(first)
        && is_date(second)
        && match between.as_slice() {
            ["to" | "-" | "until" | "till" | "through"] => true,
            ["and"] => before == "between" || std::mem::discriminant(&first.meaning) == std::mem::discriminant(&second.meaning),
            _ => false,
        }
}
