//! Names as they are compared.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static TITLES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/titles.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Particles that stand in one spelling of a name and not in another.
const PARTICLES: [&str; 7] = ["al", "el", "bin", "ibn", "ben", "abu", "the"];

/// What an organization's name may end in or leave out.
const FORMS: [&str; 12] = ["inc", "corp", "corporation", "ltd", "llc", "plc", "co", "company", "gmbh", "ag", "sa", "the"];

/// What tells father and son apart.
const GENERATIONS: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "junior"];

/// Small words that an acronym leaves out.
const SMALL: [&str; 8] = ["of", "the", "and", "for", "on", "in", "de", "to"];

/// The words of a name: no marks, no accents, lower case; "U.S." is one word.
pub(crate) fn words(name: &str) -> Vec<String> {
    let name: String = name.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    let mut found: Vec<String> = Vec::new();
    for part in name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ',' | '(' | ')')) {
        let part = part.strip_suffix("'s").or_else(|| part.strip_suffix("\u{2019}s")).unwrap_or(part);
        let word: String = part.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if !word.is_empty() {
            found.push(word);
        }
    }
    found
}

/// The words of a person's name without titles before it and particles within it.
pub(crate) fn person(name: &str) -> Vec<String> {
    let mut words = words(name);
    while let Some(n) =
        (1..=3).rev().find(|n| words.len() > *n && words.get(..*n).is_some_and(|first| TITLES.contains(first.join(" ").as_str())))
    {
        words.drain(..n);
    }
    let kept: Vec<String> = words.iter().filter(|word| !PARTICLES.contains(&word.as_str())).cloned().collect();
    if kept.is_empty() { words } else { kept }
}

/// A person's name without what tells generations apart, and that.
pub(crate) fn generation(mut words: Vec<String>) -> (Vec<String>, Option<String>) {
    let last = words.last().filter(|last| words.len() > 1 && GENERATIONS.contains(&last.as_str())).cloned();
    if last.is_some() {
        words.pop();
    }
    (words, last)
}

/// The words of an organization's name without its legal form and article.
pub(crate) fn organization(name: &str) -> Vec<String> {
    let all = words(name);
    let kept: Vec<String> = all.iter().filter(|word| !FORMS.contains(&word.as_str())).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

/// The first letters of a name of three words or more, small words left out.
pub(crate) fn initials(words: &[String]) -> Option<String> {
    let initials: String = words.iter().filter(|word| !SMALL.contains(&word.as_str())).filter_map(|word| word.chars().next()).collect();
    (initials.chars().count() >= 3).then_some(initials)
}

/// The acronym that a name as written is: three to six capitals, with or without dots.
pub(crate) fn acronym(name: &str) -> Option<String> {
    let letters: String = name.chars().filter(|c| *c != '.').collect();
    let is_acronym = (3..=6).contains(&letters.chars().count()) && letters.chars().all(|c| c.is_uppercase());
    is_acronym.then(|| letters.to_lowercase())
}

/// What stays of a word in all its transliterations: "Lukashenka" and "Lukashenko", "Zelenskyy" and "Zelensky", "Mohammed" and "Muhammad".
pub(crate) fn skeleton(word: &str) -> String {
    const SPELLINGS: [(&str, &str); 25] = [
        ("tsch", "c"),
        ("tch", "c"),
        ("dzh", "j"),
        ("sch", "s"),
        ("shch", "s"),
        ("zh", "j"),
        ("kh", "h"),
        ("gh", "g"),
        ("ch", "c"),
        ("sh", "s"),
        ("ph", "f"),
        ("th", "t"),
        ("ks", "x"),
        ("dj", "j"),
        ("ck", "k"),
        ("ts", "c"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("iy", "i"),
        ("yy", "i"),
        ("ij", "i"),
        ("ie", "i"),
        ("ye", "e"),
        ("yo", "e"),
    ];
    let mut rest = word;
    let mut plain = String::new();
    while let Some(c) = rest.chars().next() {
        if let Some((spelling, letter)) = SPELLINGS.iter().find(|(spelling, _)| rest.starts_with(spelling)) {
            plain.push_str(letter);
            rest = rest.get(spelling.len()..).unwrap_or("");
        } else {
            plain.push(match c {
                'w' => 'v',
                'q' | 'c' => 'k',
                'y' => 'i',
                'z' => 's',
                c => c,
            });
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    // Vowels differ most: only whether the word begins with one is kept, and where they part consonants.
    let mut skeleton = String::new();
    for c in plain.chars() {
        let c = if "aeiou".contains(c) { 'a' } else { c };
        if !skeleton.ends_with(c) {
            skeleton.push(c);
        }
    }
    // "Aleksandr" and "Alexander".
    if let Some(base) = skeleton.strip_suffix("ar").filter(|base| base.len() > 2 && !base.ends_with('a')) {
        skeleton = format!("{base}r");
    }
    skeleton.trim_end_matches('a').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transliterations_share_a_skeleton() {
        for (one, other) in [
            ("lukashenko", "lukashenka"),
            ("zelensky", "zelenskyy"),
            ("aleksandr", "alexander"),
            ("mohammed", "muhammad"),
            ("yevgeny", "evgenii"),
            ("hussein", "husain"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        for (one, other) in [("petrov", "pavlov"), ("maria", "mark"), ("ivanov", "ivanenko")] {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
    }

    #[test]
    fn a_name_stands_without_its_titles() {
        assert_eq!(person("Deputy Prime Minister Dr. Ána Orlić"), ["ana", "orlic"]);
        assert_eq!(person("Major"), ["major"]);
        assert_eq!(person("Omar al-Sadiq"), ["omar", "sadiq"]);
        assert_eq!(generation(person("Tom Vell Jr.")), (vec!["tom".to_owned(), "vell".to_owned()], Some("jr".to_owned())));
        assert_eq!(organization("The Norlin Lines Co."), ["norlin", "lines"]);
    }

    #[test]
    fn acronyms_are_the_initials_of_long_names() {
        assert_eq!(initials(&organization("Union of the Free Harbours")), acronym("U.F.H."));
        assert_eq!(acronym("Ufh"), None);
        assert_eq!(initials(&organization("Free Harbours")), None);
        assert_eq!((person(""), words("🙂"), skeleton("")), (vec![], vec![], String::new()));
    }
}
