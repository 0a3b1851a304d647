//! The record: what many reports say together.
//!
//! Reports come in one at a time. Articles that are copies of one text fold into a *story*; events of different stories that
//! are the same occurrence join into a *happening*; what people correct is a record of its own.

pub mod grouping;
pub mod stories;
