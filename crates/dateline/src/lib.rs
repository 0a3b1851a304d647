//! What the command line does, as functions: where documents come from ([`sources`]), documents to reports ([`pipeline`]), reports as text for people ([`table`]) and as rows for a
//! spreadsheet ([`sheet`]), and the figures of a test ([`score`]).
//!
//! Useful for: doing in a test or a fuzz target what the program does. Not useful for: building upon; the rooms below
//! (`dateline_ingest`, `dateline_reader`, `dateline_coder`) are the libraries.

pub mod dossier;
pub mod pipeline;
pub mod score;
pub mod sheet;
pub mod sources;
pub mod table;
#[cfg(test)]
pub(crate) mod testing;
