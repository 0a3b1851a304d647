//! The longest name that begins at a token.

use dateline_model::Span;

/// Names have at most this many tokens ("United Kingdom of Great Britain and Northern Ireland" has nine).
const MOST_TOKENS: usize = 10;

/// Looks for the longest run of tokens from the first on whose text `find` knows; returns its number of tokens and what was found.
///
/// ```
/// use dateline_gazetteer::{country_named, longest};
/// use dateline_model::Span;
/// let text = "Guinea-Bissau votes";
/// let tokens = [Span::new(0, 6), Span::new(6, 7), Span::new(7, 13), Span::new(14, 19)];
/// let (n, country) = longest(text, &tokens, country_named).unwrap();
/// assert_eq!((n, country.alpha3), (3, "GNB"));
/// ```
pub fn longest<T>(text: &str, tokens: &[Span], find: impl Fn(&str) -> Option<T>) -> Option<(usize, T)> {
    let first = *tokens.first()?;
    (1..=tokens.len().min(MOST_TOKENS)).rev().find_map(|n| {
        let run = first.cover(tokens[n - 1]);
        Some((n, find(run.of(text))?))
    })
}
