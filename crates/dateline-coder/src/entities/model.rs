//! What the model says of who is meant, in terms of entities.

use super::Resolver;
use dateline_model::{Anaphor, Reading, TokenIdx};

/// The model's word on the anaphors of one article, by token.
pub(crate) struct Links<'a> {
    /// Empty when the weights have no head for coreference.
    anaphors: &'a [Anaphor],
}

impl<'a> Links<'a> {
    pub(crate) fn new(reading: &'a Reading) -> Self {
        Links { anaphors: &reading.anaphors }
    }

    fn anaphor(&self, token: TokenIdx) -> Option<&'a Anaphor> {
        self.anaphors.binary_search_by_key(&token, |a| a.token).ok().and_then(|at| self.anaphors.get(at))
    }
}

/// The model's opinion of one mention.
#[derive(Debug, Default)]
pub(crate) struct Opinion {
    /// Probability that nothing before is meant.
    pub(crate) first: f32,
    /// Entities with their probabilities, likeliest first.
    pub(crate) entities: Vec<(usize, f32)>,
}

impl Opinion {
    /// The probability of an entity.
    pub(crate) fn of(&self, entity: usize) -> f32 {
        self.entities.iter().find(|(e, _)| *e == entity).map_or(0.0, |(_, p)| *p)
    }
}

impl Resolver<'_> {
    /// What the model says of a mention, as far as the words it points to are mentions that have been joined; `None`
    /// without a model.
    pub(crate) fn opinion(&self, index: usize) -> Option<Opinion> {
        if self.links.anaphors.is_empty() {
            return None;
        }
        // A word that is no anaphor to the model means something new.
        let mut opinion = Opinion { first: 1.0, entities: Vec::new() };
        let Some(anaphor) = self.mentions.get(index).and_then(|m| self.links.anaphor(m.head)) else { return Some(opinion) };
        opinion.first = anaphor.first;
        for (token, probability) in &anaphor.antecedents {
            let Some(entity) = self.entity_at(*token) else { continue };
            match opinion.entities.iter_mut().find(|(e, _)| *e == entity) {
                Some((_, sum)) => *sum += probability,
                None => opinion.entities.push((entity, *probability)),
            }
        }
        opinion.entities.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Some(opinion)
    }

    /// The entity of a token: of the mention it heads, or of the name it is part of.
    pub(crate) fn entity_at(&self, token: TokenIdx) -> Option<usize> {
        self.mention_at.get(token).copied().flatten().or_else(|| self.name_at.get(token).copied().flatten()).and_then(|m| self.entity[m])
    }
}

/// Adds to the tokens that must become mentions those that the model takes them for: "it" needs its "statement".
pub(crate) fn demand_antecedents(reading: &Reading, demanded: &mut [bool]) {
    /// Less sure than this, a word is not worth an entity of its own. By hand on GUM dev.
    const SURE: f32 = 0.5;
    for anaphor in reading.anaphors.iter().rev() {
        let Some((earlier, probability)) = anaphor.antecedents.first() else { continue };
        if *probability >= SURE
            && *earlier < anaphor.token
            && demanded.get(anaphor.token) == Some(&true)
            && let Some(asked) = demanded.get_mut(*earlier)
        {
            *asked = true;
        }
    }
}
