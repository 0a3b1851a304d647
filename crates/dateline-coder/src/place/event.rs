//! The place that the syntax ties to an event.

use super::PlaceMention;
use super::words::WORDS;
use crate::time::same_clause;
use dateline_model::report::PlaceLevel;
use dateline_model::{Reading, TokenIdx, Tokens, Upos};

/// Steps from a trigger to the verb of its clause.
const FARTHEST: usize = 6;

/// Nouns between a preposition and the place: "in a wooded area on the edge of Minsk" has two.
const DEEPEST: usize = 3;

/// The place that the syntax ties to an event, an index into `places`: the finest one that a preposition of place, or for towns a
/// direct object, hangs on the trigger or on what governs it in the same clause. Never a government, never a guess from who took part.
pub fn of_event(reading: &Reading, places: &[PlaceMention], head: TokenIdx) -> Option<usize> {
    reading.tokens.get(head)?;
    let sentence = reading.sentences.get(reading.sentence_of(head))?.tokens.clone();
    let first = places.partition_point(|p| p.tokens.end <= sentence.start);
    let here: Vec<usize> = (first..places.len())
        .take_while(|i| places[*i].tokens.start < sentence.end)
        .filter(|i| !places[*i].is_metonym && !places[*i].is_inside)
        .collect();
    if here.is_empty() {
        return None;
    }
    let mut at = head;
    for _ in 0..FARTHEST {
        if let Some(found) = finest(reading, places, &here, at, head) {
            return Some(found);
        }
        let governor = reading.tokens[at].head.filter(|h| sentence.contains(h) && *h != at)?;
        // A participle or relative clause describes something that is where its governor is: "fighters killed in Minsk" is not climbed out of.
        if !same_clause(reading, at, governor) {
            return None;
        }
        at = governor;
    }
    None
}

/// The token of a name that the rest of it hangs from.
pub(crate) fn head(reading: &Reading, tokens: &Tokens) -> Option<TokenIdx> {
    tokens.clone().find(|i| reading.tokens.get(*i).is_some_and(|t| t.head.is_none_or(|h| !tokens.contains(&h))))
}

fn finest(reading: &Reading, places: &[PlaceMention], here: &[usize], governor: TokenIdx, trigger: TokenIdx) -> Option<usize> {
    let tied = |i: &usize| is_tied(reading, &places[*i], governor, trigger);
    let fineness = |place: &PlaceMention| match place.level {
        Some(PlaceLevel::Poi) => 5,
        Some(PlaceLevel::City) => 4,
        Some(PlaceLevel::Admin2) => 3,
        Some(PlaceLevel::Admin1) => 2,
        Some(PlaceLevel::Country) => 1,
        None => 0,
    };
    // A place whose country is known is worth more than a finer one that is only a name.
    here.iter().copied().filter(tied).max_by_key(|i| {
        let place = &places[*i];
        (
            place.country.is_some() || place.level == Some(PlaceLevel::Poi),
            fineness(place),
            std::cmp::Reverse(place.tokens.start.abs_diff(trigger)),
        )
    })
}

/// Climbs from a place name to the governor through nouns that hold it: "in a building near Mosul".
fn is_tied(reading: &Reading, place: &PlaceMention, governor: TokenIdx, trigger: TokenIdx) -> bool {
    let Some(mut at) = head(reading, &place.tokens) else { return false };
    if place.tokens.contains(&governor) {
        return false;
    }
    for step in 0..=DEEPEST {
        let token = &reading.tokens[at];
        let Some(above) = token.head else { return false };
        if above == governor {
            return ties(reading, place, at, governor, trigger, step > 0);
        }
        let climbs = matches!(token.deprel.universal(), "nmod" | "appos" | "conj" | "compound" | "flat");
        if !climbs || !matches!(reading.tokens[above].upos, Upos::Noun | Upos::Propn) || above == trigger {
            return false;
        }
        // "the government of Georgia", "the war with Russia" do not hold a place.
        if token.deprel.is("nmod") && !is_placing(case(reading, at), place) && token.deprel.as_str() != "nmod:poss" {
            return false;
        }
        at = above;
    }
    false
}

fn case(reading: &Reading, token: TokenIdx) -> &str {
    reading.dependents(token).find(|d| reading.tokens[*d].deprel.is("case")).map_or("", |d| reading.tokens[d].lemma.as_str())
}

fn is_placing(case: &str, place: &PlaceMention) -> bool {
    WORDS.inside.contains(case) || case == "of" || place.level != Some(PlaceLevel::Country) && WORDS.local.contains(case)
}

/// True when what hangs from the governor, the place or a noun that holds it, says where.
fn ties(reading: &Reading, place: &PlaceMention, at: TokenIdx, governor: TokenIdx, trigger: TokenIdx, is_held: bool) -> bool {
    let token = &reading.tokens[at];
    let case = case(reading, at);
    let is_country = place.level == Some(PlaceLevel::Country) || place.level.is_none();
    let holds = |lemma: &str| WORDS.territorial.contains(lemma);
    let is_territorial = holds(reading.tokens[governor].lemma.as_str());
    match token.deprel.as_str() {
        "obl" | "nmod" | "obl:unmarked" | "nmod:unmarked" | "obl:arg" => {
            let is_held_loosely = is_held && matches!(case, "of" | "from" | "for" | "against");
            let is_local = is_territorial || !(is_country || is_held_loosely);
            WORDS.inside.contains(case) || WORDS.local.contains(case) && is_local
        }
        // "retook Mosul", "invaded Ukraine"
        "obj" => governor == trigger && (is_territorial || !is_country && !is_held),
        // "Mosul's liberation", "the Mosul offensive"
        "nmod:poss" | "compound" => governor == trigger && !is_held && !is_country,
        "advmod" => WORDS.inside.contains(case),
        _ => false,
    }
}
