//! Credits, captions and furniture: what stands between the lines of an article.

use crate::agency;
use crate::lines::{Line, lines, wrapped};
use crate::rules::{RULES, Rule, Where};
use dateline_model::{Background, Credit, Span};

/// A longer line is prose.
const MAX_LINE: usize = 400;
/// A longer bracket is prose.
const MAX_BRACKET: usize = 300;
/// A longer line that ends in a picture credit may be a paragraph of the article.
const MAX_CAPTION: usize = 300;

/// What is not text to read, and the credits in it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Stretches, not yet in order.
    pub(crate) stretches: Vec<Background>,
    /// Credits, not yet in order.
    pub(crate) credits: Vec<Credit>,
}

/// Finds credits, captions and furniture.
pub(crate) fn find(text: &str) -> Found {
    let mut found = Found::default();
    let lines = lines(text);
    let wrapped = wrapped(text, &lines);
    for (line, wrapped) in lines.iter().zip(wrapped) {
        if wrapped || !whole_line(text, *line, &mut found) {
            brackets(text, *line, lines.len() > 1, &mut found);
            closing(text, *line, &mut found);
        }
    }
    found
}

/// Marks the line when it is background as a whole.
fn whole_line(text: &str, line: Line, found: &mut Found) -> bool {
    line.span.len() <= MAX_LINE
        && RULES.iter().filter(|r| r.place == Where::Line).any(|rule| apply(text, line.span, line.span, rule, found))
}

/// Marks brackets that hold a credit; a short line that ends in a picture credit is a caption, and marked as a whole.
fn brackets(text: &str, line: Line, may_be_caption: bool, found: &mut Found) {
    for bracket in in_brackets(line.span.of(text)) {
        let outer = Span::new(line.span.start as usize + bracket.start as usize, line.span.start as usize + bracket.end as usize);
        let inner = Span::new(outer.start as usize + 1, outer.end as usize - 1);
        for rule in RULES.iter().filter(|r| r.place == Where::Bracket) {
            let ends_line = text.get(outer.end as usize..line.span.end as usize).is_some_and(|rest| rest.trim_matches('.').is_empty());
            let caption = rule.caption && may_be_caption && ends_line && line.span.len() <= MAX_CAPTION;
            let stretch = if caption { line.span } else { outer };
            if apply(text, inner, stretch, rule, found) {
                break;
            }
        }
    }
}

/// Marks an agency's name that closes the line.
fn closing(text: &str, line: Line, found: &mut Found) {
    for rule in RULES.iter().filter(|r| r.place == Where::Closing) {
        let tail = tail(text, line.span);
        let lower = tail.of(text).to_ascii_lowercase();
        let Some(all) = rule.pattern.captures(&lower).and_then(|c| c.name("all")) else { continue };
        let start = tail.start as usize + all.start() + all.as_str().len() - all.as_str().trim_start().len();
        let stretch = Span::new(start, line.span.end as usize);
        if !found.stretches.iter().any(|b| b.span.overlaps(stretch)) && apply(text, tail, stretch, rule, found) {
            return;
        }
    }
}

/// Applies a rule to what stands in `within`; what it finds makes `stretch` background.
fn apply(text: &str, within: Span, stretch: Span, rule: &Rule, found: &mut Found) -> bool {
    let lower = within.of(text).to_ascii_lowercase();
    let Some(captures) = rule.pattern.captures(&lower) else { return false };
    // Lower-casing ASCII letters moves no byte, so a group's place in `lower` is its place in the text.
    let group = |name| captures.name(name).map(|m| Span::new(within.start as usize + m.start(), within.start as usize + m.end()));
    let credits = group("agency").map_or(Vec::new(), |names| credits(text, names, rule));
    let agency_ok = group("agency").is_none_or(|names| !credits.is_empty() || at_large(names.of(text)));
    let person_ok = group("person").is_none_or(|name| agency::looks_like_name(name.of(text)));
    let capital_ok = group("capital").is_none_or(|c| c.of(text).starts_with(|c: char| c.is_uppercase() || c.is_numeric()));
    if !(agency_ok && person_ok && capital_ok) {
        return false;
    }
    found.stretches.push(Background { span: stretch, kind: rule.kind });
    found.credits.extend(credits);
    true
}

fn credits(text: &str, names: Span, rule: &Rule) -> Vec<Credit> {
    let Some(role) = rule.role else { return Vec::new() };
    if rule.known && !agency::all_known(names.of(text)) {
        return Vec::new();
    }
    let mut credits = agency::credits(text, names, role);
    // "Jane Roe/Reuters", "Jane Roe via AP": of several names the agencies are the credit, the people took the picture.
    if credits.iter().any(|c| agency::is_known(&c.agency)) {
        credits.retain(|c| agency::is_known(&c.agency));
    }
    credits
}

/// "With inputs from agencies" credits nobody by name and is a credit all the same.
fn at_large(names: &str) -> bool {
    let names = names.trim().to_lowercase();
    ["agencies", "agency", "wires", "wire services", "news agencies", "the agencies"].contains(&names.as_str())
}

/// The last 80 bytes or so of a line, from a character boundary on.
fn tail(text: &str, line: Span) -> Span {
    let end = line.end as usize;
    let mut start = end.saturating_sub(80).max(line.start as usize);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    Span::new(start, end)
}

/// The innermost brackets of a line, outside included, as spans of the line.
fn in_brackets(line: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in line.char_indices() {
        match c {
            '(' | '[' => open = Some((at, c)),
            ')' | ']' => {
                let pair = open.take().filter(|(_, o)| (*o == '(') == (c == ')'));
                found.extend(pair.filter(|(start, _)| at - start <= MAX_BRACKET).map(|(start, _)| Span::new(start, at + 1)));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::{BackgroundKind, CreditRole};

    fn kinds(text: &str) -> Vec<(&str, BackgroundKind)> {
        let mut found = find(text).stretches;
        found.sort_by_key(|b| b.span);
        found.iter().map(|b| (b.span.of(text), b.kind)).collect()
    }

    fn credited(text: &str) -> Vec<(String, CreditRole)> {
        let credits = find(text).credits;
        assert!(credits.iter().all(|c| c.span.of(text) == c.agency));
        credits.into_iter().map(|c| (c.agency, c.role)).collect()
    }

    #[test]
    fn credits_are_kept_with_their_role() {
        let text = "The mayor left.\n\n(Image: AP)\n\nNobody knew why.\n\n(With inputs from Reuters and AFP)";
        let expected = [("AP", CreditRole::Image), ("Reuters", CreditRole::Text), ("AFP", CreditRole::Text)];
        assert_eq!(credited(text), expected.map(|(a, r)| (a.to_owned(), r)));
        assert_eq!(kinds(text).iter().map(|(t, _)| *t).collect::<Vec<_>>(), ["(Image: AP)", "(With inputs from Reuters and AFP)"]);
    }

    #[test]
    fn a_credit_inside_a_paragraph_leaves_the_paragraph() {
        let text = "The mayor left in haste (Image: AP) and nobody knew why she had gone.";
        assert_eq!(kinds(text), [("(Image: AP)", BackgroundKind::Credit)]);
    }

    #[test]
    fn a_short_line_that_ends_in_a_picture_credit_is_a_caption() {
        let text = "The mayor left.\n\nPolice guard the town hall of Orvale on Sunday. (AP Photo/Jane Roe)\n\nNobody knew why.";
        assert_eq!(kinds(text), [("Police guard the town hall of Orvale on Sunday. (AP Photo/Jane Roe)", BackgroundKind::Credit)]);
        assert_eq!(credited(text), [("AP".to_owned(), CreditRole::Image)]);
    }

    #[test]
    fn an_article_of_one_line_is_no_caption() {
        let text = "The mayor of Orvale left the hall on Sunday. (AP Photo/Jane Roe)";
        assert_eq!(kinds(text), [("(AP Photo/Jane Roe)", BackgroundKind::Credit)]);
    }

    #[test]
    fn the_photographer_is_not_the_agency() {
        assert_eq!(credited("The mayor left.\n\nJane Roe/Reuters\n"), [("Reuters".to_owned(), CreditRole::Image)]);
    }

    #[test]
    fn an_agency_closes_the_article() {
        let text = "The mayor left, she said.\n\n\"I go,\" she added. — AFP\n";
        assert_eq!(kinds(text), [("— AFP", BackgroundKind::Credit)]);
        assert_eq!(kinds("The mayor left. (PTI)"), [("(PTI)", BackgroundKind::Credit)]);
    }

    #[test]
    fn an_agency_in_running_text_is_text() {
        assert_eq!(kinds("The mayor told The Associated Press (AP) that she would leave.\nThe agency (AP) confirmed it."), []);
    }

    #[test]
    fn prose_with_the_words_of_furniture_is_text() {
        let text = "Advertisement was the word she used. Read more, she told the children.\n\n\
                    Subscribe to a paper, share this article of faith, follow us on our way: so spoke the mayor.";
        assert_eq!(kinds(text), []);
    }

    #[test]
    fn brackets_are_paired_and_never_cut_a_character() {
        assert_eq!(in_brackets("(a) [b] (c] )( (d"), [Span::new(0, 3), Span::new(4, 7)]);
        assert_eq!(kinds("(Image: Ágência Órvale)").len(), 1);
        assert_eq!(kinds("()[] (( )) “(”").len(), 0);
    }
}
