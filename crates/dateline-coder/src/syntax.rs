//! Questions to the dependency tree, answered from lists computed once per article.
//!
//! Everything here takes any tree, cyclic and hand-made ones included: a token whose governors lead nowhere counts as
//! a root of its own.

use dateline_model::{Reading, TokenIdx, Tokens, Upos};

/// Relations whose dependent heads a clause of its own.
const CLAUSES: [&str; 6] = ["ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis"];

/// The dependency trees of one article, indexed.
pub struct Syntax<'a> {
    /// The article's text.
    pub text: &'a str,
    /// The reading the trees come from.
    pub reading: &'a Reading,
    /// Children of token `i`: `children[starts[i]..starts[i + 1]]`, in text order.
    starts: Vec<usize>,
    children: Vec<TokenIdx>,
    /// First and one past the last token of the subtree.
    extents: Vec<Tokens>,
    /// Order in which a walk from the roots enters the token, and the largest such number in its subtree.
    tour: Vec<(usize, usize)>,
}

impl<'a> Syntax<'a> {
    /// Indexes the trees of `reading`; linear in the number of tokens.
    pub fn new(text: &'a str, reading: &'a Reading) -> Self {
        let n = reading.tokens.len();
        let governor = |i: TokenIdx| reading.tokens[i].head.filter(|h| *h < n && *h != i);
        let mut starts = vec![0; n + 1];
        for i in 0..n {
            if let Some(h) = governor(i) {
                starts[h + 1] += 1;
            }
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let (mut next, mut children) = (starts.clone(), vec![0; starts[n]]);
        for i in 0..n {
            if let Some(h) = governor(i) {
                children[next[h]] = i;
                next[h] += 1;
            }
        }
        let mut syntax = Syntax {
            text,
            reading,
            starts,
            children,
            extents: (0..n).map(|i| i..i + 1).collect(),
            tour: vec![(usize::MAX, usize::MAX); n],
        };
        let mut clock = 0;
        for root in (0..n).filter(|i| governor(*i).is_none()).collect::<Vec<_>>() {
            syntax.walk(root, &mut clock);
        }
        for stray in 0..n {
            if syntax.tour[stray].0 == usize::MAX {
                syntax.walk(stray, &mut clock);
            }
        }
        syntax
    }

    /// Numbers the subtree of `root` without recursion: a tree can be as deep as the text is long.
    fn walk(&mut self, root: TokenIdx, clock: &mut usize) {
        let mut stack = vec![(root, self.starts[root])];
        self.tour[root].0 = *clock;
        *clock += 1;
        while let Some((token, at)) = stack.last_mut() {
            let token = *token;
            if *at < self.starts[token + 1] {
                let child = self.children[*at];
                *at += 1;
                if self.tour[child].0 == usize::MAX {
                    self.tour[child].0 = *clock;
                    *clock += 1;
                    stack.push((child, self.starts[child]));
                }
            } else {
                self.tour[token].1 = *clock - 1;
                stack.pop();
                if let Some((parent, _)) = stack.last() {
                    let extent = self.extents[token].clone();
                    let above = &mut self.extents[*parent];
                    above.start = above.start.min(extent.start);
                    above.end = above.end.max(extent.end);
                }
            }
        }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.reading.tokens.len()
    }

    /// True when the article has no token.
    pub fn is_empty(&self) -> bool {
        self.reading.tokens.is_empty()
    }

    /// The token's characters.
    pub fn form(&self, token: TokenIdx) -> &'a str {
        self.reading.tokens.get(token).map_or("", |t| t.span.of(self.text))
    }

    /// The token's dictionary form.
    pub fn lemma(&self, token: TokenIdx) -> &'a str {
        self.reading.tokens.get(token).map_or("", |t| t.lemma.as_str())
    }

    /// The token's part of speech; `X` beyond the last token.
    pub fn upos(&self, token: TokenIdx) -> Upos {
        self.reading.tokens.get(token).map_or(Upos::X, |t| t.upos)
    }

    /// The token's Penn tag.
    pub fn xpos(&self, token: TokenIdx) -> &'static str {
        self.reading.tokens.get(token).map_or("", |t| t.xpos)
    }

    /// The governor; `None` for roots.
    pub fn head(&self, token: TokenIdx) -> Option<TokenIdx> {
        self.reading.tokens.get(token).and_then(|t| t.head).filter(|h| *h < self.len() && *h != token)
    }

    /// The relation to the governor with its subtype, `nsubj:pass`.
    pub fn deprel(&self, token: TokenIdx) -> &'static str {
        self.reading.tokens.get(token).map_or("", |t| t.deprel.0)
    }

    /// True when the relation to the governor is `relation`; a relation without subtype also matches all its subtypes.
    pub fn is(&self, token: TokenIdx, relation: &str) -> bool {
        let have = self.deprel(token);
        have == relation || have.strip_prefix(relation).is_some_and(|rest| rest.starts_with(':'))
    }

    /// The direct dependents in text order.
    pub fn children(&self, token: TokenIdx) -> &[TokenIdx] {
        match (self.starts.get(token), self.starts.get(token + 1)) {
            (Some(from), Some(to)) => &self.children[*from..*to],
            _ => &[],
        }
    }

    /// The first dependent with the relation, see [`Syntax::is`].
    pub fn child(&self, token: TokenIdx, relation: &str) -> Option<TokenIdx> {
        self.children(token).iter().copied().find(|c| self.is(*c, relation))
    }

    /// All dependents with the relation, see [`Syntax::is`].
    pub fn children_by(&self, token: TokenIdx, relation: &str) -> impl Iterator<Item = TokenIdx> {
        self.children(token).iter().copied().filter(move |c| self.is(*c, relation))
    }

    /// From the first to the last token of the subtree; in a crossing tree other tokens may stand between.
    pub fn extent(&self, token: TokenIdx) -> Tokens {
        self.extents.get(token).cloned().unwrap_or(0..0)
    }

    /// True when `token` is `ancestor` or stands below it.
    pub fn is_under(&self, token: TokenIdx, ancestor: TokenIdx) -> bool {
        match (self.tour.get(token), self.tour.get(ancestor)) {
            (Some((at, _)), Some((first, last))) => first <= at && at <= last,
            _ => false,
        }
    }

    /// The token of a run that governs the others: the first whose governor lies outside it.
    pub fn head_of(&self, tokens: &Tokens) -> Option<TokenIdx> {
        let inside = |i: &TokenIdx| tokens.contains(i);
        let tops = || tokens.clone().filter(|i| *i < self.len() && self.head(*i).is_none_or(|h| !inside(&h)));
        tops().find(|i| self.upos(*i) != Upos::Punct).or_else(|| tops().next())
    }

    /// Index of the sentence that holds the token.
    pub fn sentence(&self, token: TokenIdx) -> usize {
        self.reading.sentence_of(token)
    }

    /// The head of the innermost clause that holds the token: itself or the nearest governor that is a root or
    /// complement, adverbial, adnominal or coordinated clause.
    pub fn clause(&self, token: TokenIdx) -> TokenIdx {
        let mut at = token;
        for _ in 0..self.len() {
            let Some(up) = self.head(at) else { break };
            let clausal = CLAUSES.iter().any(|c| self.is(at, c));
            let coordinated = self.is(at, "conj") && self.is_predicate(at);
            if clausal || coordinated {
                break;
            }
            at = up;
        }
        at
    }

    /// True for verbs and for other words with a subject or copula.
    pub fn is_predicate(&self, token: TokenIdx) -> bool {
        self.upos(token) == Upos::Verb || self.children(token).iter().any(|c| self.is(*c, "cop") || self.is(*c, "nsubj"))
    }

    /// The subject of a predicate, its own or inherited: of the first coordinated predicate, of the governor of an
    /// open complement (its object when it has one), of the noun that an adnominal participle modifies.
    pub fn subject(&self, predicate: TokenIdx) -> Option<TokenIdx> {
        let mut at = predicate;
        for _ in 0..16 {
            if let Some(own) = self.child(at, "nsubj") {
                return Some(own);
            }
            if let Some(clausal) = self.child(at, "csubj") {
                return Some(clausal);
            }
            let up = self.head(at)?;
            if self.is(at, "xcomp") {
                if let Some(object) = self.child(up, "obj").or_else(|| self.child(up, "iobj")).filter(|o| *o < at) {
                    return Some(object);
                }
            } else if self.is(at, "acl") && matches!(self.upos(up), Upos::Noun | Upos::Propn | Upos::Pron) {
                return Some(up);
            } else if !(self.is(at, "conj") || self.is(at, "cop") || self.is(at, "aux") || self.shares_subject(at)) {
                return None;
            }
            at = up;
        }
        None
    }

    /// True for an adverbial clause without a subordinating word of its own, save "by": "adding that", "by saying".
    fn shares_subject(&self, predicate: TokenIdx) -> bool {
        let marked = self.child(predicate, "mark").filter(|m| self.upos(*m) == Upos::Sconj);
        self.is(predicate, "advcl")
            && marked.is_none_or(|m| matches!(self.lemma(m), "by" | "while" | "after" | "before" | "without" | "for" | "in"))
    }

    /// The noun that a relative pronoun stands for: "the man who fled" -> "man".
    pub fn antecedent(&self, pronoun: TokenIdx) -> Option<TokenIdx> {
        if !matches!(self.lemma(pronoun), "who" | "whom" | "which" | "that" | "whose") {
            return None;
        }
        let mut at = pronoun;
        for _ in 0..8 {
            let up = self.head(at)?;
            if self.is(at, "acl") {
                return (up < pronoun).then_some(up);
            }
            at = up;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;

    #[test]
    fn a_subtree_reaches_from_its_first_to_its_last_token() {
        let (text, reading) = reading(
            "1 Old old ADJ JJ 2 amod
             2 men man NOUN NNS 3 nsubj
             3 wept weep VERB VBD 0 root
             4 . . PUNCT . 3 punct",
        );
        let syntax = Syntax::new(&text, &reading);
        assert_eq!(syntax.extent(1), 0..2);
        assert_eq!(syntax.extent(2), 0..4);
        assert!(syntax.is_under(0, 2) && syntax.is_under(0, 1) && !syntax.is_under(3, 1));
        assert_eq!(syntax.children(2), [1, 3]);
        assert_eq!(syntax.head_of(&(0..2)), Some(1));
    }

    #[test]
    fn a_cycle_is_not_followed_forever() {
        let (text, mut reading) = reading(
            "1 a a NOUN NN 2 dep
             2 b b NOUN NN 3 dep
             3 c c NOUN NN 0 root",
        );
        reading.tokens[2].head = Some(0);
        let syntax = Syntax::new(&text, &reading);
        assert_eq!(syntax.subject(0), None);
        assert!(syntax.clause(0) < 3);
        assert_eq!(syntax.extent(0), 0..3);
    }

    #[test]
    fn a_coordinated_or_open_predicate_inherits_its_subject() {
        let (text, reading) = reading(
            "1 Vela Vela PROPN NNP 2 nsubj
             2 came come VERB VBD 0 root
             3 and and CCONJ CC 4 cc
             4 wanted want VERB VBD 2 conj
             5 to to PART TO 6 mark
             6 stay stay VERB VB 4 xcomp",
        );
        let syntax = Syntax::new(&text, &reading);
        assert_eq!(syntax.subject(5), Some(0));
        assert_eq!(syntax.clause(4), 5);
    }

    #[test]
    fn a_relative_pronoun_leads_to_its_noun() {
        let (text, reading) = reading(
            "1 the the DET DT 2 det
             2 man man NOUN NN 0 root
             3 who who PRON WP 4 nsubj
             4 fled flee VERB VBD 2 acl:relcl",
        );
        let syntax = Syntax::new(&text, &reading);
        assert_eq!(syntax.antecedent(2), Some(1));
        assert_eq!(syntax.antecedent(1), None);
    }
}
