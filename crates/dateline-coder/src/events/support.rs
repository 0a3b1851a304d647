//! Verbs that lend their subject and their status to an event noun: "carried out an attack".

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What the subject of a support verb is in the event of its noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    Actor,
    Recipient,
    /// The subject is the event.
    Event,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    support: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    role: Role,
    slot: String,
    verbs: String,
}

static SUPPORT: LazyLock<BTreeMap<(String, String), Role>> = LazyLock::new(|| read().unwrap_or_default());

fn read() -> Result<BTreeMap<(String, String), Role>, String> {
    let file: File = toml::from_str(include_str!("../../data/codebook/support.toml")).map_err(|e| e.to_string())?;
    let mut support = BTreeMap::new();
    for group in file.support {
        for verb in group.verbs.split([',', '\n']).map(str::trim).filter(|v| !v.is_empty()) {
            support.entry((verb.to_owned(), group.slot.clone())).or_insert(group.role);
        }
    }
    Ok(support)
}

/// All verbs of the list.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let support: &'static BTreeMap<(String, String), Role> = &SUPPORT;
    support.keys().map(|(verb, _)| verb.as_str())
}

/// The role that `verb` gives its subject in the event of a noun standing in `slot` (`obj`, `subj`, `@in`).
pub(super) fn role(verb: &str, slot: &str) -> Option<Role> {
    SUPPORT.get(&(verb.to_owned(), slot.to_owned())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_reads_whole() {
        assert!(read().unwrap().len() > 100);
    }

    #[test]
    fn a_verb_gives_its_subject_a_role_by_where_the_noun_stands() {
        assert_eq!(role("launch", "obj"), Some(Role::Actor));
        assert_eq!(role("come", "@under"), Some(Role::Recipient));
        assert_eq!(role("launch", "@under"), None);
    }
}
