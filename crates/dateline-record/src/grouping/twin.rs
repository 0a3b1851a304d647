//! [`Memory`] without a file: for tests, for measuring, and as the twin that the record's file is compared with.

use super::{ArticleFacts, Day, Layer, Link, Memory, Ruling};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// Everything in memory, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Twin {
    articles: BTreeMap<String, ArticleFacts>,
    notes: BTreeMap<(Layer, String), Vec<u8>>,
    postings: BTreeMap<(Layer, u64), BTreeSet<(Option<Day>, String)>>,
    posted: BTreeMap<(Layer, String), Vec<(Option<Day>, u64)>>,
    links: BTreeMap<(Layer, String), BTreeMap<String, Link>>,
    rulings: BTreeSet<Ruling>,
    touched: BTreeSet<(Layer, String)>,
    groups: BTreeMap<(Layer, String), String>,
    members: BTreeMap<(Layer, String), BTreeSet<String>>,
}

impl Twin {
    /// Adds an article, so that [`Memory::article`] finds it.
    pub fn insert(&mut self, article: ArticleFacts) {
        self.articles.insert(article.id.clone(), article);
    }

    /// Adds what a person decided.
    pub fn rule(&mut self, ruling: Ruling) {
        for item in [&ruling.a, &ruling.b] {
            self.touched.insert((ruling.layer, item.clone()));
        }
        self.rulings.insert(ruling);
    }

    /// Every group of a layer with its members.
    pub fn groups(&self, layer: Layer) -> BTreeMap<String, Vec<String>> {
        let of_layer = self.members.iter().filter(|((other, _), items)| *other == layer && !items.is_empty());
        of_layer.map(|((_, group), items)| (group.clone(), items.iter().cloned().collect())).collect()
    }

    fn leave(&mut self, layer: Layer, item: &str) {
        if let Some(group) = self.groups.remove(&(layer, item.to_owned()))
            && let Some(members) = self.members.get_mut(&(layer, group))
        {
            members.remove(item);
        }
    }
}

impl Memory for Twin {
    type Error = Infallible;

    fn article(&self, id: &str) -> Result<Option<ArticleFacts>, Infallible> {
        Ok(self.articles.get(id).cloned())
    }

    fn kept(&self, layer: Layer, item: &str) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.notes.get(&(layer, item.to_owned())).cloned())
    }

    fn keep(&mut self, layer: Layer, item: &str, note: &[u8]) -> Result<(), Infallible> {
        self.notes.insert((layer, item.to_owned()), note.to_vec());
        Ok(())
    }

    fn post(&mut self, layer: Layer, item: &str, day: Option<Day>, keys: &[u64]) -> Result<(), Infallible> {
        for key in keys {
            self.postings.entry((layer, *key)).or_default().insert((day, item.to_owned()));
        }
        self.posted.entry((layer, item.to_owned())).or_default().extend(keys.iter().map(|key| (day, *key)));
        Ok(())
    }

    fn find(&self, layer: Layer, key: u64, days: Option<(Day, Day)>) -> Result<Vec<String>, Infallible> {
        let in_window = |day: Option<Day>| match (day, days) {
            (Some(day), Some((first, last))) => first <= day && day <= last,
            _ => true,
        };
        let posted = self.postings.get(&(layer, key)).into_iter().flatten();
        Ok(posted.filter(|(day, _)| in_window(*day)).map(|(_, item)| item.clone()).collect())
    }

    fn link(&mut self, link: &Link) -> Result<(), Infallible> {
        for (item, other) in [(&link.a, &link.b), (&link.b, &link.a)] {
            self.links.entry((link.layer, item.clone())).or_default().insert(other.clone(), link.clone());
        }
        Ok(())
    }

    fn links(&self, layer: Layer, item: &str) -> Result<Vec<Link>, Infallible> {
        Ok(self.links.get(&(layer, item.to_owned())).map(|links| links.values().cloned().collect()).unwrap_or_default())
    }

    fn rulings(&self, layer: Layer, item: &str) -> Result<Vec<Ruling>, Infallible> {
        Ok(self.rulings.iter().filter(|ruling| ruling.layer == layer && (ruling.a == item || ruling.b == item)).cloned().collect())
    }

    fn touch(&mut self, layer: Layer, item: &str) -> Result<(), Infallible> {
        self.touched.insert((layer, item.to_owned()));
        Ok(())
    }

    fn touched(&self, layer: Layer) -> Result<Vec<String>, Infallible> {
        Ok(self.touched.iter().filter(|(other, _)| *other == layer).map(|(_, item)| item.clone()).collect())
    }

    fn group(&self, layer: Layer, item: &str) -> Result<Option<String>, Infallible> {
        Ok(self.groups.get(&(layer, item.to_owned())).cloned())
    }

    fn members(&self, layer: Layer, group: &str) -> Result<Vec<String>, Infallible> {
        Ok(self.members.get(&(layer, group.to_owned())).map(|items| items.iter().cloned().collect()).unwrap_or_default())
    }

    fn assign(&mut self, layer: Layer, item: &str, group: &str) -> Result<(), Infallible> {
        self.leave(layer, item);
        self.groups.insert((layer, item.to_owned()), group.to_owned());
        self.members.entry((layer, group.to_owned())).or_default().insert(item.to_owned());
        Ok(())
    }

    fn settled(&mut self, layer: Layer) -> Result<(), Infallible> {
        self.touched.retain(|(other, _)| *other != layer);
        Ok(())
    }

    fn remove(&mut self, layer: Layer, item: &str) -> Result<(), Infallible> {
        for (day, key) in self.posted.remove(&(layer, item.to_owned())).unwrap_or_default() {
            if let Some(posted) = self.postings.get_mut(&(layer, key)) {
                posted.remove(&(day, item.to_owned()));
            }
        }
        for other in self.links.remove(&(layer, item.to_owned())).unwrap_or_default().into_keys() {
            if let Some(links) = self.links.get_mut(&(layer, other)) {
                links.remove(item);
            }
        }
        self.notes.remove(&(layer, item.to_owned()));
        self.touched.remove(&(layer, item.to_owned()));
        self.leave(layer, item);
        Ok(())
    }
}
