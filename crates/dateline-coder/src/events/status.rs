//! How real an event is in the words that tell it: tense, mood, negation, and what governs it.

use super::arguments::Arguments;
use super::lexicon::{Class, Trigger};
use super::nouns::Sense;
use super::support::Role;
use dateline_model::TokenIdx;
use dateline_model::report::Status;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Clauses above clauses beyond this depth occur only in broken trees.
const MAX_DEPTH: usize = 8;

/// Verbs whose purpose clause tells what was done: "used the hall to make bombs".
const DEEDS: [&str; 5] = ["use", "employ", "exploit", "manage", "serve"];

/// Verbs that open what lasts: without a year near them it is going on.
const OPENINGS: [&str; 6] = ["launch", "begin", "start", "open", "initiate", "wage"];

/// What a governing word says of the event below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Becomes(Status),
    Inherit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    planned: Words,
    possible: Words,
    denied: Words,
    ongoing: Words,
    inherit: Words,
    adjectives: Adjectives,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    clause: String,
    noun: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Adjectives {
    planned: String,
    possible: String,
    denied: String,
    ongoing: String,
}

#[derive(Default)]
struct Governors {
    clause: BTreeMap<String, Effect>,
    noun: BTreeMap<String, Effect>,
    adjective: BTreeMap<String, Status>,
}

static GOVERNORS: LazyLock<Governors> = LazyLock::new(|| read().unwrap_or_default());

fn read() -> Result<Governors, String> {
    let file: File = toml::from_str(include_str!("../../data/codebook/status.toml")).map_err(|e| e.to_string())?;
    let words = |list: &str| list.split([',', '\n']).map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let mut governors = Governors::default();
    // The first mention of a word decides, in this order.
    let effects = [
        (Effect::Inherit, &file.inherit),
        (Effect::Becomes(Status::Denied), &file.denied),
        (Effect::Becomes(Status::Planned), &file.planned),
        (Effect::Becomes(Status::Possible), &file.possible),
        (Effect::Becomes(Status::Ongoing), &file.ongoing),
    ];
    for (effect, lists) in effects {
        for word in words(&lists.clause) {
            governors.clause.entry(word).or_insert(effect);
        }
        for word in words(&lists.noun) {
            governors.noun.entry(word).or_insert(effect);
        }
    }
    let adjectives = file.adjectives;
    for (status, list) in [
        (Status::Planned, adjectives.planned),
        (Status::Possible, adjectives.possible),
        (Status::Denied, adjectives.denied),
        (Status::Ongoing, adjectives.ongoing),
    ] {
        for word in words(&list) {
            governors.adjective.entry(word).or_insert(status);
        }
    }
    Ok(governors)
}

/// All single words that govern.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let governors: &'static Governors = &GOVERNORS;
    let nouns = governors.noun.keys().filter_map(|k| k.split(' ').next());
    governors.clause.keys().chain(governors.adjective.keys()).map(String::as_str).chain(nouns)
}

/// The status of the event that a trigger names where it stands.
pub(super) fn status(arguments: &Arguments, token: TokenIdx, trigger: &Trigger) -> Status {
    match trigger.class {
        Class::Verb => clause_status(arguments, token, 0),
        Class::Noun => noun_status(arguments, token, trigger, 0),
        Class::Adjective => {
            let clause = arguments.syntax.clause(token);
            if is_present(arguments, clause, 0) { Status::Ongoing } else { Status::Happened }
        }
    }
}

fn clause_status(arguments: &Arguments, verb: TokenIdx, depth: usize) -> Status {
    let syntax = arguments.syntax;
    if depth > MAX_DEPTH {
        return Status::Happened;
    }
    if is_negated(arguments, verb) {
        return Status::Denied;
    }
    let marker = arguments.marker(verb).unwrap_or_default();
    if matches!(marker.as_str(), "if" | "unless" | "whether" | "lest" | "in case" | "provided") {
        return Status::Possible;
    }
    let present = matches!(syntax.xpos(verb), "VBZ" | "VBP");
    match marker.as_str() {
        "until" | "once" => return Status::Possible,
        "before" if present => return Status::Planned,
        _ => {}
    }
    let conditional = || syntax.children_by(verb, "advcl").any(|c| matches!(arguments.marker(c).as_deref(), Some("if" | "unless")));
    let mut finite = None;
    for aux in syntax.children_by(verb, "aux") {
        match arguments.lemma(aux) {
            "will" | "shall" | "would" | "'ll" | "wo" | "'d" if syntax.xpos(aux) == "MD" => {
                return if conditional() { Status::Possible } else { Status::Planned };
            }
            _ if syntax.xpos(aux) == "MD" => return Status::Possible,
            _ if matches!(syntax.xpos(aux), "VBZ" | "VBP" | "VBD") => finite = Some(syntax.xpos(aux)),
            _ => {}
        }
    }
    let xpos = syntax.xpos(verb);
    let own_tense = matches!(xpos, "VBD" | "VBZ" | "VBP") || finite.is_some();
    let Some(up) = syntax.head(verb) else { return progressive(xpos, finite) };
    if syntax.is(verb, "conj") && !own_tense {
        return clause_status(arguments, up, depth + 1);
    }
    // "called on the government to act": the verb above the one who is asked decides.
    let asked = syntax.is(verb, "acl") && xpos == "VB" && arguments.sense(up) == Sense::Agent;
    let governor = governor(arguments, if asked { syntax.head(up).unwrap_or(up) } else { up });
    let effect = GOVERNORS.clause.get(governor).copied();
    if own_tense {
        // A finite clause keeps its word except below words of doubt: "denied that ...", "fears that ...".
        return match effect {
            Some(Effect::Becomes(status @ (Status::Denied | Status::Possible))) if syntax.is(verb, "ccomp") && is_doubt(governor) => status,
            _ => progressive(xpos, finite),
        };
    }
    let complement = syntax.is(verb, "xcomp") || syntax.is(verb, "ccomp") || syntax.is(verb, "csubj");
    match (xpos, syntax.deprel(verb)) {
        (_, "advcl" | "acl" | "obl" | "nmod") if matches!(marker.as_str(), "without" | "instead of" | "rather than") => Status::Denied,
        // "going to attack".
        ("VB", _) if governor == "go" && syntax.xpos(up) == "VBG" => Status::Planned,
        ("VB", "advcl" | "acl") => match effect {
            Some(Effect::Becomes(status)) => negated_above(arguments, up, status),
            _ if DEEDS.contains(&governor) => clause_status(arguments, up, depth + 1),
            // Purpose is not yet deed.
            _ => Status::Planned,
        },
        ("VBG", "advcl" | "acl" | "obl" | "nmod") => match (effect, marker.as_str()) {
            (Some(Effect::Becomes(status)), "from" | "of" | "against" | "to" | "about" | "on") if status != Status::Ongoing => status,
            (_, "by") => clause_status(arguments, up, depth + 1),
            _ => Status::Happened,
        },
        (_, "acl:relcl" | "amod" | "root" | "acl") => {
            if xpos == "VBG" && syntax.is(verb, "amod") {
                Status::Ongoing
            } else {
                Status::Happened
            }
        }
        _ if complement => match effect {
            Some(Effect::Becomes(status)) => negated_above(arguments, up, status),
            _ => clause_status(arguments, up, depth + 1),
        },
        _ => Status::Happened,
    }
}

/// "did not plan to attack", "has no intention to attack": the plan is denied, and the attack with it.
fn negated_above(arguments: &Arguments, up: TokenIdx, status: Status) -> Status {
    if status != Status::Denied && is_negated(arguments, up) { Status::Denied } else { status }
}

fn progressive(xpos: &str, finite: Option<&str>) -> Status {
    if xpos == "VBG" && matches!(finite, Some("VBZ" | "VBP")) { Status::Ongoing } else { Status::Happened }
}

/// The governing word by which effects are looked up.
fn governor<'a>(arguments: &'a Arguments, token: TokenIdx) -> &'a str {
    arguments.lemma(token)
}

fn is_doubt(governor: &str) -> bool {
    matches!(
        governor,
        "deny"
            | "fear"
            | "doubt"
            | "worry"
            | "hope"
            | "imagine"
            | "suppose"
            | "wonder"
            | "unclear"
            | "unlikely"
            | "possible"
            | "possibility"
            | "suggest"
            | "demand"
            | "insist"
    ) && governor != "insist"
}

fn is_negated(arguments: &Arguments, word: TokenIdx) -> bool {
    let syntax = arguments.syntax;
    syntax.children(word).iter().any(|c| {
        let lemma = arguments.lemma(*c);
        let adverb = syntax.is(*c, "advmod") && matches!(lemma, "not" | "n't" | "never" | "n’t");
        let determiner = syntax.is(*c, "det") && lemma == "no";
        let nobody = (syntax.is(*c, "nsubj") || syntax.is(*c, "obj"))
            && (matches!(lemma, "nobody" | "none" | "nothing" | "no-one")
                || syntax.children(*c).iter().any(|d| syntax.is(*d, "det") && arguments.lemma(*d) == "no"));
        adverb || determiner || nobody
    })
}

fn is_present(arguments: &Arguments, predicate: TokenIdx, depth: usize) -> bool {
    let syntax = arguments.syntax;
    let tensed = |token: TokenIdx| match syntax.xpos(token) {
        "VBZ" | "VBP" => Some(true),
        "VBD" | "MD" => Some(false),
        _ => None,
    };
    let by_auxiliary =
        syntax.children(predicate).iter().filter(|c| syntax.is(**c, "aux") || syntax.is(**c, "cop")).find_map(|c| tensed(*c));
    let own = by_auxiliary.or_else(|| tensed(predicate));
    own.unwrap_or_else(|| match syntax.head(predicate) {
        Some(up) if depth < MAX_DEPTH => is_present(arguments, syntax.clause(up), depth + 1),
        _ => true,
    })
}

fn noun_status(arguments: &Arguments, noun: TokenIdx, trigger: &Trigger, depth: usize) -> Status {
    let syntax = arguments.syntax;
    if depth > MAX_DEPTH {
        return Status::Happened;
    }
    for &child in syntax.children(noun) {
        let lemma = arguments.lemma(child);
        if syntax.is(child, "amod") {
            let form = syntax.form(child).to_lowercase();
            if let Some(status) = GOVERNORS.adjective.get(lemma).or_else(|| GOVERNORS.adjective.get(&form)) {
                return *status;
            }
        } else if syntax.is(child, "det") && lemma == "no" {
            return Status::Denied;
        }
    }
    let Some(up) = syntax.head(noun) else { return lasting(arguments, noun, trigger) };
    let relation = syntax.deprel(noun);
    if relation == "conj" {
        return noun_status(arguments, up, trigger, depth + 1);
    }
    let above = governor(arguments, up);
    let marker = arguments.marker(noun);
    let key = match &marker {
        Some(marker) => format!("{above} @{marker}"),
        None => above.to_owned(),
    };
    let bare = marker.is_none() && matches!(relation, "obj" | "nsubj:pass" | "compound" | "nmod:poss");
    let phrase = marker.is_some() && matches!(relation, "obl" | "nmod" | "advcl" | "acl" | "obl:agent");
    let effect = (bare || phrase).then(|| GOVERNORS.noun.get(&key)).flatten().copied();
    // What is said stays said: "denied the allegations" leaves the allegations standing.
    let spoken = matches!(trigger.event_type, "ACCUSE" | "REQUEST" | "THREATEN");
    match effect {
        Some(Effect::Becomes(Status::Denied)) if spoken => {}
        Some(Effect::Becomes(Status::Possible)) if spoken && bare => {}
        Some(Effect::Becomes(Status::Denied)) if is_negated(arguments, up) => return Status::Happened,
        Some(Effect::Becomes(status)) => return status,
        Some(Effect::Inherit) => return clause_status(arguments, up, depth + 1),
        None => {}
    }
    if marker.as_deref() == Some("without") {
        return Status::Denied;
    }
    if let Some((verb, role)) = arguments.support(noun) {
        let status = clause_status(arguments, verb, depth + 1);
        let keeps_on = GOVERNORS.clause.get(arguments.lemma(verb)) == Some(&Effect::Becomes(Status::Ongoing));
        return match status {
            Status::Happened if trigger.lasting && opens(arguments, verb) => Status::Ongoing,
            Status::Happened if keeps_on && is_present(arguments, verb, 0) => Status::Ongoing,
            Status::Happened if role == Role::Event && syntax.xpos(verb) != "VBD" => lasting(arguments, noun, trigger),
            Status::Happened if trigger.lasting => lasting(arguments, noun, trigger),
            other => other,
        };
    }
    lasting(arguments, noun, trigger)
}

/// True for a verb that opens what lasts, or a progressive one, in a sentence without a year.
fn opens(arguments: &Arguments, verb: TokenIdx) -> bool {
    let syntax = arguments.syntax;
    let sentence = syntax.reading.sentences.get(syntax.sentence(verb)).map_or(0..0, |s| s.tokens.clone());
    let year = |t: TokenIdx| {
        let form = syntax.form(t);
        form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit())
    };
    let progressive = syntax.xpos(verb) == "VBG" && syntax.child(verb, "aux").is_some();
    (progressive || OPENINGS.contains(&arguments.lemma(verb))) && !sentence.into_iter().any(year)
}

/// What lasts is going on when the clause around it is in the present.
fn lasting(arguments: &Arguments, noun: TokenIdx, trigger: &Trigger) -> Status {
    let present = trigger.lasting && is_present(arguments, arguments.syntax.clause(noun), 0);
    if present { Status::Ongoing } else { Status::Happened }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_read_whole() {
        let governors = read().unwrap();
        assert!(governors.clause.len() > 150 && governors.noun.len() > 100 && governors.adjective.len() > 30);
        assert_eq!(governors.clause.get("vow"), Some(&Effect::Becomes(Status::Planned)));
        assert_eq!(governors.noun.get("call @for"), Some(&Effect::Becomes(Status::Possible)));
    }
}
