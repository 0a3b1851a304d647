//! Text to readings by the trained model.
//!
//! [`Reader::read`] takes an [`Article`](dateline_model::Article) to a [`Reading`](dateline_model::Reading): sentences, tokens
//! with parts of speech, lemmas and dependency trees as in Universal Dependencies, names, and attributions. It goes
//! text -> atoms -> word pieces -> windows -> hidden states (`encoder`) -> scores (`heads`) -> decisions (`decode`).
//!
//! *Useful for:* English news, in any amount; a text is read window by window. *Not useful for:* other languages, and
//! relations between sentences (coreference is the coder's).
//!
//! Architecture invariant: a reading depends on the text, the weights and the [`Arithmetic`] alone, not on the number of
//! threads; nothing here knows files, clock or environment.

mod atoms;
mod characters;
pub mod conllu;
mod decode;
mod encoder;
mod heads;
mod intern;
mod reader;
mod settings;
mod window;
mod windows;
mod wordpiece;

pub use decode::attribution::{CueScores, N_ROLES, decode as decode_attribution};
#[doc(hidden)]
pub use encoder::engine;
pub use encoder::engine::{Arithmetic, WeightsError};
pub use reader::Reader;
pub use settings::AttributionSettings;
