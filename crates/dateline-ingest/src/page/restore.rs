//! Paragraphs whole again.
//!
//! The finder of the main text cleans within paragraphs too: it leaves out links that stand in a sentence ("has reported that [the league will
//! fine him] for his role") and the spaces around marked-up words. Which paragraphs are the article's it tells well; what stands in them is
//! taken from the page itself.

use std::collections::BTreeMap;

/// Letters by whose start or end a paragraph is looked up.
const KEY: usize = 12;
/// A paragraph of the page that is longer than what was found in it by more than this is another paragraph, or holds something else.
const AT_MOST: f64 = 1.5;

/// The lines that were `found`, each as it stands on the `page`, where it is found there.
pub(super) fn lines(found: &str, page: &str) -> String {
    let page: Vec<(&str, String)> = page.lines().map(|line| (line, letters(line))).filter(|(_, letters)| letters.len() >= KEY).collect();
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, (_, letters)) in page.iter().enumerate() {
        for key in keys(letters).into_iter().flatten() {
            index.entry(key).or_default().push(i);
        }
    }
    let mut text = String::with_capacity(found.len());
    for line in found.lines() {
        let wanted = letters(line);
        let candidates = keys(&wanted).into_iter().flatten().filter_map(|key| index.get(key)).flatten();
        let fits = |i: &&usize| {
            page.get(**i).is_some_and(|(_, letters)| letters.len() as f64 <= wanted.len() as f64 * AT_MOST && is_within(&wanted, letters))
        };
        let whole =
            candidates.filter(fits).min_by_key(|i| page.get(**i).map_or(0, |(_, letters)| letters.len())).and_then(|i| page.get(*i));
        text.push_str(whole.map_or(line, |(whole, _)| whole));
        text.push('\n');
    }
    text
}

/// The letters and digits of a line, all that it is compared by.
fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The first and the last letters.
fn keys(letters: &str) -> [Option<&str>; 2] {
    let start = letters.char_indices().nth(KEY).and_then(|(end, _)| letters.get(..end));
    let end = letters.char_indices().rev().nth(KEY - 1).and_then(|(start, _)| letters.get(start..));
    [start, end]
}

/// True when the letters stand in the others in their order.
fn is_within(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars();
    part.chars().all(|c| whole.any(|w| w == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_out_of_a_sentence_comes_back() {
        let page = "Home\nThe Orvale Times has reported that the league will fine him for his role in the fight of last Sunday.\nMore news";
        assert_eq!(
            lines("The Orvale Times has reported that for his role in the fight of last Sunday.\n", page),
            "The Orvale Times has reported that the league will fine him for his role in the fight of last Sunday.\n"
        );
        assert_eq!(
            lines("staying ahead ofMats Ek on Monday\n", "staying ahead of Mats Ek on Monday"),
            "staying ahead of Mats Ek on Monday\n"
        );
    }

    #[test]
    fn another_paragraph_is_not_taken() {
        let page =
            "The mayor of Orvale left the town hall on Monday, and everybody who had come to see her off was rather sorry to see it.";
        assert_eq!(lines("The mayor of Orvale left.\n\nYes.\n", page), "The mayor of Orvale left.\n\nYes.\n");
    }
}
