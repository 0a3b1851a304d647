//! Readings to reports: statements, entities, events, times and places. Knows no files, no clock, no network.

mod again;
pub mod codebook;
pub mod entities;
pub mod events;
mod findings;
pub mod participants;
pub mod place;
mod report;
pub mod statements;
pub mod syntax;
#[cfg(test)]
pub(crate) mod testing;
pub mod time;

pub use report::{Stamp, code, code_by, describe};
