//! What the rooms find in a reading before it is put together: statements, events, times and places.

use crate::codebook::Codebook;
use crate::entities::{self, Entities};
use crate::events::{self, EventMention};
use crate::participants;
use crate::place::{self, PlaceMention};
use crate::statements::{self, StatementMention};
use crate::syntax::Syntax;
use crate::time::{self, TimeExpression};
use dateline_model::{Article, Reading, TokenIdx, Tokens};

/// The findings in one article.
pub(crate) struct Findings<'a> {
    pub(crate) syntax: Syntax<'a>,
    pub(crate) statements: Vec<StatementMention>,
    pub(crate) events: Vec<EventMention>,
    pub(crate) times: Vec<TimeExpression>,
    pub(crate) places: Vec<PlaceMention>,
    /// The statement that each token stands in.
    pub(crate) owners: Vec<Option<usize>>,
    /// Heads of place names that stand for a government.
    governments: Vec<TokenIdx>,
    /// Dates and times of day, which mean nobody.
    dated: Vec<Tokens>,
}

impl<'a> Findings<'a> {
    /// Finds everything but the participants that only the article as a whole tells.
    pub(crate) fn new(codebook: Option<&Codebook>, article: &'a Article, reading: &'a Reading) -> Self {
        let syntax = Syntax::new(&article.text, reading);
        let statements = statements::find(&syntax);
        let events = codebook.map_or_else(|| events::find(&syntax), |own| own.find(&syntax));
        let times = time::find(article, reading);
        let places = place::find(article, reading);
        let governments = places.iter().filter(|p| p.is_metonym).filter_map(|p| syntax.head_of(&p.tokens)).collect();
        let dated = entities::days(&times);
        let owners = statements::owners(reading.tokens.len(), &statements);
        Findings { syntax, statements, events, times, places, owners, governments, dated }
    }

    /// Joins mentions into entities, those at `heads` among them.
    pub(crate) fn resolve(&self, heads: &[TokenIdx]) -> Entities {
        entities::resolve(&self.syntax, &self.statements, heads, &self.governments, &self.dated)
    }

    /// The entities that may take part in events, and the source of the statement that each token stands in.
    pub(crate) fn eligible(&self) -> (Entities, Vec<Option<usize>>) {
        let entities = self.resolve(&participants::candidates(&self.syntax, &self.events));
        let source = |statement: &StatementMention| statement.source_head.and_then(|head| entities.of(head));
        let speakers = self.owners.iter().map(|owner| owner.and_then(|s| self.statements.get(s)).and_then(source)).collect();
        (entities, speakers)
    }
}
