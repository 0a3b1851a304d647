//! Entities as a layer of CoNLL-U, in the notation of CorefUD: `Entity=(e1-person-2` where a mention begins, `Entity=e1)` where it ends.
//!
//! Format: <https://ufal.mff.cuni.cz/corefud>, "CorefUD 1.2 format"; the numbers are those of the heads in their mentions, from 1.

use super::{Entities, Mention};
use dateline_model::report::EntityKind;

/// What the fields of a mention are, for the head of the document.
pub const COMMENT: &str = "global.Entity = eid-etype-head";

/// For each of `n_tokens` tokens the value for MISC, or nothing.
pub fn misc(entities: &Entities, n_tokens: usize) -> Vec<String> {
    let mut list: Vec<(&Mention, usize)> = Vec::new();
    for entity in 0..entities.list.len() {
        list.extend(
            entities.mentions_of(entity).filter(|m| m.tokens.start < m.tokens.end && m.tokens.end <= n_tokens).map(|m| (m, entity)),
        );
    }
    // Brackets close in the opposite order of opening: the longest opens first and closes last.
    list.sort_by_key(|(m, entity)| (m.tokens.start, std::cmp::Reverse(m.tokens.end), *entity));
    let mut open = vec![String::new(); n_tokens];
    let mut close = vec![String::new(); n_tokens];
    for (mention, entity) in &list {
        let kind = entities.list.get(*entity).map_or("", |e| kind(e.kind));
        let head = mention.head.saturating_sub(mention.tokens.start) + 1;
        let end = if mention.tokens.len() == 1 { ")" } else { "" };
        open[mention.tokens.start].push_str(&format!("(e{}-{kind}-{head}{end}", entity + 1));
    }
    for (mention, entity) in list.iter().rev().filter(|(m, _)| m.tokens.len() > 1) {
        close[mention.tokens.end - 1].push_str(&format!("e{})", entity + 1));
    }
    let value = |(open, close): (String, String)| if open.is_empty() && close.is_empty() { open } else { format!("Entity={open}{close}") };
    open.into_iter().zip(close).map(value).collect()
}

fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Group => "group",
        EntityKind::Organization => "organization",
        EntityKind::Country => "country",
        EntityKind::Place => "place",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::resolve;
    use crate::syntax::Syntax;
    use crate::testing::reading;

    #[test]
    fn brackets_open_and_close_around_mentions() {
        let (text, reading) = reading(
            "1 Olga Olga PROPN NNP 3 nsubj B-PER
            2 Vela Vela PROPN NNP 1 flat I-PER
            3 lost lose VERB VBD 0 root
            4 her her PRON PRP$ 5 nmod:poss
            5 brother brother NOUN NN 3 obj",
        );
        let entities = resolve(&Syntax::new(&text, &reading), &[], &[], &[], &[]);
        let written = misc(&entities, reading.tokens.len());
        assert_eq!(written, ["Entity=(e1-person-1", "Entity=e1)", "", "Entity=(e2-person-2(e1-person-1)", "Entity=e2)"]);
    }

    #[test]
    fn a_layer_shorter_than_its_mentions_leaves_them_out() {
        let (text, reading) = reading("1 Vela Vela PROPN NNP 2 nsubj B-PER\n2 left leave VERB VBD 0 root");
        let entities = resolve(&Syntax::new(&text, &reading), &[], &[], &[], &[]);
        assert_eq!(misc(&entities, 0), Vec::<String>::new());
        assert_eq!(misc(&entities, 2), ["Entity=(e1-person-1)", ""]);
    }
}
