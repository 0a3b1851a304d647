//! Noun phrases that mean something mentioned before: appositions, the same noun again, titles, company nouns.

use super::describe::{agrees, modifiers};
use super::lookup;
use super::{Resolver, names};
use dateline_model::report::{EntityKind, MentionForm};
use dateline_model::{NameClass, TokenIdx, Upos};
use std::collections::BTreeSet;

/// How far back a noun phrase may reach for its antecedent, in mentions; keeps long texts linear.
const REACH: usize = 120;

/// Nouns that stand for any organization, or for any person in office.
const ANY_ORGANIZATION: [&str; 14] = [
    "agency",
    "organization",
    "organisation",
    "group",
    "company",
    "firm",
    "body",
    "institution",
    "institute",
    "association",
    "studio",
    "channel",
    "watchdog",
    "party",
];
const ANY_PERSON: [&str; 12] = [
    "official",
    "man",
    "woman",
    "leader",
    "politician",
    "suspect",
    "lawmaker",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "candidate",
    "boy",
];

/// The entity that a noun phrase means, if it was mentioned before.
pub(crate) fn find(resolver: &mut Resolver, index: usize) -> Option<usize> {
    let head = resolver.mentions[index].head;
    if let Some(entity) = apposition(resolver, index) {
        return Some(entity);
    }
    if let Some(entity) = name_below(resolver, head).or_else(|| called(resolver, index)) {
        return Some(entity);
    }
    let document = lookup::agent(resolver.syntax.lemma(head)).is_some_and(|a| a.document);
    if document
        && determiner(resolver, head) == Determiner::Definite
        && resolver.syntax.child(head, "nmod:poss").is_none()
        && let Some(entity) = issuer(resolver, index)
    {
        return Some(entity);
    }
    earlier(resolver, index)
}

/// "his half brother, Nikita Vela": one entity, whichever stands first.
fn apposition(resolver: &Resolver, index: usize) -> Option<usize> {
    let syntax = resolver.syntax;
    let head = resolver.mentions[index].head;
    let above = syntax.head(head).filter(|_| syntax.is(head, "appos"));
    let below = syntax.children_by(head, "appos");
    above.into_iter().chain(below).find_map(|other| {
        let mention = resolver.mention_at.get(other).copied().flatten()?;
        let entity = resolver.entity[mention]?;
        compatible(resolver, index, entity).then_some(entity)
    })
}

/// A title that the parse puts above the name: "President Alexander Vela".
fn name_below(resolver: &Resolver, head: TokenIdx) -> Option<usize> {
    let syntax = resolver.syntax;
    syntax.children(head).iter().copied().filter(|c| *c > head && (syntax.is(*c, "flat") || syntax.is(*c, "nmod:desc"))).find_map(|child| {
        let mention = resolver.mention_at.get(child).copied().flatten()?;
        let person = resolver.class(mention) == Some(NameClass::Person) && child <= head + 3;
        resolver.entity[mention].filter(|_| person)
    })
}

/// "a unit called Vela", "the man known as Vela".
fn called(resolver: &Resolver, index: usize) -> Option<usize> {
    let syntax = resolver.syntax;
    let head = resolver.mentions[index].head;
    let naming = |v: &TokenIdx| matches!(syntax.lemma(*v), "call" | "name" | "know" | "dub") && syntax.xpos(*v) == "VBN";
    let verb = syntax.children_by(head, "acl").find(naming)?;
    let named = syntax.children(verb).iter().copied().find(|c| *c > verb && ["xcomp", "obl", "obj"].iter().any(|r| syntax.is(*c, r)))?;
    let mention = resolver.mention_at.get(named).copied().flatten()?;
    resolver.entity[mention].filter(|e| resolver.mentions[mention].name.is_some() && compatible(resolver, index, *e))
}

/// Whether a noun phrase can mean the entity by kind and number.
fn compatible(resolver: &Resolver, index: usize, entity: usize) -> bool {
    let syntax = resolver.syntax;
    let mention = &resolver.mentions[index];
    let known = &resolver.list[entity];
    if matches!(syntax.upos(mention.head), Upos::Num) && known.kind != EntityKind::Group {
        return false;
    }
    let plural = resolver.is_plural(index);
    match lookup::agent(syntax.lemma(mention.head)) {
        Some(agent) => {
            let agent_kind = if plural && agent.kind == EntityKind::Person { EntityKind::Group } else { agent.kind };
            let collective = |k: EntityKind| matches!(k, EntityKind::Group | EntityKind::Organization | EntityKind::Country);
            (agent_kind == known.kind
                || (collective(agent_kind) && collective(known.kind))
                || (agent.kind == EntityKind::Country && known.kind == EntityKind::Place))
                && agrees(agent.gender, known.gender)
        }
        None => known.kind != EntityKind::Person || !plural,
    }
}

/// How a noun phrase is determined.
#[derive(PartialEq)]
enum Determiner {
    /// "the", "this", or a possessor.
    Definite,
    /// "a", "another", a number.
    New,
    /// Nothing: a plural or a proper noun.
    Bare,
}

fn determiner(resolver: &Resolver, head: TokenIdx) -> Determiner {
    let syntax = resolver.syntax;
    let mut found = Determiner::Bare;
    for child in syntax.children(head).iter().copied() {
        let lemma = syntax.lemma(child).to_lowercase();
        if syntax.is(child, "nmod:poss") {
            return Determiner::Definite;
        }
        if syntax.is(child, "det") {
            match lemma.as_str() {
                "the" | "this" | "that" | "these" | "those" | "both" => found = Determiner::Definite,
                _ => return Determiner::New,
            }
        }
        if syntax.is(child, "nummod") || matches!(lemma.as_str(), "other" | "another" | "more" | "new") {
            return Determiner::New;
        }
    }
    found
}

fn earlier(resolver: &Resolver, index: usize) -> Option<usize> {
    let syntax = resolver.syntax;
    let mention = &resolver.mentions[index];
    let head = mention.head;
    let determiner = determiner(resolver, head);
    if determiner == Determiner::New {
        return None;
    }
    let lemma = syntax.lemma(head).to_lowercase();
    let mut own = BTreeSet::new();
    modifiers(syntax, mention, &mut own);
    let possessor =
        syntax.child(head, "nmod:poss").and_then(|p| resolver.mention_at.get(p).copied().flatten()).and_then(|m| resolver.entity[m]);
    let plural = resolver.is_plural(index);
    let agent = lookup::agent(&lemma);
    let here = syntax.sentence(head);
    let mut any = None;
    for other in (index.saturating_sub(REACH)..index).rev() {
        let Some(entity) = resolver.entity[other] else { continue };
        let known = &resolver.list[entity];
        let before = &resolver.mentions[other];
        let distance = here - syntax.sentence(before.head).min(here);
        if before.form == MentionForm::Pronoun || !compatible(resolver, index, entity) {
            continue;
        }
        let same_number = known.plural == plural || known.kind == EntityKind::Organization || known.kind == EntityKind::Country;
        let same_noun = known.roles.contains(&lemma) && same_number;
        // "the archives" after "the Presidential Archives".
        let last_word = names::name(syntax, before)
            .and_then(|n| names::words(syntax, n).pop())
            .is_some_and(|w| w == lemma || w == syntax.form(head).to_lowercase());
        let others: BTreeSet<String> = known.modifiers.iter().cloned().chain(name_words(resolver, other)).collect();
        let says_more = own.iter().any(|w| !others.contains(w) && !same_country(w, known.country));
        match determiner {
            Determiner::Bare => {
                let same_words = mention.name.is_none() && before.name.is_none() && known.roles.contains(&lemma) && known.modifiers == own;
                if same_words && same_number && distance <= 12 {
                    return Some(entity);
                }
            }
            _ => {
                if possessor.is_some() {
                    let owner = syntax
                        .child(before.head, "nmod:poss")
                        .and_then(|p| resolver.mention_at.get(p).copied().flatten())
                        .and_then(|m| resolver.entity[m]);
                    if same_noun && (owner == possessor) {
                        return Some(entity);
                    }
                    continue;
                }
                if (same_noun || last_word) && !says_more {
                    return Some(entity);
                }
                let open = any.is_none() && !plural && !known.plural && own.len() <= 1 && distance <= 6;
                let person = ANY_PERSON.contains(&lemma.as_str())
                    && known.kind == EntityKind::Person
                    && agent.is_none_or(|a| agrees(a.gender, known.gender))
                    && distance <= 3;
                let organization = ANY_ORGANIZATION.contains(&lemma.as_str())
                    && known.kind == EntityKind::Organization
                    && before.form == MentionForm::Name;
                if open && (person || organization) {
                    any = Some(entity);
                }
            }
        }
    }
    any
}

/// "the statement said" after "Vela said in a statement": the source of the statement before.
fn issuer(resolver: &Resolver, index: usize) -> Option<usize> {
    let head = resolver.mentions[index].head;
    let own = resolver.source_of[head]?;
    let here = resolver.syntax.sentence(head);
    (0..own).rev().take(4).find_map(|s| {
        let statement = &resolver.statements[s];
        let source =
            statement.source_head.filter(|h| *h < head && statement.inside.is_none() && here - resolver.syntax.sentence(*h) <= 6)?;
        let mention = resolver.mention_at.get(source).copied().flatten()?;
        resolver.entity[mention]
    })
}

fn name_words(resolver: &Resolver, mention: usize) -> Vec<String> {
    names::name(resolver.syntax, &resolver.mentions[mention]).map(|n| names::words(resolver.syntax, n)).unwrap_or_default()
}

fn same_country(word: &str, country: Option<&'static str>) -> bool {
    let mut chars = word.chars();
    let capital: String = chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect());
    country.is_some() && (lookup::demonym(&capital) == country || lookup::country(&capital) == country)
}
