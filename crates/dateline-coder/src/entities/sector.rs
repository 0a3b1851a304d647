//! Which sector of society somebody belongs to: the codes of PLOVER, from words and from known names.
//!
//! Of several words the one that says most decides: the police spokesman is police, the rebel commander a rebel. Codes: PLOVER manual,
//! "Sector Codes"; IGO and NGO are its actors without a country.

use super::lookup;
use crate::syntax::Syntax;
use dateline_model::report::EntityKind;
use dateline_model::{NameClass, TokenIdx, Tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// From the one that says most to the one that says least. By hand on the development gold reports.
const ORDER: [&str; 25] = [
    "REB", "PRM", "OPP", "SPY", "UAF", "IGO", "NGO", "COP", "JUD", "LEG", "JRN", "MIL", "PTY", "MED", "EDU", "REL", "LAB", "SOC", "AGR",
    "BUS", "REF", "GOV", "ELI", "CRM", "CVL",
];

/// Words that put an office in the past.
const FORMER: [&str; 8] = ["former", "ex", "ousted", "exiled", "deposed", "then", "retired", "onetime"];

/// A body known by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Actor {
    pub(crate) sector: &'static str,
    pub(crate) country: Option<&'static str>,
}

static ACTORS: LazyLock<BTreeMap<&'static str, Actor>> = LazyLock::new(|| {
    let rows = include_str!("../../data/actors.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|line| {
        let mut fields = line.split('\t');
        let (name, sector, country) = (fields.next()?, fields.next()?, fields.next()?);
        Some((name, Actor { sector, country: Some(country).filter(|c| *c != "-") }))
    })
    .collect()
});

/// Sector by one word or two; true when only inside a name.
static WORDS: LazyLock<BTreeMap<&'static str, (Option<&'static str>, bool)>> = LazyLock::new(|| {
    let rows = include_str!("../../data/sector_words.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|line| {
        let mut fields = line.split('\t');
        let (word, sector, scope) = (fields.next()?, fields.next()?, fields.next()?);
        Some((word, (Some(sector).filter(|s| *s != "-"), scope == "name")))
    })
    .collect()
});

static OFFICES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/offices.tsv").lines().filter(|l| !l.starts_with('#')).collect());

/// The body of this name, without article and possessive ending.
pub(crate) fn actor(name: &str) -> Option<Actor> {
    ACTORS.get(name).or_else(|| ACTORS.get(name.strip_suffix('.')?)).copied()
}

/// The sector of whom a noun means, by itself and by what stands beside it.
pub(crate) fn of_noun(syntax: &Syntax, noun: TokenIdx) -> Option<&'static str> {
    noun_at(syntax, noun, 0)
}

fn noun_at(syntax: &Syntax, noun: TokenIdx, depth: usize) -> Option<&'static str> {
    let lemma = syntax.lemma(noun).to_lowercase();
    let office = OFFICES.contains(lemma.as_str()) || lookup::agent_at(syntax, noun).is_none_or(|a| a.sector.is_none());
    let before: Tokens = premodifiers(syntax, noun);
    let mut found = best(words(syntax, before.clone(), noun, office));
    // "leader of the rebels", "spokesman for the ministry", "hundreds of people".
    if office && depth < 3 && matches!(found, None | Some("GOV" | "CVL")) {
        let within =
            |c: TokenIdx| syntax.child(c, "case").is_some_and(|p| matches!(syntax.lemma(p), "of" | "for" | "from" | "at" | "with"));
        let complement = syntax.children_by(noun, "nmod").filter(|c| *c > noun && within(*c)).find_map(|c| {
            let name = syntax.reading.names.iter().find(|n| n.tokens.contains(&c));
            match name {
                Some(name) => of_name(super::describe::bare(syntax.reading.span(&name.tokens).of(syntax.text)), name.tokens.len()),
                None => noun_at(syntax, c, depth + 1),
            }
        });
        found = best([found, complement].into_iter().flatten());
    }
    let former = before.clone().any(|i| FORMER.contains(&syntax.form(i).to_lowercase().as_str()) || syntax.form(i).starts_with("then-"));
    match found {
        Some("GOV" | "LEG") if former && !plural_officers(&lemma) => Some("ELI"),
        other => other,
    }
}

/// The sector of a body by its name, known or by its words.
pub(crate) fn of_name(name: &str, n_tokens: usize) -> Option<&'static str> {
    if let Some(actor) = actor(name) {
        return Some(actor.sector);
    }
    if lookup::agency(name).is_some() {
        return Some("JRN");
    }
    if n_tokens < 2 {
        return None;
    }
    let words: Vec<String> = name.split_whitespace().map(bare_word).collect();
    // What it is stands before what it is for: "Ministry of Education", "Department for Health".
    let core = words.iter().position(|w| matches!(w.as_str(), "of" | "for" | "in" | "on")).unwrap_or(words.len());
    let sectors = |list: &[String]| {
        let agent = |at: usize| list.get(at).and_then(|w| lookup::agent(w)).filter(|a| a.kind != EntityKind::Person).and_then(|a| a.sector);
        best(of_words(list, true, agent))
    };
    sectors(words.get(..core).unwrap_or_default()).filter(|s| *s != "CVL").or_else(|| sectors(&words))
}

/// The sector of a person from the words before the name: "police spokesman Capt."
pub(crate) fn of_title(syntax: &Syntax, before: Tokens) -> Option<&'static str> {
    let former = before.clone().any(|i| FORMER.contains(&syntax.form(i).to_lowercase().as_str()));
    let end = before.end;
    match best(words(syntax, before, end, false)) {
        Some("GOV" | "LEG") if former => Some("ELI"),
        other => other,
    }
}

fn best(sectors: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    sectors.min_by_key(|s| ORDER.iter().position(|o| o == s).unwrap_or(ORDER.len()))
}

fn plural_officers(lemma: &str) -> bool {
    matches!(lemma, "officer" | "soldier" | "policeman")
}

/// From the first word that describes a noun to the noun.
fn premodifiers(syntax: &Syntax, noun: TokenIdx) -> Tokens {
    let before = |c: &&TokenIdx| {
        **c < noun && ["compound", "amod", "nmod:poss", "nmod:desc", "nmod", "flat", "nummod"].iter().any(|r| syntax.is(**c, r))
    };
    let first = syntax.children(noun).iter().filter(before).map(|c| syntax.extent(*c).start).min().unwrap_or(noun);
    first.max(noun.saturating_sub(8))..noun
}

/// The sectors of the words from the first to `noun` itself; possessors only when the noun belongs to them.
fn words(syntax: &Syntax, before: Tokens, noun: TokenIdx, owned: bool) -> impl Iterator<Item = &'static str> {
    let possessed = |i: TokenIdx| {
        let owner =
            std::iter::successors(Some(i), |t| syntax.head(*t).filter(|h| *h < before.end)).take(6).any(|t| syntax.is(t, "nmod:poss"));
        owner && !owned
    };
    let run = before.start..(noun + 1).min(syntax.len());
    let mut out: Vec<&'static str> = Vec::new();
    // A name that is known as a whole says nothing by its words.
    let mut inside = vec![false; run.len()];
    let first = syntax.reading.names.partition_point(|n| n.tokens.end <= run.start);
    for name in syntax.reading.names.iter().skip(first).take_while(|n| n.tokens.start < before.end) {
        let whole = name.class != NameClass::Person
            && run.start <= name.tokens.start
            && name.tokens.end <= run.end
            && !possessed(name.tokens.start);
        let text = super::describe::bare(syntax.reading.span(&name.tokens).of(syntax.text));
        if let Some(sector) = of_name(text, name.tokens.len()).filter(|_| whole) {
            out.push(sector);
            inside[name.tokens.start - run.start..name.tokens.end - run.start].fill(true);
        }
    }
    let list: Vec<TokenIdx> = run.clone().filter(|i| (*i == noun || !possessed(*i)) && !inside[*i - run.start]).collect();
    let forms: Vec<String> = list.iter().map(|i| bare_word(syntax.form(*i))).collect();
    let agent = |at: usize| list.get(at).and_then(|i| lookup::agent_at(syntax, *i)).and_then(|a| a.sector);
    out.extend(of_words(&forms, false, agent));
    out.into_iter()
}

/// Sectors of words, pairs first.
fn of_words(list: &[String], in_name: bool, agent: impl Fn(usize) -> Option<&'static str>) -> impl Iterator<Item = &'static str> {
    let known = |w: &str| WORDS.get(w).filter(|(_, only_names)| in_name || !only_names).map(|(sector, _)| *sector);
    let mut out: Vec<&'static str> = Vec::new();
    let mut at = 0;
    while let Some(word) = list.get(at) {
        let pair = list.get(at + 1).and_then(|next| known(&format!("{word} {next}")));
        match pair {
            Some(sector) => {
                out.extend(sector);
                at += 2;
            }
            None => {
                out.extend(known(word).unwrap_or_else(|| agent(at)));
                at += 1;
            }
        }
    }
    out.into_iter()
}

/// A word in lower case, without possessive ending; a final dot only where letters are dotted: "U.N.", but "Corp".
fn bare_word(word: &str) -> String {
    let word = word.trim_end_matches("'s").trim_end_matches("’s").trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_lowercase();
    if word.matches('.').count() > 1 { word } else { word.trim_end_matches('.').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reading;

    fn noun(table: &str, noun: TokenIdx) -> Option<&'static str> {
        let (text, reading) = reading(table);
        of_noun(&Syntax::new(&text, &reading), noun)
    }

    #[test]
    fn every_row_is_read_and_has_a_code_of_plover() {
        let rows = |text: &str| text.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(ACTORS.len(), rows(include_str!("../../data/actors.tsv")));
        assert_eq!(WORDS.len(), rows(include_str!("../../data/sector_words.tsv")));
        assert_eq!(OFFICES.len(), rows(include_str!("../../data/offices.tsv")));
        let codes = ACTORS.values().map(|a| a.sector).chain(WORDS.values().filter_map(|(s, _)| *s));
        assert_eq!(codes.filter(|s| !ORDER.contains(s)).collect::<Vec<_>>(), Vec::<&str>::new());
        let countries: Vec<&str> = ACTORS.values().filter_map(|a| a.country).collect();
        assert!(countries.iter().all(|c| c.len() == 3 && c.chars().all(|l| l.is_ascii_uppercase())));
    }

    #[test]
    fn the_word_that_says_most_decides() {
        assert_eq!(noun("1 police police NOUN NN 2 compound\n2 spokesman spokesman NOUN NN 0 root", 1), Some("COP"));
        assert_eq!(noun("1 rebel rebel NOUN NN 2 compound\n2 commander commander NOUN NN 0 root", 1), Some("REB"));
        assert_eq!(noun("1 government government NOUN NN 2 compound\n2 troops troops NOUN NNS 0 root", 1), Some("MIL"));
        assert_eq!(noun("1 task task NOUN NN 2 compound\n2 force force NOUN NN 0 root", 1), None);
    }

    #[test]
    fn an_office_belongs_to_what_follows_and_kin_do_not() {
        let leader = "1 leader leader NOUN NN 0 root\n2 of of ADP IN 4 case\n3 the the DET DT 4 det\n4 rebels rebel NOUN NNS 1 nmod";
        assert_eq!(noun(leader, 0), Some("REB"));
        let wife = "1 wife wife NOUN NN 0 root\n2 of of ADP IN 4 case\n3 a a DET DT 4 det\n4 soldier soldier NOUN NN 1 nmod";
        assert_eq!(noun(wife, 0), Some("CVL"));
        let sister = "1 soldier soldier NOUN NN 3 nmod:poss\n2 's 's PART POS 1 case\n3 sister sister NOUN NN 0 root";
        assert_eq!(noun(sister, 2), Some("CVL"));
    }

    #[test]
    fn a_known_name_beside_an_office_decides_as_a_whole() {
        let table = "1 Executive Executive PROPN NNP 2 compound B-ORG\n2 Yuan Yuan PROPN NNP 3 compound I-ORG
            3 spokesman spokesman NOUN NN 0 root";
        assert_eq!(noun(table, 2), Some("GOV"));
    }

    #[test]
    fn a_former_minister_is_of_the_elite() {
        assert_eq!(noun("1 former former ADJ JJ 2 amod\n2 minister minister NOUN NN 0 root", 1), Some("ELI"));
    }

    #[test]
    fn names_tell_by_what_stands_before_of_or_are_known() {
        assert_eq!(of_name("Ministry of Education", 3), Some("GOV"));
        assert_eq!(of_name("Orvale State University", 3), Some("EDU"));
        assert_eq!(of_name("Harrow Mining Corp.", 3), Some("BUS"));
        assert_eq!(of_name("NATO", 1), Some("IGO"));
        assert_eq!(of_name("Vela", 1), None);
        assert_eq!(actor("Kremlin").and_then(|a| a.country), Some("RUS"));
    }
}
