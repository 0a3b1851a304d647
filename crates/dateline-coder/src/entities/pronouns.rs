//! Third-person pronouns: who fits by sex and number, and of those the one the text is about.

use super::Resolver;
use super::describe::agrees;
use super::lookup::{Gender, Pronoun};
use dateline_model::TokenIdx;
use dateline_model::report::{EntityKind, MentionForm};

/// How many mentions and sentences a pronoun may reach back.
const REACH: usize = 60;
const SENTENCES: usize = 5;
/// What the model's probability counts against the rules' score, and how likely a thing must be to be meant by an "it"
/// that nobody asks for. By hand on GUM dev and the development gold reports.
const MODEL: f32 = 2.0;
/// The same for "he" and "she", by hand on GAP's development set.
const MODEL_PERSON: f32 = 4.0;
const SURE: f32 = 0.5;

/// The sex that a pronoun tells.
pub(crate) fn gender(pronoun: Option<Pronoun>) -> Option<Gender> {
    match pronoun {
        Some(Pronoun::He) => Some(Gender::Male),
        Some(Pronoun::She) => Some(Gender::Female),
        _ => None,
    }
}

/// The entity that a pronoun of the third person means.
pub(crate) fn third_person(resolver: &Resolver, index: usize, pronoun: Pronoun) -> Option<usize> {
    let syntax = resolver.syntax;
    let head = resolver.mentions[index].head;
    // "it" mostly means a thing, and things are no mentions unless somebody asks for them.
    let opinion = resolver.opinion(index);
    let probability = |entity: usize| opinion.as_ref().map_or(0.0, |o| o.of(entity));
    let known_thing = opinion.as_ref().and_then(|o| o.entities.first()).is_some_and(|(_, p)| *p >= SURE);
    if pronoun == Pronoun::It && !resolver.demanded[head] && !syntax.is(head, "nmod:poss") && !known_thing {
        return None;
    }
    let trust = if matches!(pronoun, Pronoun::He | Pronoun::She) { MODEL_PERSON } else { MODEL };
    let here = syntax.sentence(head);
    let subject = resolver.is_subject(head);
    let own_statement = resolver.source_of[head];
    let previous = own_statement.and_then(|s| previous_source(resolver, s, head));
    let speaker = resolver.quoted_in[head]
        .and_then(|q| resolver.statements[q].source_head)
        .and_then(|h| resolver.mention_at.get(h).copied().flatten())
        .and_then(|m| resolver.entity[m]);
    let mut best: Option<(f32, usize)> = None;
    let mut seen: Vec<usize> = Vec::new();
    for other in (index.saturating_sub(REACH)..index).rev() {
        let Some(entity) = resolver.entity[other] else { continue };
        let mention = &resolver.mentions[other];
        let distance = here - syntax.sentence(mention.head).min(here);
        if seen.contains(&entity) || (distance > SENTENCES && probability(entity) == 0.0) {
            continue;
        }
        let Some(fit) = fits(resolver, entity, pronoun) else { continue };
        if bound(resolver, mention.head, head)
            || (speaker == Some(entity) && resolver.quoted_in[mention.head].is_none() && pronoun != Pronoun::They)
        {
            continue;
        }
        seen.push(entity);
        // Weights by hand on the development gold reports and PolNeAR dev.
        let mut score = fit - 0.9 * distance as f32 - 0.01 * (index - other) as f32 + trust * probability(entity);
        if resolver.is_subject(mention.head) {
            score += if subject { 1.0 } else { 0.7 };
        } else if syntax.is(mention.head, "obj") || syntax.is(mention.head, "obl") {
            score += 0.2;
        }
        if mention.form == MentionForm::Name {
            score += 0.2;
        }
        if previous == Some(entity) {
            score += 1.5;
        }
        // What is talked about is seldom who talks, and who is told is seldom talked about.
        if own_statement.is_some_and(|s| resolver.statements[s].holds(mention.head)) {
            score -= 1.5;
        }
        if resolver.passes[mention.head] {
            score -= 1.0;
        }
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, entity));
        }
    }
    best.map(|(_, entity)| entity).or_else(|| cataphor(resolver, index, pronoun))
}

/// "In his speech, Vela said": the subject that follows in the same sentence.
fn cataphor(resolver: &Resolver, index: usize, pronoun: Pronoun) -> Option<usize> {
    let here = resolver.syntax.sentence(resolver.mentions[index].head);
    (index + 1..resolver.mentions.len().min(index + 12))
        .take_while(|o| resolver.syntax.sentence(resolver.mentions[*o].head) == here)
        .find(|o| {
            resolver.is_subject(resolver.mentions[*o].head) && resolver.entity[*o].is_some_and(|e| fits(resolver, e, pronoun).is_some())
        })
        .and_then(|o| resolver.entity[o])
}

/// The source of the statement before this one, in the text.
fn previous_source(resolver: &Resolver, statement: usize, head: TokenIdx) -> Option<usize> {
    (0..statement).rev().take(4).find_map(|s| {
        let source = resolver.statements[s].source_head.filter(|h| *h < head)?;
        let mention = resolver.mention_at.get(source).copied().flatten()?;
        resolver.entity[mention]
    })
}

/// Agreement in kind, number and sex; the better it is known the higher.
fn fits(resolver: &Resolver, entity: usize, pronoun: Pronoun) -> Option<f32> {
    let known = &resolver.list[entity];
    match pronoun {
        Pronoun::He | Pronoun::She => {
            let wanted = gender(Some(pronoun));
            let person = known.kind == EntityKind::Person && !known.plural;
            (person && agrees(known.gender, wanted)).then(|| if known.gender == wanted { 0.6 } else { 0.0 })
        }
        Pronoun::It => match known.kind {
            EntityKind::Organization if !known.plural => Some(0.5),
            EntityKind::Country => Some(0.4),
            EntityKind::Group if !known.plural => Some(0.3),
            EntityKind::Place => Some(-0.2),
            _ => None,
        },
        Pronoun::They => match known.kind {
            EntityKind::Group => Some(0.6),
            EntityKind::Organization if known.plural => Some(0.5),
            EntityKind::Organization => Some(0.1),
            EntityKind::Country => Some(-0.5),
            EntityKind::Person if known.gender.is_none() && !known.plural => Some(-1.2),
            _ => None,
        },
        _ => None,
    }
}

/// A pronoun does not mean what stands beside it under the same verb, nor what possesses the noun it stands in.
fn bound(resolver: &Resolver, antecedent: TokenIdx, pronoun: TokenIdx) -> bool {
    let syntax = resolver.syntax;
    let reflexive = syntax.form(pronoun).to_lowercase().ends_with("sel")
        || syntax.form(pronoun).to_lowercase().ends_with("self")
        || syntax.form(pronoun).to_lowercase().ends_with("selves");
    if reflexive || syntax.is(pronoun, "nmod:poss") {
        // "Vela's brother": "his" inside a name of its own noun phrase.
        return syntax.is_under(pronoun, antecedent);
    }
    let same_verb = syntax.head(antecedent).is_some() && syntax.head(antecedent) == syntax.head(pronoun);
    same_verb || syntax.is_under(pronoun, antecedent) && !clause_between(resolver, antecedent, pronoun)
}

fn clause_between(resolver: &Resolver, above: TokenIdx, below: TokenIdx) -> bool {
    let clause = resolver.syntax.clause(below);
    clause != below && resolver.syntax.is_under(clause, above) && clause != above
}
