//! The three layers: articles into stories, events into happenings, profiles of entities into identities.

use crate::engine::Grouped;
use crate::entities;
use crate::error::{Error, Result};
use crate::grouping::words::day;
use crate::grouping::{ArticleFacts, EntityFacts, EventFacts, Fixed, Layer, Link};
use crate::happenings;
use crate::id::Sort;
use crate::rows::ArticleRow;
use crate::store::Store;
use crate::stories;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Articles that are copies of one text.
pub(crate) struct Stories;

impl Grouped for Stories {
    type Facts = ArticleFacts;
    const LAYER: Layer = Layer::Story;
    const GROUP: Sort = Sort::Story;
    const MIN_SHARED: usize = stories::MIN_SHARED;

    fn keys(facts: &ArticleFacts) -> Vec<u64> {
        stories::keys(facts)
    }

    fn compare(one: &ArticleFacts, other: &ArticleFacts) -> Option<Link> {
        stories::compare(one, other)
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
    fn outline(store: &impl Store, item: &str) -> Result<Option<ArticleFacts>> {
        Ok(store.article(item)?.map(|row| article(row, String::new())))
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
pub(crate) struct Happenings;

impl Grouped for Happenings {
    type Facts = EventFacts;
    const LAYER: Layer = Layer::Happening;
    const GROUP: Sort = Sort::Happening;
    const MIN_SHARED: usize = happenings::MIN_SHARED;

    fn keys(facts: &EventFacts) -> Vec<u64> {
        happenings::keys(facts)
    }

    fn compare(one: &EventFacts, other: &EventFacts) -> Option<Link> {
        happenings::compare(one, other)
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
pub(crate) struct Identities;

impl Grouped for Identities {
    type Facts = EntityFacts;
    const LAYER: Layer = Layer::Identity;
    const GROUP: Sort = Sort::Identity;
    const MIN_SHARED: usize = entities::MIN_SHARED;

    fn keys(facts: &EntityFacts) -> Vec<u64> {
        entities::keys(facts)
    }

    fn compare(one: &EntityFacts, other: &EntityFacts) -> Option<Link> {
        entities::compare(one, other)
    }

    fn cluster(items: &[&EntityFacts], links: &[(usize, usize, &Link)], fixed: &[Fixed]) -> Vec<Vec<usize>> {
        entities::cluster(items, links, fixed)
    }

    fn load(store: &impl Store, item: &str) -> Result<Option<EntityFacts>> {
        known(store, item)
    }
}

/// What the store knows of an item, as JSON.
pub(crate) fn known<T: DeserializeOwned>(store: &impl Store, item: &str) -> Result<Option<T>> {
    let Some(data) = store.facts(item)? else { return Ok(None) };
    serde_json::from_slice(&data).map(Some).map_err(|e| Error::facts(item, e))
}

/// Keeps what is known of an item, as JSON.
pub(crate) fn keep(store: &mut impl Store, item: &str, facts: &impl Serialize) -> Result<()> {
    let data = serde_json::to_vec(facts).map_err(|e| Error::facts(item, e))?;
    store.put_facts(item, Some(&data))
}
