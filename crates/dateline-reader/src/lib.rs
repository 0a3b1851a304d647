//! Text to readings by the trained model.

mod atoms;
mod characters;
mod windows;
mod wordpiece;

use dateline_model::{Article, Reading};

/// The trained reader.
pub struct Reader {}

impl Reader {
    /// Reads one article; never fails, see [`Reading::problems`].
    pub fn read(&self, _article: &Article) -> Reading {
        Reading::default()
    }
}
