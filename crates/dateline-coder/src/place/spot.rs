//! Which tokens are place names.

use super::words::WORDS;
use dateline_gazetteer::{Candidate, Kind, agency, by_name};
use dateline_model::{Article, NameClass, Reading, TokenIdx, Tokens, Upos};

/// A place name in the text with what it can mean.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) tokens: Tokens,
    pub(crate) candidates: Vec<Candidate>,
    /// A building or another made thing with a place.
    pub(crate) is_facility: bool,
    /// A division's generic word stands beside the name: "Idlib province".
    pub(crate) is_division: bool,
}

/// Inhabitants from which a town that the reader did not mark is taken for one all the same. Below, names of people and firms prevail.
const LARGE: u64 = 500_000;

/// No name of the gazetteer has more tokens.
const MOST_TOKENS: usize = 8;

/// The place names of an article, in text order and disjoint.
pub(crate) fn spots(article: &Article, reading: &Reading) -> Vec<Spot> {
    let mut out = Vec::new();
    let mut names = reading.names.iter().peekable();
    let mut at = 0;
    while at < reading.tokens.len() {
        while names.next_if(|n| n.tokens.end <= at).is_some() {}
        match names.peek() {
            Some(name) if name.tokens.contains(&at) => {
                let tokens = at..name.tokens.end.min(reading.tokens.len());
                let is_place = match name.class {
                    NameClass::Location | NameClass::Facility => true,
                    NameClass::Organization | NameClass::Misc | NameClass::Product => is_place_all_the_same(article, reading, &tokens),
                    _ => false,
                };
                if is_place {
                    marked(article, reading, tokens, name.class, &mut out);
                }
                at = name.tokens.end;
            }
            next => {
                let limit = next.map_or(reading.tokens.len(), |n| n.tokens.start);
                match unmarked(article, reading, at, limit) {
                    Some(spot) => {
                        at = spot.tokens.end;
                        out.push(spot);
                    }
                    None => at += 1,
                }
            }
        }
    }
    out
}

/// True for a name that the reader took for an organization or the like, but that is a country's, or stands where places stand ("in Donbas").
fn is_place_all_the_same(article: &Article, reading: &Reading, tokens: &Tokens) -> bool {
    let tokens = trim(article, reading, tokens.clone());
    let found = by_name(reading.span(&tokens).of(&article.text));
    let Some(first) = found.first().filter(|c| c.is_main_name) else { return false };
    let case =
        super::event::head(reading, &tokens).and_then(|head| reading.dependents(head).find(|d| reading.tokens[*d].deprel.is("case")));
    let case = case.map_or("", |c| reading.tokens[c].lemma.as_str());
    match first.place.kind {
        Kind::Country => true,
        _ => {
            WORDS.inside.contains(case)
                && (first.place.kind == Kind::Region || first.place.is_capital() || first.place.population >= LARGE / 5)
        }
    }
}

/// A name that the reader marked: one place, or several with commas between ("Asan, South Chungcheong").
fn marked(article: &Article, reading: &Reading, tokens: Tokens, class: NameClass, out: &mut Vec<Spot>) {
    let commas: Vec<TokenIdx> = tokens.clone().filter(|t| reading.form(&article.text, *t) == ",").collect();
    let mut start = tokens.start;
    for end in commas.into_iter().chain([tokens.end]) {
        let mut part = trim(article, reading, start..end);
        // "Saudi" may be marked as a people and "Arabia" as a place.
        if let Some(before) = part.start.checked_sub(1).filter(|b| out.last().is_none_or(|s: &Spot| s.tokens.end <= *b))
            && by_name(reading.span(&(before..part.end)).of(&article.text)).first().is_some_and(|c| c.place.kind == Kind::Country)
            && !reading.form(&article.text, before).eq_ignore_ascii_case("the")
        {
            part.start = before;
        }
        start = end + 1;
        if part.is_empty() || !reading.span(&part).of(&article.text).contains(char::is_alphabetic) {
            continue;
        }
        let spot = spot(article, reading, part, class == NameClass::Facility);
        out.push(spot);
    }
}

/// Without articles, directions, possessive endings and punctuation at the ends.
fn trim(article: &Article, reading: &Reading, mut tokens: Tokens) -> Tokens {
    let form = |t: TokenIdx| reading.form(&article.text, t);
    while tokens.len() > 1 && (form(tokens.start).eq_ignore_ascii_case("the") || reading.tokens[tokens.start].upos == Upos::Punct) {
        tokens.start += 1;
    }
    while let Some(last) = tokens.end.checked_sub(1).filter(|l| *l >= tokens.start)
        && (matches!(form(last), "'s" | "’s" | "'" | "’") || reading.tokens[last].upos == Upos::Punct && form(last) != ".")
    {
        tokens.end -= 1;
    }
    tokens
}

fn spot(article: &Article, reading: &Reading, tokens: Tokens, is_facility: bool) -> Spot {
    let text = |tokens: &Tokens| reading.span(tokens).of(&article.text);
    let lower = |t: TokenIdx| reading.form(&article.text, t).to_lowercase();
    let mut candidates = by_name(text(&tokens));
    let mut is_division = beside_generic(article, reading, &tokens);
    if candidates.is_empty() && !is_facility {
        // "eastern Ukraine", "Idlib province", "the city of Homs"
        let mut inner = tokens.clone();
        while inner.len() > 1 && (WORDS.direction.contains(lower(inner.start).as_str()) || form_is(article, reading, inner.start, "-")) {
            inner.start += 1;
        }
        if inner.len() > 2 && WORDS.generic.contains(lower(inner.start).as_str()) && form_is(article, reading, inner.start + 1, "of") {
            inner.start += 2;
        }
        let generic = lower(inner.end - 1);
        if inner.len() > 1 && WORDS.generic.contains(generic.as_str()) {
            inner.end -= 1;
            is_division = !matches!(generic.as_str(), "city" | "town" | "village" | "area" | "island" | "islands" | "suburb" | "territory");
        }
        candidates = by_name(text(&inner));
        // "Monroe County" is not the town of Monroe.
        if matches!(generic.as_str(), "county" | "district" | "municipality" | "island" | "islands" | "canton") {
            candidates.retain(|c| c.place.kind == Kind::Division);
        }
    }
    Spot { tokens, candidates, is_facility, is_division }
}

fn form_is(article: &Article, reading: &Reading, token: TokenIdx, form: &str) -> bool {
    reading.form(&article.text, token) == form
}

/// True for "Idlib province" with the name alone marked.
fn beside_generic(article: &Article, reading: &Reading, tokens: &Tokens) -> bool {
    let next = reading.form(&article.text, tokens.end);
    matches!(
        next.to_lowercase().as_str(),
        "province" | "governorate" | "state" | "county" | "oblast" | "prefecture" | "region" | "department"
    )
}

/// A country, capital, region or large town that the reader did not mark.
fn unmarked(article: &Article, reading: &Reading, at: TokenIdx, limit: TokenIdx) -> Option<Spot> {
    let text = article.text.as_str();
    let is_name = |t: TokenIdx| reading.tokens[t].upos == Upos::Propn && reading.form(text, t).starts_with(char::is_uppercase);
    if !is_name(at) {
        return None;
    }
    // "Mr Jordan", "John Paris" and "Paris Jackson" are people, "Lebanon Valley College" is a school: a name beside other proper nouns is left alone.
    let end = (at + 1..limit.min(at + MOST_TOKENS)).find(|t| !is_name(*t)).unwrap_or(limit.min(at + MOST_TOKENS));
    if at.checked_sub(1).is_some_and(|before| is_name(before) && reading.sentence_of(before) == reading.sentence_of(at)) {
        return None;
    }
    // "Bosnia and Herzegovina", "Republic of Korea": the lookup may reach over small words.
    let reach = (at + 1..limit.min(at + MOST_TOKENS))
        .take_while(|t| is_name(*t) || matches!(reading.form(text, *t), "and" | "of" | "the" | "-" | "."))
        .last()
        .map_or(at + 1, |l| l + 1);
    let known = |candidates: &[Candidate], written: &str| {
        candidates.first().is_some_and(|c| match c.place.kind {
            Kind::Country => true,
            // "the West", "the Channel" alone are too often something else.
            Kind::Region => c.place.name.contains(' ') || c.place.lat.is_some(),
            Kind::Division | Kind::City => {
                c.is_main_name && !written.contains('.') && (c.place.is_capital() || c.place.population >= LARGE)
            }
        })
    };
    for stop in (at + 1..=reach).rev() {
        let written = reading.span(&(at..stop)).of(text);
        let candidates = by_name(written);
        if known(&candidates, written) && (stop >= end) && agency(written).is_none_or(|a| a.name != written) {
            return Some(Spot { tokens: at..stop, candidates, is_facility: false, is_division: false });
        }
    }
    None
}
