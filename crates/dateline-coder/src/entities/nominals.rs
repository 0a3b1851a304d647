//! Noun phrases that mean something mentioned before: appositions, the same noun again, titles, company nouns.

use super::describe::{agrees, country_of, modifiers, role};
use super::documents;
use super::lookup;
use super::model::Opinion;
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
    if let Some(entity) = documents::issuer(resolver, index) {
        return Some(entity);
    }
    let rule = earlier(resolver, index);
    let found = match resolver.opinion(index) {
        Some(opinion) => weigh(resolver, index, rule, &opinion),
        None => rule.map(|r| r.entity),
    };
    found.or_else(|| named_later(resolver, index))
}

/// What the rules found.
#[derive(Clone, Copy)]
struct Found {
    entity: usize,
    /// By the same noun; else it is only the nearest that a general noun can mean.
    sure: bool,
}

impl Found {
    fn same(entity: usize) -> Option<Found> {
        Some(Found { entity, sure: true })
    }
}

/// What a rule's find is worth, in probability: by the same noun, or only the nearest that fits.
const SAME_NOUN: f32 = 1.0;
const NEAREST: f32 = 0.6;
/// How much likelier than something new the best must be, and how sure the model must be of a noun phrase that looks new.
/// And what it takes away that whoever it may be is known by other nouns: the editor is not the owner. All five by hand on GUM dev and the
/// development gold reports.
const NOTHING_NEW: f32 = 0.4;
const SURE_NEW: f32 = 0.8;
const OTHER_NOUN: f32 = 0.3;

/// The entities named inside a noun phrase, which it cannot mean: "her" in "her mother".
fn within(resolver: &Resolver, index: usize) -> Vec<usize> {
    let (syntax, mention) = (resolver.syntax, &resolver.mentions[index]);
    let below = |other: &usize| {
        let head = resolver.mentions[*other].head;
        head != mention.head && mention.tokens.contains(&head) && syntax.is_under(head, mention.head)
    };
    let first = resolver.mentions.partition_point(|m| m.head < mention.tokens.start);
    (first..resolver.mentions.len())
        .take_while(|o| resolver.mentions[*o].head < mention.tokens.end)
        .filter(below)
        .filter_map(|o| resolver.entity[o])
        .collect()
}

/// Chooses between what the rules found, what the model likes best, and something new.
fn weigh(resolver: &Resolver, index: usize, rule: Option<Found>, opinion: &Opinion) -> Option<usize> {
    let mention = &resolver.mentions[index];
    let fresh = determiner(resolver, mention.head) == Determiner::New;
    let plural = resolver.is_plural(index);
    let inside = within(resolver, index);
    let rule = rule.filter(|r| !inside.contains(&r.entity));
    let mut own = BTreeSet::new();
    modifiers(resolver.syntax, mention, &mut own);
    let role = role(resolver.syntax, mention.head);
    let fits = |entity: usize| {
        if inside.contains(&entity) {
            return false;
        }
        let known = &resolver.list[entity];
        let number = known.plural == plural || matches!(known.kind, EntityKind::Organization | EntityKind::Country | EntityKind::Group);
        // "security agencies" are not the "relevant agencies".
        let other = known.roles.contains(&role) && !own.is_empty() && !known.modifiers.is_empty() && own.is_disjoint(&known.modifiers);
        number && !(other && plural) && compatible(resolver, index, entity)
    };
    let worth = |entity: usize| rule.filter(|r| r.entity == entity).map_or(0.0, |r| if r.sure { SAME_NOUN } else { NEAREST });
    let candidates = opinion.entities.iter().copied().filter(|(e, p)| fits(*e) && (!fresh || *p >= SURE_NEW));
    let scored = candidates.chain(rule.filter(|r| opinion.of(r.entity) == 0.0).map(|r| (r.entity, 0.0)));
    let general = ANY_ORGANIZATION.contains(&role.as_str()) || ANY_PERSON.contains(&role.as_str());
    let foreign = |entity: usize| {
        let roles = &resolver.list[entity].roles;
        if general || roles.is_empty() || roles.contains(&role) { 0.0 } else { OTHER_NOUN }
    };
    let best = scored.map(|(e, p)| (e, p + worth(e) - foreign(e))).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    best.filter(|(_, score)| *score > opinion.first + NOTHING_NEW).map(|(e, _)| e)
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
    // Nobody comes back.
    if ["nobody", "none", "no one"].iter().any(|r| known.roles.contains(*r)) {
        return false;
    }
    // "the Ukrainian president" is not who is known to be Belarusian.
    let abroad = |own: &str| known.country.is_some_and(|c| c != own) && known.kind != EntityKind::Country;
    if mention.name.is_none() && country_of(syntax, mention.head).is_some_and(abroad) {
        return false;
    }
    let plural = resolver.is_plural(index);
    match lookup::agent(syntax.lemma(mention.head)) {
        Some(agent) => {
            let agent_kind = if plural && agent.kind == EntityKind::Person { EntityKind::Group } else { agent.kind };
            let collective = |k: EntityKind| matches!(k, EntityKind::Group | EntityKind::Organization | EntityKind::Country);
            // "the embassy" is no country, "the government" can be one.
            let governs = known.kind != EntityKind::Country
                || agent.kind != EntityKind::Organization
                || matches!(agent.sector, Some("GOV" | "MIL"))
                    && !matches!(syntax.lemma(mention.head), "embassy" | "ministry" | "department");
            (agent_kind == known.kind
                || (collective(agent_kind) && collective(known.kind) && governs)
                || (agent.kind == EntityKind::Country && known.kind == EntityKind::Place))
                && agrees(agent.gender, known.gender)
        }
        None => known.kind != EntityKind::Person || !plural,
    }
}

/// How a noun phrase is determined.
#[derive(PartialEq)]
pub(crate) enum Determiner {
    /// "the", "this", or a possessor.
    Definite,
    /// "a", "another", a number.
    New,
    /// Nothing: a plural or a proper noun.
    Bare,
}

pub(crate) fn determiner(resolver: &Resolver, head: TokenIdx) -> Determiner {
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

fn earlier(resolver: &Resolver, index: usize) -> Option<Found> {
    let syntax = resolver.syntax;
    let mention = &resolver.mentions[index];
    let head = mention.head;
    let determiner = determiner(resolver, head);
    if determiner == Determiner::New {
        return same_number(resolver, index);
    }
    let lemma = syntax.lemma(head).to_lowercase();
    let role = role(syntax, head);
    let mut own = BTreeSet::new();
    modifiers(syntax, mention, &mut own);
    let possessor = owner(resolver, head);
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
        let same_noun = known.roles.contains(&role) && same_number;
        // "the archives" after "the Presidential Archives".
        let last_word = names::name(syntax, before)
            .and_then(|n| what_it_is(names::words(syntax, n)))
            .is_some_and(|w| w == lemma || w == syntax.form(head).to_lowercase());
        let others: BTreeSet<String> = known.modifiers.iter().cloned().chain(name_words(resolver, other)).collect();
        let says_more = own.iter().any(|w| !others.contains(w) && !same_country(w, known.country));
        match determiner {
            Determiner::Bare => {
                let same_words = mention.name.is_none() && before.name.is_none() && known.roles.contains(&role) && known.modifiers == own;
                if same_words && same_number && distance <= 12 {
                    return Found::same(entity);
                }
            }
            _ => {
                if let Some(possessor) = possessor {
                    let owned = owner(resolver, before.head);
                    if same_noun && owned == Some(possessor) && entity != possessor {
                        return Found::same(entity);
                    }
                    // Who has a brother is the brother's.
                    if mutual(&role) && entity == possessor && syntax.lemma(before.head).eq_ignore_ascii_case(&lemma) && owned.is_some() {
                        return owned.and_then(Found::same);
                    }
                    continue;
                }
                if (same_noun || last_word) && !says_more {
                    return Found::same(entity);
                }
                let general = own.iter().all(|w| same_country(w, known.country));
                let open = any.is_none() && !plural && !known.plural && general && distance <= 6;
                let person = ANY_PERSON.contains(&lemma.as_str())
                    && known.kind == EntityKind::Person
                    && agent.is_none_or(|a| agrees(a.gender, known.gender))
                    && distance <= 3;
                let organization = ANY_ORGANIZATION.contains(&lemma.as_str())
                    && known.kind == EntityKind::Organization
                    && before.form == MentionForm::Name
                    && !(resolver.passes[before.head] || lookup::agency(&known_name(resolver, other)).is_some());
                if open && (person || organization) {
                    any = Some(Found { entity, sure: false });
                }
            }
        }
    }
    any
}

/// The word of a name that says what it is: the last, or the one before "of".
fn what_it_is(mut words: Vec<String>) -> Option<String> {
    if let Some(of) = words.iter().position(|w| w == "of").filter(|at| *at > 0) {
        words.truncate(of);
    }
    words.pop()
}

/// "The mayor was hurt. .. Mayor Vela ..": somebody not yet named, whose name comes with the same office soon after.
fn named_later(resolver: &Resolver, index: usize) -> Option<usize> {
    /// How many sentences the name may be away.
    const SENTENCES: usize = 4;
    let syntax = resolver.syntax;
    let mention = &resolver.mentions[index];
    let office = role(syntax, mention.head);
    let person = lookup::agent_at(syntax, mention.head).filter(|a| a.kind == EntityKind::Person)?;
    if resolver.is_plural(index) || determiner(resolver, mention.head) == Determiner::New || person.gender.is_some() {
        return None;
    }
    let here = syntax.sentence(mention.head);
    let country = country_of(syntax, mention.head);
    let before = (mention.tokens.start..mention.head).filter(|i| super::is_content_word(syntax, *i));
    let own: Vec<String> = before.map(|i| syntax.form(i).to_lowercase()).collect();
    (index + 1..resolver.mentions.len())
        .take_while(|o| syntax.sentence(resolver.mentions[*o].head) <= here + SENTENCES)
        .filter(|o| resolver.class(*o) == Some(NameClass::Person))
        .find_map(|o| {
            let entity = resolver.entity[o]?;
            let titled = names::name(syntax, &resolver.mentions[o]).is_some_and(|n| {
                let from = n.tokens.start.saturating_sub(2).max(resolver.mentions[o].tokens.start.min(n.tokens.start));
                // The prime minister is not Foreign Minister Petra Holm.
                let told = |w: &String| (from..n.tokens.end).any(|i| syntax.form(i).to_lowercase() == *w);
                own.iter().all(|w| told(w) || same_country(w, country))
                    && (from..n.tokens.end)
                        .any(|i| syntax.form(i).chars().next().is_some_and(char::is_uppercase) && role(syntax, i) == office)
            });
            let known_before = (0..index).any(|m| resolver.entity[m] == Some(entity));
            let same_country = country.is_none() || resolver.list[entity].country == country;
            (titled && same_country && !known_before && compatible(resolver, index, entity)).then_some(entity)
        })
}

/// The entity that possesses a noun: "his brother".
fn owner(resolver: &Resolver, noun: TokenIdx) -> Option<usize> {
    resolver.syntax.child(noun, "nmod:poss").and_then(|p| resolver.entity_at(p))
}

/// Kin that are so to each other.
fn mutual(role: &str) -> bool {
    matches!(
        role,
        "brother" | "sister" | "sibling" | "twin" | "cousin" | "half-brother" | "half-sister" | "wife" | "husband" | "spouse" | "partner"
    )
}

/// "15 civilians" again: the same words with the same number. One or two of a kind are too common for that.
fn same_number(resolver: &Resolver, index: usize) -> Option<Found> {
    let syntax = resolver.syntax;
    let text = |m: usize| syntax.reading.span(&resolver.mentions[m].tokens).of(syntax.text).to_lowercase();
    let number = syntax.child(resolver.mentions[index].head, "nummod")?;
    if matches!(syntax.form(number).to_lowercase().as_str(), "one" | "two" | "1" | "2") {
        return None;
    }
    let own = text(index);
    let before = (index.saturating_sub(REACH)..index).rev().find(|o| resolver.entity[*o].is_some() && text(*o) == own)?;
    resolver.entity[before].and_then(Found::same)
}

fn known_name(resolver: &Resolver, mention: usize) -> String {
    let syntax = resolver.syntax;
    names::name(syntax, &resolver.mentions[mention])
        .map(|n| super::describe::bare(syntax.reading.span(&n.tokens).of(syntax.text)).to_owned())
        .unwrap_or_default()
}

fn name_words(resolver: &Resolver, mention: usize) -> Vec<String> {
    names::name(resolver.syntax, &resolver.mentions[mention]).map(|n| names::words(resolver.syntax, n)).unwrap_or_default()
}

fn same_country(word: &str, country: Option<&'static str>) -> bool {
    let mut chars = word.chars();
    let capital: String = chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect());
    country.is_some() && (lookup::demonym(&capital) == country || lookup::country(&capital) == country)
}
