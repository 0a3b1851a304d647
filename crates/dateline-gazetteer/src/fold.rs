//! The key under which a name is found: lower case, without accents, dots and apostrophes, hyphens read as spaces.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The key of a name. `make/make.py` folds the same way; a test holds the two together.
///
/// ```
/// assert_eq!(dateline_gazetteer::fold("Côte  d’Ivoire"), "cote divoire");
/// assert_eq!(dateline_gazetteer::fold("Guinea-Bissau"), "guinea bissau");
/// ```
pub fn fold(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    if name.is_ascii() {
        for byte in name.bytes() {
            push(&mut key, char::from(byte.to_ascii_lowercase()));
        }
    } else {
        for c in name.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c)) {
            push(&mut key, c);
        }
    }
    if key.ends_with(' ') {
        key.pop();
    }
    key
}

fn push(key: &mut String, c: char) {
    match c {
        '.' | '\'' | '’' | '‘' | '`' | '´' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' => {}
        '-' | '‐' | '‑' | '–' | '—' | '_' | '/' | ',' => space(key),
        'ø' => key.push('o'),
        'ł' => key.push('l'),
        'đ' | 'ð' => key.push('d'),
        'þ' => key.push_str("th"),
        'ß' => key.push_str("ss"),
        'æ' => key.push_str("ae"),
        'œ' => key.push_str("oe"),
        'ı' => key.push('i'),
        'ə' => key.push('a'),
        'ħ' => key.push('h'),
        c if c.is_whitespace() => space(key),
        c => key.push(c),
    }
}

fn space(key: &mut String) {
    if !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
}

/// True for a name written as an abbreviation (US, U.S., RFE/RL): such names are found only as written.
pub(crate) fn is_abbreviation(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && name.chars().count() <= 9 && letters.all(char::is_uppercase)
}

/// The name without a leading "the" and with single spaces.
pub(crate) fn without_article(name: &str) -> &str {
    let name = name.trim();
    match name.split_once(char::is_whitespace) {
        Some((the, rest)) if the.eq_ignore_ascii_case("the") && !rest.trim_start().is_empty() => rest.trim_start(),
        _ => name,
    }
}

/// True when `written` can stand for `name`: abbreviations as written, others when they begin with a capital.
pub(crate) fn is_written_as(written: &str, name: &str) -> bool {
    if is_abbreviation(name) {
        return written == name || written.replace(char::is_whitespace, "") == name;
    }
    written.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
        || name.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase) && written == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_dots_apostrophes_and_case_do_not_matter() {
        for (name, key) in [
            ("São Tomé", "sao tome"),
            ("U.S.", "us"),
            ("Łódź", "lodz"),
            ("N'Djamena", "ndjamena"),
            ("N’Djamena", "ndjamena"),
            ("Tel Aviv-Yafo", "tel aviv yafo"),
            (" New\n York ", "new york"),
            ("", ""),
            ("- -", ""),
        ] {
            assert_eq!(fold(name), key, "{name}");
        }
    }

    #[test]
    fn an_abbreviation_is_found_only_as_written() {
        assert!(is_written_as("US", "US"));
        assert!(!is_written_as("Us", "US"));
        assert!(!is_written_as("us", "US"));
        assert!(is_written_as("FRANCE", "France"));
        assert!(!is_written_as("turkey", "Turkey"));
    }
}
