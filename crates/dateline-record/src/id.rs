//! Ids that depend on nothing but what they name, so that two records of the same articles agree.

use sha2::{Digest, Sha256};

/// Letters and digits that are not taken for one another, after Crockford's base 32.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 60 bits: among a million things two share an id with a chance of one in two million.
const LENGTH: usize = 12;

/// The first `n` digits of an id as a number; numbers are in the order of ids.
pub(crate) fn digits(id: &str, n: usize) -> u64 {
    let value = |letter: u8| DIGITS.iter().position(|digit| *digit == letter).unwrap_or(0) as u64;
    id.bytes().skip(1).chain(std::iter::repeat(b'0')).take(n).fold(0, |number, letter| number * 32 + value(letter))
}

/// What an id names; its first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// An article.
    Article,
    /// An entity of one article.
    Entity,
    /// An event of one article.
    Event,
    /// A happening; its other letters are those of one of its events.
    Happening,
    /// An entity across articles; its other letters are those of one of its profiles.
    Identity,
    /// A set of names under which articles speak of an entity.
    Profile,
    /// A statement ("quote").
    Statement,
    /// A story; its other letters are those of one of its articles.
    Story,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Sort; 8] =
        [Sort::Article, Sort::Entity, Sort::Event, Sort::Happening, Sort::Identity, Sort::Profile, Sort::Statement, Sort::Story];

    /// The first letter.
    pub fn letter(self) -> char {
        match self {
            Sort::Article => 'a',
            Sort::Entity => 'e',
            Sort::Event => 'v',
            Sort::Happening => 'h',
            Sort::Identity => 'i',
            Sort::Profile => 'p',
            Sort::Statement => 'q',
            Sort::Story => 's',
        }
    }

    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Article => "article",
            Sort::Entity => "entity",
            Sort::Event => "event",
            Sort::Happening => "happening",
            Sort::Identity => "identity",
            Sort::Profile => "profile",
            Sort::Statement => "statement",
            Sort::Story => "story",
        }
    }

    /// The sort that an id, or the beginning of one, says it is of.
    pub fn of(id: &str) -> Option<Sort> {
        let rest = id.get(1..)?;
        let sound = rest.len() <= LENGTH && rest.bytes().all(|b| DIGITS.contains(&b));
        Sort::ALL.into_iter().find(|sort| sound && id.starts_with(sort.letter()))
    }
}

/// The id of what these parts describe.
pub fn id(sort: Sort, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps "ab", "c" apart from "a", "bc".
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bits = digest.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut id = String::from(sort.letter());
    for _ in 0..LENGTH {
        id.push(DIGITS.get((bits >> 59) as usize).map_or('0', |digit| *digit as char));
        bits <<= 5;
    }
    id
}

/// How a record makes the ids of the parts of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ids {
    /// Of the part alone: in records that began before format 5, whose corrections name such ids.
    Scattered,
    /// The first digits are those of the article: an index on ids has what is written together in one place then, and not on a page for each
    /// part. With ids that are scattered an article wrote some 460 pages, and adding 5,000 articles cost 77 % more than reading them.
    #[default]
    Together,
}

/// Digits that the parts of an article share: enough that among 50,000 articles hardly two have the same.
const SHARED: usize = 3;

impl Ids {
    /// The id of a part of an article that these words describe.
    pub fn part(self, sort: Sort, article: &str, parts: &[&str]) -> String {
        let described: Vec<&str> = std::iter::once(article).chain(parts.iter().copied()).collect();
        let own = id(sort, &described);
        let digits = |id: &str, from: usize, to: usize| id.get(from..to).unwrap_or_default().to_owned();
        match self {
            Ids::Scattered => own,
            Ids::Together => format!("{}{}{}", sort.letter(), digits(article, 1, 1 + SHARED), digits(&own, 1, 1 + LENGTH - SHARED)),
        }
    }
}

/// The same letters for another sort: a story is named after its smallest article, a happening after its smallest event.
pub fn named_after(sort: Sort, member: &str) -> String {
    let mut id = String::from(sort.letter());
    id.push_str(member.get(1..).unwrap_or_default());
    id
}

/// The digest of bytes, as the record keeps it for documents.
pub fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().take(16).fold(String::new(), |mut out, byte| {
        // Writing into a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_depends_on_every_part_and_on_their_borders() {
        assert_eq!(id(Sort::Article, &["ab", "c"]), id(Sort::Article, &["ab", "c"]));
        assert_ne!(id(Sort::Article, &["ab", "c"]), id(Sort::Article, &["a", "bc"]));
        assert_eq!(id(Sort::Event, &[]).len(), 13);
    }

    #[test]
    fn the_ids_of_an_articles_parts_lie_together_where_the_record_began_so() {
        let article = id(Sort::Article, &["text"]);
        let (one, two) = (Ids::Together.part(Sort::Event, &article, &["1"]), Ids::Together.part(Sort::Event, &article, &["2"]));
        assert_eq!((one.len(), &one[1..4], &two[1..4]), (13, &article[1..4], &article[1..4]));
        assert_ne!(one, two);
        assert_eq!(Ids::Scattered.part(Sort::Event, &article, &["1"]), id(Sort::Event, &[&article, "1"]));
    }

    #[test]
    fn the_beginning_of_an_id_tells_its_sort() {
        assert_eq!(Sort::of("h0a1"), Some(Sort::Happening));
        assert_eq!(Sort::of("hello"), None, "l and o are not digits");
        assert_eq!(Sort::of(""), None);
        assert_eq!(Sort::of("é"), None);
        assert_eq!(named_after(Sort::Story, "a0123"), "s0123");
    }
}
