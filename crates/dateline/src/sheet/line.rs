//! A thing of the report with all that its row may say.

use dateline_model::report::{Entity, LinkRole, Report, Statement};
use dateline_model::{CodePoints, Reading};

/// An event or a statement, the report it stands in and the sentences of its article.
pub(super) struct Line<'r, T> {
    pub(super) report: &'r Report,
    pub(super) sentences: &'r Sentences<'r>,
    pub(super) one: &'r T,
}

impl<'r, T> Line<'r, T> {
    /// The entity with an id.
    pub(super) fn entity(&self, id: &str) -> Option<&'r Entity> {
        self.report.entities.iter().find(|e| e.id == id)
    }

    /// The entities with these ids.
    pub(super) fn entities(&self, ids: &'r [String]) -> impl Iterator<Item = Option<&'r Entity>> {
        ids.iter().map(|id| self.entity(id))
    }

    /// The statement with an id.
    pub(super) fn statement(&self, id: &str) -> Option<&'r Statement> {
        self.report.statements.iter().find(|s| s.id == id)
    }

    /// "Vadim Prokopiev -> The Associated Press -> VOA": from the speaker to the outlet.
    pub(super) fn chain(&self, statement: &Statement) -> String {
        let named = |name: Option<&str>, entity: Option<&str>| {
            name.map(str::to_owned).or_else(|| Some(self.entity(entity?)?.name.clone())).filter(|n| !n.is_empty())
        };
        let mut links: Vec<String> = Vec::new();
        if !statement.chain.iter().any(|link| link.role == LinkRole::Speaker) {
            links.push("source not named".to_owned());
        }
        links.extend(statement.chain.iter().map(|link| {
            let unknown = if link.role == LinkRole::Outlet { "this outlet" } else { "source not named" };
            named(link.name.as_deref(), link.entity.as_deref()).unwrap_or_else(|| unknown.to_owned())
        }));
        links.join(" -> ")
    }
}

/// The sentences of an article by their first code point.
pub(super) struct Sentences<'t> {
    starts: Vec<usize>,
    texts: Vec<&'t str>,
}

impl<'t> Sentences<'t> {
    /// The sentence that holds a code point.
    pub(super) fn around(&self, point: usize) -> Option<&'t str> {
        let index = self.starts.partition_point(|start| *start <= point).checked_sub(1)?;
        self.texts.get(index).copied()
    }
}

/// The sentences that a report was made from.
pub(super) fn sentences<'t>(report: &'t Report, reading: &Reading) -> Sentences<'t> {
    let points = CodePoints::new(&report.article.text);
    let starts = reading.sentences.iter().map(|s| points.at(s.span.start as usize)).collect();
    let texts = reading.sentences.iter().map(|s| s.span.of(&report.article.text)).collect();
    Sentences { starts, texts }
}
