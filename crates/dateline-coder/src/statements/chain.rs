//! The source chain: who passed a statement on between its source and the outlet.

use super::spans::{noun_phrase, source_run};
use super::syntactic::{agent, has_case};
use super::venue::{self, Venue};
use super::{Intermediary, StatementMention, cues, hearsay};
use crate::entities::{Entities, lookup};
use crate::syntax::Syntax;
use dateline_model::{NameClass, TokenIdx, Tokens, Upos};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Occasions on which a source talks to a publisher: "in an interview with", "in a statement to".
const OCCASIONS: [&str; 14] = [
    "interview",
    "comment",
    "statement",
    "remark",
    "conversation",
    "email",
    "e-mail",
    "message",
    "letter",
    "response",
    "column",
    "article",
    "appearance",
    "call",
];

static PUBLISHERS: LazyLock<[BTreeSet<&'static str>; 3]> = LazyLock::new(|| {
    let mut sets: [BTreeSet<&'static str>; 3] = Default::default();
    for line in include_str!("../../data/publishers.tsv").lines().filter(|l| !l.starts_with('#')) {
        let Some((word, place)) = line.split_once('\t') else { continue };
        let set = match place {
            "name" => &mut sets[0],
            "last" => &mut sets[1],
            _ => &mut sets[2],
        };
        set.insert(word);
    }
    sets
});

/// Finds the intermediaries of a statement and, where a publisher quotes somebody, its true source.
pub(crate) fn attach(syntax: &Syntax, statement: &mut StatementMention) {
    let Some(cue) = statement.cue.clone() else { return };
    let Some(head) = cue.clone().rev().find(|i| syntax.upos(*i) == Upos::Verb).or_else(|| syntax.head_of(&cue)) else { return };
    let mut via: Vec<TokenIdx> = Vec::new();
    // "told X", "said in an interview with X".
    for child in syntax.children(head).iter().copied() {
        let addressee = matches!(syntax.deprel(child), "obj" | "iobj")
            || (syntax.is(child, "obl") && (has_case(syntax, child, "to") || has_case(syntax, child, "with")));
        if addressee && !statement.holds(child) {
            via.push(child);
        }
        if syntax.is(child, "obl") && OCCASIONS.contains(&syntax.lemma(child).to_lowercase().as_str()) {
            via.extend(
                syntax
                    .children_by(child, "nmod")
                    .filter(|n| ["with", "to", "for", "by", "in", "on"].iter().any(|p| has_case(syntax, *n, p))),
            );
            via.extend(syntax.children_by(child, "compound"));
        }
        // "wrote in a letter obtained by the Varna Post".
        if syntax.is(child, "obl") && has_case(syntax, child, "in") {
            let made_known =
                |v: &TokenIdx| cues::is_form_of(syntax, *v, &["obtain", "publish", "post", "see", "review", "release", "carry"]);
            via.extend(syntax.children_by(child, "acl").filter(made_known).filter_map(|v| agent(syntax, v)));
        }
    }
    // "told the Varna Post he would": where the parse misplaces the addressee, it still follows the verb.
    if matches!(syntax.form(head).to_lowercase().as_str(), "told" | "tells" | "telling" | "tell") {
        let after = (head + 1..syntax.len().min(head + 8))
            .take_while(|i| matches!(syntax.upos(*i), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Part));
        via.extend(after.filter(|i| matches!(syntax.upos(*i), Upos::Noun | Upos::Propn)).find(|i| is_publisher(syntax, *i)));
    }
    // "an officer who spoke to the Varna Post on condition of anonymity said".
    let source = statement.source_head.into_iter().flat_map(|s| syntax.children_by(s, "acl"));
    for relative in source.filter(|v| cues::is_form_of(syntax, *v, &["speak", "talk", "tell"])) {
        let told = syntax.children(relative).iter().copied();
        via.extend(
            told.filter(|c| syntax.is(*c, "obj") || syntax.is(*c, "iobj") || has_case(syntax, *c, "to") || has_case(syntax, *c, "with")),
        );
    }
    let mut via: Vec<TokenIdx> = via.into_iter().filter_map(|t| hearsay::publisher(syntax, t)).collect();
    if let Some(hearer) = hearsay::hearer(syntax, statement, head) {
        via.push(hearer);
        statement.source_head = None;
        statement.source = None;
    } else if let Some((speaker, heard)) = hearsay::made_to(syntax, head) {
        if let Some(speaker) = speaker.filter(|_| statement.source_head.is_none()) {
            statement.source = Some(source_run(syntax, speaker, &cue));
            statement.source_head = Some(speaker);
        }
        via.push(heard);
    } else if statement.source_head.is_none() {
        via.extend(hearsay::told_in(syntax, head));
    }
    // "X was quoted by Y as saying", "Y quoted X as saying".
    if let Some((publisher, source)) = quoting(syntax, head) {
        if let Some(source) = source
            && statement.source_head.is_none_or(|s| Some(s) == publisher || syntax.lemma(s) == "it")
        {
            statement.source = Some(source_run(syntax, source, &cue));
            statement.source_head = Some(source);
        }
        via.extend(publisher.filter(|p| statement.source_head != Some(*p)));
    }
    // "Y reported, citing X".
    if let (Some(cited), Some(publisher)) = (cited_after(syntax, head), statement.source_head)
        && is_publisher(syntax, publisher)
    {
        statement.source_head = Some(cited);
        statement.source = Some(source_run(syntax, cited, &cue));
        via.push(publisher);
    }
    // "as reported by Y": nobody is named but the one who passed it on.
    let relays = cues::is_form_of(syntax, head, &["report", "publish", "quote", "carry", "broadcast", "air"]);
    let as_clause = syntax.children(head).iter().any(|c| syntax.lemma(*c) == "as")
        || (cue.start > 0 && matches!(syntax.lemma(cue.start), "as" | "first"));
    if relays
        && syntax.xpos(head) == "VBN"
        && as_clause
        && let Some(publisher) = agent(syntax, head).or(statement.source_head).filter(|p| is_publisher(syntax, *p))
    {
        via.push(publisher);
        statement.source_head = None;
        statement.source = None;
    }
    if via.is_empty()
        && let Some(Venue::Publisher(publisher)) = venue::of(syntax, statement)
    {
        via.push(publisher);
    }
    via.extend(source_of_source(syntax, statement, &cue));
    via.extend(quoted_by(syntax, statement, &cue));
    let mut known = BTreeSet::new();
    for token in via.into_iter().filter(|t| statement.source_head != Some(*t) && !is_anybody(syntax, *t)) {
        if known.insert(name_at(syntax, token).map_or(token, |n| n.tokens.start)) {
            statement.via.push(intermediary(syntax, token));
        }
    }
}

fn intermediary(syntax: &Syntax, head: TokenIdx) -> Intermediary {
    let tokens = noun_phrase(syntax, head);
    let name = syntax.reading.span(&tokens).of(syntax.text).to_owned();
    Intermediary { head, tokens, name }
}

/// "The driver said .., according to the police": who is named beside the cue passed it on. Of a document the one who gave it out.
fn source_of_source(syntax: &Syntax, statement: &StatementMention, cue: &Tokens) -> Option<TokenIdx> {
    let source = statement.source_head?;
    let sentence = syntax.reading.sentences.get(syntax.sentence(cue.start))?.tokens.clone();
    let according = |i: &TokenIdx| syntax.form(*i).eq_ignore_ascii_case("according") && !statement.holds(*i) && !cue.contains(i);
    let named = sentence.filter(according).find_map(|i| syntax.head(i).filter(|n| *n > i && *n != source && !statement.holds(*n)))?;
    if !cues::is_form_of(syntax, named, &["statement", "report", "release", "readout", "communique"]) {
        let body = name_at(syntax, named).is_some_and(|n| matches!(n.class, NameClass::Person | NameClass::Organization));
        let people = || lookup::agent_at(syntax, named).is_some_and(|a| !a.document) || cues::is_form_of(syntax, named, &["source"]);
        return (body || is_publisher(syntax, named) || people()).then_some(named);
    }
    let issued = || syntax.children_by(named, "acl").find_map(|verb| agent(syntax, verb));
    let by = || syntax.children_by(named, "nmod").find(|n| ["by", "from", "of"].iter().any(|p| has_case(syntax, *n, p)));
    let before = || syntax.children_by(named, "compound").chain(syntax.children_by(named, "nmod:poss")).min();
    issued().or_else(by).or_else(before).filter(|n| *n != source)
}

/// "The driver said .., as quoted by the agency PTI".
fn quoted_by(syntax: &Syntax, statement: &StatementMention, cue: &Tokens) -> Option<TokenIdx> {
    let sentence = syntax.reading.sentences.get(syntax.sentence(cue.start))?.tokens.clone();
    let relayed = |i: &TokenIdx| {
        let verb = syntax.xpos(*i) == "VBN" && cues::is_form_of(syntax, *i, &["quote", "cite", "report"]);
        verb && !statement.holds(*i) && !cue.contains(i) && (i.saturating_sub(2)..*i).any(|a| syntax.form(a).eq_ignore_ascii_case("as"))
    };
    let publisher = sentence.filter(relayed).find_map(|verb| agent(syntax, verb))?;
    statement.source_head.filter(|s| *s != publisher).and(Some(publisher)).filter(|p| is_publisher(syntax, *p))
}

/// "told the media", "in a television interview": no publisher that could be asked. "State media" and "local radio" are.
fn is_anybody(syntax: &Syntax, token: TokenIdx) -> bool {
    const ANY: [&str; 8] = ["international", "foreign", "several", "some", "many", "other", "various", "different"];
    let told_apart =
        |c: &TokenIdx| *c < token && ["amod", "compound", "nmod:poss"].iter().any(|r| syntax.is(*c, r)) && !ANY.contains(&syntax.lemma(*c));
    name_at(syntax, token).is_none()
        && syntax.upos(token) == Upos::Noun
        && ["media", "press", "television", "tv", "radio", "outlet"].contains(&syntax.lemma(token).to_lowercase().as_str())
        && !syntax.children(token).iter().any(told_apart)
}

/// Whom a publisher cites right after the verb: "reported, citing the harbour master". The reader may tie "citing" to what is said.
fn cited_after(syntax: &Syntax, verb: TokenIdx) -> Option<TokenIdx> {
    let near = verb + 1..syntax.len().min(verb + 5);
    let citing = near.into_iter().find(|i| syntax.xpos(*i) == "VBG" && cues::is_form_of(syntax, *i, &["cite", "quote"]))?;
    syntax.child(citing, "obj").filter(|_| syntax.sentence(citing) == syntax.sentence(verb))
}

/// Leaves out what only tells that a statement was passed on: "State television quoted Orsa as saying ..", "citing the ministry",
/// "as the agency reported". Who passed it on becomes an intermediary of the statement with the same content.
pub(crate) fn without_relays(syntax: &Syntax, mut list: Vec<StatementMention>) -> Vec<StatementMention> {
    let relay_cue = |s: &StatementMention| {
        s.cue.as_ref().is_some_and(|cue| {
            let quotes = cue.clone().any(|i| cues::is_form_of(syntax, i, &["quote", "cite"]));
            let reported = || cue.clone().any(|i| syntax.xpos(i) == "VBN" && cues::is_form_of(syntax, i, &["report", "publish", "carry"]));
            quotes || (s.source_head.is_none() && reported()) || cue.clone().any(|i| syntax.form(i).eq_ignore_ascii_case("according"))
        })
    };
    let in_one_sentence = |a: &StatementMention, b: &StatementMention| {
        a.cue.as_ref().zip(b.cue.as_ref()).is_some_and(|(a, b)| a != b && syntax.sentence(a.start) == syntax.sentence(b.start))
    };
    let mut gone = vec![false; list.len()];
    for at in 0..list.len() {
        let s = &list[at];
        if !relay_cue(s) {
            continue;
        }
        let again = |o: &&usize| {
            let other = &list[**o];
            **o != at && in_one_sentence(s, other) && other.source_head.is_some() && !relay_cue(other) && super::overlap(s, other) >= 0.8
        };
        let near: Vec<usize> = (at.saturating_sub(3)..list.len().min(at + 4)).collect();
        if let Some(main) = near.iter().find(again).copied() {
            let own = list[main].source_head;
            let relay = s.source_head.filter(|h| Some(*h) != own && is_publisher(syntax, *h)).map(|h| intermediary(syntax, h));
            let links: Vec<Intermediary> = relay.into_iter().chain(s.via.iter().cloned()).collect();
            for link in links {
                if Some(link.head) != own && list[main].via.iter().all(|v| v.name != link.name) {
                    list[main].via.push(link);
                }
            }
            gone[at] = true;
            continue;
        }
        let passed_on = |other: &StatementMention| {
            let heads = other.via.iter().any(|v| Some(v.head) == s.source_head);
            heads && other.source_head.is_some_and(|head| s.holds(head)) && other.cue != s.cue
        };
        gone[at] = s.source_head.is_some() && list.iter().any(passed_on);
    }
    if !gone.contains(&true) {
        return list;
    }
    let up = |mut at: Option<usize>| {
        while let Some(index) = at.filter(|i| gone[*i]) {
            at = list[index].inside;
        }
        at
    };
    let place = |index: usize| index - gone[..index].iter().filter(|g| **g).count();
    let inside: Vec<Option<usize>> = list.iter().map(|s| up(s.inside).map(place)).collect();
    let kept = list.into_iter().zip(inside).zip(&gone).filter(|(_, gone)| !**gone);
    kept.map(|((statement, inside), _)| StatementMention { inside, ..statement }).collect()
}

/// Sentences from one statement of a source to its next over which its chain holds.
const HOLDS: usize = 6;

/// Gives a statement the chain of its source's last one: who speaks to a publisher says more than one sentence. What stands inside
/// the statement of a publisher came through it.
pub(crate) fn inherit(syntax: &Syntax, entities: &Entities, list: &mut [StatementMention]) {
    // Where each source spoke last: the sentence and the chain.
    let mut last: BTreeMap<usize, (usize, Vec<Intermediary>)> = BTreeMap::new();
    let mut interviews = venue::interviews(syntax).into_iter().peekable();
    for at in 0..list.len() {
        if let Some(outer) = list[at].inside {
            let relay = list.get(outer).and_then(|o| o.source_head).filter(|head| is_publisher(syntax, *head));
            if let Some(relay) = relay.filter(|r| list[at].via.is_empty() && list[at].source_head.is_some_and(|s| s != *r)) {
                let relay = intermediary(syntax, relay);
                list[at].via.push(relay);
            }
            continue;
        }
        let statement = &mut list[at];
        let Some(entity) = statement.source_head.and_then(|head| entities.of(head)) else { continue };
        let here = syntax.sentence(statement.start());
        while let Some(told) = interviews.next_if(|i| i.sentence <= here) {
            if let Some(guest) = entities.of(told.guest) {
                last.insert(guest, (told.sentence, vec![intermediary(syntax, told.publisher)]));
            }
        }
        let open = venue::of(syntax, statement) == Some(Venue::Open);
        if let Some((sentence, via)) = last.get(&entity)
            && statement.via.is_empty()
            && !open
            && here.saturating_sub(*sentence) <= HOLDS
        {
            statement.via.clone_from(via);
        }
        last.insert(entity, (here, statement.via.clone()));
    }
}

/// The publisher and the source around a quoting verb at or above the cue.
fn quoting(syntax: &Syntax, cue: TokenIdx) -> Option<(Option<TokenIdx>, Option<TokenIdx>)> {
    let mut at = cue;
    for _ in 0..3 {
        if syntax.upos(at) == Upos::Verb && cues::is_form_of(syntax, at, &["quote", "cite"]) {
            let passive = syntax.children(at).iter().any(|c| syntax.is(*c, "nsubj:pass") || syntax.is(*c, "aux:pass"));
            return Some(if passive {
                (agent(syntax, at).or_else(|| agent(syntax, cue)), syntax.subject(at))
            } else if at != cue {
                (syntax.subject(at), syntax.child(at, "obj"))
            } else {
                return None;
            });
        }
        at = syntax
            .head(at)
            .filter(|_| syntax.is(at, "xcomp") || syntax.is(at, "advcl") || syntax.is(at, "obl") || syntax.is(at, "ccomp"))?;
    }
    None
}

/// True when the noun phrase names or describes a publisher: an agency, newspaper, broadcaster.
pub(crate) fn is_publisher(syntax: &Syntax, token: TokenIdx) -> bool {
    let reading = syntax.reading;
    if let Some(name) = name_at(syntax, token) {
        let text = reading.span(&name.tokens).of(syntax.text);
        if crate::entities::lookup::agency(text).is_some() {
            return true;
        }
        if name.class == NameClass::Person || name.class == NameClass::Norp {
            return false;
        }
        if is_call_sign(text) {
            return true;
        }
        // "told Al-Rai daily": the name is followed by what it names.
        if PUBLISHERS[2].contains(syntax.form(name.tokens.end).to_lowercase().as_str()) && syntax.upos(name.tokens.end) != Upos::Verb {
            return true;
        }
        let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        let last = words.last().map(String::as_str).unwrap_or("");
        // "Press" alone may be anything; "Free Press" is a paper.
        return words.iter().any(|w| PUBLISHERS[0].contains(w.as_str())) || (words.len() > 1 && PUBLISHERS[1].contains(last));
    }
    if syntax.upos(token) == Upos::Propn {
        // A name that the reader left unmarked: "Varna Television".
        let first = syntax.children_by(token, "compound").min().unwrap_or(token).min(token);
        let words: Vec<String> = (first..=token).map(|i| syntax.form(i).to_lowercase()).collect();
        return crate::entities::lookup::agency(syntax.form(token)).is_some()
            || is_call_sign(syntax.form(token))
            || (words.len() > 1 && words.last().is_some_and(|w| PUBLISHERS[0].contains(w.as_str()) || PUBLISHERS[1].contains(w.as_str())));
    }
    let lemma = syntax.lemma(token).to_lowercase();
    syntax.upos(token) == Upos::Noun && PUBLISHERS[2].contains(lemma.as_str())
}

/// "WVRN", "KDLN-TV": stations of North America begin with K or W.
fn is_call_sign(name: &str) -> bool {
    let sign = name.split(['-', ' ']).next().unwrap_or("");
    (3..=4).contains(&sign.len()) && sign.starts_with(['K', 'W']) && sign.chars().all(|c| c.is_ascii_uppercase())
}

pub(super) fn name_at<'a>(syntax: &Syntax<'a>, token: TokenIdx) -> Option<&'a dateline_model::Name> {
    let names = &syntax.reading.names;
    let at = names.partition_point(|n| n.tokens.end <= token);
    names.get(at).filter(|n| n.tokens.contains(&token))
}
