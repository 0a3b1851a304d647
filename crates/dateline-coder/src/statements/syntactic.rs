//! Statements by syntax alone: reporting, believing, wanting, asking words with their content.
//!
//! The model marks the outermost attribution only, as PolNeAR does; what stands inside it is found here, and what it
//! overlooks when the word is one that always attributes.

use super::cues::{self, Cue, Frame};
use super::spans::{runs, trim, without};
use crate::syntax::Syntax;
use dateline_model::report::Stance;
use dateline_model::{TokenIdx, Tokens, Upos};

/// A possible statement.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) cue: Tokens,
    /// The word the frame belongs to.
    pub(crate) cue_head: TokenIdx,
    pub(crate) source_head: Option<TokenIdx>,
    pub(crate) content: Vec<Tokens>,
    pub(crate) stance: Stance,
    /// The cue can stand beside a quotation.
    pub(crate) quotes: bool,
    /// Makes a statement where the model saw none.
    pub(crate) strong: bool,
}

/// Verbs that carry a noun of speech: "made the claim that".
const LIGHT: [&str; 14] =
    ["make", "issue", "voice", "express", "have", "raise", "repeat", "share", "hold", "give", "renew", "level", "deny", "cite"];

/// All candidates of an article by their cue.
pub(crate) fn candidates(syntax: &Syntax) -> Vec<Candidate> {
    let mut list = Vec::new();
    for token in 0..syntax.len() {
        let upos = syntax.upos(token);
        if syntax.form(token).eq_ignore_ascii_case("according") {
            list.extend(according_to(syntax, token));
            continue;
        }
        let Some((_, cue)) = cues::of(syntax, token) else { continue };
        match upos {
            Upos::Verb | Upos::Aux => list.extend(verb(syntax, token, cue)),
            Upos::Noun => list.extend(noun(syntax, token, cue)),
            Upos::Adj => list.extend(adjective(syntax, token, cue)),
            _ => list.extend(adverb(syntax, token, cue)),
        }
    }
    list
}

fn passive(syntax: &Syntax, verb: TokenIdx) -> bool {
    let children = syntax.children(verb);
    children.iter().any(|c| matches!(syntax.deprel(*c), "nsubj:pass" | "aux:pass" | "csubj:pass"))
        || (syntax.xpos(verb) == "VBN" && (syntax.is(verb, "acl") || syntax.is(verb, "amod")) && syntax.child(verb, "aux").is_none())
        || (syntax.is(verb, "conj")
            && syntax.xpos(verb) == "VBN"
            && syntax.child(verb, "nsubj").is_none()
            && syntax.head(verb).is_some_and(|h| syntax.child(h, "aux:pass").is_some()))
}

/// The one by whom a passive is done.
pub(crate) fn agent(syntax: &Syntax, verb: TokenIdx) -> Option<TokenIdx> {
    syntax.children_by(verb, "obl").find(|o| has_case(syntax, *o, "by"))
}

pub(crate) fn has_case(syntax: &Syntax, noun: TokenIdx, preposition: &str) -> bool {
    syntax.children_by(noun, "case").any(|c| syntax.lemma(c).eq_ignore_ascii_case(preposition))
}

/// The cue's own words: the verb with its auxiliaries, negation and particle where these touch it.
fn cue_words(syntax: &Syntax, head: TokenIdx) -> Tokens {
    let mut cue = head..head + 1;
    let belongs = |i: TokenIdx| {
        syntax.head(i) == Some(head)
            && (syntax.is(i, "aux") || syntax.is(i, "cop") || syntax.deprel(i) == "compound:prt" || matches!(syntax.lemma(i), "not"))
    };
    while cue.start > 0 && belongs(cue.start - 1) {
        cue.start -= 1;
    }
    if cue.end < syntax.len() && syntax.deprel(cue.end) == "compound:prt" && syntax.head(cue.end) == Some(head) {
        cue.end += 1;
    }
    cue
}

fn verb(syntax: &Syntax, verb: TokenIdx, cue: &Cue) -> Option<Candidate> {
    if syntax.is(verb, "amod") || syntax.is(verb, "compound") {
        return None;
    }
    let children = syntax.children(verb);
    let is_passive = passive(syntax, verb);
    let negated = children.iter().any(|c| syntax.lemma(*c) == "not" || syntax.lemma(*c) == "never");
    let subject = if is_passive { None } else { syntax.subject(verb).filter(|s| !is_expletive(syntax, *s)) };
    let make = |content: Vec<Tokens>, source_head: Option<TokenIdx>| {
        let own = cue_words(syntax, verb);
        let content: Vec<Tokens> =
            content.into_iter().flat_map(|run| without(run, &own)).map(|run| trim(syntax, run)).filter(|r| !r.is_empty()).collect();
        // "said it were", "wants to help": a bare infinitive says too little, or its rest was parsed elsewhere.
        let words = content.iter().flat_map(Clone::clone).filter(|i| !matches!(syntax.upos(*i), Upos::Punct | Upos::Part)).count();
        let bare = words < 2
            && content.iter().any(|r| matches!(syntax.upos(r.end - 1), Upos::Aux | Upos::Verb) && syntax.xpos(r.end - 1) != "VBN");
        (!content.is_empty() && !bare).then_some(Candidate {
            cue: own,
            cue_head: verb,
            source_head,
            content,
            stance: cue.stance,
            quotes: cue.takes(Frame::Quote),
            strong: cue.strong,
        })
    };
    let marked = |clause: TokenIdx, words: &[&str]| {
        syntax.children(clause).iter().any(|c| (syntax.is(*c, "mark") || syntax.is(*c, "advmod")) && words.contains(&syntax.lemma(*c)))
    };
    if subject.is_some_and(|s| names_nobody(syntax, s)) || thanks(syntax, verb, cue, subject) {
        return None;
    }
    // "denied them the right": withheld, not contradicted.
    if cue.stance == Stance::Denies && syntax.child(verb, "iobj").is_some() {
        return None;
    }
    let finite = children.iter().copied().find(|c| syntax.deprel(*c) == "ccomp" && !marked(*c, &["to", "for"]));
    let open = children.iter().copied().find(|c| syntax.is(*c, "xcomp") || (syntax.is(*c, "advcl") && marked(*c, &["to"]) && *c > verb));
    let infinitive = open.filter(|c| marked(*c, &["to"]));
    // The cue as a parenthesis of its content: "The town fell, she said."
    if cue.takes(Frame::Quote) && syntax.is(verb, "parataxis") && finite.is_none() && !is_passive {
        let up = syntax.head(verb)?;
        let own_subject = syntax.child(verb, "nsubj");
        if own_subject.is_some() && syntax.sentence(up) == syntax.sentence(verb) {
            return make(runs(syntax, up, &[verb]), own_subject);
        }
    }
    if let Some(clause) = finite {
        let question = marked(clause, &["whether", "if", "why", "how", "what", "who", "when", "where"]);
        let fits = cue.takes(Frame::That) || cue.takes(Frame::Quote) || (cue.takes(Frame::Whether) && question);
        if is_passive && (cue.takes(Frame::ThatPassive) || cue.takes(Frame::That)) {
            return make(runs(syntax, clause, &[]), agent(syntax, verb));
        }
        if fits && !is_passive && !(negated && matches!(syntax.lemma(verb), "know" | "say")) {
            return make(runs(syntax, clause, &[]), subject);
        }
    }
    if is_passive {
        if let Some(clause) = infinitive.filter(|_| cue.takes(Frame::ToPassive)) {
            let mut content = Vec::new();
            if syntax.is(verb, "acl") {
                // "the militants believed to be inside": the whole noun phrase is what is believed.
                if let Some(noun) = syntax.head(verb) {
                    content = runs(syntax, noun, &[]);
                }
            } else {
                content.extend(syntax.subject(verb).map(|s| runs(syntax, s, &[])).unwrap_or_default());
                content.extend(runs(syntax, clause, &[]));
            }
            return make(content, agent(syntax, verb));
        }
        if let Some(predicate) = open.filter(|c| cue.takes(Frame::PredPassive) && !marked(*c, &["to"])) {
            return make(runs(syntax, predicate, &[]), agent(syntax, verb));
        }
        return None;
    }
    if cue.takes(Frame::Quote) {
        // "He said: .." is parsed as two clauses side by side.
        let colon = |c: TokenIdx| (verb + 1..c).any(|i| matches!(syntax.form(i), ":" | "\"" | "“"));
        if let Some(clause) = children.iter().copied().find(|c| *c > verb && syntax.is(*c, "parataxis") && colon(*c)) {
            return make(runs(syntax, clause, &[]), subject);
        }
    }
    let object = children.iter().copied().find(|c| matches!(syntax.deprel(*c), "obj" | "iobj"));
    let by_case = |preposition: &str| {
        children
            .iter()
            .copied()
            .find(|c| (syntax.is(*c, "obl") && has_case(syntax, *c, preposition)) || (syntax.is(*c, "advcl") && marked(*c, &[preposition])))
    };
    if let Some(clause) = infinitive {
        if (cue.takes(Frame::ObjTo) && object.is_some()) || (cue.takes(Frame::To) && object.is_none()) {
            return make(runs(syntax, clause, &[]), subject);
        }
        let addressee = by_case("on").or_else(|| by_case("to")).or_else(|| by_case("for"));
        if (cue.takes(Frame::CallOn) || cue.takes(Frame::OnTo)) && addressee.is_some() {
            let mut made = make(runs(syntax, clause, &[]), subject)?;
            if cue.takes(Frame::CallOn) && made.cue.end == addressee?.min(made.cue.end) {
                made.cue.end += 1;
            }
            made.stance = Stance::Asks;
            return Some(made);
        }
    }
    if cue.takes(Frame::CallFor)
        && object.is_none()
        && let Some(wanted) = by_case("for")
    {
        let mut made = make(without_case(syntax, wanted), subject)?;
        made.stance = Stance::Asks;
        return Some(made);
    }
    for preposition in ["as", "of", "for", "about", "with"] {
        let Some(phrase) = cue.takes(Frame::With(preposition)).then(|| by_case(preposition)).flatten() else { continue };
        return make(without_case(syntax, phrase), subject);
    }
    if cue.takes(Frame::Pred)
        && object.is_some()
        && let Some(predicate) = open.filter(|c| !marked(*c, &["to"]))
    {
        let mut content = object.map(|o| runs(syntax, o, &[])).unwrap_or_default();
        content.extend(runs(syntax, predicate, &[]));
        return make(join_touching(content), subject);
    }
    if cue.takes(Frame::Obj)
        && let Some(object) = object
    {
        return make(runs(syntax, object, &[]), subject);
    }
    None
}

/// "No one wants to ..", "if anybody says ..": what nobody in particular says or wants is not attributed.
pub(crate) fn names_nobody(syntax: &Syntax, subject: TokenIdx) -> bool {
    let word = syntax.form(subject).to_lowercase();
    matches!(word.as_str(), "nobody" | "anyone" | "anybody" | "everyone" | "everybody" | "none" | "nothing")
        || (word == "one" && syntax.children(subject).iter().any(|c| matches!(syntax.lemma(*c), "no" | "any" | "every")))
}

/// "I want to thank you": a turn of speech of who is quoted anyway, not a wish.
fn thanks(syntax: &Syntax, verb: TokenIdx, cue: &Cue, subject: Option<TokenIdx>) -> bool {
    let open = syntax.children_by(verb, "xcomp").next();
    cue.stance == Stance::Wants
        && subject.is_some_and(|s| syntax.form(s) == "I")
        && open.is_some_and(|c| matches!(syntax.lemma(c), "thank" | "say" | "ask" | "congratulate" | "add" | "make" | "be"))
}

/// The phrase without its preposition.
fn without_case(syntax: &Syntax, phrase: TokenIdx) -> Vec<Tokens> {
    let cases: Vec<TokenIdx> =
        syntax.children(phrase).iter().copied().filter(|c| (syntax.is(*c, "case") || syntax.is(*c, "mark")) && *c < phrase).collect();
    runs(syntax, phrase, &cases)
}

fn join_touching(mut runs: Vec<Tokens>) -> Vec<Tokens> {
    runs.sort_by_key(|r| r.start);
    let mut list: Vec<Tokens> = Vec::new();
    for run in runs {
        match list.last_mut() {
            Some(last) if last.end >= run.start => last.end = last.end.max(run.end),
            _ => list.push(run),
        }
    }
    list
}

/// True for "it" and "there" that stand for nobody.
pub(crate) fn is_expletive(syntax: &Syntax, token: TokenIdx) -> bool {
    syntax.is(token, "expl") || syntax.form(token).eq_ignore_ascii_case("there")
}

fn noun(syntax: &Syntax, noun: TokenIdx, cue: &Cue) -> Option<Candidate> {
    // "in order to", "by order of": a way to speak of aims, or nothing that is told.
    if syntax.lemma(noun) == "order" && noun > 0 && matches!(syntax.form(noun - 1).to_lowercase().as_str(), "in" | "by") {
        return None;
    }
    let children = syntax.children(noun);
    let to = |c: TokenIdx| syntax.children_by(c, "mark").any(|m| syntax.lemma(m) == "to");
    let that = |c: TokenIdx| syntax.children_by(c, "mark").any(|m| syntax.lemma(m) == "that");
    let relative = |c: TokenIdx| syntax.deprel(c) == "acl:relcl" && !that(c);
    let clause = children.iter().copied().find(|c| {
        *c > noun
            && !relative(*c)
            && ((cue.takes(Frame::That) && (syntax.is(*c, "acl") || syntax.is(*c, "ccomp") || syntax.is(*c, "appos")) && that(*c))
                || (cue.takes(Frame::To) && syntax.is(*c, "acl") && to(*c)))
    });
    let phrase = || {
        ["of", "for"]
            .into_iter()
            .filter(|p| cue.takes(Frame::With(p)))
            .find_map(|p| children.iter().copied().find(|c| *c > noun && syntax.is(*c, "nmod") && has_case(syntax, *c, p)))
    };
    let content = match (clause, phrase()) {
        (Some(clause), _) => runs(syntax, clause, &[]),
        (None, Some(phrase)) => without_case(syntax, phrase),
        _ => return None,
    };
    let governor = syntax.head(noun);
    let light = governor
        .filter(|v| (syntax.is(noun, "obj") || syntax.is(noun, "obl")) && LIGHT.contains(&syntax.lemma(*v)) && !passive(syntax, *v));
    let source_head = syntax
        .child(noun, "nmod:poss")
        .or_else(|| {
            children
                .iter()
                .copied()
                .find(|c| *c < noun && syntax.is(*c, "nmod") && syntax.children_by(*c, "case").any(|m| syntax.xpos(m) == "POS"))
        })
        .or_else(|| {
            children.iter().copied().find(|c| syntax.is(*c, "nmod") && (has_case(syntax, *c, "by") || has_case(syntax, *c, "from")))
        })
        .or_else(|| light.and_then(|v| syntax.subject(v)));
    // "They were united by the belief that ..": whoever the clause is about holds the belief.
    let source_head = source_head.or_else(|| {
        let holder = governor.filter(|v| cue.stance == Stance::Believes && syntax.is(noun, "obl") && passive(syntax, *v))?;
        syntax.subject(holder)
    });
    (!content.is_empty()).then(|| Candidate {
        cue: noun..noun + 1,
        cue_head: noun,
        source_head,
        content,
        stance: cue.stance,
        quotes: cue.takes(Frame::Quote),
        strong: cue.strong,
    })
}

fn adjective(syntax: &Syntax, adjective: TokenIdx, cue: &Cue) -> Option<Candidate> {
    let subject = syntax.subject(adjective).filter(|s| !is_expletive(syntax, *s))?;
    let clause = syntax.children(adjective).iter().copied().find(|c| {
        let marks = |word: &str| syntax.children_by(*c, "mark").any(|m| syntax.lemma(m) == word);
        let complement = syntax.is(*c, "ccomp") || syntax.is(*c, "advcl") || syntax.is(*c, "xcomp");
        *c > adjective
            && complement
            && ((cue.takes(Frame::That) && (marks("that") || syntax.deprel(*c) == "ccomp")) || (cue.takes(Frame::To) && marks("to")))
    })?;
    // "It is certain that .." has no one who is certain.
    if syntax.lemma(subject) == "it" && cue.takes(Frame::That) && !syntax.is(subject, "nsubj") {
        return None;
    }
    let content = runs(syntax, clause, &[]);
    (!content.is_empty()).then(|| Candidate {
        cue: adjective..adjective + 1,
        cue_head: adjective,
        source_head: Some(subject),
        content,
        stance: cue.stance,
        quotes: cue.takes(Frame::Quote),
        strong: cue.strong,
    })
}

fn adverb(syntax: &Syntax, adverb: TokenIdx, cue: &Cue) -> Option<Candidate> {
    let clause = syntax.head(adverb)?;
    if !cue.takes(Frame::Clause) || syntax.upos(clause) == Upos::Adj && syntax.is(clause, "amod") {
        return None;
    }
    let dependent: Vec<TokenIdx> = syntax
        .children(clause)
        .iter()
        .copied()
        .filter(|c| {
            ((syntax.is(*c, "mark") || syntax.is(*c, "cc") || syntax.is(*c, "advcl")) && *c < adverb)
                || (syntax.is(*c, "parataxis") && syntax.child(*c, "nsubj").is_some())
        })
        .collect();
    let content = runs(syntax, clause, &dependent);
    (!content.is_empty()).then(|| Candidate {
        cue: adverb..adverb + 1,
        cue_head: adverb,
        source_head: None,
        content,
        stance: cue.stance,
        quotes: cue.takes(Frame::Quote),
        strong: cue.strong,
    })
}

/// "..., according to Vela": the content is the clause the phrase hangs on.
fn according_to(syntax: &Syntax, according: TokenIdx) -> Option<Candidate> {
    let to = according + 1;
    if !syntax.form(to).eq_ignore_ascii_case("to") {
        return None;
    }
    let source = match syntax.head(according) {
        Some(noun) if noun > to && syntax.is(according, "case") => noun,
        // Parsed as a participle with an oblique.
        _ => syntax.children(according).iter().copied().find(|c| *c > to && syntax.is(*c, "obl"))?,
    };
    let hanging = if syntax.head(source) == Some(according) { according } else { source };
    let clause = syntax.head(hanging)?;
    let content = runs(syntax, clause, &[hanging]);
    let content: Vec<Tokens> = content.into_iter().filter(|r| r.len() > 1 || syntax.upos(r.start) != Upos::Punct).collect();
    (!content.is_empty()).then(|| Candidate {
        cue: according..to + 1,
        cue_head: according,
        source_head: Some(source),
        content,
        stance: Stance::Says,
        quotes: false,
        strong: true,
    })
}
