//! A codebook as its author writes it: a TOML file to types with definitions and examples, or to what is wrong with it and where.

use super::fault::{Fault, Faults};
use dateline_model::{Severity, Span};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// More sentences than this make learning slow and say that something else than examples is in the file.
pub const MAX_SENTENCES: usize = 2000;

/// The keys a codebook and a type may have.
const KEYS: [&str; 5] = ["id", "version", "name", "type", "none"];
const TYPE_KEYS: [&str; 3] = ["name", "definition", "examples"];

/// A codebook as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookFile {
    /// `health`; lower-case letters, digits and hyphens.
    pub id: String,
    /// `1`.
    pub version: String,
    /// What people call it.
    pub name: String,
    /// The types in the file's order; at least one.
    pub types: Vec<TypeEntry>,
    /// Sentences that are near the subject and name no event of any type.
    pub none: Vec<Example>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeEntry {
    /// `OUTBREAK`.
    pub name: String,
    /// What it covers.
    pub definition: String,
    /// Sentences that tell such an event; at least one.
    pub examples: Vec<Example>,
    /// Where its name stands in the file, from 1.
    pub line: usize,
}

/// An example sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sentence, without the asterisks.
    pub text: String,
    /// What stood between asterisks: the words that name the event.
    pub triggers: Vec<Span>,
    /// Where it stands in the file, from 1.
    pub line: usize,
}

impl CodebookFile {
    /// Reads a file, with everything that is wrong with it; there is no codebook when one of the faults is an error.
    pub fn parse(text: &str) -> (Option<CodebookFile>, Vec<Fault>) {
        let mut faults = Faults::new(text);
        let file = match DeTable::parse(text) {
            Ok(table) => read(table.get_ref(), &mut faults),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                faults.error(at, format!("this is not TOML: {}", error.message().trim().replace('\n', ", ")));
                None
            }
        };
        let faults = faults.sorted();
        let usable = !faults.iter().any(|f| f.severity == Severity::Error);
        (file.filter(|_| usable), faults)
    }

    /// `health-1`, as stamped on reports.
    pub fn stamp(&self) -> String {
        format!("{}-{}", self.id, self.version)
    }

    /// Every sentence of the file that is to be read before [`super::Codebook::learn`], in its order.
    pub fn sentences(&self) -> Vec<&str> {
        let types =
            self.types.iter().flat_map(|t| std::iter::once(t.definition.as_str()).chain(t.examples.iter().map(|e| e.text.as_str())));
        types.chain(self.none.iter().map(|e| e.text.as_str())).collect()
    }
}

fn read(table: &DeTable<'_>, faults: &mut Faults) -> Option<CodebookFile> {
    known(table, &KEYS, "a codebook", faults);
    let id = word(table, "id", faults);
    let version = word(table, "version", faults);
    let name = text(table, "name", 0, "a codebook", faults);
    let mut types: Vec<TypeEntry> = Vec::new();
    match find(table, "type") {
        Some(value) => match value.get_ref().as_array() {
            Some(list) => types.extend(list.iter().filter_map(|one| read_type(one, faults))),
            None => faults.error(value.span().start, "`type` is written `[[type]]`, once for each type".to_owned()),
        },
        None => faults.error(0, "a codebook needs types: write `[[type]]`, and below it `name`, `definition` and `examples`".to_owned()),
    }
    let none = find(table, "none").map(|value| examples(value, "none", faults)).unwrap_or_default();
    distinct_names(&types, faults);
    distinct_sentences(&types, &none, faults);
    let file = CodebookFile { id: id?, version: version?, name: name?, types, none };
    let n_sentences = file.sentences().len();
    if n_sentences > MAX_SENTENCES {
        faults.error(0, format!("{n_sentences} sentences are too many, the limit is {MAX_SENTENCES}; keep the most different ones"));
    }
    Some(file)
}

fn read_type(value: &Spanned<DeValue<'_>>, faults: &mut Faults) -> Option<TypeEntry> {
    let at = value.span().start;
    let Some(table) = value.get_ref().as_table() else {
        faults.error(at, "a type is written `[[type]]`, with `name`, `definition` and `examples` below".to_owned());
        return None;
    };
    known(table, &TYPE_KEYS, "a type", faults);
    let name = text(table, "name", at, "a type", faults);
    let definition = text(table, "definition", at, "a type", faults);
    let called = name.clone().unwrap_or_else(|| "a type".to_owned());
    let list = match find(table, "examples") {
        Some(value) => examples(value, "examples", faults),
        None => {
            faults.error(at, format!("{called} needs `examples = [\"...\", \"...\"]`: sentences that tell such an event"));
            return None;
        }
    };
    if list.is_empty() {
        faults.error(at, format!("{called} has no examples; give at least five sentences"));
    }
    let line = faults.line(find(table, "name").map_or(at, |n| n.span().start));
    Some(TypeEntry { name: name?, definition: definition?, examples: list, line })
}

/// Complains of keys that mean nothing here.
fn known(table: &DeTable<'_>, keys: &[&str], of: &str, faults: &mut Faults) {
    for key in table.keys().filter(|k| !keys.contains(&k.get_ref().as_ref())) {
        faults.error(key.span().start, format!("`{}` is no key of {of}; the keys are {}", key.get_ref(), keys.join(", ")));
    }
}

fn find<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, value)| value)
}

/// A text that must be there, on one line.
fn text(table: &DeTable<'_>, key: &str, at: usize, of: &str, faults: &mut Faults) -> Option<String> {
    let Some(value) = find(table, key) else {
        faults.error(at, format!("{of} needs `{key} = \"...\"`"));
        return None;
    };
    let words = value.get_ref().as_str().map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "));
    match words {
        Some(words) if !words.is_empty() => Some(words),
        _ => {
            faults.error(value.span().start, format!("`{key}` needs some text in quotation marks"));
            None
        }
    }
}

/// An id or version, which is stamped on reports: one word.
fn word(table: &DeTable<'_>, key: &str, faults: &mut Faults) -> Option<String> {
    let Some(value) = find(table, key) else {
        faults.error(0, format!("a codebook needs `{key} = \"...\"`; it is stamped on every report"));
        return None;
    };
    let word = match value.get_ref() {
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    if word.is_empty() || !word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.')) {
        faults
            .error(value.span().start, format!("`{key}` is one word of small letters, digits, hyphens and dots, like \"health\" or \"1\""));
        return None;
    }
    Some(word)
}

fn examples(value: &Spanned<DeValue<'_>>, key: &str, faults: &mut Faults) -> Vec<Example> {
    let Some(list) = value.get_ref().as_array() else {
        faults.error(value.span().start, format!("`{key}` is a list of sentences: `{key} = [\"...\", \"...\"]`"));
        return Vec::new();
    };
    let mut examples = Vec::new();
    for one in list.iter() {
        let at = one.span().start;
        match one.get_ref().as_str() {
            Some(sentence) => match example(sentence) {
                Ok((text, triggers)) => examples.push(Example { text, triggers, line: faults.line(at) }),
                Err(note) => faults.error(at, note.to_owned()),
            },
            None => faults.error(at, "an example is a sentence in quotation marks".to_owned()),
        }
    }
    examples
}

/// Takes the asterisks out of an example, and on which words they stood.
fn example(written: &str) -> Result<(String, Vec<Span>), &'static str> {
    let (mut text, mut triggers, mut open) = (String::new(), Vec::new(), None);
    for (i, part) in written.split('*').enumerate() {
        if i > 0 {
            match open.take() {
                None => open = Some(text.len()),
                Some(start) if start < text.len() && text.get(start..).is_some_and(|words| words.trim() == words) => {
                    triggers.push(Span::new(start, text.len()));
                }
                Some(_) => return Err("asterisks go directly around the words that name the event: \"Nurses *vaccinated* them.\""),
            }
        }
        text.push_str(part);
    }
    if open.is_some() {
        return Err("an asterisk lacks its partner; write them in pairs around the words that name the event");
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err("an example is empty; write a sentence");
    }
    Ok((text, triggers))
}

fn distinct_names(types: &[TypeEntry], faults: &mut Faults) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for one in types {
        let line = *first.entry(one.name.to_lowercase()).or_insert(one.line);
        if line != one.line {
            faults.error_in_line(one.line, format!("the type {} stands already in line {line}; put its examples there", one.name));
        }
    }
}

/// One sentence cannot be an example of two things, and says nothing new the second time.
fn distinct_sentences(types: &[TypeEntry], none: &[Example], faults: &mut Faults) {
    let nothing = "none".to_owned();
    let of_types = types.iter().flat_map(|t| t.examples.iter().map(move |e| (&t.name, e)));
    let mut first: BTreeMap<&str, (&String, usize)> = BTreeMap::new();
    for (name, example) in of_types.chain(none.iter().map(|e| (&nothing, e))) {
        match first.get(example.text.as_str()) {
            None => drop(first.insert(&example.text, (name, example.line))),
            Some((other, line)) if *other == name => {
                faults.error_in_line(example.line, format!("this example stands already in line {line}; write another"));
            }
            Some((other, line)) => {
                faults.error_in_line(
                    example.line,
                    format!("this example of {name} stands in line {line} as one of {other}; it can be only one"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"sea\"\nversion = 2\nname = \"The sea\"\nnone = [\"The harbour is old.\"]\n\n[[type]]\nname = \"SINK\"\n\
                        definition = \"A ship goes down.\"\nexamples = [\n  \"The ferry *sank*.\",\n  \"A tanker *went down* off Orvale.\",\n]\n";

    /// The faults of a file as `line: note`.
    fn faults(text: &str) -> Vec<String> {
        CodebookFile::parse(text).1.iter().map(|f| format!("{}: {}", f.line, f.note)).collect()
    }

    fn fault(text: &str, expected: &str) {
        let faults = faults(text);
        assert!(faults.iter().any(|f| f.starts_with(expected)), "{faults:#?}");
    }

    #[test]
    fn a_codebook_is_read_with_lines_and_marked_triggers() {
        let (file, faults) = CodebookFile::parse(GOOD);
        assert_eq!(faults, []);
        let file = file.unwrap();
        assert_eq!((file.stamp().as_str(), file.types.len(), file.none.len()), ("sea-2", 1, 1));
        let second = &file.types[0].examples[1];
        assert_eq!((second.text.as_str(), second.line), ("A tanker went down off Orvale.", 11));
        assert_eq!(second.triggers[0].of(&second.text), "went down");
        assert_eq!(file.sentences().len(), 4);
    }

    #[test]
    fn faults_name_their_line_and_the_way_out() {
        fault("id = \"sea\n", "1: this is not TOML");
        fault(&GOOD.replace("examples", "exampels"), "9: `exampels` is no key of a type; the keys are name, definition, examples");
        fault(&GOOD.replace("id = \"sea\"", "id = \"The Sea\""), "1: `id` is one word");
        fault(&GOOD.replace("*sank*", "*sank"), "10: an asterisk lacks its partner");
        fault(&GOOD.replace("*sank*", "** sank"), "10: asterisks go directly around");
        fault(&GOOD.replace("\"The ferry *sank*.\"", "7"), "10: an example is a sentence");
        fault(&GOOD.replace("The harbour is old.", "The ferry *sank*."), "4: this example of none stands in line 10 as one of SINK");
        fault(
            &format!("{GOOD}[[type]]\nname = \"Sink\"\ndefinition = \"d\"\nexamples = [\"e\"]\n"),
            "14: the type Sink stands already in line 7",
        );
        fault(&GOOD.replace("[[type]]", "[type]"), "6: `type` is written `[[type]]`");
        fault("id = \"a\"\nversion = \"1\"\nname = \"n\"\n", "1: a codebook needs types");
        fault("", "1: a codebook needs `id = \"...\"`");
    }

    #[test]
    fn all_faults_are_told_at_once() {
        assert_eq!(faults("idea = 1\n[[type]]\n").len(), 7);
    }

    #[test]
    fn any_text_is_read_or_refused() {
        for text in [
            "\u{FEFF}",
            "[[type]]",
            "type = [1]",
            "none = {}",
            "name = \"\"",
            "[[type]]\nexamples = [\"*\", \"**\", \"\"]",
            "🦀",
            "a.b.c=[[]]",
        ] {
            assert!(CodebookFile::parse(text).0.is_none(), "{text}");
        }
    }
}
