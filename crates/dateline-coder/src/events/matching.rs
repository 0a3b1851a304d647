//! Which trigger of the codebook, if any, a token is.

use super::arguments::Arguments;
use super::lexicon::{Class, Lexicon, Trigger};
use super::nouns::{Nouns, Sense};
use super::pattern::{Companion, Condition, Slot, Test};
use super::predicted::Predicted;
use dateline_model::{NameClass, TokenIdx, Tokens, Upos};

/// Below this a trigger is left out. Weights are shares of true events among the trigger's uses, so one half is the even bet.
const THRESHOLD: f32 = 0.5;

/// What known participants add to the weight; by hand on the development gold reports and the PLOVER training sentences.
const PARTICIPANT: f32 = 0.1;

/// What a thing as the subject of an active verb takes away ("the report attacked"); by hand on the same.
const THING_ACTS: f32 = 0.3;

/// What standing before a noun takes away from a verb ("jailed activists"); by hand on the same.
const ATTRIBUTE: f32 = 0.1;

/// What standing before a word for people takes away from a noun; by hand on articles read for it.
const DESCRIBES: f32 = 0.2;

/// Particles that leave a verb its meaning: "killed off", "shot up", "beaten down".
const BARE_PARTICLES: [&str; 3] = ["down", "back", "away"];

/// Words of sport within the sentence that make it doubtful that its violence is more than play, and that make it play; beside a score
/// ("3-0") one is enough.
const DOUBTFUL: usize = 2;
const PLAY: usize = 3;

/// Prepositions that lead to whom an act concerns.
const TOWARDS: [&str; 10] = ["with", "by", "behind", "at", "on", "upon", "against", "to", "around", "into"];

/// A trigger found in the text.
pub(super) struct Found<'l> {
    pub(super) trigger: &'l Trigger,
    pub(super) tokens: Tokens,
    pub(super) head: TokenIdx,
    pub(super) actors: Vec<TokenIdx>,
    pub(super) recipients: Vec<TokenIdx>,
    /// Actors and recipients of its own clause.
    pub(super) clause: [Vec<TokenIdx>; 2],
    pub(super) confidence: f32,
    /// The noun that completes the trigger: the blame of "took the blame".
    pub(super) complement: Option<TokenIdx>,
}

/// The best trigger that the token is the head of.
pub(super) fn best<'l>(lexicon: &'l Lexicon, arguments: &Arguments, predicted: &Predicted, token: TokenIdx) -> Option<Found<'l>> {
    let upos = arguments.syntax.upos(token);
    let class = match upos {
        Upos::Verb => Class::Verb,
        Upos::Noun | Upos::Propn => Class::Noun,
        Upos::Adj => Class::Adjective,
        _ => return None,
    };
    let lemma = arguments.lemma(token);
    let triggers = lexicon.triggers(lemma);
    let alone = predicted.alone(token);
    if triggers.is_empty() && alone.is_none()
        || is_part_of_an_adjective(arguments, token)
        || is_kind_of_weapon(lexicon, arguments, token)
        || upos == Upos::Propn && is_named_body(arguments, token)
    {
        return None;
    }
    let play = is_play(arguments, token);
    let mut best: Option<Found> = None;
    for trigger in triggers.iter().filter(|t| t.class == class && !(play && is_material(t.event_type))) {
        if best.as_ref().is_some_and(|b| b.trigger.companions.len() > trigger.companions.len()) {
            break;
        }
        let Some((tokens, complement)) = extent(arguments, token, trigger) else { continue };
        if !trigger.when.iter().all(|c| holds(arguments, token, c)) {
            continue;
        }
        let (actors, recipients) = participants(arguments, token, trigger);
        let weight = weigh(arguments, token, trigger, &actors, &recipients);
        let confidence = predicted.confidence(token, trigger.event_type, weight);
        if confidence >= THRESHOLD && best.as_ref().is_none_or(|b| b.confidence < confidence) {
            best = Some(Found { trigger, tokens, head: token, actors, recipients, clause: Default::default(), confidence, complement });
        }
    }
    best.or_else(|| {
        let (event_type, confidence) = alone.filter(|(event_type, _)| !(play && is_material(event_type)))?;
        let trigger = lexicon.generic(event_type, class)?;
        let (actors, recipients) = participants(arguments, token, trigger);
        Some(Found {
            trigger,
            tokens: token..token + 1,
            head: token,
            actors,
            recipients,
            clause: Default::default(),
            confidence,
            complement: None,
        })
    })
}

/// True inside the name of somebody or some place: the war in "Ministry of War" is none.
fn is_named_body(arguments: &Arguments, token: TokenIdx) -> bool {
    use NameClass::{Date, Facility, Location, Money, Organization, Person, Product};
    matches!(arguments.classes.get(token), Some(Some(Person | Organization | Location | Facility | Product | Date | Money)))
}

/// "war-torn", "conflict-hit": the noun describes, nothing is told.
fn is_part_of_an_adjective(arguments: &Arguments, token: TokenIdx) -> bool {
    let syntax = arguments.syntax;
    let joined = matches!(syntax.form(token + 1), "-" | "–") && syntax.head(token).is_some_and(|h| h == token + 2);
    joined && matches!(syntax.upos(token + 2), Upos::Adj | Upos::Verb)
}

/// "attack helicopter", "assault rifle": what it is made for, not what it did.
fn is_kind_of_weapon(lexicon: &Lexicon, arguments: &Arguments, token: TokenIdx) -> bool {
    let syntax = arguments.syntax;
    let weapon = |h: TokenIdx| arguments.sense(h) == Sense::Weapon && lexicon.triggers(arguments.lemma(h)).is_empty();
    syntax.is(token, "compound") && syntax.head(token).is_some_and(|h| h > token && weapon(h))
}

/// The types whose words sport borrows.
fn is_material(event_type: &str) -> bool {
    matches!(event_type, "ASSAULT" | "COERCE" | "MOBILIZE" | "RETREAT" | "PROTEST" | "THREATEN")
}

/// True in a sentence about a game.
fn is_play(arguments: &Arguments, token: TokenIdx) -> bool {
    let n_words = sport_words(arguments, token);
    n_words >= PLAY || n_words >= 1 && has_score(arguments, token)
}

fn sentence(arguments: &Arguments, token: TokenIdx) -> Tokens {
    let syntax = arguments.syntax;
    syntax.reading.sentences.get(syntax.sentence(token)).map_or(0..0, |s| s.tokens.clone())
}

/// Words of sport in the sentence of a token, itself apart.
fn sport_words(arguments: &Arguments, token: TokenIdx) -> usize {
    sentence(arguments, token).filter(|t| *t != token && Nouns::get().is_sport(arguments.lemma(*t))).count()
}

/// "3-0", however it was cut into words.
fn has_score(arguments: &Arguments, token: TokenIdx) -> bool {
    let syntax = arguments.syntax;
    let tokens = sentence(arguments, token);
    let text = if tokens.is_empty() { "" } else { syntax.reading.span(&tokens).of(syntax.text) };
    let goals = |s: &str| !s.is_empty() && s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    text.split_whitespace().map(bare).any(|word| word.split_once(['-', '–']).is_some_and(|(a, b)| goals(a) && goals(b)))
}

/// Who takes part in the event that a token names, by the trigger's frame: actors, recipients.
pub(super) fn participants(arguments: &Arguments, token: TokenIdx, trigger: &Trigger) -> (Vec<TokenIdx>, Vec<TokenIdx>) {
    let mut recipients = arguments.participants(token, &trigger.frame.recipient, &[]);
    if recipients.is_empty() && trigger.class == Class::Noun && suffers(trigger.event_type) {
        recipients = arguments.participants(token, &vec![vec![Slot::Victim]], &[]);
    }
    if recipients.is_empty() && trigger.class == Class::Verb {
        // "stood by X", "sided with X": the phrase that makes the trigger names the other side.
        for companion in &trigger.companions {
            if let Companion::Phrase(preposition) = companion
                && TOWARDS.contains(&preposition.as_str())
                && !trigger.frame.actor.iter().flatten().any(|s| *s == Slot::Phrase(preposition.clone()))
            {
                recipients = arguments.participants(token, &vec![vec![Slot::Phrase(preposition.clone())]], &[]);
            }
        }
    }
    let actors = arguments.participants(token, &trigger.frame.actor, &recipients);
    (actors, recipients)
}

/// True for the types whose nouns can name the sufferer before them.
fn suffers(event_type: &str) -> bool {
    matches!(event_type, "ASSAULT" | "COERCE" | "AID" | "RETREAT" | "SANCTION")
}

fn weigh(arguments: &Arguments, token: TokenIdx, trigger: &Trigger, actors: &[TokenIdx], recipients: &[TokenIdx]) -> f32 {
    let syntax = arguments.syntax;
    let mut weight = trigger.weight;
    if !actors.is_empty() {
        weight += PARTICIPANT;
    }
    if !recipients.is_empty() {
        weight += PARTICIPANT;
    }
    // "asylum seekers", "riot police": before somebody, the noun describes.
    let up = syntax.head(token).filter(|_| syntax.is(token, "compound"));
    if trigger.class == Class::Noun && up.is_some_and(|h| arguments.sense(h) == Sense::Agent && syntax.upos(h) == Upos::Noun) {
        weight -= DESCRIBES;
    }
    // "kicked off", "ended up": with a particle of its own the verb means something else.
    let particle = syntax.child(token, "compound:prt").filter(|p| !BARE_PARTICLES.contains(&arguments.lemma(*p)));
    if trigger.class == Class::Verb
        && particle.is_some_and(|p| !trigger.companions.contains(&Companion::Particle(arguments.lemma(p).to_owned())))
    {
        weight -= THING_ACTS;
    }
    // "the threat posed by rising prices"
    let by_thing = |t: &TokenIdx| matches!(arguments.sense(*t), Sense::Thing | Sense::Cause);
    if trigger.class == Class::Noun && actors.is_empty() && arguments.slot(token, &Slot::By).iter().any(by_thing) {
        weight -= THING_ACTS;
    }
    // "the accused official", "a proposed law": what was said of them is an attribute here.
    if trigger.class == Class::Verb && syntax.is(token, "amod") {
        let spoken = matches!(trigger.event_type, "ACCUSE" | "SUPPORT" | "REQUEST" | "AGREE" | "REJECT" | "THREATEN" | "CONSULT");
        weight -= if spoken { 1.0 } else { ATTRIBUTE };
    }
    let material = is_material(trigger.event_type);
    if trigger.class == Class::Verb
        && actors.is_empty()
        && trigger.frame.actor.first().is_some_and(|a| a.contains(&Slot::Subject))
        && let Some(subject) = arguments.slot(token, &Slot::Subject).first()
    {
        weight -= match arguments.sense(*subject) {
            Sense::Cause if trigger.event_type == "ASSAULT" => 1.0,
            Sense::Weapon | Sense::Agent | Sense::Quantity | Sense::Place => 0.0,
            Sense::Cause | Sense::Thing => THING_ACTS,
        };
    }
    if material && sport_words(arguments, token) >= DOUBTFUL {
        weight -= 1.0;
    }
    weight.clamp(0.0, 1.0)
}

/// The tokens of the trigger if all its companions are there: its head, with the companions that stand beside it.
fn extent(arguments: &Arguments, token: TokenIdx, trigger: &Trigger) -> Option<(Tokens, Option<TokenIdx>)> {
    let (mut tokens, mut completed) = (token..token + 1, None);
    for companion in &trigger.companions {
        let at = match companion {
            Companion::Before(word) => {
                let mut at = tokens.start.checked_sub(1)?;
                if matches!(arguments.syntax.form(at), "-" | "–") {
                    at = at.checked_sub(1)?;
                }
                if arguments.lemma(at) != word && arguments.syntax.form(at).to_lowercase() != *word {
                    return None;
                }
                tokens.start = at;
                continue;
            }
            Companion::Particle(word) => particle(arguments, token, word)?,
            Companion::Phrase(preposition) => {
                if !has_phrase(arguments, token, preposition) {
                    return None;
                }
                continue;
            }
            Companion::Complement(words) => *completed.insert(complement(arguments, token, words)?),
        };
        if at == tokens.end {
            tokens.end += 1;
        }
    }
    Some((tokens, completed))
}

fn particle(arguments: &Arguments, token: TokenIdx, word: &str) -> Option<TokenIdx> {
    let syntax = arguments.syntax;
    let child = syntax.children(token).iter().copied().find(|c| {
        arguments.lemma(*c) == word
            && (syntax.is(*c, "compound")
                || syntax.is(*c, "advmod")
                || syntax.is(*c, "obl")
                || syntax.is(*c, "xcomp")
                || syntax.is(*c, "amod"))
    });
    child.or_else(|| {
        let next = token + 1;
        (arguments.lemma(next) == word && matches!(syntax.upos(next), Upos::Adp | Upos::Adv)).then_some(next)
    })
}

fn has_phrase(arguments: &Arguments, token: TokenIdx, preposition: &str) -> bool {
    let syntax = arguments.syntax;
    let own = syntax.children(token).iter().any(|c| {
        let phrase = ["obl", "nmod", "advcl", "acl", "xcomp", "ccomp", "obj", "iobj"].iter().any(|r| syntax.is(*c, r));
        phrase && arguments.marker(*c).as_deref() == Some(preposition)
            || arguments.lemma(*c) == preposition && matches!(syntax.upos(*c), Upos::Adp | Upos::Adv) && !syntax.is(*c, "mark")
    });
    own || syntax.upos(token) != Upos::Verb && !arguments.slot(token, &Slot::Phrase(preposition.to_owned())).is_empty()
}

fn complement(arguments: &Arguments, token: TokenIdx, words: &[String]) -> Option<TokenIdx> {
    let syntax = arguments.syntax;
    syntax.children(token).iter().copied().find(|c| {
        let lemma = arguments.lemma(*c);
        let relation = ["obj", "xcomp", "obl", "advmod", "nsubj:pass", "compound", "iobj", "dep", "amod"].iter().any(|r| syntax.is(*c, r));
        relation && words.iter().any(|w| w == lemma || *w == syntax.form(*c).to_lowercase())
    })
}

fn holds(arguments: &Arguments, token: TokenIdx, condition: &Condition) -> bool {
    let found = match condition.slot {
        // Conditions on modifiers look at all of them, participants or not.
        Slot::Modifier => {
            let syntax = arguments.syntax;
            let relations = ["compound", "amod", "nmod:poss", "nmod:desc", "det", "nummod"];
            syntax.children(token).iter().copied().filter(|c| relations.iter().any(|r| syntax.is(*c, r))).collect()
        }
        _ => arguments.slot(token, &condition.slot),
    };
    let lemma_in = |words: &std::collections::BTreeSet<String>| {
        found.iter().any(|t| words.contains(arguments.lemma(*t)) || words.contains(&arguments.syntax.form(*t).to_lowercase()))
    };
    match &condition.test {
        Test::Agent => found.iter().any(|t| matches!(arguments.sense(*t), Sense::Agent | Sense::Quantity)),
        Test::Place => found.iter().any(|t| matches!(arguments.sense(*t), Sense::Agent | Sense::Quantity | Sense::Place)),
        Test::Any => !found.is_empty(),
        Test::Empty => found.is_empty(),
        Test::In(words) => lemma_in(words),
        Test::NotIn(words) => !lemma_in(words),
    }
}
