//! Who did what to whom: event mentions by a codebook. Knows syntax, not entities: participants are head tokens.

use dateline_model::report::Status;
use dateline_model::{Article, Reading, TokenIdx, Tokens};

/// One event mention in the text, in terms of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct EventMention {
    /// The words that name it, normally one verb or noun.
    pub trigger: Tokens,
    /// The syntactic head of the trigger.
    pub head: TokenIdx,
    /// Type in the codebook, `ASSAULT`.
    pub event_type: String,
    /// Mode in the codebook.
    pub mode: Option<String>,
    /// Head tokens of who did it; compound actors split.
    pub actors: Vec<TokenIdx>,
    /// Head tokens of to whom it was done.
    pub recipients: Vec<TokenIdx>,
    /// How real it is.
    pub status: Status,
    /// 0 to 1.
    pub confidence: f32,
}

/// Finds the event mentions of an article, in text order.
pub fn find(_article: &Article, _reading: &Reading) -> Vec<EventMention> {
    Vec::new()
}
