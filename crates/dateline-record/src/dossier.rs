//! Everything that a record knows of one happening: who tells it how, and why it is held for one.

use crate::engine::Grouped as _;
use crate::error::{Error, Result};
use crate::grouping::{Layer, Link};
use crate::happenings::{Account, account};
use crate::id::{Sort, named_after};
use crate::layers::Happenings;
use crate::rows::{ArticleRow, EventRow, HappeningRow, StatementRow};
use crate::store::Store;
use crate::summary::told;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many ids are named where a beginning fits several.
const EXAMPLES: usize = 5;

/// One happening with all its versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dossier {
    /// Its row.
    pub happening: HappeningRow,
    /// What each article tells, by the day of publication.
    pub versions: Vec<Version>,
    /// The articles, by their id.
    pub articles: BTreeMap<String, ArticleRow>,
    /// The story of each article.
    pub stories: BTreeMap<String, String>,
    /// What the versions agree and disagree on, and who vouches for them; events by their place among the versions.
    pub account: Account,
    /// Why its events are held for one occurrence.
    pub links: Vec<Link>,
}

/// What one article tells of a happening.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Version {
    /// The event; its trigger is where it stands in the article.
    pub event: EventRow,
    /// Names of those who did it.
    pub actors: Vec<String>,
    /// Names of those to whom it was done.
    pub recipients: Vec<String>,
    /// Under whose word it stands; null in the outlet's own voice.
    pub says: Option<StatementRow>,
}

/// The one id that begins like this; that of a happening also by one of its events.
///
/// # Errors
/// When none does, or several.
pub fn resolve(store: &impl Store, sort: Sort, beginning: &str) -> Result<String> {
    let beginning = beginning.trim();
    let ids = store.ids_from(beginning, EXAMPLES)?;
    let of_sort = |id: &str| Sort::of(id) == Some(sort);
    match (ids.as_slice(), sort) {
        ([id], _) if of_sort(id) => return Ok(id.clone()),
        ([id], Sort::Happening) if Sort::of(id) == Some(Sort::Event) => {
            if let Some(group) = store.group(Layer::Happening, id)? {
                return Ok(group);
            }
        }
        // A happening is named after one of its events; when it has grown by a smaller one, the old name leads to the new.
        ([], Sort::Happening) if of_sort(beginning) => {
            let events = store.ids_from(&named_after(Sort::Event, beginning), 2)?;
            if let [event] = events.as_slice()
                && let Some(group) = store.group(Layer::Happening, event)?
            {
                return Ok(group);
            }
        }
        ([_, _, ..], _) => {
            let ids = ids.join(", ");
            return Err(Error::asked(format!("several ids begin with {beginning}: {ids}; give more of it")));
        }
        _ => {}
    }
    let (what, letter) = (sort.word(), sort.letter());
    Err(Error::asked(format!("there is no {what} {beginning}; an id of one begins with {letter}, and the lists and queries give it")))
}

/// Gathers what the record knows of a happening.
///
/// # Errors
/// When there is no such happening, or the store cannot be read.
pub fn dossier(store: &impl Store, beginning: &str) -> Result<Dossier> {
    store.at_one_moment(|| gather(store, beginning))
}

fn gather(store: &impl Store, beginning: &str) -> Result<Dossier> {
    let id = resolve(store, Sort::Happening, beginning)?;
    let missing = || Error::asked(format!("there is no happening {id}"));
    let happening = store.happening(&id)?.ok_or_else(missing)?;
    let (mut versions, mut articles, mut stories, mut links) = (Vec::new(), BTreeMap::new(), BTreeMap::new(), Vec::new());
    for event in store.members(Layer::Happening, &id)? {
        let Some(row) = store.event(&event)? else { continue };
        if let Some(article) = store.article(&row.article)? {
            if let Some(story) = store.group(Layer::Story, &article.id)? {
                stories.insert(article.id.clone(), story);
            }
            articles.insert(article.id.clone(), article);
        }
        let own = store.links(Layer::Happening, &event)?;
        links.extend(own.into_iter().filter(|link| link.a == event));
        versions.push(version(store, row)?);
    }
    let day = |version: &Version| {
        let article: Option<&ArticleRow> = articles.get(&version.event.article);
        let published = article.and_then(|article| article.published.clone());
        (published.is_none(), published, version.event.article.clone(), version.event.trigger_start)
    };
    versions.sort_by_key(day);
    let mut facts = Vec::new();
    for version in &versions {
        facts.extend(Happenings::load(store, &version.event.id)?);
    }
    let account = account(&told(store, facts)?);
    Ok(Dossier { happening, versions, articles, stories, account, links })
}

fn version(store: &impl Store, event: EventRow) -> Result<Version> {
    let names = |ids: &[String]| -> Result<Vec<String>> {
        let mut names = Vec::new();
        for id in ids {
            names.extend(store.entity(id)?.map(|entity| entity.name));
        }
        Ok(names)
    };
    let says = match &event.statement {
        Some(id) => store.statement(id)?,
        None => None,
    };
    Ok(Version { actors: names(&event.actors)?, recipients: names(&event.recipients)?, says, event })
}
