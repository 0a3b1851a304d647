//! The vocabulary of Dateline as types.
//!
//! Data flows one way: bytes -> [`Article`] -> [`Reading`] -> [`report::Report`]. This crate holds those three values and
//! what they are made of, and nothing else: no files, no clock, no threads, no network.
//!
//! Offsets are **bytes** inside the program ([`Span`]) and **Unicode code points** in a report ([`report::Span`]);
//! [`CodePoints`] converts at the border.

mod article;
pub mod calendar;
mod problem;
mod reading;
pub mod report;
mod span;

pub use article::{Article, Background, BackgroundKind, Credit, CreditRole, Dating, Evidence, Fact, Origin};
pub use problem::{Problem, Severity};
pub use reading::{
    Anaphor, Argument, ArgumentRole, Attribution, Deprel, Name, NameClass, Predicate, Reading, Sentence, Token, TokenIdx, Tokens, Upos,
};
pub use span::{CodePoints, Span};
