//! The record: what many reports say together.
//!
//! Reports come in one at a time. Articles that are copies of one text fold into a *story*; events of different stories that
//! are the same occurrence join into a *happening*; what people correct is a record of its own.
//!
//! [`Parts`] is a report as rows. A [`Store`] keeps them: [`Sqlite`] in one file, [`Memory`] for tests.
//!
//! **Architecture Invariant:** a record is a function of the set of its articles and corrections: ids come from what things are, never from
//! the order in which they came.

mod correct;
mod dossier;
mod engine;
pub mod entities;
mod error;
pub mod export;
mod filter;
pub mod grouping;
pub mod happenings;
pub mod id;
mod layers;
mod memory;
mod parts;
mod recent;
mod record;
mod rows;
mod schema;
mod sqlite;
mod store;
pub mod stories;
mod summary;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod twins;

pub use correct::{Change, EventChange, PartyChange, PlaceChange, Target};
pub use dossier::{Dossier, Version, dossier, resolve};
pub use error::{Error, Result};
pub use filter::Filter;
pub use memory::Memory;
pub use parts::{Origin, article_id};
pub use record::{Added, Entry, Found, Record};
pub use rows::{
    ArticleRow, ChainRow, CorrectionRow, Document, EntityRow, EventRow, HappeningRow, IdentityRow, Parts, StatementRow, StoryRow,
};
pub use schema::{Column, View, views};
pub use sqlite::{Answer, Kind, Sqlite, Value};
pub use store::{Counts, Ruling, Store};
