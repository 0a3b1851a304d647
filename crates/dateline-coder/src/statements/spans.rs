//! Runs of tokens: subtrees, noun phrases, trimmed ends.

use crate::syntax::Syntax;
use dateline_model::{Span, TokenIdx, Tokens, Upos};

/// The subtree of `token` as runs, without the subtrees of `without`, outer punctuation and a leading "that".
pub(crate) fn runs(syntax: &Syntax, token: TokenIdx, without: &[TokenIdx]) -> Vec<Tokens> {
    let mut list: Vec<Tokens> = Vec::new();
    for i in syntax.extent(token) {
        if !syntax.is_under(i, token) || without.iter().any(|w| syntax.is_under(i, *w)) {
            continue;
        }
        match list.last_mut() {
            Some(last)
                if last.end == i
                    || (last.end..i).all(|p| syntax.upos(p) == Upos::Punct && !without.iter().any(|w| syntax.is_under(p, *w))) =>
            {
                last.end = i + 1;
            }
            _ => list.push(i..i + 1),
        }
    }
    list.iter_mut().for_each(|run| *run = trim(syntax, run.clone()));
    list.retain(|run| run.start < run.end);
    let says_something = |run: &Tokens| {
        run.clone().any(|i| !matches!(syntax.upos(i), Upos::Adp | Upos::Cconj | Upos::Det | Upos::Part | Upos::Punct | Upos::Sconj))
    };
    // "that .. the town fell": what is left before a dependent that is taken out.
    if list.iter().any(says_something) {
        list.retain(says_something);
    }
    list
}

/// A run without punctuation at its ends, brackets that belong together excepted, and without a leading "that".
pub(crate) fn trim(syntax: &Syntax, mut run: Tokens) -> Tokens {
    let punct = |i: TokenIdx| syntax.upos(i) == Upos::Punct || is_mark(syntax.form(i));
    let keep_open = |i: TokenIdx| matches!(syntax.form(i), "(" | "[" | "$" | "#" | "@" | "-");
    while run.start < run.end && punct(run.start) && !keep_open(run.start) {
        run.start += 1;
    }
    while run.start < run.end && punct(run.end - 1) && !matches!(syntax.form(run.end - 1), ")" | "]" | "%" | "?" | "!" | "…" | "...") {
        run.end -= 1;
    }
    let first = run.start;
    let that = syntax.form(first).eq_ignore_ascii_case("that") && matches!(syntax.upos(first), Upos::Sconj) && run.end > first + 1;
    if that {
        run.start += 1;
        return trim(syntax, run);
    }
    run
}

/// True for quotation marks and dashes that a tagger may call symbols.
fn is_mark(form: &str) -> bool {
    !form.is_empty()
        && form.chars().all(|c| matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | '`' | '«' | '»' | ',' | '—' | '–' | ':' | ';'))
}

/// A run without the part that overlaps `cut`.
pub(crate) fn without(run: Tokens, cut: &Tokens) -> Vec<Tokens> {
    if run.end <= cut.start || cut.end <= run.start {
        return vec![run];
    }
    [run.start..cut.start.max(run.start), cut.end.min(run.end)..run.end].into_iter().filter(|r| !r.is_empty()).collect()
}

/// Trims runs and joins those with nothing but punctuation between them.
pub(crate) fn tidy(syntax: &Syntax, content: Vec<Tokens>) -> Vec<Tokens> {
    let mut list: Vec<Tokens> = Vec::new();
    for run in content {
        match list.last_mut() {
            Some(last) if (last.end..run.start).all(|i| syntax.upos(i) == Upos::Punct) => last.end = last.end.max(run.end),
            _ => list.push(run),
        }
    }
    list.into_iter().map(|run| trim(syntax, run)).filter(|run| !run.is_empty()).collect()
}

/// The tokens of a byte span.
pub(crate) fn tokens_in(syntax: &Syntax, span: Span) -> Tokens {
    let tokens = &syntax.reading.tokens;
    let from = tokens.partition_point(|t| t.span.start < span.start);
    let to = tokens.partition_point(|t| t.span.end <= span.end);
    from..to.max(from)
}

/// A noun phrase with its modifiers, without clauses, appositions and coordinated phrases.
pub(crate) fn noun_phrase(syntax: &Syntax, head: TokenIdx) -> Tokens {
    trim(syntax, phrase(syntax, head, 0))
}

fn phrase(syntax: &Syntax, head: TokenIdx, depth: usize) -> Tokens {
    let (mut start, mut end) = (head, head + 1);
    if depth > 12 {
        return start..end;
    }
    let modifies = |c: TokenIdx| {
        ["det", "amod", "compound", "nummod", "nmod", "flat", "fixed", "goeswith", "cc:preconj"].iter().any(|r| syntax.is(c, r))
            || (syntax.is(c, "advmod") && c < head)
            || (syntax.is(c, "punct") && matches!(syntax.form(c), "-" | "\"" | "“" | "”" | "‘" | "’" | "'") && c + 1 < syntax.len())
    };
    let children = syntax.children(head);
    for child in children.iter().copied().filter(|c| *c < head).rev() {
        if !modifies(child) {
            break;
        }
        start = start.min(syntax.extent(child).start);
    }
    for child in children.iter().copied().filter(|c| *c > head) {
        if !modifies(child) {
            break;
        }
        end = end.max(phrase(syntax, child, depth + 1).end);
    }
    start..end
}

/// The noun phrase of a source without relative clauses and without the cue.
pub(crate) fn source_run(syntax: &Syntax, head: TokenIdx, cue: &Tokens) -> Tokens {
    let run = noun_phrase(syntax, head);
    let run = if run.end > cue.start && run.start < cue.start { run.start..cue.start } else { run };
    let run = trim(syntax, run);
    if run.contains(&head) { run } else { head..head + 1 }
}

/// Number of tokens in runs.
pub(crate) fn size(runs: &[Tokens]) -> usize {
    runs.iter().map(ExactSizeIterator::len).sum()
}

/// Number of tokens that runs share.
pub(crate) fn shared(a: &[Tokens], b: &[Tokens]) -> usize {
    a.iter().flat_map(|x| b.iter().map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start)))).sum()
}
