//! A reading: what the trained model sees in a text, before anything is concluded from it.

use crate::{Problem, Span};
use std::ops::Range;

/// Index of a token in [`Reading::tokens`].
pub type TokenIdx = usize;

/// A run of tokens by index, end-exclusive.
pub type Tokens = Range<TokenIdx>;

/// The linguistic layer of one text: sentences, tokens with syntax, names, attributions. All in text order.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The sentences; every token belongs to exactly one.
    pub sentences: Vec<Sentence>,
    /// The words of Universal Dependencies.
    pub tokens: Vec<Token>,
    /// Names; disjoint.
    pub names: Vec<Name>,
    /// Attributions by their cue; sources and contents of different attributions may overlap.
    pub attributions: Vec<Attribution>,
    /// Words that may name an event of the built-in codebook, one entry a token.
    pub predicates: Vec<Predicate>,
    /// Nouns, names and pronouns that may refer back to an earlier one, one entry a token.
    pub anaphors: Vec<Anaphor>,
    /// For every sentence a vector of unit length: the dot product of two tells how alike their meanings are. Empty when the
    /// weights have none.
    pub meanings: Vec<Vec<f32>>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From the first to the last token.
    pub span: Span,
    /// Its tokens.
    pub tokens: Tokens,
    /// True when a blank line or the text's start stands before it.
    pub starts_paragraph: bool,
}

/// A syntactic word of Universal Dependencies.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its characters. The parts of a multiword token ("do" + "n't") have spans of their own that touch.
    pub span: Span,
    /// True when it continues the multiword token that the token before it begins or continues.
    pub continues_multiword: bool,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag ("VBD"), as in UD English.
    pub xpos: &'static str,
    /// Governor; `None` for the root of a sentence.
    pub head: Option<TokenIdx>,
    /// Relation to the governor.
    pub deprel: Deprel,
}

/// A relation of Universal Dependencies with its subtype, for example `nsubj:pass`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deprel(pub &'static str);

impl Deprel {
    /// The relation as written in CoNLL-U.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The relation without its subtype: `nsubj` for `nsubj:pass`.
    pub fn universal(self) -> &'static str {
        self.0.split(':').next().unwrap_or(self.0)
    }

    /// True when the relation without its subtype is `universal`.
    pub fn is(self, universal: &str) -> bool {
        self.universal() == universal
    }
}

/// A universal part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the seventeen tags are defined by Universal Dependencies")]
#[rustfmt::skip]
pub enum Upos { Adj, Adp, Adv, Aux, Cconj, Det, Intj, Noun, Num, Part, Pron, Propn, Punct, Sconj, Sym, Verb, X }

impl Upos {
    const NAMES: [(&'static str, Upos); 17] = [
        ("ADJ", Upos::Adj),
        ("ADP", Upos::Adp),
        ("ADV", Upos::Adv),
        ("AUX", Upos::Aux),
        ("CCONJ", Upos::Cconj),
        ("DET", Upos::Det),
        ("INTJ", Upos::Intj),
        ("NOUN", Upos::Noun),
        ("NUM", Upos::Num),
        ("PART", Upos::Part),
        ("PRON", Upos::Pron),
        ("PROPN", Upos::Propn),
        ("PUNCT", Upos::Punct),
        ("SCONJ", Upos::Sconj),
        ("SYM", Upos::Sym),
        ("VERB", Upos::Verb),
        ("X", Upos::X),
    ];

    /// The tag as written in CoNLL-U.
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, tag)| *tag == self).map_or("X", |(name, _)| name)
    }

    /// Reads a tag as written in CoNLL-U.
    pub fn parse(name: &str) -> Option<Upos> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, tag)| *tag)
    }
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Tokens,
    /// What it names.
    pub class: NameClass,
}

/// The nine classes of the worldwide newswire set (Shan and others 2023).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// A person.
    Person,
    /// An organization, outlet, agency or company.
    Organization,
    /// A place: country, town, region, river.
    Location,
    /// A building or other made thing with a place.
    Facility,
    /// Nationalities, religious and political groups.
    Norp,
    /// A date, "5 May".
    Date,
    /// A sum of money.
    Money,
    /// A product.
    Product,
    /// Events, laws, works, languages and the rest.
    Misc,
}

impl NameClass {
    const NAMES: [(&'static str, NameClass); 9] = [
        ("PER", NameClass::Person),
        ("ORG", NameClass::Organization),
        ("LOC", NameClass::Location),
        ("FAC", NameClass::Facility),
        ("NORP", NameClass::Norp),
        ("DATE", NameClass::Date),
        ("MONEY", NameClass::Money),
        ("PRODUCT", NameClass::Product),
        ("MISC", NameClass::Misc),
    ];

    /// The label used in CoNLL-U's MISC field (`NER=B-PER`).
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, class)| *class == self).map_or("MISC", |(name, _)| name)
    }

    /// Reads a label as used in CoNLL-U's MISC field.
    pub fn parse(name: &str) -> Option<NameClass> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class)
    }
}

/// An attribution as the model sees it: a cue with the tokens it marks as source and as content.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The cue ("told", "according to").
    pub cue: Tokens,
    /// The source; empty when none is named.
    pub source: Vec<Tokens>,
    /// The content in text order; more than one run when it is broken.
    pub content: Vec<Tokens>,
    /// The model's probability that this is an attribution, 0 to 1.
    pub confidence: f32,
}

/// A word that may name an event, as the model sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The word.
    pub token: TokenIdx,
    /// Names of event types with their probabilities, likeliest first; what is missing to 1 says that it names no event.
    pub types: Vec<(&'static str, f32)>,
    /// Probabilities of happened, ongoing, planned, possible and denied, in this order, given that it names an event.
    pub statuses: [f32; 5],
    /// Words of its surroundings that may take part in it, in text order; a word can stand here with more than one role.
    pub arguments: Vec<Argument>,
}

/// A word's part in an event, as the model sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The word; of a phrase, its head.
    pub token: TokenIdx,
    /// Its part.
    pub role: ArgumentRole,
    /// The model's probability, 0 to 1.
    pub probability: f32,
}

/// The parts that a word can take in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words are defined in DESIGN.md")]
pub enum ArgumentRole {
    Actor,
    Recipient,
    Place,
    Time,
}

/// A word that may refer to what an earlier word refers to, as the model sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Anaphor {
    /// The word; of a phrase, its head.
    pub token: TokenIdx,
    /// Probability that it refers to nothing mentioned before, 0 to 1.
    pub first: f32,
    /// Earlier words with the probability that they refer to the same, likeliest first.
    pub antecedents: Vec<(TokenIdx, f32)>,
}

impl Reading {
    /// The token's characters.
    pub fn form<'t>(&self, text: &'t str, token: TokenIdx) -> &'t str {
        self.tokens.get(token).map_or("", |t| t.span.of(text))
    }

    /// From the first to the last character of a run of tokens; empty for an empty run.
    pub fn span(&self, tokens: &Tokens) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }

    /// Index of the sentence that holds a token.
    pub fn sentence_of(&self, token: TokenIdx) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// What the model thinks of a token as the name of an event, if it thinks of one at all.
    pub fn predicate(&self, token: TokenIdx) -> Option<&Predicate> {
        self.predicates.binary_search_by_key(&token, |p| p.token).ok().and_then(|at| self.predicates.get(at))
    }

    /// The direct dependents of a token, in text order.
    pub fn dependents(&self, token: TokenIdx) -> impl Iterator<Item = TokenIdx> + '_ {
        let range = self.sentences.get(self.sentence_of(token)).map_or(0..0, |s| s.tokens.clone());
        range.filter(move |i| self.tokens[*i].head == Some(token))
    }
}
