//! Documents that speak: "the statement said" means whoever issued the statement.

use super::Resolver;
use super::describe::modifiers;
use super::lookup;
use super::nominals::{Determiner, determiner};
use dateline_model::TokenIdx;
use dateline_model::report::EntityKind;
use std::collections::BTreeSet;

/// How many sentences back the document may have been mentioned, and the statement that it is.
const SENTENCES: usize = 10;
const STATEMENT_SENTENCES: usize = 6;

/// The entity that issued the document that a mention names; `None` for what is no document, or nobody's.
pub(crate) fn issuer(resolver: &Resolver, index: usize) -> Option<usize> {
    let head = resolver.mentions[index].head;
    // What is cited or taken, and does not speak, is the paper itself.
    if !is_document(resolver, head) || resolver.source_of[head].is_none() {
        return None;
    }
    if let Some(entity) = own_issuer(resolver, head) {
        return Some(entity);
    }
    if determiner(resolver, head) != Determiner::Definite {
        return None;
    }
    // "the latest medical report" is another than the one that was just quoted.
    let mut own = BTreeSet::new();
    modifiers(resolver.syntax, &resolver.mentions[index], &mut own);
    let last = if own.is_empty() { last_source(resolver, index) } else { None };
    let somebody = |e: &usize| resolver.list.get(*e).is_some_and(|known| !known.roles.contains("nobody"));
    last.filter(somebody).or_else(|| earlier_document(resolver, head))
}

pub(crate) fn is_document(resolver: &Resolver, head: TokenIdx) -> bool {
    lookup::agent(resolver.syntax.lemma(head)).is_some_and(|a| a.document)
}

/// Words that say whose document it is: "the police statement", "a report by Vela", "the ministry's letter".
pub(crate) fn issuers(syntax: &crate::syntax::Syntax, document: TokenIdx) -> Vec<TokenIdx> {
    let by = |child: TokenIdx| syntax.child(child, "case").is_some_and(|c| matches!(syntax.lemma(c), "by" | "from"));
    let issues = |child: &TokenIdx| {
        let near = syntax.is(*child, "nmod:poss") || (syntax.is(*child, "compound") && *child < document);
        near || (["nmod", "obl"].iter().any(|r| syntax.is(*child, r)) && by(*child))
    };
    // "a report by Patrolman Vela": the name may stand under its title.
    let named = |word: TokenIdx| {
        let below = syntax
            .children(word)
            .iter()
            .copied()
            .filter(move |c| *c > word && ["flat", "appos", "nmod:desc"].iter().any(|r| syntax.is(*c, r)));
        below.chain(std::iter::once(word))
    };
    // "a statement today by Vela", "a statement issued by Vela".
    let later = |c: &TokenIdx| *c > document && (syntax.is(*c, "acl") || syntax.is(*c, "nmod:unmarked") || syntax.is(*c, "obl:unmarked"));
    let own = syntax.children(document).iter().copied();
    let nested = own.clone().filter(later).flat_map(|c| syntax.children(c).iter().copied());
    own.chain(nested).filter(issues).flat_map(named).collect()
}

fn own_issuer(resolver: &Resolver, head: TokenIdx) -> Option<usize> {
    issuers(resolver.syntax, head).into_iter().find_map(|word| {
        let entity = resolver.entity_at(word)?;
        let acts = !matches!(resolver.list.get(entity)?.kind, EntityKind::Place | EntityKind::Country);
        acts.then_some(entity)
    })
}

/// The source of the statement before: "Vela said in a statement. .. The statement said .."
fn last_source(resolver: &Resolver, index: usize) -> Option<usize> {
    let head = resolver.mentions[index].head;
    let own = resolver.source_of[head]?;
    let here = resolver.syntax.sentence(head);
    (0..own).rev().take(4).find_map(|s| {
        let statement = &resolver.statements[s];
        let source = statement
            .source_head
            .filter(|h| *h < head && statement.inside.is_none() && here - resolver.syntax.sentence(*h) <= STATEMENT_SENTENCES)?;
        resolver.entity_at(source)
    })
}

/// Whoever the text had issue a document of the same name: "the army said in a statement", "Vela published a report".
fn earlier_document(resolver: &Resolver, head: TokenIdx) -> Option<usize> {
    let syntax = resolver.syntax;
    let (lemma, here) = (syntax.lemma(head), syntax.sentence(head));
    let first = syntax.reading.sentences.get(here.saturating_sub(SENTENCES)).map_or(0, |s| s.tokens.start);
    (first..head).rev().filter(|t| syntax.lemma(*t) == lemma).find_map(|document| {
        own_issuer(resolver, document).or_else(|| {
            let verb = syntax.head(document).filter(|_| syntax.is(document, "obl") || syntax.is(document, "obj"))?;
            resolver.entity_at(syntax.subject(verb)?)
        })
    })
}
