//! Words and runs of five of them: what two texts are compared by.

use crate::grouping::words::{hash, mix};

/// How many words a shingle has. Five find .997-1.0 of abridged, localised and edited copies by containment; that of
/// MinHash signatures over the same shingles finds .006-.38 (measured on ECB+).
pub(crate) const SHINGLE: usize = 5;

/// A text as words: runs of letters and digits, in lower case, without marks.
pub(crate) struct Words {
    /// Hash of each word.
    pub(crate) hashes: Vec<u64>,
    /// Where each stands, in code points.
    pub(crate) spans: Vec<(usize, usize)>,
    /// Whether each stands within quotation marks.
    pub(crate) quoted: Vec<bool>,
}

impl Words {
    pub(crate) fn of(text: &str) -> Self {
        let mut words = Words { hashes: Vec::new(), spans: Vec::new(), quoted: Vec::new() };
        let (mut word, mut start, mut in_quotes, mut n_points) = (String::new(), 0, false, 0);
        for (point, c) in text.chars().enumerate() {
            n_points = point + 1;
            if c.is_alphanumeric() {
                if word.is_empty() {
                    start = point;
                }
                word.extend(c.to_lowercase());
                continue;
            }
            words.push(&mut word, (start, point), in_quotes);
            match c {
                '\u{201c}' | '\u{ab}' | '\u{201e}' => in_quotes = true,
                '\u{201d}' | '\u{bb}' => in_quotes = false,
                '"' => in_quotes = !in_quotes,
                // Quotation marks get lost; none is trusted beyond its paragraph.
                '\n' => in_quotes = false,
                _ => {}
            }
        }
        words.push(&mut word, (start, n_points), in_quotes);
        words
    }

    fn push(&mut self, word: &mut String, span: (usize, usize), quoted: bool) {
        if !word.is_empty() {
            self.hashes.push(hash(word.as_bytes()));
            self.spans.push(span);
            self.quoted.push(quoted);
            word.clear();
        }
    }

    /// The hash of the shingle that begins at each word that has four after it.
    pub(crate) fn shingles(&self) -> Vec<u64> {
        self.hashes
            .windows(SHINGLE)
            .map(|words| mix(words.iter().fold(0, |hash: u64, word| hash.rotate_left(11).wrapping_mul(5) ^ word)))
            .collect()
    }
}

/// How many shingles of a text are posted at most.
const SAMPLE: usize = 64;

/// The shingles by which a text is found: those whose hash divides by a power of two, the smallest that leaves at most
/// [`SAMPLE`]. A text and its half so differ by one power, and what both sample is the sample of the longer, which is chosen by
/// the words alone. Half a text with 15 % of its words changed still shares about eight.
pub(crate) fn sample(shingles: &[u64]) -> Vec<u64> {
    let mut sample: Vec<u64> = shingles.to_vec();
    sample.sort_unstable();
    sample.dedup();
    let mut mask = 0;
    while sample.len() > SAMPLE {
        mask = mask * 2 + 1;
        sample.retain(|shingle| shingle & mask == 0);
    }
    sample
}

/// A run of words that two texts share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// First word in the one.
    pub(crate) a: usize,
    /// First word in the other.
    pub(crate) b: usize,
    /// How many words.
    pub(crate) n_words: usize,
}

/// The longest runs of shared words, at least a shingle each, longest first, none overlapping a longer one in either text.
pub(crate) fn runs(a: &Words, b: &Words, shingles_a: &[u64], shingles_b: &[u64]) -> Vec<Run> {
    let mut places: Vec<(u64, usize)> = shingles_b.iter().copied().zip(0..).collect();
    places.sort_unstable();
    let mut found = Vec::new();
    for (i, shingle) in shingles_a.iter().enumerate() {
        let from = places.partition_point(|(other, _)| other < shingle);
        // A shingle that a text repeats all over ("on monday on monday") is tried at its first places only.
        for (_, j) in places.iter().skip(from).take_while(|(other, _)| other == shingle).take(8) {
            let continues = i > 0 && *j > 0 && shingles_a.get(i - 1) == shingles_b.get(j - 1);
            if !continues {
                let n_words = a.hashes.iter().skip(i).zip(b.hashes.iter().skip(*j)).take_while(|(one, other)| one == other).count();
                found.push(Run { a: i, b: *j, n_words });
            }
        }
    }
    found.sort_by(|one, other| other.n_words.cmp(&one.n_words).then(one.a.cmp(&other.a)).then(one.b.cmp(&other.b)));
    let (mut free_a, mut free_b) = (vec![true; a.hashes.len()], vec![true; b.hashes.len()]);
    let mut runs = Vec::new();
    for run in found {
        if let Some(run) = uncovered(run, &free_a, &free_b) {
            free_a.iter_mut().skip(run.a).take(run.n_words).for_each(|free| *free = false);
            free_b.iter_mut().skip(run.b).take(run.n_words).for_each(|free| *free = false);
            runs.push(run);
        }
    }
    runs.sort_by(|one, other| other.n_words.cmp(&one.n_words).then(one.a.cmp(&other.a)));
    runs
}

/// The first stretch of a run that no longer run has taken.
fn uncovered(run: Run, free_a: &[bool], free_b: &[bool]) -> Option<Run> {
    let is_free = |k: &usize| free_a.get(run.a + k) == Some(&true) && free_b.get(run.b + k) == Some(&true);
    let from = (0..run.n_words).find(is_free)?;
    let n_words = (from..run.n_words).take_while(is_free).count();
    (n_words >= SHINGLE).then_some(Run { a: run.a + from, b: run.b + from, n_words })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &str, b: &str) -> Vec<(usize, usize, usize)> {
        let (a, b) = (Words::of(a), Words::of(b));
        runs(&a, &b, &a.shingles(), &b.shingles()).iter().map(|run| (run.a, run.b, run.n_words)).collect()
    }

    #[test]
    fn words_know_where_they_stand_and_whether_they_are_quoted() {
        let words = Words::of("Été: \u{201c}we won\u{201d}, 3-2 \"so it\nis");
        assert_eq!(words.spans, [(0, 3), (6, 8), (9, 12), (15, 16), (17, 18), (20, 22), (23, 25), (26, 28)]);
        assert_eq!(words.quoted, [false, true, true, false, false, true, true, false]);
    }

    #[test]
    fn runs_of_shared_words_are_as_long_as_they_can_be() {
        assert_eq!(shared("one two three four five six seven", "zero one two three four five six eight"), [(0, 1, 6)]);
        assert_eq!(shared("a b c d e f x g h i j k", "g h i j k y a b c d e f"), [(0, 6, 6), (7, 0, 5)]);
        assert_eq!(shared("a b c d", "a b c d"), []);
        assert_eq!(shared("", ""), []);
    }

    #[test]
    fn a_run_that_is_repeated_is_counted_once() {
        assert_eq!(shared("a b c d e", "a b c d e a b c d e"), [(0, 0, 5)]);
    }

    #[test]
    fn half_a_text_shares_keys_with_the_whole() {
        let text: Vec<String> = (0..400).map(|i| format!("w{}", i * i % 997)).collect();
        let (whole, half) = (Words::of(&text.join(" ")), Words::of(&text[100..300].join(" ")));
        let (whole, half) = (sample(&whole.shingles()), sample(&half.shingles()));
        assert!(whole.len() <= SAMPLE && half.len() <= SAMPLE);
        assert!(half.iter().filter(|shingle| whole.contains(shingle)).count() >= 8);
    }
}
