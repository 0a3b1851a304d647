//! Who takes part in an event: from the slots of its trigger to head tokens.

use super::nouns::{Nouns, Sense, sense};
use super::pattern::{Side, Slot};
use super::support::{Role, role};
use crate::syntax::Syntax;
use dateline_gazetteer::{country_named, demonym};
use dateline_model::{NameClass, TokenIdx, Upos};

/// How far control and coordination are followed; longer chains occur only in broken trees.
const MAX_STEPS: usize = 12;

/// Open complements whose unsaid subject is the governor's subject although the governor has an object.
const SUBJECT_CONTROL: [&str; 8] = ["promise", "vow", "threaten", "pledge", "swear", "use", "offer", "take"];

/// Verbs whose object or addressee is the understood subject of the infinitive after them.
const ASKING: [&str; 20] = [
    "call",
    "appeal",
    "plead",
    "urge",
    "order",
    "ask",
    "tell",
    "press",
    "persuade",
    "force",
    "instruct",
    "invite",
    "encourage",
    "require",
    "direct",
    "allow",
    "help",
    "compel",
    "warn",
    "beg",
];

/// Verbs whose object is who was doing what a "while" clause tells: "caught him while taking a bribe".
const SCENES: [&str; 10] = ["catch", "find", "film", "arrest", "kill", "shoot", "wound", "injure", "attack", "detain"];

/// Prepositions before a gerund whose unsaid subject is whom the governor concerns: "accused him of taking", "jailed for killing".
const OBJECT_PREPOSITIONS: [&str; 5] = ["of", "for", "from", "with", "into"];

/// Answers where the participants of triggers stand.
pub(super) struct Arguments<'s> {
    pub(super) syntax: &'s Syntax<'s>,
    pub(super) classes: &'s [Option<NameClass>],
    /// Dictionary forms in lower case, by token.
    pub(super) lemmas: &'s [String],
}

impl Arguments<'_> {
    /// What the token denotes.
    pub(super) fn sense(&self, token: TokenIdx) -> Sense {
        sense(self.syntax, self.classes, self.lemma(token), token)
    }

    /// The lemma in lower case.
    pub(super) fn lemma(&self, token: TokenIdx) -> &str {
        self.lemmas.get(token).map_or("", String::as_str)
    }

    /// The preposition or conjunction that introduces a phrase, multiword ones joined: "because of".
    pub(super) fn marker(&self, token: TokenIdx) -> Option<String> {
        let first = self.syntax.children(token).iter().copied().find(|c| self.syntax.is(*c, "case") || self.syntax.is(*c, "mark"))?;
        let mut marker = self.lemma(first).to_owned();
        for more in self.syntax.children_by(first, "fixed") {
            marker.push(' ');
            marker.push_str(self.lemma(more));
        }
        Some(marker)
    }

    /// True for a verb in the passive voice, participles before and after nouns included.
    pub(super) fn is_passive(&self, verb: TokenIdx) -> bool {
        let syntax = self.syntax;
        if syntax.children(verb).iter().any(|c| matches!(syntax.deprel(*c), "aux:pass" | "nsubj:pass" | "obl:agent")) {
            return true;
        }
        if syntax.xpos(verb) != "VBN" || syntax.children(verb).iter().any(|c| syntax.is(*c, "aux") || syntax.is(*c, "nsubj")) {
            return false;
        }
        match syntax.deprel(verb) {
            "acl" | "amod" => true,
            "advcl" | "xcomp" | "root" | "ccomp" | "dep" | "parataxis" => syntax.child(verb, "obj").is_none(),
            // "was arrested and charged", but "had arrested and charged him".
            "conj" => syntax.head(verb).is_some_and(|h| h < verb && syntax.xpos(h) == "VBN" && self.is_passive(h)),
            _ => false,
        }
    }

    /// The subject as it stands in the sentence or is understood.
    fn surface_subject(&self, predicate: TokenIdx) -> Option<TokenIdx> {
        let syntax = self.syntax;
        let mut at = predicate;
        for _ in 0..MAX_STEPS {
            let own = syntax.children(at).iter().copied().find(|c| syntax.is(*c, "nsubj") && syntax.deprel(*c) != "nsubj:outer");
            if let Some(own) = own {
                return Some(self.resolved(own));
            }
            let up = syntax.head(at)?;
            if syntax.is(at, "xcomp") || syntax.is(at, "ccomp") && syntax.xpos(at) == "VBG" {
                if let Some(object) = self.object_controller(up).or_else(|| self.asked(up, at)) {
                    return Some(self.resolved(object));
                }
            } else if syntax.is(at, "advcl") {
                let marker = self.marker(at).unwrap_or_default();
                if matches!(marker.as_str(), "while" | "when") && syntax.xpos(at) == "VBG" && SCENES.contains(&self.lemma(up)) {
                    return self.patient(up);
                } else if OBJECT_PREPOSITIONS.contains(&marker.as_str()) && syntax.xpos(at) == "VBG" {
                    if let Some(patient) = self.patient(up).filter(|p| matches!(self.sense(*p), Sense::Agent | Sense::Quantity)) {
                        return Some(patient);
                    }
                } else if marker == "by" && self.is_passive(up) {
                    return self.agent(up);
                }
                if let Some(asked) = self.asked(up, at).filter(|_| syntax.xpos(at) == "VB") {
                    return Some(asked);
                }
            } else if syntax.is(at, "acl") {
                if syntax.deprel(at) == "acl:relcl" {
                    return Some(up);
                }
                // "the mayor of taking" in "accused the mayor of taking": people take no such complement, so the verb's does.
                let person = || syntax.xpos(at) == "VBG" && self.sense(up) == Sense::Agent;
                if matches!(syntax.xpos(at), "VBG" | "VBN") && (self.marker(at).is_none() || person()) {
                    return Some(up);
                }
                // "called on the government to act": the infinitive belongs to whoever is asked, not to a thing like "plan".
                return if self.sense(up) == Sense::Agent { Some(up) } else { self.owner(up) };
            } else if syntax.is(at, "amod") {
                return Some(up);
            } else if syntax.is(at, "conj") && !self.is_verbal(up) && syntax.xpos(at) == "VB" {
                // "had no choice but to resign".
                return self.owner(up);
            } else if !(syntax.is(at, "conj") && self.is_verbal(up) || syntax.is(at, "parataxis")) {
                return None;
            }
            at = up;
        }
        None
    }

    /// Who is asked or made to do what the infinitive says: "called on X to act", "ordered X to act".
    fn asked(&self, verb: TokenIdx, infinitive: TokenIdx) -> Option<TokenIdx> {
        if !ASKING.contains(&self.lemma(verb)) || self.is_passive(verb) {
            return None;
        }
        let syntax = self.syntax;
        let stands = |c: &TokenIdx| *c < infinitive && ["obj", "iobj", "obl"].iter().any(|r| syntax.is(*c, r));
        syntax
            .children(verb)
            .iter()
            .copied()
            .rfind(|c| stands(c) && matches!(self.sense(*c), Sense::Agent | Sense::Quantity))
            .map(|c| self.resolved(c))
    }

    /// The object that understood subjects of the verb's open complement refer to.
    fn object_controller(&self, verb: TokenIdx) -> Option<TokenIdx> {
        if SUBJECT_CONTROL.contains(&self.lemma(verb)) || self.is_passive(verb) {
            return None;
        }
        let syntax = self.syntax;
        syntax.child(verb, "obj").or_else(|| syntax.child(verb, "iobj")).filter(|o| self.sense(*o) != Sense::Thing)
    }

    /// Whose plan, decision or ability it is: the possessor of the noun, whom its "of" or "by" names, the agent of the verb it is an
    /// object of.
    fn owner(&self, noun: TokenIdx) -> Option<TokenIdx> {
        if let Some(possessor) = self.syntax.child(noun, "nmod:poss") {
            return Some(self.resolved(possessor));
        }
        let named = |c: &TokenIdx| matches!(self.marker(*c).as_deref(), Some("of" | "by")) && self.sense(*c) == Sense::Agent;
        if let Some(named) = self.syntax.children_by(noun, "nmod").find(named) {
            return Some(self.resolved(named));
        }
        let verb = self.syntax.head(noun)?;
        (self.syntax.is(noun, "obj") && self.syntax.upos(verb) == Upos::Verb).then(|| self.agent(verb)).flatten()
    }

    fn is_verbal(&self, token: TokenIdx) -> bool {
        self.syntax.upos(token) == Upos::Verb || self.syntax.is_predicate(token)
    }

    /// Who does what the verb says: its subject, or its agent phrase when passive.
    pub(super) fn agent(&self, verb: TokenIdx) -> Option<TokenIdx> {
        if self.is_passive(verb) { self.agent_phrase(verb) } else { self.surface_subject(verb) }
    }

    fn agent_phrase(&self, verb: TokenIdx) -> Option<TokenIdx> {
        let syntax = self.syntax;
        let own = syntax.children(verb).iter().copied().find(|c| {
            syntax.deprel(*c) == "obl:agent"
                || syntax.is(*c, "obl") && self.marker(*c).as_deref() == Some("by") && self.sense(*c) != Sense::Thing
        });
        own.map(|o| self.resolved(o)).or_else(|| {
            // "was beaten and killed by X": the phrase hangs on one of the coordinated verbs.
            let later = syntax.children_by(verb, "conj").filter(|c| syntax.xpos(*c) == "VBN").find_map(|c| syntax.child(c, "obl:agent"));
            let first = || syntax.head(verb).filter(|_| syntax.is(verb, "conj")).and_then(|h| syntax.child(h, "obl:agent"));
            later.or_else(first)
        })
    }

    /// What it is done to: the verb's object, or its subject when passive.
    pub(super) fn patient(&self, verb: TokenIdx) -> Option<TokenIdx> {
        let syntax = self.syntax;
        if self.is_passive(verb) {
            return self.surface_subject(verb);
        }
        if let Some(object) = syntax.child(verb, "obj").filter(|o| syntax.child(*o, "case").is_none()) {
            return Some(self.resolved(object));
        }
        // "the men that police arrested": the object is the noun that the relative clause describes.
        if syntax.deprel(verb) == "acl:relcl" {
            let noun = syntax.head(verb)?;
            let subject = syntax.child(verb, "nsubj")?;
            return (self.resolved(subject) != noun).then_some(noun);
        }
        // "attacked and killed civilians": the object hangs on the last verb.
        let next = syntax.children_by(verb, "conj").find(|c| {
            syntax.upos(*c) == Upos::Verb
                && syntax.xpos(*c) == syntax.xpos(verb)
                && syntax.child(*c, "nsubj").is_none()
                && *c <= verb + 3
                && syntax.child(verb, "obl").is_none()
        })?;
        syntax.child(next, "obj")
    }

    /// Relative pronouns lead to the nouns they stand for.
    fn resolved(&self, token: TokenIdx) -> TokenIdx {
        self.syntax.antecedent(token).unwrap_or(token)
    }

    /// The verb that lends the noun its subject, with the role it gives.
    pub(super) fn support(&self, noun: TokenIdx) -> Option<(TokenIdx, Role)> {
        let syntax = self.syntax;
        let mut noun = noun;
        for _ in 0..MAX_STEPS {
            if !syntax.is(noun, "conj") {
                break;
            }
            noun = syntax.head(noun)?;
        }
        let up = syntax.head(noun)?;
        let verb = self.lemma(up);
        let found = |slot: &str| role(verb, slot).map(|r| (up, r));
        match syntax.deprel(noun) {
            "obj" | "nsubj:pass" => found("obj"),
            "nsubj" => found("subj").filter(|(_, r)| *r == Role::Event),
            "obl" => found(&format!("@{}", self.marker(noun)?)),
            // "calls for talks", "a series of attacks": through nouns of quantity.
            "nmod" if self.sense(up) == Sense::Quantity => self.support(up),
            _ => None,
        }
    }

    /// The tokens that stand in a slot, before anything is decided about them.
    pub(super) fn slot(&self, trigger: TokenIdx, slot: &Slot) -> Vec<TokenIdx> {
        let nominal = self.syntax.upos(trigger) != Upos::Verb;
        match slot {
            Slot::Subject if nominal => self.surface_subject(trigger).into_iter().collect(),
            Slot::Subject => self.agent(trigger).into_iter().collect(),
            Slot::Object if nominal => Vec::new(),
            Slot::Object => self.patient(trigger).into_iter().collect(),
            Slot::Indirect => self.syntax.child(trigger, "iobj").into_iter().collect(),
            Slot::By if !nominal => self.agent_phrase(trigger).into_iter().collect(),
            Slot::By => self.noun_agent(trigger),
            Slot::Possessor => self.syntax.child(trigger, "nmod:poss").map(|p| self.resolved(p)).into_iter().collect(),
            Slot::Modifier => self.modifiers(trigger),
            Slot::Phrase(preposition) => self.phrases(trigger, preposition),
            Slot::Holder => self.holder(trigger),
            Slot::Victim => self.victims(trigger),
            Slot::Itself => vec![trigger],
            Slot::Governor => self.syntax.head(trigger).into_iter().collect(),
            Slot::That => self.syntax.children_by(trigger, "ccomp").collect(),
            Slot::Clause => self
                .syntax
                .children(trigger)
                .iter()
                .copied()
                .filter(|c| self.syntax.is(*c, "xcomp") || self.syntax.is(*c, "ccomp") || self.syntax.is(*c, "advcl"))
                .collect(),
        }
    }

    fn noun_agent(&self, noun: TokenIdx) -> Vec<TokenIdx> {
        let own = self.own_phrases(noun, "by");
        if !own.is_empty() {
            return own;
        }
        // "atrocities committed by X", "the war that X started".
        for clause in self.syntax.children_by(noun, "acl") {
            let gives = role(self.lemma(clause), "obj");
            let by = if gives == Some(Role::Actor) && self.is_passive(clause) { self.agent_phrase(clause) } else { None };
            let by =
                by.or_else(|| if gives == Some(Role::Actor) && self.patient(clause) == Some(noun) { self.agent(clause) } else { None });
            if let Some(by) = by.filter(|b| *b != noun) {
                return vec![by];
            }
        }
        match self.support(noun) {
            Some((verb, Role::Actor)) => self.agent(verb).into_iter().collect(),
            // "subjected X to torture".
            Some((verb, Role::Recipient)) if self.other_object(verb, noun).is_some() => self.agent(verb).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The nearest agent before the noun, both of a pair: "Israeli army raid" -> army, "US-China talks" -> US, China.
    fn modifiers(&self, noun: TokenIdx) -> Vec<TokenIdx> {
        let syntax = self.syntax;
        let mut found: Vec<TokenIdx> = Vec::new();
        for &child in syntax.children(noun).iter().rev() {
            let before = child < noun && (syntax.is(child, "compound") || syntax.is(child, "amod") || syntax.deprel(child) == "nmod");
            if !before {
                continue;
            }
            let paired = |last: &TokenIdx| child + 2 == *last && matches!(syntax.form(child + 1), "-" | "–" | "/");
            if !found.is_empty() && !found.last().is_some_and(paired) {
                break;
            }
            // "US-led", "state-backed": who leads or backs it.
            let inner = || {
                syntax.children(child).iter().copied().find(|c| {
                    let relation = ["compound", "obl", "nsubj", "obj"].iter().any(|r| syntax.is(*c, r));
                    relation && self.sense(*c) == Sense::Agent
                })
            };
            let acts = self.sense(child) == Sense::Agent && !Nouns::get().is_victim(self.lemma(child)) && !self.is_town(child);
            if acts {
                found.push(child);
                let pair = syntax
                    .children(child)
                    .iter()
                    .copied()
                    .find(|c| syntax.is(*c, "compound") && c + 2 == child && syntax.form(c + 1) == "-");
                found.extend(pair.filter(|c| self.sense(*c) == Sense::Agent));
            } else if syntax.upos(child) == Upos::Verb {
                found.extend(inner());
            }
        }
        found.reverse();
        found
    }

    /// Who suffers, named before the noun: "hostage rescue", "civilian deaths".
    fn victims(&self, noun: TokenIdx) -> Vec<TokenIdx> {
        let syntax = self.syntax;
        let modifies = |c: &TokenIdx| syntax.is(*c, "compound") || syntax.is(*c, "amod");
        syntax.children(noun).iter().copied().filter(|c| modifies(c) && Nouns::get().is_victim(self.lemma(*c))).collect()
    }

    /// True for the name of a place that is no country: before a noun it says where, not who ("the Mosul battle").
    fn is_town(&self, token: TokenIdx) -> bool {
        let form = self.syntax.form(token);
        let place = matches!(self.classes.get(token), Some(Some(NameClass::Location | NameClass::Facility)));
        place && country_named(form).is_none() && demonym(form).is_none()
    }

    fn own_phrases(&self, trigger: TokenIdx, preposition: &str) -> Vec<TokenIdx> {
        let syntax = self.syntax;
        let mut found: Vec<TokenIdx> = syntax
            .children(trigger)
            .iter()
            .copied()
            .filter(|c| ["nmod", "obl", "obj", "iobj"].iter().any(|r| syntax.is(*c, r)) && self.marker(*c).as_deref() == Some(preposition))
            .map(|c| self.resolved(c))
            .collect();
        found.dedup();
        found
    }

    fn phrases(&self, trigger: TokenIdx, preposition: &str) -> Vec<TokenIdx> {
        let own = self.own_phrases(trigger, preposition);
        if !own.is_empty() || preposition == "of" {
            return own;
        }
        // "suspended aid to X", "the suspension of aid to X": the phrase hangs on the thing.
        let verbal = self.syntax.upos(trigger) == Upos::Verb;
        let thing = |c: &TokenIdx| match self.syntax.deprel(*c) {
            "obj" | "nsubj:pass" => verbal,
            "nmod" => !verbal && self.marker(*c).as_deref() == Some("of"),
            _ => false,
        };
        let things = self.syntax.children(trigger).iter().copied().filter(|c| thing(c) && self.sense(*c) != Sense::Agent);
        let hanging = things.map(|t| self.own_phrases(t, preposition)).find(|p| !p.is_empty());
        if verbal || hanging.is_some() {
            return hanging.unwrap_or_default();
        }
        // "launched an attack on X" with the phrase on the verb, "sanctions imposed on X", "raids and strikes on X".
        let support = self.support(trigger).map(|(verb, _)| verb);
        let clauses = self.syntax.children_by(trigger, "acl").filter(|c| self.is_passive(*c));
        let conjuncts = self.syntax.children_by(trigger, "conj").filter(|c| self.syntax.upos(*c) == Upos::Noun);
        let places = support.into_iter().chain(clauses).chain(conjuncts);
        places.map(|v| self.own_phrases(v, preposition)).find(|p| !p.is_empty()).unwrap_or_default()
    }

    /// The verb's object when it is not the noun itself: X in "subjected X to torture", none in "faced torture".
    fn other_object(&self, verb: TokenIdx, noun: TokenIdx) -> Option<TokenIdx> {
        self.patient(verb)
            .filter(|p| *p != noun && !self.syntax.is_under(noun, *p) && matches!(self.sense(*p), Sense::Agent | Sense::Quantity))
    }

    fn holder(&self, trigger: TokenIdx) -> Vec<TokenIdx> {
        let syntax = self.syntax;
        if let Some(subject) = syntax.child(trigger, "nsubj") {
            return vec![self.resolved(subject)];
        }
        if let Some((verb, Role::Recipient)) = self.support(trigger) {
            return self.other_object(verb, trigger).or_else(|| self.surface_subject(verb)).into_iter().collect();
        }
        let Some(up) = syntax.head(trigger) else { return Vec::new() };
        match syntax.deprel(trigger) {
            "nmod" | "amod" | "acl" => vec![up],
            "obl" | "advcl" | "xcomp" if self.is_verbal(up) => self.patient(up).or_else(|| self.surface_subject(up)).into_iter().collect(),
            "conj" => self.surface_subject(trigger).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The participants of a side: the first alternative that yields any, coordination split, things replaced by whose they are.
    pub(super) fn participants(&self, trigger: TokenIdx, side: &Side, taken: &[TokenIdx]) -> Vec<TokenIdx> {
        for alternative in side {
            let mut found = Vec::new();
            for slot in alternative {
                for token in self.slot(trigger, slot) {
                    for one in self.coordinated(token) {
                        let named = if *slot == Slot::Itself { Some(one) } else { self.participant(one, trigger) };
                        if let Some(named) = named.filter(|n| !taken.contains(n) && !found.contains(n)) {
                            found.push(named);
                        }
                    }
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The token and those coordinated with it.
    fn coordinated(&self, token: TokenIdx) -> Vec<TokenIdx> {
        let mut all = vec![token];
        for conjunct in self.syntax.children_by(token, "conj") {
            if matches!(self.syntax.upos(conjunct), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj) {
                all.push(conjunct);
            }
        }
        all
    }

    /// The token that names a participant: itself if it can take part, else whose it is ("Russia's decision" -> Russia).
    fn participant(&self, token: TokenIdx, trigger: TokenIdx) -> Option<TokenIdx> {
        let syntax = self.syntax;
        match self.sense(token) {
            Sense::Agent => return Some(token),
            // "dozens of people", but not "millions of dollars".
            Sense::Quantity => {
                let own =
                    syntax.children(token).iter().copied().find(|c| syntax.is(*c, "nmod") && self.marker(*c).as_deref() == Some("of"));
                let counted = own.or_else(|| (self.lemma(token + 1) == "of").then(|| syntax.head(token + 1)).flatten());
                let people = counted.is_none_or(|c| matches!(self.sense(c), Sense::Agent | Sense::Quantity) && c != token);
                let money = syntax.children(token).iter().any(|c| syntax.upos(*c) == Upos::Sym);
                return (people && !money).then_some(token);
            }
            Sense::Place | Sense::Weapon | Sense::Cause | Sense::Thing => {}
        }
        let whose = |c: &TokenIdx| {
            let relation = syntax.deprel(*c);
            let of = relation == "nmod" && matches!(self.marker(*c).as_deref(), Some("of" | "by"));
            *c != trigger && (relation == "nmod:poss" || of || matches!(relation, "compound" | "amod")) && self.sense(*c) == Sense::Agent
        };
        let children = syntax.children(token);
        let possessor = children.iter().copied().find(|c| syntax.deprel(*c) == "nmod:poss" && whose(c));
        // "Police closed their office": the owner is the one who acts, not another party.
        let own = |p: &TokenIdx| syntax.is(token, "obj") && matches!(syntax.form(*p), "its" | "their" | "our" | "my");
        if possessor.is_some_and(|p| own(&p)) {
            return None;
        }
        let nearest = || self.modifiers(token).last().copied().filter(|m| *m != trigger);
        possessor.or_else(nearest).or_else(|| children.iter().copied().find(whose)).map(|p| self.resolved(p))
    }
}
