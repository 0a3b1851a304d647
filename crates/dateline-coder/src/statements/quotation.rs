//! What quotation marks tell of statements: contents that are whole quotations, quotations that go on, direct or not.

use super::cues::{self, Frame};
use super::quotes::Quotes;
use super::spans::{size, source_run, tidy, tokens_in, trim, without};
use super::{StatementMention, owners};
use crate::syntax::Syntax;
use dateline_model::report::{Stance, StatementKind};
use dateline_model::{Span, TokenIdx, Tokens, Upos};

/// Words between a quotation and the verb that reports it: "..," the mayor of the town said.
const NEAR: usize = 14;

/// A run that covers most of a quotation, or begins it, is meant to cover all of it and nothing after it.
pub(crate) fn snap(syntax: &Syntax, quotes: &Quotes, content: Vec<Tokens>, cue: Option<&Tokens>, source: Option<&Tokens>) -> Vec<Tokens> {
    let mut list = Vec::new();
    for mut run in content {
        let span = syntax.reading.span(&run);
        for index in quotes.overlapping(span) {
            let quote = &quotes.list[index];
            if quote.single || !quote.closed {
                continue;
            }
            let inner = tokens_in(syntax, quote.inner);
            let shared = run.end.min(inner.end).saturating_sub(run.start.max(inner.start));
            let named = [cue, source].into_iter().flatten().any(|t| t.start < inner.end && inner.start < t.end);
            if named || shared == 0 {
                continue;
            }
            // Half: on PolNeAR dev the model's ends inside a quotation are slips.
            let begins = run.start <= inner.start && shared * 3 >= inner.len();
            if shared < inner.len() && (shared * 2 >= inner.len() || begins) {
                run = run.start.min(inner.start)..run.end.max(inner.end);
            }
            // A quotation from the first word on ends with its mark when the one who says it follows.
            let follows = cue.is_some_and(|c| c.start >= inner.end && c.start - inner.end <= NEAR);
            // So does one with its comma inside, however long the description of the one who says it is.
            let comma = quote.inner.of(syntax.text).ends_with(',') && cue.is_some_and(|c| c.start >= inner.end);
            if (comma || (follows && inner.len() * 2 >= run.len())) && run.start + 1 >= inner.start && run.end > inner.end {
                run.end = inner.end;
            }
        }
        list.push(trim(syntax, run));
    }
    for other in [cue, source].into_iter().flatten() {
        list = list.into_iter().flat_map(|run| without(run, other)).collect();
    }
    list.sort_by_key(|r| r.start);
    tidy(syntax, list)
}

/// `"..," Vela said`: the quotation that ends right before `start`, where the clause of the cue begins.
pub(crate) fn before(syntax: &Syntax, quotes: &Quotes, start: TokenIdx) -> Option<Tokens> {
    let place = syntax.reading.tokens.get(start)?.span.start;
    let known = quotes.list.partition_point(|q| q.outer.start < place);
    let quote = quotes.list[..known].iter().rev().take(8).find(|q| !q.single)?;
    let between = syntax.text.get(quote.outer.end as usize..place as usize)?;
    let close = between.trim().chars().all(|c| matches!(c, ',' | '.' | '-' | '—' | '–')) && !between.contains('\n');
    let run = trim(syntax, tokens_in(syntax, quote.inner));
    let comma = quote.inner.of(syntax.text).ends_with([',', '!', '?', '…', '-', '—']) || between.trim().starts_with(',');
    (close && comma && !run.is_empty()).then_some(run)
}

/// `"..," Pavel Orsa, who .., was quoted`: the noun right after the quotation that a content ends with, before the cue.
pub(crate) fn speaker_after(syntax: &Syntax, quotes: &Quotes, content: &[Tokens], cue: &Tokens) -> Option<TokenIdx> {
    let end = syntax.reading.span(content.last()?).end;
    let quote = quotes.list.iter().find(|q| !q.single && q.closed && q.inner.start <= end && end <= q.outer.end)?;
    if !quote.inner.of(syntax.text).ends_with(',') {
        return None;
    }
    let start = tokens_in(syntax, quote.outer).end;
    let nominal = |i: &TokenIdx| matches!(syntax.upos(*i), Upos::Noun | Upos::Propn | Upos::Pron);
    let first = (start..cue.start).take(4).find(nominal)?;
    std::iter::successors(Some(first), |i| syntax.head(*i).filter(|h| (start..cue.start).contains(h) && nominal(h))).last()
}

/// Where the clause of a cue begins: at its source when that stands close before it.
pub(crate) fn clause_start(syntax: &Syntax, cue: &Tokens, source: Option<TokenIdx>) -> TokenIdx {
    let near = source.filter(|h| cue.start.abs_diff(*h) < NEAR).map(|h| source_run(syntax, h, cue));
    near.map_or(cue.start, |s| s.start.min(cue.start))
}

/// How much of the content is quoted, the quotations around the whole cue left aside.
pub(crate) fn kind(syntax: &Syntax, quotes: &Quotes, statement: &StatementMention) -> StatementKind {
    let letters = |span: Span| span.of(syntax.text).chars().filter(|c| c.is_alphanumeric()).count();
    let cue = statement.cue.as_ref().map(|c| syntax.reading.span(c));
    let (mut quoted, mut all) = (0, 0);
    for run in &statement.content {
        let span = syntax.reading.span(run);
        all += letters(span);
        let mut reached = span.start;
        for index in quotes.overlapping(span) {
            let outer = quotes.list[index].outer;
            if cue.is_some_and(|c| outer.contains(c)) || outer.end <= reached {
                continue;
            }
            let (from, to) = (outer.start.max(reached), outer.end.min(span.end));
            if from < to {
                quoted += letters(Span { start: from, end: to });
                reached = to;
            }
        }
    }
    match (quoted, all) {
        (0, _) => StatementKind::Indirect,
        (q, a) if q * 100 >= a * 95 => StatementKind::Direct,
        _ => StatementKind::Mixed,
    }
}

/// Quotations that no statement holds: with a reporting verb of their own that is in no list, the rest of one broken by
/// its cue, or one that goes on in a new paragraph.
pub(crate) fn adopt_orphans(syntax: &Syntax, quotes: &Quotes, list: &mut Vec<StatementMention>) {
    let owner_of = owners(syntax.len(), list);
    let mut cues = vec![false; syntax.len()];
    list.iter().flat_map(|s| &s.cue).for_each(|c| cues[c.clone()].fill(true));
    // The last quotation: its statement and paragraph.
    let mut last: Option<(usize, usize)> = None;
    for quote in quotes.list.iter().filter(|q| !q.single) {
        let inner = tokens_in(syntax, quote.inner);
        let covered = inner.clone().filter(|i| owner_of[*i].is_some()).count();
        if inner.is_empty() || covered > 0 || inner.clone().any(|i| cues[i]) {
            let owner = inner.clone().find_map(|i| owner_of[i]);
            last = owner.filter(|_| covered * 2 >= inner.len()).map(|o| (o, quote.paragraph)).or(last);
            continue;
        }
        let words = inner.clone().filter(|i| syntax.upos(*i) != Upos::Punct).count();
        let text = quote.inner.of(syntax.text);
        let sentence = text.chars().next().is_some_and(char::is_uppercase) && text.trim_end().ends_with(['.', '!', '?', ',', '…']);
        let first = syntax.reading.sentences.get(syntax.sentence(inner.start));
        let opens = first.is_some_and(|s| s.span.start + 1 >= quote.outer.start);
        let run = trim(syntax, inner.clone());
        if words < 4 || !sentence || run.is_empty() {
            continue;
        }
        let reporter = reporter(syntax, &inner).filter(|(cue, _)| !cue.clone().any(|i| cues[i]));
        let statement = |cue: Option<Tokens>, source: Option<Tokens>, source_head: Option<TokenIdx>| StatementMention {
            cue,
            source,
            source_head,
            content: vec![run.clone()],
            kind: StatementKind::Direct,
            stance: Stance::Says,
            via: Vec::new(),
            inside: None,
            confidence: 0.5,
        };
        match (last, reporter) {
            (_, Some((cue, source))) => {
                cues[cue.clone()].fill(true);
                let named = source_run(syntax, source, &cue);
                list.push(statement(Some(cue), Some(named), Some(source)));
                last = Some((list.len() - 1, quote.paragraph));
            }
            (Some((owner, paragraph)), None) if paragraph == quote.paragraph && opens => {
                // "..," she said. "..": the same statement goes on.
                list[owner].content.push(run.clone());
                list[owner].content.sort_by_key(|r| r.start);
            }
            (Some((owner, paragraph)), None) if paragraph + 1 == quote.paragraph && opens => {
                let source = list[owner].source_head;
                list.push(statement(None, None, source));
                last = Some((list.len() - 1, quote.paragraph));
            }
            (_, None) if quotes.is_whole_paragraph(quote) => {
                // "The mayor said she would stay." and a paragraph that is nothing but a quotation: hers.
                let Some(source) = last_source(syntax, quotes, list, quote.paragraph) else { continue };
                list.push(statement(None, None, Some(source)));
                last = Some((list.len() - 1, quote.paragraph));
            }
            _ => {}
        }
    }
}

/// `"The general told us, 'You will be home,' and we ..": what a quotation quotes is no more than what stands between its marks.
pub(crate) fn inner_quotations(syntax: &Syntax, quotes: &Quotes, list: &mut Vec<StatementMention>) {
    for quote in quotes.list.iter().filter(|q| q.single && q.closed) {
        let inner = tokens_in(syntax, quote.inner);
        let outer = quotes.overlapping(quote.outer).map(|i| &quotes.list[i]).find(|q| !q.single && q.outer.start < quote.outer.start);
        let run = trim(syntax, inner.clone());
        // "answer, 'No one'": the mark before and the cue before that.
        let first = tokens_in(syntax, quote.outer).start.min(inner.start);
        if outer.is_none() || run.len() < 3 || first < 2 || !matches!(syntax.form(first - 1), "," | ":") {
            continue;
        }
        let near = first.saturating_sub(6)..first - 1;
        let stop = near.clone().rev().find(|i| syntax.upos(*i) == Upos::Punct).map_or(near.start, |i| i + 1);
        let reports = |i: &TokenIdx| syntax.upos(*i) == Upos::Verb && cues::of(syntax, *i).is_some_and(|(_, c)| c.takes(Frame::Quote));
        let Some(verb) = (stop..near.end).rev().find(reports) else { continue };
        let known = list
            .iter_mut()
            .filter(|s| s.content.first().is_some_and(|r| r.end > verb))
            .find(|s| s.cue.as_ref().is_some_and(|c| c.contains(&verb)));
        if let Some(statement) = known {
            statement.content = vec![run];
            continue;
        }
        let cue = verb..verb + 1;
        let source_head = syntax.subject(verb);
        list.push(StatementMention {
            source: source_head.map(|s| source_run(syntax, s, &cue)),
            source_head,
            stance: super::stance::of(syntax, Some(&cue), Some(verb)),
            cue: Some(cue),
            content: vec![run],
            kind: StatementKind::Direct,
            via: Vec::new(),
            inside: None,
            confidence: 0.5,
        });
    }
}

/// The source of the last statement in the paragraph before.
fn last_source(syntax: &Syntax, quotes: &Quotes, list: &[StatementMention], paragraph: usize) -> Option<TokenIdx> {
    let before = quotes.paragraphs.get(paragraph.checked_sub(1)?)?;
    let cue = |s: &StatementMention| s.cue.as_ref().map(|c| syntax.reading.span(c).start);
    let there = list.iter().filter(|s| cue(s).is_some_and(|at| before.start <= at && at < before.end));
    there.max_by_key(|s| cue(s))?.source_head
}

/// Cuts statements where a new sentence of quotation begins after the cue: "..," she said. "..".
pub(crate) fn split_sentences(syntax: &Syntax, quotes: &Quotes, list: &mut Vec<StatementMention>) {
    let whole = |run: &Tokens| {
        let span = syntax.reading.span(run);
        quotes.overlapping(span).map(|i| &quotes.list[i]).find(|q| !q.single && q.inner.start <= span.start && span.end <= q.inner.end)
    };
    for index in 0..list.len() {
        let statement = &list[index];
        let Some(cue) = statement.cue.clone() else { continue };
        let Some(at) = statement.content.iter().position(|r| r.start > cue.start) else { continue };
        let starts = |run: &Tokens| {
            let sentence = syntax.reading.sentences.get(syntax.sentence(run.start));
            whole(run).is_some_and(|q| {
                sentence.is_some_and(|s| s.span.start + 1 >= q.outer.start)
                    || q.inner.of(syntax.text).chars().next().is_some_and(char::is_uppercase)
            })
        };
        if at == 0 || !statement.content[..at].iter().all(|r| whole(r).is_some()) || !starts(&statement.content[at]) {
            continue;
        }
        let (before, after) = (size(&statement.content[..at]), size(&statement.content[at..]));
        if before * 5 < after * 2 || after * 5 < before * 2 {
            continue;
        }
        let mut rest = statement.clone();
        rest.content = list[index].content.split_off(at);
        list.push(rest);
    }
}

/// `"..?" he went on`: a finite verb with its subject right after a quotation, whatever the verb.
fn reporter(syntax: &Syntax, inner: &Tokens) -> Option<(Tokens, TokenIdx)> {
    let sentence = syntax.reading.sentences.get(syntax.sentence(inner.end.checked_sub(1)?))?;
    let mark = |i: TokenIdx| syntax.upos(i) == Upos::Punct;
    // The reader may begin a sentence after the closing mark.
    let first = (inner.end..syntax.len().min(inner.end + 4)).find(|i| !mark(*i))?;
    let stop = sentence.tokens.end.max(first).max(inner.end) + NEAR;
    let clause = first..(first..syntax.len().min(stop)).find(|i| mark(*i)).unwrap_or_else(|| syntax.len().min(stop));
    let same_paragraph = !syntax
        .text
        .get(syntax.reading.tokens.get(inner.end)?.span.start as usize..syntax.reading.tokens[first].span.start as usize)?
        .contains('\n');
    let finite = |i: &TokenIdx| syntax.upos(*i) == Upos::Verb && matches!(syntax.xpos(*i), "VBD" | "VBZ" | "VBP");
    let verb = clause.clone().find(finite)?;
    let subject = syntax.child(verb, "nsubj").filter(|s| clause.contains(s))?;
    let begins = subject == first || verb == first || super::spans::noun_phrase(syntax, subject).start == first;
    let cue = verb..(verb + 1 + usize::from(syntax.deprel(verb + 1) == "compound:prt" || syntax.form(verb + 1) == "on")).min(syntax.len());
    (same_paragraph && begins && size(std::slice::from_ref(&clause)) > 1).then_some((cue, subject))
}
