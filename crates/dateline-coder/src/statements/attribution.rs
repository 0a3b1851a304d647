//! From what the model and the syntax mark to statements with clean spans.

use super::cues::Frame;
use super::quotes::Quotes;
use super::spans::{source_run, tidy};
use super::syntactic::{Candidate, is_expletive};
use super::{StatementMention, content as contents, cues, quotation, stance};
use crate::syntax::Syntax;
use dateline_model::report::{Stance, StatementKind};
use dateline_model::{Attribution, TokenIdx, Tokens, Upos};

/// A statement from an attribution of the model and the candidate of the same cue; `None` when no content is left.
pub(crate) fn marked(syntax: &Syntax, quotes: &Quotes, framed: Option<&Candidate>, attribution: &Attribution) -> Option<StatementMention> {
    let n = syntax.len();
    let valid = |run: &&Tokens| run.start < run.end && run.end <= n;
    let cue = Some(attribution.cue.clone()).filter(|c| c.start < c.end && c.end <= n).map(|c| with_to(syntax, c));
    let source = attribution.source.iter().filter(valid).max_by_key(|r| (r.len(), std::cmp::Reverse(r.start))).cloned();
    let source = source.map(|run| if cue.as_ref().is_some_and(|c| c.end == run.start + 1) { run.start + 1..run.end } else { run });
    let source = source.filter(|run| !run.is_empty());
    let mut content: Vec<Tokens> = attribution.content.iter().filter(valid).cloned().collect();
    content.sort_by_key(|r| r.start);
    let content = tidy(syntax, content);
    let content = quotation::snap(syntax, quotes, content, cue.as_ref(), source.as_ref());
    if content.is_empty() {
        return None;
    }
    let main = cue.as_ref().and_then(|c| c.clone().rev().find(|i| syntax.upos(*i) == Upos::Verb).or_else(|| syntax.head_of(c)));
    let (cue, source) = main.map_or((cue.clone(), source.clone()), |main| without_subject(syntax, cue, source, main));
    let source = source.filter(|run| !main.is_some_and(|main| is_spoken_of(syntax, main, run)));
    let head = source.as_ref().and_then(|run| head_of_source(syntax, run));
    let source_head = head.or(framed.and_then(|f| f.source_head));
    let content = cue.as_ref().and_then(|cue| contents::whole_quotation(syntax, quotes, &content, cue, source_head)).unwrap_or(content);
    let content = main.map_or(content.clone(), |main| contents::to_clause(syntax, content, main));
    let content = quotation::snap(syntax, quotes, content, cue.as_ref(), source.as_ref());
    let content = cue.as_ref().map_or(content.clone(), |cue| contents::within_sentence(syntax, quotes, content, cue));
    let content = contents::within_paragraph(syntax, quotes, content);
    let content = main.map_or(content.clone(), |main| contents::before_next_cue(syntax, quotes, content, main));
    let content = contents::finish(syntax, content, [cue.as_ref(), source.as_ref()]);
    let content = main.map_or(content.clone(), |main| contents::within_phrase(syntax, content, main));
    let content = main.map_or(content.clone(), |main| contents::what_is_said(syntax, content, main));
    // The frame of the cue word, or its subject, for a source that the model leaves empty.
    let source_head = source_head.or_else(|| main.and_then(|m| doer(syntax, m, &content)));
    // "..," Orsa was quoted by the Herald as saying: who passed it on is not who said it.
    let passed_on = source_head.is_none_or(|head| syntax.deprel(head) == "obl:agent");
    let speaker = cue.as_ref().filter(|_| passed_on).and_then(|cue| quotation::speaker_after(syntax, quotes, &content, cue));
    let unsaid = cue.as_ref().is_some_and(|cue| leaves_unsaid(syntax, cue));
    let source_head = speaker.or(source_head).filter(|_| !unsaid);
    let source = source.filter(|_| !unsaid);
    let source =
        source.filter(|_| speaker.is_none()).or_else(|| source_head.map(|head| source_run(syntax, head, cue.as_ref().unwrap_or(&(0..0)))));
    let cue_head = cue.as_ref().and_then(|c| framed.map(|f| f.cue_head).or_else(|| syntax.head_of(c)));
    let stance = stance::of(syntax, cue.as_ref(), cue_head);
    let kind = StatementKind::Indirect;
    let confidence = attribution.confidence;
    (!content.is_empty()).then_some(StatementMention {
        cue,
        source,
        source_head,
        content,
        kind,
        stance,
        via: Vec::new(),
        inside: None,
        confidence,
    })
}

/// A statement from the syntax.
pub(crate) fn framed(syntax: &Syntax, quotes: &Quotes, candidate: &Candidate) -> StatementMention {
    let source = candidate.source_head.map(|head| source_run(syntax, head, &candidate.cue));
    let content = own_content(syntax, quotes, candidate, source.as_ref());
    let content = contents::before_next_cue(syntax, quotes, content, candidate.cue_head);
    StatementMention {
        cue: Some(candidate.cue.clone()),
        content: contents::what_is_said(syntax, content, candidate.cue_head),
        source,
        source_head: candidate.source_head,
        kind: StatementKind::Indirect,
        stance: stance::adjust(syntax, candidate.cue_head, candidate.stance),
        via: Vec::new(),
        inside: None,
        // Below what the model is sure of; not calibrated.
        confidence: if candidate.strong { 0.6 } else { 0.5 },
    }
}

/// The content that the frame of a cue gives it, a quotation before it taken whole.
fn own_content(syntax: &Syntax, quotes: &Quotes, candidate: &Candidate, source: Option<&Tokens>) -> Vec<Tokens> {
    let quoting = candidate.quotes && syntax.upos(candidate.cue_head) == Upos::Verb;
    let start = quotation::clause_start(syntax, &candidate.cue, candidate.source_head);
    match quotation::before(syntax, quotes, start).filter(|_| quoting) {
        Some(quotation) => vec![quotation],
        None => quotation::snap(syntax, quotes, candidate.content.clone(), Some(&candidate.cue), source),
    }
}

/// The subject of an active cue verb outside the content, for a source that the model does not mark.
fn doer(syntax: &Syntax, cue: TokenIdx, content: &[Tokens]) -> Option<TokenIdx> {
    let passive = syntax.children(cue).iter().any(|c| matches!(syntax.deprel(*c), "nsubj:pass" | "aux:pass"))
        || (syntax.xpos(cue) == "VBN" && syntax.child(cue, "aux").is_none());
    if passive {
        return None;
    }
    syntax.subject(cue).filter(|s| !is_expletive(syntax, *s) && !content.iter().any(|r| r.contains(s)))
}

/// "according to" is one cue.
fn with_to(syntax: &Syntax, cue: Tokens) -> Tokens {
    let according = syntax.form(cue.end - 1).eq_ignore_ascii_case("according") && syntax.form(cue.end).eq_ignore_ascii_case("to");
    cue.start..cue.end + usize::from(according)
}

/// A cue without the subject that the model took into it: "the | report said".
fn without_subject(syntax: &Syntax, cue: Option<Tokens>, source: Option<Tokens>, main: TokenIdx) -> (Option<Tokens>, Option<Tokens>) {
    let inside = |cue: &Tokens| {
        let subject = syntax.child(main, "nsubj").filter(|s| cue.contains(s) && *s < main && !is_expletive(syntax, *s))?;
        (syntax.child(main, "nsubj:pass").is_none()).then_some(subject)
    };
    match cue.as_ref().and_then(|cue| Some((cue.clone(), inside(cue)?))) {
        Some((run, subject)) => {
            let start = source.as_ref().filter(|s| s.end == run.start).map_or(run.start, |s| s.start);
            (Some(subject + 1..run.end), source.filter(|s| s.end != run.start).or(Some(start..subject + 1)))
        }
        None => (cue, source),
    }
}

/// True for the subject of "was accused", "is believed", "was asked": not who says so.
fn is_spoken_of(syntax: &Syntax, main: TokenIdx, source: &Tokens) -> bool {
    let told = |cue: &cues::Cue| {
        let frames = [Frame::ToPassive, Frame::PredPassive, Frame::ObjTo, Frame::CallOn];
        matches!(cue.stance, Stance::Accuses | Stance::Rumoured) || frames.into_iter().any(|f| cue.takes(f))
    };
    // "Residents were told that ..".
    let hears = cues::is_form_of(syntax, main, &["tell", "inform", "notify", "remind", "advise", "assure", "warn"]);
    (hears || cues::of(syntax, main).is_some_and(|(_, cue)| told(cue)))
        && syntax.child(main, "nsubj:pass").is_some_and(|s| source.contains(&s))
}

/// "reportedly", "alleged fraud": nobody is named who says so, whoever stands near.
fn leaves_unsaid(syntax: &Syntax, cue: &Tokens) -> bool {
    let adverb = |i: TokenIdx| cues::of(syntax, i).is_some_and(|(_, c)| c.takes(Frame::Clause));
    let attribute = |i: TokenIdx| syntax.is(i, "amod") && syntax.form(i).eq_ignore_ascii_case("alleged");
    cue.len() == 1 && (adverb(cue.start) || attribute(cue.start))
}

/// The token of a source that stands for it; a relative pronoun stands for its noun.
pub(crate) fn head_of_source(syntax: &Syntax, run: &Tokens) -> Option<TokenIdx> {
    let head = syntax.head_of(run)?;
    // The run may begin with a preposition or hold a verb ("said Vela"): a noun in it is the better head.
    let nominal = |i: TokenIdx| matches!(syntax.upos(i), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Det | Upos::X);
    // "Many in the town": an adjective that stands for people.
    if nominal(head) || (syntax.upos(head) == Upos::Adj && syntax.is(head, "nsubj")) {
        Some(head)
    } else {
        run.clone().find(|i| nominal(*i) && !syntax.head(*i).is_some_and(|h| run.contains(&h) && nominal(h))).or(Some(head))
    }
}
