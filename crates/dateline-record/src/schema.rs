//! What can be asked in SQL, from the comments beside the views themselves.

/// The views, in the order of their file.
const VIEWS: &str = include_str!("../data/views.sql");

/// Columns and what stands in them.
type Told = &'static [(&'static str, &'static str)];

/// What full text is searched in; these are no views.
const SEARCHES: [(&str, &str, Told); 2] = [
    (
        "article_search",
        "Full text of articles: SELECT article FROM article_search WHERE article_search MATCH 'bridge shell*' ORDER BY rank",
        &[("headline", "the headline"), ("text", "the text"), ("article", "the article")],
    ),
    (
        "statement_search",
        "Full text of statements: SELECT statement FROM statement_search WHERE statement_search MATCH 'source : lorentz AND ceasefire'",
        &[("source", "the name of the source"), ("content", "what is said"), ("statement", "the statement")],
    ),
];

/// A view of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// What a row stands for.
    pub about: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A column of a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub about: String,
}

/// The views that can be asked, and where full text is searched.
pub fn views() -> Vec<View> {
    let mut views: Vec<View> = Vec::new();
    let mut comment = "";
    for line in VIEWS.lines() {
        if let Some(words) = line.strip_prefix("-- ") {
            comment = words;
        } else if let Some(name) = line.strip_prefix("CREATE VIEW ").and_then(|rest| rest.split(' ').next()) {
            views.push(View { name: name.to_owned(), about: comment.to_owned(), columns: Vec::new() });
        } else if let (Some((before, about)), Some(view)) = (line.split_once(" -- "), views.last_mut()) {
            let name = before.trim_end_matches(',').rsplit([' ', '.']).next().unwrap_or_default();
            view.columns.push(Column { name: name.trim_matches('"').to_owned(), about: about.to_owned() });
        }
    }
    views.extend(SEARCHES.iter().map(|(name, about, columns)| {
        let column = |(name, about): &(&str, &str)| Column { name: (*name).to_owned(), about: (*about).to_owned() };
        View { name: (*name).to_owned(), about: (*about).to_owned(), columns: columns.iter().map(column).collect() }
    }));
    views
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answer, Kind, Value};

    struct Names(Vec<String>);

    impl Answer for Names {
        fn columns(&mut self, names: &[String], _: &[Kind]) -> std::io::Result<()> {
            self.0 = names.to_vec();
            Ok(())
        }

        fn row(&mut self, _: &[Value]) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_column_of_every_view_is_told() {
        let folder = crate::tests::folder();
        let record = crate::tests::file(&folder);
        let views = views();
        assert!(views.len() >= 14);
        for view in views {
            let mut names = Names(Vec::new());
            record.query(&format!("SELECT * FROM {}", view.name), &mut names).expect("it can be asked");
            let told: Vec<String> = view.columns.iter().map(|column| column.name.clone()).collect();
            assert_eq!(told, names.0, "{}", view.name);
            assert!(!view.about.is_empty());
        }
    }
}
