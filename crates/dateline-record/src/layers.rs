//! The three layers: articles into stories, events into happenings, profiles of entities into identities.

use crate::correct::standins;
use crate::engine::Grouped;
use crate::entities;
use crate::error::{Error, Result};
use crate::grouping::words::day;
use crate::grouping::{ArticleFacts, EntityFacts, EventFacts, Fixed, Layer, Likeness, Link};
use crate::happenings;
use crate::id::Sort;
use crate::recent::Recent;
use crate::rows::ArticleRow;
use crate::store::{Ruling, Store};
use crate::stories;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Articles that are copies of one text.
#[derive(Debug)]
pub(crate) struct Stories;

impl Grouped for Stories {
    type Facts = ArticleFacts;
    type Seen = stories::Seen<Arc<ArticleFacts>>;
    const LAYER: Layer = Layer::Story;
    const GROUP: Sort = Sort::Story;
    const MIN_SHARED: usize = stories::MIN_SHARED;
    const KEPT: usize = 256;

    fn keys(facts: &ArticleFacts) -> Vec<u64> {
        stories::keys(facts)
    }

    fn see(facts: Arc<ArticleFacts>) -> Self::Seen {
        stories::Seen::of(facts)
    }

    fn facts(seen: &Self::Seen) -> &Arc<ArticleFacts> {
        &seen.facts
    }

    fn compare(one: &Self::Seen, other: &Self::Seen) -> Option<Link> {
        stories::compare_seen(one, other)
    }

    fn likeness(_: &Self::Seen, _: &Self::Seen, link: &Link) -> Likeness {
        stories::likeness(link)
    }

    fn cluster(items: &[&ArticleFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
        stories::cluster(items, links, fixed)
    }

    fn load(store: &impl Store, item: &str) -> Result<Option<ArticleFacts>> {
        let Some(row) = store.article(item)? else { return Ok(None) };
        let text = store.text(item)?.unwrap_or_default();
        Ok(Some(article(row, text)))
    }

    /// An article without its text.
    fn outline(store: &impl Store, _: &mut Recent<Self>, item: &str) -> Result<Option<Arc<ArticleFacts>>> {
        Ok(store.article(item)?.map(|row| Arc::new(article(row, String::new()))))
    }
}

/// What folding copies needs of an article.
pub(crate) fn article(row: ArticleRow, text: String) -> ArticleFacts {
    ArticleFacts {
        id: row.id,
        published: row.published.as_deref().and_then(day),
        outlet: row.outlet,
        byline: row.byline,
        headline: row.headline,
        agencies: row.agencies,
        url: row.url,
        canonical: row.canonical,
        text,
    }
}

/// Events that are the same occurrence.
#[derive(Debug)]
pub(crate) struct Happenings;

impl Grouped for Happenings {
    type Facts = EventFacts;
    type Seen = happenings::Seen<Arc<EventFacts>>;
    const LAYER: Layer = Layer::Happening;
    const GROUP: Sort = Sort::Happening;
    const MIN_SHARED: usize = happenings::MIN_SHARED;
    const KEPT: usize = 2048;

    fn keys(facts: &EventFacts) -> Vec<u64> {
        happenings::keys(facts)
    }

    fn see(facts: Arc<EventFacts>) -> Self::Seen {
        happenings::Seen::of(facts)
    }

    fn facts(seen: &Self::Seen) -> &Arc<EventFacts> {
        &seen.facts
    }

    fn compare(one: &Self::Seen, other: &Self::Seen) -> Option<Link> {
        happenings::compare_seen(one, other)
    }

    fn likeness(one: &Self::Seen, other: &Self::Seen, link: &Link) -> Likeness {
        happenings::likeness(one, other, link)
    }

    fn cluster(items: &[&EventFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
        happenings::cluster(items, links, fixed)
    }

    fn load(store: &impl Store, item: &str) -> Result<Option<EventFacts>> {
        let Some(mut facts) = known::<EventFacts>(store, item)? else { return Ok(None) };
        facts.article_words = known(store, &facts.article)?.unwrap_or_default();
        Ok(Some(facts))
    }
}

/// Names under which articles speak of one person, group, organization, country or place.
#[derive(Debug)]
pub(crate) struct Identities;

impl Grouped for Identities {
    type Facts = EntityFacts;
    type Seen = entities::Seen<Arc<EntityFacts>>;
    const LAYER: Layer = Layer::Identity;
    const GROUP: Sort = Sort::Identity;
    const MIN_SHARED: usize = entities::MIN_SHARED;
    const KEPT: usize = 2048;

    fn keys(facts: &EntityFacts) -> Vec<u64> {
        entities::keys(facts)
    }

    fn see(facts: Arc<EntityFacts>) -> Self::Seen {
        entities::Seen::of(facts)
    }

    fn facts(seen: &Self::Seen) -> &Arc<EntityFacts> {
        &seen.facts
    }

    fn compare(one: &Self::Seen, other: &Self::Seen) -> Option<Link> {
        entities::compare_seen(one, other)
    }

    fn rulings(store: &impl Store, item: &str, facts: &EntityFacts) -> Result<Vec<Ruling>> {
        standins::rulings(store, item, facts)
    }

    fn cluster(items: &[&EntityFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
        entities::cluster(items, links, fixed)
    }

    fn load(store: &impl Store, item: &str) -> Result<Option<EntityFacts>> {
        // Of one that is gone no more is known than what it was called.
        Ok(known::<EntityFacts>(store, item)?.filter(|facts| !facts.names.is_empty()))
    }
}

/// Stands before what is kept as bytes. A change of what is kept needs another number, and a reader of this one.
const BYTES: u8 = 1;

/// What the store knows of an item: as bytes, or as JSON from before format 3.
pub(crate) fn known<T: DeserializeOwned>(store: &impl Store, item: &str) -> Result<Option<T>> {
    let Some(data) = store.facts(item)? else { return Ok(None) };
    match data.split_first() {
        Some((&BYTES, bytes)) => postcard::from_bytes(bytes).map(Some).map_err(|e| Error::facts(item, e)),
        _ => serde_json::from_slice(&data).map(Some).map_err(|e| Error::facts(item, e)),
    }
}

/// Keeps what is known of an item.
pub(crate) fn keep(store: &mut impl Store, item: &str, facts: &impl Serialize) -> Result<()> {
    let data = postcard::to_extend(facts, vec![BYTES]).map_err(|e| Error::facts(item, e))?;
    store.put_facts(item, Some(&data))
}
