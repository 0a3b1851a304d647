//! The small language of the codebook's triggers: what words a trigger needs, where its participants stand, when it counts.
//!
//! Described for the people who write triggers in `data/codebook/README.md`.

use std::collections::BTreeSet;

/// One required companion of a trigger word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Companion {
    /// `+down`: a particle or adverb.
    Particle(String),
    /// `@for`: a phrase with this preposition.
    Phrase(String),
    /// `=fire|shot`: an object or other complement with one of these words.
    Complement(Vec<String>),
    /// `air` in `air strike`: this word directly before, hyphen or space between.
    Before(String),
}

/// Where a participant stands with respect to its trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Who does it: the subject of an active verb, the agent phrase of a passive one.
    Subject,
    /// What it is done to: the object of an active verb, the subject of a passive one.
    Object,
    /// The indirect object.
    Indirect,
    /// The agent phrase of a noun: "by X", "carried out by X", the subject of its support verb.
    By,
    /// The possessor: "X's attack".
    Possessor,
    /// A noun or adjective before it: "rebel attack", "Russian invasion", "US-led raid".
    Modifier,
    /// A phrase with this preposition.
    Phrase(String),
    /// Who is in the state that the noun names: "X is under siege", "X came under attack".
    Holder,
    /// Who suffers, named before the noun: "hostage rescue"; tried for every noun whose other slots name no recipient.
    Victim,
    /// The trigger word itself: "protesters".
    Itself,
    /// The word that the trigger depends on; only for conditions.
    Governor,
    /// A clause below it: "called on X to leave"; only for conditions.
    Clause,
    /// A finite clause below it: "agreed that ..."; only for conditions.
    That,
}

/// The participants of one side: alternatives in order of preference, each a union of slots.
pub(super) type Side = Vec<Vec<Slot>>;

/// Where the participants of a trigger stand, `subj>obj`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Frame {
    pub(super) actor: Side,
    pub(super) recipient: Side,
}

/// What a slot must hold for a trigger to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// Somebody who can act: a person, group, organization or country.
    Agent,
    /// A place, or somebody who can act.
    Place,
    /// Anything.
    Any,
    /// Nothing.
    Empty,
    /// One of these words.
    In(BTreeSet<String>),
    /// None of these words; an empty slot passes.
    NotIn(BTreeSet<String>),
}

/// One condition, `obj:agent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) slot: Slot,
    pub(super) test: Test,
}

impl Slot {
    fn parse(word: &str) -> Result<Slot, String> {
        Ok(match word {
            "subj" => Slot::Subject,
            "obj" => Slot::Object,
            "iobj" => Slot::Indirect,
            "by" => Slot::By,
            "poss" => Slot::Possessor,
            "mod" => Slot::Modifier,
            "holder" => Slot::Holder,
            "self" => Slot::Itself,
            "gov" => Slot::Governor,
            "clause" => Slot::Clause,
            "that" => Slot::That,
            _ => match word.strip_prefix('@') {
                Some(preposition) if !preposition.is_empty() => Slot::Phrase(preposition.to_owned()),
                _ => return Err(format!("unknown slot `{word}`")),
            },
        })
    }
}

impl Frame {
    /// Reads `subj>obj,@against`: `>` between the sides, `,` between alternatives, `+` between slots taken together.
    pub(super) fn parse(text: &str) -> Result<Frame, String> {
        let (actor, recipient) = text.split_once('>').ok_or_else(|| format!("frame `{text}` lacks `>`"))?;
        let side = |text: &str| -> Result<Side, String> {
            text.split(',').filter(|a| !a.is_empty()).map(|a| a.split('+').map(Slot::parse).collect()).collect()
        };
        Ok(Frame { actor: side(actor)?, recipient: side(recipient)? })
    }
}

impl Condition {
    /// Reads `slot:agent`, `slot:any`, `slot:none`, `slot:a|b`, `slot:-a|b`.
    pub(super) fn parse(text: &str) -> Result<Condition, String> {
        let (slot, test) = text.split_once(':').ok_or_else(|| format!("condition `{text}` lacks `:`"))?;
        let words = |list: &str| list.split('|').map(|w| w.replace('_', " ")).collect();
        let test = match test {
            "agent" => Test::Agent,
            "place" => Test::Place,
            "any" => Test::Any,
            "none" => Test::Empty,
            _ => match test.strip_prefix('-') {
                Some(list) => Test::NotIn(words(list)),
                None => Test::In(words(test)),
            },
        };
        Ok(Condition { slot: Slot::parse(slot)?, test })
    }
}

/// A trigger as written, `carry +out =attack|raid /.8`: its head word, companions and weight.
pub(super) fn parse_words(text: &str) -> Result<(String, Vec<Companion>, Option<f32>), String> {
    let (mut head, mut companions, mut weight) = (None::<String>, Vec::new(), None);
    for word in text.split_whitespace() {
        if let Some(number) = word.strip_prefix('/') {
            weight = Some(number.parse().map_err(|_| format!("weight `{number}` in `{text}`"))?);
        } else if let Some(particle) = word.strip_prefix('+') {
            companions.push(Companion::Particle(particle.to_owned()));
        } else if let Some(preposition) = word.strip_prefix('@') {
            companions.push(Companion::Phrase(preposition.to_owned()));
        } else if let Some(complement) = word.strip_prefix('=') {
            companions.push(Companion::Complement(complement.split('|').map(str::to_owned).collect()));
        } else if let Some(before) = head.replace(word.to_owned()) {
            // The words before the head, nearest last; matching walks leftwards.
            companions.push(Companion::Before(before));
        }
    }
    companions.reverse();
    head.map(|h| (h, companions, weight)).ok_or_else(|| format!("no word in `{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_is_read_with_its_companions_and_weight() {
        let (head, companions, weight) = parse_words("carry +out =attack|raid /.8").unwrap();
        assert_eq!((head.as_str(), weight), ("carry", Some(0.8)));
        assert!(companions.contains(&Companion::Particle("out".to_owned())));
        assert!(companions.contains(&Companion::Complement(vec!["attack".to_owned(), "raid".to_owned()])));
    }

    #[test]
    fn words_before_the_head_are_listed_from_the_head_leftwards() {
        let (head, companions, _) = parse_words("state of emergency").unwrap();
        assert_eq!(head, "emergency");
        assert_eq!(companions, [Companion::Before("of".to_owned()), Companion::Before("state".to_owned())]);
    }

    #[test]
    fn a_frame_has_two_sides_with_alternatives() {
        let frame = Frame::parse("subj+@with>obj,@against").unwrap();
        assert_eq!(frame.actor, [vec![Slot::Subject, Slot::Phrase("with".to_owned())]]);
        assert_eq!(frame.recipient, [vec![Slot::Object], vec![Slot::Phrase("against".to_owned())]]);
        assert!(Frame::parse("subj").is_err() && Frame::parse("who>obj").is_err());
    }

    #[test]
    fn conditions_name_a_slot_and_a_test() {
        assert_eq!(Condition::parse("obj:agent").unwrap(), Condition { slot: Slot::Object, test: Test::Agent });
        let Test::NotIn(words) = Condition::parse("obj:-deal|chord").unwrap().test else { panic!("expected a list") };
        assert!(words.contains("deal") && words.contains("chord"));
        assert!(Condition::parse("obj").is_err());
    }
}
