//! Names that mean the same: full and last names, acronyms, shortened names of organizations, countries.

use super::lookup;
use super::mention::Mention;
use crate::syntax::Syntax;
use dateline_model::{Name, NameClass};
use std::collections::BTreeMap;

/// Endings of personal names that are no last name.
const SUFFIXES: [&str; 7] = ["jr", "sr", "ii", "iii", "iv", "phd", "md"];

/// What is kept of the names of one entity.
#[derive(Clone, Debug)]
struct Named {
    entity: usize,
    class: NameClass,
    /// The fullest name in lower-case words.
    words: Vec<String>,
    /// The name is one word in capitals: "IS".
    capitals: bool,
    /// Order of the last mention, for the choice among namesakes.
    last: usize,
}

/// The names met so far.
#[derive(Default)]
pub(crate) struct Names {
    list: Vec<Named>,
    /// From a whole name, and from each of its words, to those that bear it.
    by_name: BTreeMap<String, usize>,
    by_word: BTreeMap<String, Vec<usize>>,
}

impl Names {
    /// The entity that a name means, if one of the names before it means the same.
    pub(crate) fn find(&mut self, syntax: &Syntax, mention: &Mention, order: usize) -> Option<usize> {
        let name = name(syntax, mention)?;
        let words = words(syntax, name);
        let found = self.matching(name.class, &words, syntax, name)?;
        let known = &mut self.list[found];
        known.last = order;
        if words.len() > known.words.len() && known.class == name.class {
            known.words.clone_from(&words);
        }
        if known.class != NameClass::Person && name.class == NameClass::Person && words.len() > 1 {
            known.class = NameClass::Person;
        }
        let entity = known.entity;
        self.index(found, &words);
        Some(entity)
    }

    /// Remembers the name of a new entity.
    pub(crate) fn add(&mut self, syntax: &Syntax, mention: &Mention, order: usize, entity: usize) {
        let Some(name) = name(syntax, mention) else { return };
        let words = words(syntax, name);
        self.list.push(Named { entity, class: name.class, words: words.clone(), capitals: capitals(syntax, name), last: order });
        self.index(self.list.len() - 1, &words);
        if let Some(country) = country_key(syntax, name) {
            self.by_name.entry(country).or_insert(self.list.len() - 1);
        }
    }

    fn index(&mut self, at: usize, words: &[String]) {
        self.by_name.insert(words.join(" "), at);
        if (words.len() > 2 || self.list[at].class != NameClass::Person)
            && let Some(acronym) = acronym(words)
        {
            self.by_name.entry(acronym).or_insert(at);
        }
        for word in words {
            let bearers = self.by_word.entry(word.clone()).or_default();
            if bearers.last() != Some(&at) && !bearers.contains(&at) {
                bearers.push(at);
            }
        }
    }

    fn matching(&self, class: NameClass, words: &[String], syntax: &Syntax, name: &Name) -> Option<usize> {
        let last = words.last()?;
        if class == NameClass::Person {
            return self.person(words);
        }
        if let Some(country) = country_key(syntax, name) {
            return self.by_name.get(&country).copied();
        }
        if let Some(same) = self.by_name.get(&words.join(" ")) {
            return Some(*same);
        }
        // "Islamic Front" after "IF".
        if let Some(short) = acronym(words).filter(|_| words.len() > 1).and_then(|a| self.by_name.get(&a))
            && self.list[*short].capitals
            && self.list[*short].class != NameClass::Person
        {
            return Some(*short);
        }
        if class == NameClass::Organization {
            // "the Post" after "The Varna Post", "Amnesty" after "Amnesty International".
            let bearers = self.by_word.get(last).into_iter().chain(self.by_word.get(&words[0])).flatten();
            return bearers
                .copied()
                .filter(|at| {
                    let known = &self.list[*at];
                    let (short, long) =
                        if words.len() < known.words.len() { (words, known.words.as_slice()) } else { (known.words.as_slice(), words) };
                    known.class == NameClass::Organization
                        && short.len() < long.len()
                        && (long.ends_with(short) || (long.starts_with(short) && !names_a_part(short, long)))
                })
                .max_by_key(|at| self.list[*at].last);
        }
        None
    }

    fn person(&self, words: &[String]) -> Option<usize> {
        let bearers = |word: &String| self.by_word.get(word).into_iter().flatten().copied();
        let recent = |at: &usize| self.list[*at].last;
        let (first, last) = (words.first()?, words.last()?);
        if let Some(same) = self.by_name.get(&words.join(" ")) {
            let namesakes = words.len() == 1 && bearers(last).filter(|b| self.list[*b].class == NameClass::Person).count() > 1;
            if !namesakes {
                return Some(*same);
            }
        }
        if words.len() == 1 {
            // The last name; in names written family first, the first word; else a first name.
            let fits = |at: &usize, place: usize| {
                let known = &self.list[*at];
                let surname = if family_first(&known.words) { known.words.first() } else { known.words.last() };
                known.class == NameClass::Person && (place == 1 || surname == Some(last))
            };
            return (0..2).find_map(|place| bearers(last).filter(|at| fits(at, place)).max_by_key(recent));
        }
        bearers(last)
            .filter(|at| {
                let known = &self.list[*at].words;
                // "Vela pushes for rules": the reader may take the last name in a headline for something else.
                let person =
                    self.list[*at].class == NameClass::Person || (known.len() == 1 && !self.list[*at].capitals && lookup::is_unknown(last));
                person
                    && match known.as_slice() {
                        [only] => only == last || (only == first && family_first(words)),
                        [head, .., tail] => tail == last && (head == first || initial(head, first)),
                        [] => false,
                    }
            })
            .max_by_key(recent)
            .or_else(|| bearers(first).filter(|at| family_first(words) && self.list[*at].words.len() == 1).max_by_key(recent))
    }
}

/// "Lee Dae-jun": a hyphen after the first word marks a name written family first.
fn family_first(words: &[String]) -> bool {
    words.len() == 2 && words[1].contains('-') && !words[0].contains('-')
}

fn initial(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.chars().count() == 1 && long.starts_with(short)
}

/// First letters of the words that are not particles.
fn acronym(words: &[String]) -> Option<String> {
    let letters: String = words
        .iter()
        .filter(|w| !matches!(w.as_str(), "of" | "for" | "and" | "the" | "on" | "in" | "&"))
        .filter_map(|w| w.chars().next())
        .collect();
    (letters.chars().count() > 1).then_some(letters)
}

/// "the UN Rescue Office" is a part of "the UN": a body that says itself what it is, behind a name that does not. "The Ministry"
/// is the whole of "the Ministry of Mines".
fn names_a_part(short: &[String], long: &[String]) -> bool {
    let body = |word: &String| lookup::agent(word).is_some();
    let rest = long.get(short.len()..).unwrap_or_default();
    let own = rest.iter().take_while(|w| !matches!(w.as_str(), "of" | "for" | "in"));
    short.len() == 1 && !short.iter().any(body) && own.into_iter().any(body)
}

/// True for a name of one word, all of it capitals.
fn capitals(syntax: &Syntax, name: &Name) -> bool {
    let text = syntax.reading.span(&name.tokens).of(syntax.text);
    name.tokens.len() == 1 && text.chars().count() > 1 && text.chars().all(|c| c.is_uppercase() || c == '.')
}

fn country_key(syntax: &Syntax, name: &Name) -> Option<String> {
    let key = |code: &str| format!("country:{code}");
    if let Some(code) = adjective_of(syntax, name) {
        return Some(key(code));
    }
    if !matches!(name.class, NameClass::Location | NameClass::Organization) {
        return None;
    }
    let text = syntax.reading.span(&name.tokens).of(syntax.text);
    lookup::country(text.trim_end_matches("'s").trim_end_matches("’s")).map(key)
}

/// The country that a modifying adjective names: "Iraqi" in "Iraqi air strikes". Plural nouns name a people instead.
pub(crate) fn adjective_of(syntax: &Syntax, name: &Name) -> Option<&'static str> {
    let head = syntax.head_of(&name.tokens)?;
    let modifies = ["amod", "compound", "nmod:desc"].iter().any(|r| syntax.is(head, r)) && syntax.xpos(head) != "NNPS";
    let text = syntax.reading.span(&name.tokens).of(syntax.text);
    if modifies && !syntax.children(head).iter().any(|c| syntax.is(*c, "det")) { lookup::demonym(text) } else { None }
}

pub(crate) fn name<'a>(syntax: &Syntax<'a>, mention: &Mention) -> Option<&'a Name> {
    syntax.reading.names.get(mention.name?)
}

/// The words of a name in lower case, without article, title, possessive ending and what follows in brackets.
pub(crate) fn words(syntax: &Syntax, name: &Name) -> Vec<String> {
    let text = syntax.reading.span(&name.tokens).of(syntax.text);
    let text = text.split(['(', '（']).next().unwrap_or(text);
    let mut words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '“' | '”'))
        .map(|w| {
            w.trim_end_matches("'s").trim_end_matches("’s").trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('.', "")
        })
        .filter(|w| !w.is_empty())
        .collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if name.class == NameClass::Person {
        while words.len() > 1 && (lookup::honorific(&capitalized(&words[0])).is_some() || title(&words[0])) {
            words.remove(0);
        }
        while words.len() > 1 && words.last().is_some_and(|w| SUFFIXES.contains(&w.as_str())) {
            words.pop();
        }
    }
    words
}

fn title(word: &str) -> bool {
    matches!(
        word,
        "dr" | "prof"
            | "gen"
            | "lt"
            | "col"
            | "maj"
            | "capt"
            | "sgt"
            | "sen"
            | "rep"
            | "gov"
            | "rev"
            | "president"
            | "minister"
            | "senator"
            | "mayor"
            | "governor"
            | "general"
            | "colonel"
            | "pope"
            | "king"
            | "queen"
            | "prince"
            | "sheikh"
            | "judge"
            | "justice"
    )
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
