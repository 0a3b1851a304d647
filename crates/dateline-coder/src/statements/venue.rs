//! Where a source spoke, as the words around the cue tell it: "in an interview with the Varna Post, Orsa said", "he told reporters".
//!
//! Looked for along the sentence, not along the syntax: the phrase stands before or after the cue, in a clause of its own or in none.

use super::StatementMention;
use super::chain::{is_publisher, name_at};
use super::cues::is_form_of;
use crate::syntax::Syntax;
use dateline_model::{NameClass, TokenIdx, Tokens, Upos};

/// Words between an occasion and the name of the publisher: "an interview published on Sunday by Orland's Varna Post".
const REACH: usize = 9;

/// Occasions that everybody hears: no publisher passes on what is said there.
const OPEN: [&str; 19] = [
    "conference",
    "briefing",
    "speech",
    "address",
    "tweet",
    "twitter",
    "facebook",
    "instagram",
    "telegram",
    "ceremony",
    "rally",
    "hearing",
    "court",
    "parliament",
    "testimony",
    "reporter",
    "journalist",
    "statement",
    "sermon",
];

/// Where words were said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Venue {
    /// To a publisher, given by the token that stands for it.
    Publisher(TokenIdx),
    /// Before many.
    Open,
}

/// Somebody who speaks to a publisher, whether the sentence quotes them or not.
pub(super) struct Interview {
    pub(super) sentence: usize,
    pub(super) guest: TokenIdx,
    pub(super) publisher: TokenIdx,
}

/// The interviews that an article tells of, in text order: "In an interview with Varna Radio, the governor turned on his rivals."
pub(super) fn interviews(syntax: &Syntax) -> Vec<Interview> {
    let of = |(sentence, tokens): (usize, Tokens)| {
        let words: Vec<TokenIdx> = tokens.clone().collect();
        let word = tokens.clone().find(|i| is_form_of(syntax, *i, &["interview"]) && syntax.upos(*i) == Upos::Noun)?;
        let root = tokens.clone().find(|i| syntax.head(*i).is_none())?;
        Some(Interview { sentence, guest: syntax.child(root, "nsubj")?, publisher: publisher(syntax, word, &words)? })
    };
    syntax.reading.sentences.iter().map(|s| s.tokens.clone()).enumerate().filter_map(of).collect()
}

/// Where a statement was made; `None` where its sentence does not tell.
pub(super) fn of(syntax: &Syntax, statement: &StatementMention) -> Option<Venue> {
    let cue = statement.cue.clone()?;
    let sentence = syntax.reading.sentences.get(syntax.sentence(cue.start))?.tokens.clone();
    let outside: Vec<TokenIdx> = sentence.filter(|i| !statement.holds(*i)).collect();
    let told = outside.iter().copied().find_map(|i| publisher(syntax, i, &outside));
    let open = || {
        let verb = cue.clone().rev().find(|i| syntax.upos(*i) == Upos::Verb)?;
        let around = syntax.children(verb).iter().copied().filter(|c| ["obl", "obj", "iobj"].iter().any(|r| syntax.is(*c, r)));
        let mut heard = around.filter(|c| !statement.holds(*c));
        heard.any(|c| OPEN.contains(&syntax.lemma(c).to_lowercase().as_str())).then_some(Venue::Open)
    };
    told.map(Venue::Publisher).or_else(open)
}

/// The publisher of an occasion that a word names.
fn publisher(syntax: &Syntax, word: TokenIdx, outside: &[TokenIdx]) -> Option<TokenIdx> {
    let after = outside.iter().copied().filter(|i| *i > word && *i <= word + REACH);
    let lemma = syntax.lemma(word).to_lowercase();
    if is_form_of(syntax, word, &["interview"]) {
        // "a BBC interview"; "in an interview with Varna Radio": who holds interviews is a publisher, whatever the name.
        let before = word.checked_sub(1).filter(|i| outside.contains(i)).and_then(|i| of_a_body(syntax, i));
        return before.or_else(|| named(syntax, after, &["with", "by", "to", "on", "for", "in"], |_| true));
    }
    if syntax.upos(word) == Upos::Verb && is_form_of(syntax, word, &["speak", "talk"]) {
        return named(syntax, after, &["to", "with"], |i| is_publisher(syntax, i) || called(syntax, i));
    }
    if ["program", "programme", "show", "podcast"].contains(&lemma.as_str()) {
        let before: Vec<TokenIdx> = outside.iter().copied().filter(|i| *i < word && word - *i <= REACH).collect();
        let on = before.iter().rposition(|i| syntax.form(*i).eq_ignore_ascii_case("on"))?;
        return before[on..].iter().copied().find_map(|i| of_a_body(syntax, i));
    }
    if ["report", "story", "article", "column"].contains(&lemma.as_str()) && syntax.upos(word) == Upos::Noun {
        return named(syntax, after, &["by", "in", "from"], |i| is_publisher(syntax, i));
    }
    None
}

/// The first name of a body behind one of some prepositions, with nothing done in between.
fn named(
    syntax: &Syntax,
    after: impl Iterator<Item = TokenIdx>,
    prepositions: &[&str],
    fits: impl Fn(TokenIdx) -> bool,
) -> Option<TokenIdx> {
    let mut led = false;
    for i in after {
        let form = syntax.form(i).to_lowercase();
        if led && let Some(body) = of_a_body(syntax, i).filter(|_| fits(i)) {
            return Some(body);
        }
        if matches!(syntax.upos(i), Upos::Verb | Upos::Sconj) && syntax.xpos(i) != "VBN" {
            return None;
        }
        led |= prepositions.contains(&form.as_str());
    }
    None
}

/// The head of the name around a token, unless it is of a person, a place or a people.
fn of_a_body(syntax: &Syntax, token: TokenIdx) -> Option<TokenIdx> {
    let name = name_at(syntax, token)?;
    let other = [NameClass::Person, NameClass::Location, NameClass::Norp, NameClass::Date, NameClass::Money];
    (!other.contains(&name.class) || is_publisher(syntax, token)).then(|| syntax.head_of(&name.tokens))?
}

/// "the local broadcaster TVN": called a publisher before it is named.
fn called(syntax: &Syntax, token: TokenIdx) -> bool {
    let Some(name) = name_at(syntax, token) else { return false };
    let before: Tokens = name.tokens.start.saturating_sub(3)..name.tokens.start;
    before.filter(|i| syntax.upos(*i) == Upos::Noun).any(|i| is_publisher(syntax, i) || is_form_of(syntax, i, &["agency", "station"]))
}
