//! The words of a text as the time grammar reads them, and the lexicon in `data/time_words.tsv`.

use dateline_model::{Article, Span};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A run of letters and digits, or one other character.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) span: Span,
    /// Lower case; apostrophes are all `'`, dashes all `-`.
    pub(crate) lower: String,
    pub(crate) has_capital: bool,
    /// White space or the text's start stands before it.
    pub(crate) after_space: bool,
    /// A line break, a stretch that is not read, or the text's start stands before it: no expression reaches across.
    pub(crate) after_break: bool,
    /// What the lexicon knows to begin with this word.
    entries: &'static [Entry],
}

/// Cuts the text into words, leaving out the article's background.
pub(crate) fn words(article: &Article) -> Vec<Word> {
    let mut words = cut(article);
    for word in &mut words {
        word.entries = LEXICON.get(&word.lower).map_or(&[][..], Vec::as_slice);
    }
    words
}

fn cut(article: &Article) -> Vec<Word> {
    let text = article.text.as_str();
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut background = article.background.iter().peekable();
    let (mut after_space, mut after_break, mut newlines) = (true, true, 0);
    while let Some((start, c)) = chars.next() {
        while background.peek().is_some_and(|b| b.span.end as usize <= start) {
            background.next();
        }
        if c.is_whitespace() {
            newlines += usize::from(c == '\n');
            after_space = true;
            after_break |= newlines > 1;
            continue;
        }
        let mut end = start + c.len_utf8();
        if c.is_alphanumeric() {
            while let Some((at, next)) = chars.next_if(|(_, n)| n.is_alphanumeric()) {
                end = at + next.len_utf8();
            }
        }
        if background.peek().is_some_and(|b| b.span.start as usize <= start) {
            after_break = true;
            continue;
        }
        let form = text.get(start..end).unwrap_or("");
        let lower = match form {
            "’" | "‘" | "`" | "´" => "'".to_owned(),
            "–" | "—" | "‐" | "‑" => "-".to_owned(),
            _ if form.is_ascii() => form.to_ascii_lowercase(),
            _ => form.to_lowercase(),
        };
        out.push(Word { span: Span::new(start, end), lower, has_capital: c.is_uppercase(), after_space, after_break, entries: &[] });
        (after_space, after_break, newlines) = (false, false, 0);
    }
    out
}

/// What a word or phrase is in the grammar. One word can be several things ("second", "may").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// 1 to 12; true when also a plain word.
    Month(i8, bool),
    /// 1 (Monday) to 7.
    Weekday(i8, bool),
    /// TIMEX3 code; true when also a plain word.
    Season(&'static str, bool),
    Unit(Unit),
    Number(u32),
    Ordinal(u32),
    Part(&'static str),
    Vague,
    Approximate,
    Last,
    This,
    Next,
    Stage,
    Reference(&'static str),
    Set(&'static str),
    Holiday(&'static str),
    Future,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    const NAMES: [(&'static str, Unit); 10] = [
        ("second", Unit::Second),
        ("minute", Unit::Minute),
        ("hour", Unit::Hour),
        ("day", Unit::Day),
        ("week", Unit::Week),
        ("month", Unit::Month),
        ("quarter", Unit::Quarter),
        ("year", Unit::Year),
        ("decade", Unit::Decade),
        ("century", Unit::Century),
    ];

    /// `day`, `week` ...
    pub(crate) fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, unit)| *unit == self).map_or("day", |(name, _)| name)
    }
}

/// A phrase of the lexicon after its first word, and what it means.
type Entry = (Vec<String>, Sense);

static LEXICON: LazyLock<HashMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let mut lexicon: HashMap<String, Vec<Entry>> = HashMap::new();
    for line in include_str!("../../data/time_words.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(kind), Some(value), Some(phrases)) = (fields.next(), fields.next(), fields.next()) else { continue };
        for phrase in phrases.split('|') {
            let (phrase, is_plain) = phrase.strip_prefix('(').map_or((phrase, false), |p| (p, true));
            let Some(sense) = sense(kind, value, is_plain) else { continue };
            let mut parts = split(phrase).into_iter();
            let Some(first) = parts.next() else { continue };
            lexicon.entry(first).or_default().push((parts.collect(), sense));
        }
    }
    for entries in lexicon.values_mut().collect::<Vec<_>>() {
        entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    lexicon
});

fn split(phrase: &str) -> Vec<String> {
    let article = Article { text: phrase.to_owned(), ..Article::default() };
    cut(&article).into_iter().map(|w| w.lower).collect()
}

fn sense(kind: &str, value: &'static str, is_plain: bool) -> Option<Sense> {
    Some(match kind {
        "month" => Sense::Month(value.parse().ok()?, is_plain),
        "weekday" => Sense::Weekday(value.parse().ok()?, is_plain),
        "season" => Sense::Season(value, is_plain),
        "unit" => Sense::Unit(Unit::NAMES.iter().find(|(name, _)| *name == value)?.1),
        "number" => Sense::Number(value.parse().ok()?),
        "ordinal" => Sense::Ordinal(value.parse().ok()?),
        "part" => Sense::Part(value),
        "vague" => Sense::Vague,
        "approximate" => Sense::Approximate,
        "before" => Sense::Last,
        "this" => Sense::This,
        "after" => Sense::Next,
        "stage" => Sense::Stage,
        "reference" => Sense::Reference(value),
        "set" => Sense::Set(value),
        "holiday" => Sense::Holiday(value),
        "future" => Sense::Future,
        _ => return None,
    })
}

/// What begins at word `at`: every sense with the word after it, the longest phrase first.
pub(crate) fn senses(words: &[Word], at: usize) -> impl Iterator<Item = (usize, Sense)> + '_ {
    let entries = words.get(at).map_or(&[][..], |w| w.entries);
    entries.iter().filter_map(move |(rest, sense)| {
        let end = at + 1 + rest.len();
        let following = words.get(at + 1..end)?;
        let fits = following.iter().zip(rest).all(|(word, want)| word.lower == *want && !word.after_break);
        fits.then_some((end, *sense))
    })
}

impl Word {
    /// True when an expression can begin here: a number, or a word of the lexicon or of the grammar itself.
    pub(crate) fn can_begin(&self) -> bool {
        !self.entries.is_empty()
            || self.lower.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                self.lower.as_str(),
                "the"
                    | "a"
                    | "an"
                    | "that"
                    | "same"
                    | "today"
                    | "yesterday"
                    | "tomorrow"
                    | "tonight"
                    | "overnight"
                    | "noon"
                    | "midday"
                    | "midnight"
                    | "every"
                    | "each"
                    | "per"
                    | "half"
                    | "couple"
                    | "fiscal"
                    | "daylong"
                    | "weeklong"
                    | "monthlong"
                    | "yearlong"
                    | "decadelong"
                    | "q1"
                    | "q2"
                    | "q3"
                    | "q4"
                    | "'"
            )
            || self.lower.ends_with("ties")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::{Background, BackgroundKind};

    #[test]
    fn every_row_of_the_lexicon_is_understood() {
        for line in include_str!("../../data/time_words.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "{line}");
            let value: &'static str = Box::leak(fields[1].to_owned().into_boxed_str());
            assert!(sense(fields[0], value, false).is_some(), "{line}");
        }
    }

    #[test]
    fn background_is_left_out_and_breaks_an_expression() {
        let text = "last (AP) year".to_owned();
        let background = vec![Background { span: Span::new(5, 9), kind: BackgroundKind::Credit }];
        let found = words(&Article { text, background, ..Article::default() });
        let seen: Vec<(&str, bool)> = found.iter().map(|w| (w.lower.as_str(), w.after_break)).collect();
        assert_eq!(seen, [("last", true), ("year", true)]);
    }
}
