//! What people correct: a record of its own, that can be undone, and that is applied again when an article is read anew.
//!
//! Two kinds. Some change the rows of one article (who did it, when, where; that a statement is none): they name what they change by where it
//! stands in the text, so that they find it again after another version has read the article. Others change groups (these two are one, these
//! are not): they are rulings, which [`crate::engine`] heeds wherever it forms groups.

mod apply;
mod groups;
pub(crate) mod standins;
#[cfg(test)]
mod tests;

pub(crate) use apply::apply;

use crate::error::{Error, Result};
use crate::grouping::Layer;
use crate::parts::Origin;
use crate::record::{Record, Work, put};
use crate::rows::{CorrectionRow, Parts};
use crate::store::Store;
use serde::{Deserialize, Serialize};

/// A correction as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum Change {
    /// These are one happening, identity or story; ids of groups or of what is in them.
    Merge {
        /// Two or more.
        ids: Vec<String>,
    },
    /// These events, entities or articles do not belong with the others of their group.
    Split {
        /// What is taken out; it stays together.
        ids: Vec<String>,
    },
    /// An event is otherwise than it was read.
    Event {
        /// Which.
        target: Target,
        /// How it is.
        to: Box<EventChange>,
    },
    /// The article does not say or tell this.
    Reject {
        /// A statement or an event.
        target: Target,
    },
    /// An earlier correction does not hold any more.
    Undo {
        /// Its number.
        n: i64,
    },
}

/// A thing of an article by where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its id.
    pub id: String,
    /// First code point.
    #[serde(default)]
    pub start: usize,
    /// One past the last.
    #[serde(default)]
    pub end: usize,
}

/// How an event is; what is null stays as it was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EventChange {
    /// Its type in the codebook.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub event_type: Option<String>,
    /// Its status.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<String>,
    /// Who did it; an empty list for nobody.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actors: Option<Vec<PartyChange>>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recipients: Option<Vec<PartyChange>>,
    /// First and last day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub days: Option<(Option<String>, Option<String>)>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<PlaceChange>,
}

/// Who took part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyChange {
    /// The name, as the article has it or otherwise.
    pub name: String,
    /// What it is, when the article does not have it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<String>,
    /// ISO 3166 alpha-3, when the article does not have it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub country: Option<String>,
}

/// Where it was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceChange {
    /// Its name.
    pub name: String,
    /// `country`, `admin1`, `admin2`, `city`, `poi`.
    pub level: Option<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

impl<S: Store> Record<S> {
    /// Corrects the record; `made` is what the caller's clock says. Ids may be given by their beginning.
    ///
    /// # Errors
    /// When what is to be corrected is not there, or the store cannot be written.
    pub fn correct(&mut self, change: Change, made: &str, by: &str, why: &str) -> Result<CorrectionRow> {
        self.transaction(|store, work| {
            let n = store.corrections()?.last().map_or(1, |last| last.n + 1);
            let mut row = CorrectionRow { n, made: made.to_owned(), by: by.to_owned(), why: why.to_owned(), ..CorrectionRow::default() };
            match change {
                Change::Merge { ids } => groups::merge(store, &ids, &mut row, work)?,
                Change::Split { ids } => groups::split(store, &ids, &mut row, work)?,
                Change::Event { target, to } => apply::change(store, &target.id, *to, &mut row)?,
                Change::Reject { target } => apply::reject(store, &target.id, &mut row)?,
                Change::Undo { n } => undo(store, n, &mut row, work)?,
            }
            store.put_correction(&row)?;
            if let Some(article) = &row.article {
                anew(store, article, work)?;
            }
            Ok(row)
        })
    }
}

/// Takes a correction back.
fn undo(store: &mut impl Store, n: i64, row: &mut CorrectionRow, work: &mut Work) -> Result<()> {
    let missing = || Error::asked(format!("there is no correction {n}; \"dateline correct RECORD\" lists them"));
    let mut other = store.corrections()?.into_iter().find(|other| other.n == n).ok_or_else(missing)?;
    if let Some(by) = other.undone_by {
        return Err(Error::asked(format!("correction {n} was undone by {by} already")));
    }
    if matches!(change(&other)?, Change::Undo { .. }) {
        return Err(Error::asked(format!("correction {n} undoes another; make that other one again instead")));
    }
    other.undone_by = Some(row.n);
    for ruling in store.remove_rulings(n)? {
        groups::touch(store, &ruling, work)?;
    }
    row.what = written(&Change::Undo { n })?;
    row.replaces = format!("correction {n}");
    row.article.clone_from(&other.article);
    store.put_correction(&other)
}

/// Makes the rows of an article again, from its report and the corrections that hold.
fn anew(store: &mut impl Store, article: &str, work: &mut Work) -> Result<()> {
    let (Some(row), Some(report)) = (store.article(article)?, store.report(article)?) else { return Ok(()) };
    let parts = Parts::of(report, Origin { canonical: row.canonical, published_from: row.published_from }, store.ids());
    put(store, parts, work, true).map(drop)
}

fn change(row: &CorrectionRow) -> Result<Change> {
    serde_json::from_str(&row.what).map_err(|e| Error::facts(&format!("correction {}", row.n), e))
}

fn written(change: &Change) -> Result<String> {
    serde_json::to_string(change).map_err(|e| Error::facts("a correction", e))
}

/// The layer that a group or a member of it belongs to.
fn layer(sort: crate::id::Sort) -> Option<Layer> {
    use crate::id::Sort;
    match sort {
        Sort::Happening | Sort::Event => Some(Layer::Happening),
        Sort::Identity | Sort::Profile | Sort::Entity => Some(Layer::Identity),
        Sort::Story | Sort::Article => Some(Layer::Story),
        Sort::Statement => None,
    }
}
