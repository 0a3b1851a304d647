//! Atoms to word pieces: the greedy longest match of BERT (Wu and others 2016, as in Devlin and others 2019).
//!
//! Time is linear in the length of an atom: no prefix longer than the longest piece of the vocabulary is ever tried.

use crate::characters::is_nonspacing_mark;
use unicode_normalization::UnicodeNormalization;

/// The piece of an atom that the vocabulary cannot spell.
pub(crate) const UNKNOWN: u32 = 100;
/// The piece that begins every window.
pub(crate) const WINDOW_START: u32 = 101;
/// An atom of more characters is one unknown piece.
pub(crate) const LONGEST_ATOM: usize = 100;

/// Two seeds keep "able" and "##able" apart; the multiplier is the 64-bit FNV prime.
const SEED_FIRST: u64 = 0xcbf2_9ce4_8422_2325;
const SEED_NEXT: u64 = 0x9e37_79b9_7f4a_7c15;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The vocabulary as a table that is probed with the hashes of prefixes.
pub(crate) struct WordPiece {
    /// Open addressing; `u32::MAX` marks an empty slot.
    slots: Vec<u32>,
    /// Characters of every piece, without "##".
    bytes: Vec<u8>,
    /// Where a piece's characters end in `bytes`, and whether it continues a word.
    entries: Vec<(u32, bool)>,
    longest: usize,
}

impl WordPiece {
    /// Builds the table; a piece's id is its place in `pieces`.
    pub(crate) fn new<'v>(pieces: impl Iterator<Item = &'v str>) -> Self {
        let (mut bytes, mut entries, mut longest) = (Vec::new(), Vec::new(), 0);
        for piece in pieces {
            let (form, next) = match piece.strip_prefix("##") {
                Some(form) if !form.is_empty() => (form, true),
                _ => (piece, false),
            };
            bytes.extend_from_slice(form.as_bytes());
            longest = longest.max(form.len());
            entries.push((bytes.len() as u32, next));
        }
        let n_slots = (entries.len() * 4).next_power_of_two().max(16);
        let mut table = WordPiece { slots: vec![u32::MAX; n_slots], bytes, entries, longest };
        for id in 0..table.entries.len() {
            let (form, next) = table.entry(id);
            let hash = form.iter().fold(seed(next), |h, b| step(h, *b));
            let mut slot = table.slot(hash);
            while table.slots[slot] != u32::MAX {
                slot = (slot + 1) % n_slots;
            }
            table.slots[slot] = id as u32;
        }
        table
    }

    /// Appends the pieces of an atom to `out`; there is at least one.
    pub(crate) fn pieces(&self, atom: &str, buffer: &mut Vec<u8>, out: &mut Vec<u32>) {
        if atom.len() > LONGEST_ATOM && atom.chars().nth(LONGEST_ATOM).is_some() {
            out.push(UNKNOWN);
            return;
        }
        buffer.clear();
        if atom.is_ascii() {
            buffer.extend(atom.bytes().map(|b| b.to_ascii_lowercase()));
        } else {
            let mut utf8 = [0; 4];
            for c in atom.to_lowercase().nfd().filter(|c| !is_nonspacing_mark(*c)) {
                buffer.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes());
            }
        }
        let first = out.len();
        let mut at = 0;
        while at < buffer.len() {
            match self.longest_match(&buffer[at..], at > 0) {
                Some((id, length)) => {
                    out.push(id);
                    at += length;
                }
                None => {
                    out.truncate(first);
                    break;
                }
            }
        }
        if out.len() == first {
            out.push(UNKNOWN);
        }
    }

    /// True when a lower-case word is a piece of its own.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.longest_match(word.as_bytes(), false).is_some_and(|(_, length)| length == word.len())
    }

    /// The longest piece that `rest` begins with. A piece of the vocabulary is whole characters, so its end is a boundary.
    fn longest_match(&self, rest: &[u8], next: bool) -> Option<(u32, usize)> {
        let mut hashes = [0u64; 64];
        let n = rest.len().min(self.longest).min(hashes.len());
        let mut hash = seed(next);
        for (b, place) in rest.iter().zip(&mut hashes).take(n) {
            hash = step(hash, *b);
            *place = hash;
        }
        (1..=n).rev().find_map(|length| {
            let mut slot = self.slot(hashes[length - 1]);
            loop {
                let id = self.slots[slot];
                if id == u32::MAX {
                    return None;
                }
                if self.entry(id as usize) == (&rest[..length], next) {
                    return Some((id, length));
                }
                slot = (slot + 1) % self.slots.len();
            }
        })
    }

    fn entry(&self, id: usize) -> (&[u8], bool) {
        let start = if id == 0 { 0 } else { self.entries[id - 1].0 as usize };
        let (end, next) = self.entries[id];
        (&self.bytes[start..end as usize], next)
    }

    fn slot(&self, hash: u64) -> usize {
        ((hash ^ (hash >> 29)).wrapping_mul(SEED_NEXT) >> 32) as usize & (self.slots.len() - 1)
    }
}

fn seed(next: bool) -> u64 {
    if next { SEED_NEXT } else { SEED_FIRST }
}

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(PRIME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A vocabulary with padding in front, so that 100 and 101 are the special pieces.
    fn vocabulary() -> Vec<String> {
        let mut v: Vec<String> = (0..100).map(|i| format!("[unused{i}]")).collect();
        for p in [
            "[UNK]", "[CLS]", "un", "##aff", "##able", "##a", "##f", "able", "a", "b", "##b", "ministry", "mini", "##stry", "שלום", "#",
            "##", "cafe",
        ] {
            v.push(p.to_owned());
        }
        v
    }

    fn cut(word: &str) -> Vec<String> {
        let v = vocabulary();
        let table = WordPiece::new(v.iter().map(String::as_str));
        let mut out = Vec::new();
        table.pieces(word, &mut Vec::new(), &mut out);
        out.iter().map(|id| v[*id as usize].clone()).collect()
    }

    #[test]
    fn the_longest_piece_wins() {
        assert_eq!(cut("unaffable"), ["un", "##aff", "##able"]);
        assert_eq!(cut("Ministry"), ["ministry"]);
        assert_eq!(cut("ministrya"), ["ministry", "##a"]);
    }

    #[test]
    fn a_word_that_cannot_be_spelled_is_one_unknown_piece() {
        assert_eq!(cut("unx"), ["[UNK]"]);
        assert_eq!(cut("😀"), ["[UNK]"]);
        assert_eq!(cut("\u{fe0f}"), ["[UNK]"]);
        assert_eq!(cut(&"a".repeat(101)), ["[UNK]"]);
        assert_eq!(cut(&"a".repeat(100)).len(), 100);
        assert_eq!(cut(&"é".repeat(100_000)), ["[UNK]"]);
    }

    #[test]
    fn accents_and_case_are_dropped() {
        assert_eq!(cut("CAFÉ"), ["cafe"]);
        assert_eq!(cut("שָׁלוֹם"), ["שלום"]);
    }

    #[test]
    fn a_lone_hash_is_a_piece() {
        assert_eq!(cut("#"), ["#"]);
    }

    proptest! {
        #[test]
        fn agrees_with_trying_every_prefix(word in "[abflenuministry]{1,24}") {
            let v = vocabulary();
            let mut naive = Vec::new();
            let mut at = 0;
            while at < word.len() {
                let found = (at + 1..=word.len()).rev().find_map(|end| {
                    let piece = format!("{}{}", if at > 0 { "##" } else { "" }, &word[at..end]);
                    v.contains(&piece).then_some((piece, end))
                });
                match found {
                    Some((piece, end)) => { naive.push(piece); at = end; }
                    None => { naive = vec!["[UNK]".to_owned()]; break; }
                }
            }
            prop_assert_eq!(cut(&word), naive);
        }
    }
}
