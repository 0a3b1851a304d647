//! The record: what comes in, and how it finds its place.

use crate::correct::{self, standins};
use crate::engine::{Changes, Grouped, enter, leave, part, settle};
use crate::error::Result;
use crate::grouping::{EntityFacts, Layer};
use crate::happenings::article_words;
use crate::layers::{Happenings, Identities, Stories, article, keep, known};
use crate::parts::profile;
use crate::rows::{Document, EntityRow, Parts};
use crate::store::Store;
use crate::summary;
use std::collections::{BTreeMap, BTreeSet};

/// A record in a store.
#[derive(Debug)]
pub struct Record<S> {
    store: S,
    work: Work,
}

/// What one document gives to a record.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What ingest calls the document, the same in every run.
    pub key: String,
    /// The digest of its bytes, [`crate::id::digest`].
    pub content: String,
    /// What was found in it.
    pub found: Found,
}

/// What was found in a document.
#[derive(Clone, Debug)]
pub enum Found {
    /// An article.
    Article(Box<Parts>),
    /// Nothing, for this reason.
    Problem(String),
    /// What another document of the same content gave.
    Same(Document),
}

/// What became of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Articles that were not there before.
    pub articles: usize,
    /// Articles that were there, from another document or another version.
    pub known: usize,
    /// Documents that could not be read.
    pub unreadable: usize,
}

/// What one transaction changes, layer by layer, and what those before have looked at.
#[derive(Debug, Default)]
pub(crate) struct Work {
    pub(crate) stories: Changes<Stories>,
    pub(crate) identities: Changes<Identities>,
    pub(crate) happenings: Changes<Happenings>,
}

impl<S: Store> Record<S> {
    /// A record in this store.
    pub fn new(store: S) -> Self {
        Record { store, work: Work::default() }
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The store itself.
    pub fn into_store(self) -> S {
        self.store
    }

    /// Adds what documents give, all or nothing.
    ///
    /// # Errors
    /// When the store cannot be written; nothing of it is stored then.
    pub fn add(&mut self, entries: Vec<Entry>) -> Result<Added> {
        self.transaction(|store, work| {
            let mut added = Added::default();
            for Entry { key, content, found } in entries {
                let (article, problem) = match found {
                    Found::Article(parts) => {
                        let id = parts.article.id.clone();
                        if put(store, *parts, work, false)? {
                            added.articles += 1
                        } else {
                            added.known += 1
                        }
                        (Some(id), None)
                    }
                    Found::Problem(problem) => {
                        added.unreadable += 1;
                        (None, Some(problem))
                    }
                    Found::Same(Document { article, problem, .. }) => {
                        added.known += 1;
                        (article, problem)
                    }
                };
                store.put_document(&Document { key, content, article, problem })?;
            }
            Ok(added)
        })
    }

    /// Does some work in one transaction, then brings groups and their rows up to date.
    pub(crate) fn transaction<T>(&mut self, work: impl FnOnce(&mut S, &mut Work) -> Result<T>) -> Result<T> {
        self.store.begin()?;
        let changes = &mut self.work;
        let done = work(&mut self.store, changes).and_then(|value| changes.finish(&mut self.store).map(|()| value));
        let done = done.and_then(|value| self.store.commit().map(|()| value));
        if done.is_err() {
            // What was looked at may be what is taken back now.
            self.work = Work::default();
            // The first error says more than one of taking back.
            let _ = self.store.rollback();
        }
        done
    }
}

impl Work {
    fn finish(&mut self, store: &mut impl Store) -> Result<()> {
        for article in settle::<Stories>(store, &mut self.stories)? {
            // Events count once for each story.
            for event in store.events(&article)? {
                self.happenings.groups.extend(store.group(Layer::Happening, &event.id)?);
            }
        }
        for profile in settle::<Identities>(store, &mut self.identities)? {
            // Sources are counted, and actors told apart, by who they are.
            for event in store.told_of(&profile)? {
                self.happenings.groups.extend(store.group(Layer::Happening, &event)?);
            }
        }
        settle::<Happenings>(store, &mut self.happenings)?;
        for story in &std::mem::take(&mut self.stories.groups) {
            if summary::story(store, story)? {
                // A story that turns out to be an agency's changes who vouches for what it tells.
                for article in store.members(Layer::Story, story)? {
                    for event in store.events(&article)? {
                        self.happenings.groups.extend(store.group(Layer::Happening, &event.id)?);
                    }
                }
            }
        }
        for identity in &std::mem::take(&mut self.identities.groups) {
            summary::identity(store, identity)?;
        }
        let mut rows = Vec::new();
        for happening in &std::mem::take(&mut self.happenings.groups) {
            rows.extend(summary::happening(store, &mut self.happenings.recent, happening)?);
        }
        // In the order in which they will lie: full-text search writes out what it holds whenever a smaller number follows a greater one.
        rows.sort_by(|x, y| (x.day.is_none(), &x.day, &x.id).cmp(&(y.day.is_none(), &y.day, &y.id)));
        rows.iter().try_for_each(|row| store.put_happening(row))
    }
}

/// Stores an article with what people corrected of it; true when it was not there before. What another version read of it is replaced;
/// with `anew` also what the same version read.
pub(crate) fn put(store: &mut impl Store, mut parts: Parts, work: &mut Work, anew: bool) -> Result<bool> {
    let id = parts.article.id.clone();
    let before = store.article(&id)?;
    if let Some(before) = &before {
        // Of two documents of one article the one that knows more wins, whichever comes first.
        let certain = |origin: &Option<String>| ["crawl", "url", "feed", "stated"].iter().position(|own| origin.as_deref() == Some(*own));
        let published_from = [before.published_from.clone(), parts.article.published_from];
        parts.article.canonical = before.canonical.clone().max(parts.article.canonical);
        parts.article.published_from = published_from.into_iter().max_by_key(certain).flatten();
        if !anew && *before == parts.article && store.report(&id)?.as_ref() == Some(&parts.report) {
            return Ok(false);
        }
        take_out(store, &id, work)?;
    }
    correct::apply(store, &mut parts)?;
    let profiles_before: BTreeSet<String> = store.entities(&id)?.into_iter().filter_map(|entity| entity.profile).collect();
    store.put_article(&parts)?;
    let text = std::mem::take(&mut parts.report.article.text);
    let words = article_words(&text);
    enter(&id, article(parts.article, text), &mut work.stories);
    put_profiles(store, &parts.entities, profiles_before, work)?;
    let rejected: BTreeSet<&str> = parts.events.iter().filter(|event| event.rejected).map(|event| event.id.as_str()).collect();
    // Once for all events of the article.
    keep(store, &id, &words)?;
    for mut facts in parts.facts {
        facts.article_words.clone_from(&words);
        keep(store, &facts.id, &facts)?;
        if rejected.contains(facts.id.as_str()) {
            continue;
        }
        let event = facts.id.clone();
        enter(&event, facts, &mut work.happenings);
    }
    Ok(before.is_none())
}

/// Takes an article out of its groups, before another version of it comes in.
fn take_out(store: &mut impl Store, id: &str, work: &mut Work) -> Result<()> {
    if let Some(facts) = Stories::load(store, id)? {
        leave::<Stories>(store, id, &facts, &mut work.stories)?;
    }
    for event in store.events(id)? {
        if let Some(facts) = Happenings::load(store, &event.id)? {
            leave::<Happenings>(store, &event.id, &facts, &mut work.happenings)?;
            store.put_facts(&event.id, None)?;
        }
    }
    Ok(())
}

/// Takes in the profiles that are new, gives the others the names that they have now, and takes out those that no entity has any more.
fn put_profiles(store: &mut impl Store, entities: &[EntityRow], before: BTreeSet<String>, work: &mut Work) -> Result<()> {
    let mut now: BTreeMap<String, EntityFacts> = BTreeMap::new();
    for facts in entities.iter().filter_map(profile) {
        match now.get_mut(&facts.id) {
            Some(one) => one.names.extend(facts.names),
            None => _ = now.insert(facts.id.clone(), facts),
        }
    }
    for (id, mut facts) in now {
        let known = known::<EntityFacts>(store, &id)?;
        match &known {
            // What another version read gives no names any more.
            Some(_) if before.contains(&id) => facts.names = store.names_of(&id)?,
            Some(known) => facts.names.extend_from_slice(&known.names),
            None => {}
        }
        facts.names.sort();
        facts.names.dedup();
        put_profile(store, known, facts, work)?;
        work.identities.groups.extend(store.group(Layer::Identity, &id)?);
    }
    for id in before {
        work.identities.groups.extend(store.group(Layer::Identity, &id)?);
        let Some(facts) = Identities::load(store, &id)? else { continue };
        if store.count_profile(&id)? == 0 {
            leave::<Identities>(store, &id, &facts, &mut work.identities)?;
            standins::touch(store, &facts, work)?;
            standins::forget(store, facts)?;
        } else {
            let names = store.names_of(&id)?;
            put_profile(store, Some(facts.clone()), EntityFacts { names, ..facts }, work)?;
        }
    }
    Ok(())
}

/// Keeps what is known of a profile, and compares it anew if that is not what was known before.
fn put_profile(store: &mut impl Store, known: Option<EntityFacts>, facts: EntityFacts, work: &mut Work) -> Result<()> {
    // One that was gone is known by its name alone, and has no group.
    let is_there = work.identities.waiting.contains(&facts.id) || store.group(Layer::Identity, &facts.id)?.is_some();
    if known.as_ref() == Some(&facts) && is_there {
        return Ok(());
    }
    if !is_there {
        standins::touch(store, &facts, work)?;
    } else if let Some(known) = known {
        part::<Identities>(store, &facts.id, &known, &mut work.identities)?;
    }
    keep(store, &facts.id, &facts)?;
    enter(&facts.id.clone(), facts, &mut work.identities);
    Ok(())
}
