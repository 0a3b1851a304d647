//! A judged pair and its evidence.

use serde::{Deserialize, Serialize};

/// A day, counted from 1970-01-01.
pub type Day = i32;

/// What is grouped into what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// Articles that are copies of one text.
    Story,
    /// Articles that tell, in whatever words, the same occurrence.
    Coverage,
    /// Events that are the same occurrence.
    Happening,
    /// Entities of articles that are the same person, group, organization or place.
    Identity,
}

/// What was found about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The same: a copy, one occurrence, one person.
    Same,
    /// The same told again, almost word for word: the second joins whatever the first joins, and is compared with nothing else. So many copies
    /// of one text make as many links, and not as many as they have pairs.
    Twin,
    /// Partly the same: an article that takes over parts of another. Does not group.
    Partly,
}

/// How near two linked items are to being one thing told twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// They are twins.
    Twin,
    /// A twin of the one may be a twin of the other.
    Near,
    /// Neither.
    Other,
}

/// A judged pair. `a` stands before `b` in the order of their ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// What is grouped.
    pub layer: Layer,
    /// One of the two.
    pub a: String,
    /// The other.
    pub b: String,
    /// What they are to each other.
    pub verdict: Verdict,
    /// How sure, 0 to 1.
    pub score: f64,
    /// Why; the strongest first.
    pub evidence: Vec<Evidence>,
}

impl Link {
    /// The other end.
    pub fn other(&self, item: &str) -> &str {
        if self.a == item { &self.b } else { &self.a }
    }
}

/// One reason for a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What kind of sign.
    pub sign: Sign,
    /// What it adds (or, below zero, takes away).
    pub weight: f64,
    /// What `a` has.
    pub a: String,
    /// What `b` has.
    pub b: String,
    /// Where in the text of `a`, in code points.
    pub a_span: Option<(usize, usize)>,
    /// Where in the text of `b`, in code points.
    pub b_span: Option<(usize, usize)>,
}

/// Kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// A run of words that both texts have.
    SharedText,
    /// How much of the shorter text the longer one has.
    Containment,
    /// The same byline.
    Byline,
    /// The same agency credited.
    Credit,
    /// One names the other's address as the original, or both the same one.
    Canonical,
    /// The words of the articles.
    ArticleWords,
    /// The words of the sentences.
    SentenceWords,
    /// The word that names the event.
    Trigger,
    /// The type.
    Type,
    /// Who did it.
    Actor,
    /// To whom.
    Recipient,
    /// Where.
    Place,
    /// When.
    Time,
    /// A number, as of the dead.
    Number,
    /// How real the event is.
    Status,
    /// A name, as written.
    Name,
    /// Another name of the same one, as one of the articles says.
    Alias,
    /// A title, an office or a description.
    Description,
    /// A country.
    Country,
}

/// What a person decided about two items of [`crate::stories::cluster`] and its like, by their index; it overrules every link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fixed {
    /// They are the same.
    Together(usize, usize),
    /// They are not.
    Apart(usize, usize),
}
