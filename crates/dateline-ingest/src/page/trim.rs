//! What stands around an article within its main text: its headline, a line with the date, appeals.

use crate::background;
use crate::day;
use dateline_model::BackgroundKind;

/// Lines at the start among which the headline is looked for.
const FIRST: usize = 10;
/// A line with a date and more words than this is prose.
const DATE_LINE: usize = 8;

/// The text without what is no part of the article: everything up to its headline, a line with its date, and furniture ("Sign up for our
/// newsletter"). Credits stay, since they say where the text comes from.
pub(super) fn article(text: &str, headlines: &[&str]) -> String {
    let furniture: Vec<_> = background::find(text).stretches.into_iter().filter(|b| b.kind == BackgroundKind::Furniture).collect();
    let mut at = 0;
    let mut lines: Vec<&str> = Vec::new();
    for line in text.split('\n') {
        let (start, end) = (at, at + line.len());
        at = end + 1;
        let is_furniture = furniture.iter().any(|b| {
            b.span.start as usize <= start + (line.len() - line.trim_start().len()) && b.span.end as usize >= end && !line.is_empty()
        });
        if !is_furniture {
            lines.push(line);
        }
    }
    let written = || lines.iter().enumerate().filter(|(_, line)| !line.is_empty());
    let headlines: Vec<String> = headlines.iter().map(|h| letters(h)).filter(|h| h.len() >= 8).collect();
    let headline = written().take(FIRST).filter(|(_, line)| headlines.contains(&letters(line))).map(|(i, _)| i + 1).last();
    let mut from = headline.unwrap_or(0);
    let is_date_line = |line: &str| line.split_whitespace().count() <= DATE_LINE && day::parse(line).is_some();
    if let Some((i, _)) = written().filter(|(i, _)| *i >= from).take(2).find(|(_, line)| is_date_line(line)) {
        // The outlet's line with the date, or one that follows the byline.
        let before_is_short =
            written().filter(|(j, _)| (from..i).contains(j)).all(|(_, line)| line.split_whitespace().count() <= DATE_LINE);
        from = if before_is_short { i + 1 } else { from };
    }
    let rest = lines.get(from..).unwrap_or_default().join("\n");
    collapse(&rest)
}

/// Not more than one blank line between paragraphs, none around.
fn collapse(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        kept.push_str(line);
        kept.push('\n');
    }
    kept.truncate(kept.trim_end().len());
    if !kept.is_empty() {
        kept.push('\n');
    }
    kept
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headline_date_and_appeals_go_and_the_article_stays() {
        let text = "Politics\n\nMayor of Orvale leaves\n\nMay 23, 2022\n\nThe mayor left.\n\nREAD MORE: Ten recipes\n\nShe was sorry.\n\n";
        assert_eq!(article(text, &["Mayor of Orvale leaves"]), "The mayor left.\n\nShe was sorry.\n");
    }

    #[test]
    fn prose_that_repeats_the_headline_or_holds_a_date_stays() {
        let text = "The mayor of Orvale leaves, her spokesman said on May 23, 2022, in the hall.\n\nShe was sorry.\n";
        assert_eq!(article(text, &["Mayor of Orvale leaves"]), text);
        assert_eq!(article("", &["Mayor of Orvale leaves"]), "");
    }

    #[test]
    fn a_byline_with_the_date_below_it_goes() {
        let text = "Jana Lind\n\n23 May 2022\n\nThe mayor of Orvale left the hall on a Monday morning.\n";
        assert_eq!(article(text, &[]), "The mayor of Orvale left the hall on a Monday morning.\n");
    }
}
