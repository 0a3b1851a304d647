//! In which language a text is written.
//!
//! Two identifiers ask each other. whichlang tells English from the rest very surely (1,408 of 1,408 English news articles
//! and 1,051 of 1,053 sentences above 40 characters of UD GUM dev), but knows sixteen languages and calls every text one
//! of them. whatlang knows seventy with a confidence, but takes one English sentence in twenty for another language.
//! So: English is what whichlang says is English unless whatlang is sure of another language; another language gets a
//! name only when whatlang is sure of it. A text with foreign words among English ones is English.

use dateline_model::{Problem, Severity};

/// Below this number of letters a language is a guess: "Ankara, Izmir" is not Turkish.
const MIN_LETTERS: usize = 25;
/// Beginning of a text, in characters, that is enough to tell.
const SAMPLE: usize = 4000;

/// Frequent words of English that no other language with these letters has, and their share of the words that makes a text
/// English: they are 16 % of the words of UD GUM dev, and of no other language.
const ENGLISH_WORDS: [&str; 14] = ["and", "for", "from", "has", "his", "said", "she", "that", "the", "they", "to", "were", "with", "would"];
const ENGLISH_SHARE: f64 = 0.15;

/// ISO 639-3 to ISO 639-1 for the languages that whatlang names.
const CODES: &str = include_str!("../data/languages.tsv");

/// The ISO 639-1 code of the language, when it can be told, and the problem of one that is not English.
pub(crate) fn identify(text: &str) -> (Option<&'static str>, Option<Problem>) {
    let sample = text.char_indices().nth(SAMPLE).map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    if sample.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return (None, None);
    }
    // Asked first, as it costs least and is true of nearly all English.
    if english_words(sample) >= ENGLISH_SHARE {
        return (Some("en"), None);
    }
    let named = whatlang::detect(sample).filter(|info| info.is_reliable()).map(|info| info.lang());
    let english = whichlang::detect_language(sample) == whichlang::Lang::Eng && named.is_none_or(|lang| lang == whatlang::Lang::Eng);
    if english {
        return (Some("en"), None);
    }
    let code = named.filter(|lang| *lang != whatlang::Lang::Eng).and_then(|lang| two_letters(lang.code()));
    let name = code.map_or("a language that could not be named".to_owned(), |code| format!("the language \"{code}\""));
    let note = format!("the text is in {name}; only English is read, so no statements and events are coded");
    (code, Some(Problem::new("not-english", Severity::Warning, note)))
}

fn english_words(text: &str) -> f64 {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let english = words().filter(|w| ENGLISH_WORDS.iter().any(|e| w.eq_ignore_ascii_case(e))).count();
    english as f64 / words().count().max(1) as f64
}

fn two_letters(code: &str) -> Option<&'static str> {
    CODES.lines().filter_map(|line| line.split_once('\t')).find(|(three, _)| *three == code).map(|(_, two)| two)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(text: &str) -> (Option<&'static str>, bool) {
        let (code, problem) = identify(text);
        (code, problem.is_some_and(|p| p.id == "not-english"))
    }

    #[test]
    fn english_is_english_with_foreign_names_in_it() {
        assert_eq!(language("The mayor of Orvale resigned on Monday after weeks of protests."), (Some("en"), false));
        assert_eq!(language("Mayor Jürgen Müller of Nürnberg told the daily on Monday that he would leave."), (Some("en"), false));
    }

    #[test]
    fn english_is_english_with_foreign_words_in_it() {
        let text = "\u{1F600} The mayor \u{5D0}\u{5D1} said she \u{1F44D} would leave \u{645}\u{62F}\u{64A}\u{646}\u{629}.";
        assert_eq!(language(text), (Some("en"), false));
    }

    #[test]
    fn other_languages_are_named() {
        assert_eq!(language("Der Präsident sagte am Montag, die Regierung werde nicht mit der Opposition verhandeln."), (Some("de"), true));
        assert_eq!(language("Prezydent powiedział w poniedziałek, że rząd nie będzie negocjował z opozycją."), (Some("pl"), true));
        assert_eq!(language("Президент заявив у понеділок, що уряд не вестиме переговорів з опозицією."), (Some("uk"), true));
        assert_eq!(language("قال الرئيس يوم الاثنين إن الحكومة لن تتفاوض مع المعارضة"), (Some("ar"), true));
    }

    #[test]
    fn too_little_text_has_no_language() {
        assert_eq!(language("Ankara, Izmir"), (None, false));
        assert_eq!(language("\"\" \u{201C}\u{201D} ''"), (None, false));
        assert_eq!(language("\u{1F600}\u{1F680}"), (None, false));
    }

    #[test]
    fn every_language_that_can_be_named_has_a_code() {
        for lang in whatlang::Lang::all() {
            assert!(two_letters(lang.code()).is_some(), "{lang}");
        }
    }
}
