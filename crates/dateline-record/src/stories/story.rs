//! What is known of a story.

use crate::grouping::words::plain;
use crate::grouping::{ArticleFacts, Day};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A story: which of its articles came first, and where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// The earliest article; of those of one day the one whose outlet is the credited agency, else the longest.
    pub earliest: String,
    /// Its day.
    pub published: Option<Day>,
    /// The agency that most of its articles credit, as first written.
    pub agency: Option<String>,
    /// The byline that most of its articles have.
    pub byline: Option<String>,
    /// Everyone who published it.
    pub outlets: Vec<String>,
    /// How many articles it has.
    pub n_articles: usize,
}

impl Story {
    /// What the articles of a story say of it; `None` without articles.
    pub fn of(articles: &[&ArticleFacts]) -> Option<Story> {
        let agency = most(articles.iter().flat_map(|article| article.agencies.iter()));
        let is_agency = |article: &ArticleFacts| {
            let outlet = article.outlet.as_deref().map(plain);
            outlet.is_some() && outlet == agency.as_deref().map(plain)
        };
        // An article without a date is not known to be early.
        let earliest = articles.iter().min_by_key(|article| {
            let length = std::cmp::Reverse(article.text.len());
            (article.published.is_none(), article.published, !is_agency(article), length, &article.id)
        })?;
        let mut outlets: Vec<String> = articles.iter().filter_map(|article| article.outlet.clone()).collect();
        outlets.sort();
        outlets.dedup();
        Some(Story {
            earliest: earliest.id.clone(),
            published: earliest.published,
            byline: most(articles.iter().filter_map(|article| article.byline.as_ref())),
            outlets,
            n_articles: articles.len(),
            agency,
        })
    }
}

/// What is named most often; of several, the first in the alphabet.
fn most<'n>(names: impl Iterator<Item = &'n String>) -> Option<String> {
    let mut counts: BTreeMap<String, BTreeMap<&String, usize>> = BTreeMap::new();
    for name in names {
        *counts.entry(plain(name)).or_default().entry(name).or_default() += 1;
    }
    let total = |forms: &BTreeMap<&String, usize>| forms.values().sum::<usize>();
    let forms = counts.values().rev().max_by_key(|forms| total(forms))?;
    forms.iter().rev().max_by_key(|(_, n)| **n).map(|(name, _)| (*name).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, day: Option<Day>, outlet: &str, agency: Option<&str>) -> ArticleFacts {
        ArticleFacts {
            id: id.to_owned(),
            published: day,
            outlet: Some(outlet.to_owned()),
            agencies: agency.map(str::to_owned).into_iter().collect(),
            text: "x".repeat(id.len()),
            ..ArticleFacts::default()
        }
    }

    #[test]
    fn a_story_knows_its_earliest_article_and_the_agency_it_credits() {
        let all = [
            article("late", Some(12), "Halvik Daily", Some("Nordpress")),
            article("undated", None, "Orm Post", None),
            article("copied", Some(11), "Vell Times", Some("NORDPRESS")),
            article("wire", Some(11), "nordpress", Some("Nordpress")),
        ];
        let story = Story::of(&all.iter().collect::<Vec<_>>()).expect("a story");
        assert_eq!((story.earliest.as_str(), story.published, story.agency.as_deref()), ("wire", Some(11), Some("Nordpress")));
        assert_eq!(story.outlets, ["Halvik Daily", "Orm Post", "Vell Times", "nordpress"]);
        let shuffled: Vec<&ArticleFacts> = all.iter().rev().collect();
        assert_eq!(Story::of(&shuffled), Some(story));
        assert_eq!(Story::of(&[]), None);
    }
}
