//! Which tokens are place names.

use super::words::WORDS;
use dateline_gazetteer::{Candidate, Kind, abbreviated, agency, by_name, country_named, demonym};
use dateline_model::{Article, BackgroundKind, NameClass, Reading, Span, TokenIdx, Tokens, Upos};

/// A place name in the text with what it can mean.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// Where it stands.
    pub(crate) span: Span,
    /// Its tokens; an empty run before the first token after it for a place of the dateline, which is not read as text.
    pub(crate) tokens: Tokens,
    pub(crate) candidates: Vec<Candidate>,
    /// A building or another made thing with a place.
    pub(crate) is_facility: bool,
    /// Part of the name of something else: "Kentucky Department of Education".
    pub(crate) is_inside: bool,
    /// A division's generic word stands beside the name: "Idlib province".
    pub(crate) is_division: bool,
}

/// Inhabitants from which a town that the reader did not mark is taken for one all the same. Below, names of people and firms prevail.
const LARGE: u64 = 500_000;

/// No name of the gazetteer has more tokens.
const MOST_TOKENS: usize = 8;

/// The place names of an article, in text order and disjoint.
pub(crate) fn spots(article: &Article, reading: &Reading) -> Vec<Spot> {
    let mut out = dateline(article, reading);
    let opening = out.len();
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
                } else if matches!(name.class, NameClass::Organization | NameClass::Misc) {
                    inside(article, reading, &tokens, &mut out);
                }
                at = name.tokens.end;
            }
            next => {
                let limit = next.map_or(reading.tokens.len(), |n| n.tokens.start);
                match after_town(article, reading, at, out.last()).or_else(|| unmarked(article, reading, at, limit)) {
                    Some(spot) => {
                        at = spot.tokens.end;
                        out.push(spot);
                    }
                    None => at += 1,
                }
            }
        }
    }
    let text = out.split_off(opening);
    let before = |spot: &Spot| out.iter().all(|o| o.span.end <= spot.span.start || spot.span.end <= o.span.start);
    let text: Vec<Spot> = text.into_iter().filter(before).collect();
    out.extend(text);
    out.sort_by_key(|s| s.span.start);
    out
}

/// The places of the dateline: "LONDON, Ky. (AP)", "DAR ES SALAAM, Tanzania", "MIEH MIEH/BEIRUT".
fn dateline(article: &Article, reading: &Reading) -> Vec<Spot> {
    let Some(written) = article.dateline.as_deref() else { return Vec::new() };
    let around = article.background.iter().find(|b| b.kind == BackgroundKind::Dateline).map(|b| b.span);
    let start = around.and_then(|span| Some(span.start as usize + span.of(&article.text).find(written)?));
    let Some(start) = start else { return Vec::new() };
    let places = written.split('(').next().unwrap_or("");
    let mut out = Vec::new();
    let mut at = start;
    for part in places.split([',', '/', ';']) {
        let name = part.trim();
        let from = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        let mut candidates = by_name(name);
        if candidates.is_empty() && !out.is_empty() {
            candidates.extend(abbreviated(name).map(|place| Candidate { place, is_main_name: true }));
        }
        if !candidates.is_empty() {
            let span = Span::new(from, from + name.len());
            let next = reading.tokens.partition_point(|t| t.span.start < span.end);
            out.push(Spot { span, tokens: next..next, candidates, is_facility: false, is_inside: false, is_division: false });
        }
    }
    out
}

/// "KY" or "Tex" after the name of a town and a comma.
fn after_town(article: &Article, reading: &Reading, at: TokenIdx, before: Option<&Spot>) -> Option<Spot> {
    let before = before.filter(|b| b.tokens.end + 1 == at && form_is(article, reading, b.tokens.end, ","))?;
    let span = reading.tokens.get(at)?.span;
    let place = abbreviated(span.of(&article.text))?;
    let is_there = before.candidates.iter().any(|c| c.is_main_name && super::context::contains(&place, &c.place));
    let candidates = vec![Candidate { place, is_main_name: true }];
    is_there.then(|| Spot { span, tokens: at..at + 1, candidates, is_facility: false, is_inside: false, is_division: false })
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

/// The place in the name of something else, where it stands in one: at the beginning ("Kentucky Department of Education", "Laurel County
/// Sheriff's Office"), after "of" ("University of Missouri"), or at the end ("HSBC Bank Malta").
fn inside(article: &Article, reading: &Reading, tokens: &Tokens, out: &mut Vec<Spot>) {
    let all = trim(article, reading, tokens.clone());
    let text = |tokens: &Tokens| reading.span(tokens).of(&article.text);
    if agency(text(&all)).is_some() || agency(text(tokens)).is_some() {
        return;
    }
    let is_of = |t: TokenIdx| matches!(reading.form(&article.text, t), "of" | "in" | "for");
    let found = |part: &Tokens| {
        let candidates = by_name(text(part));
        let first = candidates.first()?;
        let is_known = first.is_main_name && first.place.kind != Kind::Region && !is_ordinary(&candidates, text(part));
        is_known.then_some(candidates)
    };
    let starts = (all.start..all.end).filter(|t| *t == all.start || is_of(t - 1) || t + 1 == all.end);
    for start in starts {
        if out.last().is_some_and(|s| s.tokens.end > start) {
            continue;
        }
        let longest = (start + 1..=all.end).rev().map(|end| start..end).find_map(|part| Some((found(&part)?, part)));
        if let Some((candidates, part)) = longest {
            out.push(Spot { span: reading.span(&part), tokens: part, candidates, is_facility: false, is_inside: true, is_division: false });
        }
    }
}

/// True for names of places that are words of other names first: "Central High School", "Justice and Equality Movement".
fn is_ordinary(candidates: &[Candidate], written: &str) -> bool {
    let lower = written.to_lowercase();
    let is_country = candidates.iter().any(|c| c.place.kind == Kind::Country);
    !is_country
        && (WORDS.ordinary.contains(lower.as_str()) || WORDS.direction.contains(lower.as_str()) || WORDS.generic.contains(lower.as_str()))
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
        // "Canadian" is the people, not the town in Texas.
        if demonym(reading.span(&part).of(&article.text)).is_some() && country_named(reading.span(&part).of(&article.text)).is_none() {
            continue;
        }
        let abbreviation = if part.len() == 1 { after_town(article, reading, part.start, out.last()) } else { None };
        out.push(abbreviation.unwrap_or_else(|| spot(article, reading, part, class == NameClass::Facility)));
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
    let mut tokens = tokens;
    // "D-Charleston", "R-Elbow Lake": the party of a legislator and where he was elected.
    if tokens.len() > 2
        && matches!(reading.form(&article.text, tokens.start), "D" | "R")
        && form_is(article, reading, tokens.start + 1, "-")
    {
        tokens.start += 2;
    }
    let mut candidates = by_name(text(&tokens));
    let mut is_division = beside_generic(article, reading, &tokens);
    if candidates.is_empty() && !is_facility {
        // "eastern Ukraine", "Idlib province", "the city of Homs"
        let mut inner = tokens.clone();
        // "southern Serb Kosovo province" too
        let is_before_name = |t: TokenIdx| {
            WORDS.direction.contains(lower(t).as_str())
                || form_is(article, reading, t, "-")
                || demonym(reading.form(&article.text, t)).is_some()
        };
        while inner.len() > 1 && is_before_name(inner.start) {
            inner.start += 1;
        }
        if inner.len() > 2 && WORDS.generic.contains(lower(inner.start).as_str()) && form_is(article, reading, inner.start + 1, "of") {
            inner.start += 2;
        }
        let generic = lower(inner.end - 1);
        if inner.len() > 1 && WORDS.generic.contains(generic.as_str()) {
            inner.end -= 1;
            is_division = !WORDS.landscape.contains(generic.as_str());
        }
        candidates = by_name(text(&inner));
        // "Monroe County" is not the town of Monroe.
        if matches!(generic.as_str(), "county" | "parish" | "district" | "municipality" | "island" | "islands" | "canton") {
            candidates.retain(|c| matches!(c.place.kind, Kind::Division | Kind::District));
        }
    }
    // "Vanderburgh" for Vanderburgh County.
    if candidates.is_empty() && !is_facility {
        let with = |generic: &str| by_name(&format!("{} {generic}", text(&tokens)));
        candidates = ["County", "Parish"].into_iter().flat_map(with).filter(|c| c.place.kind == Kind::District).collect();
    }
    Spot { span: reading.span(&tokens), tokens, candidates, is_facility, is_inside: false, is_division }
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
            Kind::District => false,
            Kind::Division | Kind::City => {
                c.is_main_name && !written.contains('.') && (c.place.is_capital() || c.place.population >= LARGE)
            }
        })
    };
    for stop in (at + 1..=reach).rev() {
        let written = reading.span(&(at..stop)).of(text);
        let candidates = by_name(written);
        if known(&candidates, written) && (stop >= end) && agency(written).is_none_or(|a| a.name != written) {
            let tokens = at..stop;
            return Some(Spot {
                span: reading.span(&tokens),
                tokens,
                candidates,
                is_facility: false,
                is_inside: false,
                is_division: false,
            });
        }
    }
    None
}
