//! Words as FTS5 asks for them, and ids by their beginning.

use super::Sqlite;
use crate::error::Result;
use crate::id::Sort;
use rusqlite::params;

/// Stands after every digit of an id.
const LAST: &str = "~";

/// A search for all these words in one column; null when there is none.
pub(super) fn all_of(column: &str, words: &[String]) -> Option<String> {
    let quoted: Vec<String> = words.iter().filter(|word| !word.is_empty()).map(|word| format!("\"{}\"", word.replace('"', ""))).collect();
    if quoted.is_empty() { None } else { Some(format!("{column} : ({})", quoted.join(" AND "))) }
}

/// A search for all words of one of these names in one column.
pub(super) fn any_of(column: &str, names: &[Vec<String>]) -> Option<String> {
    let names: Vec<String> = names.iter().filter_map(|name| all_of(column, name)).collect();
    if names.is_empty() { None } else { Some(format!("({})", names.join(" OR "))) }
}

impl Sqlite {
    pub(super) fn ids_beginning(&self, beginning: &str, limit: usize) -> Result<Vec<String>> {
        let table = match Sort::of(beginning) {
            Some(Sort::Article) => "article",
            Some(Sort::Entity) => "entity",
            Some(Sort::Event) => "event",
            Some(Sort::Happening) => "happening",
            Some(Sort::Identity) => "identity",
            Some(Sort::Statement) => "statement",
            Some(Sort::Story) => "story",
            Some(Sort::Profile) | None => return Ok(Vec::new()),
        };
        let sql = format!("SELECT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?");
        self.rows(&sql, params![beginning, format!("{beginning}{LAST}"), limit], |row| row.get(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_leave_their_quotation_marks() {
        assert_eq!(all_of("who", &["a\" OR \"b".to_owned()]).as_deref(), Some("who : (\"a OR b\")"));
        assert_eq!(all_of("who", &[]), None);
        assert_eq!(any_of("who", &[vec!["a".to_owned()], vec![]]).as_deref(), Some("(who : (\"a\"))"));
    }
}
