//! Who did what to whom: event mentions by a codebook. Knows syntax, not entities: participants are head tokens.
//!
//! The codebook is data (`data/codebook/`): sixteen types with their triggers. A token that is a trigger becomes a mention when the words
//! around it allow; its participants come from the slots that the trigger's frame names.

mod arguments;
mod echo;
mod lemma;
mod lexicon;
mod matching;
mod nouns;
mod pattern;
mod status;
mod support;

pub use lexicon::{EventType, event_types};

use crate::syntax::Syntax;
use arguments::Arguments;
use dateline_model::report::Status;
use dateline_model::{TokenIdx, Tokens};
use lexicon::Lexicon;
use matching::Found;
use nouns::Nouns;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Every word that the codebook's data look for.
static KNOWN: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| Lexicon::plover().words().chain(status::words()).chain(support::words()).chain(Nouns::get().all()).collect());

/// One event mention in the text, in terms of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct EventMention {
    /// The words that name it, normally one verb or noun.
    pub trigger: Tokens,
    /// The syntactic head of the trigger.
    pub head: TokenIdx,
    /// Type in the codebook, `ASSAULT`.
    pub event_type: String,
    /// Mode in the codebook.
    pub mode: Option<String>,
    /// Head tokens of who did it; compound actors split.
    pub actors: Vec<TokenIdx>,
    /// Head tokens of to whom it was done.
    pub recipients: Vec<TokenIdx>,
    /// How real it is.
    pub status: Status,
    /// 0 to 1.
    pub confidence: f32,
}

/// Finds the event mentions of an article, in text order.
pub fn find(syntax: &Syntax) -> Vec<EventMention> {
    let classes = nouns::name_classes(syntax);
    let lexicon = Lexicon::plover();
    let lemmas: Vec<String> = (0..syntax.len()).map(|token| lemma::lemma(syntax, token, &KNOWN)).collect();
    let arguments = Arguments { syntax, classes: &classes, lemmas: &lemmas };
    let mut found: Vec<Found> = (0..syntax.len()).filter_map(|token| matching::best(lexicon, &arguments, token)).collect();
    drop_covered(&mut found);
    echo::complete(&arguments, &mut found);
    found.into_iter().map(|found| mention(&arguments, found)).collect()
}

fn mention(arguments: &Arguments, found: Found) -> EventMention {
    EventMention {
        status: status::status(arguments, found.head, found.trigger),
        trigger: found.tokens,
        head: found.head,
        event_type: found.trigger.event_type.to_owned(),
        mode: found.trigger.mode.clone(),
        actors: found.actors,
        recipients: found.recipients,
        confidence: found.confidence,
    }
}

/// A trigger inside the words of another one says nothing of its own: the fire of "opened fire".
fn drop_covered(found: &mut Vec<Found>) {
    // Triggers are short, so what covers one stands beside it.
    let covered: Vec<bool> = (0..found.len())
        .map(|i| {
            let (one, near) = (&found[i], i.saturating_sub(4)..(i + 5).min(found.len()));
            found[near]
                .iter()
                .any(|other| other.head != one.head && other.tokens.contains(&one.head) && other.tokens.len() > one.tokens.len())
        })
        .collect();
    let mut covered = covered.into_iter();
    found.retain(|_| !covered.next().unwrap_or(false));
}
