//! Words, days and hashes, the same on every machine and in every version.

use super::Day;

/// The day of `YYYY-MM-DD`, counted from 1970-01-01.
pub(crate) fn day(text: &str) -> Option<Day> {
    let date: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch)).ok().map(|span| span.get_days())
}

/// A hash that never changes: FNV-1a over the bytes, then the finisher of SplitMix64, so that any few bits of it are as
/// good as others.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    mix(bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)))
}

/// The finisher of SplitMix64.
pub(crate) fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A name as it is compared: words in lower case with single spaces, without marks.
pub(crate) fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The sentences of a text as far as punctuation tells them: enough to see which words stand with an event.
pub(crate) struct Sentences<'t> {
    parts: Vec<(usize, &'t str)>,
}

impl<'t> Sentences<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let (mut parts, mut from, mut from_point) = (Vec::new(), 0, 0);
        let mut chars = text.char_indices().enumerate().peekable();
        while let Some((_, (at, c))) = chars.next() {
            let next = chars.peek().map(|(_, (_, next))| *next);
            let ends = c == '\n' || matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace) && !is_abbreviated(text, from, at);
            if ends || next.is_none() {
                let end = at + c.len_utf8();
                parts.push((from_point, text.get(from..end).unwrap_or("")));
                from = end;
                from_point = chars.peek().map_or(usize::MAX, |(point, _)| *point);
            }
        }
        Sentences { parts }
    }

    /// The sentence around a code point.
    pub(crate) fn at(&self, point: usize) -> &'t str {
        let after = self.parts.partition_point(|(from, _)| *from <= point);
        after.checked_sub(1).and_then(|i| self.parts.get(i)).map_or("", |(_, sentence)| sentence.trim())
    }
}

/// True when the dot at `at` follows one or two letters with a capital ("U.S.", "Mr.", "J.").
fn is_abbreviated(text: &str, from: usize, at: usize) -> bool {
    let word = text.get(from..at).and_then(|before| before.rsplit(|c: char| c.is_whitespace() || c == '.').next()).unwrap_or("");
    let n_letters = word.chars().count();
    (1..=2).contains(&n_letters) && word.chars().all(char::is_alphabetic) && word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(day("1970-01-02"), Some(1));
        assert_eq!(day("2024-02-29T10:00"), Some(19782));
        assert_eq!(day("2024-02"), None);
    }

    #[test]
    fn a_sentence_is_found_by_any_of_its_code_points() {
        let text = "Mr. Öz met the U.S. envoy. \u{201c}Nobody knew,\u{201d} he said!\nThen it rained";
        let sentences = Sentences::of(text);
        assert_eq!(sentences.at(0), "Mr. Öz met the U.S. envoy.");
        assert_eq!(sentences.at(30), "\u{201c}Nobody knew,\u{201d} he said!");
        assert_eq!(sentences.at(500), "Then it rained");
        assert_eq!(Sentences::of("").at(0), "");
    }
}
