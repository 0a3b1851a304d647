//! What a record needs of the place where it is kept. A file ([`crate::Sqlite`]) and an in-memory twin ([`crate::Memory`]) give it; one set
//! of tests holds for both.

use crate::error::Result;
use crate::filter::Filter;
use crate::grouping::{Layer, Link};
use crate::id::Ids;
use crate::rows::{ArticleRow, CorrectionRow, Document, EntityRow, EventRow, HappeningRow, IdentityRow, Parts, StatementRow, StoryRow};
use dateline_model::report::Report;

/// What a person decided about two items of a layer; it overrules every link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ruling {
    /// What is grouped.
    pub layer: Layer,
    /// One item.
    pub a: String,
    /// The other.
    pub b: String,
    /// True when they are the same.
    pub same: bool,
}

/// How much a record holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles.
    pub articles: usize,
    /// Stories.
    pub stories: usize,
    /// Happenings.
    pub happenings: usize,
}

/// A place where a record is kept. Every function can fail when the place cannot be read or written.
#[expect(clippy::missing_errors_doc, reason = "said once, above")]
pub trait Store {
    /// Begins to write; nothing of it stays unless [`Store::commit`] ends it.
    fn begin(&mut self) -> Result<()>;
    /// Keeps what was written since [`Store::begin`].
    fn commit(&mut self) -> Result<()>;
    /// Forgets what was written since [`Store::begin`].
    fn rollback(&mut self) -> Result<()>;

    /// Asks several things as of one moment, whatever somebody else writes meanwhile.
    fn at_one_moment<T>(&self, ask: impl FnOnce() -> Result<T>) -> Result<T>
    where
        Self: Sized,
    {
        ask()
    }

    /// How this record makes the ids of the parts of articles.
    fn ids(&self) -> Ids {
        Ids::default()
    }

    /// A document with this key and this content, if it was offered before.
    fn document(&self, key: &str, content: &str) -> Result<Option<Document>>;
    /// A document with this content, whatever its key: what it gives needs no reading again.
    fn same_content(&self, content: &str) -> Result<Option<Document>>;
    /// The documents of an article, in the order of their keys.
    fn documents_of(&self, article: &str) -> Result<Vec<Document>>;
    /// Keeps a document; replaces the one of the same key and content.
    fn put_document(&mut self, document: &Document) -> Result<()>;

    /// Keeps an article with all its parts; replaces the one of the same id.
    fn put_article(&mut self, parts: &Parts) -> Result<()>;
    /// An article.
    fn article(&self, id: &str) -> Result<Option<ArticleRow>>;
    /// Its text.
    fn text(&self, id: &str) -> Result<Option<String>>;
    /// Its report as it was read.
    fn report(&self, id: &str) -> Result<Option<Report>>;
    /// The ids of at most `limit` articles after this one, in the order of ids.
    fn articles_after(&self, id: &str, limit: usize) -> Result<Vec<String>>;
    /// The entities of an article, in the order of the report.
    fn entities(&self, article: &str) -> Result<Vec<EntityRow>>;
    /// The statements of an article, in the order of the report.
    fn statements(&self, article: &str) -> Result<Vec<StatementRow>>;
    /// The events of an article, in the order of the report.
    fn events(&self, article: &str) -> Result<Vec<EventRow>>;
    /// An entity.
    fn entity(&self, id: &str) -> Result<Option<EntityRow>>;
    /// A statement.
    fn statement(&self, id: &str) -> Result<Option<StatementRow>>;
    /// An event.
    fn event(&self, id: &str) -> Result<Option<EventRow>>;
    /// How many entities have a profile.
    fn count_profile(&self, profile: &str) -> Result<usize>;
    /// The names of the entities that have a profile, in their order.
    fn names_of(&self, profile: &str) -> Result<Vec<String>>;
    /// The profiles of entities of this kind and full name, in their order.
    fn profiles_named(&self, kind: &str, name: &str) -> Result<Vec<String>>;
    /// The events in which an entity of this profile takes part, or in whose chains it stands.
    fn told_of(&self, profile: &str) -> Result<Vec<String>>;

    /// What grouping knows of an item.
    fn facts(&self, item: &str) -> Result<Option<Vec<u8>>>;
    /// Keeps what grouping knows of an item; null forgets it.
    fn put_facts(&mut self, item: &str, facts: Option<&[u8]>) -> Result<()>;
    /// Posts an item under keys.
    fn post(&mut self, layer: Layer, item: &str, keys: &[u64]) -> Result<()>;
    /// Takes an item back from under keys.
    fn unpost(&mut self, layer: Layer, item: &str, keys: &[u64]) -> Result<()>;
    /// The items under at least so many of these keys, in the order of ids.
    fn sharing(&self, layer: Layer, keys: &[u64], at_least: usize) -> Result<Vec<String>>;
    /// Keeps a link; replaces the one of the same pair.
    fn put_link(&mut self, link: &Link) -> Result<()>;
    /// The links of an item, in the order of the other ends.
    fn links(&self, layer: Layer, item: &str) -> Result<Vec<Link>>;
    /// The links of an item that join, in the order of the other ends; those of stories with their evidence, which dividing into groups asks for.
    fn joining(&self, layer: Layer, item: &str) -> Result<Vec<Link>>;
    /// The item whose twin this one is; null when it leads or stands alone.
    fn leader(&self, layer: Layer, item: &str) -> Result<Option<String>>;
    /// The twins that follow an item, in the order of ids.
    fn followers(&self, layer: Layer, item: &str) -> Result<Vec<String>>;
    /// Forgets the links of an item.
    fn remove_links(&mut self, layer: Layer, item: &str) -> Result<()>;
    /// The group of an item.
    fn group(&self, layer: Layer, item: &str) -> Result<Option<String>>;
    /// Puts an item into a group; null takes it out.
    fn set_group(&mut self, layer: Layer, item: &str, group: Option<&str>) -> Result<()>;
    /// The items of a group, in the order of ids.
    fn members(&self, layer: Layer, group: &str) -> Result<Vec<String>>;

    /// Keeps a story; replaces the one of the same id.
    fn put_story(&mut self, story: &StoryRow) -> Result<()>;
    /// A story.
    fn story(&self, id: &str) -> Result<Option<StoryRow>>;
    /// Keeps an identity; replaces the one of the same id.
    fn put_identity(&mut self, identity: &IdentityRow) -> Result<()>;
    /// An identity.
    fn identity(&self, id: &str) -> Result<Option<IdentityRow>>;
    /// Keeps a happening; replaces the one of the same id.
    fn put_happening(&mut self, happening: &HappeningRow) -> Result<()>;
    /// A happening.
    fn happening(&self, id: &str) -> Result<Option<HappeningRow>>;
    /// Forgets the row of a group that has no members any more.
    fn remove_group(&mut self, layer: Layer, group: &str) -> Result<()>;
    /// The happenings that pass a filter, by day, those without a day last.
    fn happenings(&self, filter: &Filter) -> Result<Vec<HappeningRow>>;
    /// The identities that have a name with all these words, in the order of ids, at most `limit`.
    fn identities_named(&self, words: &str, limit: usize) -> Result<Vec<IdentityRow>>;

    /// What people decided about an item and others.
    fn rulings(&self, layer: Layer, item: &str) -> Result<Vec<Ruling>>;
    /// Keeps a ruling under the correction it is part of.
    fn put_ruling(&mut self, correction: i64, ruling: &Ruling) -> Result<()>;
    /// Takes the rulings of a correction back and gives them.
    fn remove_rulings(&mut self, correction: i64) -> Result<Vec<Ruling>>;
    /// Keeps a correction; replaces the one of the same number.
    fn put_correction(&mut self, correction: &CorrectionRow) -> Result<()>;
    /// The corrections, in the order in which they were made.
    fn corrections(&self) -> Result<Vec<CorrectionRow>>;

    /// The corrections that change the rows of an article, in the order in which they were made.
    fn corrections_of(&self, article: &str) -> Result<Vec<CorrectionRow>>;
    /// How much the record holds.
    fn counts(&self) -> Result<Counts>;
    /// The ids that begin like this, at most `limit`, in their order.
    fn ids_from(&self, beginning: &str, limit: usize) -> Result<Vec<String>>;
}
