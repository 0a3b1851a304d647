//! The spans that can mean an entity: names, noun phrases of agents, pronouns, and whatever statements and events ask for.

use super::lookup::{self, Pronoun};
use crate::statements::noun_phrase;
use crate::syntax::Syntax;
use dateline_model::report::MentionForm;
use dateline_model::{NameClass, TokenIdx, Tokens, Upos};

/// A span that can mean an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The token that stands for it in the syntax.
    pub head: TokenIdx,
    /// The whole noun phrase, without relative clauses and appositions.
    pub tokens: Tokens,
    /// Name, nominal or pronoun.
    pub form: MentionForm,
    /// Index into the reading's names.
    pub(crate) name: Option<usize>,
    pub(crate) pronoun: Option<Pronoun>,
}

/// All mentions by their head, at most one for a token. `times` are the tokens of dates and times, which mean nobody.
pub(crate) fn collect(syntax: &Syntax, demanded: &[bool], times: &[Tokens]) -> Vec<Mention> {
    let n = syntax.len();
    let mut is_time = vec![false; n];
    for token in times.iter().cloned().flatten() {
        if let Some(slot) = is_time.get_mut(token) {
            *slot = true;
        }
    }
    let mut list: Vec<Mention> = Vec::new();
    let mut named = vec![false; n];
    for (index, name) in syntax.reading.names.iter().enumerate() {
        if name.tokens.start >= name.tokens.end || name.tokens.end > n {
            continue;
        }
        named[name.tokens.clone()].fill(true);
        // Neither a day nor a sum acts or is meant by "it"; the reader now and then gives a day another class.
        let day = name.tokens.clone().all(|i| is_time[i]);
        if day || matches!(name.class, NameClass::Date | NameClass::Money) {
            continue;
        }
        let Some(head) = syntax.head_of(&name.tokens) else { continue };
        // "Iraqi forces": the adjective alone means nobody.
        let adjective = (name.class == NameClass::Norp || syntax.upos(head) == Upos::Adj)
            && (syntax.is(head, "amod") || syntax.is(head, "compound"))
            && !name.tokens.clone().any(|i| demanded[i]);
        let modifies_noun =
            matches!(name.class, NameClass::Norp) && name.tokens.len() == 1 && syntax.upos(head) == Upos::Adj && !demanded[head];
        if adjective || modifies_noun {
            continue;
        }
        let phrase = noun_phrase(syntax, head);
        let holds = phrase.start <= name.tokens.start && name.tokens.end <= phrase.end;
        // The head of a phrase with more words after the name, "the Moon administration", is not the name.
        let clause =
            phrase.clone().any(|i| matches!(syntax.upos(i), Upos::Verb | Upos::Aux) && !name.tokens.contains(&i) && !syntax.is(i, "amod"));
        let tokens = if holds && !clause && phrase.len() <= name.tokens.len() + 8 { phrase } else { name.tokens.clone() };
        list.push(Mention {
            head,
            tokens: own(syntax, head, &name.tokens, tokens),
            form: MentionForm::Name,
            name: Some(index),
            pronoun: None,
        });
    }
    for token in 0..n {
        if named[token] {
            continue;
        }
        let form = syntax.form(token);
        if let Some(pronoun) = lookup::pronoun(form).filter(|_| matches!(syntax.upos(token), Upos::Pron | Upos::Det)) {
            let expletive = syntax.is(token, "expl");
            if !expletive {
                list.push(Mention {
                    head: token,
                    tokens: token..token + 1,
                    form: MentionForm::Pronoun,
                    name: None,
                    pronoun: Some(pronoun),
                });
            }
            continue;
        }
        let noun = matches!(syntax.upos(token), Upos::Noun | Upos::Propn) && !is_time[token];
        let argument = noun && !["compound", "flat", "fixed", "nmod:desc", "goeswith"].iter().any(|r| syntax.is(token, r));
        let actor = argument && lookup::agent(syntax.lemma(token)).is_some();
        let asked = demanded[token]
            && matches!(syntax.upos(token), Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Det | Upos::Pron | Upos::X);
        let relative = antecedent(syntax, token).is_some();
        if (actor || asked) && !relative {
            let tokens = own(syntax, token, &(token..token + 1), noun_phrase(syntax, token));
            let form = if syntax.upos(token) == Upos::Propn { MentionForm::Name } else { MentionForm::Nominal };
            list.push(Mention { head: token, tokens, form, name: None, pronoun: None });
        }
    }
    list.sort_by_key(|m| (m.head, m.name.is_none()));
    list.dedup_by_key(|m| m.head);
    list
}

/// The noun that a relative pronoun stands for, also where the parse shows no relative clause: "The boy - who is in custody - .."
pub(crate) fn antecedent(syntax: &Syntax, pronoun: TokenIdx) -> Option<TokenIdx> {
    if let Some(noun) = syntax.antecedent(pronoun) {
        return Some(noun);
    }
    if !matches!(syntax.lemma(pronoun), "who" | "whom" | "which") || !matches!(syntax.xpos(pronoun), "WP" | "WDT") {
        return None;
    }
    let first = syntax.reading.sentences.get(syntax.sentence(pronoun))?.tokens.start;
    let before = (first..pronoun).rev().find(|i| !matches!(syntax.upos(*i), Upos::Punct | Upos::Adp))?;
    let noun = match syntax.upos(before) {
        Upos::Noun | Upos::Propn | Upos::Num => before,
        Upos::Adj => syntax.children(before).iter().any(|c| syntax.is(*c, "det")).then_some(before)?,
        _ => return None,
    };
    // "Vela Moro, who": the first word of a name heads it.
    syntax.head(noun).filter(|h| ["flat", "compound"].iter().any(|r| syntax.is(noun, r)) && *h < pronoun).or(Some(noun))
}

/// A phrase without a possessive ending, without a preposition before it, and without what a comma, a dash or a bracket sets
/// off behind its head: ", off the coast", ", including Vela".
fn own(syntax: &Syntax, head: TokenIdx, name: &Tokens, mut tokens: Tokens) -> Tokens {
    let before = |i: TokenIdx| matches!(syntax.upos(i), Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Punct) || syntax.form(i) == "namely";
    while tokens.start < head && before(tokens.start) && !approximates(syntax, tokens.start) {
        tokens.start += 1;
    }
    let sets_off = |i: &TokenIdx| matches!(syntax.form(*i), "," | ";" | ":" | "(" | "-" | "--" | "–" | "—");
    // A hyphen inside a word that is cut at it stands without a space.
    let loose = |i: &TokenIdx| {
        syntax.form(*i) != "-" || syntax.reading.tokens.get(i + 1).is_some_and(|next| next.span.start > syntax.reading.tokens[*i].span.end)
    };
    let last = name.end.max(head + 1);
    if let Some(cut) = (last..tokens.end).find(|i| sets_off(i) && loose(i)) {
        tokens.end = cut;
    }
    while tokens.len() > 1
        && matches!(syntax.form(tokens.end - 1), "'s" | "’s" | "'" | "’" | "s")
        && syntax.upos(tokens.end - 1) != Upos::Noun
    {
        tokens.end -= 1;
    }
    // In a text that is damaged the name can lie outside its phrase.
    if tokens.is_empty() { head..head + 1 } else { tokens }
}

/// True for the first word of "about 20", "at least 20", "up to 20".
fn approximates(syntax: &Syntax, token: TokenIdx) -> bool {
    let next = syntax.form(token + 1).to_lowercase();
    match syntax.form(token).to_lowercase().as_str() {
        "about" | "around" | "over" | "under" | "nearly" => true,
        "at" => matches!(next.as_str(), "least" | "most"),
        "up" => next == "to",
        _ => false,
    }
}
