//! Who and what the article talks about: mentions joined into entities.
//!
//! Three passes: names are joined by their words; then noun phrases and pronouns of the third person find what stands
//! before them; last, the first persons of quotations become their speakers.

mod describe;
mod documents;
pub mod layer;
pub(crate) mod lookup;
mod mention;
mod model;
mod names;
mod nominals;
mod pronouns;
mod sector;
#[cfg(test)]
mod tests;

pub use mention::Mention;

use crate::statements::{self, StatementMention};
use crate::syntax::Syntax;
use crate::time::{self, TimeExpression};
use crate::{events, place};
use dateline_model::report::{EntityKind, MentionForm, TimeKind};
use dateline_model::{Article, NameClass, Reading, TokenIdx, Tokens, Upos};
use lookup::{Gender, Pronoun};
use std::collections::BTreeSet;

/// What mentions refer to, in terms of tokens.
#[derive(Clone, Debug)]
pub struct EntityMentions {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest form in the text.
    pub name: String,
    /// ISO 3166 alpha-3 of the country it belongs to.
    pub country: Option<&'static str>,
    /// PLOVER sector.
    pub sector: Option<&'static str>,
    /// Noun phrases that describe it.
    pub descriptions: Vec<String>,
    /// Indices into [`Entities::mentions`], in text order.
    pub mentions: Vec<usize>,
    gender: Option<Gender>,
    plural: bool,
    /// Lemmas of nouns that say what it is: "president", "brother".
    roles: BTreeSet<String>,
    /// Words of its modifiers, for telling "Iraqi officials" from "Turkish officials".
    modifiers: BTreeSet<String>,
    /// The kind comes from a list or a name, not from a guess.
    sure: bool,
}

/// The entities of one article.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// In the order of their first mention.
    pub list: Vec<EntityMentions>,
    /// All mentions by their head.
    pub mentions: Vec<Mention>,
    /// Entity of each token.
    of: Vec<Option<usize>>,
}

impl Entities {
    /// The entity that a token stands for: the head of a mention, a word of a name, a relative pronoun.
    pub fn of(&self, token: TokenIdx) -> Option<usize> {
        self.of.get(token).copied().flatten()
    }

    /// The mentions of an entity, in text order.
    pub fn mentions_of(&self, entity: usize) -> impl Iterator<Item = &Mention> {
        self.list.get(entity).into_iter().flat_map(|e| &e.mentions).filter_map(|m| self.mentions.get(*m))
    }
}

/// Who is who in an article: the entities that its report draws from, and those that it has no use for.
pub fn find(article: &Article, reading: &Reading) -> Entities {
    let syntax = Syntax::new(&article.text, reading);
    let statements = statements::find(&syntax);
    let events = events::find(&syntax);
    let heads: Vec<TokenIdx> = events.iter().flat_map(|e| e.actors.iter().chain(&e.recipients)).copied().collect();
    let places = place::find(article, reading);
    let governments: Vec<TokenIdx> = places.iter().filter(|p| p.is_metonym).filter_map(|p| syntax.head_of(&p.tokens)).collect();
    let dated = days(&time::find(article, reading));
    resolve(&syntax, &statements, &heads, &governments, &dated)
}

/// The tokens of dates and times of day.
pub(crate) fn days(times: &[TimeExpression]) -> Vec<Tokens> {
    times.iter().filter(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time)).map(|t| t.tokens.clone()).collect()
}

/// Joins the mentions of an article into entities. `heads` are tokens that must become mentions: the participants of
/// events and the sources of statements; `governments` are place names that stand for one, `times` the tokens of dates and times.
pub fn resolve(
    syntax: &Syntax,
    statements: &[StatementMention],
    heads: &[TokenIdx],
    governments: &[TokenIdx],
    times: &[Tokens],
) -> Entities {
    let n = syntax.len();
    let mut demanded = vec![false; n];
    let sources = statements.iter().filter_map(|s| s.source_head);
    let passed = statements.iter().flat_map(|s| &s.via).map(|v| v.head);
    for head in heads.iter().copied().chain(sources).chain(passed) {
        if let Some(asked) = demanded.get_mut(mention::antecedent(syntax, head).unwrap_or(head)) {
            *asked = true;
        }
    }
    model::demand_antecedents(syntax.reading, &mut demanded);
    for document in (0..n).filter(|i| demanded[*i]).collect::<Vec<_>>() {
        if lookup::agent(syntax.lemma(document)).is_some_and(|a| a.document) {
            for issuer in documents::issuers(syntax, document) {
                demanded[issuer] |= lookup::agent(syntax.lemma(issuer)).is_some();
            }
        }
    }
    let mentions = mention::collect(syntax, &demanded, times);
    let mut resolver = Resolver::new(syntax, statements, mentions, demanded);
    for token in governments {
        if let Some(slot) = resolver.government.get_mut(*token) {
            *slot = true;
        }
    }
    resolver.join_names();
    resolver.join_others();
    resolver.join_first_persons();
    resolver.finish()
}

/// The state while mentions are being joined.
struct Resolver<'a> {
    syntax: &'a Syntax<'a>,
    statements: &'a [StatementMention],
    mentions: Vec<Mention>,
    entity: Vec<Option<usize>>,
    list: Vec<EntityMentions>,
    /// Mention of each head token.
    mention_at: Vec<Option<usize>>,
    /// Mention of the name that a token is part of.
    name_at: Vec<Option<usize>>,
    /// What the model takes for what.
    links: model::Links<'a>,
    /// The statement whose source the token is; the first if several.
    source_of: Vec<Option<usize>>,
    /// The token is a source or takes part in an event.
    demanded: Vec<bool>,
    /// The token is an intermediary of a source chain.
    passes: Vec<bool>,
    /// The token is a place name that stands for a government.
    government: Vec<bool>,
    /// The innermost quoted statement that holds the token.
    quoted_in: Vec<Option<usize>>,
}

impl<'a> Resolver<'a> {
    fn new(syntax: &'a Syntax<'a>, statements: &'a [StatementMention], mentions: Vec<Mention>, demanded: Vec<bool>) -> Self {
        let n = syntax.len();
        let mut mention_at = vec![None; n];
        let mut name_at = vec![None; n];
        for (index, mention) in mentions.iter().enumerate() {
            mention_at[mention.head] = Some(index);
            for token in names::name(syntax, mention).into_iter().flat_map(|name| name.tokens.clone()) {
                name_at[token] = Some(index);
            }
        }
        let mut source_of = vec![None; n];
        let mut passes = vec![false; n];
        statements.iter().flat_map(|s| &s.via).filter(|v| v.head < n).for_each(|v| passes[v.head] = true);
        let mut quoted_in: Vec<Option<usize>> = vec![None; n];
        for (index, statement) in statements.iter().enumerate() {
            if let Some(slot) = statement.source_head.and_then(|h| source_of.get_mut(h)) {
                slot.get_or_insert(index);
            }
            if statement.kind != dateline_model::report::StatementKind::Indirect {
                for token in statement.content.iter().flat_map(Clone::clone) {
                    let smaller = quoted_in[token].is_none_or(|old| statements[old].size() > statement.size());
                    if smaller {
                        quoted_in[token] = Some(index);
                    }
                }
            }
        }
        let entity = vec![None; mentions.len()];
        Resolver {
            syntax,
            statements,
            mentions,
            entity,
            list: Vec::new(),
            mention_at,
            name_at,
            links: model::Links::new(syntax.reading),
            source_of,
            quoted_in,
            demanded,
            passes,
            government: vec![false; n],
        }
    }

    /// Joins the mentions that are names, in text order.
    fn join_names(&mut self) {
        let mut known = names::Names::default();
        for index in 0..self.mentions.len() {
            if self.mentions[index].name.is_none() {
                continue;
            }
            let found = known.find(self.syntax, &self.mentions[index], index);
            let entity = found.unwrap_or_else(|| {
                let entity = self.new_entity(index);
                known.add(self.syntax, &self.mentions[index], index, entity);
                entity
            });
            self.entity[index] = Some(entity);
            describe::from_name(self.syntax, &self.mentions[index], &mut self.list[entity]);
        }
    }

    /// Joins noun phrases and pronouns with what stands before them.
    fn join_others(&mut self) {
        for index in 0..self.mentions.len() {
            self.join(index);
        }
    }

    fn join(&mut self, index: usize) {
        let Some(mention) = self.mentions.get(index).filter(|m| m.name.is_none() && self.entity[index].is_none()) else { return };
        let found = match mention.pronoun {
            Some(Pronoun::I | Pronoun::We | Pronoun::You) => return,
            Some(pronoun) => pronouns::third_person(self, index, pronoun),
            None => {
                let head = mention.head;
                // Who issued a document may be named after it.
                if documents::is_document(self, head) {
                    for issuer in documents::issuers(self.syntax, head) {
                        if let Some(later) = self.mention_at.get(issuer).copied().flatten().filter(|m| *m > index) {
                            self.join(later);
                        }
                    }
                }
                Some(nominals::find(self, index).unwrap_or_else(|| {
                    let entity = self.new_entity(index);
                    describe::from_nominal(self.syntax, &self.mentions[index], &mut self.list[entity]);
                    entity
                }))
            }
        };
        if let Some(entity) = found {
            self.entity[index] = Some(entity);
            if self.mentions[index].form != MentionForm::Pronoun {
                describe::roles(self.syntax, &self.mentions[index], &mut self.list[entity]);
            } else if let Some(gender) = pronouns::gender(self.mentions[index].pronoun) {
                self.list[entity].gender.get_or_insert(gender);
            }
        }
    }

    /// Gives "I" and "we" inside quotations to their speakers.
    fn join_first_persons(&mut self) {
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if !matches!(mention.pronoun, Some(Pronoun::I | Pronoun::We)) {
                continue;
            }
            let mut speaker = None;
            let mut at = self.quoted_in[mention.head];
            for _ in 0..8 {
                let Some(statement) = at else { break };
                let head = self.statements[statement].source_head;
                // The statement's own "we think" is no speaker.
                let own = head.and_then(|h| self.mention_at.get(h).copied().flatten());
                if own.is_some_and(|o| !matches!(self.mentions[o].pronoun, Some(Pronoun::I | Pronoun::We | Pronoun::You))) {
                    speaker = own.and_then(|o| self.entity[o]);
                    break;
                }
                if let Some(relative) =
                    head.and_then(|h| mention::antecedent(self.syntax, h)).and_then(|a| self.mention_at.get(a).copied().flatten())
                {
                    speaker = self.entity[relative];
                    break;
                }
                at = self.statements[statement].inside;
            }
            self.entity[index] = speaker;
        }
    }

    fn new_entity(&mut self, mention: usize) -> usize {
        self.list.push(describe::entity(self.syntax, &self.mentions[mention]));
        self.list.len() - 1
    }

    fn finish(mut self) -> Entities {
        for (index, entity) in self.entity.iter().enumerate() {
            if let Some(entity) = entity {
                self.list[*entity].mentions.push(index);
            }
        }
        let mut of = vec![None; self.syntax.len()];
        for (index, mention) in self.mentions.iter().enumerate() {
            let entity = self.entity[index];
            if let Some(name) = names::name(self.syntax, mention) {
                for token in name.tokens.clone() {
                    of[token] = entity;
                }
            }
        }
        for (index, mention) in self.mentions.iter().enumerate() {
            of[mention.head] = self.entity[index];
        }
        for token in 0..of.len() {
            if of[token].is_none() {
                of[token] = mention::antecedent(self.syntax, token).and_then(|a| of.get(a).copied().flatten());
            }
        }
        for entity in &mut self.list {
            // A town that speaks or acts is its government: "Kyiv said".
            let acts = |head: TokenIdx| self.source_of[head].is_some() || self.government[head];
            let speaks = entity.mentions.iter().any(|m| acts(self.mentions[*m].head));
            let passes = entity.mentions.iter().any(|m| self.passes[self.mentions[*m].head]);
            if entity.kind == EntityKind::Place && (speaks || passes) {
                entity.kind = EntityKind::Organization;
                if !passes {
                    entity.sector.get_or_insert("GOV");
                }
            }
            describe::finish(self.syntax, &self.mentions, |head| self.source_of[head].is_some(), entity);
        }
        Entities { list: self.list, mentions: self.mentions, of }
    }

    /// The name class of a mention.
    fn class(&self, mention: usize) -> Option<NameClass> {
        names::name(self.syntax, &self.mentions[mention]).map(|n| n.class)
    }

    /// True for a plural noun.
    fn is_plural(&self, mention: usize) -> bool {
        describe::is_plural(self.syntax, self.mentions[mention].head)
    }

    /// True when the word is the subject of something.
    fn is_subject(&self, token: TokenIdx) -> bool {
        self.syntax.is(token, "nsubj")
            || (self.syntax.is(token, "conj") && self.syntax.head(token).is_some_and(|h| self.syntax.is(h, "nsubj")))
    }
}

/// True for words that can stand before a noun and say which one is meant.
pub(crate) fn is_content_word(syntax: &Syntax, token: TokenIdx) -> bool {
    matches!(syntax.upos(token), Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Verb)
}
