//! The few questions grouping asks of a store; the record's file and the in-memory [`super::Twin`] both answer them.

use super::ArticleFacts;
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
    /// Partly the same: an article that takes over parts of another. Does not group.
    Partly,
    /// Found under the same keys and judged to be different, where that needs saying. Does not group.
    Apart,
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
    /// A person said so.
    Ruling,
}

/// What a person decided about a pair; it overrules every link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ruling {
    /// What is grouped.
    pub layer: Layer,
    /// One of the two.
    pub a: String,
    /// The other.
    pub b: String,
    /// True when they are the same.
    pub same: bool,
}

/// What grouping keeps between two articles. Items are named by the id of their article ([`Layer::Story`], [`Layer::Coverage`]) or by
/// `ARTICLE#v1`, `ARTICLE#e1`.
///
/// Every list may come in any order, and none may depend on the order of adding beyond that.
pub trait Memory {
    /// What can go wrong in the store.
    type Error;

    /// An article that has been added.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn article(&self, id: &str) -> Result<Option<ArticleFacts>, Self::Error>;

    /// What [`Memory::keep`] kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn kept(&self, layer: Layer, item: &str) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Keeps what grouping wants to know of an item later; replaces what was there.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn keep(&mut self, layer: Layer, item: &str, note: &[u8]) -> Result<(), Self::Error>;

    /// Posts an item under keys; `None` is a day not known, which is found in every window.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn post(&mut self, layer: Layer, item: &str, day: Option<Day>, keys: &[u64]) -> Result<(), Self::Error>;

    /// The items posted under a key between two days, both included; `None` is always.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn find(&self, layer: Layer, key: u64, days: Option<(Day, Day)>) -> Result<Vec<String>, Self::Error>;

    /// Adds a link; replaces the one of the same pair.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn link(&mut self, link: &Link) -> Result<(), Self::Error>;

    /// The links of an item, on either end.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn links(&self, layer: Layer, item: &str) -> Result<Vec<Link>, Self::Error>;

    /// What people decided about an item and others.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn rulings(&self, layer: Layer, item: &str) -> Result<Vec<Ruling>, Self::Error>;

    /// Marks items whose group is to be computed again; the mark must live in the same transaction as what caused it.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn touch(&mut self, layer: Layer, item: &str) -> Result<(), Self::Error>;

    /// The marked items.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn touched(&self, layer: Layer) -> Result<Vec<String>, Self::Error>;

    /// The group of an item: the id of one of its members.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn group(&self, layer: Layer, item: &str) -> Result<Option<String>, Self::Error>;

    /// The items of a group.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn members(&self, layer: Layer, group: &str) -> Result<Vec<String>, Self::Error>;

    /// Puts an item into a group, out of the one it was in.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn assign(&mut self, layer: Layer, item: &str, group: &str) -> Result<(), Self::Error>;

    /// Clears the marks of [`Memory::touch`].
    ///
    /// # Errors
    /// When the store cannot be written.
    fn settled(&mut self, layer: Layer) -> Result<(), Self::Error>;

    /// Removes an item with its keys, links and group.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn remove(&mut self, layer: Layer, item: &str) -> Result<(), Self::Error>;
}
