//! A record in memory: the naive twin of the file, by which the file is tested, and a place for records that nobody needs to keep.

use crate::error::Result;
use crate::filter::{Filter, country, texts, words};
use crate::grouping::{Layer, Link, Verdict};
use crate::rows::{ArticleRow, CorrectionRow, Document, EntityRow, EventRow, HappeningRow, IdentityRow, Parts, StatementRow, StoryRow};
use crate::store::{Counts, Ruling, Store};
use dateline_model::report::Report;
use std::collections::{BTreeMap, BTreeSet};

/// A record in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    now: Tables,
    before: Option<Box<Tables>>,
}

#[derive(Clone, Debug, Default)]
struct Tables {
    documents: BTreeMap<(String, String), Document>,
    articles: BTreeMap<String, Parts>,
    facts: BTreeMap<String, Vec<u8>>,
    posts: BTreeSet<(Layer, u64, String)>,
    links: BTreeMap<(Layer, String, String), Link>,
    groups: BTreeMap<(Layer, String), String>,
    stories: BTreeMap<String, StoryRow>,
    identities: BTreeMap<String, IdentityRow>,
    happenings: BTreeMap<String, HappeningRow>,
    rulings: BTreeSet<(i64, Ruling)>,
    corrections: BTreeMap<i64, CorrectionRow>,
}

impl Memory {
    /// An empty record.
    pub fn new() -> Self {
        Memory::default()
    }

    fn find<'m, T: Clone + 'm>(&'m self, rows: impl Fn(&'m Parts) -> &'m [T], own: impl Fn(&T) -> bool) -> Option<T> {
        self.now.articles.values().flat_map(rows).find(|row| own(row)).cloned()
    }
}

/// True when a text has all these words.
fn has_all(text: &str, sought: &[String]) -> bool {
    let there: BTreeSet<String> = words(text).into_iter().collect();
    sought.iter().all(|word| there.contains(&word.strip_prefix("iso:").map_or_else(|| word.to_lowercase(), country)))
}

impl Store for Memory {
    fn begin(&mut self) -> Result<()> {
        self.before = Some(Box::new(self.now.clone()));
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        self.before = None;
        Ok(())
    }

    fn rollback(&mut self) -> Result<()> {
        if let Some(before) = self.before.take() {
            self.now = *before;
        }
        Ok(())
    }

    fn document(&self, key: &str, content: &str) -> Result<Option<Document>> {
        Ok(self.now.documents.get(&(key.to_owned(), content.to_owned())).cloned())
    }

    fn same_content(&self, content: &str) -> Result<Option<Document>> {
        Ok(self.now.documents.values().find(|document| document.content == content).cloned())
    }

    fn documents_of(&self, article: &str) -> Result<Vec<Document>> {
        Ok(self.now.documents.values().filter(|document| document.article.as_deref() == Some(article)).cloned().collect())
    }

    fn put_document(&mut self, document: &Document) -> Result<()> {
        self.now.documents.insert((document.key.clone(), document.content.clone()), document.clone());
        Ok(())
    }

    fn put_article(&mut self, parts: &Parts) -> Result<()> {
        self.now.articles.insert(parts.article.id.clone(), parts.clone());
        Ok(())
    }

    fn article(&self, id: &str) -> Result<Option<ArticleRow>> {
        Ok(self.now.articles.get(id).map(|parts| parts.article.clone()))
    }

    fn text(&self, id: &str) -> Result<Option<String>> {
        Ok(self.now.articles.get(id).map(|parts| parts.report.article.text.clone()))
    }

    fn report(&self, id: &str) -> Result<Option<Report>> {
        Ok(self.now.articles.get(id).map(|parts| parts.report.clone()))
    }

    fn articles_after(&self, id: &str, limit: usize) -> Result<Vec<String>> {
        Ok(self.now.articles.keys().filter(|own| own.as_str() > id).take(limit).cloned().collect())
    }

    fn entities(&self, article: &str) -> Result<Vec<EntityRow>> {
        Ok(self.now.articles.get(article).map_or_else(Vec::new, |parts| parts.entities.clone()))
    }

    fn statements(&self, article: &str) -> Result<Vec<StatementRow>> {
        Ok(self.now.articles.get(article).map_or_else(Vec::new, |parts| parts.statements.clone()))
    }

    fn events(&self, article: &str) -> Result<Vec<EventRow>> {
        Ok(self.now.articles.get(article).map_or_else(Vec::new, |parts| parts.events.clone()))
    }

    fn entity(&self, id: &str) -> Result<Option<EntityRow>> {
        Ok(self.find(|parts| &parts.entities, |row| row.id == id))
    }

    fn statement(&self, id: &str) -> Result<Option<StatementRow>> {
        Ok(self.find(|parts| &parts.statements, |row| row.id == id))
    }

    fn event(&self, id: &str) -> Result<Option<EventRow>> {
        Ok(self.find(|parts| &parts.events, |row| row.id == id))
    }

    fn count_profile(&self, profile: &str) -> Result<usize> {
        let entities = self.now.articles.values().flat_map(|parts| &parts.entities);
        Ok(entities.filter(|entity| entity.profile.as_deref() == Some(profile)).count())
    }

    fn names_of(&self, profile: &str) -> Result<Vec<String>> {
        let entities = self.now.articles.values().flat_map(|parts| &parts.entities);
        let own = entities.filter(|entity| entity.profile.as_deref() == Some(profile));
        Ok(own.flat_map(|entity| entity.names.clone()).collect::<BTreeSet<String>>().into_iter().collect())
    }

    fn profiles_named(&self, kind: &str, name: &str) -> Result<Vec<String>> {
        let entities = self.now.articles.values().flat_map(|parts| &parts.entities);
        let named = entities.filter(|entity| entity.kind == kind && entity.name == name);
        Ok(named.filter_map(|entity| entity.profile.clone()).collect::<BTreeSet<String>>().into_iter().collect())
    }

    fn told_of(&self, profile: &str) -> Result<Vec<String>> {
        let mut events = BTreeSet::new();
        for parts in self.now.articles.values() {
            let own = |id: &str| parts.entities.iter().any(|entity| entity.id == id && entity.profile.as_deref() == Some(profile));
            for statement in parts.statements.iter().filter(|s| s.chain.iter().any(|link| link.entity.as_deref().is_some_and(own))) {
                let told = parts.events.iter().filter(|event| event.statement.as_ref() == Some(&statement.id));
                events.extend(told.map(|event| event.id.clone()));
            }
            let takes_part = |event: &&EventRow| event.actors.iter().chain(&event.recipients).any(|id| own(id));
            events.extend(parts.events.iter().filter(takes_part).map(|event| event.id.clone()));
        }
        Ok(events.into_iter().collect())
    }

    fn facts(&self, item: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.now.facts.get(item).cloned())
    }

    fn put_facts(&mut self, item: &str, facts: Option<&[u8]>) -> Result<()> {
        match facts {
            Some(data) => self.now.facts.insert(item.to_owned(), data.to_owned()),
            None => self.now.facts.remove(item),
        };
        Ok(())
    }

    fn post(&mut self, layer: Layer, item: &str, keys: &[u64]) -> Result<()> {
        self.now.posts.extend(keys.iter().map(|key| (layer, *key, item.to_owned())));
        Ok(())
    }

    fn unpost(&mut self, layer: Layer, item: &str, keys: &[u64]) -> Result<()> {
        for key in keys {
            self.now.posts.remove(&(layer, *key, item.to_owned()));
        }
        Ok(())
    }

    fn sharing(&self, layer: Layer, keys: &[u64], at_least: usize) -> Result<Vec<String>> {
        let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, _, item) in self.now.posts.iter().filter(|(own, key, _)| *own == layer && keys.contains(key)) {
            *shared.entry(item).or_insert(0) += 1;
        }
        Ok(shared.into_iter().filter(|(_, n)| *n >= at_least).map(|(item, _)| item.to_owned()).collect())
    }

    fn put_link(&mut self, link: &Link) -> Result<()> {
        self.now.links.insert((link.layer, link.a.clone(), link.b.clone()), link.clone());
        Ok(())
    }

    fn links(&self, layer: Layer, item: &str) -> Result<Vec<Link>> {
        let own = |link: &&Link| link.layer == layer && (link.a == item || link.b == item);
        let mut links: Vec<Link> = self.now.links.values().filter(own).cloned().collect();
        links.sort_by(|x, y| x.other(item).cmp(y.other(item)));
        Ok(links)
    }

    fn joining(&self, layer: Layer, item: &str) -> Result<Vec<Link>> {
        let mut joins: Vec<Link> = self.links(layer, item)?.into_iter().filter(|link| link.verdict == Verdict::Same).collect();
        joins.iter_mut().filter(|_| layer != Layer::Story).for_each(|link| link.evidence.clear());
        Ok(joins)
    }

    fn leader(&self, layer: Layer, item: &str) -> Result<Option<String>> {
        let links = self.links(layer, item)?;
        Ok(links.into_iter().find(|link| link.verdict == Verdict::Twin && link.b == item).map(|link| link.a))
    }

    fn followers(&self, layer: Layer, item: &str) -> Result<Vec<String>> {
        let links = self.links(layer, item)?;
        Ok(links.into_iter().filter(|link| link.verdict == Verdict::Twin && link.a == item).map(|link| link.b).collect())
    }

    fn remove_links(&mut self, layer: Layer, item: &str) -> Result<()> {
        self.now.links.retain(|(own, a, b), _| *own != layer || (a != item && b != item));
        Ok(())
    }

    fn group(&self, layer: Layer, item: &str) -> Result<Option<String>> {
        Ok(self.now.groups.get(&(layer, item.to_owned())).cloned())
    }

    fn set_group(&mut self, layer: Layer, item: &str, group: Option<&str>) -> Result<()> {
        match group {
            Some(group) => self.now.groups.insert((layer, item.to_owned()), group.to_owned()),
            None => self.now.groups.remove(&(layer, item.to_owned())),
        };
        Ok(())
    }

    fn members(&self, layer: Layer, group: &str) -> Result<Vec<String>> {
        let own = self.now.groups.iter().filter(|((own, _), of)| *own == layer && *of == group);
        Ok(own.map(|((_, item), _)| item.clone()).collect())
    }

    fn put_story(&mut self, story: &StoryRow) -> Result<()> {
        self.now.stories.insert(story.id.clone(), story.clone());
        Ok(())
    }

    fn story(&self, id: &str) -> Result<Option<StoryRow>> {
        Ok(self.now.stories.get(id).cloned())
    }

    fn put_identity(&mut self, identity: &IdentityRow) -> Result<()> {
        self.now.identities.insert(identity.id.clone(), identity.clone());
        Ok(())
    }

    fn identity(&self, id: &str) -> Result<Option<IdentityRow>> {
        Ok(self.now.identities.get(id).cloned())
    }

    fn put_happening(&mut self, happening: &HappeningRow) -> Result<()> {
        self.now.happenings.insert(happening.id.clone(), happening.clone());
        Ok(())
    }

    fn happening(&self, id: &str) -> Result<Option<HappeningRow>> {
        let shown = |row: &HappeningRow| HappeningRow { words: String::new(), ..row.clone() };
        Ok(self.now.happenings.get(id).map(shown))
    }

    fn remove_group(&mut self, layer: Layer, group: &str) -> Result<()> {
        match layer {
            Layer::Story => drop(self.now.stories.remove(group)),
            Layer::Identity => drop(self.now.identities.remove(group)),
            Layer::Happening => drop(self.now.happenings.remove(group)),
            Layer::Coverage => self.now.groups.retain(|(own, _), of| *own != layer || of != group),
        }
        Ok(())
    }

    fn happenings(&self, filter: &Filter) -> Result<Vec<HappeningRow>> {
        let passes = |row: &&HappeningRow| {
            let [who, place, words] = texts(row);
            let either = |names: &[Vec<String>], text: &str| names.is_empty() || names.iter().any(|name| has_all(text, name));
            filter.passes(row) && either(&filter.who, &who) && either(&filter.places, &place) && has_all(&words, &filter.words)
        };
        let mut rows: Vec<HappeningRow> = self.now.happenings.values().filter(passes).cloned().collect();
        rows.sort_by(|x, y| (x.day.is_none(), &x.day, &x.id).cmp(&(y.day.is_none(), &y.day, &y.id)));
        rows.truncate(filter.limit.unwrap_or(usize::MAX));
        rows.iter_mut().for_each(|row| row.words.clear());
        Ok(rows)
    }

    fn identities_named(&self, name: &str, limit: usize) -> Result<Vec<IdentityRow>> {
        let sought = words(name);
        let own = |row: &&IdentityRow| !sought.is_empty() && has_all(&row.names.join("; "), &sought);
        Ok(self.now.identities.values().filter(own).take(limit).cloned().collect())
    }

    fn rulings(&self, layer: Layer, item: &str) -> Result<Vec<Ruling>> {
        let own = |ruling: &&Ruling| ruling.layer == layer && (ruling.a == item || ruling.b == item);
        let rulings: BTreeSet<Ruling> = self.now.rulings.iter().map(|(_, ruling)| ruling).filter(own).cloned().collect();
        Ok(rulings.into_iter().collect())
    }

    fn put_ruling(&mut self, correction: i64, ruling: &Ruling) -> Result<()> {
        self.now.rulings.insert((correction, ruling.clone()));
        Ok(())
    }

    fn remove_rulings(&mut self, correction: i64) -> Result<Vec<Ruling>> {
        let (own, others) = std::mem::take(&mut self.now.rulings).into_iter().partition(|(n, _)| *n == correction);
        self.now.rulings = others;
        let own: BTreeSet<(i64, Ruling)> = own;
        Ok(own.into_iter().map(|(_, ruling)| ruling).collect())
    }

    fn put_correction(&mut self, correction: &CorrectionRow) -> Result<()> {
        self.now.corrections.insert(correction.n, correction.clone());
        Ok(())
    }

    fn corrections(&self) -> Result<Vec<CorrectionRow>> {
        Ok(self.now.corrections.values().cloned().collect())
    }

    fn corrections_of(&self, article: &str) -> Result<Vec<CorrectionRow>> {
        Ok(self.now.corrections.values().filter(|row| row.article.as_deref() == Some(article)).cloned().collect())
    }

    fn counts(&self) -> Result<Counts> {
        let (articles, stories, happenings) = (self.now.articles.len(), self.now.stories.len(), self.now.happenings.len());
        Ok(Counts { articles, stories, happenings })
    }

    fn ids_from(&self, beginning: &str, limit: usize) -> Result<Vec<String>> {
        let articles = self.now.articles.values();
        let mut ids: BTreeSet<&String> = articles.clone().map(|parts| &parts.article.id).collect();
        ids.extend(articles.clone().flat_map(|parts| parts.entities.iter().map(|row| &row.id)));
        ids.extend(articles.clone().flat_map(|parts| parts.statements.iter().map(|row| &row.id)));
        ids.extend(articles.flat_map(|parts| parts.events.iter().map(|row| &row.id)));
        ids.extend(self.now.stories.keys().chain(self.now.identities.keys()).chain(self.now.happenings.keys()));
        let own = |id: &&&String| crate::id::Sort::of(beginning).is_some() && id.starts_with(beginning);
        Ok(ids.iter().filter(own).take(limit).map(|id| (*id).clone()).collect())
    }
}
