//! What is known of an entity: kind, country, sector, sex, number, roles, descriptions, name.

use super::lookup::{self, Gender};
use super::mention::Mention;
use super::{EntityMentions, is_content_word, names, sector};
use crate::syntax::Syntax;
use dateline_model::report::{EntityKind, MentionForm};
use dateline_model::{NameClass, TokenIdx, Tokens, Upos};
use std::collections::BTreeSet;

/// A new entity from its first mention.
pub(crate) fn entity(syntax: &Syntax, mention: &Mention) -> EntityMentions {
    let mut entity = EntityMentions {
        kind: EntityKind::Organization,
        name: String::new(),
        country: None,
        sector: None,
        descriptions: Vec::new(),
        mentions: Vec::new(),
        gender: None,
        plural: false,
        roles: BTreeSet::new(),
        modifiers: BTreeSet::new(),
        sure: false,
    };
    if let Some(name) = names::name(syntax, mention) {
        let text = bare(syntax.reading.span(&name.tokens).of(syntax.text));
        entity.sure = true;
        entity.kind = match name.class {
            NameClass::Person => EntityKind::Person,
            NameClass::Norp => EntityKind::Group,
            NameClass::Location | NameClass::Facility => EntityKind::Place,
            _ => EntityKind::Organization,
        };
        entity.plural = name.class == NameClass::Norp && names::adjective_of(syntax, name).is_none();
        if name.class != NameClass::Person {
            if let Some(code) = lookup::country(text).or_else(|| names::adjective_of(syntax, name)) {
                (entity.kind, entity.country) = (EntityKind::Country, Some(code));
            } else if let Some(code) = lookup::demonym(text) {
                (entity.kind, entity.country) = (EntityKind::Group, Some(code));
            } else if let Some(actor) = sector::actor(text).filter(|_| text.chars().any(char::is_uppercase)) {
                if entity.kind != EntityKind::Group {
                    entity.kind = EntityKind::Organization;
                }
                (entity.sector, entity.country) = (Some(actor.sector), actor.country);
            } else if entity.kind == EntityKind::Place {
                entity.country = lookup::capital(text);
            }
        }
    }
    entity
}

/// What a name and the words around it add.
pub(crate) fn from_name(syntax: &Syntax, mention: &Mention, entity: &mut EntityMentions) {
    let Some(name) = names::name(syntax, mention) else { return };
    let words: Vec<&str> = name.tokens.clone().map(|i| syntax.form(i)).collect();
    if name.class == NameClass::Person {
        // Titles stand before the name as dependents of its head; a form of address may be part of the name.
        for token in mention.tokens.clone().chain(name.tokens.start.saturating_sub(1)..name.tokens.start) {
            if let Some(gender) = lookup::honorific(syntax.form(token)) {
                entity.gender = Some(gender);
            }
        }
        let listed = names::words(syntax, name);
        if entity.gender.is_none() && listed.len() > 1 {
            entity.gender = listed.iter().take(listed.len() - 1).find_map(|w| lookup::first_name(w));
        }
        for child in syntax.children(mention.head).iter().copied().filter(|c| *c < mention.head) {
            let title = ["nmod:desc", "compound", "flat", "amod"].iter().any(|r| syntax.deprel(child) == *r);
            if title && lookup::agent(syntax.lemma(child)).is_some_and(|a| a.kind == EntityKind::Person) {
                add_role(syntax, child, entity);
                origin(syntax, child, entity);
            }
        }
        let title = title(syntax, name.tokens.start);
        if let Some(office) = title.clone().last() {
            add_role(syntax, office, entity);
            entity.country = entity.country.or_else(|| title.clone().find_map(|i| country_at(syntax, i)));
        }
        let from = left(syntax, mention).start.min(name.tokens.start).min(title.start);
        let title = from..name.tokens.end.saturating_sub(1).max(from);
        tell(sector::of_title(syntax, title), entity);
    } else {
        if entity.kind == EntityKind::Organization {
            tell(sector::of_name(bare(syntax.reading.span(&name.tokens).of(syntax.text)), words.len()), entity);
        }
        for word in &words {
            if entity.country.is_none() && entity.sector != Some("IGO") {
                entity.country = lookup::demonym(word).or_else(|| lookup::country(word));
            }
        }
        if let Some(last) = words.last() {
            entity.roles.insert(last.to_lowercase());
        }
    }
    origin(syntax, mention.head, entity);
    roles(syntax, mention, entity);
}

/// What a noun phrase that begins an entity tells.
pub(crate) fn from_nominal(syntax: &Syntax, mention: &Mention, entity: &mut EntityMentions) {
    let head = mention.head;
    let agent = lookup::agent_at(syntax, head);
    let counted = syntax.children_by(head, "nummod").any(|c| !matches!(syntax.lemma(c), "one" | "1"));
    entity.plural = is_plural(syntax, head) || counted;
    if let Some(agent) = agent {
        (entity.kind, entity.gender, entity.sure) = (agent.kind, agent.gender, true);
    } else {
        let people = matches!(syntax.upos(head), Upos::Num | Upos::Adj | Upos::Det | Upos::Pron);
        entity.kind = if people || entity.plural { EntityKind::Group } else { EntityKind::Organization };
    }
    if entity.plural && entity.kind == EntityKind::Person {
        (entity.kind, entity.gender) = (EntityKind::Group, None);
    }
    if syntax.upos(head) == Upos::Propn {
        entity.country = lookup::country(syntax.form(head)).or_else(|| lookup::demonym(syntax.form(head)));
    }
    origin(syntax, head, entity);
    modifiers(syntax, mention, &mut entity.modifiers);
}

/// What any later noun phrase or name adds: its noun, appositions, predicates.
pub(crate) fn roles(syntax: &Syntax, mention: &Mention, entity: &mut EntityMentions) {
    if mention.name.is_none() {
        add_role(syntax, mention.head, entity);
        origin(syntax, mention.head, entity);
    }
    for apposition in syntax.children_by(mention.head, "appos") {
        if matches!(syntax.upos(apposition), Upos::Noun | Upos::Adj | Upos::Num) {
            let run = syntax.extent(apposition);
            let run = crate::statements::spans::trim(syntax, run);
            let text = syntax.reading.span(&run).of(syntax.text);
            // A number alone is an age.
            if run.len() > 1 && !entity.descriptions.iter().any(|d| d == text) {
                entity.descriptions.push(text.to_owned());
            }
            add_role(syntax, apposition, entity);
            origin(syntax, apposition, entity);
        }
    }
    // "Vela is the mayor of .."
    if let Some(predicate) = syntax.head(mention.head).filter(|_| syntax.deprel(mention.head) == "nsubj") {
        let noun = syntax.upos(predicate) == Upos::Noun && syntax.child(predicate, "cop").is_some() && entity.kind == EntityKind::Person;
        if noun && lookup::agent(syntax.lemma(predicate)).is_some_and(|a| a.kind == EntityKind::Person) {
            add_role(syntax, predicate, entity);
        }
    }
}

fn add_role(syntax: &Syntax, noun: TokenIdx, entity: &mut EntityMentions) {
    if let Some(agent) = lookup::agent(syntax.lemma(noun)).filter(|_| entity.gender.is_none() && !entity.plural) {
        entity.gender = agent.gender;
    }
    tell(sector::of_noun(syntax, noun), entity);
    entity.roles.insert(role(syntax, noun));
}

/// Keeps the sector that says most; "a man" is a civilian until he is a minister.
fn tell(sector: Option<&'static str>, entity: &mut EntityMentions) {
    if matches!(entity.sector, None | Some("CVL")) {
        entity.sector = sector.or(entity.sector);
    }
}

/// The noun of an office with the word that makes another office of it: "president" is not "vice president".
pub(crate) fn role(syntax: &Syntax, noun: TokenIdx) -> String {
    let lemma = syntax.lemma(noun).to_lowercase();
    match noun.checked_sub(1).filter(|b| is_rank(syntax, *b)) {
        Some(before) => format!("{} {lemma}", syntax.form(before).to_lowercase()),
        None => lemma,
    }
}

/// True for words that make a lower office of the noun that follows.
fn is_rank(syntax: &Syntax, token: TokenIdx) -> bool {
    ["vice", "deputy", "assistant", "associate"].iter().any(|r| syntax.form(token).eq_ignore_ascii_case(r))
}

/// The country that the words before a noun name, or those it belongs to: "Ukrainian", "Algeria's", "of Guyana".
fn origin(syntax: &Syntax, noun: TokenIdx, entity: &mut EntityMentions) {
    if entity.country.is_some() || entity.kind == EntityKind::Place || entity.sector == Some("IGO") {
        return;
    }
    entity.country = country_of(syntax, noun);
}

/// The country that the words beside a noun name.
pub(crate) fn country_of(syntax: &Syntax, noun: TokenIdx) -> Option<&'static str> {
    country_near(syntax, noun, 0)
}

fn country_near(syntax: &Syntax, noun: TokenIdx, depth: usize) -> Option<&'static str> {
    let children = || syntax.children(noun).iter().copied();
    let first = children().filter(|c| *c < noun && is_modifier(syntax, *c)).map(|c| syntax.extent(c).start).min().unwrap_or(noun);
    let before = first.max(noun.saturating_sub(8))..noun;
    before.clone().find_map(|i| country_at(syntax, i)).or_else(|| {
        let after = children().filter(|c| *c > noun && is_modifier(syntax, *c));
        after.into_iter().find_map(|c| {
            let own = country_at(syntax, c);
            // "spokesman for the Ukrainian army": the army's country.
            let belongs = syntax.child(c, "case").is_some_and(|p| matches!(syntax.lemma(p), "of" | "for"));
            own.or_else(|| {
                if depth < 2 && belongs && lookup::agent_at(syntax, c).is_some() { country_near(syntax, c, depth + 1) } else { None }
            })
        })
    })
}

fn is_modifier(syntax: &Syntax, token: TokenIdx) -> bool {
    ["amod", "compound", "nmod", "nmod:poss", "nmod:desc", "flat"].contains(&syntax.deprel(token))
}

/// The country that a word in capitals names, alone or with the word beside it: "Sri Lankan".
fn country_at(syntax: &Syntax, token: TokenIdx) -> Option<&'static str> {
    let form = syntax.form(token);
    if !form.chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    let known = |t: &str| lookup::demonym(t).or_else(|| lookup::country(t));
    let pair = |from: TokenIdx| (from + 1 < syntax.len()).then(|| syntax.reading.span(&(from..from + 2)).of(syntax.text));
    pair(token).and_then(known).or_else(|| token.checked_sub(1).and_then(pair).and_then(known)).or_else(|| known(form))
}

/// The words right before a personal name that end in an office, however the parse joins them: "Kenyan trade minister".
fn title(syntax: &Syntax, name: TokenIdx) -> Tokens {
    /// The longest title, in words.
    const LONGEST: usize = 6;
    let first = syntax.reading.sentences.get(syntax.sentence(name)).map_or(name, |s| s.tokens.start);
    let person = |i: TokenIdx| lookup::agent_at(syntax, i).is_some_and(|a| a.kind == EntityKind::Person);
    let describes = |i: &TokenIdx| matches!(syntax.upos(*i), Upos::Noun | Upos::Propn | Upos::Adj);
    match name.checked_sub(1).filter(|i| *i >= first && describes(i) && person(*i)) {
        Some(office) => (first.max(name.saturating_sub(LONGEST))..=office).rev().take_while(describes).last().unwrap_or(office)..name,
        None => name..name,
    }
}

/// The words before the head of a mention that describe it.
fn left(syntax: &Syntax, mention: &Mention) -> Tokens {
    let head = mention.head;
    let describes = |c: &&TokenIdx| **c < head && is_modifier(syntax, **c);
    let first = syntax.children(head).iter().filter(describes).map(|c| syntax.extent(*c).start).min().unwrap_or(head);
    first.max(head.saturating_sub(8)).min(mention.tokens.start)..head
}

/// The words that say which of several is meant.
pub(crate) fn modifiers(syntax: &Syntax, mention: &Mention, set: &mut BTreeSet<String>) {
    let rank = |i: TokenIdx| i + 1 == mention.head && is_rank(syntax, i);
    let words = mention.tokens.clone().filter(|i| *i != mention.head && is_content_word(syntax, *i) && !rank(*i));
    set.extend(words.map(|i| syntax.lemma(i).to_lowercase()));
}

pub(crate) fn is_plural(syntax: &Syntax, head: TokenIdx) -> bool {
    matches!(syntax.xpos(head), "NNS" | "NNPS")
        || matches!(syntax.lemma(head), "many" | "several" | "few" | "others" | "all" | "both" | "most" | "some" | "police")
}

/// A name without article, possessive ending.
pub(crate) fn bare(text: &str) -> &str {
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text)
}

/// Chooses the name of the entity: the fullest name, else the first noun phrase.
pub(crate) fn finish(syntax: &Syntax, mentions: &[Mention], speaks: impl Fn(TokenIdx) -> bool, entity: &mut EntityMentions) {
    let text = |m: &Mention| syntax.reading.span(&m.tokens).of(syntax.text).to_owned();
    let own = entity.mentions.iter().filter_map(|m| mentions.get(*m));
    let names = own.clone().filter_map(|m| names::name(syntax, m).map(|n| (m, n)));
    let longest = names
        .filter(|(_, n)| (n.class == NameClass::Person) == (entity.kind == EntityKind::Person) || entity.kind != EntityKind::Person)
        // The reader may end a name too soon: "Government of | Mongolia".
        .map(|(m, n)| if open_ended(syntax, &n.tokens) { n.tokens.start..m.tokens.end.max(n.tokens.end) } else { n.tokens.clone() })
        .map(|tokens| syntax.reading.span(&tokens).of(syntax.text))
        .map(|t| t.strip_suffix("'s").or_else(|| t.strip_suffix("’s")).unwrap_or(t))
        .max_by_key(|t| (t.split_whitespace().count(), std::cmp::Reverse(t.len())));
    let described: Vec<Tokens> =
        own.clone().filter(|m| m.form != MentionForm::Pronoun).take(FEW).map(|m| full_phrase(syntax, m, speaks(m.head))).collect();
    let fullest = described.iter().min_by_key(|t| std::cmp::Reverse(t.len())).map(|t| syntax.reading.span(t).of(syntax.text).to_owned());
    let first = fullest.or_else(|| own.clone().next().map(text));
    entity.name = longest.map(str::to_owned).or(first).unwrap_or_default();
}

/// True when no name ends so: with a preposition or an article.
fn open_ended(syntax: &Syntax, name: &Tokens) -> bool {
    matches!(syntax.upos(name.end - 1), Upos::Adp | Upos::Det | Upos::Cconj)
}

/// The mentions among which the name of an entity without a proper name is chosen, and how many words it may have: later ones and
/// longer ones tell what happened to it rather than who it is.
const FEW: usize = 4;
const WORDS: usize = 12;

/// The noun phrase of a mention with what follows and says which one is meant: "people who took part in the march".
/// Who speak as one are named as one: "hospital officials and family members".
fn full_phrase(syntax: &Syntax, mention: &Mention, speaks: bool) -> Tokens {
    let head = mention.head;
    let mut tokens = mention.tokens.clone();
    let after = tokens.end;
    if speaks && mention.form == MentionForm::Nominal {
        let noun = |c: &TokenIdx| *c >= after && syntax.is(*c, "conj") && syntax.upos(*c) == Upos::Noun;
        if let Some(last) = syntax.children(head).iter().copied().rfind(noun) {
            let end = crate::statements::noun_phrase(syntax, last).end;
            if end - tokens.start <= WORDS && !(after..end).any(|i| matches!(syntax.upos(i), Upos::Verb | Upos::Aux)) {
                tokens.end = end;
                return tokens;
            }
        }
    }
    // "accused the army of killing": what a preposition brings belongs to the verb as often as not.
    let follows =
        |c: &TokenIdx| *c >= after && syntax.is(*c, "acl") && syntax.child(*c, "mark").is_none() && syntax.child(*c, "case").is_none();
    let end = syntax.children(head).iter().copied().filter(follows).map(|c| syntax.extent(c).end).max().unwrap_or(after);
    // What is told of others inside it says less of whom it means.
    let nested = |i: &TokenIdx| {
        let above = syntax.head(*i);
        (syntax.is(*i, "acl:relcl") || syntax.is(*i, "advcl")) && above != Some(head) && above.is_some_and(|a| a >= after)
    };
    let end = (after..end).filter(nested).map(|i| syntax.extent(i).start).filter(|i| *i > after).min().unwrap_or(end);
    let stop = |i: &TokenIdx| matches!(syntax.form(*i), "," | ";" | ":" | "(" | "-" | "--" | "–" | "—" | "\"" | "“" | "”");
    let end = (after..end).find(stop).unwrap_or(end);
    // A clause that breaks off before its verb is none.
    let whole = syntax.children(head).iter().filter(|c| follows(c)).all(|c| *c < end || syntax.extent(*c).start >= end);
    if whole && end > after && end - tokens.start <= WORDS {
        tokens.end = end;
    }
    tokens
}

/// True when the sexes do not contradict each other.
pub(crate) fn agrees(a: Option<Gender>, b: Option<Gender>) -> bool {
    a.is_none() || b.is_none() || a == b
}
